"""What goes wrong with a request: which error of ours it is, and whether to send it once more."""

import contextlib
import ssl
from collections.abc import Iterator
from typing import Final

import httpx

from leapyear._problems import error_of_response
from leapyear._transport.messages import body_of, named
from leapyear._transport.urls import masked
from leapyear.exceptions import (
    ClientError,
    ConnectionError,  # noqa: A004  # the name that users of LeapYear know
    InvalidJson,
    InvalidURL,
    TLSError,
)

_REPEATABLE: Final = frozenset({"GET", "HEAD", "PUT"})


def error_of_refusal(url: str, request: httpx.Request, response: httpx.Response) -> ClientError:
    """Our error for a final response that is no answer."""
    if response.has_redirect_location:
        target = response.headers["location"]
        return ConnectionError(
            f"{url} sends us on to {masked(target)!r}: give the address of the server "
            "itself as url",
            status=response.status_code,
        )
    with contextlib.suppress(httpx.HTTPError):
        response.read()
    return error_of_response(response.status_code, body_of(response), request=named(request))


def error_of_failure(url: str, request: httpx.Request, error: httpx.HTTPError) -> ClientError:
    """Our error for what httpx raises, whose own text may be empty."""
    reason = str(error) or type(error).__name__
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLError):
            return TLSError(f"the server at {url} cannot be trusted: {_reason_of(cause)}")
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return ConnectionError(
            f"there is no server at {url} ({reason}): is it running, and is the address "
            "right? `leapyear serve` starts one; LY_API_URL or Client(url=...) says where it "
            "is"
        )
    if isinstance(error, httpx.UnsupportedProtocol):
        return InvalidURL(f"{url!r} is no URL of a server: {reason}")
    if isinstance(error, httpx.DecodingError):
        return InvalidJson(f"the answer to {named(request)} cannot be decoded")
    unsure = (
        "" if request.method in ("GET", "HEAD") else "; the server may have done it all the same"
    )
    if isinstance(error, httpx.TimeoutException):
        return ConnectionError(
            f"{named(request)} was not answered in time ({type(error).__name__}){unsure}"
        )
    return ConnectionError(
        f"the connection broke before {named(request)} was answered ({reason}){unsure}"
    )


def may_repeat(request: httpx.Request, error: httpx.HTTPError) -> bool:
    """Whether a request that failed has not happened, or does no harm twice."""
    if isinstance(error, httpx.ConnectError):
        return not any(isinstance(cause, ssl.SSLError) for cause in _causes(error))
    # A timeout was long enough already; other failures of the network are worth another try if that
    # does no harm.
    return (
        isinstance(error, httpx.NetworkError | httpx.RemoteProtocolError)
        and request.method in _REPEATABLE
    )


def retry_after(response: httpx.Response) -> float | None:
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
