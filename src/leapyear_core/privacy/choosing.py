r"""The exponential mechanism, sampled exactly: one of many candidates, the better the likelier.

A candidate at distance d from what is wanted is chosen with a probability proportional to exp(-rate d). If one privacy
unit moves every distance by at most Delta, the choice is epsilon-bounded-range with epsilon = 2 Delta rate, and so
epsilon-differentially private and (epsilon**2 / 8) zero-concentrated differentially private (McSherry and Talwar 2007;
Dong, Durfee and Rogers 2020, "Optimal differential privacy composition for exponential mechanisms", section 3; Cesar and
Rogers 2021, "Bounding, concentrating, and truncating", lemma 3.4).

No probability is rounded, since a rounded one can tell what it was made of (Ilvento 2020, "Implementing the exponential
mechanism with base-2 differential privacy"). Candidates are proposed by whole numbers: those whose true weight is between
2**-k and 2**-j, for two of the `EDGES` that follow each other, are a shell, and each of them weighs 2**-j. What is
proposed is then taken or not, by a comparison of a random real number, of which as many digits are drawn as it takes, with
its true share of that weight. Randomness is that of the operating system.

A choice may also be of what lies outside of all values, on one side: of candidates that stand for the bound there, and are at
no distance from a position beyond the last value, nor nearer than the bound to any other. How many they are is public, and a
privacy unit moves their distances by no more than it moves others: so they cost nothing.

So little has to be known of the values: the points at which shells end, which are order statistics, two for each of the
edges; and the ranks of the points that are proposed. However slowly the weight falls, and so however many values a choice
may stray by, it is no more than that.
"""

import secrets
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Self

from attrs import frozen

from leapyear_core.model.ranks import Rank, Ranks

#: Distances are cut off where the weight is 2**-HALVINGS, which moves no two of them apart. All the points beyond, 2**34 at
#: most, are then together as likely as 2**-30 of a point where the position falls.
HALVINGS = 64

#: Where shells end: by how many halvings of the weight. Far out, where hardly anything is proposed, they are wider: less has
#: to be known, and of what is proposed there, more is not taken.
EDGES = (*range(1, 16), *range(16, 32, 2), *range(32, HALVINGS + 1, 4))

#: Halvings of the weight for each unit of the exponent, just below 1 / log(2): no shell has a weight below the true ones of
#: its candidates.
_PER_UNIT = Fraction(14426950408889634, 10**16)

#: The edge on the inside of each shell, which its candidates are weighed by.
_INNER_EDGES = (0, *EDGES)

#: So many points are proposed at a time: hardly ever none of them is taken, since near to a position half of them are.
PROPOSALS = 16

#: How many candidates there are outside of all values, for each point: among few values, where a position is beyond them by
#: log(10) / rate, what is chosen then lies inside of one of them in one of 21 choices at most.
OUTSIDE = 2

#: Digits that are drawn at a time.
_DIGITS = 30


def rate_of(epsilon: float, moved: Fraction) -> Fraction:
    """The rate at which a choice is epsilon-bounded-range, where one privacy unit moves a distance by at most this."""
    return Fraction(epsilon) / (2 * moved)


def reach(rate: Fraction) -> Fraction:
    """The distance at which distances are cut off."""
    return HALVINGS / (rate * _PER_UNIT)


