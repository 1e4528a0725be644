"""A load: one GET, sent over and over from several connections, each of which has one request under way.

It is a process of its own, so that it takes no time from the server that it measures, and knows of HTTP only what the
measurement needs: all responses have the length of the first one, so that they are counted by their bytes. It says how
busy it was: a load that is busy all the time measures itself.

    python -m benchmarks.load HOST PORT CONNECTIONS <JOBS

Each line of the standard input is a job, ``{"request": TEXT, "seconds": SECONDS}``; each is answered by a line,
``{"per_second": RATE, "busy": SHARE}``.
"""

import json
import selectors
import socket
import sys
import time
from typing import Final

from attrs import define, frozen

_CHUNK: Final = 65536
_EXPECTED: Final = b"HTTP/1.1 200 "


class WrongAnswer(Exception):
    """The server does not answer as it should; the message is what it says."""


@frozen
class Rate:
    """What was measured.

    Attributes
    ----------
    per_second
        Responses per second.
    busy
        The share of the time that the load itself was computing, 0 to 1.
    """

    per_second: float
    busy: float


@define
class _Lane:
    """One connection, and how many bytes of its response are still to come."""

    connection: socket.socket
    left: int


class Load:
    """Connections to a server.

    Parameters
    ----------
    host, port
        Of the server.
    connections
        How many requests are under way at a time.
    """

    def __init__(self, host: str, port: int, connections: int) -> None:
        self._connections = [socket.create_connection((host, port)) for _ in range(connections)]
        for connection in self._connections:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def run(self, request: bytes, seconds: float) -> Rate:
        """Send a request over and over.

        Parameters
        ----------
        request
            The whole of it.
        seconds
            For how long.

        Raises
        ------
        WrongAnswer
            If a response is not 200, or not as long as the first.
        """
        length = max(_length_of_answer(each, request) for each in self._connections)
        answered = 0
        with selectors.DefaultSelector() as selector:
            for connection in self._connections:
                selector.register(connection, selectors.EVENT_READ, _Lane(connection, length))
            began, computed = time.perf_counter(), time.process_time()
            end = began + seconds
            for connection in self._connections:
                connection.sendall(request)
            while (now := time.perf_counter()) < end:
                for key, _ in selector.select(timeout=1):
                    answered += _read(key.data, request, length)
            busy = (time.process_time() - computed) / (now - began)
            for connection in self._connections:
                lane: _Lane = selector.get_key(connection).data
                while not _read(lane, b"", length):
                    pass
        return Rate(answered / (now - began), busy)


def _read(lane: _Lane, request: bytes, length: int) -> int:
    """Take what has come, and send the next request where that was the end of a response."""
    chunk = lane.connection.recv(_CHUNK)
    if not chunk or (lane.left == length and not chunk.startswith(_EXPECTED)):
        raise WrongAnswer(chunk.decode("latin-1") or "the connection was closed")
    lane.left -= len(chunk)
    if lane.left > 0:
        return 0
    if lane.left < 0:
        raise WrongAnswer("a response is longer than the first one")
    lane.left = length
    lane.connection.sendall(request)
    return 1


def _length_of_answer(connection: socket.socket, request: bytes) -> int:
    """Send the request once; how many bytes its response has."""
    connection.sendall(request)
    received = b""
    while b"\r\n\r\n" not in received:
        chunk = connection.recv(_CHUNK)
        received += chunk
        if not chunk or not received.startswith(_EXPECTED):
            raise WrongAnswer(received.decode("latin-1") or "the connection was closed")
    head, _, body = received.partition(b"\r\n\r\n")
    declared = next(
        int(line.partition(b":")[2])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    )
    while len(body) < declared:
        body += connection.recv(_CHUNK)
    return len(head) + 4 + declared


def main(host: str, port: str, connections: str) -> None:
    """Do the jobs of the standard input."""
    load = Load(host, int(port), int(connections))
    for line in sys.stdin:
        job = json.loads(line)
        rate = load.run(job["request"].encode("ascii"), job["seconds"])
        print(json.dumps({"per_second": rate.per_second, "busy": rate.busy}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
