"""Statistics of more than two noisy sums."""

import pytest

from leapyear_core.model.expressions import Attribute
from leapyear_core.model.lattice import RowCount, product, scaled
from leapyear_core.model.types import RealType
from leapyear_core.privacy.moments import Comoment, Moment, comoment, moment

FACTOR = scaled(Attribute("x"), RealType(0.0, 10.0))
SUMS = (RowCount(), product(FACTOR), product(FACTOR, FACTOR))
UNIT = round(1 / SUMS[1].step)
VARIANCE, STD = Moment("variance", (0, 1, 2)), Moment("std", (0, 1, 2))


def test_the_covariance_of_an_attribute_with_itself_has_the_interval_of_its_variance() -> None:
    """Its sum is one number and errs once: drawn twice, the interval would be too narrow by a third."""
    values, scales = (1000, 800 * UNIT, 200 * UNIT), (1.0, 30.0 * UNIT, 1.0 * UNIT)
    alone = moment(VARIANCE, SUMS, values, scales)
    paired = comoment(Comoment("covariance", 0, (1, 1), (2, 2), 2), SUMS, values, scales)
    assert paired.value == pytest.approx(alone.value)
    assert paired.noise_scale == pytest.approx(alone.noise_scale, rel=0.03)


def test_the_same_release_has_the_same_interval() -> None:
    values, scales = (1000, 10 * UNIT, -200 * UNIT), (10.0, 10.0 * UNIT, 5.0 * UNIT)
    assert moment(VARIANCE, SUMS, values, scales) == moment(VARIANCE, SUMS, values, scales)


def test_a_variance_may_be_negative_and_a_deviation_is_zero_then() -> None:
    """Nothing is clipped that has a value."""
    values, scales = (1000, 0, -600 * UNIT), (10.0, 10.0 * UNIT, 150.0 * UNIT)
    variance, std = (moment(each, SUMS, values, scales) for each in (VARIANCE, STD))
    assert variance.low < variance.value < 0 < variance.high
    assert std.low == std.value == 0 < std.high


@pytest.mark.parametrize(
    ("asked", "bounds"),
    [
        (VARIANCE, (0.0, 50.0)),
        (STD, (0.0, 50.0**0.5)),
        (Comoment("covariance", 0, (1, 1), (2, 2), 2), (-50.0, 50.0)),
        (Comoment("correlation", 0, (1, 1), (2, 2), 2), (-1.0, 1.0)),
    ],
)
def test_where_the_rows_may_be_none_nothing_is_known_but_the_bounds(
    asked: Moment | Comoment, bounds: tuple[float, float]
) -> None:
    values, scales = (3, 0, 0), (20.0, 20.0 * UNIT, 10.0 * UNIT)
    answer = (moment if isinstance(asked, Moment) else comoment)(asked, SUMS, values, scales)  # type: ignore[arg-type]
    assert min(answer.low, 0) <= bounds[0]
    assert answer.high >= bounds[1]
    assert answer.low <= answer.value <= answer.high
