"""The database of the copies, as it is attached to the engine.

What is written stays in memory, as what was read does, though nobody may ask for it: of a large table, hundreds of
megabytes. An engine lets go of it only where memory runs short, or with the database. So the database is attached anew
after much was written, at a moment when nobody reads it: it is then read as questions need it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from leapyear_core.engine.literals import text_literal
from leapyear_core.model.errors import Unavailable

#: The name of the database that the copies are in, within the engine.
DATABASE = "slices"

#: So much more in memory is worth reading again what others asked about, in bytes.
_MUCH = 64 * 2**20


class Attachment:
    """The database of the copies.

    Parameters
    ----------
    connection
        The engine.
    file
        Where the database is; None keeps it in memory, where it stays.

    Raises
    ------
    duckdb.Error
        If it cannot be attached.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, file: Path | None) -> None:
        self._connection, self._file = connection, file
        self._lock = threading.Lock()
        self._users = 0
        self._is_attached = False
        self._attach()

    @contextmanager
    def used(self) -> Iterator[None]:
        """Leave the database attached while this block runs.

        Raises
        ------
        Unavailable
            If it was let go of, and cannot be attached again.
        """
        with self._lock:
            if not self._is_attached:
                try:
                    self._attach()
                except duckdb.Error as error:
                    raise Unavailable(
                        "the copies of tables cannot be opened: ask again, or tell the administrator"
                    ) from error
            self._users += 1
        try:
            yield
        finally:
            with self._lock:
                self._users -= 1

    @contextmanager
    def written(self) -> Iterator[None]:
        """Leave the database attached while this block runs, and let go of what it wrote, unless somebody else reads."""
        with self.used():
            before = self._held()
            yield
            # An engine that was closed in the meantime tells nothing, and what was written is written.
            has_much = False
            with suppress(duckdb.Error):
                has_much = self._held() - before > _MUCH
        if has_much:
            self._renew()

    def _renew(self) -> None:
        with self._lock:
            if self._users or self._file is None:
                return
            # What fails here is no failure of what was written: who uses the database next attaches it, or says why not.
            with suppress(duckdb.Error):
                self._connection.cursor().execute(f"DETACH {DATABASE}")
                self._is_attached = False
                self._attach()

    def _attach(self) -> None:
        location = ":memory:" if self._file is None else str(self._file)
        self._connection.cursor().execute(f"ATTACH {text_literal(location)} AS {DATABASE}")
        self._is_attached = True

    def _held(self) -> int:
        """The bytes of stored rows that are in memory."""
        query = "SELECT memory_usage_bytes FROM duckdb_memory() WHERE tag = 'BASE_TABLE'"
        ((held,),) = self._connection.cursor().execute(query).fetchall()
        return int(held)
