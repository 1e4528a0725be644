"""Groups: users who are granted things together."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar, Self

from leapyear._connection import Connection, current
from leapyear._mapping import LazyMapping
from leapyear._names import check_name, check_username
from leapyear._records import GroupRecord
from leapyear.admin._kept import kept
from leapyear.admin._resource import Resource, optional_text
from leapyear.admin.user import User
from leapyear.exceptions import GroupNotFound


class Group(Resource[GroupRecord]):
    """Users, taken together. What is granted to a group, its members may do.

    Parameters
    ----------
    name
        Up to 64 letters, digits, ``_`` and ``-``, the first of them a letter or ``_``.
    members
        Its users, or their names. `update` sets them as a whole.
    description
        A text for people.

    Examples
    --------
    >>> Group("nurses", members=["ada", User("grace")]).members
    ('ada', 'grace')
    """

    _noun = "group"
    _changeable: ClassVar = ("description", "members")

    def __init__(
        self,
        name: str,
        members: Iterable[User | str] = (),
        *,
        description: str | None = None,
    ) -> None:
        super().__init__(check_name(name, self._noun))
        self._members = _checked_members(members)
        self._description = optional_text(description, "description") or None

    @property
    def members(self) -> tuple[str, ...]:
        """The names of its users."""
        return self._record.members if self._record else self._members

    @property
    def description(self) -> str | None:
        """A text for people."""
        return self._record.description if self._record else self._description

    @property
    def created_at(self) -> dt.datetime | None:
        """When it was made; None before the server was asked."""
        return self._record.created_at if self._record else None

    @classmethod
    def all(cls) -> Iterator["Group"]:
        """The groups of the server, in the order of their names.

        Administrators see every group, others those that they are in.

        Raises
        ------
        NotConnected
            If there is no connection.
        """
        return iter(groups_of(current()).load().values())

    @classmethod
    def _from_record(cls, record: GroupRecord, connection: Connection) -> Self:
        return cls(record.name)._bind(connection, record)

    def _fetch(self, connection: Connection) -> GroupRecord:
        return connection.server.get_group(self.name, self._record)

    def _create_on(self, connection: Connection) -> GroupRecord:
        return connection.server.create_group(self.name, self.description, self.members)

    def _update_on(self, connection: Connection, changes: dict[str, object]) -> GroupRecord:
        return connection.server.update_group(
            self.name,
            optional_text(changes["description"], "description")
            if "description" in changes
            else None,
            _checked_members(changes["members"]) if "members" in changes else None,
        )

    def _drop_on(self, connection: Connection) -> None:
        connection.server.delete_group(self.name)

    def _forget_on(self, connection: Connection) -> None:
        # Nothing else: groups are written by administrators of the server, and what those see does
        # not depend on their groups.
        groups_of(connection).forget(self.name)

    def _html_row(self) -> Mapping[str, object]:
        return {"members": ", ".join(self.members), "description": self.description}


def _checked_members(members: object) -> tuple[str, ...]:
    if isinstance(members, str | User) or not isinstance(members, Iterable):
        raise TypeError(f"members is a list of users or their names, not {type(members).__name__}")
    names: dict[str, None] = {}
    for member in members:
        if isinstance(member, Group):
            raise TypeError(f"the members of a group are users, and {member!r} is a group")
        names[member.username if isinstance(member, User) else check_username(member)] = None
    return tuple(names)


def groups_of(connection: Connection) -> LazyMapping[Group]:
    """The groups of a server, kept with the connection."""
    return kept(
        connection,
        ("groups",),
        ("group", f"on {connection.url}"),
        Group._from_record,
        get=lambda name: connection.server.get_group(name),
        list_page=lambda limit, cursor: connection.server.list_groups(limit, cursor),
        missing=GroupNotFound,
    )
