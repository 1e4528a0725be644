"""Logging in and out, and telling who a token belongs to.

A token is a JWT, signed with HS256 and a key that never leaves this Core. It names the user by id, so that one who is
created anew under an old name does not inherit tokens, and the generation of the user's tokens, which a new password
ends. Logging out revokes one token for good, by its own id.

Reading a token costs a signature and three queries. So those that were good are remembered, by the very text of the
token, until they expire, are revoked, or their user changes. A change that happens while a token is being read must not
be forgotten: `Sessions` counts changes, and remembers nothing that was read before the last one.
"""

import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from attrs import frozen
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from leapyear_core.catalog import users
from leapyear_core.catalog.store import Catalog
from leapyear_core.catalog.users import UserRecord
from leapyear_core.model.errors import AuthenticationFailed, TokenExpired, TokenInvalid
from leapyear_core.services.clocks import Clock, utc_now
from leapyear_core.services.passwords import Passwords

T = TypeVar("T")

_ALGORITHMS = ["HS256"]

#: More tokens than this are not remembered at a time.
_REMEMBERED = 4096


@frozen
class Caller:
    """Who sends a request, and with which token."""

    user_id: int
    username: str
    is_administrator: bool
    created_at: datetime
    token_id: str
    token_expires_at: datetime


@frozen
class Session:
    """A token, as its owner gets it."""

    token: str
    expires_at: datetime


@frozen
class _Claims:
    token_id: str
    user_id: int
    generation: int
    expires_at: datetime


class Sessions:
    """Makes tokens and reads them.

    Parameters
    ----------
    key
        What tokens are signed with.
    lifetime
        How long a token is good.
    clock
        Gives the time.
    """

    def __init__(
        self,
        catalog: Catalog,
        passwords: Passwords,
        key: bytes,
        lifetime: timedelta,
        clock: Clock = utc_now,
    ) -> None:
        self._catalog = catalog
        self._passwords = passwords
        self._key = OctKey.import_key(key)
        self._lifetime = lifetime
        self._clock = clock
        self._lock = threading.Lock()
        self._remembered: dict[str, Caller] = {}
        self._changes = 0

    def login(self, username: str, password: str) -> Session:
        """Make a token for a user.

        Raises
        ------
        AuthenticationFailed
            If there is no such user, or the password is another one. Which of them, neither the answer nor its time
            tells.
        """
        with self._catalog.read() as connection:
            user = users.find(connection, username)
        good = self._passwords.verify(None if user is None else user.password_hash, password)
        if user is None or not good:
            raise AuthenticationFailed("the username or the password is wrong")
        return self.begin(user)

    def begin(self, user: UserRecord) -> Session:
        """Make a token for a user who has shown to be that one."""
        now = self._clock()
        # Tokens count whole seconds.
        expires_at = (now + self._lifetime).replace(microsecond=0)
        claims = {
            "jti": uuid.uuid4().hex,
            "sub": str(user.id),
            "generation": user.token_generation,
            "iat": int(now.timestamp()),
            "exp": int(expires_at.timestamp()),
        }
        token = jwt.encode({"alg": "HS256"}, claims, self._key, algorithms=_ALGORITHMS)
        return Session(token, expires_at)

    def remembered(self, token: str) -> Caller | None:
        """The caller of a token that was read before; None where it must be read (again).

        Raises
        ------
        TokenExpired
            If it is over by now.
        """
        caller = self._remembered.get(token)
        if caller is not None and caller.token_expires_at <= self._clock():
            with self._lock:
                self._remembered.pop(token, None)
            raise _expired()
        return caller

    def authenticate(self, token: str) -> Caller:
        """The caller of a token.

        Raises
        ------
        TokenExpired
            If it is over.
        TokenInvalid
            If it is not one of ours, was revoked, or its user is gone or has another password.
        """
        changes = self._changes
        claims = self._read(token)
        if claims.expires_at <= self._clock():
            raise _expired()
        with self._catalog.read() as connection:
            user = users.find_by_id(connection, claims.user_id)
            revoked = users.is_revoked(connection, claims.token_id)
        if revoked or user is None or user.token_generation != claims.generation:
            raise TokenInvalid("the token was revoked: log in again")
        caller = Caller(
            user_id=user.id,
            username=user.username,
            is_administrator=user.is_administrator,
            created_at=user.created_at,
            token_id=claims.token_id,
            token_expires_at=claims.expires_at,
        )
        with self._lock:
            if self._changes == changes:
                if len(self._remembered) >= _REMEMBERED:
                    self._remembered.clear()
                self._remembered[token] = caller
        return caller

    def logout(self, caller: Caller) -> None:
        """Revoke the caller's token."""
        with self._catalog.write() as connection:
            users.forget_expired_tokens(connection, self._clock())
            users.revoke_token(connection, caller.token_id, expires_at=caller.token_expires_at)
        self._forget(lambda other: other.token_id == caller.token_id)

    def user_changed(self, user_id: int) -> None:
        """Read the tokens of a user anew. To be called once the change is committed."""
        self._forget(lambda caller: caller.user_id == user_id)

    def _forget(self, is_affected: Callable[[Caller], bool]) -> None:
        with self._lock:
            self._changes += 1
            for token in [
                token for token, caller in self._remembered.items() if is_affected(caller)
            ]:
                del self._remembered[token]

    def _read(self, token: str) -> _Claims:
        """The claims of a token that we signed."""
        try:
            claims = jwt.decode(token, self._key, algorithms=_ALGORITHMS).claims
            return _Claims(
                token_id=exactly(str, claims["jti"]),
                user_id=_user_id(exactly(str, claims["sub"])),
                generation=exactly(int, claims["generation"]),
                expires_at=datetime.fromtimestamp(exactly(int, claims["exp"]), UTC),
            )
        except (JoseError, LookupError, TypeError, ValueError, OverflowError, OSError):
            # What is wrong with it is nobody's business, and the cause might quote it.
            raise TokenInvalid("the token is not one of this server: log in again") from None


def exactly(kind: type[T], value: Any) -> T:
    """The value, if it is just of that type: True is no int.

    Raises
    ------
    TypeError
        If it is not.
    """
    if type(value) is not kind:
        raise TypeError
    return value


def _user_id(subject: str) -> int:
    """The id that a subject is, small enough for the catalogue."""
    if not subject.isascii() or not subject.isdigit() or len(subject) > 18:
        raise ValueError
    return int(subject)


def _expired() -> TokenExpired:
    return TokenExpired("the token has expired: log in again")
