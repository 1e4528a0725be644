"""Grants: who was granted what on databases and columns, and what it comes to.

Administrators of a database see and set what anybody was granted on it, so they may name anybody: that a user or a group
of a name is there is told to them. They name columns that they may not ask about themselves, too. Others see what they
themselves and their groups were granted.
"""

from collections.abc import Mapping, Sequence

from attrs import frozen
from sqlalchemy import Connection

from leapyear_core.catalog import grants as records
from leapyear_core.catalog import groups as group_records
from leapyear_core.catalog import users as user_records
from leapyear_core.catalog.store import Catalog
from leapyear_core.catalog.tables import TableRecord
from leapyear_core.model.access import (
    ColumnLevel,
    DatabaseLevel,
    Holder,
    Subject,
    SubjectKind,
    TableGrants,
    on_table,
    widest_on_column,
)
from leapyear_core.model.errors import AttributeNotFound, InvalidRequest
from leapyear_core.services import access, paging
from leapyear_core.services.access import SeenDatabase
from leapyear_core.services.groups import known as known_group
from leapyear_core.services.groups import living as living_group
from leapyear_core.services.paging import Page, decode_name, page_of
from leapyear_core.services.sessions import Caller
from leapyear_core.services.users import user_not_found

#: More columns than this are not listed on one page: a thousand subjects of ten thousand columns would be gigabytes.
_COLUMNS_OF_PAGE = 100_000


@frozen
class DatabaseAccess:
    """What a subject was granted on a database, and what it comes to with the grants of their groups."""

    subject: Subject
    database: str
    granted: DatabaseLevel
    effective: DatabaseLevel


@frozen
class ColumnAccess:
    """What a subject was granted on a column itself, if anything, and what all comes to."""

    column: str
    granted: ColumnLevel | None
    effective: ColumnLevel


@frozen
class TableAccess:
    """What a subject was granted on the columns of a table."""

    subject: Subject
    database: str
    table: str
    columns: tuple[ColumnAccess, ...]


