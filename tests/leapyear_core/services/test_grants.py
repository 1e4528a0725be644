"""What is granted, what it comes to, and what goes with it."""

from collections.abc import Mapping

import pytest
from attrs import evolve
from sqlalchemy import func, select

from leapyear_core.catalog.schema import column_grants, database_grants
from leapyear_core.core import Core
from leapyear_core.model.access import ColumnLevel, DatabaseLevel, SubjectKind
from leapyear_core.model.errors import (
    AttributeNotFound,
    DatabaseNotFound,
    InvalidRequest,
    PermissionDenied,
    TableNotFound,
    UserNotFound,
)
from leapyear_core.model.types import BoolType, Column, IntType
from leapyear_core.services import grants
from leapyear_core.services.paging import Page
from leapyear_core.services.sessions import Caller
from tests.in_process import ADMINISTRATOR, grant

NONE, COMPUTE, FULL = ColumnLevel.NONE, ColumnLevel.COMPUTE, ColumnLevel.FULL
USER, GROUP = SubjectKind.USER, SubjectKind.GROUP
COLUMNS = (Column("age", IntType(0, 120)), Column("smoker", BoolType()))


@pytest.fixture
def clinic(core: Core) -> Core:
    """A database with a table, ada, who is in the group of nurses, and bob."""
    core.databases.create("clinic")
    create_visits(core)
    for username in ("ada", "bob"):
        core.users.create(username, "pale ale", is_administrator=False)
    core.groups.create("nurses", members=["ada"])
    return core


@pytest.fixture
def ada(clinic: Core) -> Caller:
    return caller(clinic, "ada")


def create_visits(core: Core) -> None:
    core.tables.create(ADMINISTRATOR, "clinic", "visits", columns=COLUMNS, credentials="visits.csv")


def caller(core: Core, username: str) -> Caller:
    user = core.users.get(ADMINISTRATOR, username)
    return evolve(ADMINISTRATOR, user_id=user.id, username=username, is_administrator=False)


def to_group(core: Core, level: DatabaseLevel) -> None:
    core.grants.set_on_database(ADMINISTRATOR, "clinic", GROUP, "nurses", level)


def on_columns(core: Core, kind: SubjectKind, name: str, **levels: ColumnLevel) -> None:
    core.grants.set_on_table(ADMINISTRATOR, "clinic", "visits", kind, name, list(levels.items()))


def on_database(core: Core, name: str = "ada") -> tuple[str, str]:
    """What was granted, and what it comes to."""
    found = core.grants.on_database(ADMINISTRATOR, "clinic", USER, name)
    return found.granted.name, found.effective.name


def effective(core: Core, asker: Caller, name: str = "ada") -> Mapping[str, ColumnLevel]:
    found = core.grants.on_table(asker, "clinic", "visits", USER, name)
    return {column.column: column.effective for column in found.columns}


def sees(core: Core, caller: Caller) -> list[str]:
    """The columns that a caller sees of the table; none where they do not see it."""
    try:
        table = core.tables.get(caller, "clinic", "visits").table
    except (DatabaseNotFound, TableNotFound):
        assert core.databases.page(caller, limit=10, cursor=None).items == ()
        return []
    return [column.name for column in table.columns]


def test_the_widest_of_several_grants_holds(clinic: Core) -> None:
    """One's own and those of one's groups, whichever is wider."""
    assert on_database(clinic) == ("NONE", "NONE")
    grant(clinic, "ada", "clinic", DatabaseLevel.COMPUTE)
    to_group(clinic, DatabaseLevel.FULL)
    assert on_database(clinic) == ("COMPUTE", "FULL")
    grant(clinic, "ada", "clinic", DatabaseLevel.ADMINISTER)
    assert on_database(clinic) == ("ADMINISTER", "ADMINISTER")
    assert on_database(clinic, "bob") == ("NONE", "NONE")


