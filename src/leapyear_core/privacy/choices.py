"""Quantiles as choices: what is chosen, what it costs, and the answers made of it.

A quantile is a point that is chosen by its rank (`leapyear_core.privacy.choosing`). A point alone tells nothing of its
error, since how many values lie near to it is private. So two more are chosen once it is, to its left and to its right, that
are its interval and share its price (`leapyear_core.privacy.ladders`). Whatever the values are, the interval holds the exact
quantile 19 times in 20 or more: just 19 times where the values are as bad for it as can be, many of them alike and the place
at the edge of these; and more often than 99 times in 100 where they lie about as close on both sides: no choice knows
which of these they are. Where so few values are left on one side that an end has its place beyond all of them, it is the bound
there: the noise is larger than all that could be known.

The least and the greatest value are the secret of one row. An interval that holds the least one 19 times in 20 has to begin at
the lower bound about as often, whatever the values are: with a row more, at the bound, it must, and no answer may tell by more
than epsilon whether that row is there. So it begins there always, and nothing is paid for that end.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import Enum
from fractions import Fraction
from typing import ClassVar

from attrs import evolve, frozen

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
from leapyear_core.privacy.ladders import WantedEnd, climb, far
from leapyear_core.privacy.mechanisms import half_width_of_scale
from leapyear_core.privacy.partitions import KeysPlan
from leapyear_core.privacy.pricing import Accuracy, Exact, Plan, Spend

#: The rate of the ends, in units of that of the choice itself. A price is an epsilon under pure differential privacy, and the
#: square of one under zero-concentrated: an end has half of the choice's own price there, and a fourth of it here.
_SLOWER = Fraction(1, 2)

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
    offset
        How much further up its place is, in units of 1 / rate. An end has it farther out than the quantile. The choice itself
        has it there, but for the quantiles 0 and 1: the least value is told as one that few lie below, for below it nothing
        does.
    """

    quantile: Fraction
    side: Side
    offset: Fraction = Fraction(0)

    def wanted(self, count: int, rate: Fraction) -> Wanted | WantedEnd:
        """Its place among so many values, for a choice at this rate."""
        position = self.quantile * count + self.offset / rate
        if self.side is Side.MIDDLE:
            return Wanted(position, rate)
        return WantedEnd(position, rate, self.side.value)

    def weight(self, definition: Definition) -> Fraction:
        """Its price, in units of that of the choice that it is an end for."""
        if self.side is Side.MIDDLE:
            return Fraction(1)
        return _SLOWER if definition is Definition.PURE else _SLOWER**2


@frozen
class Told:
    """A point for a quantile, with the points of its interval; all are the same where it is exact."""

    point: int
    low: int
    high: int
    is_exact: bool

    def estimate(self, points: LatticeTotal) -> Estimate:
        """In the unit of the values."""
        value, low, high = (
            points.centre + each * points.step for each in (self.point, self.low, self.high)
        )
        return Estimate(value, low, high, _scale(points, low, high, is_exact=self.is_exact))


def _scale(points: LatticeTotal, low: float, high: float, *, is_exact: bool) -> float:
    """How large noise would be that has such an interval."""
    # Where many values are alike, all points may be one: it is a choice all the same, and no exact answer.
    return 0.0 if is_exact else max(points.step, (high - low) / (2 * _Z))


