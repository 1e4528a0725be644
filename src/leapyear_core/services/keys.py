"""The public keys of users: who may register which, and what they are called.

Whoever is no administrator has to do with their own keys only. The id of a key is made from the key itself: the first
16 of the 32 bytes of its SHA-256, in hexadecimal digits. So whoever holds a key knows its id, and says in an assertion
which key it is signed with, without having kept anything that a server said.

A new password does not end keys: whoever has reason to set one looks through the keys as well.
"""

import base64
import hashlib

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from leapyear_core.catalog import keys, users
from leapyear_core.catalog.keys import KeyRecord
from leapyear_core.catalog.store import Catalog
from leapyear_core.model.errors import AlreadyExists, InvalidKey, KeyNotFound, UserNotFound
from leapyear_core.services.clocks import Clock, utc_now
from leapyear_core.services.ed25519 import is_good_key
from leapyear_core.services.paging import Page, bad_cursor, decode, page_of
from leapyear_core.services.sessions import Caller

#: More keys than this no user has.
MOST = 100


def id_of(public_key: bytes) -> str:
    """The id of a key, from its 32 bytes."""
    return hashlib.sha256(public_key).hexdigest()[:32]


class Keys:
    """The keys that users log in with."""

    def __init__(self, catalog: Catalog, clock: Clock = utc_now) -> None:
        self._catalog = catalog
        self._clock = clock

    def page(
        self, caller: Caller, username: str, *, limit: int, cursor: str | None
    ) -> Page[KeyRecord]:
        """The keys of a user, oldest first.

        Raises
        ------
        UserNotFound
            If there is no such user whom the caller may know of.
        """
        after = _number(cursor)
        with self._catalog.read() as connection:
            user_id = _known_user(connection, caller, username)
            found = keys.page(connection, user_id, after=after, limit=limit + 1)
        return page_of(found, limit, lambda key: key.id)

    def register(self, caller: Caller, username: str, *, name: str, public_key: str) -> KeyRecord:
        """Register a key of a user.

        Parameters
        ----------
        name
            What its owner calls it.
        public_key
            Its 32 bytes in base64url without padding.

        Raises
        ------
        UserNotFound
            If there is no such user whom the caller may know of.
        InvalidKey
            If it is no Ed25519 public key, or the user has `MOST` of them.
        AlreadyExists
            If the user has the key, or another one of that name.
        """
        key_id = id_of(_decoded(public_key))
        with self._catalog.write() as connection:
            user_id = _known_user(connection, caller, username)
            if found := keys.find(connection, user_id, key_id):
                raise AlreadyExists(f"this key is registered already, as {found.name!r}")
            if keys.find_named(connection, user_id, name):
                raise AlreadyExists(f"the user {username!r} has a key {name!r} already")
            if keys.count(connection, user_id) >= MOST:
                raise InvalidKey(
                    f"the user {username!r} has {MOST} keys, which is the most: revoke one first"
                )
            try:
                keys.add(
                    connection,
                    user_id=user_id,
                    key_id=key_id,
                    name=name,
                    public_key=public_key,
                    created_at=self._clock(),
                )
            except IntegrityError:  # where two may write at once, as PostgreSQL lets them
                raise AlreadyExists(f"this key, or the name {name!r}, was just taken") from None
            added = keys.find(connection, user_id, key_id)
            assert added is not None, "it was added in this transaction"
            return added

    def revoke(self, caller: Caller, username: str, key_id: str) -> None:
        """Revoke a key of a user. Tokens that it was used for stay good until they expire.

        Raises
        ------
        UserNotFound
            If there is no such user whom the caller may know of.
        KeyNotFound
            If the user has no such key.
        """
        with self._catalog.write() as connection:
            user_id = _known_user(connection, caller, username)
            if not keys.remove(connection, user_id, key_id):
                raise KeyNotFound(f"the user {username!r} has no key {key_id!r}")


def _known_user(connection: Connection, caller: Caller, username: str) -> int:
    """The id of a user whose keys the caller may see and change."""
    user = None
    if caller.is_administrator or username == caller.username:
        user = users.find(connection, username)
    if user is None:
        raise UserNotFound(f"there is no user {username!r}")
    return user.id


def _decoded(public_key: str) -> bytes:
    """The 32 bytes of a good key that is written in the one way it can be written."""
    try:
        decoded = base64.urlsafe_b64decode(public_key + "=")
    except ValueError:
        decoded = b""
    # 43 digits hold two bits more than 32 bytes, and a decoder drops them.
    canonical = base64.urlsafe_b64encode(decoded).rstrip(b"=").decode() == public_key
    if not canonical or not is_good_key(decoded):
        raise InvalidKey("this is no Ed25519 public key: give its 32 bytes in base64url")
    return decoded


def _number(cursor: str | None) -> int:
    """The number of the last key of the page before."""
    if cursor is None:
        return 0
    number = decode(cursor)
    if type(number) is not int or not 0 < number < 2**63:
        raise bad_cursor()
    return number
