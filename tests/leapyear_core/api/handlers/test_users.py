"""Users over HTTP."""

import orjson
import pytest

from tests.in_process import InProcess

ADA = {"username": "ada", "password": "pale ale"}


def test_a_user_is_created_found_changed_and_deleted(admin: InProcess) -> None:
    created = admin.post("/v1/users", ADA)
    assert created.status == 201
    assert created.headers["location"] == "/v1/users/ada"
    assert created.json["is_administrator"] is False
    assert admin.get(created.headers["location"]).json == created.json
    changed = admin.send("PATCH", "/v1/users/ada", {"is_administrator": True})
    assert changed.json == {**created.json, "is_administrator": True}
    assert admin.send("DELETE", "/v1/users/ada").status == 204
    assert admin.get("/v1/users/ada").code == "user_not_found"


def test_no_answer_holds_a_password_or_its_hash(admin: InProcess) -> None:
    replies = [
        admin.post("/v1/users", ADA),
        admin.get("/v1/users/ada"),
        admin.send("PATCH", "/v1/users/ada", {"password": "brown ale"}),
        admin.get("/v1/users"),
    ]
    assert not any(b"argon2" in reply.content or b"ale" in reply.content for reply in replies)


def test_users_are_listed_in_order_a_page_at_a_time(admin: InProcess) -> None:
    for name in ("c", "b"):
        admin.post("/v1/users", {"username": name, "password": "x"})
    first = admin.get("/v1/users?limit=2").json
    rest = admin.get(f"/v1/users?limit=2&cursor={first['next_cursor']}").json
    names = [user["username"] for user in first["items"] + rest["items"]]
    assert names == ["admin", "b", "c"]
    assert "next_cursor" not in rest


def test_me_is_whoever_asks(admin: InProcess, ada: InProcess) -> None:
    """And nobody's name."""
    assert admin.get("/v1/users/me").json == admin.get("/v1/users/admin").json
    assert ada.get("/v1/users/me").json["username"] == "ada"
    reserved = admin.post("/v1/users", {"username": "me", "password": "x"})
    assert (reserved.status, reserved.code) == (400, "invalid_request")


def test_others_do_not_learn_who_there_is(admin: InProcess, ada: InProcess) -> None:
    """Neither from an answer nor from a change."""
    for method, body in (
        ("GET", None),
        ("PATCH", {"password": "x"}),
        ("PATCH", {"is_administrator": True}),
    ):
        there, absent = (
            ada.send(method, f"/v1/users/{name}", body) for name in ("admin", "nobody")
        )
        assert (there.status, there.code) == (404, "user_not_found")
        assert there.content.replace(b"admin", b"nobody") == absent.content
    assert ada.get("/v1/users").code == "permission_denied"
    assert ada.send("DELETE", "/v1/users/nobody").code == "permission_denied"


def test_others_change_their_password_and_log_in_again(ada: InProcess, anyone: InProcess) -> None:
    """With the new one; the old token is over."""
    assert ada.send("PATCH", "/v1/users/ada", {"password": "new"}).status == 200
    assert ada.get("/v1/users/me").code == "token_invalid"
    anyone.login("ada", "new")


def test_others_do_not_make_themselves_administrators(ada: InProcess) -> None:
    reply = ada.send("PATCH", "/v1/users/ada", {"is_administrator": True})
    assert (reply.status, reply.code) == (403, "permission_denied")


def test_the_last_administrator_stays(admin: InProcess) -> None:
    for reply in (
        admin.send("DELETE", "/v1/users/admin"),
        admin.send("PATCH", "/v1/users/admin", {"is_administrator": False}),
    ):
        assert (reply.status, reply.code) == (409, "last_administrator")


def test_a_name_is_taken_once(admin: InProcess) -> None:
    admin.post("/v1/users", ADA)
    assert admin.post("/v1/users", ADA).code == "already_exists"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"username": "a"},
        {**ADA, "admin": True},
        {**ADA, "password": ""},
        {**ADA, "username": "-a"},
        {**ADA, "is_administrator": "yes"},
        [],
        "x",
        None,
    ],
)
def test_a_body_that_does_not_fit_is_refused(admin: InProcess, body: object) -> None:
    reply = admin.send("POST", "/v1/users", content=orjson.dumps(body))
    assert (reply.status, reply.code) == (400, "invalid_request")


def test_a_change_of_nothing_is_refused(admin: InProcess) -> None:
    assert admin.send("PATCH", "/v1/users/admin", {}).code == "invalid_request"
