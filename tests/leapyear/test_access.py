"""Groups, and who may do what with databases and columns."""

from typing import Any

import pytest

from leapyear import Client
from leapyear.admin import (
    ColumnAccessType,
    Database,
    DatabaseAccessType,
    Group,
    Table,
    User,
)
from leapyear.admin.grants import (
    DatabaseAccess,
    TableAccess,
    all_access_on_database,
    all_access_on_table,
    all_database_accesses_for_subject,
)
from leapyear.exceptions import (
    AttributeNotFound,
    GroupNotFound,
    InvalidJson,
    InvalidRequest,
    NotConnected,
    PermissionDenied,
)
from tests.leapyear.servers import (
    Script,
    clinic,
    connected,
    database,
    database_access,
    group,
    problem,
    reply,
    table_access,
    user,
)

COMPUTE, FULL = ColumnAccessType.COMPUTE, ColumnAccessType.FULL
ON_CLINIC = "/v1/databases/clinic/access"
ON_VISITS = "/v1/databases/clinic/tables/visits/access"

# Groups


def test_a_group_made_by_hand_tells_what_it_was_given() -> None:
    """Its members by their names, each once."""
    made = Group("nurses", ["ada", User("grace"), "ada"], description="d")
    assert repr(made) == "<Group nurses>"
    assert (made.name, made.members, made.description) == ("nurses", ("ada", "grace"), "d")
    assert made.created_at is None


def test_a_group_is_made_changed_and_dropped() -> None:
    """With what was named, and nothing in the place of what was not."""
    script = {
        "POST /v1/groups": reply(group("nurses", "ada"), 201),
        "PATCH /v1/groups/nurses": reply(group("nurses", "ada", "grace", description="d")),
        "DELETE /v1/groups/nurses": reply(None, 204),
    }
    with connected(script) as (client, server):
        nurses = Group("nurses", ["ada"])
        client.create(nurses)
        assert server.body() == {"name": "nurses", "members": ["ada"]}
        client.update(nurses, members=["ada", User("grace")])
        assert server.body() == {"members": ["ada", "grace"]}
        assert (nurses.members, nurses.description) == (("ada", "grace"), "d")
        nurses.update(description="d")
        assert server.body() == {"description": "d"}
        nurses.update(members=[])
        assert server.body() == {"members": []}
        nurses.drop()


@pytest.mark.parametrize("members", ["ada", User("ada"), [Group("nurses")], 3, [3]])
def test_members_are_users(members: Any) -> None:
    """A name alone is a slip: its letters would be the members."""
    with pytest.raises(TypeError, match=r"members|name of a user"):
        Group("doctors", members)


def test_names_that_can_be_none_are_refused_at_once() -> None:
    """Of groups and of members."""
    with pytest.raises(InvalidRequest, match="cannot be the name of a group"):
        Group("my group")
    with pytest.raises(InvalidRequest, match="cannot be the name of a user"):
        Group("nurses", ["a b"])


def test_groups_are_read_as_they_are_asked_for_and_kept() -> None:
    """And print like a dict; ``all`` reads them anew."""
    script: Script = {
        "GET /v1/groups": reply({"items": [group("doctors"), group("nurses", "ada")]}),
        "GET /v1/groups/x": problem(404, "group_not_found", "there is no group 'x'"),
    }
    with connected(script) as (client, server):
        assert str(client.groups) == "{'doctors': <Group doctors>, 'nurses': <Group nurses>}"
        assert client.groups["nurses"].members == ("ada",)
        assert len(server.asked) == 1
        with pytest.raises(GroupNotFound, match="the groups are 'doctors', 'nurses'"):
            client.groups["x"]
        assert [one.name for one in Group.all()] == ["doctors", "nurses"]
        assert len(server.asked) == 3


# Access


def test_access_to_a_database_is_what_all_grants_come_to() -> None:
    """Of the user who is logged in, where nobody is named; asked for each time."""
    script = {
        f"GET {ON_CLINIC}/user/ada": reply(database_access("user/ada", "none", "compute")),
        f"GET {ON_CLINIC}/group/nurses": reply(database_access("group/nurses", "full")),
    }
    with connected(script) as (_, server):
        db = Database("clinic")
        assert db.get_access() is DatabaseAccessType.COMPUTE
        assert db.get_access(User("ada")) is DatabaseAccessType.COMPUTE
        assert db.get_access(Group("nurses")) is DatabaseAccessType.FULL
        assert len(server.asked) == 3


def test_access_to_a_database_is_granted() -> None:
    """To users and to groups, by its value on the wire."""
    script = {
        f"PUT {ON_CLINIC}/user/eve": reply(database_access("user/eve", "administer")),
        f"PUT {ON_CLINIC}/group/nurses": reply(database_access("group/nurses", "none")),
    }
    with connected(script) as (_, server):
        Database("clinic").set_access(User("eve"), DatabaseAccessType.ADMINISTER)
        assert server.body() == {"access": "administer"}
        Database("clinic").set_access(Group("nurses"), DatabaseAccessType.NO_ACCESS)
        assert server.body() == {"access": "none"}


