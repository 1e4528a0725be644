"""Queries of databases and their limits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from leapyear_core.catalog.schema import databases
from leapyear_core.catalog.store import new_id
from leapyear_core.model.profiles import Definition, PrivacyLimit


@frozen
class DatabaseRecord:
    """Tables under one privacy limit.

    ``limit_nano`` and ``spent_nano`` are in nano-units of its definition, ``limit_delta_atto`` and ``spent_delta_atto`` in
    units of 1e-18.
    """

    id: int
    name: str
    description: str | None
    privacy_profile: str
    epsilon: float
    delta: float
    limit_nano: int
    spent_nano: int
    limit_delta_atto: int
    spent_delta_atto: int
    created_at: datetime
    dropped_at: datetime | None

    @property
    def limit(self) -> PrivacyLimit:
        """The limit as it was stated."""
        return PrivacyLimit(self.epsilon, self.delta)

    @property
    def definition(self) -> Definition:
        """What amounts of privacy are amounts of here."""
        return self.limit.definition


def find(connection: Connection, name: str) -> DatabaseRecord | None:
    """The living database of that name."""
    query = select(databases).where(databases.c.name == name, databases.c.dropped_at.is_(None))
    row = connection.execute(query).one_or_none()
    return None if row is None else DatabaseRecord(**row._mapping)


def find_by_id(connection: Connection, database_id: int) -> DatabaseRecord | None:
    """The database with that id, dropped or not."""
    row = connection.execute(select(databases).where(databases.c.id == database_id)).one_or_none()
    return None if row is None else DatabaseRecord(**row._mapping)


def names(connection: Connection, database_ids: Sequence[int]) -> dict[int, str]:
    """The names of databases by their ids, of the dropped as well."""
    query = select(databases.c.id, databases.c.name).where(databases.c.id.in_(database_ids))
    return {row.id: row.name for row in connection.execute(query)}


def page(
    connection: Connection,
    *,
    after: str | None,
    limit: int,
    where: ColumnElement[bool] | None = None,
) -> list[DatabaseRecord]:
    """Up to `limit` living databases in the order of their names, from behind the name `after`.

    Parameters
    ----------
    where
        Only those for which this is true.
    """
    query = (
        select(databases)
        .where(databases.c.dropped_at.is_(None))
        .order_by(databases.c.name)
        .limit(limit)
    )
    if after is not None:
        query = query.where(databases.c.name > after)
    if where is not None:
        query = query.where(where)
    return [DatabaseRecord(**row._mapping) for row in connection.execute(query)]


def add(
    connection: Connection,
    *,
    name: str,
    description: str | None,
    privacy_profile: str,
    epsilon: float,
    delta: float,
    limit_nano: int,
    limit_delta_atto: int = 0,
    created_at: datetime,
) -> int:
    """Add a database and give its id.

    Raises
    ------
    sqlalchemy.exc.IntegrityError
        If a living database has the name.
    """
    statement = insert(databases).values(
        name=name,
        description=description,
        privacy_profile=privacy_profile,
        epsilon=epsilon,
        delta=delta,
        limit_nano=limit_nano,
        spent_nano=0,
        limit_delta_atto=limit_delta_atto,
        spent_delta_atto=0,
        created_at=created_at,
    )
    return new_id(connection.execute(statement))


def change(connection: Connection, database_id: int, **values: Any) -> None:
    """Set columns of a database."""
    connection.execute(update(databases).where(databases.c.id == database_id).values(**values))
