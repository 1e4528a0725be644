r"""Groups whose keys are private: which of them are told, and what that costs.

Where the values of a key are private, that a group is there may tell of the one privacy unit that is in it. So the rows
of each group are counted with noise, and a group is told if its noisy count reaches a threshold. What else is asked of a
group is told of these groups only, with noise of its own. The threshold is so high that a group that owes its being
there to one unit reaches it with a probability of delta at most.

**What is promised.** The release is delta-approximately rho-zCDP (Bun and Steinke 2016, "Concentrated differential
privacy: simplifications, extensions, and lower bounds", definition 8.1), with the rho that the same sums over known keys
cost (`leapyear_core.privacy.pricing`). For let two tables differ in one unit, which moves s rows at most. Some groups are in
one of the tables only. Let E be the event that none of them is told; it depends on the noise in their own counts alone, so
that given E the noise of all other groups is as it was. What is told then is a function of the noisy sums of the groups
that are in both tables, and these are rho-zCDP. It remains that E fails with a probability of delta at most.

**The threshold.** A discrete Gaussian X of scale sigma is at least x, if :math:`x - 1/2 \ge \sigma`, with a probability
of at most

.. math:: G(x) = \frac{1}{2} \operatorname{erfc}\left(\frac{x - 1/2}{\sqrt{2}\,\sigma}\right)

since its weights :math:`e^{-y^2 / 2 \sigma^2}` are convex in y there, so that each is at most its integral from y - 1/2 to
y + 1/2 (Hermite and Hadamard), and since all weights together are :math:`\sqrt{2 \pi} \sigma` or more (Canonne, Kamath
and Steinke 2020, "The discrete Gaussian for differential privacy", fact 19). The unit has :math:`s_j \ge 1` rows in the
j-th group that is only there because of it, :math:`\sum_j s_j \le s`. E fails with a probability of at most
:math:`\sum_j G(t - s_j)` (the union bound), and since G is convex, that is greatest where all rows are in one group, or
each in one of its own. So t is the least whole number with :math:`\max(G(t - s),\, s\,G(t - 1)) \le \delta`.

Groups that have almost no chance are not looked at: one of fewer rows than m is never told. Then "is there" is to be read
as "has m rows", and t grows by m - 1. With m - 1 an eighth of sigma the threshold is hardly higher, and where noise is
large, the engine lets go of the many groups of one row that a table may have.

**Why this law.** Optimal partition selection (Desfontaines, Voss, Gipson and Mandayam 2022, "Differentially private
partition selection", theorem 1) tells the most that (epsilon, delta)-differential privacy allows of which groups there
are, and it needs a price of its own, epsilon**2 / 2. Here the price is counted in rho, and the noisy count is told anyway.
For the same rho the Gaussian tells smaller groups: at rho 1/2, the price of epsilon 1, and delta 1e-6 half of those of 7,
where the optimum for epsilon 1 begins at 14; at rho 0.00125 and delta 1e-11 half of those of 138, where it begins at 434.

The noise that made a group reach the threshold is told with its count: of groups near to the threshold the counts are too
high on the average.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from leapyear_core.catalog.charges import Answered, Cell, Cells, Excess
from leapyear_core.model.analysis_trees import value_to_tree
from leapyear_core.model.errors import InvalidAnalysis
from leapyear_core.model.keys import KeyValue, UnknownKey
from leapyear_core.model.lattice import RowCount, Summand, step_of
from leapyear_core.model.profiles import Definition
from leapyear_core.model.relations import Relation, Table
from leapyear_core.model.stability import stability
from leapyear_core.model.units import Contribution
from leapyear_core.privacy.accounting import ATTO
from leapyear_core.privacy.estimates import Statistic, estimate
from leapyear_core.privacy.inversion import many_discrete_gaussian
from leapyear_core.privacy.mechanisms import half_width_of_scale
from leapyear_core.privacy.pricing import (
    MOST_GROUPS,
    MOST_NUMBERS,
    Accuracy,
    Exact,
    Spend,
    cost_nano,
    price,
    sensitivities_of,
)

#: A question that does not say its delta takes the limit of the database, divided by this.
DEFAULT_PARTS = 100

#: How much smaller than the noise scale m - 1 is.
_SMALLNESS = 8

#: What the error function of the C library may be off by, and more, relative to its value.
_ERROR = 1e-12

#: A group: its keys, then its sums.
Row = tuple[Any, ...]


@frozen
class Threshold:
    """Which groups are told.

    Attributes
    ----------
    least
        Groups of fewer rows are never told.
    noisy
        Others are, if their noisy count is at least this.
    """

    least: int
    noisy: int


def threshold_of(scale: float, rows: int, delta_atto: int) -> Threshold:
    """The threshold at which one unit is told apart by a group with a probability of delta at most.

    Parameters
    ----------
    scale
        That of the noise in the count of each group.
    rows
        How many rows one unit moves at most: one or more.
    delta_atto
        In units of 1e-18: one or more.

    Examples
    --------
    >>> threshold_of(1.0, 1, 10**12)
    Threshold(least=1, noisy=7)
    """
    if rows < 1 or delta_atto < 1:
        raise ValueError("a threshold is for a row and a delta at least")
    least = 1 + math.floor(scale / _SMALLNESS)
    # From here on up, the bound of the tail holds, and falls.
    low = math.ceil(rows + scale + 0.5)
    if _failing(low, scale, rows) * ATTO > delta_atto:
        high = 2 * low
        while _failing(high, scale, rows) * ATTO > delta_atto:
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            if _failing(middle, scale, rows) * ATTO > delta_atto:
                low = middle
            else:
                high = middle
        low = high
    return Threshold(least, low + least - 1)


def _failing(threshold: int, scale: float, rows: int) -> float:
    """What the probability is at most that a group is told which one unit alone has made."""
    one_group = tail_bound(threshold - rows, scale)
    own_groups = rows * tail_bound(threshold - 1, scale)
    return max(one_group, own_groups)


def tail_bound(least: int, scale: float) -> float:
    """What the probability is at most that discrete Gaussian noise is at least this: G in the text above.

    Parameters
    ----------
    least
        At least ``scale + 1/2``.
    """
    return math.erfc((least - 0.5) / (math.sqrt(2) * scale)) / 2 * (1 + _ERROR)


@frozen
class KeptGroups:
    """The reading of a release as numbers of each group that is told, at its keys.

    Attributes
    ----------
    dimensions
        What the keys are, in order.
    named
        The statistics of each group.
    """

    dimensions: tuple[str, ...]
    named: tuple[tuple[str, Statistic], ...]

    def read(
        self,
        summands: Sequence[Summand],
        kept: Sequence[tuple[tuple[KeyValue, ...], tuple[int, ...]]],
        scales: Sequence[float],
        threshold: int | None,
    ) -> Cells:
        """The answers, in the order of the groups."""
        cells = []
        for keys, noisy in kept:
            labels = tuple(map(value_to_tree, keys))
            for name, of in self.named:
                cells.append(Cell(labels, name, estimate(of, summands, noisy, scales)))
        return Cells(self.dimensions, tuple(cells), threshold)


@frozen
class Kept:
    """The groups that are told, in the order of their keys, with their noisy sums; or how many there are, if too many."""

    groups: tuple[tuple[tuple[KeyValue, ...], tuple[int, ...]], ...]
    excess: int = 0

    @property
    def noisy(self) -> tuple[int, ...]:
        """The sums of each group in turn."""
        return tuple(value for _, sums in self.groups for value in sums)


@frozen
class KeysPlan:
    """Sums over the groups of private keys, and their price; see `leapyear_core.privacy.pricing.Plan`.

    Attributes
    ----------
    summands
        What is summed in each group; the number of its rows first.
    rows
        How many rows one privacy unit moves at most.
    delta_atto
        The probability with which a unit may be told by a group that is there because of it alone, in units of 1e-18; 0
        where all groups are told, exactly.
    definition
        What the price is an amount of. Under pure differential privacy all groups are told exactly, or nothing is.
    """

    relation: Relation
    summands: tuple[Summand, ...]
    sensitivities: tuple[int, ...]
    scales: tuple[float, ...]
    nano: int
    keys: tuple[UnknownKey, ...]
    reading: KeptGroups
    rows: int
    delta_atto: int
    precise: bool = False
    definition: Definition = Definition.ZCDP

    @property
    def threshold(self) -> Threshold:
        """Which groups are told. It follows from the noise and the delta, so that nobody can have a lower one."""
        if self.precise:
            return Threshold(1, 1)
        return threshold_of(self.scales[0], self.rows, self.delta_atto)

    @property
    def half_width(self) -> float | None:
        """As of a `Plan`."""
        if len(self.summands) != 1:
            return None
        return half_width_of_scale(self.scales[0]) * step_of(self.summands[0])

    def cost(self) -> int:
        """The price once more, from the noise that is going to be drawn."""
        return cost_nano(self.sensitivities, self.scales)

    def is_of(self, contributions: Mapping[Table, Contribution]) -> bool:
        """Whether it reckons with all the rows that a unit has in these tables."""
        needed = sensitivities_of(self.relation, self.summands, contributions)
        return self.rows >= stability(self.relation, contributions) and all(
            reckoned >= least for reckoned, least in zip(self.sensitivities, needed, strict=True)
        )

    def kept(self, groups: Iterable[Sequence[Row]]) -> Kept:
        """Which groups are told, with noise in all their sums.

        Parameters
        ----------
        groups
            Those of `Threshold.least` rows or more, each once, in any order; some at a time, since there may be millions.
        """
        found: list[tuple[tuple[KeyValue, ...], tuple[int, ...]]] = []
        count = 0
        for some in groups:
            told = list(self._told(some))
            count += len(told)
            if not self._is_excess(count):
                found.extend(told)
        if self._is_excess(count):
            return Kept((), count)
        # By their keys: any other order could tell of their exact sizes.
        found.sort()
        return Kept(tuple(self._with_noise(found)))

    def read(self, kept: Kept) -> Answered | Excess:
        """The answer that the groups make."""
        if kept.excess:
            return Excess(kept.excess)
        threshold = None if self.precise else self.threshold.noisy
        return self.reading.read(self.summands, kept.groups, self.scales, threshold)

    def _told(
        self, groups: Sequence[Row]
    ) -> Iterator[tuple[tuple[KeyValue, ...], tuple[int, ...]]]:
        """The groups among these that are told; with noise in their counts, and none yet in what follows."""
        width = len(self.keys)
        noise = [0] * len(groups)
        if not self.precise and groups:
            # In one go: they are many, and how long that takes depends on how many private groups there are.
            noise = many_discrete_gaussian(self.scales[0], len(groups))
        least = self.threshold.noisy
        for row, drawn in zip(groups, noise, strict=True):
            noisy = int(row[width]) + drawn
            if noisy >= least:
                yield row[:width], (noisy, *map(int, row[width + 1 :]))

    def _with_noise(
        self, groups: Sequence[tuple[tuple[KeyValue, ...], tuple[int, ...]]]
    ) -> Iterator[tuple[tuple[KeyValue, ...], tuple[int, ...]]]:
        """The groups that are told, with noise in what follows their counts as well."""
        if self.precise or not groups:
            yield from groups
            return
        noise = [many_discrete_gaussian(scale, len(groups)) for scale in self.scales[1:]]
        for place, (keys, (count, *sums)) in enumerate(groups):
            drawn = (value + each[place] for value, each in zip(sums, noise, strict=True))
            yield keys, (count, *drawn)

    def _is_excess(self, groups: int) -> bool:
        """Whether so many are more than one answer tells; known from what is told, and from nothing else."""
        return groups > MOST_GROUPS or groups * len(self.summands) > MOST_NUMBERS


def price_keys(
    relation: Relation,
    summands: tuple[Summand, ...],
    keys: tuple[UnknownKey, ...],
    reading: KeptGroups,
    wanted: Spend | Accuracy | Exact,
    contributions: Mapping[Table, Contribution],
    delta_atto: int,
    definition: Definition = Definition.ZCDP,
) -> KeysPlan:
    """Plan sums over the groups of private keys.

    Parameters
    ----------
    summands
        `RowCount` first.
    delta_atto
        What to spend of delta, in units of 1e-18: one or more.

    Raises
    ------
    InvalidAnalysis
        If an accuracy is wanted of more than the number of rows, or noise where the database has no delta: a group of one
        unit alone is then told with some probability, and without a delta it must be with none.
    """
    if summands[0] != RowCount():
        raise ValueError("groups are told by the number of their rows")
    if definition is Definition.PURE and not isinstance(wanted, Exact):
        raise InvalidAnalysis(
            "groups of unknown keys take a delta, and the limit of this database has none: name the values of the keys"
        )
    if isinstance(wanted, Accuracy) and len(summands) > 1:
        raise InvalidAnalysis(
            "of groups of unknown keys the rows are counted anyway, so that an accuracy can be asked of count_rows alone"
        )
    # The groups cost nothing beside their sums, known or not, see above.
    plan = price(relation, summands, wanted, contributions=contributions)
    return KeysPlan(
        relation,
        summands,
        plan.sensitivities,
        plan.scales,
        plan.nano,
        keys,
        reading,
        max(1, stability(relation, contributions)),
        0 if plan.precise else delta_atto,
        plan.precise,
        definition,
    )
