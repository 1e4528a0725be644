"""The SQL of casts. What a string means is decided by its form first: engines read more than we let them."""

from leapyear_core.engine.expressions.operands import Operands, Renderer
from leapyear_core.engine.expressions.strings import trimmed
from leapyear_core.engine.literals import real_literal, text_literal
from leapyear_core.engine.scan import clamped
from leapyear_core.model.functions.casts import REAL_FORM, TRUTHS, UNTRUTHS, WHOLE_FORM
from leapyear_core.model.types import (
    INT_LIMIT,
    REAL_LIMIT,
    BoolType,
    DatetimeType,
    FactorType,
    IntType,
    RealType,
    TextType,
)


def of_form(given: Operands, form: str) -> str:
    """The name of an argument that is a string, without blanks at its ends; null where it is not of a form."""
    text = given.bind(trimmed(given, given.sql[0]))
    return given.bind(f"CASE WHEN regexp_full_match({text}, {text_literal(form)}) THEN {text} END")


def _to_int(given: Operands) -> str:
    match given.types[0]:
        case RealType():
            ends = real_literal(-INT_LIMIT), real_literal(INT_LIMIT)
            return f"CAST(ROUND({clamped(given.name(0), *ends)}) AS BIGINT)"
        case TextType() | FactorType():
            value = given.bind(f"TRY_CAST({of_form(given, WHOLE_FORM)} AS BIGINT)")
            return f"CASE WHEN {value} BETWEEN {-INT_LIMIT} AND {INT_LIMIT} THEN {value} END"
        case IntType():
            return given.only
        case _:
            return f"CAST({given.only} AS BIGINT)"


def _to_real(given: Operands) -> str:
    match given.types[0]:
        case TextType() | FactorType():
            value = given.bind(f"TRY_CAST({of_form(given, REAL_FORM)} AS DOUBLE)")
            ends = f"{real_literal(-REAL_LIMIT)} AND {real_literal(REAL_LIMIT)}"
            return f"CASE WHEN {value} BETWEEN {ends} THEN {value} END"
        case BoolType():
            return f"CAST(CAST({given.only} AS BIGINT) AS DOUBLE)"
        case _:
            return given.double(0)


def _to_text(given: Operands) -> str:
    match given.types[0]:
        case TextType() | FactorType():
            return given.only
        case DatetimeType():
            return f"strftime({given.only}, '%Y-%m-%d %H:%M:%S.%f')"
        case _:
            return f"CAST({given.only} AS VARCHAR)"


def _to_bool(given: Operands) -> str:
    if isinstance(given.types[0], BoolType):
        return given.only
    if isinstance(given.types[0], IntType | RealType):
        x = given.name(0)
        return f"CASE WHEN {x} = 1 THEN TRUE WHEN {x} = 0 THEN FALSE END"
    text = given.bind(f"lower({trimmed(given, given.only)})")
    true, false = (", ".join(map(text_literal, each)) for each in (TRUTHS, UNTRUTHS))
    return f"CASE WHEN {text} IN ({true}) THEN TRUE WHEN {text} IN ({false}) THEN FALSE END"


def _to_factor(given: Operands) -> str:
    x = given.name(0)
    return f"CASE WHEN {x} IN ({', '.join(given.sql[1:])}) THEN {x} END"


RENDERERS: dict[str, Renderer] = {
    "to_int": _to_int,
    "to_real": _to_real,
    "to_text": _to_text,
    "to_bool": _to_bool,
    "to_factor": _to_factor,
}
