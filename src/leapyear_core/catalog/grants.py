"""Queries of grants: who was granted what, by ids.

What grants come to is told by `leapyear_core.model.access`, and what a user sees for them by
`leapyear_core.catalog.visible`.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    Table,
    delete,
    insert,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.sql.elements import ColumnElement

from leapyear_core.catalog.schema import (
    column_grants,
    database_grants,
    databases,
    group_members,
    groups,
    users,
)
from leapyear_core.model.access import ColumnLevel, DatabaseLevel, Holder, Subject, SubjectKind


def set_on_database(
    connection: Connection, holder: Holder, database_id: int, level: DatabaseLevel
) -> None:
    """Say what a subject is granted on a database; nothing takes the grant back."""
    granted = database_grants.c
    connection.execute(
        delete(database_grants).where(
            _held(database_grants, holder), granted.database_id == database_id
        )
    )
    if level > DatabaseLevel.NONE:
        values = {_column_of(holder): holder[1], "database_id": database_id, "level": level}
        connection.execute(insert(database_grants).values(values))


def set_on_table(
    connection: Connection,
    holder: Holder,
    database_id: int,
    table_id: int,
    levels: Mapping[str, ColumnLevel],
) -> None:
    """Say what a subject is granted on the columns of a table, all of them at once."""
    granted = column_grants.c
    connection.execute(
        delete(column_grants).where(_held(column_grants, holder), granted.table_id == table_id)
    )
    rows = [
        {
            _column_of(holder): holder[1],
            "database_id": database_id,
            "table_id": table_id,
            "column_name": name,
            "level": level,
        }
        for name, level in levels.items()
    ]
    if rows:
        connection.execute(insert(column_grants), rows)


def on_databases(
    connection: Connection,
    database_ids: Collection[int],
    *,
    user_ids: Collection[int] = (),
    group_ids: Collection[int] = (),
) -> dict[int, dict[Holder, DatabaseLevel]]:
    """What users, the groups that they are in, and groups were granted on databases, by the ids of these."""
    query = select(database_grants).where(
        database_grants.c.database_id.in_(database_ids),
        _held_by(database_grants, user_ids, group_ids),
    )
    found: dict[int, dict[Holder, DatabaseLevel]] = {each: {} for each in database_ids}
    for row in connection.execute(query):
        found[row.database_id][_holder(row)] = DatabaseLevel(row.level)
    return found


def on_tables(
    connection: Connection,
    table_ids: Collection[int],
    *,
    user_ids: Collection[int] = (),
    group_ids: Collection[int] = (),
) -> dict[int, dict[Holder, dict[str, ColumnLevel]]]:
    """What users, the groups that they are in, and groups were granted on columns, by the ids of the tables."""
    query = select(column_grants).where(
        column_grants.c.table_id.in_(table_ids), _held_by(column_grants, user_ids, group_ids)
    )
    found: dict[int, dict[Holder, dict[str, ColumnLevel]]] = {
        each: defaultdict(dict) for each in table_ids
    }
    for row in connection.execute(query):
        found[row.table_id][_holder(row)][row.column_name] = ColumnLevel(row.level)
    return found


def subjects(
    connection: Connection,
    database_id: int,
    table_id: int | None,
    *,
    after: tuple[str, str] | None,
    limit: int,
) -> list[Subject]:
    """Up to `limit` subjects with a grant on a database, or on columns of a table, where one is named.

    In the order of their kinds and names, from behind the kind and the name `after`.
    """
    both = union_all(
        select(
            literal(SubjectKind.GROUP.value).label("kind"),
            groups.c.id,
            groups.c.name,
            literal(value=False).label("is_administrator"),
        ).where(groups.c.id.in_(_holders("group_id", database_id, table_id))),
        select(
            literal(SubjectKind.USER.value), users.c.id, users.c.username, users.c.is_administrator
        ).where(users.c.id.in_(_holders("user_id", database_id, table_id))),
    ).subquery()
    query = select(both).order_by(both.c.kind, both.c.name).limit(limit)
    if after is not None:
        query = query.where(tuple_(both.c.kind, both.c.name) > tuple_(*map(literal, after)))
    return [
        Subject(SubjectKind(row.kind), row.id, row.name, bool(row.is_administrator))
        for row in connection.execute(query)
    ]


def databases_of(
    connection: Connection,
    holder: Holder,
    *,
    after: str | None,
    limit: int,
) -> dict[int, str]:
    """Up to `limit` databases that a subject has a grant on: names by ids, in the order of the names."""
    query = (
        select(databases.c.id, databases.c.name)
        .join(database_grants, database_grants.c.database_id == databases.c.id)
        .where(_held(database_grants, holder))
        .order_by(databases.c.name)
        .limit(limit)
    )
    if after is not None:
        query = query.where(databases.c.name > after)
    return {row.id: row.name for row in connection.execute(query)}


def forget_holder(connection: Connection, holder: Holder) -> None:
    """Take back all that a subject was granted."""
    for table in (database_grants, column_grants):
        connection.execute(delete(table).where(_held(table, holder)))


def forget_database(connection: Connection, database_id: int) -> None:
    """Take back all that was granted on a database and its columns."""
    for table in (database_grants, column_grants):
        connection.execute(delete(table).where(table.c.database_id == database_id))


def forget_table(connection: Connection, table_id: int) -> None:
    """Take back all that was granted on the columns of a table."""
    connection.execute(delete(column_grants).where(column_grants.c.table_id == table_id))


def _holders(subject: str, database_id: int, table_id: int | None) -> Any:
    """A query of the ids of those who have a grant on a database, or on columns of a table of it."""
    granted: Select[Any] = select(database_grants.c[subject]).where(
        database_grants.c.database_id == database_id, database_grants.c[subject].is_not(None)
    )
    if table_id is None:
        return granted
    return granted.union(
        select(column_grants.c[subject]).where(
            column_grants.c.table_id == table_id, column_grants.c[subject].is_not(None)
        )
    )


def _column_of(holder: Holder) -> str:
    return "user_id" if holder[0] is SubjectKind.USER else "group_id"


def _held(table: Table, holder: Holder) -> ColumnElement[bool]:
    return table.c[_column_of(holder)] == holder[1]


def _held_by(
    table: Table, user_ids: Collection[int], group_ids: Collection[int]
) -> ColumnElement[bool]:
    """Whether a grant is one of these users', one of their groups', or one of these groups'."""
    theirs = select(group_members.c.group_id).where(group_members.c.user_id.in_(user_ids))
    return or_(
        table.c.user_id.in_(user_ids),
        table.c.group_id.in_(theirs),
        table.c.group_id.in_(group_ids),
    )


def _holder(row: Row[Any]) -> Holder:
    if row.user_id is not None:
        return SubjectKind.USER, row.user_id
    return SubjectKind.GROUP, row.group_id
