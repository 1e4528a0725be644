"""Who may do what: subjects, and the accesses that they are granted.

Two rules, for databases and for columns alike. `set_access` says what a subject is granted itself,
in place of what it was granted there before. `get_access` tells what it may do, all that holds for
it counted: what its groups were granted, what the database gives for a column that was not granted
by itself, and that administrators may do everything. The widest of it holds, so that the second may
be more than the first.

Nothing of this is kept: others change it, and what one may do had better not be an old story.
"""

from collections.abc import Mapping
from typing import TypeAlias

from leapyear._access import ColumnAccessType, DatabaseAccessType, Subject
from leapyear._connection import Connection
from leapyear._names import check_attribute_name
from leapyear.admin.group import Group
from leapyear.admin.user import User

#: Who can be granted something.
AccessSubject: TypeAlias = User | Group


def subject_named(subject: object) -> Subject:
    """The subject that a user or a group is.

    Raises
    ------
    TypeError
        If it is neither. A name alone will not do, since a user and a group may have the same.
    """
    match subject:
        case User():
            return Subject("user", subject.username)
        case Group():
            return Subject("group", subject.name)
        case str():
            raise TypeError(
                f"who is {subject!r}? Give User({subject!r}) or Group({subject!r}): a user and a "
                "group may have the same name"
            )
        case _:
            raise TypeError(f"access is that of a User or a Group, not of {type(subject).__name__}")


def subject_or_oneself(subject: object, connection: Connection) -> Subject:
    """The subject that a user or a group is; the user who is logged in, where there is none."""
    return Subject("user", connection.username) if subject is None else subject_named(subject)


def subject_from(subject: Subject, connection: Connection) -> AccessSubject:
    """The user or the group that a subject is; nothing is asked of the server."""
    found = User(subject.name) if subject.kind == "user" else Group(subject.name)
    found._connection = connection
    return found


def may_be_oneself(subject: Subject, connection: Connection) -> bool:
    """Whether what is granted to a subject may be granted to the user who is logged in."""
    return subject.kind == "group" or subject.name == connection.username


def checked_database_access(access: object) -> DatabaseAccessType:
    """An access to a database.

    Raises
    ------
    TypeError
        If it is none.
    """
    if not isinstance(access, DatabaseAccessType):
        raise TypeError(
            f"access to a database is one of {_listed(DatabaseAccessType)}, not {access!r}"
        )
    return access


def checked_column_access(access: object) -> dict[str, ColumnAccessType]:
    """Accesses to columns, by the names of these.

    Raises
    ------
    TypeError
        If they are none.
    InvalidRequest
        If a name can be that of no column.
    """
    if not isinstance(access, Mapping):
        raise TypeError(
            "access to a table is given column by column, {'age': ColumnAccessType.COMPUTE} for "
            f"example, not as {access!r}"
        )
    for column, one in access.items():
        check_attribute_name(column)
        if not isinstance(one, ColumnAccessType):
            raise TypeError(
                f"access to the column {column!r} is one of {_listed(ColumnAccessType)}, not "
                f"{one!r}"
            )
    return dict(access)


def _listed(kind: type[DatabaseAccessType] | type[ColumnAccessType]) -> str:
    return ", ".join(map(str, kind))
