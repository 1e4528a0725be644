"""HTTP: the one module that knows httpx.

`HTTPClient` is an `httpx.Client` that the generated package works with unchanged. What it adds:

- Errors. `send` raises our exception for every final response that is not 2xx, nor a 304 that was
  asked for, and for everything that httpx raises. (A response event hook would not do: it fires
  before the auth flow has seen a 401.)
- Time. Every wait is bounded. Reading waits longer than ``Prefer: wait=60`` may hold a response
  back.
- Retries, few, and only of what cannot have happened or does no harm twice: a connection that was
  not made; 429 and 503 that say ``Retry-After``; a GET, HEAD or PUT whose answer was lost. A POST
  whose answer was lost is not sent again.
- The version of the contract, read from each response, checked when it is first seen and whenever
  it changes.
- Authentication, through `TokenAuth`, which renews an expired token once.

Nothing here puts a header, a token or a body into a message or a log line.
"""

import contextlib
import functools
import json
import logging
import ssl
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextvars import ContextVar
from typing import Any, Final

import httpx
from attrs import frozen

from leapyear._problems import error_of_response
from leapyear._version import CONTRACT_VERSION, __version__
from leapyear.exceptions import (
    AuthenticationError,
    ClientError,
    ConnectionError,  # noqa: A004  # the name that users of LeapYear know
    InvalidJson,
    InvalidURL,
    NotConnected,
    ServerVersionMismatch,
    TLSError,
    TokenExpiredError,
)

logger: Final = logging.getLogger("leapyear")

#: Seconds. A server that does not take a connection in 5 s is down; one may work on an answer for
#: the 60 s that the contract lets it wait.
_TIMEOUT: Final = httpx.Timeout(connect=5.0, read=70.0, write=30.0, pool=10.0)
#: Idle connections are given up before uvicorn closes them (5 s), so that a POST does not meet a
#: closing one.
_LIMITS: Final = httpx.Limits(
    max_connections=20, max_keepalive_connections=10, keepalive_expiry=3.0
)
_REPEATABLE: Final = frozenset({"GET", "HEAD", "PUT"})

_substitute: ContextVar[httpx.BaseTransport | None] = ContextVar(
    "leapyear_substitute_transport", default=None
)


@contextlib.contextmanager
def substitute_transport(transport: httpx.BaseTransport) -> Iterator[None]:
    """Let clients that are made inside this block speak through another transport than the network.

    For tests, and for a Core in the same process. The signature of `leapyear.Client` is a contract
    with its users, so that the transport is not one of its parameters.
    """
    token = _substitute.set(transport)
    try:
        yield
    finally:
        _substitute.reset(token)


@frozen
class Retries:
    """How often a request is sent again, and how patiently.

    Attributes
    ----------
    attempts
        The most times that one request is sent.
    pause
        Seconds before the second attempt; each further one waits four times as long.
    longest
        The longest ``Retry-After``, in seconds, that is waited for; a server that asks for more
        gets no second attempt.
    sleep
        Waits for a number of seconds.
    """

    attempts: int = 3
    pause: float = 0.1
    longest: float = 20.0
    sleep: Callable[[float], object] = time.sleep


def checked_url(url: object) -> str:
    """The URL of a server, without the slash at its end.

    Raises
    ------
    InvalidURL
        If it is none. The message names it, a password in it excepted.
    """
    if not isinstance(url, str):
        raise InvalidURL(
            f"the URL of a server is a string such as 'http://localhost:4401', not {url!r}"
        )
    text = url.strip()
    try:
        parsed = httpx.URL(text)
    except httpx.InvalidURL as error:
        raise InvalidURL(f"{_masked(text)!r} is no URL: {error}") from None
    if parsed.userinfo:
        raise InvalidURL(
            f"the URL {_masked(text)!r} holds a username or a password: give them as Client(url, "
            "username, password), since URLs end up in logs"
        )
    if parsed.scheme not in ("http", "https") or not parsed.host:
        guess = f"http://{text.split('://')[-1] or 'localhost:4401'}"
        raise InvalidURL(
            f"{text!r} is no URL of a server: it begins with http:// or https://; did you mean "
            f"{guess!r}?"
        )
    if parsed.port is not None and not 0 < parsed.port < 65536:
        raise InvalidURL(f"{text!r} is no URL of a server: ports go from 1 to 65535")
    if parsed.query or parsed.fragment:
        raise InvalidURL(f"{text!r} is no URL of a server: leave out what follows the ? or the #")
    return text.rstrip("/")


