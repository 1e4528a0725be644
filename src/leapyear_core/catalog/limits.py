"""Queries of the privacy limits that users and groups have in databases, and of what each of them has spent.

What a group has spent is what those have who are in it now.
"""

from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import (
    Connection,
    Row,
    Select,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    union,
)

from leapyear_core.catalog.schema import charges, group_members, groups, subject_limits, users
from leapyear_core.model.access import Holder, Subject, SubjectKind


@frozen
class LimitRecord:
    """The most that a subject may spend in a database.

    Attributes
    ----------
    limit_nano
        In nano-units of the definition of the database.
    window_days
        Only what was spent in so many days counts; None for all that ever was.
    """

    database_id: int
    user_id: int | None
    group_id: int | None
    epsilon: float
    delta: float
    limit_nano: int
    window_days: int | None

    @property
    def holder(self) -> Holder:
        """Whose limit it is."""
        if self.user_id is not None:
            return SubjectKind.USER, self.user_id
        assert self.group_id is not None
        return SubjectKind.GROUP, self.group_id


def put(connection: Connection, record: LimitRecord) -> None:
    """Set the limit of a subject in a database."""
    remove(connection, record.database_id, record.holder)
    connection.execute(
        insert(subject_limits).values(
            database_id=record.database_id,
            user_id=record.user_id,
            group_id=record.group_id,
            epsilon=record.epsilon,
            delta=record.delta,
            limit_nano=record.limit_nano,
            window_days=record.window_days,
        )
    )


def remove(connection: Connection, database_id: int, holder: Holder) -> None:
    """Let a subject have no limit of its own in a database."""
    connection.execute(
        delete(subject_limits).where(
            subject_limits.c.database_id == database_id, _column_of(holder) == holder[1]
        )
    )


def find(connection: Connection, database_id: int, holder: Holder) -> LimitRecord | None:
    """The limit of a subject in a database."""
    query = _LIMITS.where(
        subject_limits.c.database_id == database_id, _column_of(holder) == holder[1]
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else _record(row)


def binding(connection: Connection, database_id: int, user_id: int) -> list[LimitRecord]:
    """The limits that a user has to keep to in a database: their own, and those of their groups."""
    theirs = select(group_members.c.group_id).where(group_members.c.user_id == user_id)
    query = _LIMITS.where(
        subject_limits.c.database_id == database_id,
        or_(subject_limits.c.user_id == user_id, subject_limits.c.group_id.in_(theirs)),
    ).order_by(subject_limits.c.id)
    return [_record(row) for row in connection.execute(query)]


def name_of_group(connection: Connection, group_id: int) -> str:
    """What a group is called that has a limit."""
    query = select(groups.c.name).where(groups.c.id == group_id)
    return str(connection.execute(query).scalar_one())


def spent_nano(
    connection: Connection, database_id: int, holder: Holder, since: datetime | None
) -> int:
    """What a subject has spent in a database since a moment, or ever, in nano-units of the definition of the database."""
    kind, holder_id = holder
    query = select(func.coalesce(func.sum(charges.c.exposure_nano), 0)).where(
        charges.c.database_id == database_id
    )
    if kind is SubjectKind.USER:
        query = query.where(charges.c.user_id == holder_id)
    else:
        members = select(group_members.c.user_id).where(group_members.c.group_id == holder_id)
        query = query.where(charges.c.user_id.in_(members))
    if since is not None:
        query = query.where(charges.c.created_at > since)
    return int(connection.execute(query).scalar_one())


def subjects(
    connection: Connection, database_id: int, *, after: tuple[str, str] | None, limit: int
) -> list[Subject]:
    """Up to `limit` subjects who have a limit in a database, and users who have spent there.

    In the order of their kinds and names, from behind the kind and name `after`.
    """
    limited = select(subject_limits.c.user_id).where(subject_limits.c.database_id == database_id)
    spent = select(charges.c.user_id).where(
        charges.c.database_id == database_id, charges.c.exposure_nano > 0
    )
    in_limits = select(subject_limits.c.group_id).where(subject_limits.c.database_id == database_id)
    found = union(
        select(literal("user").label("kind"), users.c.id, users.c.username.label("name")).where(
            users.c.dropped_at.is_(None), or_(users.c.id.in_(limited), users.c.id.in_(spent))
        ),
        select(literal("group"), groups.c.id, groups.c.name).where(
            groups.c.dropped_at.is_(None), groups.c.id.in_(in_limits)
        ),
    ).subquery()
    query = select(found).order_by(found.c.kind, found.c.name).limit(limit)
    if after is not None:
        query = query.where(tuple_(found.c.kind, found.c.name) > after)
    return [Subject(SubjectKind(row.kind), row.id, row.name) for row in connection.execute(query)]


_LIMITS: Select[Any] = select(
    subject_limits.c.database_id,
    subject_limits.c.user_id,
    subject_limits.c.group_id,
    subject_limits.c.epsilon,
    subject_limits.c.delta,
    subject_limits.c.limit_nano,
    subject_limits.c.window_days,
)


def _record(row: Row[Any]) -> LimitRecord:
    return LimitRecord(**row._mapping)


def _column_of(holder: Holder) -> Any:
    return subject_limits.c.user_id if holder[0] is SubjectKind.USER else subject_limits.c.group_id