def test_access_to_columns() -> None:
    """Read as a mapping in the order of the columns, granted as one."""
    found = table_access("user/ada", age="full", income="compute", sex="none")
    script = {
        f"GET {ON_VISITS}/user/ada": reply(found),
        f"PUT {ON_VISITS}/user/ada": reply(found),
    }
    with connected(script) as (_, server):
        visits = Table("visits", database="clinic")
        access = visits.get_access()
        assert dict(access) == {
            "age": FULL,
            "income": COMPUTE,
            "sex": ColumnAccessType.NO_ACCESS,
        }
        assert repr(access).startswith("{'age': ColumnAccessType.FULL, 'income'")
        with pytest.raises(AttributeNotFound, match="did you mean 'age'"):
            access["aeg"]
        visits.set_access(User("ada"), {"age": FULL, "income": COMPUTE})
        assert server.body() == {
            "columns": [
                {"column": "age", "access": "full"},
                {"column": "income", "access": "compute"},
            ]
        }
        visits.set_access(User("ada"), {})
        assert server.body() == {"columns": []}


def test_an_access_that_the_contract_does_not_have_is_told() -> None:
    """And not guessed at."""
    script = {f"GET {ON_CLINIC}/user/ada": reply(database_access("user/ada", "everything"))}
    with connected(script), pytest.raises(InvalidJson, match="not what the contract says"):
        Database("clinic").get_access()


@pytest.mark.parametrize(
    ("subject", "says"),
    [
        ("ada", r"who is 'ada'\? Give User\('ada'\) or Group\('ada'\)"),
        (Database("clinic"), "a User or a Group, not of Database"),
        (3, "a User or a Group, not of int"),
    ],
)
def test_a_subject_is_a_user_or_a_group(subject: Any, says: str) -> None:
    """A name may be that of both."""
    with connected() as (_, server):
        for ask in (
            lambda: Database("clinic").get_access(subject),
            lambda: Database("clinic").set_access(subject, DatabaseAccessType.COMPUTE),
            lambda: Table("visits", database="clinic").get_access(subject),
            lambda: Table("visits", database="clinic").set_access(subject, {}),
            lambda: all_database_accesses_for_subject(subject),
        ):
            with pytest.raises(TypeError, match=says):
                ask()
        assert server.asked == []


@pytest.mark.parametrize("access", ["compute", ColumnAccessType.COMPUTE, None])
def test_an_access_to_a_database_is_one_of_its_kind(access: Any) -> None:
    """The message lists them."""
    with connected() as (_, server):
        with pytest.raises(TypeError, match=r"one of DatabaseAccessType\.NO_ACCESS, Data.*, not"):
            Database("clinic").set_access(User("eve"), access)
        assert server.asked == []


@pytest.mark.parametrize(
    ("access", "kind"),
    [
        (COMPUTE, TypeError),
        ({"age": "compute"}, TypeError),
        ({"age": DatabaseAccessType.COMPUTE}, TypeError),
        ({3: COMPUTE}, TypeError),
        ({"a\x00": COMPUTE}, InvalidRequest),
    ],
)
def test_an_access_to_columns_is_a_mapping(access: Any, kind: type[Exception]) -> None:
    """From names to accesses."""
    with connected() as (_, server):
        with pytest.raises(kind):
            Table("visits", database="clinic").set_access(User("eve"), access)
        assert server.asked == []


def test_a_refusal_is_told() -> None:
    """In the words of the server."""
    script = {f"PUT {ON_CLINIC}/user/eve": problem(403, "permission_denied", "ask ada")}
    with connected(script), pytest.raises(PermissionDenied, match="ask ada"):
        Database("clinic").set_access(User("eve"), DatabaseAccessType.FULL)


# Grants


def test_all_access_on_a_database() -> None:
    """In pages, as granted, with users, groups and databases that can be used."""
    pages = [
        reply({"items": [database_access("group/nurses", "full")], "next_cursor": "c1"}),
        reply({"items": [database_access("user/ada", "compute", "full")]}),
    ]
    with connected({f"GET {ON_CLINIC}": pages}) as (_, server):
        first, second = all_access_on_database(Database("clinic"))
        assert isinstance(first, DatabaseAccess)
        assert repr(first) == (
            "DatabaseAccess(subject=<Group nurses>, database=<Database clinic>, "
            "access=DatabaseAccessType.FULL)"
        )
        assert isinstance(second.subject, User)
        assert (second.subject.username, second.access) == ("ada", DatabaseAccessType.COMPUTE)
        assert server.asked == [
            f"GET {ON_CLINIC}?limit=100",
            f"GET {ON_CLINIC}?limit=100&cursor=c1",
        ]


