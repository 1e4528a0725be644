"""Data sets made of data sets: what they mean on the wire, how they print, and what is refused where it is typed."""

from collections.abc import Iterator

import pytest

from leapyear import DataSet
from leapyear._expressions import SplitRelation, TableRelation, UnionRelation
from leapyear._types import Type
from leapyear.exceptions import AttributeNotFound, InvalidExpression, InvalidRequest
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
        SplitRelation(ds._relation, ("age",), 3, part, 7) for part in range(3)
    ]
    assert repr(parts[2]) == f"{PRINTED}.split(3, 2, by=['age'], seed=7)"
    assert ds.split(2)._relation == SplitRelation(ds._relation, ("age", "sex"), 2, 0, 0)


def test_a_part_that_there_is_not_is_refused_where_it_is_typed(ds: DataSet) -> None:
    for parts, part in ((0, 0), (2, 2), (2, -1), (1001, 0)):
        with pytest.raises(InvalidRequest):
            ds.split(parts, part)
    with pytest.raises(TypeError):
        ds.split(0.5)  # type: ignore[arg-type]
    with pytest.raises(AttributeNotFound):
        ds.split(2, by="x")
    with pytest.raises(InvalidRequest):
        ds.split(2, by=[ds.age + 1])
