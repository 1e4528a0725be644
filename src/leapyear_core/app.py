"""The ASGI application, built from explicit lists."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from leapyear_core.api import contract
from leapyear_core.api.binder import routes
from leapyear_core.api.handlers import HANDLERS
from leapyear_core.api.problems import answer_of_error, route_not_found
from leapyear_core.core import Core


def build_app(core: Core) -> Starlette:
    """The application that answers for a Core, has it watch its folders, and closes it when the server stops.

    Raises
    ------
    ContractMismatch
        If the program is not what the contract says.
    """
    described = contract.load()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        core.watching.start()
        try:
            yield
        finally:
            core.close()

    app = Starlette(
        routes=routes(core, described, HANDLERS),
        exception_handlers={404: _not_found(described.version)},
        lifespan=lifespan,
    )
    # A path with a slash too many is another path: a redirect would send the token to it once more.
    app.router.redirect_slashes = False
    return app


def _not_found(version: str) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handle(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        answer = answer_of_error(route_not_found(), doing="routing")
        headers = {name.decode(): value.decode() for name, value in answer.headers}
        return Response(
            answer.body,
            answer.status,
            {**headers, "leapyear-version": version, "cache-control": "no-store"},
        )

    return handle
