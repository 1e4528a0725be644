"""Queries of what a user sees, by what they and their groups were granted.

A user sees a database for a grant on it or on a column of it, and a table for a grant on its database or on a column of
it. All of it is decided inside of one query: what is there and hidden gives the same as what is not there, by the same
steps. Nor may the time of a query grow with what is hidden: with the tables of a database, with the grants of others. So
each query goes from the user, and from their groups, by way of the indexes that begin with these, and is written so that
no planner goes another way. The statements are made once, since to make one takes longer than to run it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Connection,
    Row,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    exists,
    func,
    null,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.sql.elements import ColumnElement

from leapyear_core.catalog.databases import DatabaseRecord
from leapyear_core.catalog.schema import (
    column_grants,
    database_grants,
    databases,
    group_members,
    tables,
    view_tables,
)
from leapyear_core.model.access import ColumnLevel, DatabaseLevel, Holder, SubjectKind

_USER: BindParameter[int] = bindparam("user_id")
_DATABASE: BindParameter[int] = bindparam("database_id")
_IN_GROUP = group_members.c.user_id == _USER
_THEIR_GROUPS = select(group_members.c.group_id).where(_IN_GROUP)


def _own_level(database_id: ColumnElement[int]) -> ScalarSelect[int]:
    """What the user was granted on a database."""
    granted = database_grants.c
    return (
        select(granted.level)
        .where(granted.user_id == _USER, granted.database_id == database_id)
        .scalar_subquery()
    )


def _level_of_group(database_id: ColumnElement[int]) -> ScalarSelect[int]:
    """What a group was granted on a database; to be asked of each group that the user is in."""
    granted = database_grants.c
    return (
        select(granted.level)
        .where(granted.group_id == group_members.c.group_id, granted.database_id == database_id)
        .correlate(group_members, databases)
        .scalar_subquery()
    )


def _is_granted_a_column(database_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the user or a group of theirs was granted a column of a database."""
    granted = column_grants.c
    is_any = and_(granted.database_id == database_id, granted.level > ColumnLevel.NONE)
    return or_(
        exists().where(granted.user_id == _USER, is_any),
        exists().where(granted.group_id.in_(_THEIR_GROUPS), is_any),
    )


def _found_by(condition: ColumnElement[bool]) -> Select[Any]:
    """The living database for which the condition is true, if the user sees it, with what they have on it."""
    own = _own_level(databases.c.id)
    through_groups = (
        select(func.max(_level_of_group(databases.c.id)))
        .select_from(group_members)
        .where(_IN_GROUP)
        .correlate(databases)
        .scalar_subquery()
    )
    return select(databases, own.label("own"), through_groups.label("through_groups")).where(
        condition,
        databases.c.dropped_at.is_(None),
        or_(own.is_not(None), through_groups.is_not(None), _is_granted_a_column(databases.c.id)),
    )


_BY_NAME = _found_by(databases.c.name == bindparam("wanted"))
_BY_ID = _found_by(databases.c.id == bindparam("wanted"))

_LEVELS = union_all(
    select(null().label("group_id"), _own_level(_DATABASE).label("level")),
    select(group_members.c.group_id, _level_of_group(_DATABASE)).where(_IN_GROUP),
)


def _columns_of(table_ids: Any) -> CompoundSelect[Any]:
    """What the user and each of their groups were granted on columns of these tables of a database."""
    granted = column_grants.c
    holders = (granted.user_id == _USER, granted.group_id.in_(_THEIR_GROUPS))
    # The sum keeps planners from the index of tables, which leads to the grants of everybody on them.
    is_on_them = (granted.table_id + 0).in_(table_ids)
    return union_all(
        *(
            select(granted.group_id, granted.table_id, granted.column_name, granted.level).where(
                holder, granted.database_id == _DATABASE, is_on_them
            )
            for holder in holders
        )
    )


_COLUMNS = _columns_of(bindparam("table_ids", expanding=True))
_COLUMNS_OF_VIEW = _columns_of(
    select(view_tables.c.table_id).where(view_tables.c.view_id == bindparam("view_id"))
)

