"""The SQL of arithmetic."""

from leapyear_core.engine.expressions.operands import Operands, Renderer
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


RENDERERS: dict[str, Renderer] = {
    **dict.fromkeys(_SIGNS, _operator),
    "divide": _divide,
    "negate": _negate,
    "abs": _abs,
    "clip": _clip,
}
