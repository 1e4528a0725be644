"""The functions once more, in plain Python over single values: what every engine has to give.

Written from the sentences of the table of functions, not from the SQL.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from typing import Any

from leapyear_core.model.functions.arithmetic import whole_power
from leapyear_core.model.functions.casts import read_int, read_real
from leapyear_core.model.functions.intervals import LENGTH_LIMIT, TEXT_LIMIT, clamp, round_half_away
from leapyear_core.model.functions.strings import BLANKS
from leapyear_core.model.types import INT_LIMIT, REAL_LIMIT, DataType, IntType, RealType

#: Functions that engines compute in their own last bits.
INEXACT = frozenset(
    [
        "cbrt",
        "exp",
        "expm1",
        "log",
        "log1p",
        "log2",
        "log10",
        "sin",
        "cos",
        "tan",
        "asin",
        "acos",
        "atan",
        "atan2",
        "sinh",
        "cosh",
        "tanh",
        "power",
    ]
)

_DAY_UNITS = {"day": 1, "week": 7}
_SECOND_UNITS = {"second": 1, "minute": 60, "hour": 3600}
_MONTH_UNITS = {"month": 1, "quarter": 3, "year": 12}


def reference(
    function: str, values: Sequence[Any], types: Sequence[DataType], result: DataType
) -> Any:
    """The value of a function of these values."""
    if function in _OF_NULLS:
        value = _OF_NULLS[function](*values)
    elif any(each is None for each in values):
        return None
    elif function in (
        "floor_divide",
        "modulo",
        "power",
        "round",
        "floor",
        "ceil",
        "to_int",
        "to_text",
    ):
        value = _BY_TYPE[function](types[0], result, *values)
    else:
        value = _OF_VALUES[function](*values)
    if isinstance(result, RealType) and value is not None:
        return clamp(float(value), -REAL_LIMIT, REAL_LIMIT)
    return value


def _and(*values: Any) -> Any:
    return False if False in values else None if None in values else True


def _or(*values: Any) -> Any:
    return True if True in values else None if None in values else False


def _known(choose: Callable[[list[Any]], Any]) -> Callable[..., Any]:
    def chosen(*values: Any) -> Any:
        known = [each for each in values if each is not None]
        return choose(known) if known else None

    return chosen


def _when(*arguments: Any) -> Any:
    pairs = len(arguments) // 2 * 2
    for condition, value in zip(arguments[:pairs:2], arguments[1:pairs:2], strict=True):
        if condition:
            return value
    return arguments[-1] if len(arguments) > pairs else None


_OF_NULLS: dict[str, Callable[..., Any]] = {
    "and": _and,
    "or": _or,
    "is_null": lambda x: x is None,
    "coalesce": _known(lambda known: known[0]),
    "greatest": _known(max),
    "least": _known(min),
    "null_if": lambda x, y: None if x is not None and y is not None and x == y else x,
    "when": _when,
}


def _divide(left: float, right: float) -> float | None:
    return None if right == 0 else float(left) / float(right)


def _floor_divide(of: DataType, result: DataType, left: Any, right: Any) -> Any:
    if right == 0:
        return None
    if isinstance(result, IntType):
        return left // right
    quotient = float(left) / float(right)
    return float(math.floor(quotient)) if math.isfinite(quotient) else quotient


def _modulo(of: DataType, result: DataType, left: Any, right: Any) -> Any:
    return (
        None
        if right == 0
        else left % right
        if isinstance(result, IntType)
        else float(left) % float(right)
    )


def _power(of: DataType, result: DataType, base: Any, exponent: Any) -> Any:
    if exponent == int(exponent):
        if isinstance(result, IntType):
            return base ** int(exponent)
        if exponent < 0:
            return (
                None
                if base == 0
                else whole_power(
                    1 / base if abs(base) > 1e-308 else math.copysign(math.inf, base),
                    -int(exponent),
                )
            )
        return whole_power(float(base), int(exponent))
    if base < 0 or (base == 0 and exponent < 0):
        return None
    return _guarded(math.pow)(base, exponent)


def _round(of: DataType, result: DataType, x: Any, digits: int) -> Any:
    if isinstance(result, IntType):
        step = 10 ** max(-digits, 0)
        return int(math.copysign((abs(x) * 2 + step) // (2 * step) * step, x))
    scale = 10.0 ** abs(digits)
    return round_half_away(x * scale) / scale if digits >= 0 else round_half_away(x / scale) * scale


def _to_int(of: DataType, result: DataType, x: Any) -> Any:
    if isinstance(of, RealType):
        return int(clamp(round_half_away(x), -INT_LIMIT, INT_LIMIT))
    return read_int(x) if isinstance(x, str) else int(x)


def _to_text(of: DataType, result: DataType, x: Any) -> Any:
    match x:
        case bool():
            return "true" if x else "false"
        case dt.datetime():
            return x.isoformat(" ", timespec="microseconds")
        case dt.date():
            return x.isoformat()
        case _:
            return str(x)


_BY_TYPE: dict[str, Callable[..., Any]] = {
    "floor_divide": _floor_divide,
    "modulo": _modulo,
    "power": _power,
    "round": _round,
    "floor": lambda of, result, x: x if isinstance(of, IntType) else float(math.floor(x)),
    "ceil": lambda of, result, x: x if isinstance(of, IntType) else float(math.ceil(x)),
    "to_int": _to_int,
    "to_text": _to_text,
}


def _guarded(function: Callable[..., float]) -> Callable[..., float]:
    def guarded(*values: float) -> float:
        try:
            return function(*map(float, values))
        except OverflowError:
            return math.copysign(math.inf, values[0])

    return guarded


def _where(
    holds: Callable[[float], bool], function: Callable[[float], float]
) -> Callable[..., Any]:
    return lambda x: function(float(x)) if holds(x) else None


def _atan2(y: float, x: float) -> float:
    return math.atan2(y or 0.0, x or 0.0)


def _case(turn: Callable[[str], str]) -> Callable[[str], str]:
    return lambda x: "".join(turned if len(turned := turn(each)) == 1 else each for each in x)


def _to_bool(x: Any) -> Any:
    if isinstance(x, str):
        return {"true": True, "t": True, "1": True, "false": False, "f": False, "0": False}.get(
            _case(str.lower)(x.strip(BLANKS))
        )
    return {0: False, 1: True}.get(x)


def _moment(x: dt.date) -> dt.datetime:
    return x if isinstance(x, dt.datetime) else dt.datetime(x.year, x.month, x.day)


def _day(x: dt.date) -> dt.date:
    return x.date() if isinstance(x, dt.datetime) else x


def _like(x: dt.date, moment: dt.datetime) -> dt.date:
    return moment if isinstance(x, dt.datetime) else moment.date()


def _truncate(x: dt.date, unit: str) -> dt.date:
    moment = _moment(x)
    if unit == "week":
        return _like(x, _moment(moment.date() - dt.timedelta(moment.weekday())))
    kept = ["year", "month", "day", "hour", "minute", "second"]
    if unit == "quarter":
        return _like(x, dt.datetime(moment.year, (moment.month - 1) // 3 * 3 + 1, 1))
    fields = [getattr(moment, each) for each in kept[: kept.index(unit) + 1]]
    year, month, day, *time = [*fields, 1, 1][: max(len(fields), 3)] if len(fields) < 3 else fields
    return _like(x, dt.datetime(year, month, day, *time))


def _add_time(x: dt.date, amount: int, unit: str) -> Any:
    moment = _moment(x)
    try:
        if unit in _MONTH_UNITS:
            year, month = divmod(
                moment.year * 12 + moment.month - 1 + amount * _MONTH_UNITS[unit], 12
            )
            for day in range(moment.day, 27, -1):
                try:
                    return _like(x, moment.replace(year=year, month=month + 1, day=day))
                except ValueError:
                    continue
            return _like(x, moment.replace(year=year, month=month + 1))
        if unit in _DAY_UNITS:
            return _like(x, moment + dt.timedelta(amount * _DAY_UNITS[unit]))
        return _like(x, moment + dt.timedelta(seconds=amount * _SECOND_UNITS[unit]))
    except (ValueError, OverflowError):
        return None


def _make_date(year: int, month: int, day: int) -> Any:
    try:
        return dt.date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _parse(*, of_days: bool) -> Callable[[str, str], Any]:
    widths = {"%Y": r"(?P<Y>\d{4})"} | {f"%{each}": rf"(?P<{each}>\d{{2}})" for each in "mdHMS"}

    def parse(x: str, form: str) -> Any:
        pattern = re.sub("%.", lambda found: widths[found[0]], re.sub(r"[.]", "[.]", form))
        found = re.fullmatch(pattern, x.strip(BLANKS), re.ASCII)
        if found is None:
            return None
        numbers = [int(found[each]) for each in ("Ymd" if of_days else "YmdHMS")]
        try:
            moment = dt.datetime(*numbers)  # type: ignore[arg-type]
        except ValueError:
            return None
        return moment.date() if of_days else moment

    return parse


_OF_VALUES: dict[str, Callable[..., Any]] = {
    "eq": lambda x, y: x == y,
    "ne": lambda x, y: x != y,
    "lt": lambda x, y: x < y,
    "le": lambda x, y: x <= y,
    "gt": lambda x, y: x > y,
    "ge": lambda x, y: x >= y,
    "not": lambda x: not x,
    "add": lambda x, y: x + y,
    "subtract": lambda x, y: x - y,
    "multiply": lambda x, y: x * y,
    "divide": _divide,
    "negate": lambda x: -x,
    "abs": abs,
    "clip": clamp,
    "sign": lambda x: (x > 0) - (x < 0),
    "sqrt": _where(lambda x: x >= 0, math.sqrt),
    "cbrt": math.cbrt,
    "exp": _guarded(math.exp),
    "expm1": _guarded(math.expm1),
    "log": _where(lambda x: x > 0, math.log),
    "log1p": _where(lambda x: x > -1, math.log1p),
    "log2": _where(lambda x: x > 0, math.log2),
    "log10": _where(lambda x: x > 0, math.log10),
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": _where(lambda x: -1 <= x <= 1, math.asin),
    "acos": _where(lambda x: -1 <= x <= 1, math.acos),
    "atan": math.atan,
    "atan2": _atan2,
    "sinh": _guarded(math.sinh),
    "cosh": lambda x: _guarded(math.cosh)(abs(x)),
    "tanh": math.tanh,
    "degrees": lambda x: x * (180.0 / math.pi),
    "radians": lambda x: x * (math.pi / 180.0),
    "lower": _case(str.lower),
    "upper": lambda x: _case(str.upper)(x).replace("ß", "ẞ"),
    "trim": lambda x: x.strip(BLANKS),
    "length": lambda x: min(len(x), LENGTH_LIMIT),
    "substring": lambda x, start, length: x[start - 1 : start - 1 + length],
    "contains": lambda x, part: part in x,
    "startswith": lambda x, part: x.startswith(part),
    "endswith": lambda x, part: x.endswith(part),
    "replace": lambda x, old, new: x[:TEXT_LIMIT].replace(old, new)[:TEXT_LIMIT],
    "concat": lambda *xs: "".join(x[:TEXT_LIMIT] for x in xs)[:TEXT_LIMIT],
    "to_real": lambda x: read_real(x) if isinstance(x, str) else float(x),
    "to_bool": _to_bool,
    "to_factor": lambda x, *values: x if x in values else None,
    "year": lambda x: x.year,
    "quarter": lambda x: (x.month + 2) // 3,
    "month": lambda x: x.month,
    "day": lambda x: x.day,
    "day_of_week": lambda x: x.isoweekday(),
    "day_of_year": lambda x: x.timetuple().tm_yday,
    "week": lambda x: x.isocalendar().week,
    "hour": lambda x: x.hour,
    "minute": lambda x: x.minute,
    "second": lambda x: x.second,
    "truncate": _truncate,
    "add_time": _add_time,
    "days_between": lambda start, end: (_day(end) - _day(start)).days,
    "seconds_between": lambda start, end: (
        (_moment(end) - _moment(start)) // dt.timedelta(seconds=1)
    ),
    "make_date": _make_date,
    "to_date": _day,
    "to_datetime": _moment,
    "parse_date": _parse(of_days=True),
    "parse_datetime": _parse(of_days=False),
}
