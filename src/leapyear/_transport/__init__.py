"""HTTP: the one package that knows httpx.

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

from leapyear._transport.clients import (
    AsyncHTTPClient,
    HTTPClient,
    Retries,
    logger,
    substitute_transport,
)
from leapyear._transport.tokens import TokenAuth, checked_token
from leapyear._transport.urls import checked_url

__all__ = [
    "AsyncHTTPClient",
    "HTTPClient",
    "Retries",
    "TokenAuth",
    "checked_token",
    "checked_url",
    "logger",
    "substitute_transport",
]
