"""Arithmetic."""

import math
from typing import TypeVar

from leapyear_core.model.errors import InvalidExpression
from leapyear_core.model.functions.intervals import all_whole, clamp, hull, real, round_half_away
from leapyear_core.model.functions.signature import (
    NUMBER,
    WHOLE,
    Arguments,
    Function,
    Number,
    Parameter,
)
from leapyear_core.model.types import REAL_LIMIT, DataType, IntType, RealType

#: The greatest exponent of a power.
MOST_EXPONENT = 64

#: The most digits that a number is rounded to, on each side of the point.
MOST_DIGITS = 15

_N = TypeVar("_N", int, float)
_X = (Parameter("x", NUMBER),)
_TWO = (Parameter("left", NUMBER), Parameter("right", NUMBER))


def _add(given: Arguments) -> DataType:
    left, right = given.numbers()
    return _interval(given, [left.lower + right.lower, left.upper + right.upper])


def _subtract(given: Arguments) -> DataType:
    left, right = given.numbers()
    return _interval(given, [left.lower - right.upper, left.upper - right.lower])


def _multiply(given: Arguments) -> DataType:
    left, right = given.numbers()
    return _interval(
        given, [a * b for a in (left.lower, left.upper) for b in (right.lower, right.upper)]
    )


def _divide(given: Arguments) -> DataType:
    left, right = given.numbers()
    ends = (float(left.lower), float(left.upper))
    if right.lower > 0 or right.upper < 0:
        return real([a / b for a in ends for b in (float(right.lower), float(right.upper))])
    # The divisor may be zero, where the quotient is null. Otherwise a whole divisor is at least 1 from zero, but a
    # REAL one comes as close as it likes.
    most = max(map(abs, ends)) if isinstance(right, IntType) else REAL_LIMIT
    return real([-most, most])


def _negate(given: Arguments) -> DataType:
    (only,) = given.numbers()
    return _interval(given, [-only.upper, -only.lower])


def _abs(given: Arguments) -> DataType:
    (only,) = given.numbers()
    ends = [abs(only.lower), abs(only.upper)]
    return _interval(given, ends if only.lower > 0 or only.upper < 0 else [0, *ends])


def _clip(given: Arguments) -> DataType:
    value, lower, upper = given.numbers()
    if lower.lower != lower.upper or upper.lower != upper.upper:
        raise InvalidExpression("'clip' takes two constants as its bounds")
    if lower.lower > upper.upper:
        raise InvalidExpression(
            f"the bounds ({lower.lower}, {upper.upper}) of 'clip' are the wrong way round"
        )
    return _interval(
        given, [clamp(end, lower.lower, upper.upper) for end in (value.lower, value.upper)]
    )


