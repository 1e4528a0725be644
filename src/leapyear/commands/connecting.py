"""Options that all commands have, and connections that are made of them.

How somebody logs in, the first of these that is there:

- ``--key``: with their private key;
- ``--user NAME``: with a password, which is asked for, or read from the standard input where that
  is no terminal; never from the command line, which every user of the machine can read;
- ``LY_JWT``: with the token in that environment variable;
- with the private key, if there is one.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, NoReturn, TypeAlias

import typer

from leapyear import _keys
from leapyear._transport import checked_url
from leapyear.auth import ClientInfo, ly_login, public_key_login
from leapyear.client import Client
from leapyear.exceptions import AuthenticationError, ClientError

Url: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--url",
        help="The URL of LeapYear Core.",
        show_default="LY_API_URL, or http://localhost:4401",
        rich_help_panel="Connection",
    ),
]
User: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--user",
        "-u",
        metavar="NAME",
        help="Log in as this user. The password is asked for, or read from the standard input.",
        rich_help_panel="Connection",
    ),
]
WithKey: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--key",
        help="Log in with your private key, see [bold]leapyear keys --help[/bold].",
        show_default=False,
        rich_help_panel="Connection",
    ),
]

_WAYS = (
    "there is nothing to log in with. Do one of\n"
    "  - give a user, whose password is asked for: --user NAME\n"
    '  - set the environment variable LY_JWT: eval "$(leapyear login --user NAME)"\n'
    "  - make a key and register it: leapyear keys new; leapyear keys register --user NAME"
)


def fail(message: object) -> NoReturn:
    """End with a sentence on the standard error output."""
    typer.echo(f"leapyear: {message}", err=True)
    raise typer.Exit(1)


@contextmanager
def told() -> Iterator[None]:
    """End with a sentence, and without a traceback, where an error of the client comes up."""
    try:
        yield
    except ClientError as error:
        fail(error)


@contextmanager
def connected(
    url: str | None, user: str | None, with_key: bool, *, may_try_key: bool = True
) -> Iterator[Client]:
    """Log in, and log nobody out: the token of ``LY_JWT`` is to be used again.

    The connection is the current one of this block, and closed at its end.

    Parameters
    ----------
    may_try_key
        Whether a private key that is there is used without being asked for.
    """
    with told():
        can_try_key = may_try_key and user is None and not _has_token()
        if with_key or (can_try_key and _has_key()):
            client = Client(url, user, public_key_auth=True)
        elif user is not None:
            client = Client(url, user, _password_of(user))
        elif _has_token():
            client = Client(url)
        else:
            raise AuthenticationError(_WAYS)
        with client:
            yield client


def token_of(url: str | None, user: str | None, with_key: bool) -> str:
    """A new token, obtained as `connected` would, but for ``LY_JWT``."""
    with told():
        info = ClientInfo(checked_url(url or os.environ.get("LY_API_URL") or _DEFAULT_URL))
        if with_key or (user is None and _has_key()):
            return public_key_login(info, user)
        if user is None:
            raise AuthenticationError(_WAYS)
        return ly_login(info, user, _password_of(user))


_DEFAULT_URL = "http://localhost:4401"


def _has_token() -> bool:
    return bool(os.environ.get("LY_JWT", "").strip())


def _has_key() -> bool:
    return bool(os.environ.get(_keys.VARIABLE, "").strip()) or _keys.default_path().exists()


def _password_of(user: str) -> str:
    prompt: Callable[..., str] = typer.prompt
    if sys.stdin.isatty():
        # On the standard error output, since the other one may be read by a program.
        return prompt(f"Password of {user}", hide_input=True, err=True)
    password = sys.stdin.readline().rstrip("\n")
    if not password:
        raise AuthenticationError(f"there is no password of {user} on the standard input")
    return password
