"""Roots, logarithms, angles.

Most of these are not computed to the last bit, and each engine has its own last bit. The bounds are the values at the
ends, as Python's libm computes them, and the engine clamps to them: so they hold whatever the engine's own does.
"""

import math
from collections.abc import Callable

from leapyear_core.model.functions.intervals import clamp, real
from leapyear_core.model.functions.signature import NUMBER, Arguments, Function, Parameter
from leapyear_core.model.types import REAL_LIMIT, DataType

#: The least positive double, and the double next to -1.
LEAST = 5e-324
ABOVE_MINUS_ONE = math.nextafter(-1.0, 0.0)

#: Factors of angles.
DEGREES = 180.0 / math.pi
RADIANS = math.pi / 180.0

#: Where each function has values, as the least and the greatest double; everywhere, if it is not here.
DOMAINS = {
    "sqrt": (0.0, REAL_LIMIT),
    "log": (LEAST, REAL_LIMIT),
    "log2": (LEAST, REAL_LIMIT),
    "log10": (LEAST, REAL_LIMIT),
    "log1p": (ABOVE_MINUS_ONE, REAL_LIMIT),
    "asin": (-1.0, 1.0),
    "acos": (-1.0, 1.0),
}

_X = (Parameter("x", NUMBER),)


_MONOTONE: dict[str, Callable[[float], float]] = {
    "sqrt": math.sqrt,
    "cbrt": math.cbrt,
    "exp": math.exp,
    "expm1": math.expm1,
    "log": math.log,
    "log1p": math.log1p,
    "log2": math.log2,
    "log10": math.log10,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
    "sinh": math.sinh,
    "tanh": math.tanh,
    "degrees": lambda x: x * DEGREES,
    "radians": lambda x: x * RADIANS,
}


def _monotone(given: Arguments) -> DataType:
    (x,) = given.numbers()
    least, greatest = DOMAINS.get(given.function, (-REAL_LIMIT, REAL_LIMIT))
    if x.upper < least or x.lower > greatest:
        return real([0.0])  # always null
    ends = [clamp(float(end), least, greatest) for end in (x.lower, x.upper)]
    return real([_at(_MONOTONE[given.function], end) for end in ends])


def _at(function: Callable[[float], float], x: float) -> float:
    try:
        return function(x)
    except OverflowError:
        return math.copysign(REAL_LIMIT, x)


def _wave(given: Arguments) -> DataType:
    return real([-1.0, 1.0])


def _tan(given: Arguments) -> DataType:
    (x,) = given.numbers()
    if -math.pi / 2 < x.lower and x.upper < math.pi / 2:
        return real([math.tan(x.lower), math.tan(x.upper)])
    return real([-REAL_LIMIT, REAL_LIMIT])


def _cosh(given: Arguments) -> DataType:
    (x,) = given.numbers()
    ends = [_at(math.cosh, abs(float(end))) for end in (x.lower, x.upper)]
    return real([*ends, 1.0] if x.lower < 0 < x.upper else ends)


def _atan2(given: Arguments) -> DataType:
    y, x = given.numbers()
    most = math.pi / 2 if x.lower >= 0 else math.pi
    return real([0.0 if y.lower >= 0 else -most, 0.0 if y.upper <= 0 < x.lower else most])


FUNCTIONS = (
    Function("sqrt", _X, _monotone, "The square root; null where x is negative."),
    Function("cbrt", _X, _monotone, "The cube root."),
    Function("exp", _X, _monotone, "e to the power of x."),
    Function("expm1", _X, _monotone, "exp(x) - 1, exact near 0 as well."),
    Function("log", _X, _monotone, "The natural logarithm; null where x is not positive."),
    Function(
        "log1p", _X, _monotone, "log(1 + x), exact near 0 as well; null where x is not above -1."
    ),
    Function("log2", _X, _monotone, "The logarithm to base 2; null where x is not positive."),
    Function("log10", _X, _monotone, "The logarithm to base 10; null where x is not positive."),
    Function("sin", _X, _wave, "The sine of an angle in radians."),
    Function("cos", _X, _wave, "The cosine of an angle in radians."),
    Function("tan", _X, _tan, "The tangent of an angle in radians."),
    Function(
        "asin", _X, _monotone, "The angle whose sine is x; null where x is outside of -1 to 1."
    ),
    Function(
        "acos", _X, _monotone, "The angle whose cosine is x; null where x is outside of -1 to 1."
    ),
    Function("atan", _X, _monotone, "The angle whose tangent is x."),
    Function(
        "atan2",
        (Parameter("y", NUMBER), Parameter("x", NUMBER)),
        _atan2,
        "The angle of the point (x, y), from -pi to pi; 0 for (0, 0).",
    ),
    Function("sinh", _X, _monotone, "The hyperbolic sine."),
    Function("cosh", _X, _cosh, "The hyperbolic cosine."),
    Function("tanh", _X, _monotone, "The hyperbolic tangent."),
    Function("degrees", _X, _monotone, "An angle in radians, in degrees."),
    Function("radians", _X, _monotone, "An angle in degrees, in radians."),
)