class Grants:
    """What was granted in a Core."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def on_database(
        self, caller: Caller, database: str, kind: SubjectKind, name: str
    ) -> DatabaseAccess:
        """What a subject may do with a database.

        Raises
        ------
        DatabaseNotFound, UserNotFound, GroupNotFound
            If there is no such thing that the caller may know of.
        """
        with self._catalog.read() as connection:
            seen = access.find_database(connection, caller, "get_database_access", database)
            subject = find_subject(connection, caller, kind, name, knows_all=seen.is_administered)
            return _on_databases(connection, {seen.record.id: seen.record.name}, [subject])[0]

    def set_on_database(
        self, caller: Caller, database: str, kind: SubjectKind, name: str, level: DatabaseLevel
    ) -> DatabaseAccess:
        """Grant a subject access to a database; nothing takes the grant back.

        Raises
        ------
        DatabaseNotFound, UserNotFound, GroupNotFound
            If there is no such thing.
        PermissionDenied
            If the caller does not administer the database.
        """
        with self._catalog.write() as connection:
            seen = access.find_database(connection, caller, "set_database_access", database)
            subject = find_subject(connection, caller, kind, name, knows_all=True)
            records.set_on_database(connection, subject.holder, seen.record.id, level)
            return _on_databases(connection, {seen.record.id: seen.record.name}, [subject])[0]

    def page_of_database(
        self, caller: Caller, database: str, *, limit: int, cursor: str | None
    ) -> Page[DatabaseAccess]:
        """What was granted on a database itself, in the order of the kinds and names of the subjects.

        Raises
        ------
        DatabaseNotFound, PermissionDenied
            If the caller does not administer the database, or does not see it.
        """
        after = decode_subject(cursor)
        with self._catalog.read() as connection:
            seen = access.find_database(connection, caller, "list_database_access", database)
            found = records.subjects(connection, seen.record.id, None, after=after, limit=limit + 1)
            accesses = _on_databases(connection, {seen.record.id: seen.record.name}, found)
        return page_of(accesses, limit, lambda each: key_of_subject(each.subject))

    def page_of_subject(
        self, caller: Caller, kind: SubjectKind, name: str, *, limit: int, cursor: str | None
    ) -> Page[DatabaseAccess]:
        """What a subject was granted on databases themselves, in the order of their names.

        Whoever asks for themselves or for a group of theirs sees each of these databases, for this very grant.

        Raises
        ------
        UserNotFound, GroupNotFound
            If there is no such subject that the caller may know of.
        """
        after = decode_name(cursor)
        with self._catalog.read() as connection:
            subject = find_subject(
                connection, caller, kind, name, knows_all=caller.is_administrator
            )
            found = records.databases_of(
                connection,
                subject.holder,
                after=after,
                limit=limit + 1,
            )
            accesses = _on_databases(connection, found, [subject])
        return page_of(accesses, limit, lambda each: each.database)

    def on_table(
        self, caller: Caller, database: str, table: str, kind: SubjectKind, name: str
    ) -> TableAccess:
        """What a subject may do with the columns of a table; with those that the caller may know of.

        Raises
        ------
        DatabaseNotFound, TableNotFound, UserNotFound, GroupNotFound
            If there is no such thing that the caller may know of.
        """
        with self._catalog.read() as connection:
            seen = access.find_database(connection, caller, "get_table_access", database)
            there = access.find_table(connection, caller, seen, table)
            subject = find_subject(connection, caller, kind, name, knows_all=seen.is_administered)
            shown = there.whole if seen.is_administered else there.record
            return _on_table(connection, seen, shown, [subject])[0]

    def set_on_table(
        self,
        caller: Caller,
        database: str,
        table: str,
        kind: SubjectKind,
        name: str,
        levels: Sequence[tuple[str, ColumnLevel]],
    ) -> TableAccess:
        """Say what a subject is granted on the columns of a table; on those left out, nothing by itself.

        Raises
        ------
        DatabaseNotFound, TableNotFound, UserNotFound, GroupNotFound, AttributeNotFound
            If there is no such thing.
        InvalidRequest
            If a column is named twice.
        PermissionDenied
            If the caller does not administer the database.
        """
        with self._catalog.write() as connection:
            seen = access.find_database(connection, caller, "set_table_access", database)
            whole = access.find_table(connection, caller, seen, table).whole
            subject = find_subject(connection, caller, kind, name, knows_all=True)
            records.set_on_table(
                connection,
                subject.holder,
                seen.record.id,
                whole.id,
                _by_column(whole, levels),
            )
            return _on_table(connection, seen, whole, [subject])[0]

    def page_of_table(
        self, caller: Caller, database: str, table: str, *, limit: int, cursor: str | None
    ) -> Page[TableAccess]:
        """What was granted on a table's database or columns, in the order of the subjects.

        Raises
        ------
        DatabaseNotFound, TableNotFound, PermissionDenied
            If there is no such thing, or the caller does not administer the database.
        """
        after = decode_subject(cursor)
        with self._catalog.read() as connection:
            seen = access.find_database(connection, caller, "list_table_access", database)
            whole = access.find_table(connection, caller, seen, table).whole
            limit = max(1, min(limit, _COLUMNS_OF_PAGE // len(whole.columns)))
            found = records.subjects(
                connection, seen.record.id, whole.id, after=after, limit=limit + 1
            )
            accesses = _on_table(connection, seen, whole, found)
        return page_of(accesses, limit, lambda each: key_of_subject(each.subject))


def find_subject(
    connection: Connection, caller: Caller, kind: SubjectKind, name: str, *, knows_all: bool
) -> Subject:
    """The subject of that name.

    Parameters
    ----------
    knows_all
        Whether the caller may know of every one; else of themselves and of their groups.
    """
    if kind is SubjectKind.GROUP:
        find = (
            living_group(connection, name) if knows_all else known_group(connection, caller, name)
        )
        return Subject(kind, find.id, name)
    if not knows_all and name != caller.username:
        raise user_not_found(name)
    user = user_records.find(connection, name)
    if user is None:
        raise user_not_found(name)
    return Subject(kind, user.id, name, user.is_administrator)


def _on_databases(
    connection: Connection, databases: Mapping[int, str], subjects: Sequence[Subject]
) -> list[DatabaseAccess]:
    """What each of some subjects may do with each of some databases, which are given as names by ids."""
    granted = records.on_databases(connection, databases, **_ids(subjects))
    selves = _selves(connection, subjects)
    nothing = DatabaseLevel.NONE
    return [
        DatabaseAccess(
            subject,
            name,
            granted[database_id].get(subject.holder, nothing),
            DatabaseLevel.ADMINISTER
            if subject.is_administrator
            else max(granted[database_id].get(each, nothing) for each in selves[subject.holder]),
        )
        for database_id, name in databases.items()
        for subject in subjects
    ]


def _on_table(
    connection: Connection, seen: SeenDatabase, table: TableRecord, subjects: Sequence[Subject]
) -> list[TableAccess]:
    """What subjects may do with the columns of a table."""
    ids = _ids(subjects)
    granted = on_table(
        records.on_databases(connection, [seen.record.id], **ids)[seen.record.id],
        records.on_tables(connection, [table.id], **ids)[table.id],
    )
    selves = _selves(connection, subjects)
    accesses = []
    for subject in subjects:
        theirs = [granted[each] for each in selves[subject.holder] if each in granted]
        own = granted.get(subject.holder, TableGrants())
        columns = tuple(
            ColumnAccess(
                column.name,
                own.columns.get(column.name),
                ColumnLevel.FULL
                if subject.is_administrator
                else widest_on_column(theirs, column.name),
            )
            for column in table.columns
        )
        accesses.append(TableAccess(subject, seen.record.name, table.name, columns))
    return accesses


def _ids(subjects: Sequence[Subject]) -> dict[str, list[int]]:
    """The arguments by which queries of grants know subjects."""
    return {
        "user_ids": [each.id for each in subjects if each.kind is SubjectKind.USER],
        "group_ids": [each.id for each in subjects if each.kind is SubjectKind.GROUP],
    }


def _selves(connection: Connection, subjects: Sequence[Subject]) -> dict[Holder, list[Holder]]:
    """The subjects that each of some subjects is: itself, and a user's groups."""
    groups = group_records.memberships(connection, _ids(subjects)["user_ids"])
    return {
        subject.holder: [
            subject.holder,
            *(
                (SubjectKind.GROUP, each)
                for each in (groups[subject.id] if subject.kind is SubjectKind.USER else ())
            ),
        ]
        for subject in subjects
    }


def _by_column(
    table: TableRecord, levels: Sequence[tuple[str, ColumnLevel]]
) -> dict[str, ColumnLevel]:
    """The levels by the names of columns that the table has."""
    names = {column.name for column in table.columns}
    by_column: dict[str, ColumnLevel] = {}
    for name, level in levels:
        if name not in names:
            raise AttributeNotFound(
                f"the table {table.name!r} has no column {name!r}: check its name"
            )
        if name in by_column:
            raise InvalidRequest(f"the column {name!r} is named twice: say once what is granted")
        by_column[name] = level
    return by_column


def key_of_subject(subject: Subject) -> list[str]:
    """What a cursor behind a subject holds."""
    return [subject.kind.value, subject.name]


def decode_subject(cursor: str | None) -> tuple[str, str] | None:
    """The kind and the name of the subject that a cursor holds."""
    if cursor is None:
        return None
    match paging.decode(cursor):
        case [str(kind), str(name)] if kind in set(SubjectKind) and name.isascii():
            return kind, name
        case _:
            raise paging.bad_cursor()
