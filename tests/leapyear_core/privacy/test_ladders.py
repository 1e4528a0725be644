"""An end of an interval leaves out what it is for as seldom as it says, whatever the values are, and costs what it says."""

import math
from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leapyear_core.model.ranks import moved_by
from leapyear_core.privacy.choosing import reach
from leapyear_core.privacy.ladders import WantedEnd, climb, far, weights
from tests.leapyear_core.privacy.points import ranks_of

#: The points of these tests.
UPPER = 200

VALUES = st.lists(st.integers(0, UPPER), max_size=30)
SIDES = st.sampled_from((-1, 1))

DRAWS = 20_000


def ladder(end: WantedEnd, start: int, values: list[int]) -> tuple[list[int], list[Fraction]]:
    """The rungs and their distances."""
    ranks = ranks_of(values, 0, UPPER)
    rungs = end.rungs(start, ranks)
    points = ranks.order_statistics(each for each in end.places if 1 <= each <= len(values))
    return rungs, end.distances(rungs, end.telling(ranks, points), ranks.ranks_of(rungs))


def odds(end: WantedEnd, start: int, values: list[int]) -> dict[int, float]:
    """How likely each rung is, in units of nothing."""
    rungs, distances = ladder(end, start, values)
    return {
        rung: weight * math.exp(-float(end.rate * each))
        for rung, weight, each in zip(rungs, weights(len(rungs)), distances, strict=True)
    }


@given(
    VALUES,
    st.integers(0, UPPER),
    st.fractions(0, 1, max_denominator=20),
    st.fractions(Fraction(1, 100), 20),
    st.sampled_from((Fraction(1, 20), Fraction(1, 40))),
)
def test_an_end_leaves_out_its_quantile_as_seldom_as_it_says(
    values: list[int], start: int, quantile: Fraction, rate: Fraction, miss: Fraction
) -> None:
    """By its true probabilities, wherever it starts from and whatever the values are; and both ends never do together.

    Rungs that weighed the same, or a target that is nearer, are found by the first few examples.
    """
    ordered = sorted(values)
    exact = ordered[max(1, math.ceil(quantile * len(values))) - 1] if values else UPPER // 2
    left_out = []
    for side in (-1, 1):
        position = quantile * len(values) + side * far(miss) / rate
        found = odds(WantedEnd(position, rate, side), start, values)
        wrong = math.fsum(each for rung, each in found.items() if side * (rung - exact) < 0)
        left_out.append(wrong / math.fsum(found.values()))
    assert sum(left_out) <= float(miss) * (1 + 1e-9)
    assert 0 in left_out


def test_an_end_among_values_that_are_alike_leaves_them_out_as_often_as_it_may() -> None:
    """The target is no farther out than it has to be: 19 times in 20 is the best that holds for all values."""
    values, rate = [50] * 1000, Fraction(1, 10)
    end = WantedEnd(Fraction(1000) - far(Fraction(1, 20)) / rate, rate, -1)
    # From far above all of them the last rung that is no end for them is followed by one that is at the target.
    found = odds(end, 50 + 2**6 + 1, values)
    wrong = math.fsum(each for rung, each in found.items() if rung > 50)
    assert wrong / math.fsum(found.values()) == pytest.approx(0.05, rel=1e-3)


@given(
    VALUES,
    st.integers(0, UPPER),
    st.integers(0, UPPER),
    st.fractions(0, 1, max_denominator=9),
    st.fractions(-40, 40, max_denominator=3),
    st.sampled_from((Fraction(1), Fraction(10))),
    SIDES,
)
def test_one_value_more_moves_the_distance_of_no_rung_by_more_than_is_paid_for(
    values: list[int],
    more: int,
    start: int,
    quantile: Fraction,
    offset: Fraction,
    rate: Fraction,
    side: int,
) -> None:
    """The rungs themselves follow from what was told, and are the same."""

    def distances(of: list[int]) -> list[Fraction]:
        end = WantedEnd(quantile * len(of) + offset, rate, side)
        return ladder(end, start, of)[1]

    pairs = zip(distances(values), distances([*values, more]), strict=True)
    assert all(abs(one - other) <= moved_by(quantile) for one, other in pairs)


