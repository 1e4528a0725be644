"""Ranks found by looking closer and closer are those of the values."""

import random
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leapyear_core.engine import zooming
from leapyear_core.engine.zooming import Counted, Within, ZoomedRanks
from leapyear_core.model.ranks import Rank


class Counting:
    """Counts values as an engine does, and how often it was asked."""

    def __init__(self, values: Sequence[int]) -> None:
        self.values, self.asked, self.told = values, 0, 0

    def __call__(self, shift: int, within: Within | None) -> Counted:
        """The numbers of values by bucket."""
        self.asked += 1
        named = None if within is None else set(within.buckets)
        found = Counter(
            value >> shift
            for value in self.values
            if within is None or named is None or value >> within.shift in named
        )
        self.told += len(found)
        return Counted(sorted(found), [found[each] for each in sorted(found)])


def expected(values: Sequence[int], point: int) -> Rank:
    """The rank of a point among values in order."""
    return Rank(bisect_left(values, point), bisect_right(values, point))


@given(
    values=st.lists(
        st.one_of(st.integers(-(2**31), 2**31), st.integers(-20, 20)), min_size=1, max_size=40
    ),
    few=st.sampled_from([0, 5, zooming.FEW]),
    data=st.data(),
)
def test_places_and_points_are_found_whatever_was_asked_before(
    values: list[int], few: int, data: st.DataObject
) -> None:
    """The value at each place, and how many lie below and up to each point; below zero too."""
    lower, upper = -(2**31), 2**31
    values.sort()
    ranks = ZoomedRanks(lower, upper, Counting(values), few=few)
    assert (ranks.lower, ranks.upper, ranks.count) == (lower, upper, len(values))
    places = st.lists(st.integers(1, len(values)), max_size=5)
    points = st.lists(
        st.one_of(st.integers(lower, upper), st.sampled_from([*values, lower, upper])), max_size=5
    )
    for _ in range(3):
        for place, point in ranks.order_statistics(data.draw(places)).items():
            assert point == values[place - 1]
        for point, rank in ranks.ranks_of(data.draw(points)).items():
            assert rank == expected(values, point)


def test_few_looks_and_few_counts_will_do_however_far_apart_the_places_are() -> None:
    """2**31 points with 100,000 values: what is counted grows with the number of places, and not with their distance."""
    values = sorted((each * 2654435761) % 2**31 for each in range(100_000))
    for distance in (1, 1_000):
        counting = Counting(values)
        ranks = ZoomedRanks(0, 2**31, counting, few=2**11)
        places = range(20_000, 20_000 + 60 * distance, distance)
        assert ranks.order_statistics(places) == {each: values[each - 1] for each in places}
        assert counting.asked <= 4
        assert counting.told < 2**zooming.FIRST_BITS + 1 + 3 * 2**11


def test_what_was_looked_at_is_not_counted_again() -> None:
    """Nor is anything counted where nothing lies."""
    counting = Counting([5, 2**20, 2**30])
    ranks = ZoomedRanks(0, 2**31, counting)
    ranks.order_statistics([1, 2, 3])
    asked = counting.asked
    assert ranks.order_statistics([2]) == {2: 2**20}
    assert ranks.ranks_of([2**20, 2**25]) == {2**20: Rank(1, 2), 2**25: Rank(2, 2)}
    assert counting.asked == asked


def test_a_lattice_of_one_point_is_known_without_looking_closer() -> None:
    """All values are there."""
    counting = Counting([7, 7])
    ranks = ZoomedRanks(7, 7, counting)
    assert ranks.order_statistics([1, 2]) == {1: 7, 2: 7}
    assert ranks.ranks_of([7]) == {7: Rank(0, 2)}
    assert counting.asked == 1


def test_no_value_is_no_error() -> None:
    """Every point has nothing below it."""
    ranks = ZoomedRanks(-5, 2**31, Counting([]))
    assert ranks.count == 0
    assert ranks.ranks_of([-5, 2**31]) == {-5: Rank(0, 0), 2**31: Rank(0, 0)}


@pytest.mark.parametrize("few", [1, 2**8])
def test_a_later_count_is_no_larger_than_places_and_a_bound_allow(few: int) -> None:
    """Each bucket that is asked about becomes 2**MORE_BITS at least, and all of them a bounded number else."""
    chances = random.Random(3)
    values = sorted(chances.randrange(2**31) for _ in range(3000))
    counting = Counting(values)
    places = range(1, 3000, 100)
    ZoomedRanks(0, 2**31, counting, few=few).order_statistics(places)
    looks = counting.asked - 1
    most = max(few, len(places) * 2**zooming.MORE_BITS)
    assert counting.told <= len(values) + looks * most
