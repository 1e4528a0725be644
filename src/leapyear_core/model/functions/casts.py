"""From one type to another."""

import re
from collections.abc import Callable
from typing import TypeVar

from leapyear_core.model.errors import InvalidExpression
from leapyear_core.model.functions.intervals import clamp, real, round_half_away
from leapyear_core.model.functions.signature import (
    ANY,
    STRING,
    Arguments,
    Function,
    Kind,
    Parameter,
)
from leapyear_core.model.functions.strings import BLANKS
from leapyear_core.model.types import (
    INT_LIMIT,
    REAL_LIMIT,
    BoolType,
    DataType,
    FactorType,
    IntType,
    RealType,
    TextType,
)

#: The forms of numbers in strings. They mean the same to Python, to RE2, and to the engine that reads what they let pass.
WHOLE_FORM = "[+-]?[0-9]+"
REAL_FORM = "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?"

#: What a BOOL is in a string, whatever the case.
TRUTHS = ("true", "t", "1")
UNTRUTHS = ("false", "f", "0")

_N = TypeVar("_N", int, float)
_VALUE = Kind(
    "conditions, numbers and strings", (BoolType, IntType, RealType, TextType, FactorType)
)


def read_int(text: str) -> int | None:
    """The whole number that a string is; None if it is none, or beyond what an INT holds."""
    text = text.strip(BLANKS)
    # Twenty digits and a sign are more than enough, but for zeros before them.
    if not re.fullmatch(WHOLE_FORM, text) or len(text.lstrip("+-").lstrip("0")) > 20:
        return None
    value = int(text[:1].strip("0123456789") + (text.lstrip("+-").lstrip("0") or "0"))
    return value if abs(value) <= INT_LIMIT else None


def read_real(text: str) -> float | None:
    """The number that a string is; None if it is none, or beyond what a REAL holds."""
    text = text.strip(BLANKS)
    if not re.fullmatch(REAL_FORM, text):
        return None
    value = float(text)
    return value if abs(value) <= REAL_LIMIT else None


def _to_int(given: Arguments) -> DataType:
    match given.types[0]:
        case BoolType():
            return IntType(0, 1)
        case IntType() as same:
            return same
        case RealType(lower, upper):
            lower, upper = (
                clamp(round_half_away(end), -INT_LIMIT, INT_LIMIT) for end in (lower, upper)
            )
            return IntType(int(lower), int(upper))
        case FactorType(values):
            found = _readings(values, read_int) or [0]  # always null
            return IntType(min(found), max(found))
        case _:
            return IntType(-INT_LIMIT, INT_LIMIT)


def _to_real(given: Arguments) -> DataType:
    match given.types[0]:
        case BoolType():
            return real([0.0, 1.0])
        case IntType(lower, upper) | RealType(lower, upper):
            return real([lower, upper])
        case FactorType(values):
            return real(_readings(values, read_real) or [0.0])
        case _:
            return real([-REAL_LIMIT, REAL_LIMIT])


def _readings(values: tuple[str, ...], read: Callable[[str], _N | None]) -> list[_N]:
    return [number for value in values if (number := read(value)) is not None]


def _to_text(given: Arguments) -> DataType:
    match given.types[0]:
        case BoolType():
            return FactorType(("false", "true"))
        case FactorType() as same:
            return same
        case RealType():
            raise InvalidExpression(
                "'to_text' takes no REAL, which every engine writes in another way: round it with to_int first"
            )
        case _:
            return TextType()


def _to_bool(given: Arguments) -> DataType:
    return BoolType()


def _to_factor(given: Arguments) -> DataType:
    values = tuple(str(value) for value in given.constants[1:])
    if len(set(values)) != len(values):
        raise InvalidExpression("'to_factor' names one of its values twice")
    return FactorType(values)


FUNCTIONS = (
    Function(
        "to_int",
        (Parameter("x", _VALUE),),
        _to_int,
        "A whole number. A REAL is rounded, of two as near to the one further from 0, and clamped to what an INT holds; a"
        " BOOL is 0 or 1; a string is read, and null where it is no whole number or one beyond an INT.",
    ),
    Function(
        "to_real",
        (Parameter("x", _VALUE),),
        _to_real,
        "A REAL. A BOOL is 0 or 1; a string is read, and null where it is no number or one beyond a REAL.",
    ),
    Function(
        "to_text",
        (Parameter("x", ANY),),
        _to_text,
        "A string: a number in decimal digits, a BOOL as true or false (a FACTOR of the two), a day as 2020-05-17, a"
        " moment as 2020-05-17 08:30:00.000000. No REAL: engines write them in different ways.",
    ),
    Function(
        "to_bool",
        (Parameter("x", _VALUE),),
        _to_bool,
        "1 is true and 0 is false; of strings, in any case, also t, true, f, false. Anything else is null.",
    ),
    Function(
        "to_factor",
        (Parameter("x", STRING), Parameter("value", STRING, constant=True)),
        _to_factor,
        "A FACTOR of constant values; null where the string is none of them.",
        repeated=True,
    ),
)
