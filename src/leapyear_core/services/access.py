"""Who may do what: one table, from the operations of the contract to those who may do them, and what holds to it.

A role is checked before a request is read (`check`). What a caller may do with a database was granted, and is decided
where the database is looked for (`find_database`), in the transaction that goes on to use it. Whom a user, a group or a
job is about is decided where these are looked for, in their services.

What a caller may not see does not exist for them: hidden and absent give one answer, by the same steps, and a list
shows no gap. That is why looking and permitting are one function here: no thing is found first and refused later.
"""

from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from types import MappingProxyType
from typing import Protocol

from attrs import evolve, frozen
from sqlalchemy import Connection

from leapyear_core.catalog import databases, tables, views, visible
from leapyear_core.catalog.databases import DatabaseRecord
from leapyear_core.catalog.tables import TableRecord
from leapyear_core.catalog.views import ViewRecord
from leapyear_core.model.access import (
    ColumnLevel,
    DatabaseLevel,
    TableGrants,
    on_table,
    widest_on_column,
)
from leapyear_core.model.errors import (
    AttributeNotFound,
    DatabaseNotFound,
    InvalidExpression,
    PermissionDenied,
    TableNotFound,
    TokenMissing,
    ViewNotFound,
)
from leapyear_core.model.lineage import TableColumn
from leapyear_core.model.relations import Table, tables_of
from leapyear_core.model.schemas import schema_of
from leapyear_core.model.trees import read_relation
from leapyear_core.model.types import Column, schema_of_columns


class Who(Enum):
    """Who may do an operation. Administrators of the server may do every one, with everything."""

    ANYONE = "anyone, without a token"
    USER = "every user; a list shows what the user may see"
    ONESELF = "the user, or a member of the group, that it is about; of a job, who asked for it"
    ONESELF_WHO_SEES = "who asked for the job, for as long as they see its database"
    SEES_DATABASE = "who sees the database; of it, what they see"
    ONESELF_IN_DATABASE = "who sees the database, about themselves and their groups; its administrators, about everyone"
    ADMINISTERS_DATABASE = "administrators of the database"
    ADMINISTRATOR = "administrators of the server alone"


