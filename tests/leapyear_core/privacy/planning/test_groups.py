"""Statistics of groups are those of pandas, without noise; and which keys are private."""

import pytest
from attrs import evolve

from leapyear_core.model.analyses import Aggregate, GroupBy, GroupKey
from leapyear_core.model.errors import InvalidAnalysis
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.lattice import RowCount
from leapyear_core.privacy.planning import Asked, AskedKeys, asked_by
from tests.leapyear_core.privacy.planning.visits import SCHEMA, TABLE, Exactly, summed

ROWS = (Aggregate("rows", "count_rows"),)


def test_groups_are_those_of_pandas_and_those_without_rows(exactly: Exactly) -> None:
    keys = (GroupKey("region", Attribute("region")), GroupKey("smoker", Attribute("smoker")))
    aggregates = (
        Aggregate("rows", "count_rows"),
        Aggregate("ages", "count", Attribute("age")),
        Aggregate("different", "count_distinct", Attribute("age")),
        Aggregate("total", "sum", Attribute("age")),
        Aggregate("mean", "mean", Attribute("income")),
    )
    cells = exactly.cells(GroupBy(TABLE, keys, aggregates))
    assert len(cells) == 3 * 2 * 5
    for (region, smoker), group in exactly.frame.dropna(subset=["region", "smoker"]).groupby(
        ["region", "smoker"]
    ):
        assert cells[region, smoker, "rows"] == len(group)
        assert cells[region, smoker, "ages"] == group["age"].count()
        assert cells[region, smoker, "different"] == group["age"].nunique()
        assert cells[region, smoker, "total"] == group["age"].sum()
        assert cells[region, smoker, "mean"] == pytest.approx(group["income"].mean(), rel=1e-6)
    assert cells["east", False, "rows"] == 0


def test_groups_can_be_of_values_that_are_named(exactly: Exactly) -> None:
    key = GroupKey("note", Attribute("note"), ("b", "z"))
    cells = exactly.cells(GroupBy(TABLE, (key,), (Aggregate("rows", "count_rows"),)))
    assert cells == {("b", "rows"): (exactly.frame["note"] == "b").sum(), ("z", "rows"): 0}


def test_what_two_numbers_need_is_paid_for_once() -> None:
    aggregates = (
        Aggregate("ages", "count", Attribute("age")),
        Aggregate("mean", "mean", Attribute("age")),
    )
    asked = summed(GroupBy(TABLE, (GroupKey("smoker", Attribute("smoker")),), aggregates))
    assert len(asked.summands) == 2


@pytest.mark.parametrize(
    ("keys", "asked_for"),
    [
        ((GroupKey("n", Attribute("note")),), False),
        ((GroupKey("d", Attribute("day")),), False),
        ((GroupKey("w", Attribute("wide")),), False),
        ((GroupKey("s", Attribute("smoker")), GroupKey("n", Attribute("note"))), False),
        ((GroupKey("r", Attribute("region"), ("north",)),), True),
    ],
    ids=["TEXT", "DATE", "wide INT", "BOOL and TEXT", "FACTOR, asked for"],
)
def test_groups_of_private_keys_are_told_by_the_number_of_their_rows(
    keys: tuple[GroupKey, ...], asked_for: bool
) -> None:
    """It is counted in any case, and once. Said or not, it is the same question."""
    mean = (Aggregate("m", "mean", Attribute("age")), Aggregate("n", "count_rows", None))
    analysis = GroupBy(TABLE, keys, mean, unknown_keys=asked_for)
    asked = asked_by(analysis, SCHEMA)
    assert isinstance(asked, AskedKeys)
    assert asked.summands[0] == RowCount()
    assert asked.parts == 3
    assert asked.analysis == evolve(analysis, unknown_keys=True)
    assert [key.values for key in asked.keys] == [key.values for key in keys]


def test_keys_whose_values_are_all_named_are_known() -> None:
    named = GroupBy(TABLE, (GroupKey("n", Attribute("note"), ("a", "b")),), ROWS)
    assert isinstance(asked_by(named, SCHEMA), Asked)


@pytest.mark.parametrize(
    ("analysis", "told"),
    [
        (
            GroupBy(TABLE, (GroupKey("i", Attribute("income")),), ROWS),
            "groups are of BOOL, INT, FACTOR, TEXT or DATE",
        ),
        (
            GroupBy(TABLE, (GroupKey("a", Attribute("age"), ("x",)),), ROWS),
            "not all of that kind",
        ),
        (
            GroupBy(TABLE, (GroupKey("i", Attribute("income"), (1,)),), ROWS),
            "not all of that kind",
        ),
        (
            GroupBy(TABLE, (GroupKey("a", Attribute("age"), (20, 20)),), ROWS),
            "named twice",
        ),
        (GroupBy(TABLE, (GroupKey("a", Attribute("age")),), ROWS * 2), "one name"),
    ],
)
def test_groups_that_make_no_sense_are_told_from_the_types_alone(
    analysis: GroupBy, told: str
) -> None:
    with pytest.raises(InvalidAnalysis, match=told):
        asked_by(analysis, SCHEMA)
