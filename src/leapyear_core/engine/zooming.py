"""From counts of values in buckets to their ranks, looking closer only where it matters.

What is near to a position decides what is chosen there (`leapyear_core.privacy.choosing`); of the rest it is enough to
know that it is far. So the points of a lattice, 2**31 of them perhaps, are counted in some thousand buckets first. Of
these only the buckets that a position may fall near to are counted again, in finer ones, until a bucket is a point.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from fractions import Fraction
from heapq import nlargest
from itertools import accumulate, pairwise

from attrs import frozen

from leapyear_core.model.ranks import Ranks

#: The first count has up to 2**FIRST_BITS buckets; one that is looked at closer has 2**MORE_BITS in the next.
FIRST_BITS = 12
MORE_BITS = 6

#: So few values are counted by point at once.
FEW = 2**16

#: A query names so many ranges of points at most: its text must not grow with the rows.
MOST_RANGES = 256

#: Counts values by bucket: ``counts(shift, ranges)`` is the number of values in each bucket that holds any, where the
#: bucket of a point is ``(point - lower) >> shift``; of the points in the ranges alone.
Counts = Callable[[int, Sequence[range]], Mapping[int, int]]


@frozen
class Target:
    """A place among the values, and how far around it their ranks must be exact.

    Attributes
    ----------
    quantile, offset
        The place: ``quantile * n + offset`` of n values lie below it.
    reach
        A distance, counted in values.
    """

    quantile: Fraction
    offset: Fraction
    reach: Fraction

    def position(self, count: int) -> Fraction:
        """The place among so many values."""
        return self.quantile * count + self.offset

    def surroundings(self, count: int) -> tuple[int, int]:
        """The ranks within reach, and a bit more."""
        place = self.position(count)
        return math.floor(place - self.reach), math.ceil(place + self.reach)


@frozen
class _Bucket:
    """Neighbouring points, and the number of values at them."""

    points: range
    count: int


def zoom(
    lower: int, upper: int, targets: Sequence[Target], counts: Counts, *, few: int = FEW
) -> Ranks:
    """The ranks of the points from lower to upper, exact within reach of the targets.

    Elsewhere a run may be of several points with values among them; none of these is within reach of a target.
    """
    everything = range(lower, upper + 1)
    shift = max(0, (len(everything) - 1).bit_length() - FIRST_BITS)
    buckets = list(_split(everything, lower, shift, _Found(counts(shift, [everything]))))
    total = sum(bucket.count for bucket in buckets)
    windows = _merged(target.surroundings(total) for target in targets)
    while shift and (close := _close(buckets, windows)):
        values = sum(buckets[index].count for index in close)
        shift = 0 if values <= few else max(0, shift - MORE_BITS)
        found = _Found(counts(shift, _ranges_of(buckets, close)))
        buckets = [
            part
            for index, bucket in enumerate(buckets)
            for part in (
                _split(bucket.points, lower, shift, found) if index in close else (bucket,)
            )
        ]
    up_to = list(accumulate(bucket.count for bucket in buckets))
    return Ranks(upper, [each.points.start for each in buckets], [0, *up_to[:-1]], up_to)


class _Found:
    """Buckets that hold values, in order."""

    def __init__(self, counts: Mapping[int, int]) -> None:
        self.counts = counts
        self._keys = sorted(counts)

    def within(self, first: int, last: int) -> Sequence[int]:
        """The buckets from a first to a last one."""
        return self._keys[bisect_left(self._keys, first) : bisect_right(self._keys, last)]


def _split(points: range, lower: int, shift: int, found: _Found) -> Iterator[_Bucket]:
    """A bucket as those that it is made of; neighbours without values in one."""
    first, last = (points.start - lower) >> shift, (points.stop - 1 - lower) >> shift
    begin = points.start
    for key in found.within(first, last):
        start = lower + (key << shift)
        stop = min(start + (1 << shift), points.stop)
        if start > begin:
            yield _Bucket(range(begin, start), 0)
        yield _Bucket(range(start, stop), found.counts[key])
        begin = stop
    if begin < points.stop:
        yield _Bucket(range(begin, points.stop), 0)


def _close(buckets: Sequence[_Bucket], windows: Sequence[tuple[int, int]]) -> set[int]:
    """The indexes of the buckets of several points with values whose ranks lie in a window."""
    ends = [end for _, end in windows]
    close, below = set(), 0
    for index, bucket in enumerate(buckets):
        up_to = below + bucket.count
        if bucket.count and len(bucket.points) > 1:
            window = bisect_left(ends, below)
            if window < len(windows) and windows[window][0] <= up_to:
                close.add(index)
        below = up_to
    return close


def _merged(windows: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Windows in their order, those that touch as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(windows):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged


def _ranges_of(buckets: Sequence[_Bucket], close: Set[int]) -> list[range]:
    """The points of some buckets, ascending: neighbours as one range, and where these are many, what lies between too.

    What is counted between them belongs to buckets that are not looked at. So those are joined that have the fewest
    values between them: a window is mostly close buckets and empty ones.
    """
    ranges: list[range] = []
    gaps: list[int] = []
    between = 0
    for index, bucket in enumerate(buckets):
        if index not in close:
            between += bucket.count
            continue
        if ranges and ranges[-1].stop == bucket.points.start:
            ranges[-1] = range(ranges[-1].start, bucket.points.stop)
        else:
            ranges.append(bucket.points)
            gaps.append(between)
        between = 0
    if len(ranges) <= MOST_RANGES:
        return ranges
    cuts = sorted(nlargest(MOST_RANGES - 1, range(1, len(ranges)), key=gaps.__getitem__))
    return [
        range(ranges[first].start, ranges[end - 1].stop)
        for first, end in pairwise([0, *cuts, len(ranges)])
    ]
