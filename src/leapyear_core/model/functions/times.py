"""Days and moments. The calendar is the Gregorian one, from the year 1 to 9999; moments are in UTC."""

import re

from attrs import frozen

from leapyear_core.model.errors import InvalidExpression
from leapyear_core.model.functions.signature import (
    MOMENT,
    STRING,
    TIME,
    WHOLE,
    Arguments,
    Function,
    Parameter,
)
from leapyear_core.model.types import DataType, DatetimeType, DateType, IntType

#: The parts of a day or a moment, each with its least and greatest value.
PARTS = {
    "year": (1, 9999),
    "quarter": (1, 4),
    "month": (1, 12),
    "day": (1, 31),
    "day_of_week": (1, 7),
    "day_of_year": (1, 366),
    "week": (1, 53),
    "hour": (0, 23),
    "minute": (0, 59),
    "second": (0, 59),
}

#: The units of time, and how many of each the calendar has at most.
_DAYS = 3_652_059
UNITS = {
    "year": 9_999,
    "quarter": 39_996,
    "month": 119_988,
    "week": 521_723,
    "day": _DAYS,
    "hour": _DAYS * 24,
    "minute": _DAYS * 24 * 60,
    "second": _DAYS * 24 * 60 * 60,
}
_OF_MOMENTS = ("hour", "minute", "second")

#: What a format may hold, with the form of each in a string.
DIRECTIVES = {
    "%Y": "[0-9]{4}",
    "%m": "[0-9]{2}",
    "%d": "[0-9]{2}",
    "%H": "([01][0-9]|2[0-3])",
    "%M": "[0-5][0-9]",
    "%S": "[0-5][0-9]",
}
_WIDTHS = {"%Y": 4}
_BETWEEN = " -/.,:TZ"
_LONGEST_FORMAT = 40


@frozen
class Format:
    """How a day or a moment is written.

    Attributes
    ----------
    form
        A regular expression that the whole string matches. Of RE2 and of Python, with the same meaning.
    places
        For each directive where it begins, from 1, and how many characters it has.
    """

    form: str
    places: dict[str, tuple[int, int]]


def read_format(function: str, text: str) -> Format:
    """A format from its text, each part of the day or moment in it once.

    Raises
    ------
    InvalidExpression
        If it is none.
    """
    wanted = list(DIRECTIVES) if function == "parse_datetime" else ["%Y", "%m", "%d"]
    form, places, place = "", dict[str, tuple[int, int]](), 1
    for piece in re.findall("%.|.", text[:_LONGEST_FORMAT], re.DOTALL):
        if piece in wanted and piece not in places:
            width = _WIDTHS.get(piece, 2)
            places[piece] = (place, width)
            form, place = form + DIRECTIVES[piece], place + width
        elif piece in _BETWEEN:
            form, place = f"{form}[{piece}]", place + 1
        else:
            break
    else:
        if len(places) == len(wanted) and len(text) <= _LONGEST_FORMAT:
            return Format(form, places)
    raise InvalidExpression(
        f"{function!r} takes a format of {' '.join(wanted)}, each once, and of {_BETWEEN.strip()!r} and spaces; not {text!r}"
    )


def _part(given: Arguments) -> DataType:
    return IntType(*PARTS[given.function])


def _unit(given: Arguments, index: int) -> None:
    unit, of = given.text(index), given.types[0]
    units = [each for each in UNITS if isinstance(of, DatetimeType) or each not in _OF_MOMENTS]
    if unit not in units:
        raise InvalidExpression(
            f"{given.function!r} of {of.kind.upper()} takes one of {', '.join(units)} as its unit, not {unit!r}"
        )


def _truncate(given: Arguments) -> DataType:
    _unit(given, 1)
    return given.types[0]


def _add_time(given: Arguments) -> DataType:
    _unit(given, 2)
    return given.types[0]


def _between(given: Arguments) -> DataType:
    most = _DAYS - 1 if given.function == "days_between" else _DAYS * 86_400
    return IntType(-most, most)


def _date(given: Arguments) -> DataType:
    return DateType()


def _moment(given: Arguments) -> DataType:
    return DatetimeType()


def _parse(given: Arguments) -> DataType:
    read_format(given.function, given.text(1))
    return DateType() if given.function == "parse_date" else DatetimeType()


_TIME = (Parameter("x", TIME),)
_MOMENT = (Parameter("x", MOMENT),)
_TWO = (Parameter("start", TIME), Parameter("end", TIME))
_WRITTEN = (Parameter("x", STRING), Parameter("format", STRING, constant=True))

FUNCTIONS = (
    Function("year", _TIME, _part, "The year."),
    Function("quarter", _TIME, _part, "The quarter of the year, from 1."),
    Function("month", _TIME, _part, "The month, from 1."),
    Function("day", _TIME, _part, "The day of the month, from 1."),
    Function("day_of_week", _TIME, _part, "The day of the week: Monday is 1, Sunday is 7."),
    Function("day_of_year", _TIME, _part, "The day of the year, from 1."),
    Function(
        "week", _TIME, _part, "The week of ISO 8601: the first has the year's first Thursday."
    ),
    Function("hour", _MOMENT, _part, "The hour, in UTC."),
    Function("minute", _MOMENT, _part, "The minute of the hour."),
    Function("second", _MOMENT, _part, "The second of the minute, without its fraction."),
    Function(
        "truncate",
        (*_TIME, Parameter("unit", STRING, constant=True)),
        _truncate,
        "The first day or moment of the year, quarter, month, week (from Monday), day, hour, minute or second.",
    ),
    Function(
        "add_time",
        (
            *_TIME,
            Parameter("amount", WHOLE),
            Parameter("unit", STRING, constant=True),
        ),
        _add_time,
        "So many units later. A day that a month does not have is its last one; null outside of the years 1 to 9999.",
    ),
    Function(
        "days_between", _TWO, _between, "How many days later the end is; of moments, their days."
    ),
    Function(
        "seconds_between",
        _TWO,
        _between,
        "How many seconds later the end is, rounded down; a day is its first moment.",
    ),
    Function(
        "make_date",
        (Parameter("year", WHOLE), Parameter("month", WHOLE), Parameter("day", WHOLE)),
        _date,
        "The day; null where there is none.",
    ),
    Function("to_date", _TIME, _date, "The day of a moment, in UTC."),
    Function("to_datetime", _TIME, _moment, "The first moment of a day, in UTC."),
    Function(
        "parse_date",
        _WRITTEN,
        _parse,
        "The day that a string is in a constant format of %Y, %m and %d; null where it is none.",
    ),
    Function(
        "parse_datetime",
        _WRITTEN,
        _parse,
        "The moment, in UTC, that a string is in a constant format of %Y, %m, %d, %H, %M and %S; null where it is none.",
    ),
)
