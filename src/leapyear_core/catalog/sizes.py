"""Queries of the noisy sizes of tables: a charge for each state of their data, and what it bought."""

from collections.abc import Sequence

from sqlalchemy import Connection, and_, delete, insert, select, update

from leapyear_core.catalog.schema import charges, databases, releases, table_sizes, tables
from leapyear_core.catalog.tables import TableRecord


def charged(connection: Connection, table: TableRecord, charge_id: int) -> None:
    """Say which charge is for the size of a table as its data are now.

    Its release is no answer to anybody's question, so that nobody makes it forgotten or counts it as one.
    """
    connection.execute(delete(table_sizes).where(table_sizes.c.table_id == table.id))
    connection.execute(
        insert(table_sizes).values(
            table_id=table.id, data_version=table.data_version, charge_id=charge_id
        )
    )
    connection.execute(
        update(charges).where(charges.c.id == charge_id).values(forgotten_at=charges.c.created_at)
    )


def carry_over(connection: Connection, table: TableRecord, data_version: str) -> None:
    """Say that the data of a table have another version now, and as many rows as before."""
    connection.execute(
        update(table_sizes)
        .where(table_sizes.c.table_id == table.id, table_sizes.c.data_version == table.data_version)
        .values(data_version=data_version)
    )


def of_tables(connection: Connection, records: Sequence[TableRecord]) -> list[int | None]:
    """The noisy sizes of tables as their data are now, in rows; None where one was not released."""
    query = (
        select(table_sizes.c.table_id, table_sizes.c.data_version, releases.c.noisy)
        .join(releases, releases.c.charge_id == table_sizes.c.charge_id)
        .where(table_sizes.c.table_id.in_([each.id for each in records]))
    )
    found = {
        (row.table_id, row.data_version): int(row.noisy[0]) for row in connection.execute(query)
    }
    return [found.get((each.id, each.data_version)) for each in records]


def unmeasured(connection: Connection) -> list[tuple[int, str, str, int]]:
    """Charges for sizes that bought nothing yet: the database and the name of each living table, and the charge."""
    query = (
        select(databases.c.id, databases.c.name, tables.c.name, table_sizes.c.charge_id)
        .select_from(table_sizes)
        .join(
            tables,
            and_(
                tables.c.id == table_sizes.c.table_id,
                tables.c.data_version == table_sizes.c.data_version,
                tables.c.dropped_at.is_(None),
            ),
        )
        .join(databases, databases.c.id == tables.c.database_id)
        .outerjoin(releases, releases.c.charge_id == table_sizes.c.charge_id)
        .where(releases.c.charge_id.is_(None))
    )
    return [(row[0], row[1], row[2], row[3]) for row in connection.execute(query)]
