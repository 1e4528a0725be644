"""Generated relations over the tables of a world."""

from collections.abc import Callable, Mapping
from typing import get_args

from attrs import evolve

from leapyear_core.model.aggregates import GroupAggregate, GroupAggregateKind, type_of_aggregate
from leapyear_core.model.errors import InvalidExpression
from leapyear_core.model.expressions import Attribute, Expression
from leapyear_core.model.joins import JoinKey, JoinKind
from leapyear_core.model.relations import (
    GroupRows,
    Join,
    Project,
    Projection,
    Relation,
    Split,
    Table,
    Union,
    Where,
)
from leapyear_core.model.stability import stability, unit_attributes
from leapyear_core.model.types import BoolType, DataType, RealType, Schema
from tests.privacy.making.chances import Chances
from tests.privacy.making.expressions import (
    KEYS,
    SUMMABLE,
    make_expression,
    make_of_kind,
    make_predicate,
)
from tests.privacy.making.literals import NAMES
from tests.privacy.worlds import World, all_of


def make_relation(chances: Chances, world: World, depth: int) -> Relation:
    """A relation over the tables of a world, of exactly this depth."""
    if depth == 0:
        return chances.one(world.tables).name
    source = make_relation(chances, world, depth - 1)
    operators = [each for each in OPERATORS if each is not Table]
    return OPERATORS[chances.one(operators)](chances, world, source)


def _where(chances: Chances, world: World, source: Relation) -> Relation:
    return Where(source, make_predicate(chances, world.schema_of(source)))


def _project(chances: Chances, world: World, source: Relation) -> Relation:
    schema = world.schema_of(source)
    kept = [Projection(name, Attribute(name)) for name in schema if chances.chance(0.7)]
    names = {each.name.casefold() for each in kept}
    free = [name for name in [*NAMES, "who"] if name.casefold() not in names]
    most = 2 if kept else 3
    made = [Projection(name, make_expression(chances, schema)) for name in chances.some(free, most)]
    return Project(source, (*kept, *made))


def _split(chances: Chances, world: World, source: Relation) -> Relation:
    names = chances.some(world.schema_of(source).keys(), 2)
    buckets = chances.one([1, 1, 2, 3, 5])
    start = chances.numbers.randrange(buckets)
    kept = range(start, chances.numbers.randint(start + 1, buckets))
    return Split(source, tuple(names), buckets, kept, chances.one([0, 7, 2**32 - 1]))


def _union(chances: Chances, world: World, source: Relation) -> Relation:
    schema = world.schema_of(source)
    others = [_like(chances, world, source, schema) for _ in range(chances.one([1, 1, 2]))]
    together = [source, *others]
    chances.numbers.shuffle(together)
    return Union(tuple(together))


def _like(chances: Chances, world: World, source: Relation, schema: Schema) -> Relation:
    """A relation with the attributes of another one: part of it, or of others' rows."""
    if chances.chance(0.3) and _itself(source):
        return chances.one([source, Where(source, make_predicate(chances, schema))])
    other = make_relation(chances, world, chances.one([0, 0, 1, 2]))
    there = world.schema_of(other)
    return Project(
        other,
        tuple(
            Projection(name, _attribute_like(chances, there, name, type(given)))
            for name, given in schema.items()
        ),
    )


def _attribute_like(
    chances: Chances, schema: Schema, name: str, kind: type[DataType]
) -> Expression:
    """The attribute of that name, where it is of that type."""
    return (
        Attribute(name) if type(schema.get(name)) is kind else make_of_kind(chances, schema, kind)
    )


def _itself(source: Relation) -> list[Relation]:
    """A relation twice, where it is small: else six times over it would be the whole query."""
    return [source, source] if len(list(all_of(source))) <= 8 else []


