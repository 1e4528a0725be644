"""The reader of requests: what it does not take."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from attrs import Factory, define
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from leapyear_core.cli.serving import LONGEST_HEAD, BoundedProtocol


class Wire(asyncio.Transport):
    """A connection that remembers what was written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.closed = False

    def write(self, data: Any) -> None:
        self.written += data

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def pause_reading(self) -> None:
        """The test does not wait."""

    def resume_reading(self) -> None:
        """The test does not wait."""


@define
class Sender:
    """Sends bytes to a server, and knows which requests got through, with their headers."""

    loop: asyncio.AbstractEventLoop
    wire: Wire = Factory(Wire)
    headers: list[list[tuple[bytes, bytes]]] = Factory(list)
    _protocol: BoundedProtocol | None = None

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Remember a request, and answer it."""
        self.headers.append(list(scope["headers"]))
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    def send(self, data: bytes) -> None:
        """Send bytes, and let the server do what it does."""
        if self._protocol is None:
            config = uvicorn.Config(self.app, interface="asgi3", lifespan="off", log_config=None)
            config.load()
            self._protocol = BoundedProtocol(config, ServerState(), {}, self.loop)
            self._protocol.connection_made(self.wire)
        self._protocol.data_received(data)
        self.loop.run_until_complete(self._settled())

    def end(self) -> None:
        """Let go of the connection."""
        if self._protocol is not None:
            self._protocol.connection_lost(None)

    async def _settled(self) -> None:
        for _ in range(10):
            await asyncio.sleep(0)


@pytest.fixture
def sender() -> Iterator[Sender]:
    """A connection to a server of its own."""
    loop = asyncio.new_event_loop()
    sender = Sender(loop)
    yield sender
    sender.end()
    loop.close()


FILLER = b"a" * 4096


@pytest.mark.parametrize(
    "beginning",
    [b"GET /", b"GET / HTTP/1.1\r\nX-One: ", b"GET / HTTP/1.1\r\nHost: x\r\n"],
    ids=["path", "header", "headers"],
)
def test_a_head_without_an_end_is_refused(sender: Sender, beginning: bytes) -> None:
    """Nobody fills the memory before a token is asked for."""
    filler = b"X-More: " + FILLER + b"\r\n" if beginning.endswith(b"\n") else FILLER
    sender.send(beginning)
    sent = 0
    while not sender.wire.closed and sent <= 2 * LONGEST_HEAD:
        sender.send(filler)
        sent += len(filler)
    assert sent <= LONGEST_HEAD + len(filler)
    assert sender.wire.written.startswith(b"HTTP/1.1 400 ")
    assert sender.headers == []


@pytest.mark.parametrize("ending", [b"0;", b"0\r\nX-One: "], ids=["extension", "trailer"])
def test_a_body_whose_end_does_not_end_is_refused(sender: Sender, ending: bytes) -> None:
    """What frames a body is kept by the parser as well."""
    sender.send(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + ending)
    for _ in range(2 * LONGEST_HEAD // len(FILLER)):
        if not sender.wire.closed:
            sender.send(FILLER)
    assert sender.wire.closed


def test_a_long_body_is_no_long_head(sender: Sender) -> None:
    """How long a body may be is decided elsewhere."""
    parts = 3 * LONGEST_HEAD // len(FILLER)
    sender.send(b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (parts * len(FILLER)))
    for _ in range(parts):
        sender.send(FILLER)
    assert sender.wire.written.startswith(b"HTTP/1.1 204 ")
    assert not sender.wire.closed


def test_many_requests_are_no_long_head(sender: Sender) -> None:
    """A connection is kept for as many as one likes."""
    for _ in range(2 * LONGEST_HEAD // len(FILLER)):
        sender.send(b"GET / HTTP/1.1\r\nX-One: " + FILLER + b"\r\n\r\n")
    assert len(sender.headers) == 2 * LONGEST_HEAD // len(FILLER)
    assert not sender.wire.closed


def test_trailers_are_no_headers(sender: Sender) -> None:
    """A proxy that takes a header away may pass it on behind a body."""
    sender.send(
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"2\r\nab\r\n0\r\nAuthorization: Bearer t\r\n\r\n"
    )
    sender.send(b"GET / HTTP/1.1\r\nHost: y\r\n\r\n")
    assert sender.headers == [
        [(b"host", b"x"), (b"transfer-encoding", b"chunked")],
        [(b"host", b"y")],
    ]
