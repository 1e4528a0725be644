"""The commands that ask the server: who am I, what is there, and how many."""

import shlex
from collections.abc import Mapping
from enum import Enum
from typing import Annotated

import typer

from leapyear._exposure import Exposure
from leapyear._jobs import AsyncJobInformation
from leapyear.admin.column import TableColumn
from leapyear.commands.connecting import Url, User, WithKey, connected, fail, token_of
from leapyear.commands.output import AsJson, Row, show_json, show_one, show_rows


class Kind(Enum):
    """The questions."""

    COUNT_ROWS = "count_rows"
    COUNT = "count"
    COUNT_DISTINCT = "count_distinct"
    SUM = "sum"
    MEAN = "mean"


def login(
    url: Url = None, user: User = None, with_key: WithKey = False, as_json: AsJson = False
) -> None:
    """Log in, and print the token as a line for your shell.

    Nothing is stored: the token is in the environment of your shell, and is gone with it. All
    commands take it from there, and so does Python ([bold]Client()[/bold]).

        eval "$(leapyear login --user ada)"

    With [bold]--json[/bold] it is printed as JSON. Whoever has the token is you, until it expires.
    """
    token = token_of(url, user, with_key)
    if as_json:
        show_json({"token": token})
    else:
        typer.echo(f"export LY_JWT={shlex.quote(token)}")


def whoami(
    url: Url = None, user: User = None, with_key: WithKey = False, as_json: AsJson = False
) -> None:
    """Show who is logged in, and where."""
    with connected(url, user, with_key) as client:
        me = client.current_user
        row = {
            "username": me.username,
            "is_administrator": me.is_administrator,
            "created_at": me.created_at,
            "server": client.url,
        }
    show_one(row, as_json)


def databases(
    url: Url = None, user: User = None, with_key: WithKey = False, as_json: AsJson = False
) -> None:
    """List the databases that you may know of."""
    with connected(url, user, with_key) as client:
        rows = [
            {
                "name": each.name,
                "description": each.description,
                "privacy_profile": each.privacy_profile,
                "epsilon": each.privacy_limit.epsilon if each.privacy_limit else None,
                "delta": each.privacy_limit.delta if each.privacy_limit else None,
                "created_at": each.created_at,
            }
            for each in client.databases.values()
        ]
    show_rows(rows, as_json, nothing="There are no databases that you may know of.")


def tables(
    database: Annotated[str, typer.Argument(metavar="DATABASE", help="The name of a database.")],
    url: Url = None,
    user: User = None,
    with_key: WithKey = False,
    as_json: AsJson = False,
) -> None:
    """List the tables of a database, with their columns and types."""
    with connected(url, user, with_key) as client:
        found = list(client.databases[database].tables.values())
    show = _json_of_columns if as_json else _text_of_columns
    rows = [
        {
            "name": each.name,
            "description": each.description,
            "columns": show(each.columns),
            "created_at": each.created_at,
        }
        for each in found
    ]
    show_rows(rows, as_json, nothing=f"The database {database} has no tables.")


def users(
    url: Url = None, user: User = None, with_key: WithKey = False, as_json: AsJson = False
) -> None:
    """List the users. Administrators only."""
    with connected(url, user, with_key) as client:
        rows = [
            {
                "username": each.username,
                "is_administrator": each.is_administrator,
                "created_at": each.created_at,
            }
            for each in client.users.values()
        ]
    show_rows(rows, as_json, nothing="There are no users.")


def jobs(
    finished: Annotated[
        bool, typer.Option("--finished", help="Those that ended lately, instead of those running.")
    ] = False,
    url: Url = None,
    user: User = None,
    with_key: WithKey = False,
    as_json: AsJson = False,
) -> None:
    """List the jobs that are running: your own, or for administrators all."""
    with connected(url, user, with_key) as client:
        found = client.recent_finished_jobs if finished else client.jobs
        rows = [_row_of_job(each) for each in found]
    which = "ended lately" if finished else "are running"
    show_rows(rows, as_json, nothing=f"No jobs {which}.")


