"""Privacy units: whom the answers about a table keep secret.

It is a record, where nothing else was said. Otherwise it is an entity, such as a person, that a column of the table
names, and that has up to so many of its rows: more are left out when the rows are copied.

Two tables of one database whose columns have one name are about the same entities: equal values are one unit.
"""

from collections.abc import Sequence

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


@frozen
class Contribution:
    """What one privacy unit has in a table at most, as far as it is public: what stability follows from.

    Attributes
    ----------
    rows
        The most rows of one unit; 0 of a public table, whose rows are nobody's.
    column
        The column that says whose a row is: rows with one value in it are one unit's, and there is a value in each row.
        None where the unit is a record.
    """

    rows: int = 1
    column: str | None = None

    @property
    def of_a_row(self) -> "Contribution":
        """The same, were a unit to have one row."""
        return Contribution(min(self.rows, 1), self.column)


#: Of a table whose privacy unit is a record.
RECORD = Contribution()


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
