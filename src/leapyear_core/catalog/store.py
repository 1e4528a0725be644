"""Opening the catalogue, and transactions on it.

This is the only module that knows of SQLite. Elsewhere a transaction is a SQLAlchemy connection, and every statement
one that PostgreSQL takes as well.

What SQLite is told, and why:

* write-ahead log: those who read do not wait for the one who writes;
* ``synchronous=FULL``: a commit that was reported is on the disk, since a charge that a power cut forgets is privacy
  given away for nothing;
* foreign keys, which are off by default;
* writers begin with ``BEGIN IMMEDIATE``. A transaction that reads first and writes later fails at once where another
  one wrote meanwhile (the busy timeout does not help it), so writers queue at the door instead;
* the ``sqlite3`` module begins no transactions of its own accord (``isolation_level`` None): it would begin them late,
  before the first INSERT, and what was read before that would not belong to them.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any, Self

from sqlalchemy import (
    Connection,
    CursorResult,
    Engine,
    Pool,
    StaticPool,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.engine import URL

from leapyear_core.catalog import migrate
from leapyear_core.model.errors import CoreError, PreconditionFailed

#: How long a transaction waits for its turn, in seconds. One commit takes milliseconds: who waits longer than this
#: waits for a fault.
BUSY_TIMEOUT = 10.0

#: Connections at once: the threads of handlers and of jobs, and a few to spare.
POOL_SIZE = 24

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


#: What shall be true when this thread or task next writes; see `only_if`.
_condition: ContextVar[Callable[[], bool] | None] = ContextVar("leapyear_condition", default=None)

#: The transaction in which that is being looked at.
_looking: ContextVar[Connection | None] = ContextVar("leapyear_looking", default=None)


class CatalogueBusy(Exception):
    """A transaction did not get its turn within `BUSY_TIMEOUT`."""


class Catalog:
    """The catalogue, open.

    `read` and `write` each give a connection in a transaction, which is committed at the end and rolled back where an
    exception leaves it. Do not nest them in one thread: the inner one would wait for the outer one.
    """

    def __init__(self, engine: Engine, turn: "threading.Lock | None" = None) -> None:
        self._engine = engine
        # In memory all threads share one connection, and so take turns.
        self._turn = turn

    @classmethod
    def open(cls, url: str) -> Self:
        """Open the catalogue at a URL, make it where there is none, and bring its tables up to date.

        Parameters
        ----------
        url
            A SQLAlchemy URL. The file of a SQLite catalogue is made with mode 0600.

        Raises
        ------
        migrate.CatalogueTooNew
            If a newer Core made it.
        """
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            return cls._migrated(create_engine(parsed, pool_size=POOL_SIZE, max_overflow=0))
        if parsed.database in (None, "", ":memory:"):
            return cls.in_memory()
        _make_private(Path(str(parsed.database)))
        return cls._migrated(_sqlite_engine(parsed, pool_size=POOL_SIZE, max_overflow=0))

    @classmethod
    def in_memory(cls) -> Self:
        """Open an empty catalogue that is gone when it is closed."""
        catalog = cls(_memory_engine(), threading.Lock())
        try:
            with (
                catalog._engine.connect() as connection,
                closing(sqlite3.connect(":memory:")) as image,
            ):
                image.deserialize(_empty())
                image.backup(_of_sqlite(connection))
        except BaseException:
            catalog.close()
            raise
        return catalog

    @classmethod
    def _migrated(cls, engine: Engine, turn: "threading.Lock | None" = None) -> Self:
        catalog = cls(engine, turn)
        try:
            with catalog.write() as connection:
                migrate.upgrade(connection)
        except BaseException:
            catalog.close()
            raise
        return catalog

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection in a transaction that sees one state of the catalogue."""
        if (looking := _looking.get()) is not None:
            yield looking
            return
        with self._transaction(writes=False) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection in the one transaction that may write.

        Raises
        ------
        PreconditionFailed
            At its end, if it was to be `only_if` something is so, and that was not so at its beginning: then nothing is
            written.
        """
        condition = _condition.get()
        with self._transaction(writes=True) as connection:
            holds = condition is None or _is_so(condition, connection)
            yield connection
            # Last of all: what else is wrong comes first (RFC 9110, section 13.2.1), and takes all back as well.
            if not holds:
                raise PreconditionFailed(
                    "it is not as it was when you read it: read it again, and see whether this is still to be done"
                )

    def close(self) -> None:
        """Close all connections. Closing again does nothing."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        if self._turn is not None and not self._turn.acquire(timeout=BUSY_TIMEOUT):
            raise CatalogueBusy("another transaction holds the catalogue")
        try:
            with (
                self._engine.connect() as connection,
                connection.execution_options(leapyear_writes=writes).begin(),
            ):
                yield connection
        finally:
            if self._turn is not None:
                self._turn.release()


@cache
def _empty() -> bytes:
    """A catalogue with nothing in it, as SQLite keeps it in a file.

    The migrations take a fifth of a second, and in memory they would begin with the first each time.
    """
    with (
        closing(Catalog._migrated(_memory_engine(), threading.Lock())) as catalog,
        catalog._engine.connect() as connection,
    ):
        return _of_sqlite(connection).serialize()


@contextmanager
def only_if(condition: Callable[[], bool]) -> Iterator[None]:
    """Let the next transaction that writes do so only if something is so.

    It is looked at in that very transaction, so that nothing comes between. That is why it is said here, and not where
    the writing is done: a rule has no need to know on what condition it is wanted.

    Parameters
    ----------
    condition
        Reads what it likes through the catalogue. What it raises makes it false.
    """

    def once() -> bool:
        _condition.set(None)
        return condition()

    token = _condition.set(once)
    try:
        yield
    finally:
        _condition.reset(token)


def _is_so(condition: Callable[[], bool], connection: Connection) -> bool:
    token = _looking.set(connection)
    try:
        return condition()
    except CoreError:
        return False
    finally:
        _looking.reset(token)


def new_id(inserted: CursorResult[Any]) -> int:
    """The id of the row that was inserted."""
    key = inserted.inserted_primary_key
    assert key is not None, "one row was inserted"
    return int(key[0])


def _of_sqlite(connection: Connection) -> sqlite3.Connection:
    """The connection that one of SQLAlchemy stands for."""
    driven = connection.connection.driver_connection
    assert isinstance(driven, sqlite3.Connection)
    return driven


def _memory_engine() -> Engine:
    return _sqlite_engine(make_url("sqlite://"), poolclass=StaticPool)


def _sqlite_engine(url: URL, *, poolclass: type[Pool] | None = None, **options: Any) -> Engine:
    arguments = {"check_same_thread": False, "timeout": BUSY_TIMEOUT, "isolation_level": None}
    engine = create_engine(url, poolclass=poolclass, connect_args=arguments, **options)

    @event.listens_for(engine, "connect")
    def _tell(connection: Any, record: object) -> None:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("leapyear_writes", True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _make_private(path: Path) -> None:
    """Make an empty file that its owner alone can read, before SQLite makes one that everybody can.

    The log and the index beside it take the mode of the file itself.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
