"""Constants: what people type beside an operator, as constants of the contract.

A constant is read in the light of the attribute that it stands beside, and refused when the two
cannot meet: each answer costs privacy, so a slip of the pen should fail before it is paid for.
Refused are

- numbers that JSON cannot carry (NaN, infinities, whole numbers beyond 2**53 - 1) and None
  (``is_null()`` asks for that), strings with a NUL or with half of a surrogate pair;
- strings that a FACTOR does not have, since comparing with one is never true;
- dates that can be read in two ways (``01/02/2020``) or name no whole day (``May 2020``:
  python-dateutil would fill in the rest from today's date).

A moment without a time zone is taken to be in UTC.
"""

import datetime as dt
import math
import warnings
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Real
from typing import Final

from leapyear._expressions import Constant, Value
from leapyear._names import plain_text
from leapyear._refusals import invalid_expression
from leapyear._suggest import did_you_mean
from leapyear._types import LARGEST_INT, LARGEST_REAL, Type
from leapyear.exceptions import InvalidExpression

_LONGEST_TEXT: Final = 4096


def constant(value: object, beside: Type, named: str) -> Constant:
    """A constant to stand beside an expression.

    Parameters
    ----------
    value
        A bool, a number, a string, a date or a datetime, of Python, NumPy or pandas.
    beside
        The type of the expression.
    named
        How the expression prints, for messages.

    Raises
    ------
    TypeError
        If it is no such value at all.
    InvalidExpression
        If it is one, and cannot stand beside that type.
    """
    plain = plain_value(value)
    if isinstance(plain, str) and beside.tag in ("DATE", "DATETIME"):
        plain = read_moment(plain)
    match beside.tag:
        case "BOOL" if isinstance(plain, bool):
            return Constant(plain)
        case "INT" | "REAL" if isinstance(plain, int | float) and not isinstance(plain, bool):
            return Constant(plain)
        case "TEXT" if isinstance(plain, str):
            return Constant(plain)
        case "FACTOR" if isinstance(plain, str):
            return Constant(_of_factor(plain, beside, named))
        case "DATE" if isinstance(plain, dt.date):
            return Constant(day_of(plain, named))
        case "DATETIME" if isinstance(plain, dt.date):
            return Constant(_moment(plain))
    raise invalid_expression(
        f"{named} is {beside.tag} and cannot stand beside {value!r}{_hint(plain, beside)}"
    )


def type_of_value(value: object) -> Type:
    """The type of a constant that stands on its own; raises as `constant` does."""
    match plain_value(value):
        case bool():
            return Type("BOOL")
        case int():
            return Type("INT")
        case float():
            return Type("REAL")
        case str():
            return Type("TEXT")
        case dt.datetime():
            return Type("DATETIME")
        case _:
            return Type("DATE")


def read_moment(text: str) -> dt.date:
    """The day or the moment that a string names: a datetime where it names a time of day as well.

    Raises
    ------
    InvalidExpression
        If it names none, not a whole one, or could mean two.

    Examples
    --------
    >>> read_moment("2020-05-17"), read_moment("17 May 2020")
    (datetime.date(2020, 5, 17), datetime.date(2020, 5, 17))
    >>> read_moment("2020-05-17T08:30+02:00")
    datetime.datetime(2020, 5, 17, 6, 30, tzinfo=datetime.timezone.utc)
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return _moment(dt.datetime.fromisoformat(text))
    except ValueError:
        return _read_freely(text)


def _read_freely(text: str) -> dt.date:
    from dateutil import parser  # 70 ms, for those who need it

    # Whatever the string leaves out is taken from a default: two of them show what it leaves out.
    defaults = (
        dt.datetime(2000, 1, 1, 0, 0, tzinfo=dt.UTC),
        dt.datetime(2003, 12, 31, 1, 1, tzinfo=dt.UTC),
    )
    readings: set[tuple[bool, dt.datetime, dt.datetime]] = set()
    for day_first in (False, True):
        for default in defaults:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("error", parser.UnknownTimezoneWarning)
                    readings.add(
                        (
                            day_first,
                            default,
                            parser.parse(text, default=default, dayfirst=day_first),
                        )
                    )
            except (ValueError, OverflowError, parser.UnknownTimezoneWarning):
                raise _unreadable(text, "is no date or time that can be read") from None
    if len({reading.date() for _, default, reading in readings if default is defaults[0]}) > 1:
        raise _unreadable(text, "can mean two days")
    if len({reading.date() for _, _, reading in readings}) > 1:
        raise _unreadable(text, "names no whole day")
    times = {reading.timetz() for _, _, reading in readings}
    moment = next(iter(readings))[2]
    if len(times) == 1:
        return _moment(moment)
    if times == {default.timetz() for default in defaults}:
        return moment.date()
    raise _unreadable(text, "names no whole time of day")


def _unreadable(text: str, why: str) -> InvalidExpression:
    return invalid_expression(
        f"{text!r} {why}: write it as '2020-05-17' or '2020-05-17 08:30:00+00:00'"
    )


def plain_value(value: object) -> Value:
    """The value as one of Python's own types, checked for what JSON can carry; raises as `constant` does."""
    if type(value).__module__.partition(".")[0] == "numpy":
        value = _from_numpy(value)
    if value is None or type(value).__name__ == "NAType":  # pandas.NA
        raise _missing("a missing value")
    match value:
        case bool():
            return value
        case Integral():
            return _whole(int(value))
        case float() | Fraction() | Real() | Decimal():
            return _real(float(value))
        case str():
            return _text(plain_text(value))
        case dt.datetime() if value != value:  # pandas.NaT
            raise _missing("a missing value")
        case dt.datetime() | dt.date():
            return value
    raise TypeError(
        f"{type(value).__name__} cannot stand beside an attribute: use a bool, a number, a string, "
        "a date or a datetime"
    )


