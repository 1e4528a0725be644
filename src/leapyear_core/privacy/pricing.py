"""What a measurement costs, from public facts alone: no row is read to set a price.

Sensitivity is with respect to one privacy unit more or less. What noise of a scale costs on an integer that one moves by
at most Delta, the definition of privacy says (`leapyear_core.privacy.noise`): (Delta / scale)**2 / 2 of rho under
zero-concentrated differential privacy, Delta / scale of epsilon under pure; the parts of a vector add up.

The groups of a partition do not: a row is in one group at most, so the move of each row, measured in scales of the noise,
is as long as that of a row without groups, wherever it falls; and the moves of several rows are together no longer than
the sum of their lengths (the triangle inequality). Length is that which the definition goes by, of which the price is a
function that grows with it: the root of the sum of squares under the one, the sum under the other. So a thousand groups
cost what one does.
"""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import ClassVar

from attrs import frozen

from leapyear_core.catalog.charges import Answered
from leapyear_core.model.errors import InvalidAnalysis, TooManyKeys
from leapyear_core.model.keys import Key, groups_of
from leapyear_core.model.lattice import Summand, step_of
from leapyear_core.model.profiles import Definition
from leapyear_core.model.relations import Relation, Table
from leapyear_core.model.stability import stability
from leapyear_core.model.units import Contribution
from leapyear_core.privacy.accounting import NANO
from leapyear_core.privacy.bounds import OutermostBins
from leapyear_core.privacy.estimates import NUMBER, Reading
from leapyear_core.privacy.noise import Noise, noise_of

#: The most groups, and the most noisy sums, that one question may ask for: a release is kept, and told, whole.
MOST_GROUPS = 10_000
MOST_NUMBERS = 20_000

#: Tables whose privacy unit is a record.
_RECORDS: Mapping[Table, Contribution] = MappingProxyType({})


