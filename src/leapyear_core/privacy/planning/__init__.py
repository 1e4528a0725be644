"""Each analysis as what the one door sums or chooses, and what becomes of it.

Everything here follows from the analysis and the declared types: no row is looked at.
"""

from leapyear_core.model.analyses import (
    Analysis,
    Count,
    CountDistinct,
    CountRows,
    Describe,
    GroupBy,
    Histogram,
    InferBounds,
    InterquartileRange,
    Matrix,
    Mean,
    Moment,
    Quantile,
    Quantiles,
    Sum,
)
from leapyear_core.model.types import Schema
from leapyear_core.privacy.planning import bins, groups, matrices, quantiles, statistics
from leapyear_core.privacy.planning.asked import Asked, AskedChoices, AskedKeys

__all__ = ["Asked", "AskedChoices", "AskedKeys", "asked_by"]


def asked_by(
    analysis: Analysis, schema: Schema, *, exact: bool = False
) -> Asked | AskedChoices | AskedKeys:
    """What to measure for an analysis of a relation with this schema.

    Parameters
    ----------
    exact
        Whether it is told without noise, to one who may see that.

    Raises
    ------
    AttributeNotFound, InvalidExpression, InvalidAnalysis
        If the expression does not fit the schema or the analysis.
    TooManyKeys
        If the answer would hold more groups or numbers than one question may ask for.
    """
    match analysis:
        case CountRows() | Count() | CountDistinct() | Sum() | Mean():
            return statistics.aggregate(analysis, schema, exact=exact)
        case Moment():
            return statistics.moment(analysis, schema)
        case Matrix():
            return matrices.matrix(analysis, schema)
        case Histogram():
            return bins.histogram(analysis, schema)
        case GroupBy():
            return groups.group_by(analysis, schema, exact=exact)
        case Describe():
            return statistics.description(analysis, schema)
        case InferBounds():
            return bins.bounds(analysis, schema)
        case Quantile() | Quantiles() | InterquartileRange():
            return quantiles.choices(analysis, schema, exact=exact)
