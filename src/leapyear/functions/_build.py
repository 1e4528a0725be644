"""What the functions share: their arguments are checked here, on the line where they were typed."""

from collections.abc import Iterable, Sequence
from typing import Final

from leapyear._expressions import Constant, Expression, call
from leapyear._literals import constant, read_moment, type_of_value
from leapyear._numbers import whole_number
from leapyear._refusals import described, invalid_expression
from leapyear._suggest import close_matches
from leapyear._types import LONGEST_FACTOR, Type
from leapyear.dataset.attribute import Attribute

BOOL: Final = Type("BOOL")
INT: Final = Type("INT")
REAL: Final = Type("REAL")
TEXT: Final = Type("TEXT")
DATE: Final = Type("DATE")
DATETIME: Final = Type("DATETIME")

CONDITIONS: Final = ("BOOL",)
NUMBERS: Final = ("INT", "REAL")
WHOLE: Final = ("INT",)
STRINGS: Final = ("TEXT", "FACTOR")
TIMES: Final = ("DATE", "DATETIME")
MOMENTS: Final = ("DATETIME",)

_WORDS: Final = {
    CONDITIONS: "a condition",
    NUMBERS: "a number",
    WHOLE: "a whole number",
    STRINGS: "a string",
    TIMES: "a day or a moment",
    MOMENTS: "a moment",
}
_UNITS: Final = ("year", "quarter", "month", "week", "day", "hour", "minute", "second")


def built(function: str, of_type: Type, *arguments: Expression) -> Attribute:
    """A call, as an attribute."""
    return Attribute(call(function, *arguments), of_type)


def argument(function: str, value: object, tags: tuple[str, ...] | None = None) -> Attribute:
    """An argument: an attribute, or a constant as one.

    Parameters
    ----------
    tags
        The types that the function takes; None for all.
    """
    found = value if isinstance(value, Attribute) else _constant(value, tags)
    if tags is not None and found.type.tag not in tags:
        raise invalid_expression(
            f"{function} takes {_WORDS[tags]}, and {found} is {found.type.tag}{_way_out(tags, found)}"
        )
    return found


def _way_out(tags: tuple[str, ...], found: Attribute) -> str:
    """What makes an argument of these types of one that is none."""
    if isinstance(found.expression, Constant):
        return ""
    match tags, found.type.tag:
        case ("INT", "REAL"), "BOOL":
            return f": write to_int({found})"
        case ("INT", "REAL"), "TEXT" | "FACTOR":
            return f": to_real({found}) reads a number"
        case ("INT",), "REAL" | "BOOL" | "TEXT" | "FACTOR":
            return f": write to_int({found})"
        case ("TEXT", "FACTOR"), "INT" | "BOOL" | "DATE" | "DATETIME":
            return f": write to_text({found})"
        case ("DATE", "DATETIME"), "TEXT" | "FACTOR":
            return f": to_date({found}, '%Y-%m-%d') reads a day"
        case ("DATETIME",), "DATE":
            return ": a day has no time"
    return ""


def _constant(value: object, tags: tuple[str, ...] | None) -> Attribute:
    if tags in (TIMES, MOMENTS) and isinstance(value, str):
        value = read_moment(value)
    of_type = type_of_value(value)
    return Attribute(constant(value, of_type, "it"), of_type)


def whole_constant(function: str, what: str, value: object, lower: int, upper: int) -> Constant:
    """An argument that is a constant whole number from one bound to another."""
    number = whole_number(value)
    if number is None:
        raise invalid_expression(
            f"{function} takes a whole number as its {what}, not {shown(value)}"
        )
    if not lower <= number <= upper:
        raise invalid_expression(
            f"{function} takes a whole number from {lower} to {upper} as its {what}, not {number}"
        )
    return Constant(number)


def text_constant(function: str, what: str, value: object) -> Constant:
    """An argument that is a constant string."""
    if not isinstance(value, str):
        raise invalid_expression(
            f"{function} takes a constant string as its {what}, not {shown(value)}"
        )
    return constant(value, TEXT, what)


def unit_constant(function: str, of_type: Type, unit: object) -> Constant:
    """A unit of time that a type has."""
    units = _UNITS if of_type.tag == "DATETIME" else _UNITS[:5]
    if unit not in units:
        close = close_matches(unit, units) if isinstance(unit, str) else []
        raise invalid_expression(
            f"{function} of {of_type.tag} takes a unit, one of {', '.join(map(repr, units))}, not "
            f"{shown(unit)}{f': did you mean {close[0]!r}?' if close else ''}"
        )
    return Constant(str(unit))


def one_of(function: str, values: Iterable[object]) -> tuple[list[Attribute], Type]:
    """Arguments of which the value is one, and its type.

    Constants are read in the light of the first attribute.
    """
    given = list(values)
    known = next((each.type for each in given if isinstance(each, Attribute)), None)
    tags = TIMES if known is not None and known.tag in TIMES else None
    found = [
        argument(function, each, None) if tags is None else _time(each, known) for each in given
    ]
    return found, union(function, found)


def _time(value: object, like: Type | None) -> Attribute:
    if isinstance(value, Attribute) or like is None:
        return argument("", value)
    return Attribute(constant(value, like, "it"), like)


def union(function: str, values: Sequence[Attribute]) -> Type:
    """The type of a value that is one of several."""
    tags = {each.type.tag for each in values}
    if tags <= set(NUMBERS):
        return INT if tags == {"INT"} else REAL
    if tags <= set(STRINGS):
        return _union_of_strings(values)
    if len(tags) == 1:
        return values[0].type
    first = values[0]
    other = next(each for each in values if each.type.tag != first.type.tag)
    raise invalid_expression(
        f"{function} cannot choose between {first}, which is {first.type.tag}, and {other}, which "
        f"is {other.type.tag}: give it values of one type"
    )


def _union_of_strings(values: Sequence[Attribute]) -> Type:
    """A FACTOR of all values, if all are known: a constant string is one of one value."""
    known: dict[str, None] = {}
    for each in values:
        if isinstance(each.expression, Constant):
            known[str(each.expression.value)] = None
        elif each.type.tag == "FACTOR" and each.type.contents is not None:
            known |= dict.fromkeys(map(str, each.type.contents))
        else:
            return TEXT
    return Type("FACTOR", tuple(known)) if len(known) <= LONGEST_FACTOR else TEXT


def computed(of_type: Type) -> Type:
    """The type of what is computed of a type: the server derives the bounds of numbers."""
    return Type(of_type.tag) if of_type.is_number else of_type


def shown(value: object) -> str:
    """A value as messages name it."""
    if isinstance(value, Attribute):
        return f"the attribute {value}"
    return described(value)
