"""Aggregates: what the rows of a group become, in the one row that a grouped relation has of them.

Each is a function of the group's rows as a set in which a row may be there several times: of no order. So a sum of REAL is
one of lattice points, as the sums that leave the engine are (`leapyear_core.model.lattice`), and becomes a REAL once, at
the end: a sum of doubles would depend on the order of rows, and an unrelated row more, by which another thread gets other
rows, would move thousands of groups by a last bit.

They are total: nothing overflows, since whole numbers are summed in 128 bits, and all is clamped to the bounds of its type.
"""

import math
from typing import Literal

from attrs import frozen

from leapyear_core.model.errors import InvalidExpression
from leapyear_core.model.expressions import Expression, type_of
from leapyear_core.model.types import (
    INT_LIMIT,
    REAL_LIMIT,
    BoolType,
    DataType,
    DatetimeType,
    DateType,
    FactorType,
    IntType,
    RealType,
    Schema,
    TextType,
)

GroupAggregateKind = Literal["count_rows", "count", "count_distinct", "sum", "mean", "min", "max"]

#: A REAL has about 2**SUM_BITS lattice points on each side of zero, which 64 bits hold: values down to a thousandth of the
#: greatest are on it to the bit. In 128 bits there is room for the sum over 2**65 rows.
SUM_BITS = 62


@frozen
class GroupAggregate:
    """A value for each group, and its name.

    Attributes
    ----------
    kind
        ``count_rows``; of an expression, ``count`` for how many of its values are not null, ``count_distinct`` for how
        many different ones there are, ``sum`` (0 where there is none), ``mean``, ``min`` and ``max`` (null where there is
        none).
    expression
        What it is about; None for ``count_rows``.
    """

    name: str
    kind: GroupAggregateKind
    expression: Expression | None = None


def type_of_aggregate(aggregate: GroupAggregate, schema: Schema, most_rows: int | None) -> DataType:
    """The type of an aggregate over groups of a relation with this schema.

    Parameters
    ----------
    most_rows
        The most rows that a group has, where that is public: counts and sums have the bounds that follow from it. Without
        it they have the widest that there are, which cannot be summed before they are clipped.

    Raises
    ------
    AttributeNotFound, InvalidExpression
        If it is of no expression, or of one that has no such value.
    """
    most = INT_LIMIT if most_rows is None else min(most_rows, INT_LIMIT)
    if aggregate.kind == "count_rows":
        return IntType(min(1, most), most)
    if aggregate.expression is None:
        raise InvalidExpression(f"{aggregate.name!r} is the {aggregate.kind} of nothing")
    given = type_of(aggregate.expression, schema)
    match aggregate.kind:
        case "count":
            return IntType(0, most)
        case "count_distinct":
            return IntType(0, min(most, _values_of(given)))
        case "sum":
            return _sum_type(aggregate, given, most_rows)
        case "mean":
            lower, upper = _summed(aggregate, given)
            return RealType(float(lower), float(upper))
        case "min" | "max":
            if isinstance(given, FactorType | TextType):
                raise InvalidExpression(
                    f"{aggregate.name!r}: {given.kind.upper()} has no {aggregate.kind}, since strings have no order here"
                )
            return given


def sum_exponent(given: RealType) -> int:
    """The lattice that values of this type are summed on is ``2**exponent`` apart.

    Where the bounds are tiny, it stays where ``2**-exponent`` is a normal double.
    """
    bits = math.frexp(max(abs(given.lower), abs(given.upper)))[1]
    return max(bits - SUM_BITS, -1000)


def check_key(name: str, given: DataType) -> None:
    """See whether values of this type tell groups apart.

    Raises
    ------
    InvalidExpression
        If not: of numbers that are nearly equal, which fall together would depend on their last bits.
    """
    if isinstance(given, RealType | DatetimeType):
        raise InvalidExpression(
            f"groups go by BOOL, INT, FACTOR, TEXT or DATE, and {name!r} is {given.kind.upper()}: compute one of these"
            " of it"
        )


def _sum_type(
    aggregate: GroupAggregate, given: DataType, most_rows: int | None
) -> IntType | RealType:
    lower, upper = _summed(aggregate, given)
    if isinstance(given, RealType):
        most = math.inf if most_rows is None else float(min(most_rows, INT_LIMIT))
        least, greatest = (
            0.0 if end == 0 else end * most for end in (min(lower, 0), max(upper, 0))
        )
        return RealType(max(least, -REAL_LIMIT), min(greatest, REAL_LIMIT))
    rows = INT_LIMIT if most_rows is None else most_rows
    return IntType(
        max(int(min(lower, 0)) * rows, -INT_LIMIT), min(int(max(upper, 0)) * rows, INT_LIMIT)
    )


def _summed(aggregate: GroupAggregate, given: DataType) -> tuple[float, float]:
    """The bounds of what is summed."""
    match given:
        case BoolType():
            return 0, 1
        case IntType(lower, upper):
            return lower, upper
        case RealType(lower, upper) if max(abs(lower), abs(upper)) < REAL_LIMIT:
            return lower, upper
        case RealType():
            raise InvalidExpression(
                f"{aggregate.name!r} is the {aggregate.kind} of what has no useful bounds: give it some, with"
                " clip(lower, upper)"
            )
        case _:
            raise InvalidExpression(
                f"{aggregate.name!r}: {given.kind.upper()} has no {aggregate.kind}, only BOOL, INT and REAL have"
            )


def _values_of(given: DataType) -> int:
    """How many values a type has, at most."""
    match given:
        case BoolType():
            return 2
        case IntType(lower, upper):
            return upper - lower + 1
        case FactorType(values):
            return len(values)
        case RealType() | TextType() | DateType() | DatetimeType():
            return INT_LIMIT