ACCESS: Mapping[str, Who] = MappingProxyType(
    {
        "login": Who.ANYONE,
        "login_with_assertion": Who.ANYONE,
        "logout": Who.USER,
        "get_version": Who.ANYONE,
        "get_health": Who.ANYONE,
        "get_current_user": Who.USER,
        "list_users": Who.ADMINISTRATOR,
        "create_user": Who.ADMINISTRATOR,
        "get_user": Who.ONESELF,
        "update_user": Who.ONESELF,
        "delete_user": Who.ADMINISTRATOR,
        "list_keys": Who.ONESELF,
        "create_key": Who.ONESELF,
        "delete_key": Who.ONESELF,
        "list_groups": Who.USER,
        "create_group": Who.ADMINISTRATOR,
        "get_group": Who.ONESELF,
        "update_group": Who.ADMINISTRATOR,
        "delete_group": Who.ADMINISTRATOR,
        "list_databases": Who.USER,
        "create_database": Who.ADMINISTRATOR,
        "get_database": Who.SEES_DATABASE,
        "update_database": Who.ADMINISTERS_DATABASE,
        "delete_database": Who.ADMINISTRATOR,
        "get_privacy_limit": Who.SEES_DATABASE,
        "set_privacy_limit": Who.ADMINISTERS_DATABASE,
        "list_subject_limits": Who.ADMINISTERS_DATABASE,
        "get_subject_limit": Who.ONESELF_IN_DATABASE,
        "set_subject_limit": Who.ADMINISTERS_DATABASE,
        "delete_subject_limit": Who.ADMINISTERS_DATABASE,
        "list_tables": Who.SEES_DATABASE,
        "create_table": Who.ADMINISTERS_DATABASE,
        "get_table": Who.SEES_DATABASE,
        "update_table": Who.ADMINISTERS_DATABASE,
        "delete_table": Who.ADMINISTERS_DATABASE,
        "list_slices": Who.ADMINISTERS_DATABASE,
        "add_slice": Who.ADMINISTERS_DATABASE,
        "refresh_table": Who.ADMINISTERS_DATABASE,
        "list_views": Who.ADMINISTERS_DATABASE,
        "create_view": Who.ADMINISTERS_DATABASE,
        "get_view": Who.SEES_DATABASE,
        "update_view": Who.ADMINISTERS_DATABASE,
        "delete_view": Who.ADMINISTERS_DATABASE,
        "list_subject_access": Who.ONESELF,
        "list_database_access": Who.ADMINISTERS_DATABASE,
        "get_database_access": Who.ONESELF_IN_DATABASE,
        "set_database_access": Who.ADMINISTERS_DATABASE,
        "list_table_access": Who.ADMINISTERS_DATABASE,
        "get_table_access": Who.ONESELF_IN_DATABASE,
        "set_table_access": Who.ADMINISTERS_DATABASE,
        "list_privacy_profiles": Who.USER,
        "create_privacy_profile": Who.ADMINISTRATOR,
        "get_privacy_profile": Who.USER,
        "update_privacy_profile": Who.ADMINISTRATOR,
        "delete_privacy_profile": Who.ADMINISTRATOR,
        "get_relation_schema": Who.SEES_DATABASE,
        "run_analysis": Who.SEES_DATABASE,
        "price_analysis": Who.SEES_DATABASE,
        "get_analysis_cache": Who.USER,
        "clear_analysis_cache": Who.USER,
        "list_persisted_relations": Who.USER,
        "persist_relation": Who.SEES_DATABASE,
        "delete_persisted_relation": Who.ONESELF,
        "delete_persisted_relations": Who.USER,
        "list_jobs": Who.USER,
        "get_job": Who.ONESELF,
        "get_job_result": Who.ONESELF_WHO_SEES,
        "cancel_job": Who.ONESELF,
    }
)


class Asker(Protocol):
    """One who wants something: a caller, or the user whom a job belongs to."""

    @property
    def user_id(self) -> int:
        """Who it is."""

    @property
    def is_administrator(self) -> bool:
        """Whether they administer the server."""


@frozen
class SeenDatabase:
    """A database that somebody sees.

    Attributes
    ----------
    level
        The widest that they were granted on it; nothing, where they were granted columns of it alone.
    """

    record: DatabaseRecord
    level: DatabaseLevel

    @property
    def is_administered(self) -> bool:
        """Whether they administer it."""
        return self.level >= DatabaseLevel.ADMINISTER


@frozen
class SeenTable:
    """A table that somebody sees: as it is, and with those of its columns alone that they see.

    Attributes
    ----------
    grants
        What they, and their groups, were granted on it.
    """

    whole: TableRecord
    record: TableRecord
    grants: tuple[TableGrants, ...]

    def is_exact(self, column: str) -> bool:
        """Whether they may see exact values of a column, which they see."""
        return self.whole.is_public or widest_on_column(self.grants, column) >= ColumnLevel.FULL


@frozen
class SeenView:
    """A view that somebody sees, and its attributes."""

    record: ViewRecord
    columns: tuple[Column, ...]


def check(operation: str, asker: Asker | None) -> None:
    """Let one pass whose role will do, as far as the role alone decides.

    Raises
    ------
    TokenMissing
        If the operation needs a user.
    PermissionDenied
        If it needs an administrator of the server.
    """
    who = ACCESS[operation]
    if who is Who.ANYONE:
        return
    if asker is None:
        raise TokenMissing("this operation needs a token: log in first")
    if who is Who.ADMINISTRATOR and not asker.is_administrator:
        raise PermissionDenied("only administrators may do this")


