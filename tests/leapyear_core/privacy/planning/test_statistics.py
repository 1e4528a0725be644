"""Moments and descriptions are those of pandas, without noise."""

import numpy as np
import pytest

from leapyear_core.catalog.charges import Estimate
from leapyear_core.model.analyses import Analysis, Describe, Mean, Moment, MomentKind
from leapyear_core.model.errors import AttributeNotFound, InvalidAnalysis
from leapyear_core.model.expressions import Attribute, Call, Constant
from leapyear_core.privacy.planning import asked_by
from leapyear_core.privacy.pricing import Spend
from tests.leapyear_core.privacy.planning.visits import NUMBERS, SCHEMA, TABLE, Exactly, summed


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize(
    ("kind", "of_pandas"),
    [("variance", "var"), ("std", "std"), ("skewness", "skew"), ("kurtosis", "kurt")],
)
def test_moments_are_those_of_pandas(
    exactly: Exactly, name: str, kind: MomentKind, of_pandas: str
) -> None:
    expected = getattr(exactly.frame[name].dropna().astype(float), of_pandas)()
    answer = exactly.answer(Moment(kind, TABLE, Attribute(name)))
    assert isinstance(answer, Estimate)
    assert answer.value == pytest.approx(expected, rel=1e-6)
    assert (answer.low, answer.high, answer.is_exact) == (answer.value, answer.value, True)


@pytest.mark.parametrize("kind", ["variance", "std"])
def test_a_population_has_another_divisor(exactly: Exactly, kind: MomentKind) -> None:
    expected = {"variance": np.var, "std": np.std}[kind](exactly.frame["income"].dropna())
    answer = exactly.answer(Moment(kind, TABLE, Attribute("income"), ddof=0))
    assert isinstance(answer, Estimate)
    assert answer.value == pytest.approx(expected, rel=1e-6)


def test_a_constant_has_no_variance() -> None:
    """It is known without a row: the bounds are one value."""
    one = Call("clip", (Attribute("age"), Constant(20), Constant(20)))
    plan = summed(Moment("variance", TABLE, one)).priced(Spend(10**6), {})
    answer = plan.reading.read(plan.summands, (100, 5, 7), plan.scales)
    assert isinstance(answer, Estimate)
    assert (answer.low, answer.value, answer.high) == (0.0, 0.0, 0.0)


def test_a_description_counts_everything_and_averages_numbers(exactly: Exactly) -> None:
    names = ("age", "income", "smoker", "region", "free", "free_int")
    cells = exactly.cells(Describe(TABLE, names))
    for name in names:
        column = exactly.frame[name]
        assert cells[name, "count"] == column.count()
        assert cells[name, "missing"] == column.isna().sum()
    for name in NUMBERS:
        column = exactly.frame[name].dropna().astype(float)
        assert cells[name, "mean"] == pytest.approx(column.mean(), rel=1e-6)
        assert cells[name, "std"] == pytest.approx(column.std(), rel=1e-6)
    # They have no bounds to average within.
    assert ("free", "mean") not in cells
    assert ("free_int", "mean") not in cells


@pytest.mark.parametrize(
    ("analysis", "error", "told"),
    [
        (Moment("std", TABLE, Attribute("note")), InvalidAnalysis, "TEXT and cannot be summed"),
        (Moment("std", TABLE, Attribute("free")), InvalidAnalysis, "'free' has no useful bounds"),
        (Mean(TABLE, Attribute("free_int")), InvalidAnalysis, "'free_int' has no useful bounds"),
        (Describe(TABLE, ("age", "aeg")), AttributeNotFound, "'aeg'"),
    ],
)
def test_moments_and_descriptions_that_make_no_sense_are_told_from_the_types_alone(
    analysis: Analysis, error: type[Exception], told: str
) -> None:
    with pytest.raises(error, match=told):
        asked_by(analysis, SCHEMA)
