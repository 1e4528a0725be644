"""Servers for tests of the client: one that answers from a script, and nothing of the network."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import httpx

from leapyear import Client
from leapyear._transport import substitute_transport
from leapyear._version import CONTRACT_VERSION

URL = "http://core.test:4401"
TOKEN = "eyJ.secret-token.sig"
PASSWORD = "correct horse secret"
CREATED = "2026-11-23T09:00:00+00:00"

Answer = httpx.Response | Callable[[httpx.Request], httpx.Response]
Script = Mapping[str, Answer | Sequence[Answer]]


def reply(body: Any = None, status: int = 200, **headers: str) -> httpx.Response:
    """A response as Core makes it: with the version of the contract, and a body as JSON."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named.setdefault("LeapYear-Version", CONTRACT_VERSION)
    return httpx.Response(status, json=body, headers=named)


def problem(status: int, code: str, detail: str = "no", **extra: Any) -> httpx.Response:
    """A problem as Core makes it."""
    return reply({"code": code, "title": "No", "status": status, "detail": detail, **extra}, status)


def user(username: str, is_administrator: bool = False) -> dict[str, Any]:
    """A user on the wire."""
    return {"username": username, "is_administrator": is_administrator, "created_at": CREATED}


def database(name: str, **fields: Any) -> dict[str, Any]:
    """A database on the wire."""
    return {
        "name": name,
        "id": 1,
        "privacy_profile": "balanced",
        "privacy_limit": {"epsilon": 3, "delta": 1e-6},
        "created_at": CREATED,
        **fields,
    }


def group(name: str, *members: str, **fields: Any) -> dict[str, Any]:
    """A group on the wire."""
    return {"name": name, "members": list(members), "created_at": CREATED, **fields}


def database_access(
    subject: str, access: str, effective: str | None = None, database: str = "clinic"
) -> dict[str, Any]:
    """What a subject, ``user/ada`` for example, was granted on a database, on the wire."""
    kind, _, name = subject.partition("/")
    return {
        "subject": {"kind": kind, "name": name},
        "database": database,
        "access": access,
        "effective": effective or access,
    }


def table_access(subject: str, **columns: str) -> dict[str, Any]:
    """What a subject may do with the columns of `clinic.visits`, on the wire."""
    kind, _, name = subject.partition("/")
    return {
        "subject": {"kind": kind, "name": name},
        "database": "clinic",
        "table": "visits",
        "columns": [{"column": column, "effective": one} for column, one in columns.items()],
    }


COLUMNS = [
    {"name": "age", "type": {"kind": "int", "lower": 0, "upper": 120}},
    {"name": "income", "type": {"kind": "real", "lower": 0, "upper": 1e6}},
    {"name": "smoker", "type": {"kind": "bool"}},
    {"name": "sex", "type": {"kind": "factor", "values": ["f", "m"]}},
    {"name": "note", "type": {"kind": "text"}},
    {"name": "born", "type": {"kind": "date"}},
    {"name": "admitted", "type": {"kind": "datetime"}},
]


def table(name: str, database: str = "clinic", **fields: Any) -> dict[str, Any]:
    """A table on the wire."""
    return {
        "name": name,
        "id": 1,
        "database": database,
        "columns": COLUMNS,
        "public": False,
        "created_at": CREATED,
        **fields,
    }


def answer(
    value: float = 4182, *, cached: bool = False, half_width: float = 27.72
) -> dict[str, Any]:
    """An answer on the wire."""
    return {
        "value": value,
        "interval": {"low": value - half_width, "high": value + half_width},
        "confidence": 0.95,
        "mechanism": "discrete_gaussian",
        "noise_scale": half_width / 1.96,
        "exposure": {"rho": 0.0025, "share": 0.0135066},
        "exposure_left": {"rho": 0.1825, "share": 0.986493},
        "cached": cached,
    }


JOB = "3f9c2a7be01d4c56a8f0b1c2d3e4f506"


def job(state: str = "running", **fields: Any) -> dict[str, Any]:
    """A job on the wire."""
    return {
        "id": JOB,
        "state": state,
        "kind": "analysis",
        "username": "ada",
        "database": "clinic",
        "created_at": CREATED,
        "progress": 1 if state in ("finished", "failed", "cancelled") else 0,
        **fields,
    }


class ScriptedServer(httpx.BaseTransport):
    """Answers each `METHOD /path` from a script; a list is worked off, its last answer stays.

    Knows how to log in, and who is logged in. What it has no answer for is a 404 without a code.
    """

    def __init__(self, script: Script | None = None) -> None:
        self.script: dict[str, Answer | Sequence[Answer]] = {
            "POST /v1/login": lambda request: reply({"token": TOKEN, "expires_at": CREATED}),
            "GET /v1/users/me": lambda request: reply(user("ada")),
            **(script or {}),
        }
        self.requests: list[httpx.Request] = []
        self.is_closed = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        # A copy, since a request that is sent again is changed and not made anew.
        copy = httpx.Request(
            request.method,
            request.url,
            headers=list(request.headers.items()),
            content=request.read(),
        )
        self.requests.append(copy)
        asked = f"{request.method} {request.url.path}"
        found = self.script.get(asked)
        if isinstance(found, Sequence):
            self.script[asked] = found[1:] or found
            found = found[0]
        if found is None:
            return reply({"title": "nothing here"}, 404)
        response = found(request) if callable(found) else found
        # A response can be read once; a script may hold it for many requests.
        return httpx.Response(
            response.status_code, headers=response.headers, content=response.content
        )

    def close(self) -> None:
        """Note that nothing more will come."""
        self.is_closed = True

    @property
    def asked(self) -> list[str]:
        """What was asked for, but for the login."""
        asked = [f"{one.method} {one.url.raw_path.decode()}" for one in self.requests]
        return [one for one in asked if one not in ("POST /v1/login", "GET /v1/users/me")]

    def body(self, index: int = -1) -> Any:
        """The body of a request."""
        return json.loads(self.requests[index].content)


@contextmanager
def connected(
    script: Script | None = None, **options: Any
) -> Iterator[tuple[Client, ScriptedServer]]:
    """A client of a scripted server, closed at the end."""
    server = ScriptedServer(script)
    options = {"username": "ada", "password": PASSWORD} | options
    with substitute_transport(server), Client(URL, **options) as client:
        yield client, server


@contextmanager
def clinic(script: Script | None = None, **options: Any) -> Iterator[tuple[Client, ScriptedServer]]:
    """A client of a server with the table `clinic.visits`."""
    with connected(
        {"GET /v1/databases/clinic/tables/visits": reply(table("visits")), **(script or {})},
        **options,
    ) as pair:
        yield pair
