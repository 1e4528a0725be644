"""The public keys that users log in with: list them, register one, revoke one.

Users look after their own keys, administrators after everybody's. On the command line ``leapyear
keys`` does the same, and makes keys.

>>> from leapyear.admin import keys
>>> with Client("http://localhost:4401", "ada", "correct horse"):
...     laptop = keys.register_key("laptop", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
...     print([key.name for key in keys.list_keys()])
['laptop']
"""

import re

from leapyear._connection import Connection, current
from leapyear._names import check_username
from leapyear._records import KeyRecord as PublicKey
from leapyear.exceptions import InvalidKey, KeyNotFound

__all__ = ["PublicKey", "list_keys", "register_key", "revoke_key"]

#: Keys on a page: all that a user may have.
_PAGE = 100

_KEY_ID = re.compile(r"^[0-9a-f]{32}$")
_PUBLIC_KEY = re.compile(r"^[A-Za-z0-9_-]{43}$")
_LONGEST_NAME = 128


def list_keys(username: str | None = None) -> list[PublicKey]:
    """The keys of a user, oldest first.

    Parameters
    ----------
    username
        Whose; None means your own.

    Raises
    ------
    UserNotFound
        If there is no such user that you may know of.
    """
    connection = current()
    owner = _owner(connection, username)
    found: list[PublicKey] = []
    cursor: str | None = None
    while True:
        page = connection.server.list_keys(owner, _PAGE, cursor)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found


def register_key(name: str, public_key: str, username: str | None = None) -> PublicKey:
    """Register a key. From then on its owner can log in with it.

    Parameters
    ----------
    name
        What you call it, ``"laptop"`` for example: 1 to 128 characters.
    public_key
        Its 32 bytes in base64url without padding: 43 characters.
    username
        Whose it is; None means your own.

    Raises
    ------
    InvalidKey
        If it is no Ed25519 public key, or the user has 100 keys already.
    AlreadyExists
        If the user has this key, or another one of that name.
    UserNotFound
        If there is no such user that you may know of.
    """
    if not 0 < len(name) <= _LONGEST_NAME:
        raise InvalidKey(f"the name of a key has 1 to {_LONGEST_NAME} characters")
    if not _PUBLIC_KEY.fullmatch(public_key):
        raise InvalidKey(
            "a public key is 43 letters, digits, - and _: its 32 bytes in base64url, as "
            "`leapyear keys new` prints it",
            code="invalid_key",
        )
    connection = current()
    return connection.server.create_key(_owner(connection, username), name, public_key)


def revoke_key(key: str, username: str | None = None) -> None:
    """Revoke a key: nobody logs in with it any more. Tokens that it was used for run on.

    Parameters
    ----------
    key
        Its id.
    username
        Whose it is; None means your own.

    Raises
    ------
    KeyNotFound
        If the user has no such key.
    UserNotFound
        If there is no such user that you may know of.
    """
    if not _KEY_ID.fullmatch(key):
        raise KeyNotFound(f"{key!r} is no id of a key", code="key_not_found")
    connection = current()
    connection.server.delete_key(_owner(connection, username), key)


def _owner(connection: Connection, username: str | None) -> str:
    if username is None:
        return connection.server.current_user().username
    return check_username(username)
