"""Ranks found by looking closer and closer are those of the values."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leapyear_core.engine import zooming
from leapyear_core.engine.zooming import Target, zoom

QUANTILES = st.fractions(0, 1, max_denominator=20)
TARGETS = st.lists(
    st.builds(
        Target,
        QUANTILES,
        st.fractions(-5, 5, max_denominator=4),
        st.fractions(0, 4, max_denominator=4),
    ),
    min_size=1,
    max_size=4,
)


class Counting:
    """Counts values as an engine does, and how often it was asked."""

    def __init__(self, values: Sequence[int], lower: int) -> None:
        self.values, self.lower, self.asked, self.told = values, lower, 0, 0
        self.most_ranges = 0

    def __call__(self, shift: int, ranges: Sequence[range]) -> Mapping[int, int]:
        """The numbers of values by bucket."""
        self.asked += 1
        self.most_ranges = max(self.most_ranges, len(ranges))
        found = Counter(
            (value - self.lower) >> shift
            for value in self.values
            if any(value in each for each in ranges)
        )
        self.told += len(found)
        return found


@given(
    values=st.lists(st.one_of(st.integers(-300, 2**31), st.integers(1000, 1040)), max_size=40),
    targets=TARGETS,
    few=st.sampled_from([0, 5, zooming.FEW]),
    most_ranges=st.sampled_from([1, 2, zooming.MOST_RANGES]),
    data=st.data(),
)
def test_ranks_are_exact_within_reach_and_far_is_far(
    values: list[int], targets: list[Target], few: int, most_ranges: int, data: st.DataObject
) -> None:
    """A point is as far from a target as it is, if that is within its reach; and beyond it otherwise."""
    lower, upper = -300, 2**31
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zooming, "MOST_RANGES", most_ranges)
        ranks = zoom(lower, upper, targets, Counting(values, lower), few=few)
    assert (ranks.lower, ranks.upper, ranks.count) == (lower, upper, len(values))
    candidates = st.one_of(st.integers(lower, upper), st.sampled_from([*values, lower, upper]))
    for point in data.draw(st.lists(candidates, min_size=1, max_size=10)):
        below = sum(value < point for value in values)
        up_to = below + values.count(point)
        for target in targets:
            position = target.position(len(values))
            exact = max(Fraction(0), below - position, position - up_to)
            found = ranks.distance(point, position)
            assert found == exact if exact <= target.reach else found > target.reach


def test_few_looks_and_few_counts_will_do() -> None:
    """2**31 points with 100,000 values: three looks, and little more than the values within reach."""
    values = [(each * 2654435761) % 2**31 for each in range(100_000)]
    counting = Counting(values, 0)
    zoom(0, 2**31, [Target(Fraction(1, 2), Fraction(0), Fraction(100))], counting, few=2000)
    assert counting.asked <= 3
    assert counting.told < 2**zooming.FIRST_BITS + 2 * 2**zooming.MORE_BITS * 10 + 2000


def test_a_lattice_of_one_point_is_known_without_looking_closer() -> None:
    """All values are there."""
    counting = Counting([7, 7], 7)
    ranks = zoom(7, 7, [Target(Fraction(1, 2), Fraction(0), Fraction(1))], counting)
    assert (ranks.firsts, ranks.below, ranks.up_to) == ([7], [0], [2])
    assert counting.asked == 1


def test_however_many_values_are_within_reach_a_query_stays_short(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else a question for next to no exposure would make a query as long as the table, for minutes."""
    monkeypatch.setattr(zooming, "MOST_RANGES", 16)
    values = [(each * 2654435761) % 2**31 for each in range(3000)]
    counting = Counting(values, 0)
    ranks = zoom(0, 2**31, [Target(Fraction(1, 2), Fraction(0), Fraction(3000))], counting, few=0)
    assert counting.most_ranges <= 16
    assert ranks.count == 3000
    assert [ranks.below[ranks.firsts.index(each)] for each in sorted(values)] == list(range(3000))
