"""The SQL of days and moments. All that come in are of the years 1 to 9999, and so are all that come out."""

from leapyear_core.engine.expressions.casts import of_form
from leapyear_core.engine.expressions.operands import Operands, Renderer
from leapyear_core.engine.literals import int_literal
from leapyear_core.model.functions.times import PARTS, UNITS, read_format
from leapyear_core.model.types import DateType

_NAMES = {"day_of_week": "isodow", "day_of_year": "dayofyear"}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
_MICROSECONDS = 1_000_000


def _part(given: Operands) -> str:
    return f"CAST({_NAMES.get(given.function, given.function)}({given.only}) AS BIGINT)"


def _truncate(given: Operands) -> str:
    return _as_result(given, f"date_trunc('{given.constants[1]}', {given.sql[0]})")


def _add_time(given: Operands) -> str:
    unit = str(given.constants[2])
    amount = given.name(1)
    # More than the calendar has lead out of it; less fit the types of the engine.
    most = UNITS[unit]
    near = f"CASE WHEN {amount} BETWEEN {-most} AND {most} THEN {amount} END"
    if unit in _MONTHS:
        interval = f"to_months(TRY_CAST({near} * {_MONTHS[unit]} AS INTEGER))"
    else:
        interval = f"to_microseconds({near} * {int_literal(_SECONDS[unit] * _MICROSECONDS)})"
    later = given.bind(f"(CAST({given.sql[0]} AS TIMESTAMP) + {interval})")
    inside = (
        f"{later} >= TIMESTAMP '0001-01-01' AND {later} <= TIMESTAMP '9999-12-31 23:59:59.999999'"
    )
    return _as_result(given, f"CASE WHEN {inside} THEN {later} END")


def _days_between(given: Operands) -> str:
    start, end = (f"CAST({each} AS DATE)" for each in given.sql)
    return f"CAST({end} - {start} AS BIGINT)"


def _seconds_between(given: Operands) -> str:
    start, end = (f"epoch_us(CAST({each} AS TIMESTAMP))" for each in given.sql)
    # Whole numbers: a double does not tell all microseconds of ten thousand years apart.
    between = given.bind(f"({end} - {start})")
    down = f"CASE WHEN {between} % {_MICROSECONDS} < 0 THEN 1 ELSE 0 END"
    return f"({between} // {_MICROSECONDS} - {down})"


def _make_date(given: Operands) -> str:
    year, month, day = (given.name(index) for index in range(3))
    inside = f"{year} BETWEEN 1 AND 9999 AND {month} BETWEEN 1 AND 12 AND {day} BETWEEN 1 AND 31"
    return f"TRY(make_date(CASE WHEN {inside} THEN {year} END, {month}, {day}))"


def _to_date(given: Operands) -> str:
    return f"CAST({given.only} AS DATE)"


def _to_datetime(given: Operands) -> str:
    return f"CAST({given.only} AS TIMESTAMP)"


def _parse(given: Operands) -> str:
    known = read_format(given.function, str(given.constants[1]))
    text = of_form(given, known.form)
    numbers = {
        directive: f"TRY_CAST(substring({text}, {place}, {width}) AS BIGINT)"
        for directive, (place, width) in known.places.items()
    }
    year, month, day = (numbers[each] for each in ("%Y", "%m", "%d"))
    date = given.bind(f"TRY(make_date(NULLIF({year}, 0), {month}, {day}))")
    if given.function == "parse_date":
        return date
    hour, minute, second = (numbers[each] for each in ("%H", "%M", "%S"))
    seconds = f"({hour} * 3600 + {minute} * 60 + {second})"
    return f"(CAST({date} AS TIMESTAMP) + to_microseconds({seconds} * {_MICROSECONDS}))"


def _as_result(given: Operands, moment: str) -> str:
    kind = "DATE" if isinstance(given.result, DateType) else "TIMESTAMP"
    return f"CAST({moment} AS {kind})"


RENDERERS: dict[str, Renderer] = {
    **dict.fromkeys(PARTS, _part),
    "truncate": _truncate,
    "add_time": _add_time,
    "days_between": _days_between,
    "seconds_between": _seconds_between,
    "make_date": _make_date,
    "to_date": _to_date,
    "to_datetime": _to_datetime,
    "parse_date": _parse,
    "parse_datetime": _parse,
}
