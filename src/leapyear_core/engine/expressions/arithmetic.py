"""The SQL of arithmetic."""

from leapyear_core.engine.expressions.operands import Operands, Renderer
from leapyear_core.engine.literals import real_literal
from leapyear_core.model.types import IntType, RealType

_SIGNS = {"add": "+", "subtract": "-", "multiply": "*"}


def _operator(given: Operands) -> str:
    left, right = given.alike()
    return given.limited(f"({left} {_SIGNS[given.function]} {right})")


def _divide(given: Operands) -> str:
    return given.limited(f"({given.double(0)} / NULLIF({given.double(1)}, 0e0))")


def _negate(given: Operands) -> str:
    return given.limited(f"(-{given.only})")


def _abs(given: Operands) -> str:
    return given.limited(f"abs({given.only})")


def _clip(given: Operands) -> str:
    lower, upper = given.types[1:]
    assert isinstance(lower, IntType | RealType)
    assert isinstance(upper, IntType | RealType)
    value = given.sql[0] if given.whole else given.double(0)
    return given.within(value, lower.lower, upper.upper)


def _floor_divide(given: Operands) -> str:
    # Exact for whole numbers too: they are below 2**53, so a quotient that is no whole number is further from the next
    # one than its rounding.
    quotient = f"FLOOR({given.double(0)} / NULLIF({given.double(1)}, 0e0))"
    return f"CAST({quotient} AS BIGINT)" if given.whole else given.limited(quotient)


def _modulo(given: Operands) -> str:
    left, right = given.alike()
    divisor = given.bind(f"NULLIF({right}, 0)")
    # The sign of the left, which is not what we want, but exact.
    rest = given.bind(f"({left} % {divisor})")
    return f"CASE WHEN {rest} <> 0 AND ({rest} < 0) <> ({divisor} < 0) THEN {rest} + {divisor} ELSE {rest} END"


def _power(given: Operands) -> str:
    exponent = given.constants[1]
    assert isinstance(exponent, int | float)
    if exponent != int(exponent):
        return _root(given, exponent)
    if exponent < 0:
        base = given.bind(f"(1e0 / NULLIF({given.double(0)}, 0e0))")
    else:
        base = given.bind(given.sql[0] if given.whole else given.double(0))
    return given.limited(_whole_power(given, base, abs(int(exponent))))


def _whole_power(given: Operands, base: str, n: int) -> str:
    """By squaring, in the order of `leapyear_core.model.functions.arithmetic.whole_power`."""
    one = "CAST(1 AS BIGINT)" if given.whole else "1e0"
    if n == 0:
        return f"CASE WHEN {base} IS NOT NULL THEN {one} END"
    digits = f"{n:b}"[1:]
    result = base
    for place, digit in enumerate(digits):
        # A name for every second square: half as many inner queries, and a text that is no longer.
        square = given.bind(result) if place % 2 == 0 else result
        result = f"({square} * {square})" if digit == "0" else f"({square} * {square} * {base})"
    return result


def _root(given: Operands, exponent: float) -> str:
    base = given.bind(given.double(0))
    sign = ">=" if exponent > 0 else ">"
    value = f"pow(CASE WHEN {base} {sign} 0 THEN {base} END, {real_literal(exponent)})"
    return given.bounded(value)


def _sign(given: Operands) -> str:
    return f"CAST(sign({given.only}) AS BIGINT)"


def _round(given: Operands) -> str:
    digits = given.constants[1]
    assert isinstance(digits, int)
    if given.whole and digits >= 0:
        return given.sql[0]
    scale = real_literal(10.0 ** abs(digits))
    there, back = ("*", "/") if digits >= 0 else ("/", "*")
    value = f"(ROUND({given.double(0)} {there} {scale}) {back} {scale})"
    # Tens of whole numbers below 2**53 are exact as doubles, by the argument of `_floor_divide`.
    return f"CAST({value} AS BIGINT)" if given.whole else given.limited(value)


def _floor(given: Operands) -> str:
    return given.only if given.whole else f"{given.function.upper()}({given.only})"


RENDERERS: dict[str, Renderer] = {
    **dict.fromkeys(_SIGNS, _operator),
    "divide": _divide,
    "negate": _negate,
    "abs": _abs,
    "clip": _clip,
    "floor_divide": _floor_divide,
    "modulo": _modulo,
    "power": _power,
    "sign": _sign,
    "round": _round,
    "floor": _floor,
    "ceil": _floor,
}