@frozen
class Spend:
    """Spend this much, in nano-units of the definition, shared evenly among the summands."""

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
        For each summand, by how much one record can move its exact sums at most, over all groups, in lattice units.
    scales
        For each summand the scale of the noise in each group, in lattice units.
    nano
        The price, in nano-units of the definition, rounded up.
    keys
        The groups that are summed over, each by itself; none for all rows together.
    reading
        What becomes of the noisy sums.
    precise
        Whether there shall be no noise: all scales are 0 then, and nowhere else is one.
    definition
        What the price is an amount of; the noise follows from it.
    """

    relation: Relation
    summands: tuple[Summand, ...]
    sensitivities: tuple[int, ...]
    scales: tuple[float, ...]
    nano: int
    keys: tuple[Key, ...] = ()
    reading: Reading = NUMBER
    precise: bool = False
    definition: Definition = Definition.ZCDP

    @property
    def noise(self) -> Noise:
        """The law of its noise."""
        return noise_of(self.definition)

    #: Groups of known keys tell nothing by being there.
    delta_atto: ClassVar[int] = 0

    def read(self, noisy: Sequence[int]) -> Answered:
        """The answer that the noisy sums make."""
        return self.reading.read(self.summands, noisy, self.scales, self.noise)

    @property
    def half_width(self) -> float | None:
        """The half-width of the 95 % noise interval of its one sum, or of that of each group, in the unit of the value.

        None where it has several sums: then it depends on their values. None as well of bounds, which are no counts.
        """
        if len(self.summands) != 1 or isinstance(self.reading, OutermostBins):
            return None
        return self.noise.half_width(self.scales[0]) * step_of(self.summands[0])

    def cost(self) -> int:
        """The price once more, from the noise that is going to be drawn."""
        return cost_nano(self.sensitivities, self.scales, self.definition)

    def is_of(self, contributions: Mapping[Table, Contribution]) -> bool:
        """Whether it reckons with all the rows that a unit has in these tables."""
        needed = sensitivities_of(self.relation, self.summands, contributions)
        return all(
            reckoned >= least for reckoned, least in zip(self.sensitivities, needed, strict=True)
        )

    @property
    def l1(self) -> int:
        """The most that one record moves the vector of exact sums, as the sum of the moves."""
        return sum(self.sensitivities)

    @property
    def l2(self) -> float:
        """The most that one record moves the vector of exact sums, as the root of the sum of squares."""
        return math.hypot(*self.sensitivities)


def price(
    relation: Relation,
    summands: Sequence[Summand],
    wanted: Spend | Accuracy | Exact,
    keys: tuple[Key, ...] = (),
    reading: Reading = NUMBER,
    contributions: Mapping[Table, Contribution] = _RECORDS,
    definition: Definition = Definition.ZCDP,
) -> Plan:
    """Plan a measurement.

    Parameters
    ----------
    contributions
        What one privacy unit has in each table; a record where a table is not named. The door looks at the tables
        themselves, and refuses a plan that has too little here.
    definition
        That of the database: its ledger refuses another one.

    Raises
    ------
    InvalidAnalysis
        If an accuracy is wanted of more than one number in each group, or of bounds.
    TooManyKeys
        If there are more groups, or numbers, than one question may ask for.
    """
    check_size(keys, len(summands))
    sensitivities = sensitivities_of(relation, summands, contributions)
    noise = noise_of(definition)
    if isinstance(wanted, Exact):
        scales: tuple[float, ...] = (0.0,) * len(summands)
    elif isinstance(wanted, Spend):
        # What the parts cost together is rounded up once, so each must stay within its exact share.
        share = Fraction(wanted.nano, NANO * len(summands))
        scales = tuple(_scale_of_share(noise, each, share) for each in sensitivities)
    elif len(summands) == 1 and not isinstance(reading, OutermostBins):
        step = step_of(summands[0])
        scales = (_scale_of_accuracy(noise, sensitivities[0], wanted.half_width / step),)
    else:
        raise InvalidAnalysis(
            "an accuracy can be asked of a count or a sum, not of a mean, of bounds, or of several numbers"
        )
    precise = isinstance(wanted, Exact)
    nano = 0 if precise else cost_nano(sensitivities, scales, definition)
    parts = relation, tuple(summands), sensitivities, scales
    return Plan(*parts, nano, keys, reading, precise, definition)


def check_size(keys: tuple[Key, ...], summands: int) -> None:
    """See whether one question may ask for so much: before anything is charged, and from what was asked alone.

    Raises
    ------
    TooManyKeys
        If not.
    """
    groups = groups_of(keys)
    if groups > MOST_GROUPS:
        raise TooManyKeys(
            f"there are {groups} groups, and a question may ask for {MOST_GROUPS}: take keys of fewer values, or name"
            " the values that matter"
        )
    if groups * summands > MOST_NUMBERS:
        raise TooManyKeys(
            f"{groups * summands} noisy sums would be needed, and a question may ask for {MOST_NUMBERS}: ask for"
            " fewer attributes or groups at a time"
        )


def cost_nano(
    sensitivities: Sequence[int],
    scales: Sequence[float],
    definition: Definition = Definition.ZCDP,
) -> int:
    """The price of noise of these scales on sums of these sensitivities, in nano-units of the definition, rounded up.

    Computed in fractions: a double could round it down.
    """
    noise = noise_of(definition)
    total = sum(
        noise.price(moved, scale) for moved, scale in zip(sensitivities, scales, strict=True)
    )
    return math.ceil(total * NANO)


def sensitivities_of(
    relation: Relation, summands: Sequence[Summand], contributions: Mapping[Table, Contribution]
) -> tuple[int, ...]:
    """For each summand, by how much one privacy unit can move its exact sum at most, in lattice units."""
    rows = stability(relation, contributions)
    # A summand that is always zero is told exactly by its bounds; it is treated as one that could move by a unit, since
    # noise has a scale.
    return tuple(rows * max(1, *map(abs, each.bounds)) for each in summands)


def _scale_of_share(noise: Noise, sensitivity: int, share: Fraction) -> float:
    """The least scale at which one of several summands costs no more than its share."""
    scale = noise.scale_of_price(sensitivity, share)
    if scale > noise.greatest_scale:
        raise InvalidAnalysis("so many numbers cannot be had for so little exposure: ask for fewer")
    return scale


def _scale_of_accuracy(noise: Noise, sensitivity: int, half_width: float) -> float:
    # Whoever asks for very little accuracy pays one nano-unit at least, and gets what that buys; or what buys the most
    # noise that there is, since a charge must buy a release.
    most = min(noise.scale_of_price(sensitivity, Fraction(1, NANO)), noise.greatest_scale)
    return min(noise.scale_of_half_width(half_width), most)
