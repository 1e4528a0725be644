"""Days and moments. The calendar is the Gregorian one, of the years 1 to 9999; moments are in UTC.

Constants are dates and datetimes, or strings that name one (``"2025-05-17"``, ``"17 May 2025"``).
"""

import re

from leapyear._expressions import Constant
from leapyear._refusals import invalid_expression
from leapyear._types import Type
from leapyear.dataset.attribute import Attribute
from leapyear.functions._build import (
    DATE,
    DATETIME,
    INT,
    MOMENTS,
    STRINGS,
    TIMES,
    WHOLE,
    argument,
    built,
    text_constant,
    unit_constant,
)


def year(x: object) -> Attribute:
    """The year, 1 to 9999.

    Parameters
    ----------
    x
        A day or a moment, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> year(ds.visited)
    <Attribute year(visited): INT>
    """
    return built("year", INT, argument("year", x, TIMES).expression)


def quarter(x: object) -> Attribute:
    """The quarter of the year, 1 to 4.

    Parameters
    ----------
    x
        A day or a moment, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> quarter(ds.visited)
    <Attribute quarter(visited): INT>
    """
    return built("quarter", INT, argument("quarter", x, TIMES).expression)


def month(x: object) -> Attribute:
    """The month, 1 to 12.

    Parameters
    ----------
    x
        A day or a moment, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> month(ds.visited)
    <Attribute month(visited): INT>
    """
    return built("month", INT, argument("month", x, TIMES).expression)


def day(x: object) -> Attribute:
    """The day of the month, 1 to 31.

    Parameters
    ----------
    x
        A day or a moment, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> day(ds.visited)
    <Attribute day(visited): INT>
    """
    return built("day", INT, argument("day", x, TIMES).expression)


def day_of_week(x: object) -> Attribute:
    """The day of the week, from 1 for Monday to 7 for Sunday (ISO 8601).

    Parameters
    ----------
    x
        A day or a moment, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> day_of_week(ds.visited)
    <Attribute day_of_week(visited): INT>
    """
    return built("day_of_week", INT, argument("day_of_week", x, TIMES).expression)


def day_of_year(x: object) -> Attribute:
    """The day of the year, 1 to 366.

    Parameters
    ----------
    x
        A day or a moment, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> day_of_year(ds.visited)
    <Attribute day_of_year(visited): INT>
    """
    return built("day_of_year", INT, argument("day_of_year", x, TIMES).expression)


def week(x: object) -> Attribute:
    """The week of the year, 1 to 53; the first has the year's first Thursday (ISO 8601).

    Parameters
    ----------
    x
        A day or a moment, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> week(ds.visited)
    <Attribute week(visited): INT>
    """
    return built("week", INT, argument("week", x, TIMES).expression)


def hour(x: object) -> Attribute:
    """The hour, 0 to 23.

    Parameters
    ----------
    x
        A moment, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> hour(to_datetime(ds.visited))
    <Attribute hour(to_datetime(visited)): INT>
    """
    return built("hour", INT, argument("hour", x, MOMENTS).expression)


def minute(x: object) -> Attribute:
    """The minute of the hour, 0 to 59.

    Parameters
    ----------
    x
        A moment, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> minute(to_datetime(ds.visited))
    <Attribute minute(to_datetime(visited)): INT>
    """
    return built("minute", INT, argument("minute", x, MOMENTS).expression)


def second(x: object) -> Attribute:
    """The second of the minute, 0 to 59, without its fraction.

    Parameters
    ----------
    x
        A moment, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> second(to_datetime(ds.visited))
    <Attribute second(to_datetime(visited)): INT>
    """
    return built("second", INT, argument("second", x, MOMENTS).expression)


def truncate(x: object, unit: str) -> Attribute:
    """The first day or moment of the year, month, or other unit of time.

    Parameters
    ----------
    x
        A day or a moment, an attribute or a constant.
    unit
        ``"year"``, ``"quarter"``, ``"month"``, ``"week"`` (from Monday) or ``"day"``; of moments
        also ``"hour"``, ``"minute"``, ``"second"``.

    Examples
    --------
    >>> truncate(ds.visited, "month")
    <Attribute truncate(visited, 'month'): DATE>
    """
    time = argument("truncate", x, TIMES)
    return built("truncate", time.type, time.expression, unit_constant("truncate", time.type, unit))


