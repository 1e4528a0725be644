"""The SQL of comparisons, conditions, and choices."""

from leapyear_core.engine.expressions.operands import Operands, Renderer

_COMPARISONS = {"eq": "=", "ne": "<>", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def _comparison(given: Operands) -> str:
    left, right = given.alike()
    return f"({left} {_COMPARISONS[given.function]} {right})"


def _joined(given: Operands) -> str:
    return "(" + f" {given.function.upper()} ".join(given.sql) + ")"


def _not(given: Operands) -> str:
    return f"(NOT {given.only})"


def _is_null(given: Operands) -> str:
    return f"({given.only} IS NULL)"


RENDERERS: dict[str, Renderer] = {
    **dict.fromkeys(_COMPARISONS, _comparison),
    "and": _joined,
    "or": _joined,
    "not": _not,
    "is_null": _is_null,
}
