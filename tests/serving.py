"""Served Cores: real ones, in processes of their own, on real ports."""

import contextlib
import os
import select
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from leapyear import Client
from leapyear.admin import ColumnDefinition, Database, PrivacyLimit, PrivacyProfile, Table
from leapyear_core.demo.process import SERVE, CoreProcess, served

PASSWORD = "a password for tests"
LIMIT = PrivacyLimit(epsilon=3, delta=1e-6)

#: Seconds that anything may take that a test waits for.
PATIENCE = 60.0

#: A thousand people: ages 0 to 99, ten of each; every third is married.
AGES = [number % 100 for number in range(1000)]
MARRIED = [number % 3 == 0 for number in range(1000)]
COLUMNS = [
    ColumnDefinition("age", type="INT", bounds=(0, 120)),
    ColumnDefinition("married", type="BOOL"),
]


def served_core(
    home: Path | None, data: Path, command: Sequence[str] = SERVE
) -> contextlib.AbstractContextManager[CoreProcess]:
    """A Core on a home, or on none, that reads files in a folder."""
    where = ["--in-memory"] if home is None else ["--home", str(home)]
    return served([*where, "--data-root", str(data)], password=PASSWORD, command=command)


def administrator(core: CoreProcess) -> Client:
    """A client of the first user."""
    return Client(core.url, "admin", PASSWORD)


def write_people(folder: Path) -> Path:
    """The thousand people as a Parquet file."""
    folder.mkdir(exist_ok=True)
    path = folder / "people.parquet"
    pq.write_table(pa.table({"age": AGES, "married": MARRIED}), path)
    return path


def make_people(
    client: Client,
    database: str,
    limit: PrivacyLimit = LIMIT,
    profile: PrivacyProfile | None = None,
    *,
    infer_bounds: bool | None = None,
) -> Database:
    """A database with the table ``people``."""
    made = Database(database, privacy_limit=limit, privacy_profile=profile)
    client.create(made)
    people = Table(
        "people",
        database=made,
        columns=COLUMNS,
        credentials="people.parquet",
        infer_bounds=infer_bounds,
    )
    client.create(people)
    return made


def script(name: str, *arguments: str) -> list[str]:
    """The command line of a script beside the tests, in place of ``leapyear serve``."""
    return [sys.executable, str(Path(__file__).parent / name), *arguments, "serve"]


@contextlib.contextmanager
def signals(path: Path) -> Iterator["Signals"]:
    """A named pipe that another process can say something through."""
    os.mkfifo(path)
    # Open for writing too, so that the end of one writer is not the end of the pipe.
    descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    try:
        yield Signals(descriptor)
    finally:
        os.close(descriptor)


class Signals:
    """What comes through a named pipe."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def wait(self) -> None:
        """Wait for the next byte."""
        ready, _, _ = select.select([self._descriptor], [], [], PATIENCE)
        assert ready, "the other process never came so far"
        os.read(self._descriptor, 1)
