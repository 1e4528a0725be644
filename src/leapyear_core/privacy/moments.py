r"""Statistics of more than two noisy sums: variance and the like, and their intervals.

All are functions of power sums :math:`S_k = \sum y^k` of values that were scaled to :math:`[-1, 1]`
(`leapyear_core.model.lattice.ScaledProduct`). Their intervals come from the release alone: the noise is known, so what
the exact sums may have been is drawn anew, many times, around the noisy ones (a parametric bootstrap; Efron and Tibshirani
1993, chapter 6; for noise of differential privacy Ferrando, Wang and Sheldon 2022), and the interval holds the middle 95 %
of what the statistic would have been. For a function that is monotone along the noise that is exact.

The draws are a fixed table, so that the same release has the same interval always. They are stratified in each
coordinate (a Latin hypercube, McKay, Beckman and Conover 1979), which makes 2,000 of them do for many more. They have
nothing to do with the noise that protects anybody.

Where too many of the draws have no such statistic (the rows may be none, the variance zero), nothing is known of it but
its bounds.
"""

import math
import random
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen

from leapyear_core.catalog.charges import Estimate
from leapyear_core.model.analyses import ComomentKind, MomentKind
from leapyear_core.model.lattice import ScaledProduct, Summand, step_of
from leapyear_core.privacy.noise import GAUSSIAN, Noise

#: How many times the exact sums are drawn anew.
RESAMPLES = 2000

#: The share of draws without a value from which on there is no interval but the bounds.
_MOST_UNDEFINED = 0.005

_TAIL = 0.025


@frozen
class Moment:
    """A statistic of one attribute.

    Attributes
    ----------
    places
        Of the count, and of the sums of the first and the higher powers.
    ddof
        What is subtracted from the number of rows in the divisor of a variance: 1 for that of a sample, 0 for that of a
        population. Skewness and kurtosis are those of a sample, as pandas has them (Joanes and Gill 1998, G1 and G2).
    """

    kind: MomentKind
    places: tuple[int, ...]
    ddof: int = 1


@frozen
class Comoment:
    """A statistic of two attributes.

    Attributes
    ----------
    rows
        The place of the count.
    firsts, squares
        For each attribute the places of its sum and of its sum of squares.
    product
        The place of the sum of products.
    ddof
        As for a `Moment`.
    """

    kind: ComomentKind
    rows: int
    firsts: tuple[int, int]
    squares: tuple[int, int]
    product: int
    ddof: int = 1


def moment(
    asked: Moment,
    summands: Sequence[Summand],
    values: Sequence[int],
    scales: Sequence[float],
    noise: Noise = GAUSSIAN,
) -> Estimate:
    """A statistic of one attribute, from noisy sums."""
    reach = _reach(summands[asked.places[1]])
    offsets = [_offset(summands[place]) for place in asked.places]
    statistic = _MOMENTS[asked.kind]

    def of(rows: float, *sums: float) -> float | None:
        if rows < len(asked.places) - 1:
            return None
        # The count has no offset of its own.
        return statistic(
            rows,
            [total / rows + offset for total, offset in zip(sums, offsets[1:], strict=True)],
            reach,
            asked.ddof,
        )

    deviation = scales[asked.places[0]] * noise.unit_deviation
    rows_at_most = max(4.0, values[asked.places[0]] + 3 * deviation)
    bounds = {
        "variance": (0.0, 2 * reach**2),
        "std": (0.0, math.sqrt(2) * reach),
        "skewness": (-2.5 * math.sqrt(rows_at_most), 2.5 * math.sqrt(rows_at_most)),
        "kurtosis": (-6.0, rows_at_most),
    }[asked.kind]
    return _resampled(_each(of), asked.places, summands, values, scales, bounds, noise)


def comoment(
    asked: Comoment,
    summands: Sequence[Summand],
    values: Sequence[int],
    scales: Sequence[float],
    noise: Noise = GAUSSIAN,
) -> Estimate:
    """A statistic of two attributes, from noisy sums."""
    x_reach, y_reach = (_reach(summands[place]) for place in asked.firsts)
    product_offset = _offset(summands[asked.product])
    x_offset, y_offset = (_offset(summands[place]) for place in asked.squares)

    def covariance(rows: Any, x: Any, y: Any, xy: Any) -> Any:
        means = pc.multiply(pc.divide(x, rows), pc.divide(y, rows))
        of_scaled = pc.subtract(pc.add(pc.divide(xy, rows), product_offset), means)
        of_rows = pc.divide(pc.multiply(of_scaled, rows), pc.subtract(rows, float(asked.ddof)))
        value = pc.multiply(pc.multiply(of_rows, x_reach), y_reach)
        return _where(pc.greater_equal(rows, 2.0), value)

    def correlation(rows: Any, x: Any, y: Any, xx: Any, yy: Any, xy: Any) -> Any:
        x, y = pc.divide(x, rows), pc.divide(y, rows)
        of_x = pc.subtract(pc.add(pc.divide(xx, rows), x_offset), pc.multiply(x, x))
        of_y = pc.subtract(pc.add(pc.divide(yy, rows), y_offset), pc.multiply(y, y))
        of_both = pc.subtract(pc.add(pc.divide(xy, rows), product_offset), pc.multiply(x, y))
        has_spread = pc.and_(pc.greater(of_x, 0.0), pc.greater(of_y, 0.0))
        value = pc.divide(of_both, pc.sqrt(pc.multiply(of_x, of_y)))
        return _where(pc.and_(pc.greater_equal(rows, 2.0), has_spread), value)

    if asked.kind == "covariance":
        most = 2 * x_reach * y_reach
        places: tuple[int, ...] = (asked.rows, *asked.firsts, asked.product)
        return _resampled(covariance, places, summands, values, scales, (-most, most), noise)
    places = (asked.rows, *asked.firsts, *asked.squares, asked.product)
    return _resampled(correlation, places, summands, values, scales, (-1.0, 1.0), noise)


