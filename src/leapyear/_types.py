"""The types of columns, and what their bounds may be.

=========  ================================  ================================================
tag        bounds                            a value outside of them
=========  ================================  ================================================
BOOL       none
INT        ``(lowest, highest)``, inclusive  is clamped to the nearer bound
REAL       ``(lowest, highest)``, inclusive  is clamped to the nearer bound; NaN is null
FACTOR     the list of its strings           is null
TEXT       none
DATE       none
DATETIME   none                              a moment, in UTC; text may have an offset
=========  ================================  ================================================

Bounds are a promise about the data that everybody may read, and all that the server knows when it
decides how much noise an answer needs: bounds twice as wide as they need be make a sum twice as
noisy.
"""

import math
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Set
from numbers import Integral, Real
from typing import Final, NamedTuple, TypeAlias, TypeVar

from leapyear import _html
from leapyear._names import plain_text
from leapyear._suggest import did_you_mean
from leapyear.exceptions import InvalidBounds, InvalidColumn

#: Whole numbers that JSON carries faithfully between any two programs (RFC 8259, section 6).
LARGEST_INT: Final = 2**53 - 1
#: Sums of values up to here stay far inside a double.
LARGEST_REAL: Final = 1e100
LONGEST_FACTOR: Final = 10_000
_FACTOR_SHOWN: Final = 8
_ATTRIBUTES_SHOWN: Final = 100

TAGS: Final = ("BOOL", "INT", "REAL", "FACTOR", "TEXT", "DATE", "DATETIME")

#: ``(lowest, highest)`` of a number, the strings of a FACTOR, or None.
Bounds: TypeAlias = tuple[int, int] | tuple[float, float] | tuple[str, ...] | None

_Number = TypeVar("_Number", int, float)


class Type(NamedTuple):
    """The type of an attribute.

    Attributes
    ----------
    tag
        ``"BOOL"``, ``"INT"``, ``"REAL"``, ``"FACTOR"``, ``"TEXT"``, ``"DATE"`` or ``"DATETIME"``.
    contents
        ``(lowest, highest)`` of INT and REAL, the strings of FACTOR, None of the others. None as
        well for an `Attribute` that is computed: its bounds follow from those of its parts, and the
        server derives them when it is asked for the ``schema`` of a data set.

    Examples
    --------
    >>> Type(tag="INT", contents=(0, 20))
    Type(tag='INT', contents=(0, 20))
    """

    tag: str
    contents: Bounds = None

    @property
    def is_number(self) -> bool:
        """Whether it is INT or REAL."""
        return self.tag in ("INT", "REAL")

    def _html_row(self) -> Mapping[str, object]:
        if (
            self.tag == "FACTOR"
            and self.contents is not None
            and len(self.contents) > _FACTOR_SHOWN
        ):
            first = ", ".join(map(str, self.contents[:_FACTOR_SHOWN]))
            return {
                "type": self.tag,
                "bounds": f"{first}, … {len(self.contents) - _FACTOR_SHOWN} more",
            }
        return {"type": self.tag, "bounds": ", ".join(map(str, self.contents or ())) or None}


class Schema(OrderedDict[str, Type]):
    """Attributes and their types, in their order."""

    def __repr__(self) -> str:
        return repr(OrderedDict(self))

    def _repr_html_(self) -> str:
        shown = list(self.items())[:_ATTRIBUTES_SHOWN]
        return _html.rows_by_name(
            {name: of_type._html_row() for name, of_type in shown}, more=len(self) > len(shown)
        )


def declared_type(column: str, tag: object, bounds: object) -> Type:
    """The type that a column is declared with.

    Parameters
    ----------
    column
        Its name, for the messages.
    tag, bounds
        As in the table above; the case of the tag does not count.

    Raises
    ------
    InvalidColumn
        If there is no such type.
    InvalidBounds
        If the bounds are missing, the wrong way round, or no bounds of this type.
    """
    name = tag.upper() if isinstance(tag, str) else None
    match name:
        case "INT":
            return Type(name, _int_bounds(column, bounds))
        case "REAL":
            return Type(name, _real_bounds(column, bounds))
        case "FACTOR":
            return Type(name, _factor_values(column, bounds))
        case "BOOL" | "TEXT" | "DATE" | "DATETIME":
            if bounds is not None:
                raise _invalid(f"column {column!r} is {name} and takes no bounds: leave them out")
            return Type(name)
        case _:
            hint = did_you_mean(str(tag).upper(), TAGS, are="types")
            raise InvalidColumn(
                f"column {column!r} has the type {tag!r}, which is none: {hint}",
                code="invalid_column",
            )