def find_database(connection: Connection, asker: Asker, operation: str, name: str) -> SeenDatabase:
    """The database of that name, for an operation on it.

    Raises
    ------
    DatabaseNotFound
        If there is none that they see.
    PermissionDenied
        If the operation needs an administrator of the database.
    """
    if asker.is_administrator:
        record = databases.find(connection, name)
        found = None if record is None else (record, DatabaseLevel.ADMINISTER)
    else:
        found = visible.find_database(connection, name, asker.user_id)
    if found is None:
        raise database_not_found(name)
    seen = SeenDatabase(*found)
    if ACCESS[operation] is Who.ADMINISTERS_DATABASE and not seen.is_administered:
        raise PermissionDenied(f"only administrators of the database {name!r} may do this")
    return seen


def check_sees(connection: Connection, asker: Asker, database_id: int, name: str) -> None:
    """See whether somebody sees a database, or still does.

    Raises
    ------
    DatabaseNotFound
        If not.
    """
    if asker.is_administrator:
        record = databases.find_by_id(connection, database_id)
        is_seen = record is not None and record.dropped_at is None
    else:
        is_seen = visible.find_database_by_id(connection, database_id, asker.user_id) is not None
    if not is_seen:
        raise database_not_found(name)


def page_of_databases(
    connection: Connection, asker: Asker, *, after: str | None, limit: int
) -> list[DatabaseRecord]:
    """Up to `limit` databases that somebody sees, in the order of their names, from behind the name `after`."""
    where = None if asker.is_administrator else visible.databases_of(asker.user_id)
    return databases.page(connection, after=after, limit=limit, where=where)


def find_table(
    connection: Connection, asker: Asker, database: SeenDatabase, name: str
) -> SeenTable:
    """The table of that name in a database.

    Raises
    ------
    TableNotFound
        If there is none that they see.
    """
    where = (
        None
        if database.level >= DatabaseLevel.COMPUTE
        else visible.tables_of(asker.user_id, database.record.id)
    )
    whole = tables.find(connection, database.record.id, name, where=where)
    if whole is None:
        raise table_not_found(database.record.name, name)
    (grants,) = _grants_on(connection, asker, database, [whole])
    return SeenTable(whole, _with_columns_seen(whole, grants), grants)


def page_of_tables(
    connection: Connection, asker: Asker, database: SeenDatabase, *, after: str | None, limit: int
) -> list[TableRecord]:
    """Up to `limit` tables that somebody sees, with the columns that they see; as `page_of_databases`."""
    where = (
        None
        if database.level >= DatabaseLevel.COMPUTE
        else visible.tables_of(asker.user_id, database.record.id)
    )
    found = tables.page(connection, database.record.id, after=after, limit=limit, where=where)
    grants = _grants_on(connection, asker, database, found)
    return list(map(_with_columns_seen, found, grants))


def find_view(connection: Connection, asker: Asker, database: SeenDatabase, name: str) -> SeenView:
    """The view of that name in a database.

    A view grants nothing: it is there for those who see every column that it reads, and for administrators of the
    database.

    Raises
    ------
    ViewNotFound
        If there is none that they see.
    """
    record = views.find(connection, database.record.id, name)
    # No view has the id 0: what is not there takes the same steps as what is.
    made_of = tables.of_view(connection, 0 if record is None else record.id)
    if not (asker.is_administrator or database.is_administered):
        made_of = _seen_in_view(connection, asker, database, record, made_of)
    found = {Table(database.record.name, table.name): table for table in made_of}
    if record is None or not tables_of(read_relation(record.relation)) <= set(found):
        raise view_not_found(database.record.name, name)
    try:
        return _view(record, found)
    except (AttributeNotFound, InvalidExpression):
        # It made sense when it was made. Without a column that they do not see, tables of a union may differ.
        raise view_not_found(database.record.name, name) from None


def page_of_views(
    connection: Connection, database: SeenDatabase, *, after: str | None, limit: int
) -> list[SeenView]:
    """Up to `limit` views of a database, for one who administers it; as `page_of_databases`."""
    found = []
    for record in views.page(connection, database.record.id, after=after, limit=limit):
        made_of = {
            Table(database.record.name, table.name): table
            for table in tables.of_view(connection, record.id)
        }
        found.append(_view(record, made_of))
    return found


