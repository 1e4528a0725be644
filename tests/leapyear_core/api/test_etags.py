"""Entity tags: reads that say nothing new, and writes that happen only to what was read."""

import threading
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import pytest

from leapyear_core.api import contract
from leapyear_core.core import Core
from leapyear_core.model.access import DatabaseLevel
from tests.in_process import InProcess, Reply, grant, serving

CLINIC, VISITS = "/v1/databases/clinic", "/v1/databases/clinic/tables/visits"
VIEW = f"{CLINIC}/views/old"
COLUMNS = [
    {"name": "age", "type": {"kind": "int", "lower": 0, "upper": 120}},
    {"name": "smoker", "type": {"kind": "bool"}},
]

RELATION = {"kind": "table", "database": "clinic", "table": "visits"}

#: A write of each resource that can be written: a method, a path and a body. Each leaves what those after it are about.
WRITES: Mapping[str, tuple[str, str, Any]] = {
    "update_user": ("PATCH", "/v1/users/bob", {"is_administrator": True}),
    "update_group": ("PATCH", "/v1/groups/nurses", {"description": "x"}),
    "update_database": ("PATCH", CLINIC, {"description": "x"}),
    "set_privacy_limit": ("PUT", f"{CLINIC}/privacy-limit", {"epsilon": 2, "delta": 1e-6}),
    "update_table": ("PATCH", VISITS, {"description": "x"}),
    "update_view": ("PATCH", VIEW, {"description": "x"}),
    "delete_view": ("DELETE", VIEW, None),
    "set_database_access": ("PUT", f"{CLINIC}/access/user/bob", {"access": "full"}),
    "set_table_access": (
        "PUT",
        f"{VISITS}/access/user/bob",
        {"columns": [{"column": "age", "access": "full"}]},
    ),
    "update_privacy_profile": ("PATCH", "/v1/privacy-profiles/mine", {"description": "x"}),
    "delete_table": ("DELETE", VISITS, None),
    "delete_database": ("DELETE", CLINIC, None),
    "delete_group": ("DELETE", "/v1/groups/nurses", None),
    "delete_user": ("DELETE", "/v1/users/bob", None),
    "delete_privacy_profile": ("DELETE", "/v1/privacy-profiles/mine", None),
}
PATHS = sorted({path for _, path, _ in WRITES.values()})
STALE = '"00000000000000000000000000000000"'


@pytest.fixture
def clinic(core: Core, admin: InProcess) -> InProcess:
    """The administrator of a Core with one of each resource."""
    core.users.create("bob", "pale ale", is_administrator=False)
    made = [
        ("/v1/groups", {"name": "nurses", "members": ["bob"]}),
        ("/v1/privacy-profiles", profile("mine")),
        ("/v1/databases", {"name": "clinic"}),
        (f"{CLINIC}/tables", {"name": "visits", "credentials": "visits.csv", "columns": COLUMNS}),
        (f"{CLINIC}/views", {"name": "old", "relation": RELATION}),
    ]
    for path, body in made:
        reply = admin.post(path, body)
        assert reply.status == 201, reply
    return admin


def profile(name: str) -> dict[str, Any]:
    """A profile like that of the contract's example."""
    described = contract.load().document
    (operation,) = (
        described["paths"][each.path][each.method.lower()]
        for each in contract.load().operations
        if each.id == "create_privacy_profile"
    )
    examples = operation["requestBody"]["content"]["application/json"]["examples"]
    return {**next(iter(examples.values()))["value"], "name": name}


def read(caller: InProcess, path: str, unless: str | None = None) -> Reply:
    return caller.get(path, headers={"if-none-match": unless})


def write(caller: InProcess, operation: str, only_if: str | None) -> Reply:
    method, path, body = WRITES[operation]
    return caller.send(method, path, body, headers={"if-match": only_if})


def test_a_resource_is_not_sent_again_to_one_who_has_it(clinic: InProcess) -> None:
    """The tag is a hash of the very bytes that the caller gets, and so tells nothing else."""
    for path in ("/v1/users/me", "/v1/privacy-profiles/balanced", *PATHS):
        check_that_it_is_not_sent_again(clinic, path)


