"""The SQL of functions of strings."""

from leapyear_core.engine.expressions.operands import Operands, Renderer
from leapyear_core.engine.literals import text_literal
from leapyear_core.model.functions.intervals import TEXT_LIMIT
from leapyear_core.model.functions.strings import BLANKS

_PARTS = {"contains": "contains", "startswith": "starts_with", "endswith": "ends_with"}


#: Finds a blank at one end. Trimming takes ten times as long as finding out that there is nothing to trim.
_BLANK_ENDS = f"^[{BLANKS}]|[{BLANKS}]$"


def trimmed(given: Operands, value: str) -> str:
    """A string without blanks at its ends."""
    text = given.bind(value)
    has_blanks = f"regexp_matches({text}, {text_literal(_BLANK_ENDS)})"
    return f"CASE WHEN {has_blanks} THEN trim({text}, {text_literal(BLANKS)}) ELSE {text} END"


def _case(given: Operands) -> str:
    return f"{given.function}({given.only})"


def _trim(given: Operands) -> str:
    return trimmed(given, given.only)


def _length(given: Operands) -> str:
    return given.bounded(f"CAST(length({given.only}) AS BIGINT)")


def _substring(given: Operands) -> str:
    _, start, length = given.constants
    return f"substring({given.sql[0]}, {start}, {length})"


def _part(given: Operands) -> str:
    return f"{_PARTS[given.function]}({', '.join(given.sql)})"


def _replace(given: Operands) -> str:
    x, old, new = given.sql
    return _cut(f"replace({_cut(x)}, {old}, {new})")


def _concat(given: Operands) -> str:
    # Each is cut before, so that what is made for a moment has a bounded size.
    return _cut("(" + " || ".join(map(_cut, given.sql)) + ")")


def _cut(value: str) -> str:
    return f"left({value}, {TEXT_LIMIT})"


RENDERERS: dict[str, Renderer] = {
    "lower": _case,
    "upper": _case,
    "trim": _trim,
    "length": _length,
    "substring": _substring,
    **dict.fromkeys(_PARTS, _part),
    "replace": _replace,
    "concat": _concat,
}
