"""What several grants come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leapyear_core.model.access import (
    ColumnLevel,
    DatabaseLevel,
    TableGrants,
    widest_on_column,
)

COLUMNS = ("age", "smoker")

grants = st.builds(
    TableGrants,
    st.sampled_from(DatabaseLevel),
    st.dictionaries(st.sampled_from(COLUMNS), st.sampled_from(ColumnLevel)),
)


@pytest.mark.parametrize(
    ("on_database", "on_columns"),
    [
        (DatabaseLevel.NONE, ColumnLevel.NONE),
        (DatabaseLevel.COMPUTE, ColumnLevel.COMPUTE),
        (DatabaseLevel.FULL, ColumnLevel.FULL),
        (DatabaseLevel.ADMINISTER, ColumnLevel.FULL),
    ],
)
def test_a_level_on_a_database_is_one_on_each_column(
    on_database: DatabaseLevel, on_columns: ColumnLevel
) -> None:
    assert on_database.on_columns is on_columns
    assert TableGrants(on_database).on_column("age") is on_columns


@given(st.sampled_from(DatabaseLevel), st.sampled_from(ColumnLevel))
def test_a_grant_on_a_column_is_in_place_of_that_on_the_database(
    on_database: DatabaseLevel, on_column: ColumnLevel
) -> None:
    """Wider or narrower; and for this column only."""
    granted = TableGrants(on_database, {"age": on_column})
    assert granted.on_column("age") is on_column
    assert granted.on_column("smoker") is on_database.on_columns


@given(st.lists(grants), grants, st.sampled_from(COLUMNS))
def test_one_more_grant_never_takes_anything_away(
    others: list[TableGrants], one: TableGrants, column: str
) -> None:
    """The widest of several holds, in whatever order they come; without any there is nothing."""
    together = widest_on_column([*others, one], column)
    assert together is widest_on_column([one, *others], column)
    assert together is max(widest_on_column(others, column), one.on_column(column))
    assert widest_on_column([], column) is ColumnLevel.NONE