def _floor_divide(given: Arguments) -> DataType:
    left, right = given.numbers()
    if not all_whole(given.types):
        quotient = _divide(given)
        assert isinstance(quotient, RealType)
        return real([math.floor(quotient.lower), math.floor(quotient.upper)])
    ends = (int(left.lower), int(left.upper))
    if right.lower > 0 or right.upper < 0:
        corners = [a // b for a in ends for b in (int(right.lower), int(right.upper))]
        return hull(given.function, True, corners)
    most = max(map(abs, ends))
    return hull(given.function, True, [-most, most])


def _modulo(given: Arguments) -> DataType:
    left, right = given.numbers()
    # Of whole numbers the remainder is at least 1 nearer to zero than the divisor.
    inner = 1 if all_whole(given.types) else 0
    lower, upper = min(0, right.lower + inner), max(0, right.upper - inner)
    if left.lower >= 0 and right.lower >= 0:
        upper = min(upper, left.upper)
    return _interval(given, [lower, upper])


def _power(given: Arguments) -> DataType:
    exponent = given.constants[1]
    assert isinstance(exponent, int | float)
    if abs(exponent) > MOST_EXPONENT:
        raise InvalidExpression(
            f"'power' takes an exponent from -{MOST_EXPONENT} to {MOST_EXPONENT}, not {exponent}"
        )
    base = given.numbers()[0]
    if exponent != int(exponent):
        return _root(base, exponent)
    n = int(exponent)
    if n >= 0 and all_whole(given.types):
        return hull(given.function, True, _power_ends(int(base.lower), int(base.upper), n))
    lowest, greatest = float(base.lower), float(base.upper)
    if n < 0:
        lowest, greatest = _reciprocal(lowest, greatest)
    return real(_power_ends(lowest, greatest, abs(n)))


def _power_ends(lower: _N, upper: _N, n: int) -> list[_N]:
    least = lower * 0 if n > 0 and n % 2 == 0 and lower < 0 < upper else whole_power(lower, n)
    return [least, whole_power(lower, n), whole_power(upper, n)]


def whole_power(base: _N, n: int) -> _N:
    """The n-th power, ``n >= 0``, by squaring: the engine multiplies in the same order, and so gets the same doubles."""
    result = type(base)(1)
    for digit in f"{n:b}":
        result = result * result
        if digit == "1":
            result = result * base
    return result


def _reciprocal(lower: float, upper: float) -> tuple[float, float]:
    """The interval of ``1 / x``, where x is not 0."""
    if lower > 0 or upper < 0:
        return 1 / upper, 1 / lower
    return (
        -REAL_LIMIT if lower < 0 else 1 / upper if upper > 0 else 0.0,
        REAL_LIMIT if upper > 0 else 1 / lower if lower < 0 else 0.0,
    )


def _root(base: Number, exponent: float) -> DataType:
    """Of powers that are no whole number: there is none of a negative base."""
    lower, upper = max(float(base.lower), 0.0), max(float(base.upper), 0.0)
    ends = [_pow(lower, exponent), _pow(upper, exponent)]
    return real(ends)


def _pow(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except (OverflowError, ValueError):  # zero to a negative power is without bounds
        return REAL_LIMIT


def _sign(given: Arguments) -> DataType:
    (only,) = given.numbers()
    return IntType(_sign_of(only.lower), _sign_of(only.upper))


def _sign_of(value: float) -> int:
    return (value > 0) - (value < 0)


def _round(given: Arguments) -> DataType:
    only = given.numbers()[0]
    digits = given.whole(1, -MOST_DIGITS, MOST_DIGITS)
    if isinstance(only, IntType) and digits >= 0:
        return only
    scale = 10.0 ** abs(digits)
    ends = (float(only.lower), float(only.upper))
    rounded = (
        [round_half_away(end * scale) / scale for end in ends]
        if digits >= 0
        else [round_half_away(end / scale) * scale for end in ends]
    )
    return hull(given.function, isinstance(only, IntType), rounded)


def _floor(given: Arguments) -> DataType:
    (only,) = given.numbers()
    turn = math.floor if given.function == "floor" else math.ceil
    return _interval(given, [turn(only.lower), turn(only.upper)])


def _interval(given: Arguments, ends: list[float]) -> DataType:
    return hull(given.function, all_whole(given.types), ends)


FUNCTIONS = (
    Function("add", _TWO, _add, "The sum."),
    Function("subtract", _TWO, _subtract, "The difference."),
    Function("multiply", _TWO, _multiply, "The product."),
    Function("divide", _TWO, _divide, "The quotient, a REAL; null where the right is 0."),
    Function("negate", _X, _negate, "The opposite number."),
    Function("abs", _X, _abs, "The distance from 0."),
    Function(
        "clip",
        (Parameter("x", NUMBER), Parameter("lower", NUMBER), Parameter("upper", NUMBER)),
        _clip,
        "The number, or the nearer of two constant bounds where it lies outside of them.",
    ),
    Function(
        "floor_divide",
        _TWO,
        _floor_divide,
        "The quotient, rounded down; an INT of two INT; null where the right is 0.",
    ),
    Function(
        "modulo",
        _TWO,
        _modulo,
        "What is left of the left after division by the right, with the sign of the right; null where the right is 0.",
    ),
    Function(
        "power",
        (Parameter("x", NUMBER), Parameter("exponent", NUMBER, constant=True)),
        _power,
        "A power with a constant exponent; an INT of an INT and a whole exponent that is not negative. Null for 0 to a"
        " negative power, and for a negative number to a power that is not whole.",
    ),
    Function("sign", _X, _sign, "-1, 0 or 1."),
    Function(
        "round",
        (Parameter("x", NUMBER), Parameter("digits", WHOLE, constant=True)),
        _round,
        "The number with so many digits behind the point, from -15 to 15; of two as near, the one further from 0.",
    ),
    Function(
        "floor", _X, _floor, "The greatest whole number that is not above; of a REAL still a REAL."
    ),
    Function(
        "ceil", _X, _floor, "The least whole number that is not below; of a REAL still a REAL."
    ),
)
