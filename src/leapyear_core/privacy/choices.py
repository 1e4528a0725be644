"""Quantiles as choices: what is chosen, what it costs, and the answers made of it.

A quantile is a point that is chosen by its rank (`leapyear_core.privacy.choosing`). A point alone tells nothing of its
error, since how many values lie near to it is private. So two more are chosen, to its left and to its right, that much
farther than a choice strays that the quantile is between them 19 times in 20: they are its interval, and share its price.

Where values lie close together, the rank of a choice strays from the place it is for by a distance that has a Laplace
distribution of scale 1 / rate. Of both ends, each with its place at a distance k, one misses the quantile with a
probability of exp(-rate k) / 2; half of these times the quantile's own choice lies on the other side of it, and an end
never lies inside of that. So log(10) / rate makes it 19 times in 20. Where many values are alike, an interval holds the
quantile more often. Where so few values are left on one side that an end has its place beyond all of them, it is the bound
there: the noise is larger than all that could be known.
"""

import math
from collections.abc import Mapping, Sequence
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import ClassVar

from attrs import frozen

from leapyear_core.catalog.charges import Answered, Cell, Cells, Estimate
from leapyear_core.model.errors import InvalidAnalysis
from leapyear_core.model.lattice import LatticeTotal
from leapyear_core.model.profiles import Definition
from leapyear_core.model.ranks import Ranks, moved_by
from leapyear_core.model.relations import Relation, Table
from leapyear_core.model.stability import stability
from leapyear_core.model.units import Contribution
from leapyear_core.privacy.accounting import NANO
from leapyear_core.privacy.choosing import Wanted, choose, rate_of
from leapyear_core.privacy.mechanisms import half_width_of_scale
from leapyear_core.privacy.partitions import KeysPlan
from leapyear_core.privacy.pricing import Accuracy, Exact, Plan, Spend

#: The shares of the price of a quantile: of the choice itself, and of each end of its interval. A price is an epsilon under
#: pure differential privacy, and the square of one under zero-concentrated: half of it buys what a quarter of it does here.
_SHARES: Mapping[Definition, tuple[Fraction, ...]] = MappingProxyType(
    {
        Definition.ZCDP: (Fraction(2, 3), Fraction(1, 6), Fraction(1, 6)),
        Definition.PURE: (Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)),
    }
)

#: The rate of the ends, in units of that of the choice itself: what these shares buy. Slower ones have their places farther
#: off, where values no longer lie as close as they do near to the quantile, or where there are none; and so hold it less often
#: than they should. With a quarter of the rate, by the same shares under pure epsilon, they would be twice as far.
_SLOWER = Fraction(1, 2)

#: How far the ends of an interval are, in units of 1 / rate.
_FAR = Fraction(math.log(10))

#: The half-width of the interval of a difference, in units of the root of the sum of the squares of both half-widths. It is
#: from a simulation, which `tests/leapyear_core/privacy/test_choices.py` does again: of 4,000,000 differences of two choices,
#: each with its ends, among values as close as their ranks are. The least factor that holds 95 % of them is 0.655 where both
#: are as uncertain and 0.784 where one of them is by far; what lies between covers 93.8 to 96.4 % whatever the two scales are.
_TOGETHER = 0.72

#: The half-width of a 95 % interval of scale 1.
_Z = half_width_of_scale(1e6) / 1e6


class Side(Enum):
    """Which of the three choices of a quantile it is."""

    MIDDLE = 0
    BELOW = -1
    ABOVE = 1


@frozen
class Choice:
    """One point to be chosen.

    Attributes
    ----------
    quantile
        The share of the values below its place, from 0 to 1.
    side
        Which end of the interval of that quantile it is, if any.
    inset
        How much further from the end its place is, in units of 1 / rate, where the quantile is 0 or 1: the least value is
        one that few lie below, for below it nothing does. The ends of its interval have their places around the same one.
    """

    quantile: Fraction
    side: Side
    inset: Fraction = Fraction(0)

    def wanted(self, count: int, rate: Fraction) -> Wanted:
        """Its place among so many values, for a choice at this rate."""
        offset = (self.inset + self.side.value * _FAR) / rate
        return Wanted(self.quantile * count + offset, rate, self.side.value)