def test_all_access_on_a_table() -> None:
    """What it comes to, for each column."""
    items = [table_access("group/nurses", age="full", income="compute")]
    with connected({f"GET {ON_VISITS}": reply({"items": items})}):
        visits = Table("visits", database="clinic")
        (found,) = all_access_on_table(visits)
        assert isinstance(found, TableAccess)
        assert (str(found.subject), found.table) == ("<Group nurses>", visits)
        assert dict(found.columns) == {"age": FULL, "income": COMPUTE}


def test_all_database_accesses_for_a_subject() -> None:
    """Through the connection that it came from, database by database."""
    items = [database_access("user/ada", "compute", database=name) for name in ("a", "b")]
    with connected({"GET /v1/subjects/user/ada/access": reply({"items": items})}) as (outer, _):
        me = outer.current_user
        with connected():
            found = all_database_accesses_for_subject(me)
        assert [one.database.name for one in found] == ["a", "b"]
        assert {one.subject.name for one in found} == {"ada"}


def test_grants_are_of_databases_and_tables() -> None:
    """Not of their names."""
    odd: Any = "clinic"
    for ask in (all_access_on_database, all_access_on_table):
        with pytest.raises(TypeError, match=r"a (Database|Table) is expected, not str"):
            ask(odd)
    with pytest.raises(NotConnected):
        all_access_on_database(Database("clinic"))


# What a write drops from the cache


WRITES: Script = {
    "GET /v1/databases": reply({"items": [database("clinic"), database("other")]}),
    "GET /v1/databases/clinic": reply(database("clinic")),
    "GET /v1/users": reply({"items": [user("ada"), user("eve")]}),
    "GET /v1/users/eve": reply(user("eve")),
    "GET /v1/groups": reply({"items": [group("doctors"), group("nurses", "eve")]}),
    "GET /v1/groups/nurses": reply(group("nurses")),
    "PATCH /v1/groups/nurses": reply(group("nurses")),
    "PATCH /v1/users/ada": reply(user("ada")),
    "PATCH /v1/users/eve": reply(user("eve")),
    "DELETE /v1/users/eve": reply(None, 204),
    f"PUT {ON_CLINIC}/user/ada": reply(database_access("user/ada", "full")),
    f"PUT {ON_CLINIC}/user/eve": reply(database_access("user/eve", "full")),
    f"PUT {ON_CLINIC}/group/nurses": reply(database_access("group/nurses", "full")),
    f"PUT {ON_VISITS}/user/ada": reply(table_access("user/ada", age="full")),
    f"PUT {ON_VISITS}/user/eve": reply(table_access("user/eve", age="full")),
}
DATABASE = "GET /v1/databases/clinic"
VISITS = "GET /v1/databases/clinic/tables/visits"


def _everything(client: Client) -> None:
    """Look at everything that is kept, name by name."""
    for name in ("clinic", "other"):
        client.databases[name]
    client.databases["clinic"].tables["visits"].columns["age"]
    for name in ("ada", "eve"):
        client.users.get(name)
    for name in ("doctors", "nurses"):
        client.groups[name]
    assert client.current_user.username == "ada"


@pytest.mark.parametrize(
    ("write", "read_again"),
    [
        (lambda client: Group("nurses").update(members=[]), ["GET /v1/groups/nurses"]),
        (lambda client: client.update(User("eve"), password="x"), ["GET /v1/users/eve"]),
        (
            lambda client: client.drop(User("eve")),
            ["GET /v1/users/eve", "GET /v1/groups/nurses"],
        ),
        (lambda client: Database("clinic").set_access(User("eve"), DatabaseAccessType.FULL), []),
        (
            lambda client: Database("clinic").set_access(User("ada"), DatabaseAccessType.FULL),
            [DATABASE, VISITS],
        ),
        (
            lambda client: Database("clinic").set_access(Group("nurses"), DatabaseAccessType.FULL),
            [DATABASE, VISITS],
        ),
        (lambda client: Table("visits", database="clinic").set_access(User("eve"), {}), []),
        (
            lambda client: Table("visits", database="clinic").set_access(User("ada"), {}),
            [DATABASE, VISITS],
        ),
    ],
)
def test_a_write_drops_what_it_touches_and_nothing_else(write: Any, read_again: list[str]) -> None:
    """Counted in requests: what one was granted oneself decides what one sees."""
    with clinic(WRITES) as (client, server):
        list(client.databases), list(client.users), list(client.groups)
        _everything(client)
        before = len(server.requests)
        _everything(client)
        assert len(server.requests) == before
        write(client)
        written = len(server.requests)
        _everything(client)
        again = [f"{one.method} {one.url.path}" for one in server.requests[written:]]
        assert again == read_again


def test_who_becomes_no_administrator_sees_everything_anew() -> None:
    """Since all of it may have changed."""
    with clinic(WRITES) as (client, server):
        list(client.databases), list(client.users), list(client.groups)
        client.update(client.current_user, is_administrator=False)
        before = len(server.requests)
        list(client.databases), list(client.users), list(client.groups)
        assert client.current_user.username == "ada"
        assert len(server.requests) == before + 4
