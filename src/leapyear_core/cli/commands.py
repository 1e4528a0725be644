"""The commands of ``leapyear``."""

import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from attrs import evolve
from sqlalchemy.exc import SQLAlchemyError

from leapyear_core import __version__
from leapyear_core.app import build_app
from leapyear_core.catalog.migrate import CatalogueTooNew
from leapyear_core.cli.serving import AddressUnusable, is_loopback, listen, serve_on
from leapyear_core.core import FIRST_USER, Core
from leapyear_core.home import HomeUnusable
from leapyear_core.settings import Settings, SettingsUnusable

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="LeapYear: questions about sensitive tables, answered with differential privacy.",
    epilog="Begin with [bold]leapyear serve --in-memory --data-root DIR[/bold], and ask from Python: "
    "[bold]from leapyear import Client[/bold].",
)

_ADMIN_PASSWORD = "LY_ADMIN_PASSWORD"  # noqa: S105 - the name of a variable


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"LeapYear Core {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    pass


@app.command()
def serve(
    host: Annotated[
        str,
        typer.Option(help="The address to listen on. 0.0.0.0 is every address of this machine."),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port to listen on; 0 takes a free one.")
    ] = 4401,
    home: Annotated[
        Path,
        typer.Option(
            file_okay=False,
            help="Where Core keeps users, declarations, the ledger and its copies of CSV files.",
            show_default="~/.leapyear",
        ),
    ] = Path("~/.leapyear"),
    in_memory: Annotated[
        bool,
        typer.Option(
            "--in-memory",
            help="Keep everything in memory, and forget it at the end. For trying out.",
        ),
    ] = False,
    data_root: Annotated[
        list[Path] | None,
        typer.Option(
            exists=True,
            file_okay=False,
            metavar="DIR",
            help="A directory that tables may be made from; may be given several times. No other file can be "
            "read through Core.",
            show_default="HOME/data",
        ),
    ] = None,
) -> None:
    """Run LeapYear Core until it is interrupted.

    The first start makes the user [bold]admin[/bold]. Its password is that of the environment variable
    [bold]LY_ADMIN_PASSWORD[/bold], or a random one, which is shown once.

    Once the server takes requests it prints one line: [bold]LeapYear Core VERSION listens on URL[/bold]. An interrupt
    (Ctrl-C) or SIGTERM ends it; what was charged and not answered by then is answered after the next start, on the
    same charge.

    To try it out:

        leapyear serve --in-memory --data-root ./data

    To stay:

        LY_ADMIN_PASSWORD=... leapyear serve --home /var/lib/leapyear --data-root /srv/clinic
    """
    where = None if in_memory else home.expanduser()
    try:
        settings = Settings(
            home=where, administrator_password=os.environ.get(_ADMIN_PASSWORD) or None
        )
        if data_root:
            settings = evolve(settings, data_roots=tuple(data_root))
        # The port before the home: a Core that cannot listen should not have opened a ledger.
        listener = listen(host, port)
        with listener:
            core = Core.open(settings)
            try:
                _tell(core, host)
                serve_on(listener, build_app(core))
            finally:
                core.close()
    except (AddressUnusable, CatalogueTooNew, HomeUnusable, SettingsUnusable) as error:
        _fail(str(error))
    except SQLAlchemyError as error:
        _fail(
            f"the catalogue in {where} cannot be used: {getattr(error, 'orig', None) or type(error).__name__}"
        )
    except KeyboardInterrupt:
        sys.exit(130)


def _tell(core: Core, host: str) -> None:
    if core.first_password is not None:
        typer.echo(f"The password of the user {FIRST_USER} is {core.first_password}")
        typer.echo("It is not shown again.")
    if not is_loopback(host):
        typer.echo(
            "Passwords and tokens travel as they are: let others in through a proxy with TLS only.",
            err=True,
        )


def _fail(message: str) -> NoReturn:
    typer.echo(f"leapyear: {message}", err=True)
    sys.exit(1)
