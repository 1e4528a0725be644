"""Ranks of values that are given, for tests."""

from collections import Counter
from collections.abc import Sequence

from leapyear_core.model.ranks import Ranks


def ranks_of(values: Sequence[int], lower: int, upper: int) -> Ranks:
    """The exact ranks of the points from lower to upper among these values."""
    counts, firsts, below, up_to = Counter(values), [], [], []
    points = sorted({lower, *values, *(value + 1 for value in values if value < upper)})
    count = 0
    for point in points:
        firsts.append(point)
        below.append(count)
        count += counts[point]
        up_to.append(count)
    return Ranks(upper, firsts, below, up_to)
