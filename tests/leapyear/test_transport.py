"""HTTP: errors, retries, versions and tokens."""

import logging
import ssl
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from leapyear._transport import (
    HTTPClient,
    Retries,
    TokenAuth,
    checked_token,
    checked_url,
    substitute_transport,
)
from leapyear._version import CONTRACT_VERSION, are_compatible
from leapyear.exceptions import (
    AuthenticationError,
    ClientError,
    ConnectionError,  # noqa: A004
    InternalServerError,
    InvalidURL,
    NotConnected,
    ServerUnavailable,
    ServerVersionMismatch,
    TLSError,
    TokenExpiredError,
    TooManyRequests,
)
from tests.leapyear.servers import URL, ScriptedServer, problem, reply


def client_of(
    server: httpx.BaseTransport, *, auth: TokenAuth | None = None, waited: list[float] | None = None
) -> HTTPClient:
    """An HTTP client of a server, which notes its waits instead of waiting."""
    waits: list[float] = [] if waited is None else waited
    with substitute_transport(server):
        return HTTPClient(URL, auth=auth, retries=Retries(sleep=waits.append))


class Failing(httpx.BaseTransport):
    """Fails a number of times, and answers then."""

    def __init__(self, error: Exception, times: int = 99) -> None:
        self.error = error
        self.times = times
        self.count = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.count += 1
        if self.count <= self.times:
            raise self.error
        return reply({})


def leaves(kind: type[Exception]) -> list[type[Exception]]:
    """The classes below one that have none below them."""
    below = kind.__subclasses__()
    return [leaf for each in below for leaf in leaves(each)] if below else [kind]


@pytest.mark.parametrize(
    "kind", [leaf for leaf in leaves(httpx.HTTPError) if leaf is not httpx.HTTPStatusError]
)
def test_everything_that_httpx_raises_becomes_ours(kind: type[Exception]) -> None:
    """No exception of httpx gets past the client, and ours name the server."""
    with pytest.raises(ClientError) as caught:
        client_of(Failing(kind("down"))).get("/v1/users")
    assert URL in str(caught.value)
    assert caught.value.__cause__ is None  # nobody wants two pages of httpcore in a notebook


def test_a_server_that_is_down_is_named_and_what_to_do() -> None:
    """The message says where we looked, and how to look elsewhere."""
    with pytest.raises(ConnectionError, match=r"no server at http://core\.test:4401 .*LY_API_URL"):
        client_of(Failing(httpx.ConnectError("refused"))).get("/")


def test_a_bad_certificate_is_told_from_a_server_that_is_down() -> None:
    """And it is not tried again."""
    error = httpx.ConnectError("verify failed")
    error.__cause__ = ssl.SSLCertVerificationError("self-signed certificate")
    server = Failing(error)
    with pytest.raises(TLSError, match="cannot be trusted"):
        client_of(server).get("/")
    assert server.count == 1


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_connection_that_was_not_made_is_tried_again(method: str) -> None:
    """Whatever the method: nothing can have happened."""
    waited: list[float] = []
    server = Failing(httpx.ConnectError("refused"), times=2)
    assert client_of(server, waited=waited).request(method, "/").status_code == 200
    assert waited == [0.1, 0.4]


def test_attempts_are_bounded() -> None:
    """Three, and then the error."""
    server = Failing(httpx.ConnectError("refused"))
    with pytest.raises(ConnectionError):
        client_of(server).get("/")
    assert server.count == 3


@pytest.mark.parametrize(
    ("method", "attempts"), [("GET", 2), ("PUT", 2), ("POST", 1), ("DELETE", 1)]
)
def test_a_lost_answer_is_asked_for_again_where_that_does_no_harm(
    method: str, attempts: int
) -> None:
    """A POST is never sent twice: it may have charged the ledger."""
    server = Failing(httpx.RemoteProtocolError("server disconnected"), times=1)
    if attempts == 1:
        with pytest.raises(ConnectionError, match="may have done it all the same"):
            client_of(server).request(method, "/")
    else:
        client_of(server).request(method, "/")
    assert server.count == attempts