def _view(record: ViewRecord, made_of: Mapping[Table, TableRecord]) -> SeenView:
    schema = schema_of(
        read_relation(record.relation),
        {name: schema_of_columns(table.columns) for name, table in made_of.items()},
        {name: table.contribution for name, table in made_of.items()},
    )
    return SeenView(record, tuple(Column(name, given) for name, given in schema.items()))


def _seen_in_view(
    connection: Connection,
    asker: Asker,
    database: SeenDatabase,
    record: ViewRecord | None,
    made_of: Sequence[TableRecord],
) -> list[TableRecord]:
    """Those of the tables of a view that somebody sees, with those of their columns."""
    database_id, user_id = database.record.id, asker.user_id
    view_id = 0 if record is None else record.id
    columns = visible.columns_of_view(connection, database_id, view_id, user_id)
    levels = visible.levels(connection, database_id, user_id)
    seen = []
    for table in made_of:
        grants = tuple(on_table(levels, columns[table.id]).values())
        narrowed = _with_columns_seen(table, grants)
        if database.level >= DatabaseLevel.COMPUTE or narrowed.columns:
            seen.append(narrowed)
    return seen


def database_not_found(name: str) -> DatabaseNotFound:
    """The one answer for a database that is hidden, and for one that is not there."""
    return DatabaseNotFound(f"there is no database {name!r}: check its name")


def table_not_found(database: str, name: str) -> TableNotFound:
    """The one answer for a table that is hidden, and for one that is not there."""
    return TableNotFound(f"there is no table {name!r} in the database {database!r}: check its name")


def view_not_found(database: str, name: str) -> ViewNotFound:
    """The one answer for a view that is hidden, and for one that is not there."""
    return ViewNotFound(f"there is no view {name!r} in the database {database!r}: check its name")


def check_exact(tables: Mapping[Table, SeenTable], read: Collection[TableColumn]) -> None:
    """See whether somebody may have the exact answer to a question that reads these columns.

    They need full access to each of them, and to at least one column of each table. With one column they know how many
    rows there are: it is null in so many, and it is not in so many. So that a table of which no column is read tells them
    nothing new.

    Raises
    ------
    PermissionDenied
        If they may not.
    """
    for name, table in sorted(tables.items(), key=lambda item: str(item[0])):
        columns = sorted(each.column for each in read if each.table == name)
        if lacking := [column for column in columns if not table.is_exact(column)]:
            raise PermissionDenied(
                f"an exact answer needs full access to the column {lacking[0]!r} of {name}: leave out precise, or ask the"
                " administrator for it"
            )
        if not columns and not any(table.is_exact(column.name) for column in table.record.columns):
            raise PermissionDenied(
                f"an exact answer needs full access to a column of {name}: leave out precise, or ask the administrator for"
                " it"
            )


def _grants_on(
    connection: Connection, asker: Asker, database: SeenDatabase, records: Sequence[TableRecord]
) -> list[tuple[TableGrants, ...]]:
    """What somebody and their groups were granted on each of these tables of a database."""
    alike: list[tuple[TableGrants, ...]] = [(TableGrants(database.level),)] * len(records)
    if asker.is_administrator or not records:
        return alike
    # Their own grants and those of their groups: to be all of these subjects is to have the widest of them.
    database_id, user_id = database.record.id, asker.user_id
    columns = visible.columns(connection, database_id, [each.id for each in records], user_id)
    if not any(columns.values()):
        # The usual case. Nothing is granted on columns, so what is granted on the database holds for all of them.
        return alike
    levels = visible.levels(connection, database_id, user_id)
    return [tuple(on_table(levels, columns[record.id]).values()) for record in records]


def _with_columns_seen(record: TableRecord, grants: tuple[TableGrants, ...]) -> TableRecord:
    """A table with those of its columns alone that one who has these grants sees."""
    if not any(each.columns for each in grants):
        return record
    seen = tuple(
        column
        for column in record.columns
        if widest_on_column(grants, column.name) > ColumnLevel.NONE
    )
    return evolve(record, columns=seen)
