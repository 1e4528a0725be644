"""Ranks of values that are given, for tests."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from attrs import frozen

from leapyear_core.model.ranks import Rank


@frozen
class ListedRanks:
    """The ranks of points among values that are listed in order."""

    lower: int
    upper: int
    values: Sequence[int]

    @property
    def count(self) -> int:
        """How many values there are."""
        return len(self.values)

    def order_statistics(self, places: Iterable[int]) -> dict[int, int]:
        """The values at these places."""
        return {place: self.values[place - 1] for place in places}

    def ranks_of(self, points: Iterable[int]) -> dict[int, Rank]:
        """The ranks of these points."""
        return {
            point: Rank(bisect_left(self.values, point), bisect_right(self.values, point))
            for point in points
        }


def ranks_of(values: Iterable[int], lower: int, upper: int) -> ListedRanks:
    """The exact ranks of the points from lower to upper among these values."""
    return ListedRanks(lower, upper, sorted(values))
