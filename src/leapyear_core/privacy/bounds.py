r"""Bounds of a number, found in a noisy histogram over a grid that everybody knows.

The edges of the bins are the powers of two and the points halfway between them, on both sides of zero, as far as the
type of the expression reaches: they follow from the type alone, and a thousand bins cost what one count does
(`leapyear_core.privacy.pricing`). The bounds are the outer edges of the outermost bins whose noisy count is above a
threshold. This sees nothing but the release, as every reading does.

The threshold for :math:`B` bins with noise of scale :math:`\sigma` is

.. math:: t = \sigma \sqrt{2 \ln(B / 10^{-9})}

The noise of some bin is above it, and so is that of some bin below :math:`-t`, with a probability of 1e-9 at most: a
discrete Gaussian is sub-Gaussian with its own scale (Canonne, Kamath and Steinke 2020, "The discrete Gaussian for
differential privacy"). With Laplace noise it is :math:`\sigma \ln(B / 10^{-9})`. So, but for that, each bound is that of a bin with values in it, and no bin beyond the bounds
holds :math:`2 t` values or more. A bound far nearer to zero than the other one then becomes zero. The algorithm is that of Google's approximate bounds (Wilson et al. 2020,
"Differentially private SQL with bounded user contribution"), with Gaussian noise and a grid twice as fine.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

from attrs import frozen

from leapyear_core.catalog.charges import Cell, Cells, Estimate
from leapyear_core.model.lattice import Summand
from leapyear_core.model.types import INT_LIMIT, REAL_LIMIT, IntType, RealType
from leapyear_core.privacy.noise import GAUSSIAN, Noise

#: The probability that a bin without values is taken for one that has some, over all bins.
FALSE_ALARM = 1e-9

#: The least power of two of the grid for REAL: what is nearer to zero is in one bin with it, on either side.
_LEAST_POWER = -40

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


def threshold(scale: float, bins: int, noise: Noise = GAUSSIAN) -> float:
    """The noisy count above which one of so many bins is taken to hold values; 0 without noise."""
    return noise.threshold(scale, FALSE_ALARM / bins)


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
        """Both bounds, as the statistic ``bound``; where no bin has enough values, those of the type, as ``no_bound``.

        The interval of a bound holds the least or the greatest of all values. What lies beyond the bound is private, so
        the interval reaches to the end of the type.
        """
        (scale,) = scales
        least = threshold(scale, len(noisy), noise)
        bins = _bins(self.given)
        found = [each for each, count in zip(bins, noisy, strict=True) if count > least]
        statistic, ends = "bound", (self.given.lower, self.given.upper)
        if not found:
            statistic, found = "no_bound", [ends]
        (low, low_at_most), (high_at_least, high) = found[0], found[-1]
        if scale == 0:
            ends = low, high
        else:
            low, high = self._with_zero(low, high)
        return Cells(
            ("bound",),
            (
                _cell("lower", statistic, low, (ends[0], low_at_most), scale, noise),
                _cell("upper", statistic, high, (high_at_least, ends[1]), scale, noise),
            ),
        )

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


def _cell(
    name: str,
    statistic: str,
    value: float,
    interval: tuple[float, float],
    scale: float,
    law: Noise,
) -> Cell:
    low, high = interval
    # Where the bounds of the type are one point, it was found by noisy counts all the same.
    of_deviation = law.unit_half_width / law.unit_deviation
    noise = max((high - low) / (2 * of_deviation), math.ulp(0.0)) if scale else 0.0
    return Cell(({"kind": "text", "value": name},), statistic, Estimate(value, low, high, noise))


def _points(least_power: int, most: float) -> list[float]:
    """The powers of two up to a number, and the points halfway between them."""
    powers = range(least_power, math.frexp(most)[1] + 1)
    points = (math.ldexp(share, power) for power in powers for share in (1.0, 1.5))
    return [each for each in points if each <= most]
