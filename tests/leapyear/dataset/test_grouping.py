"""Groups as rows: what they mean, how they print, and what is refused where it is typed."""

import pytest

from leapyear import DataSet
from leapyear._expressions import Constant, Named, call
from leapyear._relations import GroupAggregate, GroupRelation
from leapyear._types import Type
from leapyear.exceptions import AttributeNotFound, InvalidExpression, InvalidRequest
from tests.leapyear.dataset.visits import PRINTED


def test_groups_are_rows_with_keys_and_aggregates(ds: DataSet) -> None:
    grouped = ds.group_by("sex", half=ds.age // 5).agg(n="count_rows", oldest=(ds.age, "max"))
    assert grouped._relation == GroupRelation(
        ds._relation,
        (("sex", Named("sex")), ("half", call("floor_divide", Named("age"), Constant(5)))),
        (
            GroupAggregate("n", "count_rows", None),
            GroupAggregate("oldest", "max", Named("age")),
        ),
    )
    assert repr(grouped) == (
        f"{PRINTED}.group_by('sex', half=age // 5).agg(n='count_rows', oldest=(age, 'max'))"
    )
    assert grouped == ds.group_by(["sex"], half=ds.age // 5).agg(
        n="count_rows", oldest=("age", "max")
    )
    assert repr(ds.group_by("sex")) == f"{PRINTED}.group_by('sex')"


def test_the_types_of_groups_are_known_and_their_bounds_are_the_servers_to_say(
    ds: DataSet,
) -> None:
    kinds = ("count", "count_distinct", "sum", "mean", "min")
    grouped = ds.group_by("sex").agg(n="count_rows", **{kind: ("age", kind) for kind in kinds})
    assert {name: each.tag for name, each in grouped._schema.items()} == {
        "sex": "FACTOR", "n": "INT", "count": "INT", "count_distinct": "INT", "sum": "INT",
        "mean": "REAL", "min": "INT",
    }  # fmt: skip
    assert grouped._schema["sex"] == ds._schema["sex"]
    assert grouped._schema["min"] == Type("INT", (0, 10))
    assert grouped._schema["n"].contents is None
    assert ds.group_by("sex").agg(x=(ds.age / 3, "sum"))._schema["x"].tag == "REAL"


def test_names_that_are_no_keywords_print_as_what_can_be_typed(ds: DataSet) -> None:
    grouped = ds.group_by("sex", **{"by 5": ds.age // 5}).agg(**{"a b": "count_rows"})
    assert (
        repr(grouped)
        == f"{PRINTED}.group_by('sex', **{{'by 5': age // 5}}).agg(**{{'a b': 'count_rows'}})"
    )


def test_groups_that_make_no_sense_are_refused_where_they_are_typed(ds: DataSet) -> None:
    by_sex = ds.group_by("sex")
    for kind in ("sum", "mean", "min", "max"):
        with pytest.raises(InvalidExpression, match="and sex is FACTOR"):
            by_sex.agg(x=("sex", kind))
    with pytest.raises(InvalidExpression, match="did you mean 'mean'"):
        by_sex.agg(x=("age", "maen"))
    with pytest.raises(InvalidExpression, match="a pair such as"):
        by_sex.agg(x="count")
    with pytest.raises(InvalidExpression, match="third is REAL"):
        ds.group_by(third=ds.age / 3)
    with pytest.raises(AttributeNotFound):
        ds.group_by("x")
    with pytest.raises(AttributeNotFound):
        by_sex.agg(x=("x", "sum"))
    with pytest.raises(TypeError):
        ds.group_by(x="age")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="a dict says more than that"):
        ds.group_by({"sex": ["F"]})
    for wrong in (
        lambda: ds.group_by(),
        lambda: ds.group_by(**{f"k{n}": ds.age + n for n in range(17)}),
        lambda: ds.group_by(ds.age + 1),
        lambda: ds.group_by("sex", SEX=ds.age),
        lambda: ds.group_by("sex", "sex"),
        lambda: by_sex.agg(),
        lambda: by_sex.agg(Sex="count_rows"),
        lambda: by_sex.agg(**{f"n{n}": "count_rows" for n in range(257)}),
    ):
        with pytest.raises(InvalidRequest):
            wrong()
