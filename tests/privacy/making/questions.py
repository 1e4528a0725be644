"""Generated questions about a relation: sums as the door is asked for them, and analyses of all kinds."""

from collections.abc import Callable, Mapping
from typing import Any, get_args

from leapyear_core.model.analyses import (
    Aggregate,
    AggregateKind,
    Analysis,
    Axis,
    ComomentKind,
    Count,
    CountDistinct,
    CountRows,
    Describe,
    GroupBy,
    GroupKey,
    Histogram,
    InferBounds,
    InterquartileRange,
    Matrix,
    Mean,
    Moment,
    MomentKind,
    Quantile,
    Quantiles,
    Sum,
)
from leapyear_core.model.errors import InvalidAnalysis
from leapyear_core.model.expressions import Attribute, Expression, type_of
from leapyear_core.model.keys import BinKey, Key, ValueKey
from leapyear_core.model.lattice import (
    DistinctCount,
    LatticeTotal,
    RowCount,
    ScaledProduct,
    Summand,
    ValueCount,
    lattice_total,
    product,
    scaled,
)
from leapyear_core.model.relations import Projection, Relation
from leapyear_core.model.types import (
    BoolType,
    DataType,
    DateType,
    FactorType,
    IntType,
    RealType,
    Schema,
)
from tests.privacy.making.chances import Chances
from tests.privacy.making.expressions import KEYS, NUMBERS, SUMMABLE, make_expression
from tests.privacy.making.literals import DAYS, TEXTS
from tests.privacy.worlds import Sums


def make_sums(chances: Chances, relation: Relation, schema: Schema) -> Sums:
    """A count of the rows, which each of them moves, and more."""
    more = [_summand(chances, schema) for _ in range(chances.one([0, 1, 1, 2]))]
    keys = tuple(_key(chances, schema) for _ in range(chances.one([0, 0, 1, 1, 2])))
    return Sums(relation, (RowCount(), *more), keys)


def _summand(chances: Chances, schema: Schema) -> Summand:
    kind = chances.one(list(SUMMANDS))
    try:
        return SUMMANDS[kind](chances, schema)
    except InvalidAnalysis:  # of numbers without bounds
        return ValueCount(make_expression(chances, schema))


def _total(chances: Chances, schema: Schema) -> Summand:
    expression = make_expression(chances, schema, 2, SUMMABLE)
    return lattice_total(expression, type_of(expression, schema), centred=chances.chance(0.5))


def _product(chances: Chances, schema: Schema) -> Summand:
    of = [make_expression(chances, schema, 1, SUMMABLE) for _ in range(2)]
    factors = [scaled(each, type_of(each, schema)) for each in of]
    return product(*(chances.one(factors) for _ in range(chances.numbers.randint(1, 4))))


def _key(chances: Chances, schema: Schema) -> Key:
    """Groups, of an attribute as it is more often than not: a row that changes leaves one for another."""
    there = [name for name, given in schema.items() if isinstance(given, tuple(KEYS))]
    if there and chances.chance(0.6):
        expression: Expression = Attribute(chances.one(there))
    elif chances.chance(0.3):
        edges = {chances.one([-1e100, -9.5, 0.0, 0.5, 1.0, 3.0, 20.0, 1e100]) for _ in range(4)}
        numbers = make_expression(chances, schema, 1, (IntType, RealType))
        return BinKey(numbers, (*sorted(edges), 2e100))
    else:
        expression = make_expression(chances, schema, 1, KEYS)
    return ValueKey(expression, _values(chances, type_of(expression, schema)))


def _values(chances: Chances, given: DataType) -> tuple[Any, ...]:
    match given:
        case BoolType():
            return (False, True)
        case FactorType(values):
            return values
        case IntType(lower, upper):
            return tuple(each for each in range(-2, 5) if lower <= each <= upper) or (lower,)
        case DateType():
            return tuple(chances.some(DAYS, 3))
        case _:
            return tuple(chances.some(TEXTS, 4))


def make_analysis(chances: Chances, relation: Relation, schema: Schema) -> Analysis:
    """An analysis of any kind. It may be one that is refused, by what is public."""
    return ANALYSES[chances.one(list(ANALYSES))](chances, relation, schema)


