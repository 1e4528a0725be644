"""Relations of replies: what is read of a view is what was sent of it."""

from collections.abc import Callable

import pytest

from leapyear import DataSet
from leapyear import functions as f
from leapyear._relations import TableRelation, ViewRelation
from leapyear._seam import relations
from leapyear._seam.requests import relation_model
from leapyear._types import Type
from leapyear_api import models as m
from tests.leapyear.servers import connected

SCHEMA = {
    "pid": Type("INT", (0, 99)),
    "age": Type("INT", (0, 120)),
    "sex": Type("FACTOR", ("f", "m")),
    "smoker": Type("BOOL"),
    "income": Type("REAL", (0.0, 10.0)),
    "born": Type("DATE"),
    "seen": Type("DATETIME"),
}


@pytest.mark.parametrize(
    "made",
    [
        lambda ds: ds,
        lambda ds: DataSet(ViewRelation("clinic", "women"), ds._connection, ds._schema),
        lambda ds: ds.where((ds.age > 3) & ~ds.smoker | ds.sex.isin(["f", "m"])),
        lambda ds: ds.where(ds.born.between("2020-01-01", "2021-01-01") & (ds.seen > "2020-01-01")),
        lambda ds: ds.project(["age"], x=ds.income * 2.5 - 1, y=f.when(ds.smoker, "a").otherwise()),
        lambda ds: ds.union(ds.where(ds.smoker), ds.with_attributes(smoker=True)),
        lambda ds: ds.join(ds.project(["pid", "age"]), on="pid", how="left", suffix="_2"),
        lambda ds: ds.join(ds.project(["sex"], w=ds.age), on="sex", rows_per_key=(3, None)),
        lambda ds: ds.group_by("sex", decade=ds.age // 10).agg(
            n="count_rows", a=("age", "mean"), b=("smoker", "sum"), c=("born", "max")
        ),
        lambda ds: ds.split(10, 3),
        lambda ds: ds.split(7, 6, by="age", seed=9),
        lambda ds: ds.split([0.7, 0.2, 0.1], 1, by=["age", "sex"]),
        lambda ds: ds.split([0.7, 0.2, 0.1], 0),
        lambda ds: ds.split([3, 4], 1),
        lambda ds: ds.split([1, 2**0.5], 1),
        lambda ds: ds.split(1),
        lambda ds: ds.stratified("sex", 2, 1, together="pid").drop_nulls("age"),
    ],
)
def test_what_is_read_of_a_relation_is_what_is_sent_of_it(
    made: Callable[[DataSet], DataSet],
) -> None:
    """To the last bucket of a split, since a hash of other buckets has other rows."""
    with connected({}) as (client, _server):
        sent = relation_model(
            made(DataSet(TableRelation("clinic", "visits"), client._connection, SCHEMA))._relation
        )
    read = relations.relation(sent)
    assert read is not None
    assert relation_model(read).to_dict() == sent.to_dict()


def test_what_is_deeper_than_the_client_builds_is_not_read() -> None:
    """And a view of it is there all the same."""
    deep = relation_model(TableRelation("clinic", "visits"))
    for _ in range(200):
        deep = m.WhereRelation(relation=deep, predicate=m.AttributeExpression(name="smoker"))
    assert relations.relation(deep) is None