@frozen
class QuantileTable:
    """The reading of choices as quantiles: one number, or many with their quantiles as keys."""

    quantiles: tuple[float, ...]
    is_one: bool = False

    #: How often an interval of a quantile may leave it out.
    miss: ClassVar[Fraction] = Fraction(1, 20)

    def read(self, points: LatticeTotal, told: Sequence[Told]) -> Answered:
        """The answer."""
        estimates = [each.estimate(points) for each in told]
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

    Where both intervals hold their quantiles, these are no nearer to each other than the end of the lower interval is to the
    beginning of the upper one, and no farther than the other two ends. Each leaves its own out half as often as the interval of
    the range may (Bonferroni).
    """

    #: How often an interval of each quantile may leave it out.
    miss: ClassVar[Fraction] = Fraction(1, 40)

    def read(self, points: LatticeTotal, told: Sequence[Told]) -> Estimate:
        """The answer."""
        lower, upper = (each.estimate(points) for each in told)
        value, low, high = (
            upper.value - lower.value,
            upper.low - lower.high,
            upper.high - lower.low,
        )
        return Estimate(value, low, high, _scale(points, low, high, is_exact=told[0].is_exact))


ChoiceReading = QuantileTable | QuantileRange


def _exact(ranks: Ranks, quantiles: Sequence[Fraction]) -> tuple[int, ...]:
    """For each quantile the least value that so many do not exceed; the middle of the points, where there is no value."""
    if not ranks.count:
        return ((ranks.lower + ranks.upper) // 2,) * len(quantiles)
    places = [max(1, math.ceil(each * ranks.count)) for each in quantiles]
    found = ranks.order_statistics(set(places))
    return tuple(found[place] for place in places)


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

    def wanted(self, count: int) -> list[Wanted | WantedEnd]:
        """The places among so many values that points are chosen near to, or ends beyond."""
        return [
            choice.wanted(count, rate_of(epsilon, moved))
            for choice, epsilon, moved in zip(self.choices, self.scales, self.moved, strict=True)
        ]

    def chosen(self, ranks: Ranks) -> tuple[int, ...]:
        """The points: first those of quantiles, and then the ends that start from them."""
        if self.precise:
            return _exact(ranks, [each.quantile for each in self.choices])
        wanted = self.wanted(ranks.count)
        # The rows are looked at once for all that is going to be asked.
        places = {place for each in wanted for place in each.places}
        ranks.order_statistics(each for each in places if 1 <= each <= ranks.count)
        middles = iter(choose(ranks, [each for each in wanted if isinstance(each, Wanted)]))
        points: list[int] = []
        ends: dict[int, tuple[WantedEnd, int]] = {}
        start = 0
        for place, each in enumerate(wanted):
            if isinstance(each, Wanted):
                start = next(middles)
            else:
                ends[place] = each, start
            points.append(start)
        for place, end in zip(ends, climb(ranks, list(ends.values())), strict=True):
            points[place] = end
        return tuple(points)

    def read(self, chosen: Sequence[int]) -> Answered:
        """The answer that the points make."""
        return self.reading.read(self.points, self.told(chosen))

    def told(self, chosen: Sequence[int]) -> list[Told]:
        """The points of each quantile, where an end that nothing was chosen for is the bound."""
        found: list[Told] = []
        for choice, point in zip(self.choices, chosen, strict=True):
            if choice.side is Side.MIDDLE:
                low, high = (point, point) if self.precise else self.points.bounds
                found.append(Told(point, low, high, self.precise))
            elif choice.side is Side.BELOW:
                found[-1] = evolve(found[-1], low=point)
            else:
                found[-1] = evolve(found[-1], high=point)
        return found


#: What the one door does for a charge: noisy sums, of groups of private keys as well; or points that are chosen.
Measurement = Plan | ChoicePlan | KeysPlan


def choices_of(
    quantiles: Sequence[float],
    points: LatticeTotal,
    miss: Fraction = QuantileTable.miss,
) -> tuple[Choice, ...]:
    """The choices for each of these quantiles: itself, and then the ends of an interval that leaves it out so often at most."""
    number = points.bounds[1] - points.bounds[0] + 1
    # All points beyond the least value together weigh a twentieth of one near to it, if few have values as far out.
    deep = Fraction(math.log(20 * number))
    insets = {0.0: deep, 1.0: -deep}
    # The ends of an extreme that lie beyond it are bounds.
    free = {0.0: Side.BELOW, 1.0: Side.ABOVE}
    return tuple(
        Choice(
            Fraction(quantile),
            side,
            insets.get(quantile, Fraction(0)) if side is Side.MIDDLE else side.value * far(miss),
        )
        for quantile in quantiles
        for side in (Side.MIDDLE, Side.BELOW, Side.ABOVE)
        if side is not free.get(quantile)
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
    scales = tuple(
        _epsilon(wanted.nano * share, definition) for share in _shares(choices, definition)
    )
    nano = cost_nano(scales, definition)
    return ChoicePlan(
        relation, points, choices, moved, scales, nano, reading, definition=definition
    )


def _shares(choices: Sequence[Choice], definition: Definition) -> list[Fraction]:
    """The share of each in the price: quantiles have the same, which their ends are paid of too."""
    of_quantile: dict[Fraction, Fraction] = defaultdict(Fraction)
    for each in choices:
        of_quantile[each.quantile] += each.weight(definition)
    return [
        each.weight(definition) / (of_quantile[each.quantile] * len(of_quantile))
        for each in choices
    ]


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
