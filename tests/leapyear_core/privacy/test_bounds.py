"""Bounds that are found in noisy histograms."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import NormalDist
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leapyear_core.catalog.charges import Cells
from leapyear_core.model.analyses import InferBounds
from leapyear_core.model.errors import InvalidAnalysis
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.keys import BinKey
from leapyear_core.model.relations import Table
from leapyear_core.model.types import INT_LIMIT, REAL_LIMIT, FactorType, IntType, RealType
from leapyear_core.privacy.bounds import FALSE_ALARM, bounds_in, grid, threshold
from leapyear_core.privacy.mechanisms import discrete_gaussian
from leapyear_core.privacy.planning import Asked, asked_by
from leapyear_core.privacy.pricing import Accuracy, Exact, Plan, Spend

TABLE = Table("clinic", "visits")
X = Attribute("x")
WIDE = RealType(-REAL_LIMIT, REAL_LIMIT)
WHOLE = IntType(-INT_LIMIT, INT_LIMIT)


def plan(given: IntType | RealType, nano: int | None = 500_000) -> Plan:
    asked = asked_by(InferBounds(TABLE, X), {"x": given})
    assert isinstance(asked, Asked)
    return asked.priced(Exact() if nano is None else Spend(nano), {})


def told(given: IntType | RealType, values: Sequence[float], nano: int | None = 500_000) -> Cells:
    """What is told of values, with noise."""
    of = plan(given, nano)
    edges = grid(given)
    counts = [0] * (len(edges) - 1)
    for value in values:
        (place,) = (
            place
            for place, (edge, after) in enumerate(pairwise(edges))
            if edge <= value < after or (value == after == edges[-1])
        )
        counts[place] += 1
    if nano is not None:
        noise = discrete_gaussian(of.scales[0], len(counts))
        counts = [count + more for count, more in zip(counts, noise, strict=True)]
    found = of.read(counts)
    assert isinstance(found, Cells)
    return found


_TYPES = st.one_of(
    st.tuples(st.floats(-1e100, 1e100), st.floats(-1e100, 1e100)).map(
        lambda ends: RealType(min(ends), max(ends))
    ),
    st.tuples(st.integers(-INT_LIMIT, INT_LIMIT), st.integers(-INT_LIMIT, INT_LIMIT)).map(
        lambda ends: IntType(min(ends), max(ends))
    ),
)


@given(given=_TYPES)
def test_a_grid_reaches_from_one_end_of_a_type_to_the_other(given: IntType | RealType) -> None:
    """With increasing edges, so that each value of the type is in one bin."""
    edges = grid(given)
    assert all(edge < after for edge, after in pairwise(edges))
    assert edges[0] == given.lower
    assert edges[-1] >= given.upper
    assert len(edges) - 1 <= 1500


def test_a_grid_of_all_reals_is_as_fine_near_to_zero_as_far_from_it() -> None:
    """A bound is at most half as large again as the greatest value, from 1e-12 to 1e100."""
    edges = [edge for edge in grid(WIDE) if edge > 0]
    assert edges[0] < 1e-12
    assert edges[-1] == REAL_LIMIT
    assert all(after / edge <= 1.5 for edge, after in pairwise(edges))


@given(given=_TYPES, data=st.data())
def test_bounds_without_noise_hold_every_value(
    given: IntType | RealType, data: st.DataObject
) -> None:
    """And their intervals hold the least and the greatest one."""
    one = (
        st.integers(given.lower, given.upper)
        if isinstance(given, IntType)
        else st.floats(given.lower, given.upper)
    )
    values: list[float] = data.draw(st.lists(one, min_size=1, max_size=5))
    found = told(given, values, None)
    lower, upper = bounds_in(found) or (math.nan, math.nan)
    assert given.lower <= lower <= min(values)
    assert max(values) <= upper <= given.upper
    assert found.is_exact
    for cell, value in zip(found.cells, (min(values), max(values)), strict=True):
        assert cell.estimate.low <= value <= cell.estimate.high
    if isinstance(given, IntType):
        assert {type(lower), type(upper)} == {int}


@pytest.mark.parametrize(
    ("values", "least_share"),
    [
        ([10 ** (6 * n / 20_000) for n in range(20_000)], 1.0),
        ([NormalDist(170, 10).inv_cdf((n + 0.5) / 20_000) for n in range(20_000)], 0.98),
        ([(n + 0.5) / 20_000 for n in range(20_000)], 1.0),
        ([-20_000 / (n + 0.5) for n in range(20_000)], 0.9),
    ],
    ids=["skewed", "normal", "even", "heavy"],
)
def test_bounds_hold_all_but_few_of_the_values(values: list[float], least_share: float) -> None:
    """A bin beyond them holds less than twice the threshold, 500 here, but with a probability of 1e-9.

    Of 20,000 values, the shares follow from that and from how the values lie.
    """
    lower, upper = bounds_in(told(WIDE, values)) or (math.nan, math.nan)
    outside = [value for value in values if not lower <= value <= upper]
    bins = {bisect_right(grid(WIDE), value) for value in outside}
    assert len(outside) <= len(bins) * 2 * threshold(plan(WIDE).scales[0], len(grid(WIDE)) - 1)
    assert 1 - len(outside) / len(values) >= least_share


def test_a_bin_of_twice_the_threshold_is_found_and_none_without_values_is() -> None:
    """Each fails with a probability of 1e-9 at most. Values beyond are fewer than twice the threshold, here three."""
    most = math.ceil(2 * threshold(plan(WIDE).scales[0], len(grid(WIDE)) - 1))
    values = [-3.5] * most + [100.0] * most + [1e9] * 3 + [-math.pi * 1e30]
    assert bounds_in(told(WIDE, values)) == (-4.0, 128.0)
    assert bounds_in(told(WHOLE, [7] * most)) == (6, 7)


def test_too_few_values_have_no_bounds_and_the_answer_says_so() -> None:
    """It is a release as any other, with noise; it is noise that would find one, with a probability of 1e-9."""
    found = told(WIDE, [5.0] * 3)
    assert bounds_in(found) is None
    assert not found.is_exact
    assert [cell.statistic for cell in found.cells] == ["no_bound", "no_bound"]
    assert [cell.estimate.value for cell in found.cells] == [-REAL_LIMIT, REAL_LIMIT]
    assert bounds_in(told(WHOLE, [], None)) is None


def test_there_are_no_bounds_that_most_of_the_values_are_clamped_to() -> None:
    """Nor where these have the other sign: 700 are found, 2,100 are in bins of too few each, far off across zero.

    They are more by 7 standard deviations of the noise of all these bins. If noise finds one of these, at 3 of its own, most
    values are within. Power: without a look at the other side 2,100 of 2,800 are clamped, but in one of 100 runs.
    """
    few = [-30.0 * 2 ** (n / 2) for n in range(14) for _ in range(150)]
    for sign in (1, -1):
        values = [sign * each for each in [*[400.0] * 700, *few]]
        found = bounds_in(told(WIDE, values))
        if found is not None:
            assert sum(found[0] <= each <= found[1] for each in values) > len(values) / 2


def test_a_bound_far_nearer_to_zero_than_the_other_is_zero() -> None:
    """If the type has zero; and the values are found, which fails with 1e-9 at most."""
    many = [1.0, 60.0] * 1000
    assert bounds_in(told(WIDE, many)) == (0, 64)
    assert bounds_in(told(WIDE, [-value for value in many])) == (-64, 0)
    assert bounds_in(told(RealType(0.5, 100.0), many)) == (0.5, 64)
    assert bounds_in(told(WIDE, [13.0, 60.0] * 1000)) == (12, 64)
    assert bounds_in(told(WIDE, many, None)) == (1, 64)


def test_an_interval_reaches_to_the_end_of_the_type_since_what_lies_beyond_is_private() -> None:
    """It begins with the values that were found."""
    lower, upper = told(IntType(0, 1000), [n % 100 for n in range(100_000)]).cells
    assert (lower.estimate.low, upper.estimate.high) == (0, 1000)
    assert (upper.estimate.low, upper.estimate.value) == (96, 127)
    assert upper.estimate.noise_scale > 0


def test_the_threshold_is_passed_by_an_empty_bin_as_seldom_as_is_said() -> None:
    """By the tail of a Gaussian, which that of the discrete one stays within a tenth of at these scales."""
    for bins in (1, 100, 1500):
        windows = 2 * bins * (math.log2(bins) + 2)
        tail = math.erfc(threshold(1.0, bins) / math.sqrt(2)) / 2
        assert windows * tail < FALSE_ALARM
        # The noise of nine bins is three times that of one.
        assert threshold(1.0, bins, 9) == pytest.approx(3 * threshold(1.0, bins))


def test_noise_alone_has_no_bounds() -> None:
    """Of 100 tables without rows none has any: a false alarm with 1e-7 at most.

    Power: with thresholds of four scales of the noise in place of eight, one would have with a probability above 0.98.
    """
    of, bins = plan(WIDE), len(grid(WIDE)) - 1
    for _ in range(100):
        found = of.read(discrete_gaussian(of.scales[0], bins))
        assert isinstance(found, Cells)
        assert bounds_in(found) is None


def test_bounds_cost_what_one_count_does() -> None:
    """However many bins there are: a row is in one of them."""
    assert plan(WIDE).sensitivities == (1,)
    assert plan(WIDE).nano <= 500_000
    (key,) = plan(WIDE).keys
    assert isinstance(key, BinKey)
    assert plan(WIDE).half_width is None


@pytest.mark.parametrize("given", [FactorType(("a",))])
def test_what_is_no_number_has_no_bounds(given: Any) -> None:
    with pytest.raises(InvalidAnalysis, match="FACTOR has no bounds"):
        asked_by(InferBounds(TABLE, X), {"x": given})


def test_an_accuracy_cannot_be_asked_of_bounds() -> None:
    """How far a bound moves with the noise depends on how values lie, which is private."""
    asked = asked_by(InferBounds(TABLE, X), {"x": WIDE})
    with pytest.raises(InvalidAnalysis, match="bounds"):
        asked.priced(Accuracy(10.0), {})
