"""What the resources of a database have in common: tables and views."""

from collections.abc import Callable
from typing import Any

from leapyear._connection import Connection, connection_for, current
from leapyear._mapping import LazyMapping
from leapyear._names import check_name, check_qualified_name
from leapyear._records import Page
from leapyear.admin._kept import RecordT, ResourceT, kept
from leapyear.admin._resource import Resource
from leapyear.admin.database import Database, databases_of
from leapyear.exceptions import DatabaseNotFound, NotFound


class InDatabase(Resource[RecordT]):
    """A resource that belongs to a database.

    Parameters
    ----------
    name
        Its name there.
    database
        The database, or its name.
    """

    def __init__(self, name: str, database: Database | str) -> None:
        super().__init__(check_name(name, self._noun))
        if isinstance(database, Database):
            self._database = database.name
            self._connection = database._connection
        else:
            self._database = check_name(database, Database._noun)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._database}.{self._name}>"

    @property
    def database(self) -> Database:
        """The database that it belongs to."""
        database = Database(self._database)
        database._connection = self._connection
        return database


def located(given: object, kind: type[InDatabase[Any]]) -> tuple[Connection, str, str]:
    """A connection, and the names of a database and of what is in it, of one or of ``"database.name"``."""
    if isinstance(given, kind):
        return connection_for(given._connection), given._database, given.name
    return current(), *check_qualified_name(given, kind._noun)


def kept_in_database(
    connection: Connection,
    database: str,
    noun: str,
    made: Callable[[RecordT, Connection], ResourceT],
    *,
    get: Callable[[str], RecordT],
    list_page: Callable[[int, str | None], Page[RecordT]],
    missing: type[NotFound],
) -> LazyMapping[ResourceT]:
    """The resources of one kind that a database has; see `kept`."""

    def record_of(name: str) -> RecordT:
        try:
            return get(name)
        except DatabaseNotFound:
            databases_of(connection).forget(database)
            databases_of(connection)[database]  # raises it too, and names those that look like it
            raise

    title = noun, f"in database {database!r} on {connection.url}"
    return kept(
        connection,
        (f"{noun}s", database),
        title,
        made,
        get=record_of,
        list_page=list_page,
        missing=missing,
    )
