"""Data sets made of data sets: what they mean on the wire, how they print, and what is refused where it is typed."""

import json
import math
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from leapyear import DataSet
from leapyear._expressions import (
    Constant,
    GroupAggregate,
    GroupRelation,
    JoinRelation,
    Named,
    ProjectRelation,
    SplitRelation,
    TableRelation,
    UnionRelation,
    call,
)
from leapyear._seam.requests import relation_model
from leapyear._types import Type
from leapyear.exceptions import AttributeNotFound, InvalidExpression, InvalidRequest
from leapyear_api.models import SplitRelation as SplitModel
from tests.leapyear.servers import connected

SCHEMA = {"age": Type("INT", (0, 10)), "sex": Type("FACTOR", ("f", "m"))}
PRINTED = "DataSet.from_table('clinic.visits')"


@pytest.fixture
def ds() -> Iterator[DataSet]:
    with connected({}) as (client, _server):
        yield DataSet(TableRelation("clinic", "visits"), client._connection, SCHEMA)


def test_attributes_are_added_and_replaced(ds: DataSet) -> None:
    more = ds.with_attributes(age=ds.age + 1, old=ds.age > 5)
    assert list(more._schema) == ["age", "sex", "old"]
    assert repr(more) == f"{PRINTED}.project(['sex'], age=age + 1, old=age > 5)"
    assert ds.with_attribute("old", ds.age > 5) == ds.with_attributes({"old": ds.age > 5})
    with pytest.raises(InvalidRequest):
        ds.with_attributes()
    with pytest.raises(InvalidRequest):
        ds.with_attributes({"old": ds.age}, old=ds.age)


def test_nulls_are_dropped_by_a_condition(ds: DataSet) -> None:
    assert repr(ds.drop_nulls()) == f"{PRINTED}.where(~age.is_null() & ~sex.is_null())"
    assert ds.drop_nulls("age") == ds.where(~ds.age.is_null())
    with pytest.raises(AttributeNotFound):
        ds.drop_nulls("x")


def test_a_linear_transformation_is_a_projection(ds: DataSet) -> None:
    turned = ds.transform(["age"], [[2.0], [-1.0]], [0, 3], names=["twice", "less"])
    assert list(turned._schema) == ["sex", "twice", "less"]
    assert repr(turned) == f"{PRINTED}.project(['sex'], twice=age * 2.0, less=age * -1.0 + 3.0)"
    for matrix, offset in (([[1.0, 2.0]], None), ([], None), ([[1.0]], [1.0, 2.0])):
        with pytest.raises(InvalidRequest):
            ds.transform(["age"], matrix, offset)


def test_a_union_has_the_bounds_of_both(ds: DataSet) -> None:
    wider = {"age": Type("INT", (5, 20)), "sex": Type("FACTOR", ("m", "x"))}
    other = DataSet(TableRelation("clinic", "others"), ds._connection, wider)
    union = ds.union(other)
    assert union._relation == UnionRelation((ds._relation, other._relation))
    assert union._schema == {"age": Type("INT", (0, 20)), "sex": Type("FACTOR", ("f", "m", "x"))}
    assert repr(union) == f"{PRINTED}.union(DataSet.from_table('clinic.others'))"


def test_a_union_of_unlike_data_sets_is_refused_where_it_is_typed(ds: DataSet) -> None:
    with pytest.raises(InvalidExpression, match="'sex' is in one"):
        ds.union(ds.project(["age"]))
    with pytest.raises(InvalidExpression, match="'age' is INT in one"):
        ds.union(ds.with_attribute("age", ds.age > 5))
    with pytest.raises(TypeError):
        ds.union("clinic.visits")  # type: ignore[arg-type]


