"""Queries of users and of the tokens that they gave back."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from attrs import field, frozen
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from leapyear_core.catalog.schema import revoked_tokens, users
from leapyear_core.catalog.store import new_id


@frozen
class UserRecord:
    """One who may log in, or could once."""

    id: int
    username: str
    password_hash: str = field(repr=False)
    is_administrator: bool
    token_generation: int
    created_at: datetime
    dropped_at: datetime | None


def find(connection: Connection, username: str) -> UserRecord | None:
    """The living user of that name."""
    query = select(users).where(users.c.username == username, users.c.dropped_at.is_(None))
    return _record(connection.execute(query).one_or_none())


def find_by_id(connection: Connection, user_id: int) -> UserRecord | None:
    """The living user with that id."""
    query = select(users).where(users.c.id == user_id, users.c.dropped_at.is_(None))
    return _record(connection.execute(query).one_or_none())


def usernames(connection: Connection, user_ids: Sequence[int]) -> dict[int, str]:
    """The names of users by their ids, of the dropped as well."""
    query = select(users.c.id, users.c.username).where(users.c.id.in_(user_ids))
    return {row.id: row.username for row in connection.execute(query)}


def ids(connection: Connection, names: Collection[str]) -> dict[str, int]:
    """The ids of the living users with these names, by the names."""
    query = select(users.c.username, users.c.id).where(
        users.c.username.in_(names), users.c.dropped_at.is_(None)
    )
    return {row.username: row.id for row in connection.execute(query)}


def page(connection: Connection, *, after: str | None, limit: int) -> list[UserRecord]:
    """Up to `limit` living users in the order of their names, from behind the name `after`."""
    query = (
        select(users).where(users.c.dropped_at.is_(None)).order_by(users.c.username).limit(limit)
    )
    if after is not None:
        query = query.where(users.c.username > after)
    return [UserRecord(**row._mapping) for row in connection.execute(query)]


def exist(connection: Connection) -> bool:
    """Whether there ever was a user."""
    return connection.execute(select(users.c.id).limit(1)).first() is not None


def add(
    connection: Connection,
    *,
    username: str,
    password_hash: str,
    is_administrator: bool,
    created_at: datetime,
) -> int:
    """Add a user and give its id.

    Raises
    ------
    sqlalchemy.exc.IntegrityError
        If a living user has the name.
    """
    statement = insert(users).values(
        username=username,
        password_hash=password_hash,
        is_administrator=is_administrator,
        token_generation=0,
        created_at=created_at,
    )
    return new_id(connection.execute(statement))


def change(connection: Connection, user_id: int, **values: Any) -> None:
    """Set columns of a user."""
    connection.execute(update(users).where(users.c.id == user_id).values(**values))


def administrators(connection: Connection) -> int:
    """How many living administrators there are."""
    query = select(func.count()).where(users.c.is_administrator, users.c.dropped_at.is_(None))
    return connection.execute(query).scalar_one()


def revoke_token(connection: Connection, token_id: str, *, expires_at: datetime) -> None:
    """Remember that a token was given back. Doing so again does nothing."""
    if not is_revoked(connection, token_id):
        statement = insert(revoked_tokens).values(token_id=token_id, expires_at=expires_at)
        connection.execute(statement)


def is_revoked(connection: Connection, token_id: str) -> bool:
    """Whether the token was given back."""
    query = select(revoked_tokens.c.token_id).where(revoked_tokens.c.token_id == token_id)
    return connection.execute(query).first() is not None


def forget_expired_tokens(connection: Connection, now: datetime) -> None:
    """Forget the tokens that are refused for their age anyway."""
    connection.execute(delete(revoked_tokens).where(revoked_tokens.c.expires_at <= now))


def _record(row: Row[Any] | None) -> UserRecord | None:
    return None if row is None else UserRecord(**row._mapping)
