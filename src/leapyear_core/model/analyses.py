"""Analyses: the questions that an analyst can ask of a relation."""

from typing import Literal

from attrs import frozen

from leapyear_core.model.expressions import Attribute, Expression
from leapyear_core.model.keys import KeyValue
from leapyear_core.model.relations import Projection, Relation

MomentKind = Literal["variance", "std", "skewness", "kurtosis"]
ComomentKind = Literal["covariance", "correlation"]
AggregateKind = Literal["count_rows", "count", "count_distinct", "sum", "mean"]


@frozen
class CountRows:
    """The number of rows."""

    relation: Relation


@frozen
class Count:
    """The number of rows in which an expression is not null."""

    relation: Relation
    expression: Expression


@frozen
class CountDistinct:
    """The number of different values of an expression; null is no value."""

    relation: Relation
    expression: Expression


@frozen
class Sum:
    """The sum of a BOOL, INT or REAL expression; null adds nothing."""

    relation: Relation
    expression: Expression


@frozen
class Mean:
    """The mean of a BOOL, INT or REAL expression over the rows in which it is not null."""

    relation: Relation
    expression: Expression


@frozen
class Moment:
    """A statistic of the distribution of a BOOL, INT or REAL expression.

    Attributes
    ----------
    kind
        ``variance``, ``std``, ``skewness`` or ``kurtosis``.
    ddof
        What is subtracted from the number of values in the divisor of a variance: 1 for that of a sample, 0 for that of
        a population.
    """

    kind: MomentKind
    relation: Relation
    expression: Expression
    ddof: int = 1


@frozen
class Matrix:
    """A statistic of each pair of attributes, over the rows in which none of them is null.

    Attributes
    ----------
    kind
        ``covariance`` or ``correlation``.
    attributes
        BOOL, INT or REAL, each with its name.
    ddof
        As for a `Moment`.
    """

    kind: ComomentKind
    relation: Relation
    attributes: tuple[Projection, ...]
    ddof: int = 1


@frozen
class Axis:
    """The bins of an INT or REAL expression.

    Attributes
    ----------
    name
        What the expression is called.
    edges
        Increasing, one more than there are bins; a bin holds its lower edge, and the last one both.
    bins
        Where there are no edges: how many bins of equal width there are.
    lower, upper
        Their ends; None for the bounds of the expression.
    """

    name: str
    expression: Expression
    edges: tuple[float, ...] | None = None
    bins: int = 10
    lower: float | None = None
    upper: float | None = None


@frozen
class Histogram:
    """The number of rows in each bin, or in each pair of bins of two axes."""

    relation: Relation
    axes: tuple[Axis, ...]


@frozen
class GroupKey:
    """An expression that tells groups apart.

    Attributes
    ----------
    values
        Those to have groups of; None for all that the type of the expression allows.
    """

    name: str
    expression: Expression
    values: tuple[KeyValue, ...] | None = None


@frozen
class Aggregate:
    """A number for each group.

    Attributes
    ----------
    name
        What it is called.
    kind
        ``count_rows``, ``count``, ``count_distinct``, ``sum`` or ``mean``.
    expression
        What it is about; None for ``count_rows``.
    """

    name: str
    kind: AggregateKind
    expression: Expression | None = None


@frozen
class GroupBy:
    """Numbers for each group of rows. Every group of the keys' values has them, a group without rows too.

    Attributes
    ----------
    unknown_keys
        Whether it is private which groups there are: then those of enough rows have them. It is so in any case where the
        type of a key does not say its values, and the key does not either.
    """

    relation: Relation
    keys: tuple[GroupKey, ...]
    aggregates: tuple[Aggregate, ...]
    unknown_keys: bool = False


@frozen
class Describe:
    """A table at a glance.

    For each attribute, how many values there are and how many are missing; of numbers, the mean and the standard
    deviation.
    """

    relation: Relation
    attributes: tuple[str, ...]


@frozen
class Quantile:
    """The point that a share of the values of an INT or REAL expression lies below; null is no value.

    Attributes
    ----------
    quantile
        The share: 0.5 for the median, 0 and 1 for the least and the greatest value.
    """

    relation: Relation
    expression: Expression
    quantile: float


@frozen
class Quantiles:
    """Several quantiles at once; see `Quantile`."""

    relation: Relation
    expression: Expression
    quantiles: tuple[float, ...]


@frozen
class InterquartileRange:
    """How far the quantiles 0.25 and 0.75 of an expression are apart; see `Quantile`."""

    relation: Relation
    expression: Expression


@frozen
class InferBounds:
    """Bounds of an INT or REAL expression that all but few of its values lie within; null is no value."""

    relation: Relation
    expression: Expression


#: The analyses whose answers are points that were chosen, and not made of sums.
Choosing = Quantile | Quantiles | InterquartileRange

Analysis = (
    CountRows
    | Count
    | CountDistinct
    | Sum
    | Mean
    | Moment
    | Matrix
    | Histogram
    | GroupBy
    | Describe
    | Quantile
    | Quantiles
    | InterquartileRange
    | InferBounds
)


def expressions_in(analysis: Analysis) -> tuple[Expression, ...]:
    """The expressions of an analysis itself, over the attributes of its relation."""
    match analysis:
        case CountRows():
            return ()
        case (
            Count()
            | CountDistinct()
            | Sum()
            | Mean()
            | Moment()
            | Quantile()
            | Quantiles()
            | InterquartileRange()
        ):
            return (analysis.expression,)
        case InferBounds():
            return (analysis.expression,)
        case Matrix(_, _, attributes):
            return tuple(each.expression for each in attributes)
        case Histogram(_, axes):
            return tuple(axis.expression for axis in axes)
        case GroupBy(_, keys, aggregates):
            aggregated = (each.expression for each in aggregates if each.expression is not None)
            return (*(key.expression for key in keys), *aggregated)
        case Describe(_, attributes):
            return tuple(map(Attribute, attributes))
