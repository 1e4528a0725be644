"""Groups of rows as rows: their schema, their stability, whose they are, and what they read."""

import pytest

from leapyear_core.model.aggregates import GroupAggregate, GroupAggregateKind
from leapyear_core.model.analyses import CountRows, Sum
from leapyear_core.model.errors import AttributeNotFound, InvalidColumn, InvalidExpression
from leapyear_core.model.expressions import Attribute, Call, Constant, Expression
from leapyear_core.model.lineage import columns_read
from leapyear_core.model.relations import (
    GroupRows,
    Project,
    Projection,
    Relation,
    Table,
    Union,
    Where,
)
from leapyear_core.model.schemas import schema_of
from leapyear_core.model.stability import stability, unit_attributes
from leapyear_core.model.trees import read_relation, relation_to_tree
from leapyear_core.model.types import (
    INT_LIMIT,
    REAL_LIMIT,
    BoolType,
    DataType,
    DatetimeType,
    DateType,
    FactorType,
    IntType,
    RealType,
    Schema,
    TextType,
)
from leapyear_core.model.units import Contribution

VISITS = Table("d", "visits")
SCHEMAS: dict[Table, Schema] = {
    VISITS: {
        "pid": TextType(),
        "age": IntType(-10, 120),
        "cost": RealType(5.0, 100.0),
        "wide": RealType(-REAL_LIMIT, REAL_LIMIT),
        "sex": FactorType(("f", "m")),
        "ill": BoolType(),
        "day": DateType(),
        "at": DatetimeType(),
    }
}
CONTRIBUTIONS = {VISITS: Contribution(4, "pid")}
ROWS = GroupAggregate("n", "count_rows")


def by(
    *names: str, of: Relation = VISITS, **aggregates: tuple[str, GroupAggregateKind]
) -> GroupRows:
    return GroupRows(
        of,
        tuple(Projection(name, Attribute(name)) for name in names),
        (
            ROWS,
            *(
                GroupAggregate(name, kind, Attribute(attribute))
                for name, (attribute, kind) in aggregates.items()
            ),
        ),
    )


def type_in(relation: Relation, name: str) -> DataType:
    return schema_of(relation, SCHEMAS, CONTRIBUTIONS)[name]


def moved(relation: Relation) -> int:
    return stability(relation, CONTRIBUTIONS)


def test_a_group_has_its_keys_and_what_is_aggregated() -> None:
    grouped = by("sex", "day", oldest=("age", "max"), last=("at", "max"), any=("ill", "max"))
    assert dict(schema_of(grouped, SCHEMAS, CONTRIBUTIONS)) == {
        "sex": FactorType(("f", "m")),
        "day": DateType(),
        "n": IntType(1, INT_LIMIT),
        "oldest": IntType(-10, 120),
        "last": DatetimeType(),
        "any": BoolType(),
    }


@pytest.mark.parametrize(
    ("attribute", "kind", "expected"),
    [
        ("age", "count", IntType(0, 4)),
        ("cost", "count_distinct", IntType(0, 4)),
        ("ill", "count_distinct", IntType(0, 2)),
        ("ill", "sum", IntType(0, 4)),
        ("age", "sum", IntType(-40, 480)),
        # Of a group without values the sum is 0, whatever the bounds of values are.
        ("cost", "sum", RealType(0.0, 400.0)),
        ("cost", "mean", RealType(5.0, 100.0)),
        ("age", "mean", RealType(-10.0, 120.0)),
        ("ill", "mean", RealType(0.0, 1.0)),
    ],
)
def test_of_units_the_bounds_follow_from_how_many_rows_one_may_have(
    attribute: str, kind: GroupAggregateKind, expected: DataType
) -> None:
    assert type_in(by("pid", found=(attribute, kind)), "found") == expected
    assert type_in(by("pid"), "n") == IntType(1, 4)


def test_of_others_how_many_rows_a_group_has_is_private_and_sums_have_no_useful_bounds() -> None:
    assert type_in(by("sex", found=("ill", "sum")), "found") == IntType(0, INT_LIMIT)
    assert type_in(by("sex", found=("age", "sum")), "found") == IntType(-INT_LIMIT, INT_LIMIT)
    assert type_in(by("sex", found=("cost", "sum")), "found") == RealType(0.0, REAL_LIMIT)
    assert type_in(by("sex", found=("cost", "mean")), "found") == RealType(5.0, 100.0)