def test_splits_are_every_part_in_turn(ds: DataSet) -> None:
    parts = ds.splits(3, by=(name for name in ["age"]), seed=7)
    assert [each._relation for each in parts] == [
        SplitRelation(ds._relation, ("age",), (1, 1, 1), part, 7) for part in range(3)
    ]
    assert repr(parts[2]) == f"{PRINTED}.split(3, 2, by=['age'], seed=7)"
    assert ds.split(2)._relation == SplitRelation(ds._relation, ("age", "sex"), (1, 1), 0, 0)
    assert ds.split(parts=2, part=1) == ds.split([1, 1], 1)


@pytest.mark.parametrize(
    ("parts", "shares"),
    [
        ([0.8, 0.2], (4, 1)),
        ([0.7, 0.2, 0.1], (7, 2, 1)),
        ((7, 2, 1), (7, 2, 1)),
        ([50, 50], (1, 1)),
        ([0.1] * 10, (1,) * 10),
        ([Fraction(1, 3), Fraction(2, 3)], (1, 2)),
        ([1 / 3, 1 / 3, 1 / 3], (1, 1, 1)),
        ([1, math.pi], (241_453, 758_547)),
        ([1e-300, 1e-300], (1, 1)),
        ([1, 999_999], (1, 999_999)),
        ([math.pi] * 7 + [1e-3] * 3, None),
        ([3], (1,)),
        ([10**400, 10**400], (1, 1)),
    ],
)
def test_shares_are_whole_numbers_that_are_together_everything(
    ds: DataSet, parts: Iterable[float], shares: tuple[int, ...] | None
) -> None:
    """Simple ones as they are typed, others to a millionth of all; so that no rounding moves a row from part to part."""
    found = ds.splits(parts)
    relations = [each._relation for each in found]
    assert all(isinstance(each, SplitRelation) for each in relations)
    models = [relation_model(each) for each in relations]
    assert all(isinstance(each, SplitModel) for each in models)
    ends = [(each.start, each.stop) for each in models if isinstance(each, SplitModel)]
    assert ends[0][0] == 0
    assert all(one[1] == other[0] for one, other in pairwise(ends))
    assert {each.buckets for each in models if isinstance(each, SplitModel)} == {ends[-1][1]}
    assert shares is None or tuple(stop - start for start, stop in ends) == shares


def test_a_part_of_a_part_is_hashed_anew(ds: DataSet) -> None:
    """Else a half of a half would be all of it, or nothing. Who names a seed has that one."""
    rest = ds.split([0.8, 0.2], 1).where(ds.age > 3)
    assert repr(rest.split(2)) == f"{rest!r}.split(2, 0, by=['age', 'sex'], seed=1)"
    assert repr(rest.split(2, seed=0)) == f"{rest!r}.split(2, 0, by=['age', 'sex'], seed=0)"
    thrice = rest.split(2).union(ds).split(2)
    assert isinstance(thrice._relation, SplitRelation)
    assert thrice._relation.seed == 2


def test_strata_are_hashed_with_what_stays_together(ds: DataSet) -> None:
    training, test = ds.stratified("sex", [0.8, 0.2])
    assert training == ds.split([0.8, 0.2], 0, by=["sex", "age"])
    assert ds.stratified("sex", [0.8, 0.2], 1) == test
    by_unit = ds.stratified(["sex"], 2, 0, together="age", seed=3)
    assert by_unit == ds.split(2, 0, by=["sex", "age"], seed=3)
    assert ds.stratified("age", 2, 0, together="age") == ds.split(2, 0, by="age")


