"""The summands of a question: what several of its numbers need is summed, and paid for, once."""

from attrs import field, frozen

from leapyear_core.model.analyses import Analysis
from leapyear_core.model.expressions import Expression, type_of
from leapyear_core.model.keys import Key
from leapyear_core.model.lattice import (
    DistinctCount,
    RowCount,
    Summand,
    ValueCount,
    exact_total,
    lattice_total,
    product,
    scaled,
)
from leapyear_core.model.relations import Relation
from leapyear_core.model.types import DataType, Schema
from leapyear_core.privacy.estimates import Mean, Reading, Statistic, Total
from leapyear_core.privacy.planning.asked import Asked


@frozen
class Sums:
    """Summands, each at its place, and none of them twice.

    Attributes
    ----------
    exact
        Whether they are told without noise: sums and means are of finer points then.
    """

    places: dict[Summand, int] = field(factory=dict)
    exact: bool = False

    def place(self, summand: Summand) -> int:
        """The place of a summand, which it has from now on."""
        return self.places.setdefault(summand, len(self.places))

    def statistic(self, kind: str, expression: Expression | None, schema: Schema) -> Statistic:
        """A count, a sum or a mean."""
        if expression is None:
            return Total(self.place(RowCount()))
        given = type_of(expression, schema)
        match kind:
            case "count":
                return Total(self.place(ValueCount(expression)))
            case "count_distinct":
                return Total(self.place(DistinctCount(expression)))
            case "sum":
                return Total(self.place(self._total(expression, given, centred=False)))
            case _:
                total = self.place(self._total(expression, given, centred=True))
                return Mean(total, self.place(ValueCount(expression)))

    def _total(self, expression: Expression, given: DataType, *, centred: bool) -> Summand:
        if self.exact:
            return exact_total(expression, given)
        return lattice_total(expression, given, centred=centred)

    def powers(self, expression: Expression, schema: Schema, most: int) -> tuple[int, ...]:
        """The places of the number of values, and of the sums of their powers."""
        factor = scaled(expression, type_of(expression, schema))
        return (
            self.place(ValueCount(expression)),
            *(self.place(product(*[factor] * power)) for power in range(1, most + 1)),
        )

    def asked(
        self, analysis: Analysis, relation: Relation, keys: tuple[Key, ...], reading: Reading
    ) -> Asked:
        """All of them, as what an analysis asks for."""
        return Asked(analysis, relation, tuple(self.places), keys, reading)