def test_nothing_takes_a_grant_back(clinic: Core, ada: Caller) -> None:
    grant(clinic, "ada", "clinic", DatabaseLevel.COMPUTE)
    assert sees(clinic, ada) == ["age", "smoker"]
    grant(clinic, "ada", "clinic", DatabaseLevel.NONE)
    assert on_database(clinic) == ("NONE", "NONE")
    assert sees(clinic, ada) == []


def test_a_column_is_granted_by_itself(clinic: Core, ada: Caller) -> None:
    """It shows its table and its database, and no other column."""
    on_columns(clinic, USER, "ada", age=COMPUTE)
    assert sees(clinic, ada) == ["age"]
    assert effective(clinic, ADMINISTRATOR) == {"age": COMPUTE, "smoker": NONE}
    assert effective(clinic, ada) == {"age": COMPUTE}
    assert on_database(clinic) == ("NONE", "NONE")


def test_a_grant_on_a_column_is_in_place_of_that_on_the_database(clinic: Core, ada: Caller) -> None:
    """Of the same subject: what a group was granted stays, and the wider of the two holds."""
    grant(clinic, "ada", "clinic", DatabaseLevel.FULL)
    on_columns(clinic, USER, "ada", age=NONE)
    assert effective(clinic, ADMINISTRATOR) == {"age": NONE, "smoker": FULL}
    assert sees(clinic, ada) == ["smoker"]
    to_group(clinic, DatabaseLevel.COMPUTE)
    assert effective(clinic, ADMINISTRATOR) == {"age": COMPUTE, "smoker": FULL}
    on_columns(clinic, GROUP, "nurses", age=NONE, smoker=NONE)
    assert effective(clinic, ADMINISTRATOR) == {"age": NONE, "smoker": FULL}


def test_a_grant_of_nothing_shows_nothing(clinic: Core, ada: Caller) -> None:
    on_columns(clinic, USER, "ada", age=NONE)
    assert sees(clinic, ada) == []


def test_a_table_without_a_column_that_one_sees_is_there_all_the_same(
    clinic: Core, ada: Caller
) -> None:
    """For who was granted its database: they may count its rows."""
    grant(clinic, "ada", "clinic", DatabaseLevel.COMPUTE)
    on_columns(clinic, USER, "ada", age=NONE, smoker=NONE)
    assert clinic.tables.get(ada, "clinic", "visits").table.columns == ()


def test_what_is_set_on_columns_replaces_what_was(clinic: Core) -> None:
    on_columns(clinic, USER, "ada", age=FULL)
    on_columns(clinic, USER, "ada", smoker=COMPUTE)
    found = clinic.grants.on_table(ADMINISTRATOR, "clinic", "visits", USER, "ada")
    assert [(each.granted, each.effective) for each in found.columns] == [
        (None, NONE),
        (COMPUTE, COMPUTE),
    ]


def test_columns_that_cannot_be_granted_change_nothing(clinic: Core) -> None:
    on_columns(clinic, USER, "ada", age=FULL)
    for levels, error in (
        ([("age", NONE), ("weight", FULL)], AttributeNotFound),
        ([("age", NONE), ("age", FULL)], InvalidRequest),
    ):
        with pytest.raises(error):
            clinic.grants.set_on_table(ADMINISTRATOR, "clinic", "visits", USER, "ada", levels)
    assert effective(clinic, ADMINISTRATOR)["age"] is FULL


def test_administrators_of_the_server_may_do_everything(clinic: Core) -> None:
    """Whatever was granted to them."""
    on_columns(clinic, USER, "admin", age=NONE)
    assert on_database(clinic, "admin") == ("NONE", "ADMINISTER")
    assert effective(clinic, ADMINISTRATOR, "admin") == {"age": FULL, "smoker": FULL}
    assert sees(clinic, ADMINISTRATOR) == ["age", "smoker"]


