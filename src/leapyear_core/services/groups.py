"""Groups: users, taken together.

Whoever is no administrator sees the groups that they are in, and in these nobody but themselves: that there are other
users is not for them to know.
"""

from collections.abc import Collection, Sequence

from attrs import frozen
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from leapyear_core.catalog import grants, groups, users
from leapyear_core.catalog.groups import GroupRecord
from leapyear_core.catalog.store import Catalog
from leapyear_core.model.access import SubjectKind
from leapyear_core.model.errors import AlreadyExists, GroupNotFound
from leapyear_core.services.clocks import Clock, utc_now
from leapyear_core.services.paging import Page, decode_name, page_of
from leapyear_core.services.sessions import Caller
from leapyear_core.services.users import user_not_found


@frozen
class Group:
    """A group, and the names of those in it whom one may know of."""

    record: GroupRecord
    members: tuple[str, ...]


class Groups:
    """The groups of a Core."""

    def __init__(self, catalog: Catalog, clock: Clock = utc_now) -> None:
        self._catalog = catalog
        self._clock = clock

    def create(
        self, name: str, *, description: str | None = None, members: Collection[str] = ()
    ) -> Group:
        """Create a group.

        Raises
        ------
        UserNotFound
            If a member is not there.
        AlreadyExists
            If the name is taken.
        """
        try:
            with self._catalog.write() as connection:
                user_ids = _ids(connection, members)
                group_id = groups.add(
                    connection, name=name, description=description, created_at=self._clock()
                )
                groups.set_members(connection, group_id, user_ids)
                return _whole(connection, living(connection, name))
        except IntegrityError:
            raise AlreadyExists(f"there is a group {name!r} already") from None

    def page(self, caller: Caller, *, limit: int, cursor: str | None) -> Page[Group]:
        """The groups that the caller may know of, in the order of their names."""
        after = decode_name(cursor)
        with self._catalog.read() as connection:
            found = groups.page(connection, member=_member(caller), after=after, limit=limit + 1)
            shown = _as_seen_by(connection, caller, found)
        return page_of(shown, limit, lambda group: group.record.name)

    def get(self, caller: Caller, name: str) -> Group:
        """The group of that name.

        Raises
        ------
        GroupNotFound
            If there is none that the caller may know of.
        """
        with self._catalog.read() as connection:
            (shown,) = _as_seen_by(connection, caller, [known(connection, caller, name)])
            return shown

    def update(
        self, name: str, *, description: str | None = None, members: Collection[str] | None = None
    ) -> Group:
        """Set the description or all of the members of a group; None leaves them.

        Raises
        ------
        GroupNotFound, UserNotFound
            If there is no such thing.
        """
        with self._catalog.write() as connection:
            group = living(connection, name)
            if description is not None:
                groups.change(connection, group.id, description=description)
            if members is not None:
                groups.set_members(connection, group.id, _ids(connection, members))
            return _whole(connection, living(connection, name))

    def delete(self, name: str) -> None:
        """Delete a group. What was granted to it ends; its members stay users.

        Raises
        ------
        GroupNotFound
            If there is none.
        """
        with self._catalog.write() as connection:
            group = living(connection, name)
            grants.forget_holder(connection, (SubjectKind.GROUP, group.id))
            groups.set_members(connection, group.id, ())
            groups.change(connection, group.id, dropped_at=self._clock())


def living(connection: Connection, name: str) -> GroupRecord:
    """The group of that name, in a transaction.

    Raises
    ------
    GroupNotFound
        If there is none.
    """
    return _found(groups.find(connection, name), name)


def known(connection: Connection, caller: Caller, name: str) -> GroupRecord:
    """The group of that name, in a transaction, if the caller may know of it.

    Raises
    ------
    GroupNotFound
        If not, or if there is none.
    """
    return _found(groups.find(connection, name, member=_member(caller)), name)


def _found(group: GroupRecord | None, name: str) -> GroupRecord:
    if group is None:
        raise GroupNotFound(f"there is no group {name!r}: check its name")
    return group


def _member(caller: Caller) -> int | None:
    """Whose groups the caller may know of; None for all."""
    return None if caller.is_administrator else caller.user_id


def _as_seen_by(
    connection: Connection, caller: Caller, found: Sequence[GroupRecord]
) -> list[Group]:
    if not caller.is_administrator:
        return [Group(group, (caller.username,)) for group in found]
    members = groups.members(connection, [group.id for group in found])
    return [Group(group, tuple(members[group.id])) for group in found]


def _whole(connection: Connection, group: GroupRecord) -> Group:
    return Group(group, tuple(groups.members(connection, [group.id])[group.id]))


def _ids(connection: Connection, usernames: Collection[str]) -> list[int]:
    """The ids of users, each once."""
    found = users.ids(connection, set(usernames))
    for username in usernames:
        if username not in found:
            raise user_not_found(username)
    return sorted(found.values())