#: What a user and each of their groups were granted on columns, by the ids of the tables.
Columns = dict[int, dict[Holder, dict[str, ColumnLevel]]]

_SEEN_DATABASES = union(
    select(database_grants.c.database_id).where(database_grants.c.user_id == _USER),
    select(database_grants.c.database_id).where(database_grants.c.group_id.in_(_THEIR_GROUPS)),
    *(
        select(column_grants.c.database_id).where(holder, column_grants.c.level > ColumnLevel.NONE)
        for holder in (
            column_grants.c.user_id == _USER,
            column_grants.c.group_id.in_(_THEIR_GROUPS),
        )
    ),
)

_SEEN_TABLES = union(
    *(
        select(column_grants.c.table_id).where(
            holder,
            column_grants.c.database_id == _DATABASE,
            column_grants.c.level > ColumnLevel.NONE,
        )
        for holder in (
            column_grants.c.user_id == _USER,
            column_grants.c.group_id.in_(_THEIR_GROUPS),
        )
    )
)


def find_database(
    connection: Connection, name: str, user_id: int
) -> tuple[DatabaseRecord, DatabaseLevel] | None:
    """The living database of that name, if the user sees it, and the widest level that they have on it."""
    return _find(connection, _BY_NAME, {"wanted": name, "user_id": user_id})


def find_database_by_id(
    connection: Connection, database_id: int, user_id: int
) -> tuple[DatabaseRecord, DatabaseLevel] | None:
    """The living database with that id, if the user sees it, and the widest level that they have on it."""
    return _find(connection, _BY_ID, {"wanted": database_id, "user_id": user_id})


def levels(connection: Connection, database_id: int, user_id: int) -> dict[Holder, DatabaseLevel]:
    """What the user and each of their groups were granted on a database itself."""
    values = {"database_id": database_id, "user_id": user_id}
    found: dict[Holder, DatabaseLevel] = {}
    for row in connection.execute(_LEVELS, values):
        if row.level is not None:
            found[_holder(row.group_id, user_id)] = DatabaseLevel(row.level)
    return found


def columns(
    connection: Connection, database_id: int, table_ids: Collection[int], user_id: int
) -> Columns:
    """What the user and each of their groups were granted on columns of tables of a database."""
    values = {"database_id": database_id, "table_ids": table_ids, "user_id": user_id}
    return _by_table(connection.execute(_COLUMNS, values), user_id)


def columns_of_view(
    connection: Connection, database_id: int, view_id: int, user_id: int
) -> Columns:
    """What the user and each of their groups were granted on columns of the tables that a view is made of."""
    values = {"database_id": database_id, "view_id": view_id, "user_id": user_id}
    return _by_table(connection.execute(_COLUMNS_OF_VIEW, values), user_id)


def _by_table(rows: Iterable[Row[Any]], user_id: int) -> Columns:
    found: Columns = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        granted = found[row.table_id][_holder(row.group_id, user_id)]
        granted[row.column_name] = ColumnLevel(row.level)
    return found


def databases_of(user_id: int) -> ColumnElement[bool]:
    """That a user sees the database, as a condition of other queries."""
    return databases.c.id.in_(_SEEN_DATABASES.params(user_id=user_id))


def tables_of(user_id: int, database_id: int) -> ColumnElement[bool]:
    """That a user was granted a column of the table of this database, as a condition of other queries."""
    return tables.c.id.in_(_SEEN_TABLES.params(user_id=user_id, database_id=database_id))


def _find(
    connection: Connection, statement: Select[Any], values: dict[str, int | str]
) -> tuple[DatabaseRecord, DatabaseLevel] | None:
    row = connection.execute(statement, values).one_or_none()
    if row is None:
        return None
    record = dict(row._mapping)
    widest = max(record.pop("own") or 0, record.pop("through_groups") or 0)
    return DatabaseRecord(**record), DatabaseLevel(widest)


def _holder(group_id: int | None, user_id: int) -> Holder:
    return (SubjectKind.USER, user_id) if group_id is None else (SubjectKind.GROUP, group_id)
