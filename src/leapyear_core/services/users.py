"""Users: who they are, and the rules about them.

Whoever is no administrator sees no other users, not even that there are any; there is always an administrator; a new
password ends all tokens of its user.
"""

from collections.abc import Callable

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from leapyear_core.catalog import grants, groups, keys, users
from leapyear_core.catalog.store import Catalog
from leapyear_core.catalog.users import UserRecord
from leapyear_core.model.access import SubjectKind
from leapyear_core.model.errors import (
    AlreadyExists,
    InvalidRequest,
    LastAdministrator,
    PermissionDenied,
    UserNotFound,
)
from leapyear_core.services.clocks import Clock, utc_now
from leapyear_core.services.paging import Page, decode_name, page_of
from leapyear_core.services.passwords import Passwords
from leapyear_core.services.sessions import Caller, Sessions

#: ``/v1/users/me`` is whoever asks.
_RESERVED = "me"


class Users:
    """Those who may log in."""

    def __init__(
        self, catalog: Catalog, passwords: Passwords, sessions: Sessions, clock: Clock = utc_now
    ) -> None:
        self._catalog = catalog
        self._passwords = passwords
        self._sessions = sessions
        self._clock = clock

    def create_first(self, username: str, password: Callable[[], str]) -> str | None:
        """Create an administrator where there never was a user, and give the password; else None."""
        with self._catalog.read() as connection:
            if users.exist(connection):
                return None
        chosen = password()
        self.create(username, chosen, is_administrator=True)
        return chosen

    def create(self, username: str, password: str, *, is_administrator: bool) -> UserRecord:
        """Create a user.

        Raises
        ------
        InvalidRequest
            If the name is reserved.
        AlreadyExists
            If it is taken.
        """
        if username == _RESERVED:
            raise InvalidRequest(f"the name {_RESERVED!r} is reserved: choose another one")
        # Before the transaction: other writers would wait for the hash.
        password_hash = self._passwords.hash(password)
        try:
            with self._catalog.write() as connection:
                user_id = users.add(
                    connection,
                    username=username,
                    password_hash=password_hash,
                    is_administrator=is_administrator,
                    created_at=self._clock(),
                )
                return _living(users.find_by_id(connection, user_id), username)
        except IntegrityError:
            raise AlreadyExists(f"there is a user {username!r} already") from None

    def page(self, *, limit: int, cursor: str | None) -> Page[UserRecord]:
        """The users, in the order of their names."""
        after = decode_name(cursor)
        with self._catalog.read() as connection:
            found = users.page(connection, after=after, limit=limit + 1)
        return page_of(found, limit, lambda user: user.username)

    def get(self, caller: Caller, username: str) -> UserRecord:
        """The user of that name, whom the caller may know of.

        Raises
        ------
        UserNotFound
            If there is none.
        """
        _check_known(caller, username)
        with self._catalog.read() as connection:
            return _living(users.find(connection, username), username)

    def update(
        self,
        caller: Caller,
        username: str,
        *,
        password: str | None = None,
        is_administrator: bool | None = None,
    ) -> UserRecord:
        """Set the password of a user, or whether they are an administrator; None leaves it.

        Raises
        ------
        UserNotFound
            If there is none that the caller may know of.
        PermissionDenied
            If the caller is no administrator, and would change more than the password.
        LastAdministrator
            If nobody would be left to administer the server.
        """
        _check_known(caller, username)
        if is_administrator is not None and not caller.is_administrator:
            raise PermissionDenied("only administrators may say who is one")
        password_hash = None if password is None else self._passwords.hash(password)
        with self._catalog.write() as connection:
            user = _living(users.find(connection, username), username)
            if user.is_administrator and is_administrator is False:
                _check_not_last(connection)
            if password_hash is not None:
                users.change(
                    connection,
                    user.id,
                    password_hash=password_hash,
                    token_generation=user.token_generation + 1,
                )
            if is_administrator is not None:
                users.change(connection, user.id, is_administrator=is_administrator)
            changed = _living(users.find_by_id(connection, user.id), username)
        self._sessions.user_changed(user.id)
        return changed

    def delete(self, username: str) -> None:
        """Delete a user with all their keys, tokens and grants. What they were charged stays charged.

        Raises
        ------
        UserNotFound
            If there is none.
        LastAdministrator
            If nobody would be left to administer the server.
        """
        with self._catalog.write() as connection:
            user = _living(users.find(connection, username), username)
            if user.is_administrator:
                _check_not_last(connection)
            users.change(connection, user.id, dropped_at=self._clock())
            keys.remove_all(connection, user.id)
            groups.leave_all(connection, user.id)
            grants.forget_holder(connection, (SubjectKind.USER, user.id))
        self._sessions.user_changed(user.id)


def _check_known(caller: Caller, username: str) -> None:
    if not caller.is_administrator and username != caller.username:
        raise user_not_found(username)


def _check_not_last(connection: Connection) -> None:
    if users.administrators(connection) == 1:
        raise LastAdministrator("this is the last administrator: make somebody else one first")


def _living(user: UserRecord | None, username: str) -> UserRecord:
    if user is None:
        raise user_not_found(username)
    return user


def user_not_found(username: str) -> UserNotFound:
    """The one answer for a user whom one may not know of, and for one who is not there."""
    return UserNotFound(f"there is no user {username!r}")
