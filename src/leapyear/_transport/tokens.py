"""Tokens: sent with each request, and renewed where one has expired."""

import threading
from collections.abc import Callable, Generator

import httpx

from leapyear._transport.messages import body_of, code_of
from leapyear.exceptions import AuthenticationError, TokenExpiredError


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
        if code_of(body_of(response)) != "token_expired":
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
