"""From counts of values in buckets to their ranks, looking closer only where it matters.

What is near to a position decides what is chosen there (`leapyear_core.privacy.choosing`); of the rest it is enough to
know that it is far. So the points of a lattice, 2**31 of them perhaps, are counted in some thousand buckets first. Of
these only the buckets that a position may fall near to are counted again, in finer ones, until a bucket is a point.
"""

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate

from attrs import frozen

from leapyear_core.model.ranks import Ranks

#: The first count has up to 2**FIRST_BITS buckets; one that is looked at closer has 2**MORE_BITS in the next.
FIRST_BITS = 12
MORE_BITS = 6

#: So few values are counted by point at once.
FEW = 2**16

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
    buckets = list(_split(everything, lower, shift, counts(shift, [everything])))
    total = sum(bucket.count for bucket in buckets)
    windows = _merged(target.surroundings(total) for target in targets)
    while shift and (close := _close(buckets, windows)):
        values = sum(buckets[index].count for index in close)
        shift = 0 if values <= few else max(0, shift - MORE_BITS)
        found = counts(shift, _joined(buckets[index].points for index in close))
        buckets = [
            part
            for index, bucket in enumerate(buckets)
            for part in (
                _split(bucket.points, lower, shift, found) if index in close else (bucket,)
            )
        ]
    up_to = list(accumulate(bucket.count for bucket in buckets))
    return Ranks(upper, [each.points.start for each in buckets], [0, *up_to[:-1]], up_to)


def _split(points: range, lower: int, shift: int, found: Mapping[int, int]) -> Iterator[_Bucket]:
    """A bucket as those that it is made of; neighbours without values in one."""
    first, last = (points.start - lower) >> shift, (points.stop - 1 - lower) >> shift
    keys = range(first, last + 1)
    held = (
        [key for key in keys if key in found]
        if len(keys) < len(found)
        else sorted(key for key in found if key in keys)
    )
    begin = points.start
    for key in held:
        start = lower + (key << shift)
        stop = min(start + (1 << shift), points.stop)
        if start > begin:
            yield _Bucket(range(begin, start), 0)
        yield _Bucket(range(start, stop), found[key])
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


def _joined(ranges: Iterable[range]) -> list[range]:
    """Ascending ranges, neighbours as one."""
    joined: list[range] = []
    for each in ranges:
        if joined and joined[-1].stop == each.start:
            joined[-1] = range(joined[-1].start, each.stop)
        else:
            joined.append(each)
    return joined
