"""The rows of tables: copies of our own, cleaned once, in the engine's own storage.

A copy is made when a slice is registered: every value is one of its column's declared type, or null
(`leapyear_core.engine.scan`). So questions read stored columns as they are, and what becomes of a file afterwards
changes nothing. A copy is there whole, on the disk, or not at all; one that no table knows of is swept at the next start.

How many rows a copy has, and in which order, shows on the disk, and to nobody who asks.
"""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, Self

import duckdb
from attrs import frozen

from leapyear_core.engine.literals import identifier
from leapyear_core.engine.reading import File, open_file, select, why_unreadable
from leapyear_core.model.types import Column, DataType, Schema

#: The name of the database that the copies are in, within the engine.
DATABASE = "slices"

#: The types of the stored columns, by the kind of the declared type.
_STORED_TYPES = {
    "bool": "BOOLEAN",
    "int": "BIGINT",
    "real": "DOUBLE",
    "factor": "VARCHAR",
    "text": "VARCHAR",
    "date": "DATE",
    "datetime": "TIMESTAMP",
}


@frozen
class Source:
    """The rows behind a table, as the engine finds them again.

    Attributes
    ----------
    slices
        The names of the copies that together hold the rows.
    version
        What identifies the data: the same version, the same rows.
    """

    slices: tuple[str, ...]
    version: str

    def to_json(self) -> dict[str, Any]:
        """The source as plain data."""
        return {"slices": list(self.slices), "version": self.version}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The source that `to_json` made the data of."""
        return cls(tuple(data["slices"]), data["version"])


class Storage:
    """The copies of an engine.

    Parameters
    ----------
    connection
        An engine to which the database of the copies is attached.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def add(self, files: Iterable[File], columns: Sequence[Column]) -> Source:
        """Copy the rows of files: of all of them, or of none.

        Raises
        ------
        SourceUnreadable
            If one is neither Parquet nor CSV, or holds what cannot be read.
        InvalidColumn
            If one lacks a column, or a column's type does not fit its declaration.
        """
        name = uuid.uuid4().hex
        with self._connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                _make(cursor, name, columns)
                for file in files:
                    self._insert(cursor, name, file, columns)
                cursor.execute("COMMIT")
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
        return Source((name,), name)

    def drop(self, source: Source) -> None:
        """Delete the copies behind a source."""
        with self._connection.cursor() as cursor:
            for name in source.slices:
                cursor.execute(f"DROP TABLE IF EXISTS {_stored(name)}")

    def sweep(self, known: Iterable[Source]) -> None:
        """Delete the copies that no table knows of: a stop between the copy and the table leaves one behind."""
        with self._connection.cursor() as cursor:
            found = cursor.execute(
                "SELECT table_name FROM duckdb_tables() WHERE database_name = ?", [DATABASE]
            ).fetchall()
            copies = {name for (name,) in found}
            if not copies:  # then a large catalogue is not read for it
                return
            for source in known:
                copies.difference_update(source.slices)
            for name in copies:
                cursor.execute(f"DROP TABLE {_stored(name)}")

    def _insert(
        self, cursor: duckdb.DuckDBPyConnection, name: str, file: File, columns: Sequence[Column]
    ) -> None:
        with self._connection.cursor() as reader:
            reading = open_file(reader, file)
            rows = select(reading, columns)
            try:
                cursor.execute(f"INSERT INTO {_stored(name)} {rows}")
            except duckdb.Error:
                raise why_unreadable(reader, reading, columns) from None


def stored_rows(source: Source, schema: Schema) -> str:
    """What stands behind FROM for all rows of a source."""
    if not source.slices:
        nothing = ", ".join(
            f"CAST(NULL AS {_stored_type(given)}) AS {identifier(name)}"
            for name, given in schema.items()
        )
        return f"SELECT {nothing} WHERE FALSE"
    if len(source.slices) == 1:
        return _stored(source.slices[0])
    return " UNION ALL ".join(f"SELECT * FROM {_stored(name)}" for name in source.slices)


def _make(cursor: duckdb.DuckDBPyConnection, name: str, columns: Sequence[Column]) -> None:
    typed = ", ".join(f"{identifier(each.name)} {_stored_type(each.type)}" for each in columns)
    cursor.execute(f"CREATE TABLE {_stored(name)} ({typed})")


def _stored_type(given: DataType) -> str:
    return _STORED_TYPES[given.kind]


def _stored(name: str) -> str:
    return f"{DATABASE}.main.{identifier(name)}"
