"""``leapyear keys``: make a key, register it, look at those that are registered, revoke one."""

import socket
from pathlib import Path
from typing import Annotated

import typer

from leapyear import _keys
from leapyear.admin.keys import PublicKey, list_keys, register_key, revoke_key
from leapyear.commands.connecting import Url, User, WithKey, connected, fail, told
from leapyear.commands.output import AsJson, Row, show_one, show_rows
from leapyear.commands.teaching import add, flowing

app: typer.Typer = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help=flowing(
        """Log in with a key instead of a password.

A key is a pair: the private key stays on this machine, in a file that only you can read, and signs
each login; the public key is registered with the server, which checks the signature. No secret is
typed, sent, or kept by the server. To set it up:

    leapyear keys new --user ada            make a key, for the user ada

    leapyear keys register --user ada       register it, with the password for once

    leapyear whoami                         from now on the key logs you in

In Python: [bold]Client(url, public_key_auth=True)[/bold]. What is signed is for the URL that you connect to, for a
minute, and once. A server that is reached by another name than its own must be told so: leapyear
serve --url URL."""
    ),
)

KeyPath = Annotated[
    Path | None,
    typer.Option(
        "--file",
        metavar="FILE",
        dir_okay=False,
        help="The file of the private key.",
        show_default="LY_PRIVATE_KEY_FILE, or ~/.leapyear/keys/default.pem",
    ),
]
Owner = Annotated[
    str | None,
    typer.Option(
        "--for",
        metavar="NAME",
        help="Whose keys, for administrators. The default is your own.",
        show_default=False,
    ),
]


def new(
    user: Annotated[
        str | None,
        typer.Option(
            "--user",
            "-u",
            metavar="NAME",
            help="Who logs in with it; kept beside the key, so that it need not be given each time.",
            show_default=False,
        ),
    ] = None,
    file: KeyPath = None,
    as_json: AsJson = False,
) -> None:
    """Make a key, in a file that only you can read. It never replaces one.

    An Ed25519 key, as PEM (PKCS #8), without a passphrase. The server hears nothing of it: go on with
    [bold]leapyear keys register[/bold], or give the public key to an administrator.
    """
    with told():
        made = _keys.write(file or _keys.default_path(), user)
    show_one({"file": str(made.path), "id": made.id, "public_key": made.public_key}, as_json)


def register(
    name: Annotated[
        str | None,
        typer.Option(
            help="What you call the key.", metavar="TEXT", show_default="the name of this machine"
        ),
    ] = None,
    public_key: Annotated[
        str | None,
        typer.Option(
            metavar="KEY",
            help="A public key, 43 characters as leapyear keys new prints them, in place of that of "
            "the file.",
            show_default=False,
        ),
    ] = None,
    owner: Owner = None,
    file: KeyPath = None,
    url: Url = None,
    user: User = None,
    with_key: WithKey = False,
    as_json: AsJson = False,
) -> None:
    """Register your public key with the server. From then on the key logs you in.

    For this once you log in otherwise, with a password for example:

        leapyear keys register --user ada

    An administrator can do it for others:

        leapyear keys register --user admin --for ada --name laptop --public-key KEY
    """
    with told():
        chosen = public_key or _keys.read(file).public_key
        name = name or socket.gethostname() or "key"
    # The key that is to be registered is no way in yet.
    with connected(url, user, with_key, may_try_key=False):
        registered = register_key(name, chosen, owner)
    show_one(_row(registered), as_json)


def list_(
    owner: Owner = None,
    url: Url = None,
    user: User = None,
    with_key: WithKey = False,
    as_json: AsJson = False,
) -> None:
    """List the keys that are registered for you, oldest first."""
    with connected(url, user, with_key):
        found = list_keys(owner)
    show_rows([_row(key) for key in found], as_json, nothing="There are no keys.")


def revoke(
    key: Annotated[str, typer.Argument(metavar="KEY", help="The name of the key, or its id.")],
    owner: Owner = None,
    url: Url = None,
    user: User = None,
    with_key: WithKey = False,
    as_json: AsJson = False,
) -> None:
    """Revoke a key: nobody logs in with it any more.

    Tokens that it was used for stay good until they expire, half a day at the most as a rule; a new
    password ends them at once.
    """
    with connected(url, user, with_key):
        found = [each for each in list_keys(owner) if key in (each.name, each.id)]
        if not found:
            fail(f"there is no key {key!r}: `leapyear keys list` shows those that there are")
        # A name may look like an id; of the two, the id is meant.
        meant = next((each for each in found if each.id == key), found[0])
        revoke_key(meant.id, owner)
    show_one({"revoked": meant.name, "id": meant.id}, as_json)


add(app, new)
add(app, register)
add(app, list_, "list")
add(app, revoke)


def _row(key: PublicKey) -> Row:
    return {
        "name": key.name,
        "id": key.id,
        "public_key": key.public_key,
        "created_at": key.created_at,
    }
