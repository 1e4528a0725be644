"""Intervals, and the types that hold them.

Interval rules are computed in the arithmetic of the engines, IEEE 754 doubles rounded to nearest. That rounding is
monotone, so the value of an expression never leaves the interval computed from the ends of its arguments. It holds for
``+ - * /``, roots, and rounding, which IEEE 754 fixes to the last bit. It does not hold for logarithms and their like,
which each engine computes in its own way: there the engine clamps the value to the interval as well.
"""

import math
from collections.abc import Iterable, Sequence

from leapyear_core.model.errors import InvalidExpression
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
    TextType,
)

#: The most values that a FACTOR may have; the contract says so of declared ones.
MOST_FACTOR_VALUES = 10_000

#: The most characters of a string that a function makes of others. What is beyond is cut off: else an expression could
#: double a string again and again, and one row would fill the memory.
TEXT_LIMIT = 4096

#: The greatest length that is told of a string.
LENGTH_LIMIT = 1_000_000


def clamp(value: float, lower: float, upper: float) -> float:
    """The value, or the nearer bound."""
    return lower if value < lower else min(value, upper)


def hull(function: str, whole: bool, ends: Iterable[float]) -> IntType | RealType:
    """The least interval that holds the ends: an INT if it is of whole numbers, else a REAL, clamped to what one holds.

    Raises
    ------
    InvalidExpression
        If an INT does not hold it.
    """
    ends = list(ends)
    if not whole:
        return real(ends)
    lower, upper = int(min(ends)), int(max(ends))
    if max(abs(lower), abs(upper)) > INT_LIMIT:
        raise InvalidExpression(
            f"the result of {function!r} may be as large as {max(abs(lower), abs(upper))}, more than a whole number holds"
            f" ({INT_LIMIT}): clip the arguments to closer bounds, or multiply one of them by 1.0"
        )
    return IntType(lower, upper)


def real(ends: Iterable[float]) -> RealType:
    """The least REAL that holds the ends; those beyond ``±REAL_LIMIT`` are clamped."""
    clamped = [clamp(float(end), -REAL_LIMIT, REAL_LIMIT) for end in ends]
    return RealType(min(clamped), max(clamped))


def all_whole(types: Sequence[DataType]) -> bool:
    """Whether all are INT."""
    return all(isinstance(given, IntType) for given in types)


def round_half_away(value: float) -> float:
    """The nearest whole number; of two that are as near, the one further from zero. As SQL rounds."""
    whole = float(math.trunc(value))
    # The difference is exact: both are multiples of the last bit of the value.
    return whole + math.copysign(1.0, value) if abs(value - whole) >= 0.5 else whole


def union(function: str, types: Sequence[DataType], constants: Sequence[object]) -> DataType:
    """The type of a value that is one of several.

    Raises
    ------
    InvalidExpression
        If no type holds them all.
    """
    first = types[0]
    if all(isinstance(given, IntType | RealType) for given in types):
        numbers = [given for given in types if isinstance(given, IntType | RealType)]
        ends = [end for each in numbers for end in (each.lower, each.upper)]
        return hull(function, all_whole(types), ends)
    if all(isinstance(given, TextType | FactorType) for given in types):
        return _strings(types, constants)
    for kind in (BoolType, DateType, DatetimeType):
        if all(isinstance(given, kind) for given in types):
            return first
    other = next(given for given in types if given.kind != first.kind)
    raise InvalidExpression(
        f"{function!r} cannot choose between {first.kind.upper()} and {other.kind.upper()}: give it values of one type"
    )


def _strings(types: Sequence[DataType], constants: Sequence[object]) -> DataType:
    """A FACTOR of all values, if all are known: a constant string is one of one value."""
    values: dict[str, None] = {}
    for given, constant in zip(types, constants, strict=True):
        if isinstance(given, FactorType):
            values |= dict.fromkeys(given.values)
        elif isinstance(constant, str):
            values[constant] = None
        else:
            return TextType()
    return TextType() if len(values) > MOST_FACTOR_VALUES else FactorType(tuple(values))