def test_strata_are_of_few_values(ds: DataSet) -> None:
    schema = {
        "pid": Type("TEXT"),
        "wage": Type("INT", (0, 1000)),
        "decade": Type("INT", (0, 999)),
        "height": Type("REAL", (0.0, 1.0)),
    }
    other = DataSet(TableRelation("clinic", "others"), ds._connection, schema)
    for name, found in (("pid", "is TEXT"), ("wage", "has 1001 values"), ("height", "is REAL")):
        with pytest.raises(InvalidExpression, match=f"{name} {found}"):
            other.stratified(name, 2)
    assert len(other.stratified("decade", 2)) == 2
    with pytest.raises(InvalidRequest):
        other.stratified(other.decade // 10, 2)
    with pytest.raises(AttributeNotFound):
        other.stratified("x", 2)


def test_a_part_that_there_is_not_is_refused_where_it_is_typed(ds: DataSet) -> None:
    for parts, part in ((0, 0), (2, 2), (2, -1), (1001, 0), ([], 0), ([0.5, 0.5], 2)):
        with pytest.raises(InvalidRequest):
            ds.split(parts, part)
    for shares in ([1, 0], [1, -1], [1, math.nan], [math.inf], [1, 1e-7], [1] * 1001):
        with pytest.raises(InvalidRequest):
            ds.splits(shares)
    for wrong in (0.5, "2", ["a"], [True, True], True, None):
        with pytest.raises(TypeError):
            ds.split(wrong)  # type: ignore[arg-type]
    for seed in (-1, 2**32):
        with pytest.raises(InvalidRequest):
            ds.split(2, seed=seed)
    with pytest.raises(AttributeNotFound):
        ds.split(2, by="x")
    with pytest.raises(InvalidRequest):
        ds.split(2, by=[ds.age + 1])


@pytest.fixture
def wards(ds: DataSet) -> DataSet:
    """Another table of the same database."""
    schema = {
        "sex": Type("FACTOR", ("m", "x")),
        "Age": Type("INT", (5, 20)),
        "floor": Type("REAL", (0.0, 9.0)),
    }
    return DataSet(TableRelation("clinic", "wards"), ds._connection, schema)


def test_a_join_names_the_attributes_of_both_sides(ds: DataSet, wards: DataSet) -> None:
    """Another user sees other columns of the tables, and shall mean the same by the same join."""
    joined = ds.join(wards.project(["sex", "floor"]), on="sex")
    here = ProjectRelation(ds._relation, (("age", Named("age")), ("sex", Named("sex"))))
    there = ProjectRelation(wards._relation, (("sex", Named("sex")), ("floor", Named("floor"))))
    assert joined._relation == JoinRelation(here, there, (("sex", "sex"),), "inner", None, 1)
    assert list(joined._schema) == ["age", "sex", "floor"]
    again = joined.where(joined.age > 3).join(wards.project(["sex"]), on=[joined.sex], how="left")
    assert isinstance(again._relation, JoinRelation)
    assert again._relation.left == joined.where(joined.age > 3)._relation


def test_a_join_prints_as_it_is_written(ds: DataSet, wards: DataSet) -> None:
    here, there = f"{PRINTED}.project(['age', 'sex'])", wards.project(["Age", "floor"])
    joined = ds.join(there, ["age"], other_on=[there.Age], how="left", rows_per_key=(3, None))
    assert repr(joined) == (
        f"{here}.join({there!r}, on=['age'], other_on=['Age'], how='left', rows_per_key=(3, None))"
    )
    for rows, printed in ((1, ""), (2, ", rows_per_key=2"), (None, ", rows_per_key=None")):
        one = wards.project(["sex"])
        assert repr(ds.join(one, "sex", rows_per_key=rows)) == (
            f"{here}.join({one!r}, on=['sex']{printed})"
        )


def test_attributes_of_one_name_are_told_apart_by_a_suffix(ds: DataSet, wards: DataSet) -> None:
    """Names that differ in case alone are one name, as they are to the engines."""
    with pytest.raises(InvalidExpression, match="'Age' is in both"):
        ds.join(wards, "sex")
    assert list(ds.join(wards, "sex", suffix="_there").schema) == [
        "age",
        "sex",
        "Age_there",
        "floor",
    ]
    taken = ds.with_attribute("age_there", ds.age)
    with pytest.raises(InvalidExpression, match="'Age_there' is in both"):
        taken.join(wards, "sex", suffix="_there")


def test_a_join_that_makes_no_sense_is_refused_where_it_is_typed(
    ds: DataSet, wards: DataSet
) -> None:
    with pytest.raises(AttributeNotFound):
        ds.join(wards, "age", other_on="x")
    with pytest.raises(InvalidExpression, match="compute one type"):
        ds.join(wards, "age", other_on="sex")
    with pytest.raises(InvalidExpression, match="REAL"):
        wards.join(wards, "floor", suffix="2")
    for on, other_on in (([], []), (["age", "sex"], ["Age"]), (["age", "age"], ["Age", "sex"])):
        with pytest.raises(InvalidRequest):
            ds.join(wards, on, other_on=other_on)
    with pytest.raises(InvalidRequest):
        ds.join(wards, "sex", how="outer")  # type: ignore[arg-type]
    for rows in (0, 10_001, (1, 0)):
        with pytest.raises(InvalidRequest):
            ds.join(wards, "sex", rows_per_key=rows)
    for not_rows in (True, 1.5, (1, 2, 3), "1"):
        with pytest.raises(TypeError):
            ds.join(wards, "sex", rows_per_key=not_rows)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        ds.join("clinic.wards", "sex")  # type: ignore[arg-type]


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


@pytest.mark.parametrize(
    ("of_numpy", "plain"),
    [
        (
            lambda ds: ds.split(np.int64(3), np.uint8(1), seed=np.int32(7)),
            lambda ds: ds.split(3, 1, seed=7),
        ),
        (
            lambda ds: ds.splits(np.array([0.75, 0.25]), seed=np.int64(7))[1],
            lambda ds: ds.split([0.75, 0.25], 1, seed=7),
        ),
        (
            lambda ds: ds.stratified("sex", np.array([1, 3]), np.int64(0)),
            lambda ds: ds.stratified("sex", [1, 3], 0),
        ),
        (
            lambda ds: ds.join(ds.project(["sex"]), on="sex", rows_per_key=(np.int64(2), None)),
            lambda ds: ds.join(ds.project(["sex"]), on="sex", rows_per_key=(2, None)),
        ),
        (
            lambda ds: ds.where(
                ds.age.isin(np.arange(3)) & ds.age.between(np.int8(1), np.int64(9))
            ),
            lambda ds: ds.where(ds.age.isin([0, 1, 2]) & ds.age.between(1, 9)),
        ),
        (
            lambda ds: ds.with_attribute("x", (ds.age * np.float64(0.5)).round(np.int64(1))),
            lambda ds: ds.with_attribute("x", (ds.age * 0.5).round(1)),
        ),
        (
            lambda ds: ds.with_attribute("x", ds.age.clip(np.int64(1), np.float32(9.5))),
            lambda ds: ds.with_attribute("x", ds.age.clip(1, 9.5)),
        ),
        (
            lambda ds: ds.transform(["age"], np.array([[2.0]]), np.array([np.int64(1)])),
            lambda ds: ds.transform(["age"], [[2.0]], [1]),
        ),
    ],
)
def test_the_numbers_of_numpy_are_taken(
    ds: DataSet, of_numpy: Callable[[DataSet], DataSet], plain: Callable[[DataSet], DataSet]
) -> None:
    """As notebooks have them; what is sent and printed is the same as with Python's own."""
    taken, wanted = of_numpy(ds), plain(ds)
    sent = [json.dumps(relation_model(each._relation).to_dict()) for each in (taken, wanted)]
    assert sent[0] == sent[1]
    assert repr(taken) == repr(wanted)


@pytest.mark.parametrize("odd", [np.float64(2), np.bool_(True), np.array([[2]]), np.str_("2")])
def test_what_is_no_whole_number_of_numpy_is_refused(ds: DataSet, odd: Any) -> None:
    with pytest.raises(TypeError):
        ds.split(odd)
    with pytest.raises(TypeError, match="whole numbers"):
        ds.split(3, odd)
    with pytest.raises(TypeError, match="whole numbers"):
        ds.join(ds.project(["sex"]), on="sex", rows_per_key=odd)
