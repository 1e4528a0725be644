"""Grants over HTTP."""

from typing import Any

import pytest

from tests.in_process import InProcess

CLINIC = "/v1/databases/clinic"
VISITS = f"{CLINIC}/tables/visits"


@pytest.fixture
def clinic(admin: InProcess, ada: InProcess) -> InProcess:
    """The administrator of a database with a table; ada is one of the nurses."""
    admin.post("/v1/databases", {"name": "clinic"})
    columns = [
        {"name": "age", "type": {"kind": "int", "lower": 0, "upper": 120}},
        {"name": "smoker", "type": {"kind": "bool"}},
    ]
    table = {"name": "visits", "credentials": "visits.csv", "columns": columns}
    assert admin.post(f"{CLINIC}/tables", table).status == 201
    admin.post("/v1/groups", {"name": "nurses", "members": ["ada"]})
    return admin


def put(caller: InProcess, path: str, body: Any) -> Any:
    """What a grant is answered with."""
    reply = caller.send("PUT", path, body)
    assert reply.status == 200, reply
    return reply.json


def test_access_to_a_database_is_granted_and_shown(clinic: InProcess, ada: InProcess) -> None:
    """To a user, to a group of theirs, and to the administrator who asks who has any."""
    to_group = put(clinic, f"{CLINIC}/access/group/nurses", {"access": "full"})
    to_user = put(clinic, f"{CLINIC}/access/user/ada", {"access": "compute"})
    assert to_group == {
        "subject": {"kind": "group", "name": "nurses"},
        "database": "clinic",
        "access": "full",
        "effective": "full",
    }
    assert to_user == {
        "subject": {"kind": "user", "name": "ada"},
        "database": "clinic",
        "access": "compute",
        "effective": "full",
    }
    for caller in (clinic, ada):
        assert caller.get(f"{CLINIC}/access/user/ada").json == to_user
        assert caller.get(f"{CLINIC}/access/group/nurses").json == to_group
        assert caller.get("/v1/subjects/user/ada/access").json == {"items": [to_user]}
        assert caller.get("/v1/subjects/group/nurses/access").json == {"items": [to_group]}
    assert clinic.get(f"{CLINIC}/access").json == {"items": [to_group, to_user]}


def test_access_to_columns_is_granted_and_shown(clinic: InProcess, ada: InProcess) -> None:
    """What was not granted on a column itself is left out, and what it comes to is not."""
    body = {"columns": [{"column": "age", "access": "full"}]}
    granted = put(clinic, f"{VISITS}/access/user/ada", body)
    age = {"column": "age", "access": "full", "effective": "full"}
    assert granted == {
        "subject": {"kind": "user", "name": "ada"},
        "database": "clinic",
        "table": "visits",
        "columns": [age, {"column": "smoker", "effective": "none"}],
    }
    assert clinic.get(f"{VISITS}/access/user/ada").json == granted
    assert clinic.get(f"{VISITS}/access").json == {"items": [granted]}
    assert ada.get(f"{VISITS}/access/user/ada").json == {**granted, "columns": [age]}


def test_a_grant_is_good_from_the_next_request_on_and_so_is_its_end(
    clinic: InProcess, ada: InProcess
) -> None:
    """Nobody has to log in again."""
    for access, status in (("compute", 200), ("none", 404), ("administer", 200), ("none", 404)):
        put(clinic, f"{CLINIC}/access/user/ada", {"access": access})
        assert ada.get(CLINIC).status == status
    put(clinic, f"{CLINIC}/access/group/nurses", {"access": "compute"})
    assert ada.get(CLINIC).status == 200
    clinic.send("PATCH", "/v1/groups/nurses", {"members": []})
    assert ada.get(CLINIC).status == 404


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        (f"{CLINIC}/access/user/nobody", {"access": "full"}, 404, "user_not_found"),
        (f"{CLINIC}/access/group/ada", {"access": "full"}, 404, "group_not_found"),
        (f"{CLINIC}/access/people/ada", {"access": "full"}, 400, "invalid_request"),
        (f"{CLINIC}/access/user/ada", {"access": "some"}, 400, "invalid_request"),
        (f"{CLINIC}/access/user/ada", {}, 400, "invalid_request"),
        ("/v1/databases/lab/access/user/ada", {"access": "full"}, 404, "database_not_found"),
        (f"{CLINIC}/tables/x/access/user/ada", {"columns": []}, 404, "table_not_found"),
        (
            f"{VISITS}/access/user/ada",
            {"columns": [{"column": "weight", "access": "full"}]},
            422,
            "attribute_not_found",
        ),
        (
            f"{VISITS}/access/user/ada",
            {"columns": [{"column": "age", "access": "administer"}]},
            400,
            "invalid_request",
        ),
        (
            f"{VISITS}/access/user/ada",
            {"columns": [{"column": "age", "access": each} for each in ("full", "none")]},
            400,
            "invalid_request",
        ),
    ],
)
def test_what_cannot_be_granted_is_refused_with_its_code(
    clinic: InProcess, path: str, body: Any, status: int, code: str
) -> None:
    reply = clinic.send("PUT", path, body)
    assert (reply.status, reply.code) == (status, code)
