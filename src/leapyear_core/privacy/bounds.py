r"""Bounds of a number, found in a noisy histogram over a grid that everybody knows.

The edges of the bins are the powers of two and the points halfway between them, on both sides of zero, as far as the
type of the expression reaches: they follow from the type alone, and a thousand bins cost what one count does
(`leapyear_core.privacy.pricing`). Which of them hold values is told from the noisy counts by a threshold; this sees
nothing but the release, as every reading does.

The threshold for the sum of :math:`m` neighbouring bins, with noise of scale :math:`\sigma` in each, is

.. math:: t_m = \sigma \sqrt{2 m \ln(W / 10^{-9})}

where :math:`W` is the number of windows of 1, 2, 4, ... bins, up to all. The noise of some window is above it, and so is
that of some window below :math:`-t_m`, with a probability of 1e-9 at most: a discrete Gaussian is sub-Gaussian with its
own scale (Canonne, Kamath and Steinke 2020, "The discrete Gaussian for differential privacy"), and so are sums of them. Of
Laplace noise the threshold is that of `leapyear_core.privacy.noise` for the same probability.

The bounds begin with all single bins above the threshold; where there are none, with the narrowest windows above theirs,
of these the fullest. On each side they take in the next window, the narrowest that is above its threshold, as long as
there is one. So, but for that probability, whatever is taken in holds values, and fewer than :math:`2 t_m` are left out of
the next :math:`m` bins. Where more values seem to be in the next bins than in all that was taken in, or in those that are
as far from zero on the other side of it, there are no bounds: to clamp the greater part of the values is worse than not to
clamp. A bound far nearer to zero than the other one then becomes zero. Single bins alone would be Google's approximate bounds (Wilson et al. 2020, "Differentially private SQL with bounded user contribution"); windows cost
nothing more, and hold a small table together whose values are in many bins of few each.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from attrs import frozen

from leapyear_core.catalog.charges import Cell, Cells, Estimate
from leapyear_core.model.lattice import Summand
from leapyear_core.model.types import INT_LIMIT, REAL_LIMIT, IntType, RealType
from leapyear_core.privacy.noise import GAUSSIAN, Noise

#: The probability that a bin without values is taken for one that has some, over all bins.
FALSE_ALARM = 1e-9

#: The least power of two of the grid for REAL: what is nearer to zero is in one bin with it, on either side.
_LEAST_POWER = -40

#: As many values as within in so many bins on each side, and there where these are with the other sign: then the bounds are
#: none. That is four octaves.
_NEXT = 8

#: How much nearer to zero than the other a bound is that becomes zero.
_NEAR = 1 / 8


def grid(given: IntType | RealType) -> tuple[float, ...]:
    """The edges of the bins for a type: its own ends, and those of the grid that lie between them.

    Of whole numbers the last edge is one beyond the greatest, so that each bin ends before its upper edge.

    Examples
    --------
    >>> grid(IntType(-1, 5))
    (-1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 6.0)
    """
    lower, upper = float(given.lower), float(given.upper)
    if isinstance(given, IntType):
        upper += 1
        positive = [1.0, *_points(1, INT_LIMIT)]
    else:
        # Bounds that are one point make a bin all the same.
        upper = max(upper, math.nextafter(lower, math.inf))
        positive = _points(_LEAST_POWER, REAL_LIMIT)
    points = (*(-each for each in reversed(positive)), 0.0, *positive)
    return (lower, *(each for each in points if lower < each < upper), upper)


def threshold(scale: float, bins: int, width: int = 1, noise: Noise = GAUSSIAN) -> float:
    """The noisy count above which a window of so many bins, among all of them, holds values; 0 without noise."""
    # From each bin on to the left and to the right.
    windows = 2 * bins * len(_widths(bins))
    return noise.threshold(scale, FALSE_ALARM / windows, width)


@lru_cache(maxsize=1024)
def _widths(bins: int) -> tuple[int, ...]:
    return tuple(min(2**power, bins) for power in range(bins.bit_length() + 1))


@frozen
class OutermostBins:
    """The reading of the counts of the bins of a grid as bounds.

    Attributes
    ----------
    given
        The type of what is counted, which the grid follows from.
    """

    given: IntType | RealType

    def read(
        self,
        summands: Sequence[Summand],
        noisy: Sequence[int],
        scales: Sequence[float],
        noise: Noise = GAUSSIAN,
    ) -> Cells:
        """Both bounds, as the statistic ``bound``; where there are too few values, those of the type, as ``no_bound``.

        The interval of a bound holds the least or the greatest of all values. What lies beyond the bound is private, so
        the interval reaches to the end of the type.
        """
        (scale,) = scales
        bins, ends = _bins(self.given), (self.given.lower, self.given.upper)
        found = _found(noisy, scale, noise, sum(high < 0 for _, high in bins))
        if found is None:
            return _told("no_bound", ends, ends, ends, scale, noise)
        low, high = bins[found.first][0], bins[found.last][1]
        if scale == 0:
            ends = low, high
        else:
            low, high = self._with_zero(low, high)
        least = ends[0], bins[found.least_up_to][1]
        greatest = bins[found.greatest_from][0], ends[1]
        return _told("bound", (low, high), least, greatest, scale, noise)

    def _with_zero(self, low: float, high: float) -> tuple[float, float]:
        """The bounds, of which one that is far nearer to zero than the other becomes zero.

        The small values of an even distribution are in many bins, of few values each. To take all of them in widens the
        range by an eighth at most.
        """
        if 0 < low <= _NEAR * high:
            low = max(self.given.lower, 0)
        elif 0 > high >= _NEAR * low:
            high = min(self.given.upper, 0)
        return low, high


def bounds_in(cells: Cells) -> tuple[float, float] | None:
    """The bounds that a release tells; None where it found none."""
    lower, upper = cells.cells
    return None if lower.statistic == "no_bound" else (lower.estimate.value, upper.estimate.value)


def _bins(given: IntType | RealType) -> list[tuple[float, float]]:
    """The least and the greatest value of each bin."""
    edges = grid(given)
    if isinstance(given, IntType):
        return [(int(edge), int(after) - 1) for edge, after in pairwise(edges)]
    return [(edge, min(after, given.upper)) for edge, after in pairwise(edges)]


@frozen
class _Span:
    """Neighbouring bins, from the first to the last one.

    Attributes
    ----------
    least_up_to, greatest_from
        The bins up to which the least value is, and from which on the greatest one.
    held
        The noisy count of the windows that they were found by.
    """

    first: int
    last: int
    least_up_to: int
    greatest_from: int
    held: int


def _found(noisy: Sequence[int], scale: float, noise: Noise, negative: int) -> _Span | None:
    """The bins that hold all but few values; None where nothing is above its threshold, or most are left out.

    Parameters
    ----------
    negative
        How many of the bins are below zero.
    """
    core = _core(noisy, scale, noise)
    if core is None:
        return None
    left = _taken(noisy[: core.first][::-1], scale, len(noisy), noise)
    right = _taken(noisy[core.last + 1 :], scale, len(noisy), noise)
    span = _Span(
        core.first - left.bins,
        core.last + right.bins,
        core.first - left.at_least if left.bins else core.least_up_to,
        core.last + right.at_least if right.bins else core.greatest_from,
        core.held + left.held + right.held,
    )
    # Two clusters of numbers that are alike but for their sign have all bins nearer to zero between them: too many, as a
    # rule, for the noise of the window which would reach from the one to the other.
    near = range(span.first - _NEXT, span.last + 1 + _NEXT)
    mirrored = range(2 * negative - near.stop, 2 * negative - near.start)
    inside = range(span.first, span.last + 1)
    beyond = {*near, *mirrored}.intersection(range(len(noisy))).difference(inside)
    return span if sum(noisy[each] for each in beyond) < span.held else None


def _core(noisy: Sequence[int], scale: float, noise: Noise) -> _Span | None:
    """The bins to begin with."""
    bins, up_to = len(noisy), [0, *accumulate(noisy)]
    for width in _widths(bins):
        sums = [up_to[start + width] - up_to[start] for start in range(bins - width + 1)]
        least = threshold(scale, bins, width, noise)
        above = [start for start, held in enumerate(sums) if held > least]
        if above and width == 1:
            held = sum(sums[start] for start in above)
            return _Span(above[0], above[-1], above[0], above[-1], held)
        if above:
            start = max(above, key=lambda each: sums[each])
            return _Span(start, start + width - 1, start + width - 1, start, sums[start])
    return None


@frozen
class _Taken:
    """How many of the bins on one side are taken in.

    Attributes
    ----------
    at_least
        The least number of them, the nearest first, of which the last one may hold the outermost value: that is in the
        last window which was taken in.
    held
        Their noisy count.
    """

    bins: int
    at_least: int
    held: int


def _taken(outside: Sequence[int], scale: float, bins: int, noise: Noise) -> _Taken:
    """The bins on one side, the nearest first, that are taken in."""
    up_to = [0, *accumulate(outside)]
    taken, at_least = 0, 0
    while True:
        stops = (min(taken + width, len(outside)) for width in _widths(bins))
        above = (
            stop
            for stop in stops
            if stop > taken
            and up_to[stop] - up_to[taken] > threshold(scale, bins, stop - taken, noise)
        )
        stop = next(above, None)
        if stop is None:
            return _Taken(taken, at_least, up_to[taken])
        taken, at_least = stop, taken + 1


def _told(
    statistic: str,
    bounds: tuple[float, float],
    least: tuple[float, float],
    greatest: tuple[float, float],
    scale: float,
    law: Noise,
) -> Cells:
    """Bounds, with the intervals that hold the least and the greatest value."""
    named = (("lower", bounds[0], least), ("upper", bounds[1], greatest))
    return Cells(
        ("bound",),
        tuple(
            Cell(
                ({"kind": "text", "value": name},),
                statistic,
                Estimate(value, *interval, _noise(interval, law) if scale else 0.0),
            )
            for name, value, interval in named
        ),
    )


def _noise(interval: tuple[float, float], law: Noise) -> float:
    """The standard deviation that the width of an interval stands for; never 0, since it was found by noisy counts."""
    of_deviation = law.unit_half_width / law.unit_deviation
    return max((interval[1] - interval[0]) / (2 * of_deviation), math.ulp(0.0))


def _points(least_power: int, most: float) -> list[float]:
    """The powers of two up to a number, and the points halfway between them."""
    powers = range(least_power, math.frexp(most)[1] + 1)
    points = (math.ldexp(share, power) for power in powers for share in (1.0, 1.5))
    return [each for each in points if each <= most]
