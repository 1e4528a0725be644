"""The commands of ``leapyear``."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from attrs import evolve

from leapyear_core import __version__
from leapyear_core.settings import (
    Settings,
    SettingsUnusable,
    server_url,
    split_roots,
    webhdfs_address,
)

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
            help="Where Core keeps users, declarations, the ledger and its copies of the rows of tables.",
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
        list[str] | None,
        typer.Option(
            metavar="DIR|URL",
            help="A directory that tables may be made from, or a place elsewhere: hdfs://HOST/PATH, "
            "s3://BUCKET/PREFIX; may be given several times. No other file can be read through Core.",
            show_default="HOME/data",
        ),
    ] = None,
    webhdfs: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HOST=URL",
            help="The address that serves the files of hdfs://HOST by WebHDFS: http://[USER@]HOST:PORT; may be "
            "given several times.",
            show_default="http://HOST:9870",
        ),
    ] = None,
    url: Annotated[
        list[str] | None,
        typer.Option(
            metavar="URL",
            help="The URL that clients reach this server by, through a proxy for example; may be given several "
            "times. Whoever logs in with a key signs for the URL that they connect to: no other is taken.",
            show_default="http://localhost:PORT and the like",
        ),
    ] = None,
    proxies: Annotated[
        int,
        typer.Option(
            min=0,
            max=10,
            help="How many proxies stand before this server and add to X-Forwarded-For. Refused logins are "
            "counted by the address that they tell; with 0, by that of whoever connects.",
        ),
    ] = 0,
    watch: Annotated[
        float,
        typer.Option(
            metavar="SECONDS",
            min=0,
            help="How long to wait between two looks at the folders that tables watch; 0 never looks.",
        ),
    ] = 60.0,
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

    With files of a Hadoop cluster:

        leapyear serve --data-root hdfs://namenode/clinic --webhdfs namenode=http://core@namenode:9870

    Behind a proxy with TLS:

        leapyear serve --home /var/lib/leapyear --url https://core.example --proxies 1
    """
    # Here, since it takes seconds: whoever asks for help should not wait for the engine.
    from leapyear_core.cli.running import Unusable, run

    try:
        settings = Settings(
            home=None if in_memory else home.expanduser(),
            administrator_password=os.environ.get(_ADMIN_PASSWORD) or None,
            urls=tuple(server_url(each) for each in url or ()),
            proxies=proxies,
            watch_seconds=watch,
            webhdfs=dict(map(webhdfs_address, webhdfs or ())),
        )
        if data_root:
            folders, urls = split_roots(data_root)
            settings = evolve(settings, data_roots=folders, remote_roots=urls)
        run(settings, host, port)
    except (SettingsUnusable, Unusable) as error:
        typer.echo(f"leapyear: {error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
