"""Ranks: how many values of a relation lie below and up to each point of a lattice.

They are exact and so private: an engine gives them to `leapyear_core.privacy.measure`, which gives out a point that was
chosen by them, and nothing of them.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen


@frozen
class Ranks:
    """The points ``lower`` to ``upper``, in runs of neighbours that the same values lie below, and up to.

    Attributes
    ----------
    upper
        The last point; the first one is the first of ``firsts``.
    firsts
        The first point of each run, ascending.
    below
        For each run, how many values lie below its points.
    up_to
        For each run, how many values lie below its points or at them. (Of a run of several points that values lie at,
        it is the number up to its last point: so the engine says of points that are far from all that is asked for.)
    """

    upper: int
    firsts: Sequence[int]
    below: Sequence[int]
    up_to: Sequence[int]

    @property
    def lower(self) -> int:
        """The first point."""
        return self.firsts[0]

    @property
    def count(self) -> int:
        """How many values there are."""
        return self.up_to[-1]

    def distance(self, point: int, position: Fraction) -> Fraction:
        """How far a point is from the place where a position, counted in values from below, falls.

        0 where the position lies among the values at the point, otherwise the number of values between them. One value
        more or less moves it by at most 1, and by that much less as the position moves along (`moved_by`).
        """
        run = bisect_right(self.firsts, point) - 1
        return max(Fraction(0), self.below[run] - position, position - self.up_to[run])

    def at(self, position: Fraction) -> int:
        """The first point with values at it up to which a position is reached; the middle, where there are no values.

        Parameters
        ----------
        position
            The ranks are exact there.
        """
        run = bisect_left(self.up_to, max(1, math.ceil(position)))
        if run == len(self.firsts):
            # Beyond the last value, or there is none.
            run = bisect_left(self.up_to, self.count)
        return self.firsts[run] if self.count else (self.lower + self.upper) // 2

    def within(self, distance: Fraction, position: Fraction) -> range:
        """The points that are less far than this from a position; neighbours all of them, perhaps none.

        Parameters
        ----------
        distance
            Positive.
        """
        # Ranks are whole numbers: they are compared with whole numbers, which is faster.
        first = bisect_right(self.up_to, math.floor(position - distance))
        last = bisect_left(self.below, math.ceil(position + distance))
        if first >= last:
            return range(self.lower, self.lower)
        end = self.upper + 1 if last == len(self.firsts) else self.firsts[last]
        return range(self.firsts[first], end)


def moved_by(quantile: Fraction) -> Fraction:
    """The most that one value more or less moves the distance of any point to a quantile of the values.

    The position of quantile q among n values is q n. One value more moves it by q; and a point's own rank by 1 if the
    value lies below it, else not: together 1 - q, or q.
    """
    return max(quantile, 1 - quantile)
