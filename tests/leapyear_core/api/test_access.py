"""Every operation of the contract, asked for by every kind of caller, is held against the one table of who may do what."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve, field, frozen

from leapyear_core.api import contract
from leapyear_core.core import Core
from leapyear_core.model.access import DatabaseLevel
from leapyear_core.services.access import ACCESS, Who
from tests.assertions import AUDIENCE, SigningKey
from tests.in_process import (
    ADMIN_PASSWORD,
    SETTINGS,
    InProcess,
    Reply,
    core_in_memory,
    grant,
    serving,
)

OPERATIONS = {operation.id: operation for operation in contract.load().operations}
PASSWORD = "pale ale"

CLINIC = "/v1/databases/clinic"
AMPLE = {"epsilon": 1_000_000, "delta": 1e-6}
COLUMNS = [
    {"name": "age", "type": {"kind": "int", "lower": 0, "upper": 120}},
    {"name": "smoker", "type": {"kind": "bool"}},
]
RELATION = {"kind": "table", "database": "clinic", "table": "visits"}
ROWS = {
    "kind": "count_rows",
    "relation": RELATION,
}


@frozen
class Kind:
    """A kind of caller, and what follows from what they were granted."""

    username: str
    sees: bool = False
    administers: bool = False
    administers_server: bool = False


ANONYMOUS = Kind("")
KINDS = (
    ANONYMOUS,
    Kind("stranger"),
    Kind("analyst", sees=True),
    Kind("one_column", sees=True),
    Kind("member", sees=True),
    Kind("steward", sees=True, administers=True),
    Kind("admin", sees=True, administers=True, administers_server=True),
)

#: One about whom, and about whose things, the others ask.
OTHER = "other"


@frozen
class World:
    """A Core with a database, those who may do something with it and those who may not, and a job of each of them."""

    core: Core
    anyone: InProcess
    jobs: Mapping[str, str]
    key: SigningKey = field(factory=SigningKey)
    _numbers: Iterator[int] = field(factory=itertools.count)

    def new(self) -> str:
        """A name that nothing has."""
        return f"x{next(self._numbers)}"

    def caller(self, kind: Kind) -> InProcess:
        """A caller with a token of their own, since an operation may end it."""
        if kind is ANONYMOUS:
            return self.anyone
        is_first = kind.username == "admin"
        return self.anyone.login(kind.username, ADMIN_PASSWORD if is_first else PASSWORD)

    @property
    def admin(self) -> InProcess:
        """The administrator, with a token of their own."""
        return self.anyone.login("admin", ADMIN_PASSWORD)

    def made(self, path: str, body: Any) -> None:
        """Have the administrator make something."""
        reply = self.admin.post(path, body)
        assert reply.status == 201, reply


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    root: Path = tmp_path_factory.mktemp("data")
    rows = pa.table({"age": [33, 58], "smoker": [True, False]})
    for name in ("visits", "more"):
        pq.write_table(rows, root / f"{name}.parquet")
    (root / "watched").mkdir()
    with (
        core_in_memory(evolve(SETTINGS, data_roots=(root,), urls=(AUDIENCE,))) as core,
        serving(core) as anyone,
    ):
        admin = anyone.login("admin", ADMIN_PASSWORD)
        usernames = [kind.username for kind in KINDS[1:-1]] + [OTHER]
        for username in usernames:
            core.users.create(username, PASSWORD, is_administrator=False)
        core.groups.create("nurses", members=["member"])
        made = World(core, anyone, {})
        made.made("/v1/databases", {"name": "clinic", "privacy_limit": AMPLE})
        made.made(f"{CLINIC}/tables", table("visits"))
        made.made(f"{CLINIC}/views", {"name": "older", "relation": ROWS["relation"]})
        made.made(f"/v1/users/{OTHER}/keys", {"name": "laptop", "public_key": made.key.public})
        # Everybody once asked a question, the stranger too.
        for username in usernames:
            grant(core, username, "clinic", DatabaseLevel.COMPUTE)
        jobs = {username: job_of(anyone.login(username, PASSWORD)) for username in usernames} | {
            "admin": job_of(admin)
        }
        for username in ("stranger", "one_column", "member"):
            grant(core, username, "clinic", DatabaseLevel.NONE)
        grant(core, "steward", "clinic", DatabaseLevel.ADMINISTER)
        admin.send("PUT", f"{CLINIC}/access/group/nurses", {"access": "compute"})
        only = {"columns": [{"column": "age", "access": "compute"}]}
        admin.send("PUT", f"{CLINIC}/tables/visits/access/user/one_column", only)
        yield evolve(made, jobs=jobs)


def table(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "credentials": "visits.parquet",
        "watch_folder": "watched",
        "columns": COLUMNS,
    }


def job_of(caller: InProcess) -> str:
    """A job of the caller's, ended."""
    job = caller.post("/v1/analyses", {"analysis": ROWS, "cache": False}).json["id"]
    assert caller.get(f"/v1/jobs/{job}", headers={"prefer": "wait=30"}).json["state"] == "finished"
    return str(job)


