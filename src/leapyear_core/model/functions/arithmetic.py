"""Arithmetic."""

from leapyear_core.model.errors import InvalidExpression
from leapyear_core.model.functions.intervals import all_whole, clamp, hull, real
from leapyear_core.model.functions.signature import NUMBER, Arguments, Function, Parameter
from leapyear_core.model.types import REAL_LIMIT, DataType, IntType

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
)
