"""Attributes: Python's operators, and what to write where Python has none."""

import datetime as dt
import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from leapyear._expressions import Call, Constant, Named
from leapyear._types import Type
from leapyear.dataset import Attribute
from leapyear.exceptions import InvalidExpression


def attribute(name: str, tag: str, contents: Any = None) -> Attribute:
    """A column."""
    return Attribute(Named(name), Type(tag, contents))


AGE = attribute("age", "INT", (0, 120))
INCOME = attribute("income", "REAL", (0.0, 1e6))
SMOKER = attribute("smoker", "BOOL")
SEX = attribute("sex", "FACTOR", ("f", "m"))
NOTE = attribute("note", "TEXT")
BORN = attribute("born", "DATE")
SEEN = attribute("seen", "DATETIME")


@pytest.mark.parametrize(
    ("compute", "text", "tag"),
    [
        (lambda: AGE == 40, "age == 40", "BOOL"),
        (lambda: AGE != 40.5, "age != 40.5", "BOOL"),
        (lambda: AGE < INCOME, "age < income", "BOOL"),
        (lambda: AGE >= 40, "age >= 40", "BOOL"),
        (lambda: np.float64(0.5) > INCOME, "income < 0.5", "BOOL"),
        (lambda: np.int64(3) == AGE, "age == 3", "BOOL"),
        (lambda: SEX == "f", "sex == 'f'", "BOOL"),
        (lambda: "f" == SEX, "sex == 'f'", "BOOL"),  # noqa: SIM300
        (lambda: SEX < NOTE, "sex < note", "BOOL"),
        (lambda: SMOKER == True, "smoker == True", "BOOL"),  # noqa: E712
        (lambda: BORN >= "17 May 2020", "born >= '2020-05-17'", "BOOL"),
        (lambda: dt.date(2020, 5, 17) < BORN, "born > '2020-05-17'", "BOOL"),
        (lambda: SEEN < "2020-05-17T12:00+02:00", "seen < '2020-05-17 10:00:00Z'", "BOOL"),
        (
            lambda: (AGE > 40) & ~SMOKER | (SEX == "f"),
            "((age > 40) & ~smoker) | (sex == 'f')",
            "BOOL",
        ),
        (lambda: True & SMOKER, "True & smoker", "BOOL"),
        (lambda: AGE + 1, "age + 1", "INT"),
        (lambda: 1 - AGE, "1 - age", "INT"),
        (lambda: AGE * 1.0, "age * 1.0", "REAL"),
        (lambda: AGE / 2, "age / 2", "REAL"),
        (lambda: 1 / AGE, "1 / age", "REAL"),
        (lambda: -AGE, "-age", "INT"),
        (lambda: +INCOME, "income", "REAL"),
        (lambda: abs(AGE - INCOME), "abs(age - income)", "REAL"),
        (lambda: sum([AGE, AGE], start=AGE * 0) + 2, "age * 0 + age + age + 2", "INT"),
        (lambda: AGE.clip(18, 65), "age.clip(18, 65)", "INT"),
        (lambda: AGE.clip(18, 65.5), "age.clip(18, 65.5)", "REAL"),
        (lambda: AGE.between(18, 65), "age.between(18, 65)", "BOOL"),
        (
            lambda: BORN.between("2000-01-01", dt.date(2000, 12, 31)),
            "born.between('2000-01-01', '2000-12-31')",
            "BOOL",
        ),
        (lambda: SEX.isin(["f", "m", "f"]), "sex.isin(['f', 'm'])", "BOOL"),
        (lambda: AGE.isin(range(3)), "age.isin([0, 1, 2])", "BOOL"),
        (lambda: NOTE.is_null(), "note.is_null()", "BOOL"),
        (lambda: SMOKER.isin([True]), "smoker.isin([True])", "BOOL"),
    ],
)
def test_operators_build_expressions(compute: Callable[[], Attribute], text: str, tag: str) -> None:
    """That print as they were typed, and know their type."""
    found = compute()
    assert (str(found), found.type.tag) == (text, tag)
    assert repr(found) == f"<Attribute {text}: {tag}>"


def test_the_bounds_of_what_is_computed_are_left_to_the_server() -> None:
    """Its interval rules follow the engines; ours would only be a second opinion."""
    assert (AGE + 1).type == Type("INT", None)
    assert AGE.type == Type("INT", (0, 120))


def test_isin_of_nothing_is_false() -> None:
    """As in pandas."""
    assert AGE.isin([]).expression == Constant(False)


