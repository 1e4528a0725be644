"""Each analysis as what the one door sums, and what becomes of it.

Everything here follows from the analysis and the declared types: no row is looked at.
"""

from attrs import frozen

from leapyear_core.model.analyses import Analysis, Count, CountRows, Mean, Sum
from leapyear_core.model.expressions import type_of
from leapyear_core.model.keys import Key
from leapyear_core.model.lattice import RowCount, Summand, ValueCount, lattice_total
from leapyear_core.model.relations import Relation
from leapyear_core.model.types import Schema
from leapyear_core.privacy import estimates
from leapyear_core.privacy.estimates import NUMBER, Number, Reading


@frozen
class Asked:
    """What is summed over what, in which groups, and what becomes of it."""

    relation: Relation
    summands: tuple[Summand, ...]
    keys: tuple[Key, ...] = ()
    reading: Reading = NUMBER


def asked_by(analysis: Analysis, schema: Schema) -> Asked:
    """What to measure for an analysis of a relation with this schema.

    Raises
    ------
    AttributeNotFound, InvalidExpression, InvalidAnalysis
        If the expression does not fit the schema or the analysis.
    """
    relation = analysis.relation
    match analysis:
        case CountRows():
            return Asked(relation, (RowCount(),))
        case Count(_, expression):
            type_of(expression, schema)
            return Asked(relation, (ValueCount(expression),))
        case Sum(_, expression):
            total = lattice_total(expression, type_of(expression, schema), centred=False)
            return Asked(relation, (total,))
        case Mean(_, expression):
            total = lattice_total(expression, type_of(expression, schema), centred=True)
            reading = Number(estimates.Mean(0, 1))
            return Asked(relation, (total, ValueCount(expression)), reading=reading)
