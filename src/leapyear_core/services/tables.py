"""Sensitive tables: what is declared of them, and where their rows come from."""

from collections.abc import Sequence
from pathlib import Path

from attrs import frozen
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from leapyear_core.catalog import tables
from leapyear_core.catalog.databases import DatabaseRecord
from leapyear_core.catalog.store import Catalog
from leapyear_core.catalog.tables import TableRecord
from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.engine.sources import Source, locate
from leapyear_core.model.errors import AlreadyExists, TableNotFound
from leapyear_core.model.types import Column, schema_of_columns
from leapyear_core.services.databases import living as living_database
from leapyear_core.services.paging import Page, decode_name, page_of
from leapyear_core.services.sessions import Clock, utc_now


@frozen
class NamedTable:
    """A table, and the name of its database."""

    database: str
    table: TableRecord


class Tables:
    """The tables of all databases."""

    def __init__(
        self,
        catalog: Catalog,
        engine: DuckDBEngine,
        data_roots: Sequence[Path],
        clock: Clock = utc_now,
    ) -> None:
        self._catalog = catalog
        self._engine = engine
        self._data_roots = tuple(data_roots)
        self._clock = clock

    def create(
        self,
        database: str,
        name: str,
        *,
        columns: Sequence[Column],
        credentials: str,
        description: str | None = None,
    ) -> NamedTable:
        """Register a file as a table. Where that fails, nothing of it stays.

        Raises
        ------
        DatabaseNotFound
            If there is no such database.
        AlreadyExists
            If it has a table of that name.
        InvalidColumn
            If the columns fit neither each other nor the file.
        SourceError
            If the file cannot be used.
        """
        schema_of_columns(tuple(columns))
        # Reading a CSV file can take minutes: before that, and outside of the transaction, see whether it is for nothing.
        with self._catalog.read() as connection:
            asked = living_database(connection, database)
            if tables.find(connection, asked.id, name) is not None:
                raise _taken(database, name)
        source = self._engine.register(locate(credentials, self._data_roots), tuple(columns))
        try:
            with self._catalog.write() as connection:
                there = living_database(connection, database)
                tables.add(
                    connection,
                    database_id=there.id,
                    name=name,
                    description=description,
                    credentials=credentials,
                    columns=columns,
                    source=source.to_json(),
                    data_version=source.version,
                    created_at=self._clock(),
                )
                return NamedTable(database, _living(connection, there, name))
        except IntegrityError:
            self._engine.drop(source)
            raise _taken(database, name) from None
        except BaseException:
            self._engine.drop(source)
            raise

    def page(self, database: str, *, limit: int, cursor: str | None) -> Page[NamedTable]:
        """The tables of a database, in the order of their names.

        Raises
        ------
        DatabaseNotFound
            If there is no such database.
        """
        after = decode_name(cursor)
        with self._catalog.read() as connection:
            database_id = living_database(connection, database).id
            found = tables.page(connection, database_id, after=after, limit=limit + 1)
        named = [NamedTable(database, table) for table in found]
        return page_of(named, limit, lambda each: each.table.name)

    def get(self, database: str, name: str) -> NamedTable:
        """The table of that name.

        Raises
        ------
        DatabaseNotFound, TableNotFound
            If there is no such thing.
        """
        with self._catalog.read() as connection:
            return NamedTable(
                database, _living(connection, living_database(connection, database), name)
            )

    def update(self, database: str, name: str, *, description: str) -> NamedTable:
        """Set the description of a table.

        Raises
        ------
        DatabaseNotFound, TableNotFound
            If there is no such thing.
        """
        with self._catalog.write() as connection:
            there = living_database(connection, database)
            table = _living(connection, there, name)
            tables.change(connection, table.id, description=description)
            return NamedTable(database, _living(connection, there, name))

    def delete(self, database: str, name: str) -> None:
        """Delete a table. The file that it was made from stays, and so does what was spent on it.

        Raises
        ------
        DatabaseNotFound, TableNotFound
            If there is no such thing.
        """
        with self._catalog.write() as connection:
            table = _living(connection, living_database(connection, database), name)
            tables.change(connection, table.id, dropped_at=self._clock())
        self._engine.drop(Source.from_json(dict(table.source)))


def _living(connection: Connection, database: DatabaseRecord, name: str) -> TableRecord:
    table = tables.find(connection, database.id, name)
    if table is None:
        raise TableNotFound(f"there is no table {name!r} in the database {database.name!r}")
    return table


def _taken(database: str, name: str) -> AlreadyExists:
    return AlreadyExists(f"there is a table {name!r} in the database {database!r} already")
