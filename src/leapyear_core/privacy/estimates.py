"""From noisy sums to answers with intervals.

This sees nothing but the release, so it can tell no more than that (Dwork and Roth 2014, proposition 2.1). Nothing is
clipped to look right: a count may be negative, and a correlation greater than 1.

The interval of a count or a sum is that of its noise. The mean is a quotient of two noisy numbers S and N; its interval
holds the quotients m for which S - m N is no further from zero than its noise explains (Fieller 1954), and is exact for
Gaussian noise however small N is, where an approximation by a derivative is not. Where N could be zero, nothing is known
of the mean but its bounds. Of Laplace noise it holds a bit too many, up to 95.6 %: the sum of two such draws is closer to
Gaussian than each. Without noise the interval is the value itself, and the mean of no rows is as unknown. What is
made of more sums than two is in `leapyear_core.privacy.moments`.
"""

import math
from collections.abc import Sequence
from typing import Any

from attrs import frozen

from leapyear_core.catalog.charges import Cell, Cells, Estimate
from leapyear_core.model.lattice import LatticeTotal, ScaledProduct, Summand, step_of
from leapyear_core.privacy.bounds import OutermostBins
from leapyear_core.privacy.moments import Comoment, Moment, comoment, moment
from leapyear_core.privacy.noise import GAUSSIAN, Noise

#: Whole numbers that JSON carries faithfully; beyond, a double is as good.
_EXACT = 2**53


@frozen
class Total:
    """The sum at this place among the summands."""

    place: int


@frozen
class Difference:
    """One count less another one."""

    place: int
    less: int


@frozen
class Mean:
    """A total over a count."""

    total: int
    count: int


@frozen
class Known:
    """A number that needs no row to be known: the correlation of an attribute with itself."""

    value: float


Statistic = Total | Difference | Mean | Moment | Comoment | Known


@frozen
class Number:
    """The reading of a release as one number."""

    statistic: Statistic

    def read(
        self,
        summands: Sequence[Summand],
        noisy: Sequence[int],
        scales: Sequence[float],
        noise: Noise = GAUSSIAN,
    ) -> Estimate:
        """The answer."""
        return estimate(self.statistic, summands, noisy, scales, noise)


@frozen
class Place:
    """A number of a table: its keys as the contract says them, its name, and which group it is made of."""

    keys: tuple[dict[str, Any], ...]
    statistic: str
    group: int
    of: Statistic


@frozen
class NumberTable:
    """The reading of a release as many numbers, each at its keys.

    Attributes
    ----------
    dimensions
        What the keys are, in order.
    """

    dimensions: tuple[str, ...]
    places: tuple[Place, ...]

    def read(
        self,
        summands: Sequence[Summand],
        noisy: Sequence[int],
        scales: Sequence[float],
        noise: Noise = GAUSSIAN,
    ) -> Cells:
        """The answers."""
        width = len(summands)
        return Cells(
            self.dimensions,
            tuple(
                Cell(
                    each.keys,
                    each.statistic,
                    estimate(
                        each.of,
                        summands,
                        noisy[each.group * width : (each.group + 1) * width],
                        scales,
                        noise,
                    ),
                )
                for each in self.places
            ),
        )


#: A post-processing of a release.
Reading = Number | NumberTable | OutermostBins

#: The first sum, as it is.
NUMBER = Number(Total(0))


def estimate(
    statistic: Statistic,
    summands: Sequence[Summand],
    values: Sequence[int],
    scales: Sequence[float],
    noise: Noise = GAUSSIAN,
) -> Estimate:
    """A statistic, from the noisy sums of one group."""
    match statistic:
        case Total(place):
            scale, step = scales[place], step_of(summands[place])
            deviation = scale * noise.unit_deviation
            return _sum(values[place], noise.half_width(scale), deviation, step)
        case Difference(place, less):
            both = scales[place], scales[less]
            deviation = math.hypot(*both) * noise.unit_deviation
            half_width = noise.half_width_of_difference(*both)
            return _sum(values[place] - values[less], half_width, deviation, 1.0)
        case Mean(total, count):
            return _mean(
                summands[total],
                (values[total], values[count]),
                (scales[total], scales[count]),
                noise,
            )
        case Moment():
            return moment(statistic, summands, values, scales, noise)
        case Comoment():
            return comoment(statistic, summands, values, scales, noise)
        case Known(value):
            return Estimate(value, value, value, 0.0)


def _sum(noisy: int, half_width: float, deviation: float, step: float) -> Estimate:
    """A sum with a half-width and a standard deviation in lattice units."""
    value = noisy if step == 1 and abs(noisy) <= _EXACT else noisy * step
    return Estimate(value, value - half_width * step, value + half_width * step, deviation * step)


def _mean(
    total: Summand, values: tuple[int, int], scales: tuple[float, float], noise: Noise
) -> Estimate:
    centre, step, bounds = _unit(total)
    rows = values[1]
    moved = values[0] * step
    # Fewer than one row has no mean; dividing by one keeps what is told finite, and the interval says how little it is.
    divisor = max(rows, 1)
    ratio = moved / divisor
    found = _fieller(moved, rows, noise.half_width(scales[0]) * step, noise.half_width(scales[1]))
    if found is not None and not any(scales):
        found = ratio, ratio
    low, high = found or (end * step for end in bounds)
    return Estimate(
        centre + ratio,
        centre + min(low, ratio),
        centre + max(high, ratio),
        math.hypot(scales[0] * step, ratio * scales[1]) * noise.unit_deviation / divisor,
    )


def _unit(total: Summand) -> tuple[float, float, tuple[int, int]]:
    """What was subtracted from each value, how far its lattice points are apart, and the bounds of its integers."""
    match total:
        case LatticeTotal(_, centre, _, bounds):
            return centre, total.step, bounds
        case ScaledProduct((only,)):
            return only.centre, only.reach * total.step, total.bounds
        case _:
            raise ValueError("a mean is made of a total")


def _fieller(
    numerator: float, denominator: float, of_numerator: float, of_denominator: float
) -> tuple[float, float] | None:
    """The quotients that fit a numerator and a denominator of these half-widths; None where they have no end."""
    # (numerator - m denominator)**2 <= of_numerator**2 + m**2 of_denominator**2, solved for m.
    leading = denominator**2 - of_denominator**2
    if denominator <= 0 or leading <= 0:
        return None
    middle = numerator * denominator / leading
    spread = math.sqrt((numerator * of_denominator) ** 2 + leading * of_numerator**2) / leading
    return middle - spread, middle + spread