def check_that_it_is_not_sent_again(clinic: InProcess, path: str) -> None:
    first = read(clinic, path)
    tag = first.headers["etag"]
    assert tag == f'"{blake2b(first.content, digest_size=16).hexdigest()}"'
    for unless in (tag, f"W/{tag}", f"{STALE}, {tag}", "*"):
        again = read(clinic, path, unless)
        assert (again.status, again.content, again.headers["etag"]) == (304, b"", tag)
        assert "content-length" not in again.headers
        assert clinic.send("HEAD", path, headers={"if-none-match": unless}).status == 304
    for unless in (STALE, "nonsense", tag.strip('"'), ""):
        again = read(clinic, path, unless)
        assert (again.status, again.content) == (200, first.content)


def test_a_tag_changes_with_what_the_caller_sees_and_with_nothing_else(
    core: Core, clinic: InProcess, anyone: InProcess
) -> None:
    """Administrators see where the file is; others do not, and each the columns that they were granted."""
    grant(core, "bob", "clinic", DatabaseLevel.COMPUTE)
    bob = anyone.login("bob", "pale ale")
    whole = read(bob, VISITS).headers["etag"]
    assert whole != read(clinic, VISITS).headers["etag"]
    hidden = {"columns": [{"column": "age", "access": "none"}]}
    before = read(clinic, VISITS).headers["etag"]
    clinic.send("PUT", f"{VISITS}/access/user/bob", hidden)
    assert read(clinic, VISITS, before).status == 304
    assert read(bob, VISITS, whole).status == 200


def test_every_conditional_write_is_tried() -> None:
    """By the tests below."""
    described = contract.load().operations
    conditional = {
        each.id for each in described if any(p.name == "If-Match" for p in each.parameters)
    }
    assert conditional == set(WRITES)


def test_what_has_changed_since_is_not_written(clinic: InProcess) -> None:
    """Nothing happens; with the right tag it does."""
    for operation in WRITES:
        check_that_a_tag_decides(clinic, operation)


def check_that_a_tag_decides(clinic: InProcess, operation: str) -> None:
    path = WRITES[operation][1]
    before = read(clinic, path)
    tag = before.headers["etag"]
    # A tag that is weak does not stand for each byte.
    for stale in (STALE, f"W/{tag}", "nonsense", ""):
        reply = write(clinic, operation, stale)
        assert (reply.status, reply.code) == (412, "precondition_failed"), operation
        assert read(clinic, path).content == before.content
    assert write(clinic, operation, f"{STALE}, {tag}").status < 300
    assert read(clinic, path).headers.get("etag") != tag


def test_any_tag_will_do_where_that_is_said(clinic: InProcess) -> None:
    for operation in WRITES:
        assert write(clinic, operation, "*").status < 300, operation


def test_what_is_wrong_without_a_tag_is_wrong_with_one(
    core: Core, clinic: InProcess, anyone: InProcess
) -> None:
    """What a caller may not do, or may not know of, they are told as ever: no tag tells more."""
    bob = anyone.login("bob", "pale ale")
    for level in (DatabaseLevel.NONE, DatabaseLevel.COMPUTE):
        grant(core, "bob", "clinic", level)
        for operation in WRITES:
            usual = write(bob, operation, None)
            assert usual.status in (403, 404), usual
            for tag in (STALE, "*"):
                reply = write(bob, operation, tag)
                assert (reply.status, reply.content) == (usual.status, usual.content), operation


def test_of_two_who_write_what_both_have_read_one_does(core: Core, clinic: InProcess) -> None:
    """However close together."""
    tag, barrier = read(clinic, CLINIC).headers["etag"], threading.Barrier(2)
    statuses: list[int] = []

    def change(text: str) -> None:
        with serving(core) as app:
            caller = app.login("admin", "correct horse")
            barrier.wait(timeout=30)
            reply = caller.send("PATCH", CLINIC, {"description": text}, headers={"if-match": tag})
            statuses.append(reply.status)

    threads = [threading.Thread(target=change, args=(text,)) for text in ("one", "other")]
    for each in threads:
        each.start()
    for each in threads:
        each.join(timeout=60)
    assert sorted(statuses) == [200, 412]


@pytest.mark.parametrize(("method", "header"), [("GET", "if-none-match"), ("DELETE", "if-match")])
def test_a_header_that_is_too_long_is_refused(clinic: InProcess, method: str, header: str) -> None:
    reply = clinic.send(method, CLINIC, headers={header: '"' + "x" * 1024 + '"'})
    assert (reply.status, reply.code) == (400, "invalid_request")
    assert read(clinic, CLINIC).status == 200