def _group(chances: Chances, world: World, source: Relation) -> Relation:
    """Groups of several people's rows, or of one's where it is told whose they are."""
    schema = world.schema_of(source)
    of_units = sorted(unit_attributes(source, world.contributions))
    by: list[Expression] = []
    if of_units and chances.chance(0.8):
        by.append(Attribute(chances.one(of_units)))
    there = [name for name, given in schema.items() if isinstance(given, tuple(KEYS))]
    for _ in range(chances.one([0, 1, 2, 3, 3]) if by else chances.one([1, 2])):
        # Of a person's rows in one group not all show: columns have different values in them.
        is_plain = there and chances.chance(0.8)
        by.append(
            Attribute(chances.one(there)) if is_plain else make_expression(chances, schema, 1, KEYS)
        )
    free = chances.numbers.sample([*NAMES, "who"], len(NAMES) + 1)
    keys = []
    for expression in by:
        # Under its own name, what tells whose a row is can be looked for in a union with others.
        own = expression.name if isinstance(expression, Attribute) else None
        name = own if own in free and chances.chance(0.8) else free[-1]
        free.remove(name)
        keys.append(Projection(name, expression))
    made = [GroupAggregate(free.pop(), "count_rows")]
    kinds: tuple[GroupAggregateKind, ...] = get_args(GroupAggregateKind)
    for kind in chances.some([each for each in kinds if each != "count_rows"], 2):
        made.append(_aggregate(chances, free.pop(), kind, schema))
    return GroupRows(source, tuple(keys), tuple(made))


def _aggregate(
    chances: Chances, name: str, kind: GroupAggregateKind, schema: Schema
) -> GroupAggregate:
    aggregate = GroupAggregate(name, kind, make_expression(chances, schema, 1, SUMMABLE))
    try:
        type_of_aggregate(aggregate, schema, None)
    except InvalidExpression:  # of numbers without bounds
        return GroupAggregate(name, "count", aggregate.expression)
    return aggregate


def _join(chances: Chances, world: World, source: Relation) -> Relation:
    """With another relation or with itself, as it is or cut: as little as may be, more often than not."""
    public: list[Relation] = [table.name for table in world.tables if not table.most]
    # What is nobody's beside what is somebody's own: these stay theirs, if nothing is cut.
    is_own = bool(public and unit_attributes(source, world.contributions))
    if is_own and chances.chance(0.5):
        other = chances.one(public)
    elif chances.chance(0.5):
        other = chances.one([*public, *_itself(source)] or [world.tables[0].name])
    else:
        other = make_relation(chances, world, chances.one([0, 0, 0, 1, 2]))
    left, right = (source, other) if is_own or chances.chance(0.7) else (other, source)
    here, there = map(world.schema_of, (left, right))
    new = {name: f"of the other {place}" for place, name in enumerate(there)}
    while {*map(str.casefold, new.values())} & {*map(str.casefold, here)}:
        new = {name: f"{its}'" for name, its in new.items()}
    alike = [
        JoinKey(one, new[name])
        for one, given in here.items()
        for name, its in there.items()
        if given.kind == its.kind != RealType.kind
    ]
    kept = [Projection(name, Attribute(name)) for name in here]
    added = [Projection(new[name], Attribute(name)) for name in there]
    if not alike:
        is_it = f"is it {len(here)}"  # so many attributes had none that was joined before
        kept.append(Projection(is_it, make_expression(chances, here, 1, (BoolType,))))
        added.append(Projection("it is", make_expression(chances, there, 1, (BoolType,))))
        alike = [JoinKey(is_it, "it is")]
    on_who = JoinKey("who", new.get("who", ""))
    keys = {key.left: key for key in chances.some(alike, chances.one([1, 1, 2]))}
    is_on_who = on_who in alike and chances.chance(0.8)
    join = Join(
        Project(left, tuple(kept)),
        Project(right, tuple(added)),
        (on_who,) if is_on_who else tuple({key.right: key for key in keys.values()}.values()),
        chances.one([JoinKind.INNER, JoinKind.LEFT, JoinKind.LEFT]),
        chances.one([None, None, None, 1, 1, 2]),
        chances.one([None, None, None, 1, 2, 3] if is_on_who else [1, 1, 2, None]),
    )
    try:
        stability(join, world.contributions)
    except InvalidExpression:
        return evolve(join, left_rows=chances.one([1, 2, 3]), right_rows=chances.one([1, 2, 3]))
    return join


#: How a relation is made of another one, by its kind: the law is about all of them.
OPERATORS: Mapping[type, Callable[[Chances, World, Relation], Relation]] = {
    Table: lambda chances, world, _: make_relation(chances, world, 0),
    Where: _where,
    Project: _project,
    Union: _union,
    Split: _split,
    Join: _join,
    GroupRows: _group,
}
