"""What the one door is to sum or to choose for an analysis, before its price is known."""

from collections.abc import Mapping

from attrs import frozen

from leapyear_core.model.analyses import Analysis
from leapyear_core.model.keys import Key, UnknownKey
from leapyear_core.model.lattice import LatticeTotal, Summand
from leapyear_core.model.profiles import Definition
from leapyear_core.model.relations import Relation, Table
from leapyear_core.model.units import Contribution
from leapyear_core.privacy.choices import ChoicePlan, ChoiceReading, choices_of, price_choices
from leapyear_core.privacy.estimates import Reading
from leapyear_core.privacy.partitions import KeptGroups, KeysPlan, price_keys
from leapyear_core.privacy.pricing import Accuracy, Exact, Plan, Spend, price


@frozen
class Asked:
    """What is summed over what, in which groups, and what becomes of it.

    Attributes
    ----------
    analysis
        The analysis with everything said that it left to its relation's types: two that say the same are one.
    """

    analysis: Analysis
    relation: Relation
    summands: tuple[Summand, ...]
    keys: tuple[Key, ...]
    reading: Reading

    @property
    def parts(self) -> int:
        """How many numbers share the price."""
        return len(self.summands)

    def priced(
        self,
        wanted: Spend | Accuracy | Exact,
        contributions: Mapping[Table, Contribution],
        definition: Definition = Definition.ZCDP,
    ) -> Plan:
        """The plan for it; see `leapyear_core.privacy.pricing.price`."""
        parts = self.relation, self.summands, wanted, self.keys, self.reading
        return price(*parts, contributions, definition)


@frozen
class AskedChoices:
    """Which points are chosen from what, and what becomes of them; see `Asked`."""

    analysis: Analysis
    relation: Relation
    points: LatticeTotal
    quantiles: tuple[float, ...]
    reading: ChoiceReading

    @property
    def parts(self) -> int:
        """How many numbers share the price."""
        return len(self.quantiles)

    def priced(
        self,
        wanted: Spend | Accuracy | Exact,
        contributions: Mapping[Table, Contribution],
        definition: Definition = Definition.ZCDP,
    ) -> ChoicePlan:
        """The plan for it; see `leapyear_core.privacy.choices.price_choices`."""
        choices = choices_of(self.quantiles, self.points)
        parts = self.relation, self.points, choices, self.reading
        return price_choices(*parts, wanted, contributions, definition)


@frozen
class AskedKeys:
    """What is summed over what, in the groups of which private keys; see `Asked`.

    Attributes
    ----------
    delta_atto
        What to spend of delta on telling which groups there are, in units of 1e-18.
    """

    analysis: Analysis
    relation: Relation
    summands: tuple[Summand, ...]
    keys: tuple[UnknownKey, ...]
    reading: KeptGroups
    delta_atto: int = 1

    @property
    def parts(self) -> int:
        """How many numbers share the price."""
        return len(self.summands)

    def priced(
        self,
        wanted: Spend | Accuracy | Exact,
        contributions: Mapping[Table, Contribution],
        definition: Definition = Definition.ZCDP,
    ) -> KeysPlan:
        """The plan for it; see `leapyear_core.privacy.partitions.price_keys`."""
        return price_keys(
            self.relation,
            self.summands,
            self.keys,
            self.reading,
            wanted,
            contributions,
            self.delta_atto,
            definition,
        )
