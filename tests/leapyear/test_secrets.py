"""Passwords and tokens: in no repr, no log, no error."""

import io
import logging
import pickle
import traceback
from collections.abc import Iterator

import httpx
import pytest

from leapyear import Client
from leapyear._transport import substitute_transport
from leapyear.admin import User
from leapyear.exceptions import ClientError
from tests.leapyear.servers import (
    PASSWORD,
    TOKEN,
    URL,
    ScriptedServer,
    connected,
    problem,
    reply,
    user,
)

NEW_PASSWORD = "hunter2-new"
SECRETS = (PASSWORD, TOKEN, NEW_PASSWORD)


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> Iterator[io.StringIO]:
    """Everything that any logger says at its finest, and what a test writes beside it."""
    caplog.set_level(logging.DEBUG)
    out = io.StringIO()
    yield out
    text = out.getvalue() + caplog.text
    assert text
    for secret in SECRETS:
        assert secret not in text


def echo(request: httpx.Request) -> httpx.Response:
    """A proxy that shows what it was sent, as debugging proxies do."""
    return httpx.Response(502, text=f"{dict(request.headers)} {request.content!r}")


def test_a_working_client_tells_no_secrets(heard: io.StringIO) -> None:
    """Neither itself, nor what hangs on it, nor its logs."""
    with connected({"POST /v1/users": reply(user("eve"), 201)}) as (client, _):
        eve = User("eve", NEW_PASSWORD)
        print(client, eve, client._connection, client._connection._http, client.api, file=heard)
        print(client._connection._http.auth, client._connection.server, file=heard)
        client.create(eve)
        print(eve, vars(eve), client.logger, file=heard)


@pytest.mark.parametrize(
    "answer",
    [
        problem(401, "authentication_failed", "wrong"),
        problem(
            400,
            "invalid_request",
            "no",
            errors=[{"at": "/password", "message": f"{PASSWORD} is too long"}],
        ),
        problem(500, "internal_error", "no"),
        reply({"token": TOKEN + "\n\nX", "expires_at": "x"}),
        reply({"token": 3, "expires_at": "x"}),
        echo,
    ],
)
def test_a_login_that_fails_tells_no_secrets(answer: httpx.Response, heard: io.StringIO) -> None:
    """Not in its message, nor in the traceback as it is printed, nor when it is pickled."""
    server = ScriptedServer({"POST /v1/login": answer})
    with substitute_transport(server), pytest.raises(ClientError) as caught:
        Client(URL, "ada", PASSWORD)
    _tell(caught.value, heard)


@pytest.mark.parametrize(
    "answer", [echo, problem(401, "token_expired"), problem(401, "token_invalid")]
)
def test_a_request_that_fails_tells_no_secrets(answer: httpx.Response, heard: io.StringIO) -> None:
    """Nor the error of an expired token."""
    with connected({"GET /v1/databases": answer, "PATCH /v1/users/ada": answer}) as (client, _):
        with pytest.raises(ClientError) as caught:
            len(client.databases)
        _tell(caught.value, heard)
        with pytest.raises(ClientError) as caught:
            client.update(client.current_user, password=NEW_PASSWORD)
        _tell(caught.value, heard)


def _tell(error: ClientError, heard: io.StringIO) -> None:
    print(str(error), repr(error), error.info, file=heard)
    traceback.print_exception(error, file=heard)
    print(pickle.dumps(error), file=heard)
