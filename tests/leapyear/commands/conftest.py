"""The command line, against a Core in this process."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve
from typer.testing import CliRunner, Result

from leapyear import Client
from leapyear._transport import substitute_transport
from leapyear.admin import ColumnDefinition, Database, Table
from leapyear.commands.app import app
from leapyear_core.core import Core
from tests.core_transport import CoreTransport
from tests.in_process import ADMIN_PASSWORD, SETTINGS, core_in_memory, serving

URL = "http://core.test:4401"
COLUMNS = [
    ColumnDefinition("age", type="INT", bounds=(0, 120)),
    ColumnDefinition("smoker", type="BOOL"),
    ColumnDefinition("sex", type="FACTOR", bounds=["f", "m"], nullable=False),
]


class Run(Protocol):
    """Runs the command line."""

    def __call__(self, *arguments: str, typed: str = "", fails: bool = False) -> Result:
        """With these arguments, and what is typed; it must fail, or must not."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without keys, in which the address of the server is known."""
    for variable in ("LY_JWT", "LY_PRIVATE_KEY_FILE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LY_API_URL", URL)
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path / "home"


@pytest.fixture(autouse=True)
def core(tmp_path: Path) -> Iterator[Core]:
    """A Core with the user ``ada``."""
    settings = evolve(SETTINGS, data_roots=(tmp_path,), urls=(URL,))
    with (
        core_in_memory(settings) as core,
        serving(core) as application,
        substitute_transport(CoreTransport(application)),
    ):
        core.users.create("ada", "pale ale", is_administrator=False)
        yield core


@pytest.fixture
def clinic(core: Core, tmp_path: Path) -> Core:
    """The same with the table ``clinic.visits`` of 600 people."""
    people = {
        "age": [20 + index % 60 for index in range(600)],
        "smoker": [True, False] * 300,
        "sex": ["f", "m"] * 300,
    }
    pq.write_table(pa.table(people), tmp_path / "visits.parquet")
    with Client(URL, "admin", ADMIN_PASSWORD):
        database = Database("clinic", description="All [visits]").create()
        Table("visits", database=database, columns=COLUMNS, credentials="visits.parquet").create()
    return core


@pytest.fixture
def run() -> Run:
    """The command line."""

    def run(*arguments: str, typed: str = "", fails: bool = False) -> Result:
        result = CliRunner().invoke(app, arguments, input=typed)
        assert (result.exit_code != 0) is fails, (result.output, result.exception)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return run


@pytest.fixture
def as_admin(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The administrator is logged in, as the environment has it."""
    token = run("login", "--user", "admin", "--json", typed=f"{ADMIN_PASSWORD}\n")
    monkeypatch.setenv("LY_JWT", parsed(token)["token"])


def parsed(result: Result) -> Any:
    """What a command printed as JSON."""
    return json.loads(result.stdout)
