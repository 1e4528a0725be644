"""How a client stands with its server: never an error, and always a reason."""

from typing import Any

import httpx
import pytest

from leapyear import Client
from leapyear.client import ClientStatus
from tests.leapyear.servers import connected, problem, reply, user


def _broken(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectTimeout("timed out")


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (reply(user("ada")), ClientStatus.CONNECTED),
        (problem(401, "token_invalid"), ClientStatus.NOT_AUTHENTICATED),
        (problem(401, "token_expired"), ClientStatus.TOKEN_EXPIRED),
        (_broken, ClientStatus.SERVER_UNREACHABLE),
        (problem(500, "internal_error"), ClientStatus.SERVER_UNREACHABLE),
        (httpx.Response(502, html="<h1>Bad gateway</h1>"), ClientStatus.SERVER_UNREACHABLE),
        (reply([1, 2, 3]), ClientStatus.SERVER_UNREACHABLE),
        (reply({}, LeapYear_Version="9.0.0"), ClientStatus.VERSION_MISMATCH),
    ],
)
def test_the_status_tells_how_the_server_answers_now(answer: Any, status: ClientStatus) -> None:
    """Each time it is asked for; connected is one of them."""
    with connected() as (client, server):
        assert client.status is ClientStatus.CONNECTED
        server.script["GET /v1/users/me"] = answer
        assert client.status is status
        assert client.connected is (status is ClientStatus.CONNECTED)
        server.script["GET /v1/users/me"] = reply(user("ada"))
        assert client.status is ClientStatus.CONNECTED


def test_a_closed_client_is_disconnected() -> None:
    """Also one that was logged out; nothing is asked."""
    with connected({"POST /v1/logout": reply(None, 204)}) as (client, server):
        client.logout()
        before = len(server.requests)
        assert client.status is ClientStatus.DISCONNECTED
        assert not client.connected
        assert len(server.requests) == before


def test_a_token_that_cannot_be_renewed_is_told_by_the_reason() -> None:
    """The login was refused: the password was changed, say."""
    with connected() as (client, server):
        server.script["GET /v1/users/me"] = problem(401, "token_expired")
        server.script["POST /v1/login"] = problem(401, "authentication_failed")
        assert client.status is ClientStatus.NOT_AUTHENTICATED


def test_a_status_reads_as_words() -> None:
    """In sentences, and as code."""
    assert f"{ClientStatus.TOKEN_EXPIRED}" == "token expired"
    assert repr(ClientStatus.TOKEN_EXPIRED) == "ClientStatus.TOKEN_EXPIRED"
    assert [str(status) for status in ClientStatus] == [
        "connected",
        "disconnected",
        "not authenticated",
        "token expired",
        "server unreachable",
        "version mismatch",
    ]


def test_the_name_outlives_the_connection() -> None:
    """Who it was, and where, can be told afterwards."""
    client: Client
    with connected() as (client, _):
        pass
    assert (client.username, client.url) == ("ada", "http://core.test:4401")
