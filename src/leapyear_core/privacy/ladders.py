r"""The ends of the interval of a point that was told, which hold what they are for whatever the values are.

A point near to a place among the values says nothing of how far from it, in the unit of the values, the value at that place
is: the values may have gaps, ties, or a small part of the bounds to themselves. An end that is chosen among all points, a few
places farther out, fails there: of n points some exp(-rate d) n at a distance of d are as likely as one at the place, and a
gap holds 2**31 of them or none. No mechanism of pure differential privacy comes within fewer than log(points) / epsilon
places of a value in all data (the interior point problem; Bun, Nissim, Stemmer and Vadhan 2015, "Differentially private
release and learning of threshold functions", section 1).

But an end only has to be far enough out, and may be too far. From the point m that was told there is a ladder to each bound,
of the points m, m - 1, m - 2, m - 4, m - 8, ... and the bound, for the end below, and so above. Rung k weighs as much as all
that are nearer to m together: 1, 1, 2, 4, ... (`weights`). Going out along them, ever fewer values lie beyond. Let the end be
for the value v at a position p, and T = p - c / rate a target farther out. Rung k is at no distance where T lies between the
number of values beyond it and that beyond the rung before; its distance is otherwise how far T is from both. The first rung
has no rung before it, and there is nothing beyond the last one, so that one rung j is at no distance always. A rung on the wrong
side of v has as many values beyond it as p, or more: it is at a distance of c / rate at the least, and nearer to m than j. So
the odds that a rung is taken that leaves v out are at most

.. math:: \frac{\sum_{i < j} w_i e^{-c}}{w_j} = e^{-c},

whatever the values are and however many; with c = log(1 / miss - 1) the share of such ends is at most `miss` (`far`). The value
lies on one side of m, so that only one of both ends can leave it out: the interval holds it with a probability of 1 - miss.

This is the exponential mechanism (`leapyear_core.privacy.choosing`), with weights that are public since m was told before, and
adaptive composition adds up the prices (Bun and Steinke 2016, lemma 2.3; Dwork and Roth 2014, theorem B.1). One value more
moves the number of values beyond a point by 1 or 0, and the position p by the quantile it is of: a distance by what
`leapyear_core.model.ranks.moved_by` says, as that of any point.
"""

import math
import secrets
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate

from attrs import frozen

from leapyear_core.model.ranks import Rank, Ranks
from leapyear_core.privacy.choosing import HALVINGS, PER_UNIT, happens, reach


def far(miss: Fraction) -> Fraction:
    """How far out an end has its target so that it leaves out its value with this probability at most, in units of 1 / rate."""
    return Fraction(math.log(1 / miss - 1))


def weights(rungs: int) -> list[int]:
    """What so many rungs weigh: each as much as all before it."""
    return [1, *(2**power for power in range(rungs - 1))][:rungs]


@frozen
class WantedEnd:
    """A place that an end is to be beyond.

    Attributes
    ----------
    position
        The target, counted in values from below.
    rate
        How fast rungs become unlikely with their distance.
    side
        Where it is from the point that was told: -1 below, 1 above.
    """

    position: Fraction
    rate: Fraction
    side: int

    def rungs(self, start: int, ranks: Ranks) -> list[int]:
        """The points from the one that was told to the bound: 0, 1, 2, 4, 8, ... away from it, and the bound itself."""
        length = start - ranks.lower if self.side < 0 else ranks.upper - start
        away = [0, *(2**power for power in range((length - 1).bit_length())), length]
        return [start + self.side * each for each in (away if length else [0])]

    @property
    def places(self) -> tuple[int, int]:
        """The places of two values: points that do not lie between these are as far from the target as distances are cut off at."""
        cut = reach(self.rate)
        return math.floor(self.position - cut) + 1, math.ceil(self.position + cut)

    def telling(self, ranks: Ranks, points: Mapping[int, int]) -> range:
        """The points whose ranks have to be known, with the points of the values at these places."""
        first, last = self.places
        # Below, the values that lie below a point are counted, and above, those at it too.
        more = int(self.side < 0)
        start = ranks.lower if first < 1 else points.get(first, ranks.upper + 1) + more
        stop = ranks.lower if last < 1 else points.get(last, ranks.upper + 1) + more
        return range(start, stop)

    def distances(
        self, rungs: Sequence[int], telling: range, found: Mapping[int, Rank]
    ) -> list[Fraction]:
        """How far each rung is from the target, cut off as distances are, with the ranks of those that tell."""
        cut = reach(self.rate)

        def excess(rung: int) -> Fraction:
            if rung < telling.start:
                return -cut
            if rung >= telling.stop:
                return cut
            rank = found[rung]
            return (rank.below if self.side < 0 else rank.up_to) - self.position

        # By how many values a rung falls short of the target; one that does not is beyond it.
        short = [-self.side * excess(each) for each in rungs]
        last = len(rungs) - 1
        return [
            max(
                Fraction(0),
                short[place] if place < last else Fraction(0),
                -short[place - 1] if place else Fraction(0),
            )
            for place in range(len(rungs))
        ]


def climb(ranks: Ranks, wanted: Sequence[tuple[WantedEnd, int]]) -> tuple[int, ...]:
    """For each end, with the point that was told, a rung with a probability proportional to its weight times exp(-rate distance).

    Each is chosen by chances of its own. What must be known of the values is asked for at once for all of them: the points
    between which a rung tells, and then the ranks of those that do.
    """
    places = {place for end, _ in wanted for place in end.places}
    points = ranks.order_statistics(each for each in places if 1 <= each <= ranks.count)
    telling = [end.telling(ranks, points) for end, _ in wanted]
    ladders = [end.rungs(start, ranks) for end, start in wanted]
    found = ranks.ranks_of(
        {
            rung
            for rungs, told in zip(ladders, telling, strict=True)
            for rung in rungs
            if rung in told
        }
    )
    return tuple(
        rungs[_taken([each * end.rate for each in end.distances(rungs, told, found)])]
        for (end, _), rungs, told in zip(wanted, ladders, telling, strict=True)
    )


def _taken(exponents: Sequence[Fraction]) -> int:
    """A place, with a probability proportional to its weight times exp(-exponent), exactly.

    It is proposed by a power of two that is no less, and taken with what is left of its probability: half of it or more.
    """
    halvings = [math.floor(each * PER_UNIT) for each in exponents]
    shares = (
        weight << (HALVINGS - halved)
        for weight, halved in zip(weights(len(exponents)), halvings, strict=True)
    )
    up_to = list(accumulate(shares))
    while True:
        place = bisect_right(up_to, secrets.randbelow(up_to[-1]))
        if happens(exponents[place], halvings[place]):
            return place