def test_administrators_of_a_database_grant_what_is_in_it(clinic: Core, ada: Caller) -> None:
    """To anybody, and by their grant on the database alone."""
    grant(clinic, "ada", "clinic", DatabaseLevel.ADMINISTER)
    on_columns(clinic, USER, "ada", age=NONE)
    clinic.databases.create("lab")
    clinic.grants.set_on_table(ada, "clinic", "visits", USER, "bob", [("age", COMPUTE)])
    assert effective(clinic, ada, "bob") == {"age": COMPUTE, "smoker": NONE}
    clinic.grants.set_on_database(ada, "clinic", GROUP, "nurses", DatabaseLevel.FULL)
    with pytest.raises(DatabaseNotFound):
        clinic.grants.set_on_database(ada, "lab", USER, "ada", DatabaseLevel.COMPUTE)
    grant(clinic, "ada", "lab", DatabaseLevel.FULL)
    with pytest.raises(PermissionDenied, match="'lab'"):
        clinic.grants.set_on_database(ada, "lab", USER, "ada", DatabaseLevel.ADMINISTER)


def test_others_learn_of_their_own_grants_alone(clinic: Core, ada: Caller) -> None:
    to_group(clinic, DatabaseLevel.COMPUTE)
    own = clinic.grants.on_database(ada, "clinic", USER, "ada")
    assert (own.granted.name, own.effective.name) == ("NONE", "COMPUTE")
    group = clinic.grants.on_database(ada, "clinic", GROUP, "nurses")
    assert group.granted is group.effective is DatabaseLevel.COMPUTE
    for name in ("bob", "nobody"):
        with pytest.raises(UserNotFound):
            clinic.grants.on_database(ada, "clinic", USER, name)
        with pytest.raises(UserNotFound):
            clinic.grants.page_of_subject(ada, USER, name, limit=10, cursor=None)


@pytest.mark.parametrize("dropped", ["user", "group", "table", "database"])
def test_a_name_that_is_given_anew_inherits_nothing(clinic: Core, dropped: str) -> None:
    """Grants go with the first of what they are about."""
    grant(clinic, "ada", "clinic", DatabaseLevel.COMPUTE)
    on_columns(clinic, USER, "ada", age=FULL)
    to_group(clinic, DatabaseLevel.FULL)
    on_columns(clinic, GROUP, "nurses", smoker=FULL)
    match dropped:
        case "user":
            clinic.users.delete("ada")
            clinic.users.create("ada", "x", is_administrator=False)
        case "group":
            clinic.groups.delete("nurses")
            clinic.groups.create("nurses", members=["ada"])
        case "table":
            clinic.tables.delete(ADMINISTRATOR, "clinic", "visits")
            create_visits(clinic)
        case _:
            clinic.databases.delete("clinic")
            clinic.databases.create("clinic")
            create_visits(clinic)
    expected = {
        "user": (("NONE", "NONE"), {"age": NONE, "smoker": NONE}),
        "group": (("COMPUTE", "COMPUTE"), {"age": FULL, "smoker": COMPUTE}),
        "table": (("COMPUTE", "FULL"), {"age": FULL, "smoker": FULL}),
        "database": (("NONE", "NONE"), {"age": NONE, "smoker": NONE}),
    }
    assert (on_database(clinic), effective(clinic, ADMINISTRATOR)) == expected[dropped]


@pytest.mark.parametrize("dropped", ["user", "group", "table", "database"])
def test_no_grant_outlives_what_it_is_about(clinic: Core, dropped: str) -> None:
    """Neither in a list nor in the catalogue."""
    for kind, name in ((USER, "ada"), (GROUP, "nurses")):
        clinic.grants.set_on_database(ADMINISTRATOR, "clinic", kind, name, DatabaseLevel.FULL)
        on_columns(clinic, kind, name, age=FULL)
    match dropped:
        case "user":
            clinic.users.delete("ada")
        case "group":
            clinic.groups.delete("nurses")
        case "table":
            clinic.tables.delete(ADMINISTRATOR, "clinic", "visits")
        case _:
            clinic.databases.delete("clinic")
    with clinic.catalog.read() as connection:
        left = [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (database_grants, column_grants)
        ]
    assert left == {"user": [1, 1], "group": [1, 1], "table": [2, 0], "database": [0, 0]}[dropped]


