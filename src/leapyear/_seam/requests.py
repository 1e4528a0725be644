"""Requests: frozen values of ours become generated models."""

import datetime as dt
from typing import Protocol, TypeAlias, TypeVar

from leapyear._expressions import (
    Call,
    Constant,
    Expression,
    Named,
    ProjectRelation,
    Relation,
    TableRelation,
    ViewRelation,
    WhereRelation,
    lowered,
)
from leapyear._privacy import PrivacyLimit, PrivacyProfileParams, Terms
from leapyear._types import Type
from leapyear_api import models as m
from leapyear_api.types import UNSET, Unset

T = TypeVar("T")

_Expression: TypeAlias = (
    m.AttributeExpression
    | m.BoolConstant
    | m.IntConstant
    | m.RealConstant
    | m.TextConstant
    | m.DateConstant
    | m.DatetimeConstant
    | m.CallExpression
)
_Analysis: TypeAlias = m.CountRowsAnalysis | m.CountAnalysis | m.SumAnalysis | m.MeanAnalysis
_Relation: TypeAlias = m.TableRelation | m.ViewRelation | m.WhereRelation | m.ProjectRelation
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


def question(analysis: _Analysis, *, cache: bool, precise: bool, terms: Terms) -> m.AnalysisRequest:
    """A question, and how it shall be answered."""
    return m.AnalysisRequest(
        analysis=analysis,
        cache=cache,
        accuracy=unset(terms.accuracy),
        precise=precise,
        exposure=unset(terms.exposure),
        minimum_dataset_size=unset(terms.minimum_dataset_size),
        allow_max_budget_allocation=terms.allow_max_budget_allocation,
    )


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


def analysis(kind: str, relation: Relation, expression: Expression | None) -> _Analysis:
    """A question."""
    asked = relation_model(relation)
    if expression is None:
        return m.CountRowsAnalysis(relation=asked)
    of = _expression_model(lowered(expression))
    match kind:
        case "count":
            return m.CountAnalysis(relation=asked, expression=of)
        case "sum":
            return m.SumAnalysis(relation=asked, expression=of)
        case "mean":
            return m.MeanAnalysis(relation=asked, expression=of)
    raise AssertionError(kind)  # analyses are made by functions of ours


def relation_model(relation: Relation) -> _Relation:
    """A relation."""
    match relation:
        case ViewRelation():
            return m.ViewRelation(database=relation.database, view=relation.view)
        case TableRelation():
            return m.TableRelation(database=relation.database, table=relation.table)
        case WhereRelation():
            predicate = _expression_model(lowered(relation.predicate))
            return m.WhereRelation(relation=relation_model(relation.relation), predicate=predicate)
        case ProjectRelation():
            attributes = [
                m.NamedExpression(name=name, expression=_expression_model(lowered(expression)))
                for name, expression in relation.attributes
            ]
            return m.ProjectRelation(
                relation=relation_model(relation.relation), attributes=attributes
            )


def _expression_model(expression: Expression) -> _Expression:
    match expression:
        case Named():
            return m.AttributeExpression(name=expression.name)
        case Constant():
            return _constant_model(expression)
        case Call():
            arguments = [_expression_model(argument) for argument in expression.arguments]
            return m.CallExpression(
                function=m.FunctionName(expression.function), arguments=arguments
            )


def _constant_model(constant: Constant) -> _Expression:
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
