"""Questions: frozen values of ours become generated models."""

from typing import TypeAlias

from leapyear._exposure import Terms
from leapyear._expressions import Constant, Expression, lowered
from leapyear._questions import (
    Aggregate,
    Asked,
    Attributes,
    Axes,
    Axis,
    GroupKey,
    Groups,
    Names,
    Ranked,
    Spread,
)
from leapyear._relations import Relation
from leapyear._seam.requests import (
    ExpressionModel,
    constant_model,
    expression_model,
    relation_model,
    unset,
)
from leapyear_api import models as m
from leapyear_api.types import UNSET

AnalysisModel: TypeAlias = (
    m.CountRowsAnalysis
    | m.CountAnalysis
    | m.CountDistinctAnalysis
    | m.SumAnalysis
    | m.MeanAnalysis
    | m.VarianceAnalysis
    | m.StdAnalysis
    | m.SkewnessAnalysis
    | m.KurtosisAnalysis
    | m.CovarianceAnalysis
    | m.CorrelationAnalysis
    | m.HistogramAnalysis
    | m.GroupByAnalysis
    | m.DescribeAnalysis
    | m.QuantileAnalysis
    | m.QuantilesAnalysis
    | m.IqrAnalysis
    | m.InferBoundsAnalysis
)


def analysis(kind: str, relation: Relation, asked: Asked) -> AnalysisModel:
    """A question."""
    rows = relation_model(relation)
    match kind, asked:
        case "count_rows", None:
            return m.CountRowsAnalysis(relation=rows)
        case "variance", Spread(expression, ddof):
            return m.VarianceAnalysis(relation=rows, expression=_of(expression), ddof=ddof)
        case "std", Spread(expression, ddof):
            return m.StdAnalysis(relation=rows, expression=_of(expression), ddof=ddof)
        case "quantile", Ranked(expression, (quantile,)):
            of = _of(expression)
            return m.QuantileAnalysis(relation=rows, expression=of, quantile=quantile)
        case "quantiles", Ranked(expression, quantiles):
            of = _of(expression)
            return m.QuantilesAnalysis(relation=rows, expression=of, quantiles=list(quantiles))
        case "covariance", Attributes(named, int(ddof)):
            attributes = list(map(_named, named))
            return m.CovarianceAnalysis(relation=rows, attributes=attributes, ddof=ddof)
        case "correlation", Attributes(named):
            return m.CorrelationAnalysis(relation=rows, attributes=list(map(_named, named)))
        case "histogram" | "histogram2d", Axes(axes):
            return m.HistogramAnalysis(relation=rows, axes=list(map(_axis, axes)))
        case "group_by", Groups(keys, aggregates, unknown_keys):
            return m.GroupByAnalysis(
                relation=rows,
                keys=list(map(_key, keys)),
                aggregates=list(map(_aggregate, aggregates)),
                unknown_keys=unknown_keys or UNSET,
            )
        case "describe", Names(names):
            return m.DescribeAnalysis(relation=rows, attributes=list(names))
        case _, None | Spread() | Ranked() | Attributes() | Axes() | Groups() | Names():
            raise AssertionError(kind)  # analyses are made by functions of ours
        case _, expression:
            return _univariate(kind)(relation=rows, expression=_of(expression))


def question(
    analysis: AnalysisModel, *, cache: bool, precise: bool, terms: Terms
) -> m.AnalysisRequest:
    """A question, and how it shall be answered."""
    return m.AnalysisRequest(
        analysis=analysis,
        cache=cache,
        accuracy=unset(terms.accuracy),
        precise=precise,
        exposure=unset(terms.exposure),
        exposure_share=unset(terms.exposure_share),
        minimum_dataset_size=unset(terms.minimum_dataset_size),
        delta=unset(terms.delta),
        allow_max_budget_allocation=terms.allow_max_budget_allocation,
    )


_Univariate: TypeAlias = (
    type[m.CountAnalysis]
    | type[m.CountDistinctAnalysis]
    | type[m.SumAnalysis]
    | type[m.MeanAnalysis]
    | type[m.SkewnessAnalysis]
    | type[m.KurtosisAnalysis]
    | type[m.IqrAnalysis]
    | type[m.InferBoundsAnalysis]
)


def _univariate(kind: str) -> _Univariate:
    kinds: dict[str, _Univariate] = {
        "count": m.CountAnalysis,
        "count_distinct": m.CountDistinctAnalysis,
        "sum": m.SumAnalysis,
        "mean": m.MeanAnalysis,
        "skewness": m.SkewnessAnalysis,
        "kurtosis": m.KurtosisAnalysis,
        "iqr": m.IqrAnalysis,
        "infer_bounds": m.InferBoundsAnalysis,
    }
    return kinds[kind]


def _of(expression: Expression) -> ExpressionModel:
    return expression_model(lowered(expression))


def _named(named: tuple[str, Expression]) -> m.NamedExpression:
    name, expression = named
    return m.NamedExpression(name=name, expression=_of(expression))


def _axis(axis: Axis) -> m.HistogramAxis:
    model = m.HistogramAxis(name=axis.name, expression=_of(axis.expression))
    if axis.edges is not None:
        model.edges = list(axis.edges)
    else:
        model.bins = axis.bins
        model.lower, model.upper = (UNSET, UNSET) if axis.ends is None else axis.ends
    return model


def _key(key: GroupKey) -> m.GroupKey:
    model = m.GroupKey(name=key.name, expression=_of(key.expression))
    if key.values is not None:
        model.values = [_value(Constant(value)) for value in key.values]
    return model


def _value(
    constant: Constant,
) -> m.BoolConstant | m.IntConstant | m.TextConstant | m.DateConstant:
    model = constant_model(constant)
    if isinstance(model, m.RealConstant | m.DatetimeConstant):
        raise AssertionError(constant)  # looked at where it was typed
    return model


def _aggregate(
    aggregate: Aggregate,
) -> (
    m.CountRowsAggregate
    | m.CountAggregate
    | m.CountDistinctAggregate
    | m.SumAggregate
    | m.MeanAggregate
):
    if aggregate.expression is None:
        return m.CountRowsAggregate(name=aggregate.name)
    of = _of(aggregate.expression)
    match aggregate.kind:
        case "count":
            return m.CountAggregate(name=aggregate.name, expression=of)
        case "count_distinct":
            return m.CountDistinctAggregate(name=aggregate.name, expression=of)
        case "sum":
            return m.SumAggregate(name=aggregate.name, expression=of)
        case _:
            return m.MeanAggregate(name=aggregate.name, expression=of)