def widest(column: str, tag: object) -> tuple[int, int] | tuple[float, float]:
    """The widest bounds of a type of numbers.

    Raises
    ------
    InvalidColumn
        If it has none.
    """
    match tag.upper() if isinstance(tag, str) else None:
        case "INT":
            return -LARGEST_INT, LARGEST_INT
        case "REAL":
            return -LARGEST_REAL, LARGEST_REAL
        case _:
            raise InvalidColumn(
                f"column {column!r}: bounds are found of INT and REAL alone, not of {tag!r}",
                code="invalid_column",
            )


def _int_bounds(column: str, bounds: object) -> tuple[int, int]:
    lower, upper = (_whole(column, bound) for bound in _pair(column, "INT", bounds))
    if max(abs(lower), abs(upper)) > LARGEST_INT:
        raise _invalid(
            f"column {column!r}: the bounds ({lower}, {upper}) of an INT lie beyond ±(2**53 - 1)"
        )
    return _ordered(column, lower, upper)


def _real_bounds(column: str, bounds: object) -> tuple[float, float]:
    lower, upper = (float(bound) for bound in _pair(column, "REAL", bounds))
    if not (math.isfinite(lower) and math.isfinite(upper)):
        raise _invalid(
            f"column {column!r}: the bounds ({lower}, {upper}) are not both finite: an answer "
            "about values without bounds would need noise without bounds; give the range that the "
            "values should be taken to lie in"
        )
    if max(abs(lower), abs(upper)) > LARGEST_REAL:
        raise _invalid(
            f"column {column!r}: the bounds ({lower}, {upper}) of a REAL lie beyond ±{LARGEST_REAL}"
        )
    return _ordered(column, lower, upper)


def _ordered(column: str, lower: _Number, upper: _Number) -> tuple[_Number, _Number]:
    if lower > upper:
        raise _invalid(
            f"column {column!r}: the bounds ({lower}, {upper}) are the wrong way round: did you "
            f"mean bounds=({upper}, {lower})?"
        )
    return lower, upper


def _pair(column: str, tag: str, bounds: object) -> tuple[Real, Real]:
    if bounds is None:
        raise _invalid(
            f"column {column!r} is {tag} and needs bounds=(lowest, highest): they decide how much "
            "noise; infer_bounds=True has the server find some"
        )
    if isinstance(bounds, str) or not isinstance(bounds, Iterable):
        raise _invalid(
            f"column {column!r}: the bounds of {tag} are a pair (lowest, highest), not {bounds!r}"
        )
    ends = tuple(bounds)
    if len(ends) != 2:
        raise _invalid(
            f"column {column!r}: the bounds of {tag} are a pair (lowest, highest), not {len(ends)} "
            "values"
        )
    for end in ends:
        if isinstance(end, bool) or not isinstance(end, Real):
            raise _invalid(f"column {column!r}: the bounds of {tag} are numbers, not {end!r}")
    return ends[0], ends[1]


def _whole(column: str, bound: Real) -> int:
    if isinstance(bound, Integral):
        return int(bound)
    value = float(bound)
    if not value.is_integer():  # False for infinities and NaN too
        raise _invalid(
            f"column {column!r}: the bounds of an INT are whole numbers, not {value}: is it a REAL?"
        )
    return int(value)


def _factor_values(column: str, bounds: object) -> tuple[str, ...]:
    if bounds is None:
        raise _invalid(
            f"column {column!r} is FACTOR and needs bounds=[...], the list of the strings that it "
            "may hold"
        )
    if isinstance(bounds, str) or not isinstance(bounds, Iterable):
        raise _invalid(
            f"column {column!r}: the bounds of FACTOR are a list of strings, not {bounds!r}"
        )
    # A set has another order in each program, and the order of a FACTOR is part of it.
    given = tuple(bounds)
    if isinstance(bounds, Set) and all(isinstance(value, str) for value in given):
        given = tuple(sorted(given))
    values = tuple(plain_text(each) if isinstance(each, str) else each for each in given)
    for value in values:
        if not isinstance(value, str):
            raise _invalid(
                f"column {column!r}: the values of a FACTOR are strings, not {value!r}: is it an "
                "INT?"
            )
    if not 1 <= len(values) <= LONGEST_FACTOR:
        raise _invalid(
            f"column {column!r}: a FACTOR has 1 to {LONGEST_FACTOR} values, not {len(values)}"
        )
    if len(set(values)) != len(values):
        twice = next(value for value in values if values.count(value) > 1)
        raise _invalid(f"column {column!r}: the FACTOR names {twice!r} twice")
    return values


def _invalid(message: str) -> InvalidBounds:
    return InvalidBounds(message, code="invalid_bounds")
