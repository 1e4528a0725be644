"""Which columns a question reads."""

import pytest

from leapyear_core.model.analyses import (
    Aggregate,
    Analysis,
    Axis,
    Count,
    CountRows,
    Describe,
    GroupBy,
    GroupKey,
    Histogram,
    Matrix,
    Mean,
    Moment,
    Sum,
)
from leapyear_core.model.expressions import Attribute, Call, Constant
from leapyear_core.model.lineage import columns_read
from leapyear_core.model.relations import Project, Projection, Table, Where
from leapyear_core.model.types import BoolType, IntType, Schema

VISITS = Table("clinic", "visits")
SCHEMA: Schema = {"age": IntType(0, 120), "smoker": BoolType(), "income": IntType(0, 9)}
OLDER = Call("gt", (Attribute("age"), Constant(40)))
AGE, SMOKER = Projection("age", Attribute("age")), Projection("smoker", Attribute("smoker"))
#: Has an attribute ``age`` that is made of the income.
RENAMED = Project(
    VISITS,
    (
        Projection("age", Attribute("income")),
        Projection("older", OLDER),
        Projection("one", Constant(1)),
    ),
)


@pytest.mark.parametrize(
    ("analysis", "expected"),
    [
        (CountRows(VISITS), ""),
        (CountRows(Where(VISITS, OLDER)), "age"),
        (Count(VISITS, Attribute("income")), "income"),
        (Sum(Where(VISITS, Attribute("smoker")), Attribute("age")), "age smoker"),
        (Mean(RENAMED, Attribute("age")), "income"),
        (CountRows(RENAMED), ""),
        (Sum(RENAMED, Attribute("one")), ""),
        (CountRows(Where(RENAMED, Attribute("older"))), "age"),
        (CountRows(Project(Where(VISITS, OLDER), (Projection("x", Constant(1)),))), "age"),
        (Sum(Where(RENAMED, OLDER), Attribute("older")), "age income"),
        (Moment("std", RENAMED, Attribute("age")), "income"),
        (Matrix("correlation", VISITS, (AGE, SMOKER)), "age smoker"),
        (
            Histogram(VISITS, (Axis("x", Attribute("age")), Axis("y", Attribute("income")))),
            "age income",
        ),
        (
            GroupBy(VISITS, (GroupKey("x", Attribute("smoker")),), (Aggregate("n", "count_rows"),)),
            "smoker",
        ),
        (
            GroupBy(
                Where(VISITS, OLDER),
                (GroupKey("x", Attribute("smoker")),),
                (Aggregate("m", "mean", Attribute("income")),),
            ),
            "age income smoker",
        ),
        (Describe(VISITS, ("age", "income")), "age income"),
    ],
)
def test_a_column_is_read_where_the_answer_depends_on_it(analysis: Analysis, expected: str) -> None:
    """Under whatever name, and in conditions too; but not where it was projected and is not used."""
    read = columns_read(analysis, {VISITS: SCHEMA})
    assert {each.table for each in read} <= {VISITS}
    assert " ".join(sorted(each.column for each in read)) == expected