@pytest.mark.parametrize(
    "misuse",
    [
        lambda: AGE > 40 and SMOKER,
        lambda: SMOKER or SMOKER,  # type: ignore[redundant-expr,unreachable]
        lambda: not SMOKER,
        lambda: 40 < AGE < 60,
        lambda: bool(SMOKER),
        lambda: 1 if SMOKER else 2,  # type: ignore[redundant-expr]
        lambda: AGE in [INCOME],  # noqa: FURB171  # the equality is not asked for its truth
    ],
)
def test_what_python_does_not_let_us_overload_is_refused_with_what_to_write(
    misuse: Callable[[], Any],
) -> None:
    """`and`, `or`, `not`, chained comparisons."""
    with pytest.raises(TypeError, match=r"write & for and, \| for or, ~ for not"):
        misuse()


@pytest.mark.parametrize(
    ("misuse", "says"),
    [
        (lambda: AGE > 40 & AGE < 60, "40 is none: put parentheses around each comparison"),
        (lambda: SMOKER & "yes", "'yes' is none"),
        (lambda: hash(AGE), "use its name"),
        (lambda: {AGE: 1}, "use its name"),
        (lambda: AGE.isin("abc"), "list of constants"),
        (lambda: AGE.isin(3), "list of constants"),  # type: ignore[arg-type]
        (lambda: AGE.isin([AGE]), "compare attributes with =="),
        (lambda: AGE + [1], "list cannot stand beside"),  # noqa: RUF005
        (lambda: object() == AGE, "object cannot stand beside"),
        (lambda: list(AGE), "not iterable"),  # type: ignore[call-overload]
    ],
)
def test_misuse_is_a_type_error_that_helps(misuse: Callable[[], Any], says: str) -> None:
    """Each with the way out."""
    with pytest.raises(TypeError, match=says):
        misuse()


@pytest.mark.parametrize(
    ("misuse", "says"),
    [
        (lambda: AGE == "40", "age is INT and cannot stand beside '40': leave the quotes out"),
        (lambda: AGE == None, "is_null"),  # noqa: E711
        (lambda: AGE == SEX, "age is INT and sex is FACTOR cannot be compared"),
        (lambda: BORN == SEEN, "cannot be compared"),
        (lambda: SMOKER > True, "smoker is a condition, and none is larger"),
        (lambda: SMOKER == 1, "smoker is BOOL .* use it"),
        (lambda: AGE & SMOKER, "& takes conditions, and age is INT"),
        (lambda: ~AGE, "~ takes conditions"),
        (lambda: SMOKER + 1, r"\+ takes numbers, and smoker is BOOL"),
        (lambda: BORN - 1, "- takes numbers, and born is DATE"),
        (lambda: -SEX, "- takes numbers"),
        (lambda: SEX == "x", "sex is never 'x'; the values are 'f', 'm'"),
        (lambda: SEX.isin(["f", "x"]), "sex is never 'x'"),
        (lambda: NOTE.clip(1, 2), "clip takes numbers"),
        (lambda: AGE.clip(9, 1), r"did you mean clip\(1, 9\)"),
        (lambda: AGE.clip(INCOME, 1), "two constants"),
        (lambda: AGE.between(9, 1), r"did you mean between\(1, 9\)"),
    ],
)
def test_what_the_server_would_refuse_is_refused_where_it_is_typed(
    misuse: Callable[[], Any], says: str
) -> None:
    """Before it costs a request, and with the names that were typed."""
    with pytest.raises(InvalidExpression, match=says):
        misuse()


@pytest.mark.parametrize(
    ("name", "says"), [("mean", "leapyear.analytics"), ("isna", "is_null"), ("foo", "no 'foo'")]
)
def test_habits_from_pandas_are_met(name: str, says: str) -> None:
    """Analyses are not methods of attributes."""
    with pytest.raises(AttributeError, match=says):
        getattr(AGE, name)
    assert not hasattr(AGE, name)


def test_attributes_are_immutable() -> None:
    """They are shared by whatever is made of them."""
    with pytest.raises(AttributeError):
        AGE.type = Type("REAL")  # type: ignore[misc]


def test_a_long_chain_stays_cheap() -> None:
    """A thousand conditions, one call."""
    chain = AGE == 0
    for value in range(1, 1000):
        chain = operator.or_(chain, value == AGE)
    assert isinstance(chain.expression, Call)
    assert len(chain.expression.arguments) == 1000
