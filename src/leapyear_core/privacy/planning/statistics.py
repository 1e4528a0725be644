"""Statistics of all rows: counts, sums, means and moments of an expression, and descriptions of attributes."""

from collections.abc import Iterator
from typing import Final

from leapyear_core.model.analyses import (
    Count,
    CountDistinct,
    CountRows,
    Describe,
    Mean,
    Moment,
    Sum,
)
from leapyear_core.model.analysis_trees import value_to_tree
from leapyear_core.model.expressions import Attribute, type_of
from leapyear_core.model.lattice import RowCount, ValueCount
from leapyear_core.model.types import Schema, has_useful_bounds
from leapyear_core.privacy import estimates, moments
from leapyear_core.privacy.estimates import Difference, Number, NumberTable, Place, Statistic, Total
from leapyear_core.privacy.planning.asked import Asked
from leapyear_core.privacy.planning.cells import check_names
from leapyear_core.privacy.planning.sums import Sums
from leapyear_core.privacy.pricing import check_size

_KINDS: Final = {
    CountRows: "count_rows",
    Count: "count",
    CountDistinct: "count_distinct",
    Sum: "sum",
    Mean: "mean",
}


def aggregate(
    analysis: CountRows | Count | CountDistinct | Sum | Mean, schema: Schema, *, exact: bool
) -> Asked:
    """A count, a sum or a mean."""
    sums = Sums(exact=exact)
    expression = None if isinstance(analysis, CountRows) else analysis.expression
    reading = Number(sums.statistic(_KINDS[type(analysis)], expression, schema))
    return sums.asked(analysis, analysis.relation, (), reading)


#: The greatest power that each moment is made of.
_POWERS: Final = {"variance": 2, "std": 2, "skewness": 3, "kurtosis": 4}


def moment(analysis: Moment, schema: Schema) -> Asked:
    """A moment about the mean, of the sums of as many powers."""
    sums = Sums()
    places = sums.powers(analysis.expression, schema, _POWERS[analysis.kind])
    reading = Number(moments.Moment(analysis.kind, places, analysis.ddof))
    return sums.asked(analysis, analysis.relation, (), reading)


def description(analysis: Describe, schema: Schema) -> Asked:
    """How many values each attribute has and lacks, and of numbers their mean and spread."""
    check_names(analysis.attributes)
    sums = Sums()
    rows = sums.place(RowCount())
    places = []
    for name in analysis.attributes:
        keys = (value_to_tree(name),)
        for statistic, of in _described(Attribute(name), sums, rows, schema):
            places.append(Place(keys, statistic, 0, of))
        check_size((), len(sums.places))
    reading = NumberTable(("attribute",), tuple(places))
    return sums.asked(analysis, analysis.relation, (), reading)


def _described(
    attribute: Attribute, sums: Sums, rows: int, schema: Schema
) -> Iterator[tuple[str, Statistic]]:
    given = type_of(attribute, schema)
    count = sums.place(ValueCount(attribute))
    yield "count", Total(count)
    yield "missing", Difference(rows, count)
    if has_useful_bounds(given):
        powers = sums.powers(attribute, schema, 2)
        yield "mean", estimates.Mean(powers[1], count)
        yield "std", moments.Moment("std", powers)
