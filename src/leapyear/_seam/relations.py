"""Relations of replies: generated models become frozen trees of ours, as `leapyear._seam.requests` makes models of these.

What is sent of them again is what was received. A split is told by the buckets of its hash; which shares the other parts
were given is not, so that it is read as one of parts of its size where that is possible, and else as the middle of three.
"""

from collections.abc import Iterable

from leapyear._expressions import Call, Constant, Expression, Named
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
from leapyear._seam.requests import ExpressionModel, GroupAggregateModel, RelationModel
from leapyear.exceptions import InvalidExpression
from leapyear_api import models as m
from leapyear_api.types import Unset

_MOST_PARTS = 1000


def relation(model: RelationModel) -> Relation | None:
    """A relation; None where it has more levels than this client builds."""
    try:
        return _relation(model)
    except InvalidExpression:
        return None


def _relation(model: RelationModel) -> Relation:
    match model:
        case m.TableRelation():
            return TableRelation(model.database, model.table)
        case m.ViewRelation():
            return ViewRelation(model.database, model.view)
        case m.WhereRelation():
            return WhereRelation(_relation(model.relation), _expression(model.predicate))
        case m.UnionRelation():
            return UnionRelation(tuple(map(_relation, model.relations)))
        case m.SplitRelation():
            shares, part = _shares(model.buckets, model.start, model.stop)
            source = _relation(model.relation)
            return SplitRelation(source, tuple(model.attributes), shares, part, model.seed or 0)
        case m.JoinRelation():
            return JoinRelation(
                _relation(model.left),
                _relation(model.right),
                tuple((key.left, key.right) for key in model.keys),
                "left" if model.how is m.JoinHow.LEFT else "inner",
                _or_none(model.left_rows),
                _or_none(model.right_rows),
            )
        case m.ProjectRelation():
            return ProjectRelation(_relation(model.relation), _named(model.attributes))
        case m.GroupRelation():
            return GroupRelation(
                _relation(model.relation),
                _named(model.keys),
                tuple(map(_aggregate, model.aggregates)),
            )


def _shares(buckets: int, start: int, stop: int) -> tuple[tuple[int, ...], int]:
    """The shares of all parts of a split, and which of them it is."""
    size = stop - start
    if buckets % size == start % size == 0 and buckets // size <= _MOST_PARTS:
        # As many buckets as there were: a hash of others is another one.
        return (size,) * (buckets // size), start // size
    parts = [each for each in (start, size, buckets - stop) if each]
    return tuple(parts), 1 if start else 0


def _or_none(rows: int | Unset) -> int | None:
    return None if isinstance(rows, Unset) else rows


def _named(given: Iterable[m.NamedExpression]) -> tuple[tuple[str, Expression], ...]:
    return tuple((each.name, _expression(each.expression)) for each in given)


def _aggregate(model: GroupAggregateModel) -> GroupAggregate:
    if isinstance(model, m.CountRowsAggregate):
        return GroupAggregate(model.name, "count_rows", None)
    return GroupAggregate(model.name, model.kind, _expression(model.expression))


def _expression(model: ExpressionModel) -> Expression:
    match model:
        case m.AttributeExpression():
            return Named(model.name)
        case m.CallExpression():
            return Call(model.function.value, tuple(map(_expression, model.arguments)))
        case _:
            return Constant(model.value)
