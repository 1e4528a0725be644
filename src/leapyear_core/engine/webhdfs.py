"""HDFS over HTTP: WebHDFS, as fsspec speaks it, with waits that end."""

from typing import Any
from urllib.parse import urlsplit

from fsspec.implementations.webhdfs import WebHDFS
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

#: The port at which a NameNode serves WebHDFS, since Hadoop 3.
_PORT = 9870

#: How long a server may take to be connected to, and to send the next bytes, in seconds.
_TIMEOUT = (10, 60)


def default_address(authority: str) -> str:
    """Where the authority of an ``hdfs://`` URL is served by WebHDFS, as far as one can guess."""
    return f"http://{authority.partition(':')[0]}:{_PORT}"


def webhdfs_at(address: str) -> WebHDFS:
    """The file system that is served at ``http://[USER@]HOST:PORT``."""
    parts = urlsplit(address)
    system = WebHDFS(
        parts.hostname,
        port=parts.port or _PORT,
        user=parts.username,
        use_https=parts.scheme == "https",
        skip_instance_cache=True,
    )
    for scheme in ("http://", "https://"):
        system.session.mount(scheme, _Bounded())
    return system


class _Bounded(HTTPAdapter):
    def send(self, request: PreparedRequest, *args: Any, **options: Any) -> Response:
        options["timeout"] = options.get("timeout") or _TIMEOUT
        return super().send(request, *args, **options)