@frozen
class QuantileTable:
    """The reading of choices as quantiles: one number, or many with their quantiles as keys."""

    quantiles: tuple[float, ...]
    is_one: bool = False

    def read(
        self,
        points: LatticeTotal,
        chosen: Sequence[int],
        scales: Sequence[float],
    ) -> Answered:
        """The answer."""
        estimates = [
            _estimate(points, chosen[3 * place : 3 * place + 3], scales[3 * place])
            for place in range(len(self.quantiles))
        ]
        if self.is_one:
            return estimates[0]
        return Cells(
            ("quantile",),
            tuple(
                Cell(({"kind": "real", "value": quantile},), "quantile", each)
                for quantile, each in zip(self.quantiles, estimates, strict=True)
            ),
        )


@frozen
class QuantileRange:
    """The reading of the choices of two quantiles as how far they are apart.

    Their errors are independent, so that their squares add up; and where two of about the same size do, both are seldom
    large, so that less than both widths is needed. Their sum has a Laplace distribution of each scale and no closed form of
    an interval that is as wide as the choices happen to be: the share of the widths that is needed, `_TOGETHER`, is from
    simulation.

    Where an end is a bound, since there are too few values for it, both choices may be as far off as they can be, and both
    widths are needed: each interval holds its quantile 95 times in 100 or more, and both do so hardly less often.
    """

    def read(
        self,
        points: LatticeTotal,
        chosen: Sequence[int],
        scales: Sequence[float],
    ) -> Estimate:
        """The answer."""
        lower, upper = (
            _estimate(points, chosen[start : start + 3], scales[start]) for start in (0, 3)
        )
        value = upper.value - lower.value
        if any(
            end != middle and end in points.bounds
            for middle, *ends in (chosen[:3], chosen[3:])
            for end in ends
        ):
            low, high = upper.low - lower.high, upper.high - lower.low
            return Estimate(value, low, high, (high - low) / (2 * _Z))
        far = _TOGETHER * math.hypot(upper.high - upper.low, lower.high - lower.low) / 2
        noise = _TOGETHER * math.hypot(lower.noise_scale, upper.noise_scale)
        return Estimate(value, value - far, value + far, noise)


ChoiceReading = QuantileTable | QuantileRange


