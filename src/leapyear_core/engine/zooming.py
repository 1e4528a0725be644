"""The values of a relation in order, from counts in buckets, looking closer only where somebody asks.

A lattice may have 2**31 points, and a relation ten million values: neither is listed. The values are counted in some
thousand buckets first. Which bucket holds the value at a place, or how many values lie below a point, then follows up to
the inside of one bucket. The buckets that are asked about are counted again, in finer ones, until a bucket is a point. So
the work grows with the number of places that are asked for, and not with how far apart they are.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

from attrs import Factory, define, frozen

from leapyear_core.model.ranks import Rank

#: The first count has up to 2**FIRST_BITS buckets, or one more where no bucket begins at the first point.
FIRST_BITS = 12

#: So many buckets come out of a later count at most, unless so many are asked about that one becomes 2**MORE_BITS.
FEW = 2**18
MORE_BITS = 4


@frozen
class Within:
    """Buckets that are looked at closer.

    Attributes
    ----------
    shift
        The bucket of a point is ``point >> shift``.
    buckets
        Their numbers.
    """

    shift: int
    buckets: Sequence[int]


@frozen
class Counted:
    """The buckets that hold values, ascending, and how many each holds."""

    buckets: Sequence[int]
    counts: Sequence[int]


#: Counts values by bucket: all of them, or those in some buckets alone, in finer ones (``counts(shift, within)``).
Counts = Callable[[int, Within | None], Counted]


@define
class _Level:
    """One count.

    Attributes
    ----------
    shift
        How fine it is.
    buckets
        Those that hold values, ascending.
    up_to
        For each, how many of the counted values lie in it or in an earlier one.
    finer
        The finer count of what a bucket holds, if it was looked at closer.
    """

    shift: int
    buckets: Sequence[int]
    up_to: Sequence[int]
    finer: dict[int, "_Level"] = Factory(dict)

    def before(self, index: int) -> int:
        """How many values lie in earlier buckets than one."""
        return self.up_to[index - 1] if index else 0


@frozen
class _Cell:
    """A bucket.

    Attributes
    ----------
    level
        The count that it is of.
    offset
        What is added to a rank among all values to have that among those of this count: of all values it knows only those
        in the buckets that it looks closer at.
    bucket
        Its number.
    rank
        How many of all values lie below it, and up to its last point.
    """

    level: _Level
    offset: int
    bucket: int
    rank: Rank

    @property
    def is_known(self) -> bool:
        """Whether all points of it have the same rank: it is one point, or holds no value."""
        return self.level.shift == 0 or self.rank.below == self.rank.up_to


#: Finds the cell of a place or a point in a count, with the offset of that.
_Find = Callable[[int, _Level, int], _Cell]


class ZoomedRanks:
    """Ranks of the points from a lower to an upper one; see `leapyear_core.model.ranks.Ranks`.

    Parameters
    ----------
    counts
        Asked once now, and then as places and points are asked about.
    few
        How many buckets a later count has.
    """

    def __init__(self, lower: int, upper: int, counts: Counts, *, few: int = FEW) -> None:
        self.lower, self.upper = lower, upper
        self._counts, self._few = counts, few
        self._root = self._counted(max(0, (upper - lower).bit_length() - FIRST_BITS), None)

    @property
    def count(self) -> int:
        """How many values there are."""
        return self._root.before(len(self._root.up_to))

    def order_statistics(self, places: Iterable[int]) -> dict[int, int]:
        """The points of the values at these places."""
        cells = self._looked_up(places, _holding)
        return {place: cell.bucket for place, cell in cells.items()}

    def ranks_of(self, points: Iterable[int]) -> dict[int, Rank]:
        """The ranks of these points."""
        cells = self._looked_up(points, _around)
        return {point: cell.rank for point, cell in cells.items()}

    def _looked_up(self, keys: Iterable[int], find: _Find) -> dict[int, _Cell]:
        """The cell of each key, looked at closer until it is known."""
        found = {key: _descended(find(key, self._root, 0), key, find) for key in keys}
        while vague := {key: cell for key, cell in found.items() if not cell.is_known}:
            self._look_closer(vague.values())
            found.update((key, _descended(cell, key, find)) for key, cell in vague.items())
        return found

    def _look_closer(self, cells: Iterable[_Cell]) -> None:
        """Count the values in some buckets again, with one count for those that came from the same one."""
        by_level: dict[int, dict[int, _Cell]] = defaultdict(dict)
        for cell in cells:
            by_level[id(cell.level)][cell.bucket] = cell
        for vague in by_level.values():
            level = next(iter(vague.values())).level
            values = sum(cell.rank.up_to - cell.rank.below for cell in vague.values())
            bits = max(MORE_BITS, (self._few // len(vague)).bit_length() - 1)
            shift = 0 if values <= self._few else max(0, level.shift - bits)
            finer = self._counted(shift, Within(level.shift, sorted(vague)))
            level.finer.update(dict.fromkeys(vague, finer))

    def _counted(self, shift: int, within: Within | None) -> _Level:
        found = self._counts(shift, within)
        return _Level(shift, found.buckets, list(accumulate(found.counts)))


def _holding(place: int, level: _Level, offset: int) -> _Cell:
    """The bucket that holds the value at a place."""
    index = bisect_left(level.up_to, place + offset)
    return _Cell(
        level,
        offset,
        level.buckets[index],
        Rank(level.before(index) - offset, level.up_to[index] - offset),
    )


def _around(point: int, level: _Level, offset: int) -> _Cell:
    """The bucket around a point."""
    bucket = point >> level.shift
    index = bisect_left(level.buckets, bucket)
    holds = index < len(level.buckets) and level.buckets[index] == bucket
    return _Cell(
        level,
        offset,
        bucket,
        Rank(level.before(index) - offset, level.before(index + holds) - offset),
    )


def _descended(cell: _Cell, key: int, find: _Find) -> _Cell:
    """The cell of a key in the finest count that there is, from that in a wider one."""
    while (finer := cell.level.finer.get(cell.bucket)) is not None:
        first = bisect_left(finer.buckets, cell.bucket << (cell.level.shift - finer.shift))
        cell = find(key, finer, finer.before(first) - cell.rank.below)
    return cell