def add_time(x: object, amount: object, unit: str) -> Attribute:
    """The day or moment that is so many units of time later.

    A day that a month does not have becomes the last one of it: a month after 31 January is 28 or
    29 February. Missing where it would lie outside of the years 1 to 9999.

    Parameters
    ----------
    x
        A day or a moment, an attribute or a constant.
    amount
        How many units, a whole number; negative ones lead back. An attribute or a constant.
    unit
        ``"year"``, ``"quarter"``, ``"month"``, ``"week"`` or ``"day"``; of moments also ``"hour"``,
        ``"minute"``, ``"second"``.

    Examples
    --------
    >>> add_time(ds.visited, 30, "day")
    <Attribute add_time(visited, 30, 'day'): DATE>
    """
    time, many = argument("add_time", x, TIMES), argument("add_time", amount, WHOLE)
    of_unit = unit_constant("add_time", time.type, unit)
    return built("add_time", time.type, time.expression, many.expression, of_unit)


def days_between(start: object, end: object) -> Attribute:
    """How many days later the end is; negative where it is earlier. Of moments, their days count.

    Parameters
    ----------
    start, end
        Days or moments, attributes or constants.

    Examples
    --------
    >>> days_between("2025-01-01", ds.visited)
    <Attribute days_between('2025-01-01', visited): INT>
    """
    first, last = (argument("days_between", each, TIMES).expression for each in (start, end))
    return built("days_between", INT, first, last)


def seconds_between(start: object, end: object) -> Attribute:
    """How many seconds later the end is, rounded down. A day counts as its first moment.

    Parameters
    ----------
    start, end
        Days or moments, attributes or constants.

    Examples
    --------
    >>> seconds_between("2025-01-01 08:00:00", ds.visited)
    <Attribute seconds_between('2025-01-01 08:00:00Z', visited): INT>
    """
    first, last = (argument("seconds_between", each, TIMES).expression for each in (start, end))
    return built("seconds_between", INT, first, last)


def make_date(year: object, month: object, day: object) -> Attribute:
    """The day of a year, month and day of the month; missing where there is none.

    Parameters
    ----------
    year, month, day
        Whole numbers, attributes or constants.

    Examples
    --------
    >>> make_date(2025 - ds.age, 7, 1)
    <Attribute make_date(2025 - age, 7, 1): DATE>
    """
    parts = (argument("make_date", each, WHOLE).expression for each in (year, month, day))
    return built("make_date", DATE, *parts)


def to_date(x: object, format: str = "%Y-%m-%d") -> Attribute:  # noqa: A002
    """A day: that of a moment, in UTC, or the one that a string names in a fixed format.

    A string that is not of the format, or names no day, gives a missing value. Spaces around it do
    not count.

    Parameters
    ----------
    x
        A string, a moment or a day; an attribute.
    format
        How strings are written, in the directives ``%Y`` (four digits), ``%m`` and ``%d`` (two
        each), each once, with spaces and ``- / . , : T Z`` between them.

    Examples
    --------
    >>> to_date(to_text(ds.visited))
    <Attribute to_date(to_text(visited), '%Y-%m-%d'): DATE>
    """
    return _to_time("date", DATE, x, format)


def to_datetime(x: object, format: str = "%Y-%m-%d %H:%M:%S") -> Attribute:  # noqa: A002
    """A moment in UTC: the first one of a day, or the one that a string names in a fixed format.

    A string that is not of the format, or names no moment, gives a missing value. Spaces around it
    do not count.

    Parameters
    ----------
    x
        A string, a day or a moment; an attribute.
    format
        How strings are written, in the directives ``%Y`` (four digits), ``%m``, ``%d``, ``%H``,
        ``%M`` and ``%S`` (two each), each once, with spaces and ``- / . , : T Z`` between them.

    Examples
    --------
    >>> to_datetime(ds.visited)
    <Attribute to_datetime(visited): DATETIME>
    """
    return _to_time("datetime", DATETIME, x, format)


def _to_time(kind: str, result: Type, x: object, written: str) -> Attribute:
    if isinstance(x, Attribute) and x.type.tag in STRINGS:
        return built(f"parse_{kind}", result, x.expression, _format(f"to_{kind}", written))
    return built(f"to_{kind}", result, argument(f"to_{kind}", x, TIMES).expression)


def _format(function: str, written: object) -> Constant:
    found = text_constant(function, "format", written)
    wanted = "YmdHMS" if function == "to_datetime" else "Ymd"
    directives = re.findall("%(.?)", str(found.value))
    if sorted(directives) != sorted(wanted) or not re.fullmatch(
        "(%[YmdHMS]|[ /.,:TZ-])+", str(found.value)
    ):
        listed = " ".join(f"%{each}" for each in wanted)
        raise invalid_expression(
            f"{function} takes a format of {listed}, each once, with spaces and - / . , : T Z "
            f"between them, not {written!r}"
        )
    return found