Parts = tuple[dict[str, str], Any]


def new_user(world: World, about: str) -> Parts:
    username = world.new()
    world.made("/v1/users", {"username": username, "password": PASSWORD})
    return {"username": username}, None


def new_group(world: World, about: str) -> Parts:
    name = world.new()
    world.made("/v1/groups", {"name": name, "members": [about]})
    return {"group": name}, {"description": "x"}


def new_database(world: World, about: str) -> Parts:
    name = world.new()
    world.made("/v1/databases", {"name": name})
    return {"database": name}, None


def new_profile(world: World, about: str) -> Parts:
    name = world.new()
    world.made("/v1/privacy-profiles", {"name": name})
    return {"profile": name}, None


def new_table(world: World, about: str) -> Parts:
    name = world.new()
    world.made(f"{CLINIC}/tables", table(name))
    return {"database": "clinic", "table": name}, None


def new_view(world: World, about: str) -> Parts:
    name = world.new()
    world.made(f"{CLINIC}/views", {"name": name, "relation": ROWS["relation"]})
    return {"database": "clinic", "view": name}, None


def new_key(world: World, about: str) -> Parts:
    path = f"/v1/users/{about}/keys"
    reply = world.admin.post(path, {"name": world.new(), "public_key": SigningKey().public})
    return {"username": about, "key": reply.json["id"]}, None


def new_persisted(world: World, about: str) -> Parts:
    token = world.caller(Kind(about)).token
    assert token is not None
    owner = world.core.sessions.authenticate(token)
    # What anybody sees is not the subject here.
    as_if = evolve(owner, is_administrator=True)
    persisted = world.core.persisted_relations.persist(as_if, RELATION, RELATION)
    return {"persisted_relation": persisted.id}, None


def password_of(about: str) -> str:
    return ADMIN_PASSWORD if about == "admin" else PASSWORD


VISITS = {"database": "clinic", "table": "visits"}
OLDER = {"database": "clinic", "view": "older"}

