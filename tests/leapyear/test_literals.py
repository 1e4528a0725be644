"""Constants: what may stand beside an attribute, and how dates are read."""

import datetime as dt
import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leapyear._literals import constant, read_moment
from leapyear._types import Type
from leapyear.exceptions import InvalidExpression

INT, REAL, BOOL, TEXT, DATE, DATETIME = map(
    Type, ("INT", "REAL", "BOOL", "TEXT", "DATE", "DATETIME")
)
SEX = Type("FACTOR", ("f", "m"))
NOON = dt.datetime(2020, 5, 17, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("value", "beside", "expected"),
    [
        (40, INT, 40),
        (40.5, INT, 40.5),
        (40, REAL, 40),
        (Fraction(1, 2), REAL, 0.5),
        (True, BOOL, True),
        ("x", TEXT, "x"),
        ("f", SEX, "f"),
        (np.int64(40), INT, 40),
        (np.float32(0.5), REAL, 0.5),
        (np.bool_(True), BOOL, True),
        (np.str_("f"), SEX, "f"),
        (np.datetime64("2020-05-17"), DATE, dt.date(2020, 5, 17)),
        (np.datetime64("2020-05-17T12:00:00.000000000"), DATETIME, NOON),
        (dt.date(2020, 5, 17), DATE, dt.date(2020, 5, 17)),
        (dt.datetime(2020, 5, 17), DATE, dt.date(2020, 5, 17)),  # as pandas has dates
        (dt.date(2020, 5, 17), DATETIME, dt.datetime(2020, 5, 17, tzinfo=dt.UTC)),
        (dt.datetime(2020, 5, 17, 12), DATETIME, NOON),  # UTC, where nothing is said
        (dt.datetime(2020, 5, 17, 14, tzinfo=dt.timezone(dt.timedelta(hours=2))), DATETIME, NOON),
        ("2020-05-17", DATE, dt.date(2020, 5, 17)),
        ("2020-05-17 12:00", DATETIME, NOON),
        ("2020-05-17", DATETIME, dt.datetime(2020, 5, 17, tzinfo=dt.UTC)),
    ],
)
def test_constants_are_taken_as_people_have_them(value: Any, beside: Type, expected: Any) -> None:
    """From Python, NumPy and strings; as plain Python values."""
    found = constant(value, beside, "x").value
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("value", "beside", "says"),
    [
        ("40", INT, "x is INT and cannot stand beside '40': leave the quotes out"),
        (True, INT, "cannot stand beside True"),
        (1, BOOL, "use it .* as it is"),
        (7, TEXT, "write it as the string '7'"),
        ("q", SEX, "x is never 'q'; the values are 'f', 'm'"),
        (None, INT, r"is_null\(\)"),
        (math.nan, REAL, r"is_null\(\)"),
        (math.inf, REAL, "beyond"),
        (2**53, INT, "beyond"),
        (dt.datetime(2020, 5, 17, 12, tzinfo=dt.UTC), DATE, "leave the time of day out"),
        ("x" * 5000, TEXT, "5000 characters"),
        ("\ud800", TEXT, "Unicode"),
        ("a\0b", TEXT, "NUL"),
        (5, DATE, "x is DATE and cannot stand beside 5"),
    ],
)
def test_what_cannot_meet_is_refused_before_it_costs(value: Any, beside: Type, says: str) -> None:
    """With the name of the attribute and the way out."""
    with pytest.raises(InvalidExpression, match=says):
        constant(value, beside, "x")


@pytest.mark.parametrize("value", [[1], {1}, object(), b"x", 1j, np.array([1, 2])])
def test_what_is_no_value_at_all_is_a_type_error(value: Any) -> None:
    """As Python does it."""
    with pytest.raises(TypeError, match="cannot stand beside an attribute"):
        constant(value, INT, "x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-05-17", dt.date(2020, 5, 17)),
        ("20200517", dt.date(2020, 5, 17)),
        ("17 May 2020", dt.date(2020, 5, 17)),
        ("May 17, 2020", dt.date(2020, 5, 17)),
        ("17.05.2020", dt.date(2020, 5, 17)),
        ("02.02.2020", dt.date(2020, 2, 2)),
        ("Feb 29, 2020", dt.date(2020, 2, 29)),
        ("2020-05-17T12:00Z", NOON),
        ("17 May 2020 12:00", NOON),
        ("17 May 2020 14:00+02:00", NOON),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, expected: dt.date) -> None:
    """Wherever they can be read in one way only."""
    assert read_moment(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("01/02/2020", "can mean two days"),
        ("May 2020", "no whole day"),
        ("17 May", "no whole day"),
        ("2020", "no whole day"),
        ("10:30", "no whole day"),
        ("monday", "no whole day"),
        ("today", "no date"),
        ("", "no"),
        ("32 May 2020", "no"),
        ("17 May 2020 12:00 XYZT", "no date"),
    ],
)
def test_what_could_mean_two_days_or_none_is_refused(text: str, why: str) -> None:
    """python-dateutil would fill it in from today's date."""
    with pytest.raises(InvalidExpression, match=why):
        read_moment(text)


@given(st.dates())
def test_iso_dates_are_read_back(day: dt.date) -> None:
    """All of them."""
    assert read_moment(day.isoformat()) == day


@given(st.datetimes(timezones=st.just(dt.UTC)))
def test_iso_moments_are_read_back(moment: dt.datetime) -> None:
    """All of them, to the microsecond."""
    assert read_moment(moment.isoformat()) == moment
