"""Queries of tables."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import field, frozen
from sqlalchemy import Connection, Row, Select, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from leapyear_core.catalog.schema import databases, tables, view_tables
from leapyear_core.catalog.store import new_id
from leapyear_core.model.trees import columns_to_tree, read_columns
from leapyear_core.model.types import Column
from leapyear_core.model.units import RECORD, Contribution, PrivacyUnit


@frozen
class TableRecord:
    """A table: what is declared of it, and where the engine finds its rows.

    Attributes
    ----------
    is_public
        Whether its rows are no secrets: then no privacy unit has any of them.
    privacy_unit, max_rows_per_unit, unit_key
        The column that says whose a row is, the most rows of one unit, and the key that chooses them; None where the
        privacy unit is a record.
    credentials
        Where its first rows came from; empty where all came from the watched folder.
    watch_folder
        The folder whose new files become slices, where one is watched.
    watched_by
        The user who declared that, and is charged for what it costs.
    """

    id: int
    database_id: int
    name: str
    description: str | None
    credentials: str
    columns: tuple[Column, ...]
    is_public: bool
    privacy_unit: str | None
    max_rows_per_unit: int | None
    unit_key: str | None = field(repr=False)
    watch_folder: str | None
    watched_by: int | None
    source: Mapping[str, Any]
    data_version: str
    created_at: datetime
    dropped_at: datetime | None

    @property
    def contribution(self) -> Contribution:
        """What one privacy unit has in it; nothing of a public table is anybody's."""
        if self.is_public:
            return Contribution(0)
        if self.max_rows_per_unit is None:
            return RECORD
        return Contribution(self.max_rows_per_unit, self.privacy_unit)


def find(
    connection: Connection,
    database_id: int,
    name: str,
    *,
    where: ColumnElement[bool] | None = None,
) -> TableRecord | None:
    """The living table of that name in a database; only if the condition is true, where one is given."""
    query = _living(database_id).where(tables.c.name == name)
    if where is not None:
        query = query.where(where)
    row = connection.execute(query).one_or_none()
    return None if row is None else _record(row)


def page(
    connection: Connection,
    database_id: int,
    *,
    after: str | None,
    limit: int,
    where: ColumnElement[bool] | None = None,
) -> list[TableRecord]:
    """Up to `limit` living tables in the order of their names, from behind the name `after`.

    Parameters
    ----------
    where
        Only those for which this is true.
    """
    query = _living(database_id).order_by(tables.c.name).limit(limit)
    if where is not None:
        query = query.where(where)
    if after is not None:
        query = query.where(tables.c.name > after)
    return [_record(row) for row in connection.execute(query)]


def of_database(connection: Connection, database_id: int) -> list[TableRecord]:
    """All living tables of a database."""
    return [_record(row) for row in connection.execute(_living(database_id))]


def living_sources(connection: Connection) -> Iterator[Mapping[str, Any]]:
    """The sources of all living tables of all databases, a few at a time: there may be a million."""
    query = select(tables.c.source).where(tables.c.dropped_at.is_(None))
    yield from connection.execute(query.execution_options(yield_per=1000)).scalars()


def that_watch(connection: Connection) -> list[tuple[str, TableRecord]]:
    """The living tables that watch a folder, with the names of their databases."""
    query = (
        select(databases.c.name.label("database"), tables)
        .join(databases, databases.c.id == tables.c.database_id)
        .where(tables.c.dropped_at.is_(None), tables.c.watched_by.is_not(None))
        .order_by(tables.c.id)
    )
    found = []
    for row in connection.execute(query):
        values = dict(row._mapping)
        found.append((values.pop("database"), _of_values(values)))
    return found


def of_view(connection: Connection, view_id: int) -> list[TableRecord]:
    """The tables that a view is made of."""
    query = (
        select(tables)
        .join(view_tables, view_tables.c.table_id == tables.c.id)
        .where(view_tables.c.view_id == view_id)
        .order_by(tables.c.id)
    )
    return [_record(row) for row in connection.execute(query)]


def add(
    connection: Connection,
    *,
    database_id: int,
    name: str,
    description: str | None,
    credentials: str,
    columns: Sequence[Column],
    is_public: bool,
    privacy_unit: PrivacyUnit | None = None,
    unit_key: str | None = None,
    watch_folder: str | None = None,
    watched_by: int | None = None,
    source: Mapping[str, Any],
    data_version: str,
    created_at: datetime,
) -> int:
    """Add a table and give its id.

    Raises
    ------
    sqlalchemy.exc.IntegrityError
        If a living table of the database has the name.
    """
    statement = insert(tables).values(
        database_id=database_id,
        name=name,
        description=description,
        credentials=credentials,
        columns=columns_to_tree(columns),
        is_public=is_public,
        privacy_unit=None if privacy_unit is None else privacy_unit.column,
        max_rows_per_unit=None if privacy_unit is None else privacy_unit.rows,
        unit_key=unit_key,
        watch_folder=watch_folder,
        watched_by=watched_by,
        source=dict(source),
        data_version=data_version,
        created_at=created_at,
    )
    return new_id(connection.execute(statement))


def change(connection: Connection, table_id: int, **values: Any) -> None:
    """Set columns of the row of a table."""
    connection.execute(update(tables).where(tables.c.id == table_id).values(**values))


def declare(connection: Connection, table_id: int, columns: Sequence[Column]) -> None:
    """Declare the columns of a table anew."""
    change(connection, table_id, columns=columns_to_tree(columns))


def _living(database_id: int) -> Select[Any]:
    return select(tables).where(tables.c.database_id == database_id, tables.c.dropped_at.is_(None))


def _record(row: Row[Any]) -> TableRecord:
    return _of_values(dict(row._mapping))


def _of_values(values: dict[str, Any]) -> TableRecord:
    return TableRecord(**{**values, "columns": read_columns(values["columns"])})
