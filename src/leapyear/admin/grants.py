"""What was granted, to whom: for those who look after databases.

>>> for grant in all_access_on_database(client.databases["clinic"]):
...     print(grant.subject, grant.access)
<Group nurses> DatabaseAccessType.FULL
<User ada> DatabaseAccessType.COMPUTE

Users and groups are listed that were granted something themselves. What a user may do through a
group stands beside the group; ``Database.get_access`` counts it all.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from leapyear._access import ColumnAccessType, DatabaseAccessRecord, DatabaseAccessType
from leapyear._connection import Connection, connection_for
from leapyear._mapping import PAGE_SIZE, Columns
from leapyear._records import Page
from leapyear.admin.access import AccessSubject, subject_from, subject_named
from leapyear.admin.database import Database
from leapyear.admin.table import Table
from leapyear.exceptions import InvalidJson

__all__ = [
    "DatabaseAccess",
    "TableAccess",
    "all_access_on_database",
    "all_access_on_table",
    "all_database_accesses_for_subject",
]

T = TypeVar("T")


class DatabaseAccess(NamedTuple):
    """What was granted to a user or a group on a database.

    Attributes
    ----------
    subject
        The `User` or the `Group`.
    database
        The `Database`.
    access
        What was granted to the subject itself.
    """

    subject: AccessSubject
    database: Database
    access: DatabaseAccessType


class TableAccess(NamedTuple):
    """What a user or a group may do with the columns of a table.

    Attributes
    ----------
    subject
        The `User` or the `Group`.
    table
        The `Table`.
    columns
        What the subject may do with each column, all that holds for it counted: most columns are
        not granted by themselves but follow the database.
    """

    subject: AccessSubject
    table: Table
    columns: Mapping[str, ColumnAccessType]


def all_access_on_database(database: Database) -> list[DatabaseAccess]:
    """What was granted on a database, in the order of the subjects.

    Parameters
    ----------
    database
        The database.

    Returns
    -------
    list of DatabaseAccess
        One for each user and each group that was granted something on it.

    Raises
    ------
    DatabaseNotFound
        If there is no such database, or the user may not know of it.
    PermissionDenied
        If the user administers neither the server nor the database.
    """
    if not isinstance(database, Database):
        raise TypeError(f"a Database is expected, not {type(database).__name__}")
    connection = connection_for(database._connection)
    server = connection.server
    found = _all(lambda limit, cursor: server.list_database_access(database.name, limit, cursor))
    return [_database_access(record, connection) for record in found]


def all_access_on_table(table: Table) -> list[TableAccess]:
    """What may be done with the columns of a table, in the order of the subjects.

    Parameters
    ----------
    table
        The table.

    Returns
    -------
    list of TableAccess
        One for each user and each group that was granted something on the database or on a column.

    Raises
    ------
    TableNotFound, DatabaseNotFound
        If there is no such table, or the user may not know of it.
    PermissionDenied
        If the user administers neither the server nor the database.
    """
    if not isinstance(table, Table):
        raise TypeError(f"a Table is expected, not {type(table).__name__}")
    connection = connection_for(table._connection)
    server, database = connection.server, table.database.name
    found = _all(
        lambda limit, cursor: server.list_table_access(database, table.name, limit, cursor)
    )
    return [
        TableAccess(
            subject_from(record.subject, connection),
            table,
            Columns(f"table '{database}.{table.name}'", dict(record.effective)),
        )
        for record in found
    ]


def all_database_accesses_for_subject(subject: AccessSubject) -> list[DatabaseAccess]:
    """What was granted to a user or a group, database by database.

    Parameters
    ----------
    subject
        The user or the group.

    Returns
    -------
    list of DatabaseAccess
        One for each database on which the subject itself was granted something.

    Raises
    ------
    UserNotFound, GroupNotFound
        If there is no such user or group, or the user may not know of it.
    """
    named = subject_named(subject)
    connection = connection_for(subject._connection)
    server = connection.server
    found = _all(lambda limit, cursor: server.list_subject_access(named, limit, cursor))
    return [_database_access(record, connection) for record in found]


def _database_access(record: DatabaseAccessRecord, connection: Connection) -> DatabaseAccess:
    database = Database(record.database)
    database._connection = connection
    return DatabaseAccess(subject_from(record.subject, connection), database, record.granted)


def _all(list_page: Callable[[int, str | None], Page[T]]) -> Iterator[T]:
    cursor: str | None = None
    while True:
        page = list_page(PAGE_SIZE, cursor)
        yield from page.items
        if page.next_cursor is None:
            return
        if page.next_cursor == cursor:
            raise InvalidJson("the list of accesses has no end")
        cursor = page.next_cursor
