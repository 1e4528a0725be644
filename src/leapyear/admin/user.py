"""Users: those who may log in."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import ClassVar, Self

from leapyear._connection import Connection, current
from leapyear._mapping import LazyMapping
from leapyear._names import USERNAME, check_username, is_name
from leapyear._records import UserRecord
from leapyear._refusals import invalid_request
from leapyear.admin._kept import kept
from leapyear.admin._resource import Resource
from leapyear.exceptions import UserNotFound

_LONGEST_PASSWORD = 1024


class User(Resource[UserRecord]):
    """One who may log in.

    Parameters
    ----------
    username
        Up to 64 letters, digits and any of ``_ . @ + -``.
    password
        Needed to make a user, and forgotten as soon as that is done.
    is_administrator
        Whether the user may administer the server.

    Examples
    --------
    >>> User("ada", "correct horse")
    <User ada>
    """

    _noun = "user"
    _changeable: ClassVar = ("password", "is_administrator")

    def __init__(
        self, username: str, password: str | None = None, is_administrator: bool = False
    ) -> None:
        super().__init__(check_username(username))
        self._password = None if password is None else _checked_password(password)
        self._is_administrator = _checked_flag(is_administrator)

    @property
    def username(self) -> str:
        """The name, under which the user logs in."""
        return self._name

    @property
    def is_administrator(self) -> bool:
        """Whether the user may administer the server."""
        return self._record.is_administrator if self._record else self._is_administrator

    @property
    def created_at(self) -> dt.datetime | None:
        """When the user was made; None before the server was asked."""
        return self._record.created_at if self._record else None

    @classmethod
    def all(cls) -> Iterator["User"]:
        """The users of the server, in the order of their names. Administrators only.

        Raises
        ------
        NotConnected
            If there is no connection.
        """
        return iter(users_of(current()).load().values())

    @classmethod
    def _from_record(cls, record: UserRecord, connection: Connection) -> Self:
        return cls(record.username)._bind(connection, record)

    def _bind(self, connection: Connection, record: UserRecord | None) -> Self:
        self._password = None  # the server has it now
        return super()._bind(connection, record)

    def _fetch(self, connection: Connection) -> UserRecord:
        return connection.server.get_user(self.username, self._record)

    def _create_on(self, connection: Connection) -> UserRecord:
        if self._password is None:
            raise invalid_request(
                f"user {self.username!r} needs a password: User({self.username!r}, password)"
            )
        return connection.server.create_user(self.username, self._password, self._is_administrator)

    def _update_on(self, connection: Connection, changes: dict[str, object]) -> UserRecord:
        password = _checked_password(changes["password"]) if "password" in changes else None
        flag = _checked_flag(changes["is_administrator"]) if "is_administrator" in changes else None
        try:
            return connection.server.update_user(self.username, password, flag)
        finally:
            # Who is no administrator any more, or has just become one, sees other things.
            if flag is not None and self.username == connection.username:
                connection.forget()

    def _drop_on(self, connection: Connection) -> None:
        from leapyear.admin.group import groups_of

        try:
            connection.server.delete_user(self.username)
        finally:
            groups_of(connection).forget_where(lambda group: self.username in group.members)

    def _forget_on(self, connection: Connection) -> None:
        users_of(connection).forget(self.username)
        if self.username == connection.username:
            connection.forget("current_user")

    def _html_row(self) -> Mapping[str, object]:
        return {"administrator": "yes" if self.is_administrator else "no"}


def _checked_password(password: object) -> str:
    # Checked here so that it is never the server that refuses it, in words which may quote it.
    if not isinstance(password, str):
        raise TypeError(f"a password is a string, not {type(password).__name__}")
    if not 1 <= len(password) <= _LONGEST_PASSWORD:
        raise invalid_request(
            f"a password has 1 to {_LONGEST_PASSWORD} characters, not {len(password)}"
        )
    return password


def _checked_flag(flag: object) -> bool:
    if not isinstance(flag, bool):
        raise TypeError(f"is_administrator is True or False, not {type(flag).__name__}")
    return flag


def users_of(connection: Connection) -> LazyMapping[User]:
    """The users of a server, kept with the connection."""
    return kept(
        connection,
        ("users",),
        ("user", f"on {connection.url}"),
        User._from_record,
        get=lambda name: connection.server.get_user(name),
        list_page=lambda limit, cursor: connection.server.list_users(limit, cursor),
        missing=UserNotFound,
        is_name=lambda name: is_name(name, USERNAME),
    )


def current_user_of(connection: Connection) -> User:
    """The user who is logged in, kept with the connection."""
    return connection.cached(
        ("current_user",), lambda: User._from_record(connection.server.current_user(), connection)
    )
