"""Queries of what tables were made of."""

from collections.abc import Sequence
from datetime import datetime

from attrs import frozen
from sqlalchemy import Connection, insert, select

from leapyear_core.catalog.schema import slices
from leapyear_core.catalog.store import new_id


@frozen
class SliceRecord:
    """Rows that were added to a table at one time.

    Attributes
    ----------
    credentials
        Where they came from, as it was said.
    files
        What tells the files that were read from others.
    """

    id: int
    table_id: int
    credentials: str
    files: tuple[str, ...]
    created_at: datetime


def page(connection: Connection, table_id: int, *, after: int, limit: int) -> list[SliceRecord]:
    """Up to `limit` slices of a table, oldest first, from behind the one with the id `after`."""
    query = (
        select(slices)
        .where(slices.c.table_id == table_id, slices.c.id > after)
        .order_by(slices.c.id)
        .limit(limit)
    )
    found = (dict(row._mapping) for row in connection.execute(query))
    return [SliceRecord(**{**row, "files": tuple(row["files"])}) for row in found]


def files_of(connection: Connection, table_id: int) -> set[str]:
    """What tells the files that a table was made of from others."""
    query = select(slices.c.files).where(slices.c.table_id == table_id)
    return {each for files in connection.execute(query).scalars() for each in files}


def add(
    connection: Connection,
    *,
    table_id: int,
    credentials: str,
    files: Sequence[str],
    created_at: datetime,
) -> SliceRecord:
    """Add a slice."""
    statement = insert(slices).values(
        table_id=table_id, credentials=credentials, files=list(files), created_at=created_at
    )
    number = new_id(connection.execute(statement))
    return SliceRecord(number, table_id, credentials, tuple(files), created_at)
