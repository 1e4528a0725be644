"""Requests: frozen values of ours become generated models."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol, TypeAlias, TypeVar

from leapyear._expressions import Call, Constant, Expression, Named, lowered
from leapyear._privacy import PrivacyLimit, PrivacyProfileParams
from leapyear._relations import (
    GroupAggregate,
    GroupRelation,
    JoinRelation,
    ProjectRelation,
    Relation,
    SplitRelation,
    TableRelation,
    UnionRelation,
    ViewRelation,
    WhereRelation,
)
from leapyear._types import Type
from leapyear_api import models as m
from leapyear_api.types import UNSET, Unset

T = TypeVar("T")

ConstantModel: TypeAlias = (
    m.BoolConstant
    | m.IntConstant
    | m.RealConstant
    | m.TextConstant
    | m.DateConstant
    | m.DatetimeConstant
)
ExpressionModel: TypeAlias = m.AttributeExpression | ConstantModel | m.CallExpression
RelationModel: TypeAlias = (
    m.TableRelation
    | m.ViewRelation
    | m.WhereRelation
    | m.ProjectRelation
    | m.UnionRelation
    | m.SplitRelation
    | m.JoinRelation
    | m.GroupRelation
)
GroupAggregateModel: TypeAlias = (
    m.CountRowsAggregate
    | m.CountAggregate
    | m.CountDistinctAggregate
    | m.SumAggregate
    | m.MeanAggregate
    | m.MinAggregate
    | m.MaxAggregate
)
#: The aggregates of an expression, by their kinds.
_AGGREGATES: Mapping[str, Callable[..., GroupAggregateModel]] = {
    "count": m.CountAggregate,
    "count_distinct": m.CountDistinctAggregate,
    "sum": m.SumAggregate,
    "mean": m.MeanAggregate,
    "min": m.MinAggregate,
    "max": m.MaxAggregate,
}
_ColumnType: TypeAlias = (
    m.BoolType | m.IntType | m.RealType | m.FactorType | m.TextType | m.DateType | m.DatetimeType
)


def unset(value: T | None) -> T | Unset:
    """The value, or nothing where it is None."""
    return UNSET if value is None else value


class _Tagged(Protocol):
    @property
    def etag(self) -> str | None:
        """Its entity tag."""


def tag_of(known: _Tagged | None) -> str | Unset:
    """What to ask by whether something is as it was."""
    return UNSET if known is None else unset(known.etag)


def limit(of: PrivacyLimit) -> m.PrivacyLimit:
    """A privacy limit."""
    return m.PrivacyLimit(epsilon=of.epsilon, delta=of.delta)


def params(of: PrivacyProfileParams | None) -> m.PrivacyProfileParams | Unset:
    """The parameters of a privacy profile, or nothing where there are none."""
    if of is None:
        return UNSET
    return m.PrivacyProfileParams(
        exposure=of.exposure,
        accuracy=unset(of.accuracy),
        minimum_dataset_size=of.minimum_dataset_size,
        maximum_sensitivity_multiplier=unset(of.maximum_sensitivity_multiplier),
        definition=m.PrivacyDefinition(of.definition),
        default_limit=limit(of.default_limit),
    )


def column_type(of_type: Type) -> _ColumnType:
    """The type of a column."""
    match of_type:
        case Type("INT", (lower, upper)):
            return m.IntType(lower=int(lower), upper=int(upper))
        case Type("REAL", (lower, upper)):
            return m.RealType(lower=float(lower), upper=float(upper))
        case Type("FACTOR", tuple(values)):
            return m.FactorType(values=[str(value) for value in values])
        case Type("BOOL"):
            return m.BoolType()
        case Type("TEXT"):
            return m.TextType()
        case Type("DATE"):
            return m.DateType()
        case Type("DATETIME"):
            return m.DatetimeType()
    raise AssertionError(of_type)  # declarations are checked when made


def relation_model(relation: Relation) -> RelationModel:
    """A relation."""
    match relation:
        case ViewRelation():
            return m.ViewRelation(database=relation.database, view=relation.view)
        case TableRelation():
            return m.TableRelation(database=relation.database, table=relation.table)
        case WhereRelation():
            predicate = expression_model(lowered(relation.predicate))
            return m.WhereRelation(relation=relation_model(relation.relation), predicate=predicate)
        case UnionRelation():
            return m.UnionRelation(relations=[relation_model(each) for each in relation.relations])
        case SplitRelation():
            return m.SplitRelation(
                relation=relation_model(relation.relation),
                attributes=list(relation.attributes),
                buckets=sum(relation.shares),
                start=sum(relation.shares[: relation.part]),
                stop=sum(relation.shares[: relation.part + 1]),
                seed=relation.seed,
            )
        case JoinRelation():
            return m.JoinRelation(
                left=relation_model(relation.left),
                right=relation_model(relation.right),
                keys=[m.JoinKey(left=left, right=right) for left, right in relation.keys],
                how=m.JoinHow(relation.how),
                left_rows=unset(relation.left_rows),
                right_rows=unset(relation.right_rows),
            )
        case ProjectRelation():
            return m.ProjectRelation(
                relation=relation_model(relation.relation),
                attributes=_named(relation.attributes),
            )
        case GroupRelation():
            return m.GroupRelation(
                relation=relation_model(relation.relation),
                keys=_named(relation.keys),
                aggregates=[_aggregate_model(each) for each in relation.aggregates],
            )


def _named(expressions: Iterable[tuple[str, Expression]]) -> list[m.NamedExpression]:
    return [
        m.NamedExpression(name=name, expression=expression_model(lowered(expression)))
        for name, expression in expressions
    ]


def _aggregate_model(aggregate: GroupAggregate) -> GroupAggregateModel:
    if aggregate.expression is None:
        return m.CountRowsAggregate(name=aggregate.name)
    expression = expression_model(lowered(aggregate.expression))
    return _AGGREGATES[aggregate.kind](name=aggregate.name, expression=expression)


def expression_model(expression: Expression) -> ExpressionModel:
    """An expression."""
    match expression:
        case Named():
            return m.AttributeExpression(name=expression.name)
        case Constant():
            return constant_model(expression)
        case Call():
            arguments = [expression_model(argument) for argument in expression.arguments]
            return m.CallExpression(
                function=m.FunctionName(expression.function), arguments=arguments
            )


def constant_model(constant: Constant) -> ConstantModel:
    """A constant."""
    match constant.value:
        case bool() as value:
            return m.BoolConstant(value=value)
        case int() as value:
            return m.IntConstant(value=value)
        case float() as value:
            return m.RealConstant(value=value)
        case str() as value:
            return m.TextConstant(value=value)
        case dt.datetime() as value:
            return m.DatetimeConstant(value=value)
        case value:
            return m.DateConstant(value=value)
