"""Queries of groups and of who is in them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, delete, insert, select, update

from leapyear_core.catalog.schema import group_members, groups, users
from leapyear_core.catalog.store import new_id


@frozen
class GroupRecord:
    """Users, taken together."""

    id: int
    name: str
    description: str | None
    created_at: datetime
    dropped_at: datetime | None


def find(connection: Connection, name: str, *, member: int | None = None) -> GroupRecord | None:
    """The living group of that name; only if this user is in it, where one is named."""
    query = select(groups).where(groups.c.name == name, groups.c.dropped_at.is_(None))
    if member is not None:
        query = query.where(groups.c.id.in_(of_user(member)))
    row = connection.execute(query).one_or_none()
    return None if row is None else GroupRecord(**row._mapping)


def page(
    connection: Connection, *, member: int | None, after: str | None, limit: int
) -> list[GroupRecord]:
    """Up to `limit` living groups in the order of their names, from behind the name `after`.

    Parameters
    ----------
    member
        Only those that this user is in; None for all.
    """
    query = select(groups).where(groups.c.dropped_at.is_(None)).order_by(groups.c.name).limit(limit)
    if member is not None:
        query = query.where(groups.c.id.in_(of_user(member)))
    if after is not None:
        query = query.where(groups.c.name > after)
    return [GroupRecord(**row._mapping) for row in connection.execute(query)]


def of_user(user_id: int) -> Any:
    """A query of the ids of the groups that a user is in, to be part of another one."""
    return select(group_members.c.group_id).where(group_members.c.user_id == user_id)


def members(connection: Connection, group_ids: Collection[int]) -> dict[int, list[str]]:
    """The names of those who are in groups, in order, by the ids of the groups."""
    query = (
        select(group_members.c.group_id, users.c.username)
        .join(users, users.c.id == group_members.c.user_id)
        .where(group_members.c.group_id.in_(group_ids))
        .order_by(users.c.username)
    )
    found: dict[int, list[str]] = {group_id: [] for group_id in group_ids}
    for row in connection.execute(query):
        found[row.group_id].append(row.username)
    return found


def memberships(connection: Connection, user_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """The ids of the groups that users are in, by the ids of the users."""
    query = select(group_members).where(group_members.c.user_id.in_(user_ids))
    found: dict[int, set[int]] = defaultdict(set)
    for row in connection.execute(query):
        found[row.user_id].add(row.group_id)
    return {user_id: frozenset(found[user_id]) for user_id in user_ids}


def add(connection: Connection, *, name: str, description: str | None, created_at: datetime) -> int:
    """Add a group and give its id.

    Raises
    ------
    sqlalchemy.exc.IntegrityError
        If a living group has the name.
    """
    statement = insert(groups).values(name=name, description=description, created_at=created_at)
    return new_id(connection.execute(statement))


def change(connection: Connection, group_id: int, **values: Any) -> None:
    """Set columns of a group."""
    connection.execute(update(groups).where(groups.c.id == group_id).values(**values))


def set_members(connection: Connection, group_id: int, user_ids: Collection[int]) -> None:
    """Say who is in a group."""
    connection.execute(delete(group_members).where(group_members.c.group_id == group_id))
    if user_ids:
        rows = [{"group_id": group_id, "user_id": user_id} for user_id in user_ids]
        connection.execute(insert(group_members), rows)


def leave_all(connection: Connection, user_id: int) -> None:
    """Take a user out of all groups."""
    connection.execute(delete(group_members).where(group_members.c.user_id == user_id))
