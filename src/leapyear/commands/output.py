"""What commands print: a table for people, or JSON for programs."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Annotated, TypeAlias

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

AsJson: TypeAlias = Annotated[
    bool, typer.Option("--json", help="Print JSON, for programs.", show_default=False)
]

#: A row, by the names of its columns.
Row: TypeAlias = Mapping[str, object]


def show_rows(rows: Sequence[Row], as_json: bool, *, nothing: str) -> None:
    """Print a list.

    Parameters
    ----------
    rows
        All with the same columns.
    nothing
        What to tell people where there are none.
    """
    if as_json:
        show_json(list(rows))
    elif not rows:
        typer.echo(nothing)
    else:
        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        for column in rows[0]:
            table.add_column(column.replace("_", " "), overflow="fold")
        for row in rows:
            # As text, since square brackets in a name are no markup.
            table.add_row(*(Text(_shown(value)) for value in row.values()))
        Console().print(table)


def show_one(row: Row, as_json: bool) -> None:
    """Print one thing."""
    if as_json:
        show_json(row)
        return
    width = max(len(name) for name in row)
    for name, value in row.items():
        typer.echo(f"{name.replace('_', ' '):{width}}  {_shown(value)}")


def show_json(value: object) -> None:
    """Print JSON; moments as RFC 3339 has them."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False, default=_plain))


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _shown(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case dt.datetime():
            return f"{value.astimezone():%Y-%m-%d %H:%M}"
        case float():
            return f"{value:.6g}"
        case _:
            return str(value)
