"""A plain Starlette route, served as Core is: what the same answer costs without a contract, users and tokens.

python -m benchmarks.plain --port 0
"""

import sys

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from leapyear_core.cli.serving import listen, serve_on


async def _me(request: Request) -> Response:
    return JSONResponse(
        {
            "username": "admin",
            "is_administrator": True,
            "created_at": "2026-11-23T17:00:00.000000+00:00",
        }
    )


def main(port: str) -> None:
    """Serve until the process is asked to stop."""
    with listen("127.0.0.1", int(port)) as listener:
        serve_on(listener, Starlette(routes=[Route("/v1/users/me", _me)]))


if __name__ == "__main__":
    main(sys.argv[-1])
