"""How near quantiles come, counted in values; and how near the best known algorithms come to the same.

A quantile is off by as many values as lie between its place and the point that is told for it. The algorithms of others
are written here as their papers have them, and draw from numpy: they are measured against, and protect nobody.
"""

import math
import statistics
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
from attrs import frozen

from leapyear_core.catalog.charges import Estimate
from leapyear_core.model.ranks import Ranks
from leapyear_core.privacy.choices import ChoicePlan, QuantileRange

#: Values in ascending order.
Values = npt.NDArray[np.float64]

DECILES = tuple(number / 10 for number in range(1, 10))


@frozen
class AskedQuantiles:
    """A question about quantiles as it is priced, and the values that it is about.

    Attributes
    ----------
    plan
        Three choices for each quantile; see `leapyear_core.privacy.choices`.
    ranks
        The values, by the engine. It reads rows once for what is asked again and again.
    """

    plan: ChoicePlan
    ranks: Ranks

    def chosen(self) -> tuple[int, ...]:
        """One run."""
        return self.plan.chosen(self.ranks)

    def truths(self) -> list[float]:
        """The values at the places that are chosen for.

        Those of the least and the greatest value are as far inside as the price makes them: that is what an answer is for.
        """
        wanted = self.plan.wanted(self.ranks.count)[::3]
        places = [min(self.ranks.count, max(1, math.ceil(each.position))) for each in wanted]
        found, points = self.ranks.order_statistics(places), self.plan.points
        values = [points.centre + found[place] * points.step for place in places]
        if isinstance(self.plan.reading, QuantileRange):
            return [values[1] - values[0]]
        return values

    def coverage(self, runs: int) -> float:
        """The share of intervals that hold the exact value."""
        truths = self.truths()
        held = [
            answer.low <= truth <= answer.high
            for _ in range(runs)
            for answer, truth in zip(self._answers(), truths, strict=True)
        ]
        return sum(held) / len(held)

    def _answers(self) -> list[Estimate]:
        answered = self.plan.read(self.chosen())
        if isinstance(answered, Estimate):
            return [answered]
        return [cell.estimate for cell in answered.cells]

    def error(self, runs: int) -> float:
        """The mean number of values that a quantile is off by, over all quantiles and runs."""
        wanted = self.plan.wanted(self.ranks.count)[::3]
        errors = []
        for _ in range(runs):
            points = self.chosen()[::3]
            ranks = self.ranks.ranks_of(points)
            errors += [
                float(ranks[point].distance(each.position))
                for point, each in zip(points, wanted, strict=True)
            ]
        return statistics.fmean(errors)


#: Points for quantiles, in ascending order both.
Algorithm = Callable[[Values, Sequence[float]], list[float]]


def error_of(algorithm: Algorithm, values: Values, quantiles: Sequence[float], runs: int) -> float:
    """The mean number of values that the quantiles of an algorithm are off by."""
    places = np.multiply(quantiles, len(values))
    off = [abs(np.searchsorted(values, algorithm(values, quantiles)) - places) for _ in range(runs)]
    return float(np.mean(off))


@frozen
class ExponentialMechanism:
    """One point near to a quantile, between two bounds (Smith 2011, "Privacy-preserving statistical estimation").

    Attributes
    ----------
    rate
        A point at a distance of d values is as likely as exp(-rate d): half of epsilon, for one value more or less.
    """

    rate: float
    numbers: np.random.Generator

    def point(self, values: Values, quantile: float, bounds: tuple[float, float]) -> float:
        """The point: first the two values that it lies between, by the greatest of Gumbel variates, then where."""
        ends = np.concatenate(([bounds[0]], values, [bounds[1]]))
        widths = np.diff(ends)
        with np.errstate(divide="ignore"):  # no point lies between two values that are alike
            weights = np.log(widths)
        weights -= self.rate * np.abs(np.arange(len(widths)) - quantile * len(values))
        place = int(np.argmax(weights + self.numbers.gumbel(size=len(widths))))
        return float(ends[place] + self.numbers.random() * widths[place])


@frozen
class OneByOne:
    """Each quantile by itself, with its share of the budget."""

    mechanism: ExponentialMechanism
    bounds: tuple[float, float]

    def __call__(self, values: Values, quantiles: Sequence[float]) -> list[float]:
        """The points."""
        return [self.mechanism.point(values, each, self.bounds) for each in quantiles]


@frozen
class Halving:
    """The quantile in the middle first, then those on each side of it among the values there, and so on.

    Kaplan, Schnapp and Stemmer 2022, "Differentially private approximate quantiles", algorithm 1: a value counts in one
    question of each depth, so that the budget is shared by as many questions as it is deep, and not by all.
    """

    mechanism: ExponentialMechanism
    bounds: tuple[float, float]

    def __call__(self, values: Values, quantiles: Sequence[float]) -> list[float]:
        """The points."""
        return list(self._between(values, quantiles, self.bounds))

    def _between(
        self, values: Values, quantiles: Sequence[float], bounds: tuple[float, float]
    ) -> Iterator[float]:
        if not quantiles:
            return
        middle = len(quantiles) // 2
        share = quantiles[middle]
        point = self.mechanism.point(values, share, bounds)
        split = int(np.searchsorted(values, point))
        lower = [each / share for each in quantiles[:middle]]
        upper = [(each - share) / (1 - share) for each in quantiles[middle + 1 :]]
        yield from self._between(values[:split], lower, (bounds[0], point))
        yield point
        yield from self._between(values[split:], upper, (point, bounds[1]))


def depth(quantiles: int) -> int:
    """How deep the halving of so many quantiles is."""
    return quantiles.bit_length()
