"""Privacy units: whom the answers about a table keep secret.

It is a record, where nothing else was said. Otherwise it is an entity, such as a person, that a column of the table
names, and that has up to so many of its rows: more are left out when the rows are copied.

Two tables of one database whose columns have one name are about the same entities: equal values are one unit.
"""

from collections.abc import Sequence
from typing import Self

from attrs import frozen

from leapyear_core.model.errors import InvalidColumn
from leapyear_core.model.types import Column, FactorType, IntType, TextType


@frozen
class PrivacyUnit:
    """An entity that has several rows.

    Attributes
    ----------
    column
        The column that says whose a row is.
    rows
        The most rows of one entity.
    """

    column: str
    rows: int


class UnitRows(int):
    """The most rows of a table that one privacy unit has, where the table says whose they are.

    It is that number, wherever no more than the number matters.

    Attributes
    ----------
    column
        The column that says whose a row is; None where the unit is a record, or the table is public.

    Examples
    --------
    >>> UnitRows(5, "patient") + 1, UnitRows(5, "patient").column
    (6, 'patient')
    """

    column: str | None

    def __new__(cls, rows: int, column: str | None = None) -> Self:
        """That many rows."""
        made = super().__new__(cls, rows)
        made.column = column
        return made


def check_unit(unit: PrivacyUnit, columns: Sequence[Column]) -> None:
    """See whether a table of these columns can have a privacy unit.

    Raises
    ------
    InvalidColumn
        If there is no such column, or its values name nobody.
    """
    found = next((each for each in columns if each.name == unit.column), None)
    if found is None:
        raise InvalidColumn(
            f"the privacy unit {unit.column!r} is none of the columns: declare the column that says whose a row is"
        )
    if not isinstance(found.type, IntType | FactorType | TextType):
        raise InvalidColumn(
            f"the privacy unit {unit.column!r} is declared {found.type.kind.upper()}: only INT, FACTOR and TEXT tell"
            " one entity from another"
        )
