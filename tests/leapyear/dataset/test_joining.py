"""Joins: what they mean, how they print, and what is refused where it is typed."""

import pytest

from leapyear import DataSet
from leapyear._expressions import Named
from leapyear._relations import JoinRelation, ProjectRelation, TableRelation
from leapyear._types import Type
from leapyear.exceptions import AttributeNotFound, InvalidExpression, InvalidRequest
from tests.leapyear.dataset.visits import PRINTED


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
