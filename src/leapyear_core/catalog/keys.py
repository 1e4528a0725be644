"""Queries of the keys that users log in with, and of the assertions that were used."""

from datetime import datetime

from attrs import frozen
from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from leapyear_core.catalog.schema import used_assertions, user_keys, users


@frozen
class KeyRecord:
    """A public key of a user.

    Attributes
    ----------
    id
        The number of the row: the order in which keys were registered.
    key_id
        What the key is called in paths and in assertions.
    """

    id: int
    user_id: int
    key_id: str
    name: str
    public_key: str
    created_at: datetime


def find(connection: Connection, user_id: int, key_id: str) -> KeyRecord | None:
    """The key of a user with that id."""
    return _one(connection, user_keys.c.user_id == user_id, user_keys.c.key_id == key_id)


def find_named(connection: Connection, user_id: int, name: str) -> KeyRecord | None:
    """The key of a user with that name."""
    return _one(connection, user_keys.c.user_id == user_id, user_keys.c.name == name)


def find_for_login(connection: Connection, username: str, key_id: str) -> KeyRecord | None:
    """The key with that id of the living user of that name: one query, whichever of them there is not."""
    query = (
        select(user_keys)
        .join(users, users.c.id == user_keys.c.user_id)
        .where(
            users.c.username == username,
            users.c.dropped_at.is_(None),
            user_keys.c.key_id == key_id,
        )
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else KeyRecord(**row._mapping)


def page(connection: Connection, user_id: int, *, after: int, limit: int) -> list[KeyRecord]:
    """Up to `limit` keys of a user, oldest first, from behind the one with the number `after`."""
    query = (
        select(user_keys)
        .where(user_keys.c.user_id == user_id, user_keys.c.id > after)
        .order_by(user_keys.c.id)
        .limit(limit)
    )
    return [KeyRecord(**row._mapping) for row in connection.execute(query)]


def count(connection: Connection, user_id: int) -> int:
    """How many keys a user has."""
    query = select(func.count()).where(user_keys.c.user_id == user_id)
    return connection.execute(query).scalar_one()


def add(
    connection: Connection,
    *,
    user_id: int,
    key_id: str,
    name: str,
    public_key: str,
    created_at: datetime,
) -> None:
    """Add a key.

    Raises
    ------
    sqlalchemy.exc.IntegrityError
        If the user has it already, or another one of that name.
    """
    statement = insert(user_keys).values(
        user_id=user_id, key_id=key_id, name=name, public_key=public_key, created_at=created_at
    )
    connection.execute(statement)


def remove(connection: Connection, user_id: int, key_id: str) -> bool:
    """Remove a key of a user; whether there was one."""
    statement = delete(user_keys).where(
        user_keys.c.user_id == user_id, user_keys.c.key_id == key_id
    )
    return connection.execute(statement).rowcount > 0


def remove_all(connection: Connection, user_id: int) -> None:
    """Remove all keys of a user."""
    connection.execute(delete(user_keys).where(user_keys.c.user_id == user_id))


def is_used(connection: Connection, digest: str) -> bool:
    """Whether the assertion was used."""
    query = select(used_assertions.c.digest).where(used_assertions.c.digest == digest)
    return connection.execute(query).first() is not None


def use(connection: Connection, digest: str, *, expires_at: datetime) -> None:
    """Remember that an assertion was used.

    Raises
    ------
    sqlalchemy.exc.IntegrityError
        If it was used before.
    """
    connection.execute(insert(used_assertions).values(digest=digest, expires_at=expires_at))


def forget_expired_assertions(connection: Connection, now: datetime) -> None:
    """Forget the assertions that are refused for their age anyway."""
    connection.execute(delete(used_assertions).where(used_assertions.c.expires_at <= now))


def _one(connection: Connection, *conditions: ColumnElement[bool]) -> KeyRecord | None:
    row = connection.execute(select(user_keys).where(*conditions)).one_or_none()
    return None if row is None else KeyRecord(**row._mapping)
