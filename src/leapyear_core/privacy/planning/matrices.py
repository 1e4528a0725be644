"""Covariances and correlations of attributes, two by two."""

from itertools import combinations_with_replacement

from leapyear_core.model.analyses import Matrix
from leapyear_core.model.analysis_trees import value_to_tree
from leapyear_core.model.expressions import Call, type_of
from leapyear_core.model.lattice import RowCount, product, scaled
from leapyear_core.model.relations import Projection, Relation, Where
from leapyear_core.model.types import Schema
from leapyear_core.privacy.estimates import Known, NumberTable, Place, Statistic
from leapyear_core.privacy.moments import Comoment
from leapyear_core.privacy.planning.asked import Asked
from leapyear_core.privacy.planning.cells import check_names
from leapyear_core.privacy.planning.sums import Sums
from leapyear_core.privacy.pricing import check_size


def matrix(analysis: Matrix, schema: Schema) -> Asked:
    """Each pair of attributes once, over the rows in which none of them is null."""
    attributes = analysis.attributes
    check_names([each.name for each in attributes])
    count = len(attributes)
    check_size((), 1 + count + count * (count + 1) // 2)
    sums = Sums()
    rows = sums.place(RowCount())
    factors = [scaled(each.expression, type_of(each.expression, schema)) for each in attributes]
    firsts = [sums.place(product(factor)) for factor in factors]
    squares = [sums.place(product(factor, factor)) for factor in factors]
    places = []
    for row, column in combinations_with_replacement(range(count), 2):
        mixed = sums.place(product(factors[row], factors[column]))
        of: Statistic = Comoment(
            analysis.kind,
            rows,
            (firsts[row], firsts[column]),
            (squares[row], squares[column]),
            mixed,
            analysis.ddof,
        )
        if analysis.kind == "correlation" and row == column:
            of = Known(1.0)
        keys = tuple(value_to_tree(attributes[each].name) for each in (row, column))
        places.append(Place(keys, analysis.kind, 0, of))
    reading = NumberTable(("attribute", "other"), tuple(places))
    return sums.asked(analysis, _complete(analysis.relation, attributes), (), reading)


def _complete(relation: Relation, attributes: tuple[Projection, ...]) -> Relation:
    """The rows in which none of the attributes is null."""
    present = (Call("not", (Call("is_null", (each.expression,)),)) for each in attributes)
    return Where(relation, Call("and", tuple(present)))
