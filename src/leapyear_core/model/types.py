"""The types of values, with the bounds that a data owner declares.

A declaration is public; the data is not. A value outside of its bounds is clamped to them, a string outside of a
factor is null, NaN is null: so a type is a promise that the engine keeps for every row, and that the sensitivity of a
sum may lean on. Any value may be null: that a column is declared not to be is a property of the column, whose rows
without a value are left out when they are copied, and not of a type.
"""

import math
from collections.abc import Mapping
from typing import ClassVar

from attrs import frozen

from leapyear_core.model.errors import InvalidBounds, InvalidColumn

#: Whole numbers that a double holds exactly: JSON carries no others faithfully (RFC 8259, section 6).
INT_LIMIT = 2**53 - 1

#: Sums of REAL values stay far inside a double for any number of rows.
REAL_LIMIT = 1e100


@frozen
class BoolType:
    """True or false."""

    kind: ClassVar[str] = "bool"


@frozen
class IntType:
    """A whole number in ``[lower, upper]``."""

    kind: ClassVar[str] = "int"
    lower: int
    upper: int

    def __attrs_post_init__(self) -> None:
        _check_order(self.lower, self.upper)
        if max(abs(self.lower), abs(self.upper)) > INT_LIMIT:
            raise InvalidBounds(
                f"the bounds ({self.lower}, {self.upper}) of an INT lie outside of ±{INT_LIMIT}"
            )


@frozen
class RealType:
    """A finite number in ``[lower, upper]``."""

    kind: ClassVar[str] = "real"
    lower: float
    upper: float

    def __attrs_post_init__(self) -> None:
        if not (math.isfinite(self.lower) and math.isfinite(self.upper)):
            raise InvalidBounds(
                f"the bounds ({self.lower}, {self.upper}) of a REAL are not both finite numbers"
            )
        _check_order(self.lower, self.upper)
        if max(abs(self.lower), abs(self.upper)) > REAL_LIMIT:
            raise InvalidBounds(
                f"the bounds ({self.lower}, {self.upper}) of a REAL lie outside of ±{REAL_LIMIT}"
            )


@frozen
class FactorType:
    """One of a public list of strings."""

    kind: ClassVar[str] = "factor"
    values: tuple[str, ...]

    def __attrs_post_init__(self) -> None:
        if not self.values:
            raise InvalidBounds("a FACTOR has no values: give the list of its strings")
        if len(set(self.values)) != len(self.values):
            raise InvalidBounds("a FACTOR names one of its values twice")


@frozen
class TextType:
    """A string."""

    kind: ClassVar[str] = "text"


@frozen
class DateType:
    """A day."""

    kind: ClassVar[str] = "date"


@frozen
class DatetimeType:
    """A moment, in UTC."""

    kind: ClassVar[str] = "datetime"


DataType = BoolType | IntType | RealType | FactorType | TextType | DateType | DatetimeType


def has_useful_bounds(given: DataType) -> bool:
    """Whether values can be summed within their bounds: those of a number that nobody gave any are the widest there are."""
    match given:
        case IntType(lower, upper):
            return max(abs(lower), abs(upper)) < INT_LIMIT
        case RealType(lower, upper):
            return max(abs(lower), abs(upper)) < REAL_LIMIT
        case _:
            return isinstance(given, BoolType)


@frozen
class Column:
    """A named type.

    Attributes
    ----------
    nullable
        Whether a value may be null. The rows of a file whose value is, are otherwise left out of the table, each decided
        by itself: so that a row is no error, and one more of them is one more in the table, or none.
    """

    name: str
    type: DataType
    nullable: bool = True


#: The most characters of a name of an attribute.
LONGEST_NAME = 128


def is_attribute_name(name: str) -> bool:
    """Whether an attribute can have this name: what requests name, the contract has looked at, and nobody at a file."""
    is_plain = not any(each < " " or each == "\x7f" for each in name)
    return 1 <= len(name) <= LONGEST_NAME and is_plain


#: The attributes of a relation, in order.
Schema = Mapping[str, DataType]


def schema_of_columns(columns: tuple[Column, ...]) -> dict[str, DataType]:
    """The schema that a table's columns make.

    Raises
    ------
    InvalidColumn
        If two columns have the same name. Names that differ in case alone are the same to the engines.
    """
    seen: dict[str, str] = {}
    for column in columns:
        key = column.name.casefold()
        if key in seen:
            raise InvalidColumn(
                f"the columns {seen[key]!r} and {column.name!r} have one name: rename one of them"
            )
        seen[key] = column.name
    return {column.name: column.type for column in columns}


def _check_order(lower: float, upper: float) -> None:
    if lower > upper:
        raise InvalidBounds(
            f"the bounds ({lower}, {upper}) are the wrong way round: give (lower, upper)"
        )
