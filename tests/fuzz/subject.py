"""What is fuzzed: the application of a Core in memory."""

import tempfile
from pathlib import Path
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq
from attrs import evolve
from starlette.types import Message, Receive, Scope, Send

from leapyear_core.app import build_app
from leapyear_core.core import Core
from leapyear_core.model.errors import AlreadyExists, AuthenticationFailed, CoreError
from leapyear_core.model.types import BoolType, Column, IntType
from leapyear_core.services.profiles import PrivacyLimit
from tests.in_process import ADMIN_PASSWORD, ADMINISTRATOR, SETTINGS

#: What the configuration sends as its token.
STAND_IN = "stands-for-a-good-token"

COLUMNS = (Column("age", IntType(0, 120)), Column("smoker", BoolType()))

VISITS = {"kind": "table", "database": "clinic", "table": "visits"}

#: Refusals for want of budget are tested elsewhere: here they would hide everything behind them.
AMPLE = PrivacyLimit(epsilon=1_000_000.0, delta=1e-6)


class Subject:
    """An application, whose Core is made anew on entering.

    Parameters
    ----------
    is_furnished
        Whether it has what the examples of the contract speak of, at each request anew.
    """

    def __init__(self, *, is_furnished: bool) -> None:
        self._furnishes = is_furnished
        self._core: Core | None = None
        self._app: Any = None
        self._token = ""
        self._prepared_for: str | None = None

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="leapyear-fuzz-")
        root = Path(self._folder.name)
        (root / "clinic").mkdir()
        rows = pa.table({"age": [33, 58, 41], "smoker": [True, False, True]})
        for name in ("visits", "visits-2026-12"):
            pq.write_table(rows, root / "clinic" / f"{name}.parquet")
        self._core = Core.open(evolve(SETTINGS, data_roots=(root,)))
        self._app = build_app(self._core)
        self._token = ""
        self._prepared_for = None
        return self

    def __exit__(self, *error: object) -> None:
        assert self._core is not None
        self._core.close()
        self._core = None
        self._folder.cleanup()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, as if a good token had come with it wherever the stand-in did."""
        if scope["type"] != "http":
            return
        assert self._core is not None
        if self._furnishes:
            self._prepare(self._core, scope["method"], scope["path"])
        headers = [
            (name, self._good_token() if STAND_IN.encode() in value else value)
            for name, value in scope["headers"]
        ]

        async def noting_changes(message: Message) -> None:
            if message.get("status", 400) < 400 and scope["method"] not in ("GET", "HEAD"):
                self._prepared_for = None
            await send(message)

        await self._app({**scope, "headers": headers}, receive, noting_changes)

    def _prepare(self, core: Core, method: str, path: str) -> None:
        """Have what the request may be about, but for what it would create.

        What was refused has changed nothing: then the next one of the kind finds all as the last one did.
        """
        kind = path if method == "POST" else "no creation"
        if self._prepared_for != kind:
            _furnish(core)
            if method == "POST":
                _make_room(core, path)
            self._prepared_for = kind

    def _good_token(self) -> bytes:
        """A token that is good now, although the request before may have been a logout."""
        assert self._core is not None
        sessions = self._core.sessions
        try:
            if sessions.remembered(self._token) is None:
                sessions.authenticate(self._token)
        except CoreError:
            self._token = sessions.login("admin", ADMIN_PASSWORD).token
        return f"Bearer {self._token}".encode()


def _make_room(core: Core, path: str) -> None:
    """Take away what the example of a creation would find its name taken by."""
    if path == "/v1/users":
        core.users.delete("ada")
    elif path == "/v1/groups":
        core.groups.delete("nurses")
    elif path == "/v1/databases":
        core.databases.delete("clinic")
    elif path == "/v1/databases/clinic/tables":
        core.views.delete(ADMINISTRATOR, "clinic", "adults")
        core.tables.delete(ADMINISTRATOR, "clinic", "visits")
    elif path == "/v1/databases/clinic/views":
        core.views.delete(ADMINISTRATOR, "clinic", "adults")


def _furnish(core: Core) -> None:
    """Make what the examples of the contract speak of, where it is not there (any more)."""
    try:
        core.sessions.login("admin", ADMIN_PASSWORD)
    except AuthenticationFailed:
        raise AssertionError("the fuzzer changed the administrator's password") from None
    for make in (
        lambda: core.users.create("ada", "correct horse", is_administrator=False),
        lambda: core.groups.create("nurses", members=["ada"]),
        lambda: core.databases.create("clinic", limit=AMPLE),
        lambda: core.tables.create(
            ADMINISTRATOR, "clinic", "visits", columns=COLUMNS, credentials="clinic/visits.parquet"
        ),
        lambda: core.views.create(ADMINISTRATOR, "clinic", "adults", relation=VISITS),
    ):
        try:
            make()
        except AlreadyExists:
            continue
