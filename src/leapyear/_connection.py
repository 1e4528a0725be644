"""Connections, and which of them is the current one.

A `Connection` is what a `leapyear.Client` holds and what databases, tables and data sets refer to:
the server, and what was read from it and may be read again without a request.

Connections form a stack in a context variable. Making a client puts its connection on top, ``with
client:`` puts it there again, closing it takes it away. So nested clients nest, and neither threads
nor asyncio tasks see each other's: a new thread starts with none. What came from the server
remembers its connection and uses that one; what was made by hand uses the current one.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar

from leapyear._mapping import LazyMapping
from leapyear._transport import HTTPClient, TokenAuth
from leapyear.exceptions import NotConnected

if TYPE_CHECKING:
    from leapyear._seam import Server

T = TypeVar("T")


class Connection:
    """A way to a server, open until it is closed.

    Parameters
    ----------
    url
        Of the server, checked.
    auth
        Brings the token.
    default_analysis_caching
        Whether analyses that do not say so themselves may be answered from the record.
    default_allow_max_budget_allocation
        Whether analyses that do not say so themselves may spend the most that one computation may,
        where the accuracy takes that or more.
    """

    def __init__(
        self,
        url: str,
        auth: TokenAuth,
        *,
        default_analysis_caching: bool = True,
        default_allow_max_budget_allocation: bool = True,
    ) -> None:
        self.url = url
        self.default_allow_max_budget_allocation = default_allow_max_budget_allocation
        self.default_analysis_caching = default_analysis_caching
        #: Who is logged in, as the server has said; empty before it was asked.
        self.username = ""
        self._http = HTTPClient(url, auth=auth)
        self._server: Server | None = None
        self._cache: dict[tuple[str, ...], Any] = {}
        self._ended: str | None = None

    def __repr__(self) -> str:
        return f"<Connection {self.url}{' (closed)' if self.is_closed else ''}>"

    @property
    def is_closed(self) -> bool:
        """Whether it was closed, or logged out."""
        return self._ended is not None

    @property
    def server(self) -> "Server":
        """The operations of the server.

        Raises
        ------
        NotConnected
            If the connection is closed.
        """
        if self._ended is not None:
            raise NotConnected(f"this connection to {self.url} {self._ended}: make a new Client")
        if self._server is None:
            # Here, since the generated models take 80 ms to import.
            from leapyear._seam import Server

            self._server = Server(self.url, self._http)
        return self._server

    def cached(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """What is kept under a key; made when it is first asked for."""
        if key not in self._cache:
            self._cache[key] = make()
        found: T = self._cache[key]
        return found

    def forget(self, *key: str) -> None:
        """Drop what is kept under this key and under all keys that begin with it."""
        for kept in [kept for kept in self._cache if kept[: len(key)] == key]:
            self._cache.pop(kept, None)

    def forget_all(self) -> None:
        """Drop all that was read. Mappings that somebody holds read anew."""
        for key, kept in list(self._cache.items()):
            if isinstance(kept, LazyMapping):
                kept.load()
            else:
                self._cache.pop(key, None)

    def close(self, why: str = "was closed") -> None:
        """End the connection. Closing it again does nothing."""
        if self._ended is None:
            self._ended = why
            self._http.close()
            self._cache.clear()
        leave(self)


_stack: ContextVar[tuple[Connection, ...]] = ContextVar("leapyear_connections", default=())


def enter(connection: Connection) -> None:
    """Make a connection the current one of this thread or task."""
    _stack.set((*_without(connection), connection))


def leave(connection: Connection) -> None:
    """Take a connection off the stack; the one below it is current again."""
    _stack.set(_without(connection))


def current() -> Connection:
    """The current connection.

    Raises
    ------
    NotConnected
        If there is none.
    """
    for connection in reversed(_stack.get()):
        if (
            not connection.is_closed
        ):  # it may have been closed by another thread, which cannot change our stack
            return connection
    raise NotConnected(
        "there is no connection to a server here. Make one with\n    client = "
        "leapyear.Client(url, username, password)\nor `with leapyear.Client(...) as client:`. "
        "Each thread and each asyncio task needs its own."
    )


def connection_for(bound: Connection | None) -> Connection:
    """The connection of something: the one that it came from, else the current one.

    A closed one is replaced by the current one if that goes to the same server, so that one may
    reconnect and work on. It is never replaced by a connection to another server: what was to
    happen there must not happen here.

    Raises
    ------
    NotConnected
        If there is none, or none to that server.
    """
    if bound is None:
        return current()
    if not bound.is_closed:
        return bound
    replacement = current()
    if replacement.url != bound.url:
        raise NotConnected(
            f"this came from {bound.url}, and that connection is closed; the current one goes to "
            f"{replacement.url}: connect to the first again, or look it up through the current "
            "client"
        )
    return replacement


def _without(connection: Connection) -> tuple[Connection, ...]:
    return tuple(other for other in _stack.get() if other is not connection)