@given(
    VALUES,
    st.integers(0, UPPER),
    st.fractions(-40, 70, max_denominator=6),
    st.fractions(Fraction(1, 2), 100),
    SIDES,
)
def test_distances_are_cut_off_as_they_would_be_if_all_ranks_were_known(
    values: list[int], start: int, position: Fraction, rate: Fraction, side: int
) -> None:
    """No rung's rank is asked for whose distance is the cut, whatever its rank."""
    end = WantedEnd(position, rate, side)
    rungs, found = ladder(end, start, values)
    known = ranks_of(values, 0, UPPER).ranks_of(rungs)
    everything = range(UPPER + 1)
    assert found == [min(each, reach(rate)) for each in end.distances(rungs, everything, known)]


@given(VALUES, st.integers(0, UPPER), st.fractions(-40, 70, max_denominator=6), SIDES)
def test_some_rung_is_at_no_distance(
    values: list[int], start: int, position: Fraction, side: int
) -> None:
    """However far beyond all values the target is: then it is the bound, or the start."""
    assert 0 in ladder(WantedEnd(position, Fraction(1), side), start, values)[1]


@given(st.integers(-50, 50), st.integers(0, 100), st.integers(0, 100), SIDES)
def test_rungs_are_twice_as_far_each_and_end_at_the_bound(
    start: int, below: int, above: int, side: int
) -> None:
    """Both ends of the ladder are on it, and none is twice."""
    ranks = ranks_of([], start - below, start + above)
    rungs = WantedEnd(Fraction(0), Fraction(1), side).rungs(start, ranks)
    assert rungs[0] == start
    assert rungs[-1] == (ranks.lower if side < 0 else ranks.upper)
    away = [abs(each - start) for each in rungs]
    assert all(one < other <= max(1, 2 * one) for one, other in pairwise(away))


@given(st.integers(1, 70))
def test_each_rung_weighs_as_much_as_all_before_it(rungs: int) -> None:
    found = weights(rungs)
    assert len(found) == rungs
    assert all(found[place] == sum(found[:place]) for place in range(1, rungs))


@pytest.mark.parametrize(
    ("values", "start", "position", "rate", "side"),
    [
        ([30, 31, 45, 45, 80, 99, 120], 100, Fraction(7, 2), Fraction(1, 2), -1),
        ([30, 31, 45, 45, 80, 99, 120], 40, Fraction(11, 2), Fraction(1), 1),
        ([120] * 9, 100, Fraction(4), Fraction(1, 10), 1),
        ([], 64, Fraction(-2), Fraction(1), -1),
        ([150] * 400, 180, Fraction(300), Fraction(1), 1),
    ],
)
def test_each_rung_is_taken_as_often_as_it_should(
    values: list[int], start: int, position: Fraction, rate: Fraction, side: int
) -> None:
    """False alarms below 1e-6: chi-square with 9 degrees of freedom, or fewer, exceeds 48 with a probability of 2.6e-7.

    A rung of probability 0.1 that is taken a fifth too often adds 89 to it, and is found in 99 of 100 runs.
    """
    end = WantedEnd(position, rate, side)
    likely = odds(end, start, values)
    total = math.fsum(likely.values())
    found = Counter(climb(ranks_of(values, 0, UPPER), [(end, start)] * DRAWS))
    assert set(found) <= set(likely)
    common = {rung: DRAWS * each / total for rung, each in likely.items()}
    # What is expected less than 5 times is one class, as the distribution of chi-square wants it.
    rare = [rung for rung, expected in common.items() if expected < 5]
    chi_square = sum(
        (found[rung] - expected) ** 2 / expected
        for rung, expected in common.items()
        if expected >= 5
    )
    assert chi_square < 48
    assert sum(found[rung] for rung in rare) <= 60