def _named(chances: Chances, schema: Schema) -> tuple[Projection, ...]:
    return tuple(
        Projection(name, make_expression(chances, schema, 1, SUMMABLE))
        for name in "abc"[: chances.one([1, 2, 3])]
    )


def _axes(chances: Chances, schema: Schema) -> tuple[Axis, ...]:
    return tuple(
        Axis(
            name,
            make_expression(chances, schema, 1, (IntType, RealType)),
            None,
            4,
            *chances.one([(None, None), (-2, 7.5)]),
        )
        for name in "ab"[: chances.one([1, 2])]
    )


def _group_keys(chances: Chances, schema: Schema) -> tuple[GroupKey, ...]:
    made = []
    for name in "kl"[: chances.one([1, 2])]:
        expression = make_expression(chances, schema, 1, KEYS)
        given = type_of(expression, schema)
        # All years would be ten thousand groups, and show no more than a few do.
        is_wide = isinstance(given, IntType) and given.upper - given.lower > 50
        values = _values(chances, given)
        made.append(GroupKey(name, expression, values if is_wide else chances.one([None, values])))
    return tuple(made)


def _aggregates(chances: Chances, schema: Schema) -> tuple[Aggregate, ...]:
    kinds: tuple[AggregateKind, ...] = get_args(AggregateKind)
    return tuple(
        Aggregate(
            kind,
            kind,
            None if kind == "count_rows" else make_expression(chances, schema, 1, SUMMABLE),
        )
        for kind in chances.some(kinds, 3)
    )


def _quantile(chances: Chances) -> float:
    return chances.one([0.0, 0.25, 0.5, 0.9, 1.0])


#: How a summand is made, by its kind.
SUMMANDS: Mapping[type, Callable[[Chances, Schema], Summand]] = {
    RowCount: lambda _, __: RowCount(),
    ValueCount: lambda chances, schema: ValueCount(make_expression(chances, schema)),
    DistinctCount: lambda chances, schema: DistinctCount(make_expression(chances, schema)),
    LatticeTotal: _total,
    ScaledProduct: _product,
}


#: How an analysis is made, by its kind.
ANALYSES: Mapping[type, Callable[[Chances, Relation, Schema], Analysis]] = {
    CountRows: lambda _, relation, __: CountRows(relation),
    Count: lambda chances, relation, schema: Count(relation, make_expression(chances, schema)),
    CountDistinct: lambda chances, relation, schema: CountDistinct(
        relation, make_expression(chances, schema)
    ),
    Sum: lambda chances, relation, schema: Sum(
        relation, make_expression(chances, schema, 2, SUMMABLE)
    ),
    Mean: lambda chances, relation, schema: Mean(
        relation, make_expression(chances, schema, 2, SUMMABLE)
    ),
    Moment: lambda chances, relation, schema: Moment(
        chances.one(get_args(MomentKind)),
        relation,
        make_expression(chances, schema, 2, SUMMABLE),
    ),
    Matrix: lambda chances, relation, schema: Matrix(
        chances.one(get_args(ComomentKind)), relation, _named(chances, schema)
    ),
    Histogram: lambda chances, relation, schema: Histogram(relation, _axes(chances, schema)),
    GroupBy: lambda chances, relation, schema: GroupBy(
        relation,
        _group_keys(chances, schema),
        _aggregates(chances, schema),
        chances.one([False, True]),
    ),
    Describe: lambda chances, relation, schema: Describe(
        relation, tuple(chances.some(schema.keys(), 3))
    ),
    Quantile: lambda chances, relation, schema: Quantile(
        relation, make_expression(chances, schema, 2, NUMBERS), _quantile(chances)
    ),
    Quantiles: lambda chances, relation, schema: Quantiles(
        relation,
        make_expression(chances, schema, 2, NUMBERS),
        tuple({_quantile(chances) for _ in "ab"}),
    ),
    InterquartileRange: lambda chances, relation, schema: InterquartileRange(
        relation, make_expression(chances, schema, 2, NUMBERS)
    ),
    InferBounds: lambda chances, relation, schema: InferBounds(
        relation, make_expression(chances, schema, 2, NUMBERS)
    ),
}