def _masked(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    _, at, host = rest.rpartition("@")
    return f"{scheme}{separator}***{at}{host}" if at else url


class TokenAuth(httpx.Auth):
    """Sends a token, and has an expired one renewed, once for each request.

    Parameters
    ----------
    obtain
        Logs in and returns a token. It may ask people or other services: it is called as rarely as
        can be, and by one thread at a time.
    """

    def __init__(self, obtain: Callable[[], str]) -> None:
        self._obtain = obtain
        self._token: str | None = None
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return "<TokenAuth>"

    def log_in(self) -> None:
        """Obtain a token now, so that a wrong password shows where it was typed."""
        self._renewed(None)

    def sync_auth_flow(
        self, request: httpx.Request
    ) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request with the token; where it has expired, once more with a new one."""
        token = self._token or self._renewed(None)
        request.headers["Authorization"] = f"Bearer {token}"
        response = yield request
        if response.status_code != 401:
            return
        response.read()
        if _code_of(_body_of(response)) != "token_expired":
            return
        renewed = self._renewed(token)
        if renewed == token:
            raise TokenExpiredError(
                "the token has expired and the login gave the same one again: get a new one "
                "(from LY_JWT, if that is where it came from)",
                code="token_expired",
                status=401,
            )
        request.headers["Authorization"] = f"Bearer {renewed}"
        yield request

    def _renewed(self, stale: str | None) -> str:
        with self._lock:
            # Another thread may have renewed it while this one waited for the lock.
            if self._token is None or self._token == stale:
                self._token = checked_token(self._obtain())
            return self._token


def checked_token(token: object) -> str:
    """A token that can be a header, without the line break that files end with.

    Raises
    ------
    AuthenticationError
        If it cannot be one. The message does not hold it.
    """
    if not isinstance(token, str):
        raise AuthenticationError(
            f"authenticate returned {type(token).__name__} where a token, a string, should be"
        )
    stripped = token.strip()
    if not stripped:
        raise AuthenticationError("the token is empty")
    # httpx would refuse these in words that quote the header.
    if not (stripped.isascii() and stripped.isprintable()) or " " in stripped:
        raise AuthenticationError(
            "the token holds characters that no token has: was it copied whole, and nothing else?"
        )
    return stripped


class HTTPClient(httpx.Client):
    """An `httpx.Client` with our errors, times and retries.

    Parameters
    ----------
    url
        Of the server, checked.
    auth
        None for the few operations that need no token.
    retries
        How often to send a request again.
    """

    def __init__(
        self, url: str, *, auth: TokenAuth | None = None, retries: Retries | None = None
    ) -> None:
        super().__init__(
            base_url=url,
            auth=auth,
            headers={
                "User-Agent": f"leapyear-python/{__version__}",
                "Accept": "application/json, application/problem+json",
            },
            timeout=_TIMEOUT,
            limits=_LIMITS,
            transport=_substitute.get(),
            verify=_tls_context(),
        )
        self._url = url
        self._retries = retries or Retries()
        self._version: str | None = None

    def __repr__(self) -> str:
        return f"<HTTPClient {self._url}>"

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request and return its response, which is 2xx.

        Raises
        ------
        ClientError
            For everything else.
        """
        if self.is_closed:
            raise NotConnected(f"the connection to {self._url} is closed: make a new Client")
        attempt = 1
        while True:
            last = attempt >= self._retries.attempts
            pause = self._retries.pause * 4 ** (attempt - 1)
            started = time.monotonic()
            try:
                response = super().send(request, **options)
            except httpx.HTTPError as error:
                if last or not _may_repeat(request, error):
                    raise self._error_of_failure(request, error) from None
                logger.debug(
                    "%s failed (%s), trying again in %.1f s",
                    _named(request),
                    type(error).__name__,
                    pause,
                )
            else:
                milliseconds = 1000 * (time.monotonic() - started)
                logger.debug(
                    "%s: %d in %.0f ms", _named(request), response.status_code, milliseconds
                )
                self._check_version(response)
                if response.is_success or _is_still_so(request, response):
                    return response
                asked = _retry_after(response)
                if last or asked is None or asked > self._retries.longest:
                    raise self._error_of_refusal(request, response)
                response.close()
                pause = asked
            self._retries.sleep(pause)
            attempt += 1

    def _check_version(self, response: httpx.Response) -> None:
        version = response.headers.get("LeapYear-Version")
        if version is None:
            # An error page may come from a proxy, with a message of its own; an answer without it
            # is not from Core.
            if self._version is None and response.is_success:
                raise ServerVersionMismatch(
                    f"what answers at {self._url} is no LeapYear Core, or a proxy takes the header "
                    "LeapYear-Version away"
                )
        elif version != self._version:
            if not are_compatible(version, CONTRACT_VERSION):
                raise ServerVersionMismatch(
                    f"the server at {self._url} speaks version {version} of the contract, this "
                    f"client {CONTRACT_VERSION}: install the version of leapyear that goes with "
                    f"the server (leapyear here is {__version__})"
                )
            self._version = version

    def _error_of_refusal(self, request: httpx.Request, response: httpx.Response) -> ClientError:
        if response.has_redirect_location:
            target = response.headers["location"]
            return ConnectionError(
                f"{self._url} sends us on to {_masked(target)!r}: give the address of the server "
                "itself as url",
                status=response.status_code,
            )
        with contextlib.suppress(httpx.HTTPError):
            response.read()
        return error_of_response(response.status_code, _body_of(response), request=_named(request))

    def _error_of_failure(self, request: httpx.Request, error: httpx.HTTPError) -> ClientError:
        """Our error for what httpx raises, whose own text may be empty."""
        reason = str(error) or type(error).__name__
        for cause in _causes(error):
            if isinstance(cause, ssl.SSLError):
                return TLSError(f"the server at {self._url} cannot be trusted: {_reason_of(cause)}")
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
            return ConnectionError(
                f"there is no server at {self._url} ({reason}): is it running, and is the address "
                "right? `leapyear serve` starts one; LY_API_URL or Client(url=...) says where it "
                "is"
            )
        if isinstance(error, httpx.UnsupportedProtocol):
            return InvalidURL(f"{self._url!r} is no URL of a server: {reason}")
        if isinstance(error, httpx.DecodingError):
            return InvalidJson(f"the answer to {_named(request)} cannot be decoded")
        unsure = (
            ""
            if request.method in ("GET", "HEAD")
            else "; the server may have done it all the same"
        )
        if isinstance(error, httpx.TimeoutException):
            return ConnectionError(
                f"{_named(request)} was not answered in time ({type(error).__name__}){unsure}"
            )
        return ConnectionError(
            f"the connection broke before {_named(request)} was answered ({reason}){unsure}"
        )


def _is_still_so(request: httpx.Request, response: httpx.Response) -> bool:
    """Whether the request asked if something has changed, and it has not."""
    return response.status_code == 304 and "If-None-Match" in request.headers


class AsyncHTTPClient(httpx.AsyncClient):
    """For those who await: each request is sent by an `HTTPClient`, in a thread.

    So there is one set of rules, and nothing that belongs to one event loop. Who is cancelled while
    waiting stops to wait; the request is sent all the same.

    Parameters
    ----------
    http
        Sends the requests. To close it is to close this.
    """

    def __init__(self, http: HTTPClient) -> None:
        # No request goes through the transport, and without one httpx would make its own.
        transport = httpx.AsyncBaseTransport()
        super().__init__(
            base_url=http.base_url, headers=http.headers, transport=transport, trust_env=False
        )
        self._http = http

    def __repr__(self) -> str:
        return f"<AsyncHTTPClient {self._http.base_url}>"

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request and return its response, which is 2xx.

        Raises
        ------
        ClientError
            For everything else.
        """
        import asyncio  # whoever calls this has imported it

        return await asyncio.to_thread(self._http.send, request, **options)


def are_compatible(server: str, client: str) -> bool:
    """Whether two versions of the contract get along.

    They do if they have the same major number, and the same minor one as long as that is 0
    (semver.org, item 4).

    Examples
    --------
    >>> are_compatible("0.1.7", "0.1.0"), are_compatible("0.2.0", "0.1.0")
    (True, False)
    >>> are_compatible("1.4.0", "1.2.0")
    True
    """
    ours, theirs = client.split("."), server.split(".")
    counted = 2 if ours[0] == "0" else 1
    return ours[:counted] == theirs[:counted]


def _may_repeat(request: httpx.Request, error: httpx.HTTPError) -> bool:
    if isinstance(error, httpx.ConnectError):
        return not any(isinstance(cause, ssl.SSLError) for cause in _causes(error))
    # A timeout was long enough already; other failures of the network are worth another try if that
    # does no harm.
    return (
        isinstance(error, httpx.NetworkError | httpx.RemoteProtocolError)
        and request.method in _REPEATABLE
    )


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds that a 429 or 503 asks us to wait; the form with a date (RFC 9110) is not read."""
    if response.status_code not in (429, 503):
        return None
    value = response.headers.get("Retry-After", "").strip()
    return float(value) if value.isascii() and value.isdigit() else None


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _reason_of(error: ssl.SSLError) -> str:
    # An error made by hand has no reason; that of a certificate says more than "verify failed".
    return str(getattr(error, "verify_message", None) or getattr(error, "reason", None) or error)


def _named(request: httpx.Request) -> str:
    return f"{request.method} {request.url}"


def _body_of(response: httpx.Response) -> object:
    """The body as JSON, or None where it is none."""
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError, httpx.StreamError):
        return None


def _code_of(problem: object) -> object:
    return problem.get("code") if isinstance(problem, dict) else None


@functools.cache
def _tls_context() -> ssl.SSLContext:
    """One TLS context for all clients of the process: reading the certificates takes 20 ms."""
    return httpx.create_ssl_context()
