"""What a user sees is found by way of the user: no query grows with what is hidden."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, event

from leapyear_core.catalog import databases, grants, groups, tables, users, visible
from leapyear_core.catalog.store import Catalog
from leapyear_core.model.access import ColumnLevel, DatabaseLevel, SubjectKind
from leapyear_core.model.types import BoolType, Column

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

#: Indexes that lead from a database or a table to what everybody was granted on it.
OF_EVERYBODY = ("ix_database_grants_database_id", "ix_column_grants_table_id")


@pytest.fixture
def catalog() -> Iterator[Catalog]:
    catalog = Catalog.in_memory()
    yield catalog
    catalog.close()


def add_user(connection: Connection, name: str) -> int:
    return users.add(
        connection, username=name, password_hash="x", is_administrator=False, created_at=NOW
    )


def add_database(connection: Connection, name: str) -> int:
    return databases.add(
        connection,
        name=name,
        description=None,
        privacy_profile="balanced",
        epsilon=1.0,
        delta=1e-6,
        limit_nano=10**9,
        created_at=NOW,
    )


def add_table(connection: Connection, database_id: int, name: str) -> int:
    return tables.add(
        connection,
        database_id=database_id,
        name=name,
        description=None,
        credentials="x",
        columns=(Column("a", BoolType()),),
        is_public=False,
        source={},
        data_version="1",
        created_at=NOW,
    )


@pytest.mark.parametrize(
    "look",
    [
        lambda c: visible.find_database(c, "clinic", 1),
        lambda c: visible.find_database_by_id(c, 1, 1),
        lambda c: visible.levels(c, 1, 1),
        lambda c: visible.columns(c, 1, [1, 2], 1),
        lambda c: databases.page(c, after=None, limit=10, where=visible.databases_of(1)),
        lambda c: tables.find(c, 1, "visits", where=visible.tables_of(1, 1)),
        lambda c: tables.page(c, 1, after=None, limit=10, where=visible.tables_of(1, 1)),
    ],
)
def test_a_query_goes_from_the_user_to_what_they_see(
    catalog: Catalog, look: Callable[[Connection], Any]
) -> None:
    """By indexes that begin with the user or the group: no table of grants is read through, nor what others have."""
    asked: list[tuple[str, Any]] = []
    event.listen(
        catalog._engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, values, *_: asked.append((statement, values)),
    )
    with catalog.read() as connection:
        look(connection)
        statement, values = asked[-1]
        plan = [
            row.detail
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    assert plan
    for step in plan:
        assert not step.startswith("SCAN") or step == "SCAN CONSTANT ROW", plan
        assert not any(index in step for index in OF_EVERYBODY), plan


def test_the_widest_level_is_found_with_the_database(catalog: Catalog) -> None:
    """Own or of a group; nothing, where columns alone were granted; and no database, where nothing was."""
    with catalog.write() as connection:
        ada, bob = add_user(connection, "ada"), add_user(connection, "bob")
        group_id = groups.add(connection, name="nurses", description=None, created_at=NOW)
        groups.set_members(connection, group_id, [ada])
        clinic, lab = add_database(connection, "clinic"), add_database(connection, "lab")
        visits = add_table(connection, lab, "visits")
        user, group = (SubjectKind.USER, ada), (SubjectKind.GROUP, group_id)

        def level(name: str, user_id: int = ada) -> DatabaseLevel | None:
            found = visible.find_database(connection, name, user_id)
            by_id = visible.find_database_by_id(
                connection, clinic if name == "clinic" else lab, user_id
            )
            assert found == by_id
            return None if found is None else found[1]

        assert level("clinic") is None
        grants.set_on_database(connection, user, clinic, DatabaseLevel.COMPUTE)
        assert level("clinic") is DatabaseLevel.COMPUTE
        grants.set_on_database(connection, group, clinic, DatabaseLevel.FULL)
        assert level("clinic") is DatabaseLevel.FULL
        assert level("clinic", bob) is None

        grants.set_on_table(connection, group, lab, visits, {"a": ColumnLevel.NONE})
        assert level("lab") is None
        grants.set_on_table(connection, user, lab, visits, {"a": ColumnLevel.COMPUTE})
        assert level("lab") is DatabaseLevel.NONE
        assert visible.columns(connection, lab, [visits], ada) == {
            visits: {group: {"a": ColumnLevel.NONE}, user: {"a": ColumnLevel.COMPUTE}}
        }
        databases.change(connection, lab, dropped_at=NOW)
        assert level("lab") is None


def test_a_grant_has_one_subject(catalog: Catalog) -> None:
    """A user or a group; and one grant on a thing."""
    with catalog.write() as connection:
        ada = (SubjectKind.USER, add_user(connection, "ada"))
        clinic = add_database(connection, "clinic")
        for granted in (DatabaseLevel.FULL, DatabaseLevel.COMPUTE):
            grants.set_on_database(connection, ada, clinic, granted)
        assert grants.on_databases(connection, [clinic], user_ids=[ada[1]]) == {
            clinic: {ada: DatabaseLevel.COMPUTE}
        }