def test_a_timeout_is_not_tried_again() -> None:
    """It was long enough already."""
    server = Failing(httpx.ReadTimeout("slow"))
    with pytest.raises(ConnectionError, match="not answered in time"):
        client_of(server).get("/")
    assert server.count == 1


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_obeyed(status: int) -> None:
    """Also for a POST: the server says that it did nothing."""
    waited: list[float] = []
    server = ScriptedServer({"POST /v1/analyses": [reply({}, status, Retry_After="2"), reply({})]})
    assert client_of(server, waited=waited).post("/v1/analyses").status_code == 200
    assert waited == [2]


@pytest.mark.parametrize(
    "header", [{}, {"Retry_After": "3600"}, {"Retry_After": "Wed, 21 Oct 2026 07:28:00 GMT"}]
)
def test_a_503_without_a_short_retry_after_is_final(header: dict[str, str]) -> None:
    """Nobody waits an hour in a notebook."""
    server = ScriptedServer({"GET /": reply({}, 503, **header)})
    with pytest.raises(ServerUnavailable):
        client_of(server).get("/")
    assert len(server.requests) == 1


def test_a_server_that_stays_busy_is_told_as_such() -> None:
    """The error of the last answer."""
    server = ScriptedServer({"GET /": reply({}, 429, Retry_After="1")})
    with pytest.raises(TooManyRequests):
        client_of(server).get("/")
    assert len(server.requests) == 3


def test_a_redirect_says_where_to_go() -> None:
    """Tokens are not carried to other places."""
    server = ScriptedServer({"GET /": reply(None, 301, Location="https://core.test/")})
    with pytest.raises(ConnectionError, match=r"sends us on to 'https://core\.test/'"):
        client_of(server).get("/")


def test_a_closed_client_says_so() -> None:
    """Instead of the RuntimeError of httpx."""
    http = client_of(ScriptedServer())
    http.close()
    with pytest.raises(NotConnected, match="closed"):
        http.get("/")


# Versions


@pytest.mark.parametrize(
    ("server", "client", "together"),
    [
        ("0.1.0", "0.1.0", True),
        ("0.1.9", "0.1.0", True),
        ("0.2.0", "0.1.0", False),
        ("1.1.0", "0.1.0", False),
        ("1.9.0", "1.2.0", True),
        ("2.0.0", "1.2.0", False),
        ("", "0.1.0", False),
    ],
)
def test_versions_go_together_as_semver_says(server: str, client: str, together: bool) -> None:
    """Same major number; the same minor one too while that is 0."""
    assert are_compatible(server, client) is together


@pytest.mark.parametrize("status", [200, 404, 500])
def test_another_version_is_told_before_anything_else(status: int) -> None:
    """A 404 of another version would only mislead."""
    server = ScriptedServer({"GET /": reply({}, status, **{"LeapYear-Version": "7.0.0"})})
    with pytest.raises(ServerVersionMismatch, match=rf"version 7\.0\.0 .* {CONTRACT_VERSION}"):
        client_of(server).get("/")


def test_what_answers_without_a_version_is_no_core() -> None:
    """Something else listens there."""
    server = ScriptedServer({"GET /": httpx.Response(200, text="It works!")})
    with pytest.raises(ServerVersionMismatch, match="no LeapYear Core"):
        client_of(server).get("/")


def test_an_error_page_without_a_version_keeps_its_status() -> None:
    """It may come from a proxy before Core."""
    server = ScriptedServer({"GET /": httpx.Response(502, text="<html>Bad Gateway</html>")})
    with pytest.raises(ServerUnavailable, match="proxy"):
        client_of(server).get("/")


# Tokens


def tokens(*values: str) -> Callable[[], str]:
    """Hands out tokens, one after another."""
    left = iter(values)
    return lambda: next(left)


def accepting(token: str, code: str = "token_expired") -> ScriptedServer:
    """A server that takes one token only."""

    def handle(request: httpx.Request) -> httpx.Response:
        good = request.headers.get("Authorization") == f"Bearer {token}"
        return reply({}) if good else problem(401, code, "the token has expired")

    return ScriptedServer({"GET /": handle, "POST /": handle})


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_expired_token_is_renewed_once(method: str) -> None:
    """The request that met it is sent again, with its body."""
    server = accepting("new")
    http = client_of(server, auth=TokenAuth(tokens("old", "new")))
    assert http.request(method, "/", json={"a": 1}).status_code == 200
    assert [one.headers["Authorization"] for one in server.requests] == ["Bearer old", "Bearer new"]
    assert server.requests[0].content == server.requests[1].content


