"""Unions: the bounds of both, and what is refused where it is typed."""

import pytest

from leapyear import DataSet
from leapyear._relations import TableRelation, UnionRelation
from leapyear._types import Type
from leapyear.exceptions import InvalidExpression
from tests.leapyear.dataset.visits import PRINTED


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
