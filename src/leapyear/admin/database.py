"""Databases: tables under one privacy limit."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, Self

from leapyear._access import DatabaseAccessType, Subject
from leapyear._connection import Connection, current
from leapyear._exposure import DatabaseExposure, PrivacyLimitStatus, SubjectExposure
from leapyear._mapping import PAGE_SIZE, LazyMapping
from leapyear._names import check_name
from leapyear._privacy import PrivacyLimit, PrivacyProfileParams, checked_window
from leapyear._records import DatabaseRecord
from leapyear.admin._kept import kept
from leapyear.admin._resource import Resource, optional_text
from leapyear.admin.access import (
    AccessSubject,
    checked_database_access,
    may_be_oneself,
    subject_named,
    subject_or_oneself,
)
from leapyear.admin.group import groups_of
from leapyear.admin.profile import PrivacyProfile, name_of_profile, profiles_of
from leapyear.exceptions import DatabaseNotFound, InvalidJson, PermissionDenied

if TYPE_CHECKING:
    from leapyear.admin.table import Table
    from leapyear.admin.view import View


class Database(Resource[DatabaseRecord]):
    """Tables under one privacy limit.

    The limit holds for all users of the database together: what one learns is not learnt once more
    by another.

    Parameters
    ----------
    name
        Up to 64 letters, digits, ``_`` and ``-``, the first of them a letter or ``_``.
    description
        A text for people.
    privacy_profile
        Says how much one computation spends, unless it asks for an accuracy; its name will do.
        Without it: ``balanced``.
    privacy_limit
        The most that all answers together may tell of one record. Without it: that of the profile.
    db_id
        The number that the server knows it by. It is the server that gives it; leave it out.

    Examples
    --------
    >>> Database("tutorial", privacy_limit=PrivacyLimit(epsilon=3, delta=1e-6))
    <Database tutorial>
    """

    _noun = "database"
    _changeable: ClassVar = ("description", "privacy_profile", "privacy_limit")

    def __init__(
        self,
        name: str,
        *,
        description: str | None = None,
        privacy_profile: PrivacyProfile | str | None = None,
        privacy_limit: PrivacyLimit | None = None,
        db_id: int | None = None,
    ) -> None:
        super().__init__(check_name(name, self._noun))
        self._description = optional_text(description, "description") or None
        self._privacy_profile = (
            None if privacy_profile is None else name_of_profile(privacy_profile)
        )
        self._privacy_limit = None if privacy_limit is None else _checked_limit(privacy_limit)
        self._id = db_id

    @property
    def id(self) -> int | None:
        """A number that no other database ever had; None before the server was asked."""
        return self._record.id if self._record else self._id

    @property
    def description(self) -> str | None:
        """A text for people."""
        return self._record.description if self._record else self._description

    @property
    def privacy_profile(self) -> str | None:
        """The name of the privacy profile."""
        return self._record.privacy_profile if self._record else self._privacy_profile

    @property
    def privacy_params(self) -> PrivacyProfileParams | None:
        """What the privacy profile says; None before the server was asked for the database.

        It is read once with the profile, and kept with the connection.
        """
        if self._record is None:
            return None
        return profiles_of(self._connected())[self._record.privacy_profile].params

    @property
    def privacy_limit(self) -> PrivacyLimit | None:
        """The privacy limit when the database was read; `get_privacy_limit` asks anew."""
        return self._record.privacy_limit if self._record else self._privacy_limit

    @property
    def created_at(self) -> dt.datetime | None:
        """When it was made; None before the server was asked."""
        return self._record.created_at if self._record else None

    @property
    def tables(self) -> LazyMapping["Table"]:
        """The tables by name, read as they are asked for.

        Raises
        ------
        NotConnected
            If there is no connection.
        """
        from leapyear.admin.table import tables_of

        return tables_of(self._connected(), self.name)

    @property
    def views(self) -> LazyMapping["View"]:
        """The views by name, read as they are asked for. Its administrators see the list.

        Raises
        ------
        NotConnected
            If there is no connection.
        """
        from leapyear.admin.view import views_of

        return views_of(self._connected(), self.name)

    @classmethod
    def all(cls) -> Iterator["Database"]:
        """The databases of the server, in the order of their names.

        Raises
        ------
        NotConnected
            If there is no connection.
        """
        return iter(databases_of(current()).load().values())

    def get_privacy_limit(self) -> PrivacyLimit:
        """Ask the server for the privacy limit."""
        return self.exposure().limit

    def exposure(self) -> PrivacyLimitStatus:
        """Ask the server how much of the privacy limit is spent, and how much is left.

        Returns
        -------
        PrivacyLimitStatus
            The limit, and the exposures total, spent and left.

        Examples
        --------
        >>> count_rows(ds).run()
        200013
        >>> client.databases["clinic"].exposure()
        <PrivacyLimitStatus epsilon 3, delta 1e-06: 1.35 % spent, 98.65 % left>
        """
        return self._connected().server.get_privacy_limit(self.name)

    def set_privacy_limit(
        self,
        limit: PrivacyLimit,
        subject: AccessSubject | None = None,
        window_days: int | None = None,
    ) -> None:
        """Set the privacy limit. What was spent stays spent.

        Parameters
        ----------
        limit
            The most that all answers together may tell.
        subject
            A `User` or a `Group`, whose answers are meant: all of a group together. Its limit holds
            beside that of the database, and a question has to pass both. None is the database.
        window_days
            Count only what was spent in so many days, from 1 to 36,500, so that the limit fills up
            again. For subjects only: what all answers together tell does not fade.

        Raises
        ------
        DatabaseNotFound, UserNotFound, GroupNotFound
            If there is no such database or subject, or the user may not know of it.
        PermissionDenied
            If the user administers neither the server nor the database.

        Examples
        --------
        >>> month = PrivacyLimit(epsilon=1, delta=1e-6)
        >>> clinic.set_privacy_limit(month, User("ada"), window_days=30)
        >>> clinic.get_exposure(User("ada"))
        <SubjectExposure user ada: 0 % spent in 30 days, 13.2 % left>
        """
        if subject is None:
            if window_days is not None:
                raise TypeError(
                    "the limit of a database has no window: give a User or a Group, or leave out "
                    "window_days"
                )
            self.update(privacy_limit=limit)
            return
        named, days = subject_named(subject), checked_window(window_days)
        self._connected().server.set_subject_limit(self.name, named, _checked_limit(limit), days)

    def drop_privacy_limit(self, subject: AccessSubject) -> None:
        """Take the privacy limit of a user or a group away. That of the database holds as before.

        Raises
        ------
        DatabaseNotFound, UserNotFound, GroupNotFound
            If there is no such database or subject, or the user may not know of it.
        PermissionDenied
            If the user administers neither the server nor the database.
        """
        self._connected().server.delete_subject_limit(self.name, subject_named(subject))

    def get_exposure(self, subject: AccessSubject | None = None) -> SubjectExposure:
        """Ask the server what a user or a group has spent here, and the most that it may.

        Parameters
        ----------
        subject
            A `User` or a `Group`; None is the user who is logged in.

        Raises
        ------
        DatabaseNotFound, UserNotFound, GroupNotFound
            If there is no such database or subject, or the user may not know of it.

        Examples
        --------
        >>> clinic.get_exposure(Group("nurses"))
        <SubjectExposure group nurses: 0 % spent>
        """
        connection = self._connected()
        asked = subject_or_oneself(subject, connection)
        return connection.server.get_subject_limit(self.name, asked)

    def set_privacy_profile(self, profile: PrivacyProfile | str) -> None:
        """Set the privacy profile, for the analyses to come.

        Raises
        ------
        PrivacyProfileNotFound
            If the server has no such profile.
        PermissionDenied
            If the user is no administrator.
        """
        self.update(privacy_profile=profile)

    def get_access(self, subject: AccessSubject | None = None) -> DatabaseAccessType:
        """Ask the server what a user or a group may do with the database, all grants counted.

        Parameters
        ----------
        subject
            A `User` or a `Group`; None is the user who is logged in.

        Raises
        ------
        DatabaseNotFound, UserNotFound, GroupNotFound
            If there is no such database or subject, or the user may not know of it.

        Examples
        --------
        >>> client.databases["clinic"].get_access(User("ada"))
        DatabaseAccessType.COMPUTE
        """
        connection = self._connected()
        asked = subject_or_oneself(subject, connection)
        return connection.server.get_database_access(self.name, asked).effective

    def set_access(self, subject: AccessSubject, access: DatabaseAccessType) -> None:
        """Grant a user or a group access to the database, in place of what it was granted before.

        Parameters
        ----------
        subject
            A `User` or a `Group`.
        access
            What to grant. ``NO_ACCESS`` takes the grant back; what was granted on columns, and to
            the groups of a user, stays.

        Raises
        ------
        DatabaseNotFound, UserNotFound, GroupNotFound
            If there is no such database or subject, or the user may not know of it.
        PermissionDenied
            If the user administers neither the server nor the database.

        Examples
        --------
        >>> clinic.set_access(User("ada"), DatabaseAccessType.COMPUTE)
        """
        named, checked = subject_named(subject), checked_database_access(access)
        connection = self._connected()
        try:
            connection.server.set_database_access(self.name, named, checked)
        finally:
            # Which databases and columns one sees depends on what one was granted.
            if may_be_oneself(named, connection):
                self._forget_on(connection)

    @classmethod
    def _from_record(cls, record: DatabaseRecord, connection: Connection) -> Self:
        return cls(record.name)._bind(connection, record)

    def _fetch(self, connection: Connection) -> DatabaseRecord:
        return connection.server.get_database(self.name, self._record)

    def _create_on(self, connection: Connection) -> DatabaseRecord:
        return connection.server.create_database(
            self.name, self.description, self.privacy_profile, self.privacy_limit
        )

    def _update_on(self, connection: Connection, changes: dict[str, object]) -> DatabaseRecord:
        # All is checked before anything is sent: two requests are needed for what is one change to
        # the caller.
        limit = _checked_limit(changes["privacy_limit"]) if "privacy_limit" in changes else None
        profile = (
            _checked_profile(changes["privacy_profile"]) if "privacy_profile" in changes else None
        )
        description = (
            optional_text(changes["description"], "description")
            if "description" in changes
            else None
        )
        if limit is not None:
            connection.server.set_privacy_limit(self.name, limit)
        if description is None and profile is None:
            return self._fetch(connection)
        return connection.server.update_database(self.name, description, profile)

    def _drop_on(self, connection: Connection) -> None:
        connection.server.delete_database(self.name)

    def _forget_on(self, connection: Connection) -> None:
        databases_of(connection).forget(self.name)
        connection.forget("tables", self.name)
        connection.forget("views", self.name)

    def _html_row(self) -> Mapping[str, object]:
        return {
            "privacy profile": self.privacy_profile,
            "privacy limit": self.privacy_limit,
            "description": self.description,
        }


def _checked_limit(limit: object) -> PrivacyLimit:
    if not isinstance(limit, PrivacyLimit):
        raise TypeError(
            f"a privacy limit is PrivacyLimit(epsilon=3, delta=1e-6) for example, not {limit!r}"
        )
    return limit


def _checked_profile(profile: object) -> str:
    if not isinstance(profile, PrivacyProfile | str):
        raise TypeError(f"a privacy profile is given by its name, not as {type(profile).__name__}")
    return name_of_profile(profile)


def databases_of(connection: Connection) -> LazyMapping[Database]:
    """The databases of a server, kept with the connection."""
    return kept(
        connection,
        ("databases",),
        ("database", f"on {connection.url}"),
        Database._from_record,
        get=lambda name: connection.server.get_database(name),
        list_page=lambda limit, cursor: connection.server.list_databases(limit, cursor),
        missing=DatabaseNotFound,
    )


def exposure_of(connection: Connection, database: Database | str) -> DatabaseExposure:
    """What was spent in a database, and by whom, as far as the user may see it."""
    name = database.name if isinstance(database, Database) else check_name(database, Database._noun)
    server = connection.server
    own = server.get_subject_limit(name, Subject("user", connection.username))
    try:
        subjects = _all_subjects(connection, name)
    except PermissionDenied:
        subjects = (own, *_own_groups(connection, name))
    return DatabaseExposure(total=server.get_privacy_limit(name), own=own, subjects=subjects)


def _own_groups(connection: Connection, database: str) -> Iterator[SubjectExposure]:
    """The limits of the groups that the user is in: questions have to pass them as well."""
    for group in groups_of(connection).load():
        found = connection.server.get_subject_limit(database, Subject("group", group))
        if found.limit is not None:
            yield found


def _all_subjects(connection: Connection, database: str) -> tuple[SubjectExposure, ...]:
    found: list[SubjectExposure] = []
    cursor: str | None = None
    while True:
        page = connection.server.list_subject_limits(database, PAGE_SIZE, cursor)
        found += page.items
        if page.next_cursor is None:
            return tuple(found)
        if page.next_cursor == cursor:
            raise InvalidJson(f"the list of limits in the database {database!r} has no end")
        cursor = page.next_cursor
