"""Ranks: how far a point is from a position, and how far one value more can move that."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from leapyear_core.model.ranks import Rank, moved_by
from tests.leapyear_core.privacy.points import ranks_of

VALUES = st.lists(st.integers(0, 12), max_size=12)
QUANTILES = st.fractions(0, 1, max_denominator=20)


@given(VALUES, st.integers(0, 12), st.integers(0, 12), QUANTILES, st.fractions(-3, 3))
def test_one_value_more_moves_no_distance_by_more_than_stated(
    values: list[int], added: int, point: int, quantile: Fraction, offset: Fraction
) -> None:
    """The sensitivity of a choice: the position moves with the number of values, and so do the ranks."""
    before, after = (
        ranks.ranks_of([point])[point].distance(quantile * ranks.count + offset)
        for ranks in (ranks_of(values, 0, 12), ranks_of([*values, added], 0, 12))
    )
    assert abs(before - after) <= moved_by(quantile)


@given(VALUES, st.integers(0, 12), st.fractions(-3, 15))
def test_a_point_that_a_position_falls_among_the_values_of_is_at_distance_0(
    values: list[int], point: int, position: Fraction
) -> None:
    """And of others it is the number of values between."""
    below, up_to = sum(each < point for each in values), sum(each <= point for each in values)
    assert Rank(below, up_to).distance(position) == (
        0 if below <= position <= up_to else min(abs(position - below), abs(position - up_to))
    )
