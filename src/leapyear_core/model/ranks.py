"""Ranks: how many values of a relation lie below and up to each point of a lattice.

They are exact and so private: an engine gives them to `leapyear_core.privacy.measure`, which gives out a point that was
chosen by them, and nothing of them.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Protocol

from attrs import frozen


@frozen
class Rank:
    """Where a point lies among values.

    Attributes
    ----------
    below
        How many values lie below it.
    up_to
        How many lie below it or at it.
    """

    below: int
    up_to: int

    def distance(self, position: Fraction) -> Fraction:
        """How far the point is from the place where a position, counted in values from below, falls.

        0 where the position lies among the values at the point, otherwise the number of values between them. One value
        more or less moves it by at most 1, and by that much less as the position moves along (`moved_by`).
        """
        return max(Fraction(0), self.below - position, position - self.up_to)


class Ranks(Protocol):
    """The values of a relation, put in order as far as somebody asks."""

    @property
    def lower(self) -> int:
        """The first point of the lattice."""
        ...

    @property
    def upper(self) -> int:
        """The last point of the lattice."""
        ...

    @property
    def count(self) -> int:
        """How many values there are."""
        ...

    def order_statistics(self, places: Iterable[int]) -> dict[int, int]:
        """The points of the values at these places in ascending order; the least value is at place 1, the last at `count`."""
        ...

    def ranks_of(self, points: Iterable[int]) -> dict[int, Rank]:
        """The ranks of these points."""
        ...


def moved_by(quantile: Fraction) -> Fraction:
    """The most that one value more or less moves the distance of any point to a quantile of the values.

    The position of quantile q among n values is q n. One value more moves it by q; and a point's own rank by 1 if the
    value lies below it, else not: together 1 - q, or q.
    """
    return max(quantile, 1 - quantile)
