"""Groups over HTTP."""

import pytest

from tests.in_process import InProcess

NURSES = {"name": "nurses", "description": "all of them", "members": ["ada"]}


def test_a_group_is_created_found_changed_and_deleted(admin: InProcess, ada: InProcess) -> None:
    created = admin.post("/v1/groups", NURSES)
    assert (created.status, created.headers["location"]) == (201, "/v1/groups/nurses")
    assert created.json["members"] == ["ada"]
    assert admin.get(created.headers["location"]).json == created.json
    assert admin.get("/v1/groups").json == {"items": [created.json]}
    changed = admin.send("PATCH", "/v1/groups/nurses", {"members": ["admin", "ada"]})
    assert changed.json == {**created.json, "members": ["ada", "admin"]}
    assert admin.send("DELETE", "/v1/groups/nurses").status == 204
    assert admin.get("/v1/groups/nurses").code == "group_not_found"


def test_a_group_may_be_empty_and_without_a_description(admin: InProcess) -> None:
    created = admin.post("/v1/groups", {"name": "nurses"})
    assert created.json["members"] == []
    assert "description" not in created.json


def test_members_are_users(admin: InProcess) -> None:
    """A group is none."""
    admin.post("/v1/groups", {"name": "nurses"})
    reply = admin.post("/v1/groups", {"name": "staff", "members": ["nurses"]})
    assert (reply.status, reply.code) == (404, "user_not_found")


def test_a_name_is_taken_once(admin: InProcess) -> None:
    """By groups: a user may have it as well."""
    assert admin.post("/v1/groups", {"name": "admin"}).status == 201
    assert admin.post("/v1/groups", {"name": "admin"}).code == "already_exists"


@pytest.mark.parametrize(
    "body", [{}, {"name": "a b"}, {"name": "a", "members": "ada"}, {"name": "a", "owner": "ada"}]
)
def test_a_body_that_does_not_fit_is_refused(admin: InProcess, body: object) -> None:
    assert admin.post("/v1/groups", body).code == "invalid_request"