def test_a_token_that_expires_at_once_is_not_renewed_for_ever() -> None:
    """Twice is enough to know."""
    server = accepting("never")
    http = client_of(server, auth=TokenAuth(tokens("one", "two", "three")))
    with pytest.raises(TokenExpiredError):
        http.get("/")
    assert len(server.requests) == 2


def test_the_same_token_again_is_not_sent_again() -> None:
    """LY_JWT does not change by itself."""
    server = accepting("never")
    http = client_of(server, auth=TokenAuth(lambda: "old"))
    with pytest.raises(TokenExpiredError, match="LY_JWT"):
        http.get("/")
    assert len(server.requests) == 1


def test_a_revoked_token_is_not_renewed() -> None:
    """Somebody wanted it to end."""
    server = accepting("other", code="token_invalid")
    http = client_of(server, auth=TokenAuth(tokens("one", "two")))
    with pytest.raises(AuthenticationError) as caught:
        http.get("/")
    assert type(caught.value) is AuthenticationError
    assert len(server.requests) == 1


@pytest.mark.parametrize("token", ["", "  ", "two words", "line\nbreak", "schlüssel", None, 7])
def test_a_token_that_can_be_none_is_refused_and_not_quoted(token: object) -> None:
    """httpx would print the header that it cannot send."""
    with pytest.raises(AuthenticationError) as caught:
        checked_token(token)
    assert not (isinstance(token, str) and token.strip()) or token.strip() not in str(caught.value)


def test_the_line_break_at_the_end_of_a_token_file_is_dropped() -> None:
    """Files end with one."""
    assert checked_token("abc.def\n") == "abc.def"


# URLs


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost",
        "localhost:4401",
        "core:4401",
        "ftp://core",
        "http://",
        "http://core:99999",
        "http://[::1",
        None,
        4401,
        "http://core?x=1",
        "http://core#x",
        "http://a\x00b",
    ],
)
def test_a_url_that_is_none_is_named(url: Any) -> None:
    """The error has the URL in it, to be looked at."""
    with pytest.raises(InvalidURL) as caught:
        checked_url(url)
    assert repr(url) in str(caught.value)


def test_a_missing_scheme_is_suggested() -> None:
    """The most frequent slip."""
    with pytest.raises(InvalidURL, match="did you mean 'http://localhost:4401'"):
        checked_url("localhost:4401")


@pytest.mark.parametrize("url", ["http://ada:s3cret@core", "https://s3cret@core:99999"])
def test_a_password_in_a_url_is_refused_and_not_repeated(url: str) -> None:
    """URLs end up in logs, and so do errors."""
    with pytest.raises(InvalidURL) as caught:
        checked_url(url)
    assert "s3cret" not in str(caught.value)


def test_a_path_before_core_is_kept() -> None:
    """Core may live below a path of a larger server."""
    with substitute_transport(server := ScriptedServer({"GET /leapyear/v1/users": reply({})})):
        HTTPClient(checked_url("https://big.test/leapyear/")).get("/v1/users")
    assert server.requests[0].url == "https://big.test/leapyear/v1/users"


def test_the_log_tells_of_requests_and_nothing_of_what_is_in_them(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """At the finest level of every logger."""
    caplog.set_level(logging.DEBUG)
    server = ScriptedServer({"POST /v1/x": reply({"answer": "private"})})
    client_of(server, auth=TokenAuth(lambda: "t0ken")).post("/v1/x", json={"password": "s3cret"})
    assert f"POST {URL}/v1/x: 200" in caplog.text
    assert not any(secret in caplog.text for secret in ("t0ken", "s3cret", "private"))


def test_an_internal_error_keeps_the_words_of_the_server() -> None:
    """They say as much as may be said."""
    server = ScriptedServer({"GET /": problem(500, "internal_error", "The server failed.")})
    with pytest.raises(InternalServerError, match="The server failed"):
        client_of(server).get("/")
