"""Queries of bounds that are to be found: the columns that wait for theirs, and what was charged for them."""

from collections.abc import Mapping

from sqlalchemy import Connection, and_, delete, insert, select, update

from leapyear_core.catalog.schema import charges, databases, inferred_bounds, tables


def charged(connection: Connection, table_id: int, charge_ids: Mapping[str, int]) -> None:
    """Say which charge is for the bounds of which column of a table.

    Their releases are no answers to anybody's questions, so that nobody makes them forgotten or counts them as such.
    """
    for column, charge_id in charge_ids.items():
        connection.execute(
            insert(inferred_bounds).values(table_id=table_id, column=column, charge_id=charge_id)
        )
    connection.execute(
        update(charges)
        .where(charges.c.id.in_(charge_ids.values()))
        .values(forgotten_at=charges.c.created_at)
    )


def waiting(connection: Connection, table_id: int) -> dict[str, int]:
    """The columns of a table whose bounds are still to be found, and the charges for them."""
    query = (
        select(inferred_bounds.c.column, inferred_bounds.c.charge_id)
        .where(inferred_bounds.c.table_id == table_id)
        .order_by(inferred_bounds.c.charge_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def settled(connection: Connection, table_id: int) -> None:
    """Say that the columns of a table have the bounds that were found."""
    connection.execute(delete(inferred_bounds).where(inferred_bounds.c.table_id == table_id))


def unsettled(connection: Connection) -> list[tuple[int, str, str]]:
    """The living tables with columns that wait: the id and the name of the database, and the name of the table."""
    query = (
        select(databases.c.id, databases.c.name, tables.c.name)
        .join(tables, and_(tables.c.database_id == databases.c.id, tables.c.dropped_at.is_(None)))
        .where(tables.c.id.in_(select(inferred_bounds.c.table_id)))
        .order_by(tables.c.id)
    )
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]
