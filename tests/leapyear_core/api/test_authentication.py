"""The header Authorization."""

import pytest

from tests.in_process import ADMIN_PASSWORD, InProcess


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_is_read_in_any_case(admin: InProcess, anyone: InProcess, scheme: str) -> None:
    """As RFC 9110 has it."""
    headers = {"authorization": f"{scheme} {admin.token}"}
    assert anyone.get("/v1/users/me", headers=headers).status == 200


@pytest.mark.parametrize("value", ["", "Basic YTpi", "Bearer", "x"])
def test_without_a_bearer_token_there_is_none(anyone: InProcess, value: str) -> None:
    """The answer tells how to give one."""
    reply = anyone.get("/v1/users/me", headers={"authorization": value})
    if value == "Bearer":
        assert reply.code == "token_invalid"
    else:
        assert reply.code == "token_missing"
        assert reply.headers["www-authenticate"] == 'Bearer realm="LeapYear Core"'
    assert anyone.get("/v1/users/me").code == "token_missing"


@pytest.mark.parametrize("token", ["x", "a.b.c", "\xff\xfe", "é", "a b", "x" * 10000])
def test_a_token_that_is_none_is_invalid(anyone: InProcess, token: str) -> None:
    """Whatever bytes it is made of."""
    reply = anyone.get("/v1/users/me", headers={"authorization": f"Bearer {token}"})
    assert reply.code == "token_invalid"
    assert 'error="invalid_token"' in reply.headers["www-authenticate"]


def test_a_login_is_answered_with_a_token_and_a_logout_ends_it(anyone: InProcess) -> None:
    """The token is refused from then on."""
    user = anyone.login("admin", ADMIN_PASSWORD)
    assert user.get("/v1/users/me").json["username"] == "admin"
    assert user.post("/v1/logout").status == 204
    assert user.get("/v1/users/me").code == "token_invalid"
    assert user.post("/v1/logout").code == "token_invalid"


def test_a_wrong_password_and_an_unknown_user_are_one_answer(anyone: InProcess) -> None:
    """To the byte."""
    replies = [
        anyone.post("/v1/login", {"username": name, "password": "x"})
        for name in ("admin", "nobody")
    ]
    assert replies[0].code == "authentication_failed"
    assert replies[0].content == replies[1].content
    assert replies[0].headers == replies[1].headers


def test_a_token_does_no_harm_where_none_is_needed(anyone: InProcess) -> None:
    """A client may send an old one along."""
    assert anyone.get("/v1/version", headers={"authorization": "Bearer x"}).status == 200
