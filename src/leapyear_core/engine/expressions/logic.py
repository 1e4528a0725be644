"""The SQL of comparisons, conditions, and choices."""

from attrs import evolve

from leapyear_core.engine.expressions.operands import Operands, Renderer
from leapyear_core.model.functions.logic import branches
from leapyear_core.model.types import RealType

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


def _function(given: Operands) -> str:
    # GREATEST and LEAST leave null out, by the rule of ours that is not that of every engine. What is named thrice makes
    # DuckDB 2.0 fail where it copies a plan ("Duplicate named argument"), and adds nothing.
    different = list(dict.fromkeys(given.alike()))
    if len(different) == 1:
        return f"({different[0]})"
    return f"{given.function.upper()}({', '.join(different)})"


def _null_if(given: Operands) -> str:
    kept = given.name(0)
    left, right = evolve(given, sql=[kept, given.sql[1]]).alike()
    return f"CASE WHEN {left} = {right} THEN NULL ELSE {kept} END"


def _when(given: Operands) -> str:
    conditions, values = branches(range(len(given.sql)))
    shown = [
        given.double(each) if isinstance(given.result, RealType) else given.sql[each]
        for each in values
    ]
    cases = [
        f"WHEN {given.sql[each]} THEN {value}"
        for each, value in zip(conditions, shown[: len(conditions)], strict=True)
    ]
    rest = f" ELSE {shown[-1]}" if len(shown) > len(conditions) else ""
    return f"CASE {' '.join(cases)}{rest} END"


RENDERERS: dict[str, Renderer] = {
    **dict.fromkeys(_COMPARISONS, _comparison),
    "and": _joined,
    "or": _joined,
    "not": _not,
    "is_null": _is_null,
    "coalesce": _function,
    "greatest": _function,
    "least": _function,
    "null_if": _null_if,
    "when": _when,
}
