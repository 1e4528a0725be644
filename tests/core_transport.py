"""The way of a client to a Core in this process."""

import httpx

from tests.in_process import InProcess


class CoreTransport(httpx.BaseTransport):
    """Carries the requests of a client to a Core in this process."""

    def __init__(self, core: InProcess) -> None:
        self.core = core

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send it, and check what comes back."""
        found = self.core.send(
            request.method,
            request.url.raw_path.decode(),
            content=request.read() or None,
            headers=dict(request.headers),
        )
        return httpx.Response(found.status, headers=dict(found.headers), content=found.content)
