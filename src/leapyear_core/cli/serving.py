"""Serving an application with uvicorn until the process is asked to stop."""

import ipaddress
import signal
import socket
import sys
from types import FrameType

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from leapyear_core import __version__

#: How long requests under way may take to end once the server was asked to stop, in seconds.
GRACE = 5

#: How long an idle connection is kept, in seconds: longer than clients keep theirs, so that none sends a request into
#: a connection that is being closed.
KEEP_ALIVE = 75

#: The longest head of a request that is waited for, in bytes; none of ours comes near it.
LONGEST_HEAD = 65536


class AddressUnusable(Exception):
    """The address cannot be listened on; the message says why, and what to do."""


def listen(host: str, port: int) -> socket.socket:
    """A socket at that address; it takes connections once it is served on.

    Parameters
    ----------
    port
        0 takes a free one.

    Raises
    ------
    AddressUnusable
        If there is no such address, or it is taken.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise AddressUnusable(
            f"{host!r} is no address of this machine: {error.strerror}"
        ) from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        raise AddressUnusable(
            f"cannot listen on {host} port {port}: {error.strerror}. Choose another one with --port; 0 is a free one."
        ) from error
    return listener


def serve_on(listener: socket.socket, app: ASGIApp) -> None:
    """Serve until SIGINT or SIGTERM, then end the requests under way and close the application."""
    server = _Server(
        uvicorn.Config(
            app,
            http=BoundedProtocol,
            lifespan="on",
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=GRACE,
        )
    )

    def stop(number: int, frame: FrameType | None) -> None:
        server.should_exit = True

    # uvicorn handles signals while it runs, and raises them again afterwards: a clean end should not look like a crash.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    server.run(sockets=[listener])
    if not server.started:
        sys.exit(1)


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's fast reader of requests, with two things that its slow one has.

    Bytes that the parser keeps and nobody can look at yet are few: a head without an end would otherwise fill the
    memory, whoever sends it, before any token is asked for. And the trailers of a body are left out (RFC 9110, section
    6.5.1): as headers they would get past a proxy that takes headers away.
    """

    _kept = 0
    _is_in_head = False

    def data_received(self, data: bytes) -> None:
        """Read on."""
        self._kept += len(data)
        super().data_received(data)
        if self._kept > LONGEST_HEAD and not self.transport.is_closing():
            self.send_400_response("The head of the request is too long.")

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._is_in_head = True
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header, and no trailer."""
        if self._is_in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """End the head."""
        self._is_in_head = False
        self._kept = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Hand on a part of the body, which waits for its reader: what was kept is gone."""
        self._kept = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """End the request."""
        self._kept = 0
        super().on_message_complete()


class _Server(uvicorn.Server):
    """Says so once it takes requests."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            shown = f"[{host}]" if ":" in host else host
            print(f"LeapYear Core {__version__} listens on http://{shown}:{port}", flush=True)