def analyze(
    kind: Annotated[
        Kind,
        typer.Argument(
            metavar="QUESTION", help="count_rows, count, sum or mean.", show_default=False
        ),
    ],
    table: Annotated[str, typer.Argument(metavar="DATABASE.TABLE", help="What it is asked of.")],
    attribute: Annotated[
        str | None,
        typer.Argument(
            metavar="ATTRIBUTE", help="A column; of count_rows none.", show_default=False
        ),
    ] = None,
    accuracy: Annotated[
        float | None,
        typer.Option(
            help="Give or take how much, of a count or a sum. Half of it costs four times as much.",
            show_default="what the privacy profile of the database says",
        ),
    ] = None,
    url: Url = None,
    user: User = None,
    with_key: WithKey = False,
    as_json: AsJson = False,
) -> None:
    """Ask a question, and pay for the answer. Asking it again is free.

    Besides the answer there is the interval that holds the exact value with a confidence of 95 %,
    as far as noise is concerned, and what the answer cost. For example:

        leapyear analyze count_rows clinic.visits

        leapyear analyze mean clinic.visits age
    """
    from leapyear import DataSet, analytics

    counts_rows = kind is Kind.COUNT_ROWS
    if counts_rows is not (attribute is None):
        fail(
            "count_rows takes a table and no attribute"
            if counts_rows
            else f"{kind.value} takes an attribute: leapyear analyze {kind.value} {table} ATTRIBUTE"
        )
    with connected(url, user, with_key):
        data_set = DataSet.from_table(table)
        if attribute is None:
            analysis = analytics.count_rows(data_set)
        else:
            ask = {
                Kind.COUNT: analytics.count,
                Kind.COUNT_DISTINCT: analytics.count_distinct,
                Kind.SUM: analytics.sum,
                Kind.MEAN: analytics.mean,
            }[kind]
            analysis = ask(attribute, data_set)
        found = analysis.run(accuracy=accuracy, rich_result=True)
    if as_json:
        show_json(
            {
                "value": found.value,
                "interval": list(found.interval),
                "confidence": found.confidence,
                "mechanism": found.mechanism,
                "noise_scale": found.noise_scale,
                "exposure": _json_of_exposure(found.exposure),
                "exposure_left": _json_of_exposure(found.exposure_left),
                "cached": found.cached,
            }
        )
    else:
        typer.echo(str(found))


def _json_of_exposure(exposure: Exposure) -> dict[str, float]:
    unit = "rho" if exposure.epsilon is None else "epsilon"
    return {unit: exposure.amount, "share": exposure.share}


def _json_of_columns(columns: Mapping[str, TableColumn]) -> object:
    return {
        name: {"type": column.type, "bounds": column.bounds, "nullable": column.nullable}
        for name, column in columns.items()
    }


def _text_of_columns(columns: Mapping[str, TableColumn]) -> object:
    return "\n".join(
        f"{_text_of_column(name, column)}{'' if column.nullable else ' (not nullable)'}"
        for name, column in columns.items()
    )


def _text_of_column(name: str, column: TableColumn) -> str:
    match column.type, column.bounds:
        case _, None:
            return f"{name} {column.type}"
        case "FACTOR", values:
            more = f", and {len(values) - 6} more" if len(values) > 6 else ""
            return f"{name} FACTOR {', '.join(map(str, values[:6]))}{more}"
        case _, (lowest, highest):
            return f"{name} {column.type} {lowest:g} to {highest:g}"
    raise AssertionError(column.type)


def _row_of_job(job: AsyncJobInformation) -> Row:
    return {
        "id": job.id,
        "state": str(job.state),
        "kind": job.kind,
        "username": job.username,
        "database": job.database,
        "created_at": job.created_at,
        "finished_at": job.finished_at,
        "error": None if job.error is None else str(job.error),
    }