def _exact(ranks: Ranks, quantiles: Sequence[Fraction]) -> tuple[int, ...]:
    """For each quantile the least value that so many do not exceed; the middle of the points, where there is no value."""
    if not ranks.count:
        return ((ranks.lower + ranks.upper) // 2,) * len(quantiles)
    places = [max(1, math.ceil(each * ranks.count)) for each in quantiles]
    found = ranks.order_statistics(set(places))
    return tuple(found[place] for place in places)


def _estimate(points: LatticeTotal, three: Sequence[int], scale: float) -> Estimate:
    """A quantile, from its choice and those of the ends of its interval; from the first alone, where it is exact."""
    value, *ends = (points.centre + point * points.step for point in three)
    if scale == 0:
        return Estimate(value, value, value, 0.0)
    low, high = min(value, *ends), max(value, *ends)
    # Where many values are alike, all three may be one point: it is a choice all the same, and no exact answer.
    return Estimate(value, low, high, max(points.step, (high - low) / (2 * _Z)))


@frozen
class ChoicePlan:
    """Points to be chosen, and their price.

    Attributes
    ----------
    relation, points
        What is chosen from: the lattice points of an expression, by the ranks of its values over a relation.
    choices
        The points, in order.
    moved
        For each, the most that one privacy unit can move the distance of any point to its place.
    scales
        For each the epsilon of its choice, which is epsilon-differentially private, and (epsilon**2 / 8) zero-concentrated
        differentially private; all 0 for exact points.
    nano
        The price, in nano-units of the definition, rounded up.
    reading
        What becomes of the points.
    precise
        Whether they shall be exact.
    definition
        What the price is an amount of.
    """

    relation: Relation
    points: LatticeTotal
    choices: tuple[Choice, ...]
    moved: tuple[Fraction, ...]
    scales: tuple[float, ...]
    nano: int
    reading: ChoiceReading
    precise: bool = False
    definition: Definition = Definition.ZCDP

    #: The exponential mechanism needs no delta.
    delta_atto: ClassVar[int] = 0

    @property
    def half_width(self) -> None:
        """How far a choice strays in the unit of the value depends on how close the values are, which is private."""
        return None

    def cost(self) -> int:
        """The price once more, from what is going to be done."""
        return cost_nano(self.scales, self.definition)

    def is_of(self, contributions: Mapping[Table, Contribution]) -> bool:
        """Whether it reckons with all the rows that a unit has in these tables."""
        needed = _moved(self.choices, self.relation, contributions)
        return all(reckoned >= least for reckoned, least in zip(self.moved, needed, strict=True))

    def wanted(self, count: int) -> list[Wanted]:
        """The places among so many values that points are chosen near to."""
        return [
            choice.wanted(count, rate_of(epsilon, moved))
            for choice, epsilon, moved in zip(self.choices, self.scales, self.moved, strict=True)
        ]

    def chosen(self, ranks: Ranks) -> tuple[int, ...]:
        """The points."""
        if self.precise:
            return _exact(ranks, [each.quantile for each in self.choices])
        return choose(ranks, self.wanted(ranks.count))

    def read(self, chosen: Sequence[int]) -> Answered:
        """The answer that the points make."""
        return self.reading.read(self.points, chosen, self.scales)


#: What the one door does for a charge: noisy sums, of groups of private keys as well; or points that are chosen.
Measurement = Plan | ChoicePlan | KeysPlan


def choices_of(
    quantiles: Sequence[float],
    points: LatticeTotal,
) -> tuple[Choice, ...]:
    """The three choices for each of these quantiles."""
    number = points.bounds[1] - points.bounds[0] + 1
    # All points beyond the least value together weigh a twentieth of one near to it, if few have values as far out.
    deep = Fraction(math.log(20 * number))
    insets = {0.0: deep, 1.0: -deep}
    rates = {Side.MIDDLE: Fraction(1), Side.BELOW: _SLOWER, Side.ABOVE: _SLOWER}
    return tuple(
        Choice(Fraction(quantile), side, insets.get(quantile, Fraction(0)) * rates[side])
        for quantile in quantiles
        for side in (Side.MIDDLE, Side.BELOW, Side.ABOVE)
    )


def price_choices(
    relation: Relation,
    points: LatticeTotal,
    choices: tuple[Choice, ...],
    reading: ChoiceReading,
    wanted: Spend | Accuracy | Exact,
    contributions: Mapping[Table, Contribution],
    definition: Definition = Definition.ZCDP,
) -> ChoicePlan:
    """Plan choices.

    Raises
    ------
    InvalidAnalysis
        If an accuracy is wanted.
    """
    moved = _moved(choices, relation, contributions)
    if isinstance(wanted, Accuracy):
        raise InvalidAnalysis(
            "the accuracy of a quantile cannot be chosen: it depends on how close the values are, which is private"
        )
    if isinstance(wanted, Exact):
        scales = (0.0,) * len(choices)
        return ChoicePlan(
            relation,
            points,
            choices,
            moved,
            scales,
            0,
            reading,
            precise=True,
            definition=definition,
        )
    each = Fraction(3 * wanted.nano, len(choices))
    shares = _SHARES[definition] * (len(choices) // 3)
    scales = tuple(_epsilon(each * share, definition) for share in shares)
    nano = cost_nano(scales, definition)
    return ChoicePlan(
        relation, points, choices, moved, scales, nano, reading, definition=definition
    )


def cost_nano(epsilons: Sequence[float], definition: Definition = Definition.ZCDP) -> int:
    """The price of choices with these epsilons, in nano-units of the definition, rounded up."""
    return math.ceil(NANO * sum(_price(epsilon, definition) for epsilon in epsilons))


def _price(epsilon: float, definition: Definition) -> Fraction:
    """The price of one choice; see `leapyear_core.privacy.choosing`."""
    exact = Fraction(epsilon)
    return exact if definition is Definition.PURE else exact**2 / 8


def _epsilon(nano: Fraction, definition: Definition) -> float:
    """The greatest epsilon whose choice costs no more than this."""
    price = nano / NANO
    epsilon = float(price) if definition is Definition.PURE else math.sqrt(8 * price)
    while _price(epsilon, definition) > price:
        epsilon = math.nextafter(epsilon, 0.0)
    return epsilon


def _moved(
    choices: Sequence[Choice], relation: Relation, contributions: Mapping[Table, Contribution]
) -> tuple[Fraction, ...]:
    rows = stability(relation, contributions)
    # A relation that no unit has rows of is public, and has exact answers; a rate must be one all the same.
    return tuple(max(1, rows) * moved_by(each.quantile) for each in choices)
