"""Queries of views. A view that is dropped is gone: nothing refers to it, since questions are kept without views."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, delete, insert, select, update

from leapyear_core.catalog.schema import view_tables, views
from leapyear_core.catalog.store import new_id


@frozen
class ViewRecord:
    """A relation that was given a name.

    Attributes
    ----------
    relation
        As a tree of the contract, without views in it.
    """

    id: int
    database_id: int
    name: str
    description: str | None
    relation: Mapping[str, Any]
    created_at: datetime


def find(connection: Connection, database_id: int, name: str) -> ViewRecord | None:
    """The view of that name in a database."""
    query = select(views).where(views.c.database_id == database_id, views.c.name == name)
    row = connection.execute(query).one_or_none()
    return None if row is None else _record(row)


def page(
    connection: Connection, database_id: int, *, after: str | None, limit: int
) -> list[ViewRecord]:
    """Up to `limit` views of a database in the order of their names, from behind the name `after`."""
    query = (
        select(views).where(views.c.database_id == database_id).order_by(views.c.name).limit(limit)
    )
    if after is not None:
        query = query.where(views.c.name > after)
    return [_record(row) for row in connection.execute(query)]


def of_table(connection: Connection, table_id: int) -> list[str]:
    """The names of the views that are made of a table."""
    query = (
        select(views.c.name)
        .join(view_tables, view_tables.c.view_id == views.c.id)
        .where(view_tables.c.table_id == table_id)
        .order_by(views.c.name)
    )
    return list(connection.execute(query).scalars())


def add(
    connection: Connection,
    *,
    database_id: int,
    name: str,
    description: str | None,
    relation: Mapping[str, Any],
    table_ids: Collection[int],
    created_at: datetime,
) -> int:
    """Add a view and give its id.

    Raises
    ------
    sqlalchemy.exc.IntegrityError
        If a view of the database has the name.
    """
    statement = insert(views).values(
        database_id=database_id,
        name=name,
        description=description,
        relation=relation,
        created_at=created_at,
    )
    view_id = new_id(connection.execute(statement))
    rows = [{"view_id": view_id, "table_id": table_id} for table_id in sorted(table_ids)]
    connection.execute(insert(view_tables), rows)
    return view_id


def change(connection: Connection, view_id: int, *, description: str) -> None:
    """Set the description of a view."""
    connection.execute(update(views).where(views.c.id == view_id).values(description=description))


def remove(connection: Connection, view_id: int) -> None:
    """Drop a view."""
    connection.execute(delete(view_tables).where(view_tables.c.view_id == view_id))
    connection.execute(delete(views).where(views.c.id == view_id))


def remove_all(connection: Connection, database_id: int) -> None:
    """Drop the views of a database."""
    of_it = select(views.c.id).where(views.c.database_id == database_id)
    connection.execute(delete(view_tables).where(view_tables.c.view_id.in_(of_it)))
    connection.execute(delete(views).where(views.c.database_id == database_id))


def _record(row: Row[Any]) -> ViewRecord:
    return ViewRecord(**row._mapping)
