"""What a measurement costs, from public facts alone: no row is read to set a price.

Sensitivity is with respect to one record more or less. A Gaussian of scale sigma on an integer that one record moves by
at most Delta is (Delta / sigma)**2 / 2 zero-concentrated differentially private (Bun and Steinke 2016, proposition 6;
for the discrete Gaussian Canonne, Kamath and Steinke 2020, theorem 14); the parts of a vector add up.
"""

import math
from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from leapyear_core.model.errors import InvalidAnalysis
from leapyear_core.model.lattice import LatticeTotal, Summand
from leapyear_core.model.relations import Relation, stability
from leapyear_core.privacy.accounting import NANO
from leapyear_core.privacy.mechanisms import GREATEST_SCALE, scale_of_half_width


@frozen
class Spend:
    """Spend this much, in nano-units of rho, shared evenly among the summands."""

    nano: int


@frozen
class Accuracy:
    """Spend what it takes for a 95 % noise interval of this half-width, in the unit of the value."""

    half_width: float


@frozen
class Exact:
    """No noise, for nothing: an answer to those who may see exact values."""


@frozen
class Plan:
    """A measurement and its price.

    Attributes
    ----------
    relation, summands
        What is summed over what.
    sensitivities
        For each summand, by how much one record can move its exact sum at most, in lattice units.
    scales
        For each summand the scale of the noise, in lattice units.
    nano
        The price, in nano-units of rho, rounded up.
    precise
        Whether there shall be no noise: all scales are 0 then, and nowhere else is one.
    """

    relation: Relation
    summands: tuple[Summand, ...]
    sensitivities: tuple[int, ...]
    scales: tuple[float, ...]
    nano: int
    precise: bool = False

    @property
    def l1(self) -> int:
        """The most that one record moves the vector of exact sums, as the sum of the moves."""
        return sum(self.sensitivities)

    @property
    def l2(self) -> float:
        """The most that one record moves the vector of exact sums, as the root of the sum of squares."""
        return math.hypot(*self.sensitivities)


def price(
    relation: Relation, summands: Sequence[Summand], wanted: Spend | Accuracy | Exact
) -> Plan:
    """Plan a measurement.

    Raises
    ------
    InvalidAnalysis
        If an accuracy is wanted of more than one number.
    """
    sensitivities = tuple(_sensitivity(relation, each) for each in summands)
    if isinstance(wanted, Exact):
        return Plan(
            relation, tuple(summands), sensitivities, (0.0,) * len(summands), 0, precise=True
        )
    if isinstance(wanted, Spend):
        scales = tuple(_scale_of_share(each, wanted.nano, len(summands)) for each in sensitivities)
    elif len(summands) == 1:
        step = summands[0].step if isinstance(summands[0], LatticeTotal) else 1.0
        scales = (_scale_of_accuracy(sensitivities[0], wanted.half_width / step),)
    else:
        raise InvalidAnalysis("an accuracy can be asked of a count or a sum, not of a mean")
    return Plan(relation, tuple(summands), sensitivities, scales, cost_nano(sensitivities, scales))


def cost_nano(sensitivities: Sequence[int], scales: Sequence[float]) -> int:
    """The price of Gaussian noise of these scales on sums of these sensitivities, in nano-units of rho, rounded up.

    Computed in fractions: a double could round it down.
    """
    rho = sum(
        (Fraction(moved) / Fraction(scale)) ** 2 / 2
        for moved, scale in zip(sensitivities, scales, strict=True)
    )
    return math.ceil(rho * NANO)


def _sensitivity(relation: Relation, summand: Summand) -> int:
    # A summand that is always zero is told exactly by its bounds; it is treated as one that could move by a unit, since
    # noise has a scale.
    return stability(relation) * max(1, *map(abs, summand.bounds))


def _scale_of_share(sensitivity: int, nano: int, parts: int) -> float:
    """The least scale at which one of so many summands costs no more than its share."""
    scale = sensitivity * math.sqrt(parts * NANO / (2 * nano))
    # What the parts cost together is rounded up once, so each must stay within its exact share.
    while (Fraction(sensitivity) / Fraction(scale)) ** 2 * (NANO * parts) > 2 * nano:
        scale = math.nextafter(scale, math.inf)
    if scale > GREATEST_SCALE:
        raise InvalidAnalysis("so many numbers cannot be had for so little exposure: ask for fewer")
    return scale


def _scale_of_accuracy(sensitivity: int, half_width: float) -> float:
    # Whoever asks for very little accuracy pays one nano-unit at least, and gets what that buys.
    return min(scale_of_half_width(half_width), sensitivity * math.sqrt(NANO / 2))
