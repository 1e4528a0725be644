"""The application: our commands, and those that others registered."""

from importlib.metadata import entry_points
from typing import Annotated

import typer

from leapyear._version import __version__
from leapyear.commands import asking, keys
from leapyear.commands.teaching import add

#: Entry points of this group are functions that become commands, under their names.
GROUP = "leapyear.commands"

app: typer.Typer = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    # Its tracebacks show local variables, and one of them may be a password.
    pretty_exceptions_enable=False,
    help="LeapYear: questions about sensitive tables, answered with differential privacy.",
    epilog="Begin with [bold]leapyear serve --in-memory --data-root DIR[/bold], then ask: [bold]leapyear "
    "analyze count_rows clinic.visits --user ada[/bold]. Or from Python: [bold]from leapyear import "
    "Client[/bold].",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"leapyear {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    pass


add(app, asking.login)
add(app, asking.whoami)
add(app, asking.databases)
add(app, asking.tables)
add(app, asking.users)
add(app, asking.jobs)
add(app, asking.analyze)
app.add_typer(keys.app, name="keys")
for _found in sorted(entry_points(group=GROUP), key=lambda each: each.name):
    add(app, _found.load(), _found.name)