@frozen
class Wanted:
    """A place that a point is to be chosen near to.

    Attributes
    ----------
    position
        What is wanted, counted in values from below.
    rate
        How fast points become unlikely with their distance.
    outside
        On which side what lies outside of all values may be chosen too, as the bound there: -1 below, 1 above, 0 on neither.
    """

    position: Fraction
    rate: Fraction
    outside: int = 0

    def candidates(self, ranks: Ranks) -> range:
        """All points, and beyond the bounds those that stand for one of them."""
        more = OUTSIDE * (ranks.upper - ranks.lower + 1)
        below, above = (more if self.outside == side else 0 for side in (-1, 1))
        return range(ranks.lower - below, ranks.upper + 1 + above)

    def distance(self, ranks: Ranks, point: int, found: Mapping[int, Rank]) -> Fraction:
        """How far a candidate is from the position, with the ranks of those that are points."""
        if point < ranks.lower:
            return max(Fraction(0), self.position)
        if point > ranks.upper:
            return max(Fraction(0), ranks.count - self.position)
        return found[point].distance(self.position)

    def edges(self) -> list[tuple[int, int]]:
        """Of all that is within each of the `EDGES`, the places of the first and of the last value that points may be at.

        A point is less far than d from a position p if more than p - d values lie below it or at it, and fewer than
        p + d below it. So the first such point is that of one order statistic, and the last one that of another.
        """
        halving = 1 / (self.rate * _PER_UNIT)
        # Whole numbers, over one denominator: fractions would take ten times as long.
        whole = self.position.denominator * halving.denominator
        place = self.position.numerator * halving.denominator
        step = halving.numerator * self.position.denominator
        return [((place - n * step) // whole + 1, -((-place - n * step) // whole)) for n in EDGES]


def choose(ranks: Ranks, wanted: Sequence[Wanted]) -> tuple[int, ...]:
    """For each place a point near to it, with a probability proportional to exp(-rate distance), exactly.

    Each is chosen by chances of its own. What must be known of the values is asked for at once for all of them: the
    points at which their shells end, and then the ranks of what is proposed.
    """
    edges = [each.edges() for each in wanted]
    places = {place for pairs in edges for pair in pairs for place in pair}
    points = ranks.order_statistics(each for each in places if 1 <= each <= ranks.count)
    shells = [
        _Shells.between(ranks, pairs, points, each.candidates(ranks))
        for pairs, each in zip(edges, wanted, strict=True)
    ]
    chosen: dict[int, int] = {}
    while len(chosen) < len(wanted):
        proposed = {
            index: [shells[index].propose() for _ in range(PROPOSALS)]
            for index in range(len(wanted))
            if index not in chosen
        }
        found = ranks.ranks_of(
            {
                point
                for each in proposed.values()
                for point, _ in each
                if ranks.lower <= point <= ranks.upper
            }
        )
        for index, each in proposed.items():
            near, rate = wanted[index], wanted[index].rate
            for point, halvings in each:
                exponent = min(near.distance(ranks, point, found), reach(rate)) * rate
                if _happens(exponent, halvings):
                    chosen[index] = min(max(point, ranks.lower), ranks.upper)
                    break
    return tuple(chosen[index] for index in range(len(wanted)))


@frozen
class _Shells:
    """All points, by how many times their weight is halved.

    Attributes
    ----------
    parts
        Of each shell the points on the left and on the right of the position.
    up_to
        The weight of each shell and all earlier ones, in units of 2**-HALVINGS.
    """

    parts: Sequence[tuple[range, range]]
    up_to: Sequence[int]

    @classmethod
    def between(
        cls,
        ranks: Ranks,
        edges: Sequence[tuple[int, int]],
        points: Mapping[int, int],
        everything: range,
    ) -> Self:
        """Shells that end at the values at some places, whose points are given, among all candidates."""
        between = (_between(ranks, *each, points, everything) for each in edges)
        inner = [range(0), *between]
        parts = [_difference(*each) for each in pairwise([*inner, everything])]
        weights = (
            sum(map(len, shell)) << (HALVINGS - halvings)
            for halvings, shell in zip(_INNER_EDGES, parts, strict=True)
        )
        return cls(parts, list(accumulate(weights)))

    def propose(self) -> tuple[int, int]:
        """A point, and how many times its weight was halved to propose it."""
        drawn = secrets.randbelow(self.up_to[-1])
        shell = bisect_right(self.up_to, drawn)
        before = self.up_to[shell - 1] if shell else 0
        left, right = self.parts[shell]
        halvings = _INNER_EDGES[shell]
        index = (drawn - before) >> (HALVINGS - halvings)
        return left[index] if index < len(left) else right[index - len(left)], halvings


def _between(
    ranks: Ranks, first: int, last: int, points: Mapping[int, int], everything: range
) -> range:
    """The candidates from the value at one place to that at another, either of which may be beyond all values."""
    if last < 1:
        return range(everything.start, ranks.lower)
    if first > ranks.count:
        return range(ranks.upper + 1, everything.stop)
    start = points[first] if first >= 1 else everything.start
    stop = points[last] + 1 if last <= ranks.count else everything.stop
    return range(start, stop)


def _difference(inner: range, outer: range) -> tuple[range, range]:
    """What lies in the outer range and not in the inner one, on both sides of it."""
    if not inner:
        return outer, range(0)
    return range(outer.start, inner.start), range(inner.stop, outer.stop)


def _happens(exponent: Fraction, halvings: int) -> bool:
    """Whether an event of probability exp(-exponent) 2**halvings happens."""
    digits, drawn = 0, 0
    while True:
        digits += _DIGITS
        drawn = drawn * 10**_DIGITS + secrets.randbelow(10**_DIGITS)
        # The number that is being drawn lies between drawn and drawn + 1, in units of 10**-digits.
        low, high = _share(exponent, halvings, digits + 10)
        if drawn + 1 <= low * 10**digits:
            return True
        if drawn >= high * 10**digits:
            return False


def _share(exponent: Fraction, halvings: int, precision: int) -> tuple[Fraction, Fraction]:
    """Bounds of exp(-exponent) 2**halvings, to so many digits."""
    down, up = (Context(prec=precision, rounding=way) for way in (ROUND_FLOOR, ROUND_CEILING))
    numerator, denominator = Decimal(-exponent.numerator), Decimal(exponent.denominator)
    # `exp` is rounded to nearest, whatever the context says: a unit of the last place on each side holds the true value.
    low = down.next_minus(down.exp(down.divide(numerator, denominator)))
    high = up.next_plus(up.exp(up.divide(numerator, denominator)))
    return Fraction(low) * 2**halvings, Fraction(high) * 2**halvings