def _variance(rows: float, means: Sequence[float], reach: float, ddof: int) -> float:
    first, second = means
    return (second - first**2) * rows / (rows - ddof) * reach**2


def _std(rows: float, means: Sequence[float], reach: float, ddof: int) -> float | None:
    # Noise may make a small variance negative, which has no root: there the deviation is told as 0.
    return math.sqrt(max(0.0, _variance(rows, means, reach, ddof)))


def _skewness(rows: float, means: Sequence[float], reach: float, ddof: int) -> float | None:
    first, second, third = means
    variance = second - first**2
    if rows <= 2 or variance <= 0:
        return None
    central = third - 3 * first * second + 2 * first**3
    return central / math.sqrt(variance) ** 3 * math.sqrt(rows * (rows - 1)) / (rows - 2)


def _kurtosis(rows: float, means: Sequence[float], reach: float, ddof: int) -> float | None:
    first, second, third, fourth = means
    variance = second - first**2
    if rows <= 3 or variance <= 0:
        return None
    central = fourth - 4 * first * third + 6 * first**2 * second - 3 * first**4
    excess = central / variance**2 - 3
    return (rows - 1) / ((rows - 2) * (rows - 3)) * ((rows + 1) * excess + 6)


_MOMENTS: dict[MomentKind, Callable[[float, Sequence[float], float, int], float | None]] = {
    "variance": _variance,
    "std": _std,
    "skewness": _skewness,
    "kurtosis": _kurtosis,
}


def _resampled(
    of: Callable[..., Any],
    places: Sequence[int],
    summands: Sequence[Summand],
    values: Sequence[int],
    scales: Sequence[float],
    bounds: tuple[float, float],
    noise: Noise,
) -> Estimate:
    """A function of the sums at these places, with the interval of what it would be of sums that were drawn anew.

    Parameters
    ----------
    of
        From arrays of sums to an array of values, null where there is none: a matrix has thousands of intervals.
    """
    steps = [step_of(summands[place]) for place in places]
    told = [values[place] * step for place, step in zip(places, steps, strict=True)]
    spread = [scales[place] * step for place, step in zip(places, steps, strict=True)]
    (value,) = of(*(pa.array([float(each)]) for each in told)).to_pylist()
    low, high = _interval(of, places, told, spread, noise) or bounds
    if value is None:
        value = min(max(0.0, low), high)
    half_width_of_deviation = noise.unit_half_width / noise.unit_deviation
    noise_scale = (high - low) / (2 * half_width_of_deviation) if any(spread) else 0.0
    return Estimate(value, min(low, value), max(high, value), noise_scale)


def _interval(
    of: Callable[..., Any],
    places: Sequence[int],
    told: Sequence[float],
    spread: Sequence[float],
    noise: Noise,
) -> tuple[float, float] | None:
    # A sum that stands there twice, in the covariance of an attribute with itself, is drawn once.
    drawn = [
        pc.subtract(float(centre), pc.multiply(_draws(noise, places.index(place)), width))
        for place, centre, width in zip(places, told, spread, strict=True)
    ]
    found = pc.drop_null(of(*drawn)).sort()
    missing = RESAMPLES - len(found)
    if missing > _MOST_UNDEFINED * RESAMPLES:
        return None
    # What has no value could lie beyond either end.
    tail = round(_TAIL * RESAMPLES) - missing
    return found[tail - 1].as_py(), found[len(found) - tail].as_py()


def _each(of: Callable[..., float | None]) -> Callable[..., Any]:
    """A function of numbers, for arrays of them."""

    def of_arrays(*sums: Any) -> Any:
        columns = (each.to_pylist() for each in sums)
        return pa.array((of(*numbers) for numbers in zip(*columns, strict=True)), pa.float64())

    return of_arrays


def _where(condition: Any, value: Any) -> Any:
    return pc.if_else(condition, value, pa.scalar(None, pa.float64()))


@lru_cache
def _draws(noise: Noise, coordinate: int) -> Any:
    """The draws of one coordinate: of noise of scale 1, one from each of as many equally likely strata, shuffled."""
    strata = [noise.quantile((number + 0.5) / RESAMPLES) for number in range(RESAMPLES)]
    random.Random(coordinate).shuffle(strata)
    return pa.array(strata)


def _reach(summand: Summand) -> float:
    if not isinstance(summand, ScaledProduct):
        raise ValueError("a moment is made of scaled sums")
    return summand.factors[0].reach


def _offset(summand: Summand) -> float:
    return summand.offset if isinstance(summand, ScaledProduct) else 0.0
