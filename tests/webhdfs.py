"""A small HDFS: a folder of this machine behind the HTTP of WebHDFS, a NameNode and a DataNode on loopback.

It speaks GETFILESTATUS, LISTSTATUS and OPEN as Hadoop's own documentation of WebHDFS describes them: what is opened is
redirected to the DataNode.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

_PREFIX = "/webhdfs/v1"


@contextmanager
def webhdfs(folder: Path) -> Iterator[str]:
    """The address of a file system that holds what is in a folder."""
    with ExitStack() as servers:
        data = servers.enter_context(_serving(folder, ""))
        yield servers.enter_context(_serving(folder, data))


@contextmanager
def _serving(folder: Path, data_node: str) -> Iterator[str]:
    class Handler(_Node):
        root = folder
        data_address = data_node

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Node(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    root: Path
    data_address: str

    def do_GET(self) -> None:
        """Answer one request."""
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        path = unquote(url.path.removeprefix(_PREFIX))
        file = self.root / path.strip("/")
        if not file.exists():
            message = f"File does not exist: {path}"
            error = {"exception": "FileNotFoundException", "message": message}
            self._answer(404, {"RemoteException": error})
        elif query["op"] == "GETFILESTATUS":
            self._answer(200, {"FileStatus": _status(file, "")})
        elif query["op"] == "LISTSTATUS":
            inside = [_status(each, each.name) for each in sorted(file.iterdir())]
            self._answer(200, {"FileStatuses": {"FileStatus": inside}})
        elif self.data_address:
            self.send_response(307)
            self.send_header("Location", f"{self.data_address}{self.path}")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            start = int(query.get("offset", 0))
            content = file.read_bytes()[start:]
            self._send(200, content[: int(query.get("length", len(content)))])

    def _answer(self, status: int, told: Any) -> None:
        self._send(status, json.dumps(told).encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _status(file: Path, name: str) -> dict[str, Any]:
    kind = "SYMLINK" if file.is_symlink() else "DIRECTORY" if file.is_dir() else "FILE"
    return {"pathSuffix": name, "type": kind, "length": file.stat().st_size}