#: What each operation is asked for with: the parameters of its path and its body, about somebody.
REQUESTS: Mapping[str, Callable[[World, str], Parts]] = {
    "login": lambda w, about: ({}, {"username": OTHER, "password": PASSWORD}),
    "login_with_assertion": lambda w, about: (
        {},
        {"assertion": w.key.assertion(OTHER, datetime.now(UTC))},
    ),
    "logout": lambda w, about: ({}, None),
    "get_version": lambda w, about: ({}, None),
    "get_health": lambda w, about: ({}, None),
    "get_current_user": lambda w, about: ({}, None),
    "list_users": lambda w, about: ({}, None),
    "create_user": lambda w, about: ({}, {"username": w.new(), "password": PASSWORD}),
    "get_user": lambda w, about: ({"username": about}, None),
    "update_user": lambda w, about: ({"username": about}, {"password": password_of(about)}),
    "delete_user": new_user,
    "list_keys": lambda w, about: ({"username": about}, None),
    "create_key": lambda w, about: (
        {"username": about},
        {"name": w.new(), "public_key": SigningKey().public},
    ),
    "delete_key": new_key,
    "list_groups": lambda w, about: ({}, None),
    "create_group": lambda w, about: ({}, {"name": w.new()}),
    "get_group": lambda w, about: (new_group(w, about)[0], None),
    "update_group": new_group,
    "delete_group": lambda w, about: (new_group(w, about)[0], None),
    "list_databases": lambda w, about: ({}, None),
    "create_database": lambda w, about: ({}, {"name": w.new()}),
    "get_database": lambda w, about: ({"database": "clinic"}, None),
    "update_database": lambda w, about: ({"database": "clinic"}, {"description": "x"}),
    "delete_database": new_database,
    "get_privacy_limit": lambda w, about: ({"database": "clinic"}, None),
    "set_privacy_limit": lambda w, about: ({"database": "clinic"}, AMPLE),
    "list_subject_limits": lambda w, about: ({"database": "clinic"}, None),
    "get_subject_limit": lambda w, about: (
        {"database": "clinic", "subject_kind": "user", "subject": about},
        None,
    ),
    "set_subject_limit": lambda w, about: (
        {"database": "clinic", "subject_kind": "user", "subject": OTHER},
        {"limit": AMPLE},
    ),
    "delete_subject_limit": lambda w, about: (
        {"database": "clinic", "subject_kind": "user", "subject": OTHER},
        None,
    ),
    "list_tables": lambda w, about: ({"database": "clinic"}, None),
    "create_table": lambda w, about: ({"database": "clinic"}, table(w.new())),
    "get_table": lambda w, about: (VISITS, None),
    "update_table": lambda w, about: (VISITS, {"description": "x"}),
    "delete_table": new_table,
    "list_slices": lambda w, about: (VISITS, None),
    "add_slice": lambda w, about: (new_table(w, about)[0], {"credentials": "more.parquet"}),
    "refresh_table": lambda w, about: (VISITS, None),
    "list_views": lambda w, about: ({"database": "clinic"}, None),
    "create_view": lambda w, about: (
        {"database": "clinic"},
        {"name": w.new(), "relation": ROWS["relation"]},
    ),
    "get_view": lambda w, about: (OLDER, None),
    "update_view": lambda w, about: (OLDER, {"description": "x"}),
    "delete_view": new_view,
    "list_subject_access": lambda w, about: ({"subject_kind": "user", "subject": about}, None),
    "list_database_access": lambda w, about: ({"database": "clinic"}, None),
    "get_database_access": lambda w, about: (
        {"database": "clinic", "subject_kind": "user", "subject": about},
        None,
    ),
    "set_database_access": lambda w, about: (
        {"database": "clinic", "subject_kind": "user", "subject": OTHER},
        {"access": "compute"},
    ),
    "list_table_access": lambda w, about: (VISITS, None),
    "get_table_access": lambda w, about: (
        {**VISITS, "subject_kind": "user", "subject": about},
        None,
    ),
    "set_table_access": lambda w, about: (
        {**VISITS, "subject_kind": "user", "subject": OTHER},
        {"columns": []},
    ),
    "list_privacy_profiles": lambda w, about: ({}, None),
    "get_privacy_profile": lambda w, about: ({"profile": "balanced"}, None),
    "create_privacy_profile": lambda w, about: ({}, {"name": w.new()}),
    "update_privacy_profile": lambda w, about: (new_profile(w, about)[0], {"description": "x"}),
    "delete_privacy_profile": new_profile,
    "get_relation_schema": lambda w, about: ({}, {"relation": ROWS["relation"]}),
    "run_analysis": lambda w, about: ({}, {"analysis": ROWS}),
    "price_analysis": lambda w, about: ({}, {"analysis": ROWS}),
    "get_analysis_cache": lambda w, about: ({}, None),
    "clear_analysis_cache": lambda w, about: ({}, None),
    "list_persisted_relations": lambda w, about: ({}, None),
    "persist_relation": lambda w, about: ({}, {"relation": ROWS["relation"]}),
    "delete_persisted_relation": new_persisted,
    "delete_persisted_relations": lambda w, about: ({}, None),
    "list_jobs": lambda w, about: ({}, None),
    "get_job": lambda w, about: ({"job": w.jobs[about]}, None),
    "get_job_result": lambda w, about: ({"job": w.jobs[about]}, None),
    "cancel_job": lambda w, about: ({"job": w.jobs[about]}, None),
}

#: What is not there for those who may not know of it.
UNKNOWN = {
    "get_group": "group_not_found",
    "delete_persisted_relation": "persisted_relation_not_found",
} | dict.fromkeys(("get_job", "get_job_result", "cancel_job"), "job_not_found")


def expected(operation: str, kind: Kind, *, about_oneself: bool) -> str | None:
    """The code of the refusal that the table says; None where it says yes."""
    who = ACCESS[operation]
    if who is Who.ANYONE or (kind.administers_server and kind is not ANONYMOUS):
        return None
    if kind is ANONYMOUS:
        return "token_missing"
    unknown = None if about_oneself else UNKNOWN.get(operation, "user_not_found")
    unseen = None if kind.sees else "database_not_found"
    match who:
        case Who.USER:
            return None
        case Who.ONESELF:
            return unknown
        case Who.ONESELF_WHO_SEES:
            return unknown or unseen
        case Who.SEES_DATABASE:
            return unseen
        case Who.ONESELF_IN_DATABASE:
            return unseen or (None if kind.administers else unknown)
        case Who.ADMINISTERS_DATABASE:
            return unseen or (None if kind.administers else "permission_denied")
        case _:
            return "permission_denied"


@pytest.mark.parametrize("about_oneself", [True, False], ids=["oneself", "another"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.username or "anonymous")
@pytest.mark.parametrize("operation", OPERATIONS)
def test_everybody_may_do_what_the_table_says_and_nothing_else(
    world: World, operation: str, kind: Kind, about_oneself: bool
) -> None:
    caller = world.caller(kind)
    reply = ask(world, caller, operation, kind.username if about_oneself else OTHER)
    code = expected(operation, kind, about_oneself=about_oneself)
    if code is not None:
        assert reply.json.get("code") == code, reply
    else:
        assert reply.status < 300, reply


def ask(world: World, caller: InProcess, operation: str, about: str) -> Reply:
    """Ask for an operation, about somebody."""
    parameters, body = REQUESTS[operation](world, about or OTHER)
    described = OPERATIONS[operation]
    return caller.send(described.method, described.path.format(**parameters), body)
