"""Covariances and correlations are those of pandas, without noise."""

import pytest

from leapyear_core.model.analyses import ComomentKind, Matrix
from leapyear_core.model.errors import InvalidAnalysis
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.relations import Projection
from leapyear_core.privacy.planning import asked_by
from tests.leapyear_core.privacy.planning.visits import NUMBERS, SCHEMA, TABLE, Exactly, named


@pytest.mark.parametrize(("kind", "of_pandas"), [("covariance", "cov"), ("correlation", "corr")])
def test_matrices_are_those_of_pandas_over_the_rows_that_are_complete(
    exactly: Exactly, kind: ComomentKind, of_pandas: str
) -> None:
    complete = exactly.frame[list(NUMBERS)].dropna().astype(float)
    expected = getattr(complete, of_pandas)()
    cells = exactly.cells(Matrix(kind, TABLE, named(*NUMBERS)))
    assert len(cells) == 6
    for (row, column, statistic), value in cells.items():
        assert statistic == kind
        assert value == pytest.approx(expected.loc[row, column], rel=1e-5, abs=1e-8)


def test_an_attribute_under_two_names_is_correlated_with_itself(exactly: Exactly) -> None:
    twice = (Projection("a", Attribute("age")), Projection("b", Attribute("age")))
    assert exactly.cells(Matrix("correlation", TABLE, twice)) == {
        ("a", "a", "correlation"): 1.0,
        ("a", "b", "correlation"): pytest.approx(1.0),
        ("b", "b", "correlation"): 1.0,
    }


@pytest.mark.parametrize(
    ("analysis", "told"),
    [
        (Matrix("covariance", TABLE, named("age", "day")), "DATE and cannot"),
        (Matrix("covariance", TABLE, named("age", "age")), "one name"),
    ],
)
def test_matrices_that_make_no_sense_are_told_from_the_types_alone(
    analysis: Matrix, told: str
) -> None:
    with pytest.raises(InvalidAnalysis, match=told):
        asked_by(analysis, SCHEMA)
