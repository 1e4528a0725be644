"""How a client gets its token.

A client calls ``authenticate(client_info, username, password)`` when it is made, and again when the
token has expired. Any callable that returns a token will do, one that asks a vault or a single
sign-on for example; `ly_login` is the default, and `public_key_login` what ``public_key_auth=True``
stands for.

>>> vault = {"ada": "correct horse"}
>>> def from_vault(client_info, username, password):
...     return ly_login(client_info, username, vault[username])
>>> Client(url, "ada", authenticate=from_vault)
<Client http://localhost:4401 as ada>
"""

import os
from collections.abc import Callable
from typing import TypeAlias

from attrs import frozen

from leapyear._names import USERNAME, is_name
from leapyear.exceptions import (
    AuthenticationError,
    InvalidRequest,
    PublicKeyCredentialsError,
)

__all__ = ["AuthenticateFn", "ClientInfo", "ly_login", "public_key_login"]

_WAYS = """\
give one of
  - a username and a password: Client(url, 'ada', password)
  - a token in the environment variable LY_JWT
  - a key: Client(url, 'ada', public_key_auth=True), see `leapyear keys --help`
  - a function that returns a token: Client(url, authenticate=...)"""


@frozen
class ClientInfo:
    """What a login needs to know of the client that asks for it.

    Attributes
    ----------
    url
        The URL of the server, without a slash at its end.
    """

    url: str


#: Takes the client's info, the username and the password that the client was given (or None), and
#: returns a token.
AuthenticateFn: TypeAlias = Callable[[ClientInfo, str | None, str | None], str]


def ly_login(
    client_info: ClientInfo, username: str | None = None, password: str | None = None
) -> str:
    """Log in with a username and a password if both are given, else with the token in ``LY_JWT``.

    Parameters
    ----------
    client_info
        The client that asks.
    username, password
        Of a LeapYear user.

    Returns
    -------
    str
        The token.

    Raises
    ------
    AuthenticationError
        If the username or the password is wrong, or if there is nothing to log in with.
    ConnectionError
        If the server cannot be reached.
    """
    if username and password:
        return _exchanged(client_info, username, password)
    token = os.environ.get("LY_JWT", "").strip()
    if token:
        return token
    if username or password:
        given, missing = ("username", "password") if username else ("password", "username")
        raise AuthenticationError(f"there is a {given} and no {missing}: {_WAYS}")
    raise AuthenticationError(f"there is nothing to log in with: {_WAYS}")


def public_key_login(
    client_info: ClientInfo, username: str | None = None, password: str | None = None
) -> str:
    """Log in with a private key: at ``LY_PRIVATE_KEY_FILE``, or at ``~/.leapyear/keys/default.pem``.

    Each login signs anew, so that a token that has expired is renewed without asking anybody.

    Parameters
    ----------
    client_info
        The client that asks. What is signed is for its URL: the server must know itself by it.
    username
        Of a LeapYear user whose key it is; None takes the name that stands beside the key.
    password
        None: a key needs none.

    Returns
    -------
    str
        The token.

    Raises
    ------
    PublicKeyCredentialsError
        If there is no key, others can read it, it is none, the server does not take it, or the
        package ``cryptography`` is missing (``pip install 'leapyear[keys]'``).
    ConnectionError
        If the server cannot be reached.
    """
    if password:
        raise PublicKeyCredentialsError(
            "there is a password, and a login with a key takes none: leave out the password, or "
            "public_key_auth=True"
        )
    # Here, since few log in with a key, and the generated models take 80 ms to import.
    from leapyear import _keys
    from leapyear._seam import log_in_with_assertion

    key = _keys.read()
    name = _keys.username_for(key, username)
    try:
        return log_in_with_assertion(client_info.url, key.assertion(name, client_info.url))
    except AuthenticationError as error:
        if error.code != "authentication_failed":
            raise
        raise PublicKeyCredentialsError(
            _keys.refusal(key, name, client_info.url), code=error.code, status=error.status
        ) from None


def _exchanged(client_info: ClientInfo, username: str, password: str) -> str:
    # Here, since the generated models take 80 ms to import.
    from leapyear._seam import log_in

    if not is_name(username, USERNAME):
        raise AuthenticationError(
            f"{username!r} cannot be the name of a user", code="authentication_failed"
        )
    try:
        return log_in(client_info.url, username, password)
    except InvalidRequest as error:
        # A password longer than any can be, say. The login has failed, whatever the reason; what
        # the server says of it may quote the password.
        raise AuthenticationError(
            "the server does not take this username or password",
            code=error.code,
            status=error.status,
        ) from None
