"""Relations that were computed once, and are read instead of being computed again.

A copy is of a relation over certain data: it is found by the relation's tree and the versions of its tables, so that new
rows leave it unused. A query that reads a copy has the same exact sums, since a copy has the same rows. That it is sooner
shows in the time of an answer alone, which leaves in a slot of its own (`leapyear_core.privacy.slots`); whether there is
a copy yet, how many rows it has and how long it took, is told to nobody.

A copy has the name of no source, so it is swept at the next start.
"""

import threading
import uuid
from collections.abc import Mapping

import duckdb
from attrs import evolve, frozen

from leapyear_core.engine.attachment import DATABASE
from leapyear_core.engine.cancellation import Cancellation
from leapyear_core.engine.literals import identifier
from leapyear_core.engine.rendering import Scanned, canonical, render_rows
from leapyear_core.model.errors import Unavailable
from leapyear_core.model.relations import Relation, Table, tables_of


@frozen
class PersistedKey:
    """What a copy is of.

    Attributes
    ----------
    tree
        The relation's canonical text.
    versions
        The tables that it is made of, and which of their data.
    """

    tree: str
    versions: frozenset[tuple[Table, str]]


@frozen
class _Copy:
    """A copy, as queries read it."""

    name: str
    rows: Scanned


def key_of(relation: Relation, versions: Mapping[Table, str]) -> PersistedKey:
    """What a copy of the relation over these data is found by."""
    return PersistedKey(
        canonical(relation), frozenset((name, versions[name]) for name in tables_of(relation))
    )


class Persistence:
    """The copies of relations of an engine.

    Parameters
    ----------
    connection
        An engine to which the database of the copies is attached.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._copies: dict[PersistedKey, _Copy] = {}

    def keep(
        self,
        relation: Relation,
        tables: Mapping[Table, Scanned],
        versions: Mapping[Table, str],
        cancellation: Cancellation,
    ) -> None:
        """Compute a relation and keep its rows, unless they are kept already.

        Raises
        ------
        Unavailable
            If that failed, or was cancelled. No value of a row can be the reason.
        """
        key = key_of(relation, versions)
        with self._lock:
            if key in self._copies:
                return
        rows = render_rows(relation, dict(tables), self.of(versions))
        name = uuid.uuid4().hex
        copy = _Copy(name, evolve(rows, sql=_stored(name)))
        with self._connection.cursor() as cursor:
            cancellation.watch(cursor)
            try:
                cancellation.check()
                cursor.execute(f"CREATE TABLE {_stored(copy.name)} AS {rows.sql}")
            except duckdb.Error as error:
                raise Unavailable("the relation could not be kept") from (
                    error if isinstance(error, duckdb.InterruptException) else None
                )
            finally:
                cancellation.watch(None)
        with self._lock:
            kept = self._copies.setdefault(key, copy)
        if kept is not copy:
            self._drop([copy])

    def of(self, versions: Mapping[Table, str]) -> dict[str, Scanned]:
        """The copies of relations over these data, by the relation's canonical text."""
        with self._lock:
            if not self._copies:
                return {}
            found = {
                key.tree: copy
                for key, copy in self._copies.items()
                if all(versions.get(name) == version for name, version in key.versions)
            }
        return {tree: copy.rows for tree, copy in found.items()}

    def forget(self, key: PersistedKey) -> None:
        """Delete a copy, where there is one."""
        with self._lock:
            copy = self._copies.pop(key, None)
        self._drop([] if copy is None else [copy])

    def forget_version(self, version: str) -> None:
        """Delete all copies that hold rows of this version of a table."""
        with self._lock:
            gone = [key for key in self._copies if any(version == each for _, each in key.versions)]
            copies = [self._copies.pop(key) for key in gone]
        self._drop(copies)

    def _drop(self, copies: list[_Copy]) -> None:
        with self._connection.cursor() as cursor:
            for copy in copies:
                cursor.execute(f"DROP TABLE IF EXISTS {_stored(copy.name)}")


def _stored(name: str) -> str:
    return f"{DATABASE}.main.{identifier(name)}"