@pytest.mark.parametrize(
    ("attribute", "kind"),
    [
        ("wide", "sum"),
        ("wide", "mean"),
        ("sex", "sum"),
        ("day", "mean"),
        ("sex", "min"),
        ("pid", "max"),
    ],
)
def test_what_has_no_such_aggregate_is_refused(attribute: str, kind: GroupAggregateKind) -> None:
    with pytest.raises(InvalidExpression, match=f"found.*{kind}"):
        type_in(by("sex", found=(attribute, kind)), "found")


def test_groups_go_by_what_is_equal_or_not() -> None:
    for name in ("cost", "at"):
        with pytest.raises(InvalidExpression, match=name):
            type_in(by(name), "n")
    with pytest.raises(AttributeNotFound):
        type_in(by("weight"), "n")
    with pytest.raises(AttributeNotFound):
        type_in(by("sex", found=("weight", "sum")), "n")


def test_two_attributes_of_a_group_have_two_names() -> None:
    with pytest.raises(InvalidColumn):
        type_in(by("sex", SEX=("age", "max")), "n")


def test_a_row_that_comes_or_goes_changes_the_row_of_its_group() -> None:
    """One row goes and another comes, for each of the unit's rows below."""
    assert moved(by("sex")) == 8
    assert moved(by("age", of=by("age", "sex"))) == 16
    assert stability(by("sex"), {}) == 2
    assert stability(by("sex"), {VISITS: Contribution(0)}) == 0


def test_a_group_of_one_unit_comes_and_goes_with_it() -> None:
    assert moved(by("pid", "day")) == 4
    assert moved(by("pid")) == 1
    assert moved(by("pid", of=by("pid", "day"))) == 1
    assert moved(by("sex", of=by("pid", "sex"))) == 8


def test_what_says_whose_a_row_is_below_does_not_where_groups_go_by_other_things() -> None:
    """Else the oldest of a region, and the name of the oldest, would count as the rows of one person."""
    assert set(unit_attributes(by("pid", "sex"), CONTRIBUTIONS)) == {"pid"}
    regions = GroupRows(
        by("pid", "age"),
        (Projection("age", Attribute("age")),),
        (GroupAggregate("pid", "count_distinct", Attribute("pid")),),
    )
    assert not unit_attributes(regions, CONTRIBUTIONS)
    assert moved(by("pid", of=regions)) == 16


def test_a_key_that_is_computed_says_nothing_of_units() -> None:
    for expression in (Call("lower", (Attribute("pid"),)), Constant("x")):
        key: Expression = expression
        assert moved(GroupRows(VISITS, (Projection("pid", key),), (ROWS,))) == 8
    # The name alone is nothing.
    renamed = Project(VISITS, (Projection("pid", Attribute("sex")),))
    assert moved(by("pid", of=renamed)) == 8


def test_a_unit_with_rows_in_two_relations_of_a_union_is_one_group() -> None:
    assert moved(by("pid", of=Union((VISITS, VISITS)))) == 1
    assert type_in(by("pid", of=Union((VISITS, VISITS))), "n") == IntType(1, 8)


def test_keys_are_read_and_of_the_rest_what_is_used() -> None:
    """Which rows there are tells of the keys; and of what they were chosen by."""
    over = Where(VISITS, Attribute("ill"))
    grouped = by("sex", of=over, oldest=("age", "max"), dearest=("cost", "max"))
    counted = columns_read(CountRows(grouped), SCHEMAS)
    summed = columns_read(Sum(grouped, Attribute("oldest")), SCHEMAS)
    assert {each.column for each in counted} == {"sex", "ill"}
    assert {each.column for each in summed} == {"sex", "ill", "age"}


def test_groups_are_read_back_from_their_trees() -> None:
    relation = by("pid", "sex", of=by("pid", "sex", "day"), most=("n", "max"), all=("n", "sum"))
    assert read_relation(relation_to_tree(relation)) == relation
