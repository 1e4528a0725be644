"""Histograms are those of numpy, without noise."""

import numpy as np
import pytest
from attrs import evolve

from leapyear_core.model.analyses import Analysis, Axis, Histogram
from leapyear_core.model.errors import InvalidAnalysis, TooManyKeys
from leapyear_core.model.expressions import Attribute, Call, Constant
from leapyear_core.privacy.planning import asked_by
from tests.leapyear_core.privacy.planning.visits import SCHEMA, TABLE, Exactly

AGE_AXIS = Axis("age", Attribute("age"))


def test_a_histogram_is_that_of_numpy(exactly: Exactly) -> None:
    ages = exactly.frame["age"].dropna().astype(int)
    counts, edges = np.histogram(ages, bins=12, range=(18, 100))
    cells = exactly.cells(Histogram(TABLE, (Axis("age", Attribute("age"), None, 12),)))
    assert list(cells.values()) == counts.tolist()
    assert [lower for lower, _ in cells] == pytest.approx(edges[:-1].tolist())


def test_a_histogram_of_two_attributes_is_that_of_numpy(exactly: Exactly) -> None:
    complete = exactly.frame[["age", "income"]].dropna().astype(float)
    edges = [18.0, 40.0, 65.0, 100.0]
    counts, _, _ = np.histogram2d(
        complete["age"], complete["income"], bins=[edges, 4], range=[[18, 100], [0, 1e5]]
    )
    axes = (
        Axis("age", Attribute("age"), tuple(edges)),
        Axis("income", Attribute("income"), None, 4, 0.0, 1e5),
    )
    assert list(exactly.cells(Histogram(TABLE, axes)).values()) == counts.ravel().tolist()


def test_bins_that_are_counted_and_bins_that_are_written_out_are_one_question() -> None:
    counted = Histogram(TABLE, (Axis("age", Attribute("age"), None, 2),))
    written = Histogram(TABLE, (Axis("age", Attribute("age"), (18.0, 59.0, 100.0)),))
    assert asked_by(counted, SCHEMA).analysis == asked_by(written, SCHEMA).analysis == written


def test_bins_of_one_value_are_about_it() -> None:
    """As numpy has it."""
    one = Axis("one", Call("clip", (Attribute("age"), Constant(20), Constant(20))), None, 2)
    (axis,) = asked_by(Histogram(TABLE, (one,)), SCHEMA).analysis.axes  # type: ignore[union-attr]
    assert axis.edges == (19.5, 20.0, 20.5)


@pytest.mark.parametrize(
    ("analysis", "error", "told"),
    [
        (Histogram(TABLE, (Axis("note", Attribute("note")),)), InvalidAnalysis, "'note' is TEXT"),
        (Histogram(TABLE, (Axis("free", Attribute("free")),)), InvalidAnalysis, "no useful bounds"),
        (
            Histogram(TABLE, (Axis("i", Attribute("free_int")),)),
            InvalidAnalysis,
            "no useful bounds",
        ),
        (Histogram(TABLE, (evolve(AGE_AXIS, edges=(1.0, 1.0)),)), InvalidAnalysis, "not increase"),
        (Histogram(TABLE, (evolve(AGE_AXIS, lower=200.0),)), InvalidAnalysis, "wrong way round"),
        (Histogram(TABLE, (AGE_AXIS, AGE_AXIS)), InvalidAnalysis, "one name"),
        (
            Histogram(TABLE, (evolve(AGE_AXIS, bins=200), evolve(AGE_AXIS, name="x", bins=200))),
            TooManyKeys,
            "40000 groups",
        ),
    ],
)
def test_bins_that_make_no_sense_are_told_from_the_types_alone(
    analysis: Analysis, error: type[Exception], told: str
) -> None:
    with pytest.raises(error, match=told):
        asked_by(analysis, SCHEMA)
