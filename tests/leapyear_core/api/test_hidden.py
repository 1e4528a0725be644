"""What a caller may not see does not exist for them: hidden and absent are one answer, byte for byte, by the same steps."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve, frozen
from sqlalchemy import event

from leapyear_core.core import Core
from leapyear_core.model.access import ColumnLevel, DatabaseLevel, SubjectKind
from leapyear_core.model.types import BoolType, Column, IntType
from tests.assertions import SigningKey
from tests.in_process import (
    ADMIN_PASSWORD,
    ADMINISTRATOR,
    SETTINGS,
    InProcess,
    Reply,
    core_in_memory,
    grant,
    serving,
)

#: The names of all that is hidden and of all that is absent have one length, so that `content-length` is compared too.
HIDDEN, ABSENT = "hidden", "absent"

PASSWORD = "pale ale"
COLUMNS = (
    Column("age", IntType(0, 120)),
    Column(HIDDEN, IntType(0, 120)),
    Column("smoker", BoolType()),
)
ABSENT_ID = "0" * 32


@frozen
class World:
    """A Core with three callers from whom things are hidden, and the ids of hidden ones.

    Attributes
    ----------
    stranger
        Was granted nothing.
    analyst
        Was granted a column of one table of the database ``clinic``, but neither the other columns nor the other table.
    steward
        Administers ``clinic``, and sees no other database.
    job, key
        The ids of the job and of the key of another user.
    """

    core: Core
    stranger: InProcess
    analyst: InProcess
    steward: InProcess
    job: str
    key: str


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    root: Path = tmp_path_factory.mktemp("data")
    rows = pa.table({"age": [33, 58], HIDDEN: [1, 2], "smoker": [True, False]})
    pq.write_table(rows, root / "visits.parquet")
    with core_in_memory(evolve(SETTINGS, data_roots=(root,))) as core, serving(core) as anyone:
        for username in ("stranger", "analyst", "steward", HIDDEN):
            core.users.create(username, PASSWORD, is_administrator=False)
        core.groups.create(HIDDEN, members=[HIDDEN])
        core.groups.create("nurses", members=["analyst", HIDDEN])
        for database, table in (("clinic", "visits"), ("clinic", HIDDEN), (HIDDEN, "visits")):
            if table == "visits":
                core.databases.create(database)
            core.tables.create(
                ADMINISTRATOR, database, table, columns=COLUMNS, credentials="visits.parquet"
            )
        for view, table, column in ((HIDDEN, "visits", HIDDEN), ("older", "visits", "age")):
            core.views.create(ADMINISTRATOR, "clinic", view, relation=above_one(table, column))
        grant(core, "steward", "clinic", DatabaseLevel.ADMINISTER)
        # What is granted and amounts to nothing does not show, either.
        core.grants.set_on_table(
            ADMINISTRATOR,
            HIDDEN,
            "visits",
            SubjectKind.USER,
            "stranger",
            [("age", ColumnLevel.NONE)],
        )
        core.grants.set_on_table(
            ADMINISTRATOR,
            "clinic",
            "visits",
            SubjectKind.USER,
            "analyst",
            [("age", ColumnLevel.COMPUTE), (HIDDEN, ColumnLevel.NONE)],
        )
        admin = anyone.login("admin", ADMIN_PASSWORD)
        key = {"name": "laptop", "public_key": SigningKey().public}
        job = admin.post("/v1/analyses", about("clinic", "visits")).json["id"]
        # To its end: what it asks of the catalogue is not to be mixed up with what is asked for the callers.
        admin.get(f"/v1/jobs/{job}", headers={"prefer": "wait=30"})
        yield World(
            core,
            stranger=anyone.login("stranger", PASSWORD),
            analyst=anyone.login("analyst", PASSWORD),
            steward=anyone.login("steward", PASSWORD),
            job=job,
            key=admin.post(f"/v1/users/{HIDDEN}/keys", key).json["id"],
        )


def about(database: str, table: str, **analysis: Any) -> dict[str, Any]:
    """A question about a table."""
    relation = {"kind": "table", "database": database, "table": table}
    return {"analysis": {"kind": "count_rows", "relation": relation, **analysis}}


def above_one(table: str, column: str) -> dict[str, Any]:
    """The rows of a table of the database ``clinic`` in which a column is above one."""
    relation = {"kind": "table", "database": "clinic", "table": table}
    predicate = call("gt", attribute(column), ONE)
    return {"kind": "where", "relation": relation, "predicate": predicate}


def as_named(name: str) -> dict[str, Any]:
    return {"name": name, "expression": attribute(name)}


def attribute(name: str) -> dict[str, Any]:
    return {"kind": "attribute", "name": name}


def call(function: str, *arguments: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "call", "function": function, "arguments": list(arguments)}


LIMIT = {"epsilon": 1, "delta": 1e-6}
TABLE = {
    "name": "x",
    "credentials": "visits.parquet",
    "columns": [{"name": "age", "type": {"kind": "bool"}}],
}
ACCESS = {"access": "compute"}
ON_AGE = {"columns": [{"column": "age", "access": "full"}]}
PASSWORDS = {"password": "x"}
D, T = "/v1/databases/{}", "/v1/databases/clinic/tables/{}"
ONE = {"kind": "int", "value": 1}
VISITS = {"kind": "table", "database": "clinic", "table": "visits"}

#: Who asks for what: ``{}`` is where the name of the hidden or of the absent thing stands.
REQUESTS: list[tuple[str, str, str, Any]] = [
    # Databases, of which the stranger and the steward see others or none.
    *(
        (who, method, D + path, body)
        for who in ("stranger", "steward")
        for method, path, body in (
            ("GET", "", None),
            ("PATCH", "", {"description": "x"}),
            ("PATCH", "", {"privacy_profile": "nosuch"}),
            ("PATCH", "", {}),
            ("DELETE", "", None),
            ("GET", "/privacy-limit", None),
            ("PUT", "/privacy-limit", LIMIT),
            ("GET", "/privacy-limits", None),
            ("GET", "/privacy-limits/user/stranger", None),
            ("GET", "/privacy-limits/user/hidden", None),
            ("PUT", "/privacy-limits/user/stranger", {"limit": {"epsilon": 1, "delta": 1e-6}}),
            ("DELETE", "/privacy-limits/user/stranger", None),
            ("GET", "/tables", None),
            ("GET", "/tables?limit=1&cursor=InZpc2l0cyI", None),
            ("POST", "/tables", TABLE),
            ("POST", "/tables", {**TABLE, "credentials": "/etc/passwd"}),
            ("GET", "/tables/visits", None),
            ("PATCH", "/tables/visits", {"description": "x"}),
            ("DELETE", "/tables/visits", None),
            ("GET", "/tables/visits/slices", None),
            ("POST", "/tables/visits/slices", {"credentials": "visits.parquet"}),
            ("POST", "/tables/visits/slices", {"credentials": "/etc/passwd"}),
            ("POST", "/tables/visits/refresh", None),
            ("GET", "/views", None),
            ("POST", "/views", {"name": "x", "relation": above_one("visits", "age")}),
            ("GET", "/views/older", None),
            ("PATCH", "/views/older", {"description": "x"}),
            ("DELETE", "/views/older", None),
            ("GET", "/access", None),
            ("GET", "/access/user/stranger", None),
            ("GET", "/access/user/steward", None),
            ("GET", "/access/user/hidden", None),
            ("PUT", "/access/user/stranger", ACCESS),
            ("GET", "/tables/visits/access", None),
            ("GET", "/tables/visits/access/user/stranger", None),
            ("PUT", "/tables/visits/access/user/stranger", ON_AGE),
            ("PUT", "/tables/visits/access/user/stranger", {"columns": []}),
        )
    ),
    *(
        (who, "POST", path, body)
        for who in ("stranger", "steward", "analyst")
        for path in ("/v1/analyses", "/v1/analyses/price")
        for body in (
            about("{}", "visits"),
            about("{}", "nosuch"),
            {**about("{}", "visits"), "accuracy": 3, "cache": False},
            about("{}", "visits", kind="sum", expression=attribute("age")),
        )
    ),
    # Tables, of which the analyst sees another one.
    *(
        ("analyst", method, T + path, body)
        for method, path, body in (
            ("GET", "", None),
            ("PATCH", "", {"description": "x"}),
            ("DELETE", "", None),
            ("GET", "/slices", None),
            ("POST", "/slices", {"credentials": "visits.parquet"}),
            ("POST", "/refresh", None),
            ("GET", "/access", None),
            ("GET", "/access/user/analyst", None),
            ("GET", "/access/group/nurses", None),
            ("GET", "/access/user/hidden", None),
            ("PUT", "/access/user/analyst", ON_AGE),
        )
    ),
    ("analyst", "POST", "/v1/analyses", about("clinic", "{}")),
    *(
        ("analyst", "POST", "/v1/persisted-relations", {"relation": relation})
        for relation in (
            {"kind": "table", "database": "{}", "table": "visits"},
            {"kind": "table", "database": "clinic", "table": "{}"},
            {"kind": "view", "database": "clinic", "view": "{}"},
            {
                "kind": "where",
                "relation": VISITS,
                "predicate": call("gt", attribute("{}"), ONE),
            },
        )
    ),
    (
        "analyst",
        "POST",
        "/v1/analyses",
        about("clinic", "{}", kind="sum", expression=attribute("age")),
    ),
    # Columns, of which the analyst sees another one.
    *(
        ("analyst", "POST", "/v1/analyses", {"analysis": analysis})
        for analysis in (
            *(
                {"kind": kind, "relation": VISITS, "expression": expression}
                for kind in (
                    "count",
                    "count_distinct",
                    "sum",
                    "mean",
                    "variance",
                    "std",
                    "skewness",
                    "kurtosis",
                )
                for expression in (
                    attribute("{}"),
                    call("add", attribute("age"), attribute("{}")),
                    call("is_null", attribute("{}")),
                )
            ),
            *(
                {"kind": kind, "relation": VISITS, "attributes": [as_named("age"), as_named("{}")]}
                for kind in ("covariance", "correlation")
            ),
            {"kind": "histogram", "relation": VISITS, "axes": [as_named("{}")]},
            {
                "kind": "group_by",
                "relation": VISITS,
                "keys": [as_named("{}")],
                "aggregates": [{"kind": "count_rows", "name": "n"}],
            },
            {
                "kind": "group_by",
                "relation": VISITS,
                "keys": [as_named("age"), as_named("{}")],
                "aggregates": [{"kind": "count_rows", "name": "n"}],
                "unknown_keys": True,
            },
            {
                "kind": "group_by",
                "relation": VISITS,
                "keys": [as_named("age")],
                "aggregates": [{"kind": "mean", **as_named("{}")}],
            },
            {"kind": "describe", "relation": VISITS, "attributes": ["age", "{}"]},
            {
                "kind": "count_rows",
                "relation": {
                    "kind": "where",
                    "relation": VISITS,
                    "predicate": call("gt", attribute("{}"), ONE),
                },
            },
            {
                "kind": "count_rows",
                "relation": {
                    "kind": "project",
                    "relation": VISITS,
                    "attributes": [{"name": "age", "expression": attribute("{}")}],
                },
            },
        )
    ),
    # Views, of which the analyst sees another one.
    *(
        ("analyst", method, "/v1/databases/clinic/views/{}", body)
        for method, body in (("GET", None), ("PATCH", {"description": "x"}), ("DELETE", None))
    ),
    (
        "analyst",
        "POST",
        "/v1/analyses",
        {
            "analysis": {
                "kind": "count_rows",
                "relation": {"kind": "view", "database": "clinic", "view": "{}"},
            }
        },
    ),
    # The same in a schema.
    *(
        (who, "POST", "/v1/relations/schema", {"relation": relation})
        for who, relation in (
            ("stranger", {"kind": "table", "database": "{}", "table": "visits"}),
            ("analyst", {"kind": "table", "database": "clinic", "table": "{}"}),
            ("analyst", {"kind": "view", "database": "clinic", "view": "{}"}),
            (
                "analyst",
                {
                    "kind": "where",
                    "relation": VISITS,
                    "predicate": call("gt", attribute("{}"), ONE),
                },
            ),
        )
    ),
    # Users, whom nobody sees but administrators.
    *(
        (who, method, "/v1/users/{}" + path, body)
        for who in ("stranger", "analyst", "steward")
        for method, path, body in (
            ("GET", "", None),
            ("PATCH", "", PASSWORDS),
            ("PATCH", "", {"is_administrator": True}),
            ("DELETE", "", None),
            ("GET", "/keys", None),
            ("POST", "/keys", {"name": "x", "public_key": SigningKey().public}),
            ("DELETE", f"/keys/{ABSENT_ID}", None),
        )
    ),
    # Groups, of which the analyst sees another one.
    *(
        (who, method, "/v1/groups/{}", body)
        for who in ("stranger", "analyst", "steward")
        for method, body in (("GET", None), ("PATCH", {"description": "x"}), ("DELETE", None))
    ),
    *(
        (who, "GET", f"/v1/subjects/{kind}/{{}}/access", None)
        for who in ("stranger", "analyst", "steward")
        for kind in ("user", "group")
    ),
    *(
        ("analyst", "GET", f"/v1/databases/clinic{path}/access/{kind}/{{}}", None)
        for path in ("", "/tables/visits")
        for kind in ("user", "group")
    ),
]


def named(value: Any, name: str) -> Any:
    """A request with the name in the places for it."""
    match value:
        case str():
            return value.replace("{}", name)
        case dict():
            return {key: named(each, name) for key, each in value.items()}
        case list():
            return [named(each, name) for each in value]
        case _:
            return value


@contextmanager
def statements(core: Core) -> Iterator[list[str]]:
    """What is asked of the catalogue meanwhile."""
    asked: list[str] = []

    def ask(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    engine = core.catalog._engine
    event.listen(engine, "before_cursor_execute", ask)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", ask)


def assert_one_answer(there: Reply, absent: Reply, name: str, other: str) -> None:
    """The two replies are one, but for the names that were asked for."""
    assert there.status >= 400
    assert there.status == absent.status
    assert there.headers == absent.headers
    assert there.content.replace(name.encode(), b"_") == absent.content.replace(
        other.encode(), b"_"
    )


@pytest.mark.parametrize(
    ("who", "method", "target", "body"),
    REQUESTS,
    ids=[
        f"{number}-{who}-{method}-{target}"
        for number, (who, method, target, _) in enumerate(REQUESTS)
    ],
)
def test_hidden_and_absent_are_one_answer_by_the_same_steps(
    world: World, who: str, method: str, target: str, body: Any
) -> None:
    """Status, headers and body are the same, and so is all that the catalogue is asked."""
    caller: InProcess = getattr(world, who)
    # The first use of a token reads it from the catalogue.
    caller.get("/v1/users/me")
    replies, steps = [], []
    for name in (HIDDEN, ABSENT):
        with statements(world.core) as asked:
            replies.append(caller.send(method, named(target, name), named(body, name)))
        steps.append(asked)
    assert_one_answer(replies[0], replies[1], HIDDEN, ABSENT)
    assert steps[0] == steps[1]


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("GET", "/result"), ("POST", "/cancel")])
def test_the_job_of_another_and_none_are_one_answer(world: World, method: str, path: str) -> None:
    there, absent = (
        world.analyst.send(method, f"/v1/jobs/{job}{path}") for job in (world.job, ABSENT_ID)
    )
    assert_one_answer(there, absent, world.job, ABSENT_ID)


def test_the_key_of_another_and_none_are_one_answer(world: World) -> None:
    there, absent = (
        world.analyst.send("DELETE", f"/v1/users/analyst/keys/{key}")
        for key in (world.key, ABSENT_ID)
    )
    assert_one_answer(there, absent, world.key, ABSENT_ID)


def test_what_another_has_persisted_and_nothing_are_one_answer(world: World) -> None:
    tree = {"kind": "table", "database": "clinic", "table": "visits"}
    kept = world.core.persisted_relations.persist(ADMINISTRATOR, tree, tree).id
    there, absent = (
        world.analyst.send("DELETE", f"/v1/persisted-relations/{each}")
        for each in (kept, ABSENT_ID)
    )
    assert_one_answer(there, absent, kept, ABSENT_ID)


def test_an_unknown_attribute_is_answered_with_those_that_one_sees(world: World) -> None:
    question = about("clinic", "visits", kind="sum", expression=attribute("nosuch"))
    reply = world.analyst.post("/v1/analyses", question)
    assert (reply.status, reply.code) == (422, "attribute_not_found")
    assert "'age'" in reply.json["detail"]
    assert "smoker" not in reply.json["detail"]
    assert HIDDEN not in reply.json["detail"]


def test_a_table_shows_the_columns_that_one_sees(world: World) -> None:
    for found in (
        world.analyst.get(T.format("visits")).json,
        world.analyst.get("/v1/databases/clinic/tables").json["items"][0],
    ):
        assert [column["name"] for column in found["columns"]] == ["age"]
        assert "credentials" not in found
    shown = world.analyst.get(T.format("visits/access/user/analyst")).json
    assert shown["columns"] == [{"column": "age", "access": "compute", "effective": "compute"}]


def test_of_a_group_one_sees_oneself(world: World) -> None:
    """That there are other users is not for its members to know."""
    assert world.analyst.get("/v1/groups/nurses").json["members"] == ["analyst"]
    assert [each["members"] for each in world.analyst.get("/v1/groups").json["items"]] == [
        ["analyst"]
    ]


def test_a_view_shows_itself_to_those_who_see_what_it_reads(world: World) -> None:
    """With the columns that they see; and a question through it is answered."""
    found = world.analyst.get("/v1/databases/clinic/views/older").json
    assert [column["name"] for column in found["columns"]] == ["age"]
    asked = about("clinic", "visits")
    asked["analysis"]["relation"] = {"kind": "view", "database": "clinic", "view": "older"}
    reply = world.analyst.post("/v1/analyses", asked, headers={"prefer": "wait=30"})
    assert reply.status == 200


def standing_clock() -> datetime:
    """A time that is the same in each Core."""
    return datetime(2026, 11, 23, tzinfo=UTC)


@contextmanager
def furnished(root: Path, *, hides: bool) -> Iterator[InProcess]:
    """Ada in a Core with three databases, tables and groups that she sees, with as many between them hidden or not there."""
    settings = evolve(SETTINGS, data_roots=(root,))
    with core_in_memory(settings, standing_clock) as core, serving(core) as anyone:
        core.users.create("ada", PASSWORD, is_administrator=False)
        names = ("b", "d", "f")
        # What is seen comes first, so that its ids are the same in both.
        for name in names:
            core.databases.create(name)
            core.groups.create(name, members=["ada"])
            grant(core, "ada", name, DatabaseLevel.COMPUTE)
        core.databases.create("few")
        for name in names:
            core.tables.create(
                ADMINISTRATOR, "few", name, columns=COLUMNS, credentials="visits.parquet"
            )
            core.grants.set_on_table(
                ADMINISTRATOR, "few", name, SubjectKind.USER, "ada", [("age", ColumnLevel.COMPUTE)]
            )
        if hides:
            for name in ("a", "c", "e", "g"):
                core.users.create(name, PASSWORD, is_administrator=False)
                core.groups.create(name, members=[name])
                core.databases.create(name)
                core.tables.create(
                    ADMINISTRATOR, "few", name, columns=COLUMNS, credentials="visits.parquet"
                )
        yield anyone.login("ada", PASSWORD)


def pages(caller: InProcess, path: str, limit: int) -> list[tuple[int, dict[str, str], bytes]]:
    """All pages of a list, as they come."""
    found, cursor = [], ""
    while True:
        reply = caller.get(f"{path}?limit={limit}{cursor}")
        found.append((reply.status, dict(reply.headers), reply.content))
        if "next_cursor" not in reply.json:
            return found
        cursor = f"&cursor={reply.json['next_cursor']}"


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 100])
def test_no_page_of_a_list_shows_that_something_is_hidden(tmp_path: Path, limit: int) -> None:
    """Not by its length, not by its cursor, and not by a page more: lists are those of a Core without it, byte for byte."""
    pq.write_table(
        pa.table({"age": [33], HIDDEN: [1], "smoker": [True]}), tmp_path / "visits.parquet"
    )
    seen = []
    for hides in (True, False):
        with furnished(tmp_path, hides=hides) as ada:
            seen.append(
                [
                    pages(ada, path, limit)
                    for path in (
                        "/v1/databases",
                        "/v1/databases/few/tables",
                        "/v1/groups",
                        "/v1/subjects/user/ada/access",
                        "/v1/subjects/group/b/access",
                        "/v1/jobs",
                    )
                ]
            )
    assert seen[0] == seen[1]
    assert seen[0][0][0][0] == 200
    assert len(seen[0][1]) == -(-3 // limit)