def test_who_was_granted_what_is_listed_in_order(clinic: Core) -> None:
    """Groups and users, by their names; on the database those with a grant on it, on the table those with any."""
    grant(clinic, "bob", "clinic", DatabaseLevel.COMPUTE)
    to_group(clinic, DatabaseLevel.FULL)
    on_columns(clinic, USER, "ada", age=COMPUTE)

    databases = clinic.grants.page_of_database(ADMINISTRATOR, "clinic", limit=10, cursor=None)
    tables = clinic.grants.page_of_table(ADMINISTRATOR, "clinic", "visits", limit=10, cursor=None)

    assert [(each.subject.name, each.effective.name) for each in databases.items] == [
        ("nurses", "FULL"),
        ("bob", "COMPUTE"),
    ]
    assert [
        (each.subject.name, *(column.effective.name for column in each.columns))
        for each in tables.items
    ] == [("nurses", "FULL", "FULL"), ("ada", "FULL", "FULL"), ("bob", "COMPUTE", "COMPUTE")]


def test_what_one_was_granted_is_listed_database_by_database(clinic: Core, ada: Caller) -> None:
    for name in ("archive", "lab"):
        clinic.databases.create(name)
        grant(clinic, "ada", name, DatabaseLevel.COMPUTE)
    clinic.grants.set_on_database(ADMINISTRATOR, "lab", GROUP, "nurses", DatabaseLevel.FULL)
    for asker in (ada, ADMINISTRATOR):
        page = clinic.grants.page_of_subject(asker, USER, "ada", limit=10, cursor=None)
        assert [(each.database, each.granted.name, each.effective.name) for each in page.items] == [
            ("archive", "COMPUTE", "COMPUTE"),
            ("lab", "COMPUTE", "FULL"),
        ]


def test_lists_come_in_pages(clinic: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    """None is left out, and none comes twice; wide tables come in shorter ones."""
    for username in ("eve", "dan", "cleo"):
        clinic.users.create(username, "x", is_administrator=False)
    names = ["nurses", "ada", "bob", "cleo", "dan", "eve"]
    to_group(clinic, DatabaseLevel.COMPUTE)
    for username in names[1:]:
        grant(clinic, username, "clinic", DatabaseLevel.COMPUTE)
    monkeypatch.setattr(grants, "_COLUMNS_OF_PAGE", 5)

    def on_database(cursor: str | None) -> Page[grants.DatabaseAccess]:
        return clinic.grants.page_of_database(ADMINISTRATOR, "clinic", limit=4, cursor=cursor)

    def on_table(cursor: str | None) -> Page[grants.TableAccess]:
        return clinic.grants.page_of_table(
            ADMINISTRATOR, "clinic", "visits", limit=4, cursor=cursor
        )

    first = on_database(None)
    rest = on_database(first.next_cursor)
    assert [len(first.items), len(rest.items), rest.next_cursor] == [4, 2, None]
    assert [each.subject.name for each in first.items + rest.items] == names

    found, cursor = [], None
    while True:
        page = on_table(cursor)
        assert len(page.items) == 2
        found += [each.subject.name for each in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert found == names


@pytest.mark.parametrize("cursor", ["x", "ImEi", "WyJhIiwiYiJd", "WyJ1c2VyIiwxXQ"])
def test_a_cursor_of_another_list_is_refused(clinic: Core, cursor: str) -> None:
    with pytest.raises(InvalidRequest):
        clinic.grants.page_of_database(ADMINISTRATOR, "clinic", limit=1, cursor=cursor)
