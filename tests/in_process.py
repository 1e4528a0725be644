"""A Core in memory, and calls of its application in this very thread: no port, no server, 0.2 ms a call."""

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any

from attrs import evolve, field, frozen
from starlette.types import ASGIApp, Message

from leapyear_core.api import contract
from leapyear_core.api.schemas import Shape, Shapes
from leapyear_core.app import build_app
from leapyear_core.catalog.charges import Answered, Estimate, Excess
from leapyear_core.core import Core
from leapyear_core.model.access import DatabaseLevel, SubjectKind
from leapyear_core.services.clocks import Clock, utc_now
from leapyear_core.services.sessions import Caller
from leapyear_core.settings import PasswordCost, Settings

#: One try costs a tenth of a millisecond.
CHEAP = PasswordCost(time_cost=1, memory_cost=8, parallelism=1)

ADMIN_PASSWORD = "correct horse"

_SOME_TIME = datetime(2026, 11, 23, tzinfo=UTC)

#: The first administrator, as services know them.
ADMINISTRATOR = Caller(1, "admin", True, _SOME_TIME, "t", _SOME_TIME)

#: In memory, cheap passwords, no slots; data roots as a test needs them.
SETTINGS = Settings(
    administrator_password=ADMIN_PASSWORD, password_cost=CHEAP, answer_slot=0, workers=1
)


@frozen
class Reply:
    """A response, whole."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        """What the body says."""
        return json.loads(self.content)

    @property
    def code(self) -> str:
        """The code of a problem."""
        return str(self.json["code"])


@frozen
class InProcess:
    """Calls an application, with a token or without, and checks every response against the contract."""

    app: ASGIApp
    token: str | None = None
    peer: str = "127.0.0.1"
    _loop: asyncio.AbstractEventLoop = field(factory=asyncio.new_event_loop, repr=False)

    def send(
        self,
        method: str,
        target: str,
        body: Any = None,
        *,
        content: bytes | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Reply:
        """Send a request: `body` as JSON, or `content` as it is. A header that is None is left out."""
        path, _, query = target.partition("?")
        if body is not None:
            content = json.dumps(body).encode()
        sent: dict[str, str | None] = {}
        if content is not None:
            sent["content-type"] = "application/json"
        if self.token is not None:
            sent["authorization"] = f"Bearer {self.token}"
        for name, value in (headers or {}).items():
            sent[name.lower()] = value
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [
                (k.encode(), v.encode("latin-1")) for k, v in sent.items() if v is not None
            ],
            "client": (self.peer, 1),
            "server": ("127.0.0.1", 4401),
        }
        messages: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": content or b"", "more_body": False}

        async def send(message: Message) -> None:
            messages.append(message)

        self._loop.run_until_complete(self.app(scope, receive, send))
        start, *rest = messages
        reply = Reply(
            start["status"],
            {name.decode(): value.decode() for name, value in start["headers"]},
            b"".join(message["body"] for message in rest),
        )
        check_reply(method, path, reply)
        return reply

    def get(self, target: str, **options: Any) -> Reply:
        """Send a GET."""
        return self.send("GET", target, **options)

    def post(self, target: str, body: Any = None, **options: Any) -> Reply:
        """Send a POST."""
        return self.send("POST", target, body, **options)

    def close(self) -> None:
        """Close the loop that all calls run in."""
        self._loop.close()

    def login(self, username: str, password: str) -> "InProcess":
        """The same application, called by that user."""
        reply = self.post("/v1/login", {"username": username, "password": password})
        assert reply.status == 200, reply.content
        return evolve(self, token=reply.json["token"])


@contextmanager
def core_in_memory(settings: Settings = SETTINGS, clock: Clock = utc_now) -> Iterator[Core]:
    """An empty Core, closed at the end."""
    core = Core.open(settings, clock)
    try:
        yield core
    finally:
        core.close()


@contextmanager
def serving(core: Core) -> Iterator[InProcess]:
    """The application of a Core, called by nobody in particular."""
    caller = InProcess(build_app(core))
    try:
        yield caller
    finally:
        caller.close()


def number(answered: Answered | Excess) -> Estimate:
    """The answer to a question that has one number."""
    assert isinstance(answered, Estimate)
    return answered


def grant(core: Core, username: str, database: str, level: DatabaseLevel) -> None:
    """Grant a user access to a database."""
    core.grants.set_on_database(ADMINISTRATOR, database, SubjectKind.USER, username, level)


def check_reply(method: str, path: str, reply: Reply) -> None:
    """Check a response against the contract: its status, its headers, its body."""
    operation, shapes = _described(method.replace("HEAD", "GET"), path)
    described = contract.load()
    assert reply.headers["leapyear-version"] == described.version
    if operation is None:
        assert reply.status in (404, 405)
    else:
        assert reply.status in operation.statuses, (operation.id, reply)
    if reply.status in (201, 202):
        assert reply.headers["location"].startswith("/v1/")
    if reply.status == 401:
        assert reply.headers["www-authenticate"].startswith("Bearer")
    if operation is not None and _has_tag(operation, reply.status):
        assert re.fullmatch('"[0-9a-f]{32}"', reply.headers["etag"])
    if reply.status in (204, 304) or method == "HEAD":
        assert reply.content == b""
        return
    kind = "application/json" if reply.status < 300 else "application/problem+json"
    assert reply.headers["content-type"] == kind
    shape = _problem_shape() if reply.status >= 300 else shapes[reply.status]
    assert shape.misfits(reply.json) == (), reply.content


def _has_tag(operation: contract.Operation, status: int) -> bool:
    """Whether the contract says that a response has an entity tag."""
    described = contract.load().document["paths"][operation.path][operation.method.lower()]
    response = described["responses"].get(str(status), {})
    return "ETag" in response.get("headers", {}) or status == 304


@cache
def _problem_shape() -> Shape:
    return Shapes(contract.load()).compile({"$ref": "#/components/schemas/Problem"})


@cache
def _response_shapes() -> Mapping[str, Mapping[int, Shape]]:
    described = contract.load()
    shapes = Shapes(described)
    compiled = {}
    for operation in described.operations:
        responses = described.document["paths"][operation.path][operation.method.lower()][
            "responses"
        ]
        compiled[operation.id] = {
            int(status): shapes.compile(response["content"]["application/json"]["schema"])
            for status, response in responses.items()
            if "application/json" in response.get("content", {})
        }
    return compiled


def _described(method: str, path: str) -> tuple[contract.Operation | None, Mapping[int, Shape]]:
    matching = [
        operation
        for operation in contract.load().operations
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", operation.path), path)
    ]
    # Of two paths that match, the one with fewer parameters is meant.
    fewest = min((each.path.count("{") for each in matching), default=0)
    for operation in matching:
        if operation.method == method and operation.path.count("{") == fewest:
            return operation, _response_shapes()[operation.id]
    return None, {}