def _missing(what: str) -> InvalidExpression:
    return invalid_expression(
        f"{what} is equal to nothing, and nothing is computed with it: ask with .is_null(), or put "
        "another value in its place with .fill_null(value)"
    )


def _from_numpy(value: object) -> object:
    if getattr(getattr(value, "dtype", None), "kind", None) == "M":
        # Nanoseconds would come as an int.
        value = value.astype("datetime64[us]")  # type: ignore[attr-defined]
    if getattr(value, "ndim", 0) == 0 and hasattr(value, "item"):
        return value.item()
    return value


def _whole(value: int) -> int:
    if abs(value) > LARGEST_INT:
        raise invalid_expression(
            f"{value} lies beyond ±(2**53 - 1), the whole numbers that every program holds "
            "exactly; write it as a float if it need not be exact"
        )
    return value


def _real(value: float) -> float:
    if math.isnan(value):
        raise _missing("NaN, which is a missing value here,")
    if abs(value) > LARGEST_REAL:  # infinities too
        raise invalid_expression(
            f"{value} lies beyond ±{LARGEST_REAL}, as far as a REAL goes: compare with less, or with "
            "nothing on that side"
        )
    return value


def _text(value: str) -> str:
    if len(value) > _LONGEST_TEXT:
        raise invalid_expression(
            f"a string of {len(value)} characters: {_LONGEST_TEXT} is the most"
        )
    try:
        value.encode()
    except UnicodeEncodeError:
        raise invalid_expression(f"{value!r} is not valid Unicode text") from None
    if "\0" in value:
        raise invalid_expression(f"{value!r} holds a NUL, which no question can: leave it out")
    return value


def _of_factor(value: str, factor: Type, named: str) -> str:
    known = [str(one) for one in factor.contents or ()]
    if known and value not in known:
        raise invalid_expression(
            f"{named} is never {value!r}; {did_you_mean(value, known, are='values')}"
        )
    return value


def day_of(value: dt.date, named: str) -> dt.date:
    """The day of a value that stands beside a DATE; raises as `constant` does."""
    if not isinstance(value, dt.datetime):
        return value
    if value.tzinfo is None and value.time() == dt.time(0):  # pandas has no dates, only midnights
        return value.date()
    raise invalid_expression(
        f"{named} is DATE and cannot stand beside {value.isoformat()!r}: leave the time of day out"
    )


def _moment(value: dt.date) -> dt.datetime:
    if not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day, tzinfo=dt.UTC)
    # Through the fields, since a pandas.Timestamp is a datetime that would come back as a
    # Timestamp.
    moment = dt.datetime(*value.timetuple()[:6], value.microsecond, tzinfo=dt.UTC)
    try:
        return moment - (value.utcoffset() or dt.timedelta(0))
    except OverflowError:
        raise invalid_expression(f"{value.isoformat()!r} lies beyond the calendar") from None


def _hint(value: Value, beside: Type) -> str:
    match beside.tag:
        case "BOOL":
            return ": it is a condition already, use it (or ~ of it) as it is"
        case "INT" | "REAL" if isinstance(value, bool):
            return f": write {int(value)}"
        case "INT" | "REAL" if isinstance(value, str):
            return ": leave the quotes out"
        case "TEXT" | "FACTOR":
            return (
                f": write it as the string {str(value)!r}" if isinstance(value, int | float) else ""
            )
        case _:
            return ""
