"""Clients of httpx with our errors, times and retries."""

import contextlib
import functools
import logging
import ssl
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any, Final

import httpx
from attrs import frozen

from leapyear._transport.failures import error_of_failure, error_of_refusal, may_repeat, retry_after
from leapyear._transport.messages import named
from leapyear._transport.tokens import TokenAuth
from leapyear._version import CONTRACT_VERSION, __version__, are_compatible
from leapyear.exceptions import NotConnected, ServerVersionMismatch

logger: Final = logging.getLogger("leapyear")

#: Seconds. A server that does not take a connection in 5 s is down; one may work on an answer for
#: the 60 s that the contract lets it wait.
_TIMEOUT: Final = httpx.Timeout(connect=5.0, read=70.0, write=30.0, pool=10.0)
#: Idle connections are given up before uvicorn closes them (5 s), so that a POST does not meet a
#: closing one.
_LIMITS: Final = httpx.Limits(
    max_connections=20, max_keepalive_connections=10, keepalive_expiry=3.0
)

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
            verify=tls_context(),
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
                if last or not may_repeat(request, error):
                    raise error_of_failure(self._url, request, error) from None
                logger.debug(
                    "%s failed (%s), trying again in %.1f s",
                    named(request),
                    type(error).__name__,
                    pause,
                )
            else:
                milliseconds = 1000 * (time.monotonic() - started)
                logger.debug(
                    "%s: %d in %.0f ms", named(request), response.status_code, milliseconds
                )
                self._check_version(response)
                if response.is_success or _is_still_so(request, response):
                    return response
                asked = retry_after(response)
                if last or asked is None or asked > self._retries.longest:
                    raise error_of_refusal(self._url, request, response)
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


@functools.cache
def tls_context() -> ssl.SSLContext:
    """One TLS context for all clients of the process: reading the certificates takes 20 ms."""
    return httpx.create_ssl_context()
