"""``python -m leapyear_core.demo``: what it does, in order."""

import argparse
import os
import secrets
import shlex
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from leapyear import Client, DataSet
from leapyear.admin import (
    ColumnDefinition,
    Database,
    DatabaseAccessType,
    PrivacyLimit,
    Table,
    User,
)
from leapyear.exceptions import ClientError, HighPrivacyExposureException, PrivacyLimitExceeded
from leapyear_core.demo import report
from leapyear_core.demo.population import PEOPLE, column_definitions, write_population
from leapyear_core.demo.process import CoreFailed, served, terminated_in_order
from leapyear_core.demo.proposal import FileUnusable, propose
from leapyear_core.demo.questions import Question, about_columns, about_people

LIMIT = PrivacyLimit(epsilon=3, delta=1e-6)
DATABASE = "demo"
ANALYST = "ada"

#: Where the noise in the number of rows is more than this part of it, it shows in every answer.
_NOISY = 0.01
_NOISY_REMARK = (
    "Noisy: the table is small. Noise hides one record, whichever it is, so it is as large in a small table as in a large"
    " one, where it hardly shows. A count below zero, or a mean out of bounds, is noise too: answers are not mended, so"
    " that they are right on average. The interval says what an answer is worth."
)


@frozen
class Subject:
    """What the demo asks about: a table to be declared, and the questions."""

    name: str
    file: Path
    columns: list[ColumnDefinition]
    questions: list[Question]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo; returns the exit status."""
    options = _parser().parse_args(arguments)
    # A proxy of the environment is not for a server on this machine.
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost"
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # a pipe shall see each answer as it comes
    try:
        with terminated_in_order(), tempfile.TemporaryDirectory(prefix="leapyear-demo-") as folder:
            try:
                _run(Path(folder), options.file)
            finally:
                # From here on all is being stopped and removed: a second Ctrl-C would only leave something behind.
                signal.signal(signal.SIGINT, signal.SIG_IGN)
    except (FileUnusable, CoreFailed, ClientError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Nothing of the demo is left.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # `| head`: whoever read has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m leapyear_core.demo",
        description="Start LeapYear Core, ask it about ten questions, and stop it. Nothing stays.",
    )
    parser.add_argument(
        "--file",
        type=Path,
        help="a CSV or Parquet file to ask about (default: an invented population)",
    )
    return parser


def _run(folder: Path, file: Path | None) -> None:
    subject = _population(folder) if file is None else _own_file(file)
    administrator, analyst = secrets.token_urlsafe(12), secrets.token_urlsafe(12)
    home = ["--home", str(folder / "home"), "--data-root", str(subject.file.parent)]
    with served(home, password=administrator) as core:
        print(report.step(f"starts LeapYear Core on {core.url}, with an empty home"))
        with Client(core.url, "admin", administrator) as owner:
            _set_up(owner, subject, analyst)
        with Client(core.url, ANALYST, analyst) as client:
            _ask(client, subject)
    _say_what_next(subject, invented=file is None)


def _population(folder: Path) -> Subject:
    path = folder / "data" / "people.parquet"
    people = write_population(path)
    print(report.title("The owner of the data"))
    print(report.step(f"invents a population of {PEOPLE:,} adults, the same ones every time:"))
    print(
        report.rows(
            people.column_names, [list(row.values()) for row in people.slice(0, 3).to_pylist()]
        )
    )
    return Subject("people", path, column_definitions(), about_people())


def _own_file(file: Path) -> Subject:
    proposal = propose(file)
    print(report.title("The owner of the data"))
    print(report.step(f"looks at {proposal.path} and proposes columns for it:"))
    print(report.columns(proposal.columns))
    for name, reason in proposal.left_out.items():
        print(report.step(f"leaves out {name!r}: {reason}"))
    print(
        report.remark(
            "In real life the owner declares types and bounds from public knowledge, never from the data: what is "
            "declared, everybody may read. The demo looked into the file to save you the typing."
        )
    )
    return Subject(proposal.name, proposal.path, proposal.columns, about_columns(proposal.columns))


def _set_up(owner: Client, subject: Subject, password: str) -> None:
    print(
        report.step(
            f"creates the database {DATABASE!r}: all answers together may tell no more of any one record than "
            f"epsilon {LIMIT.epsilon:g}, delta {LIMIT.delta:g}"
        )
    )
    database = Database(DATABASE, privacy_limit=LIMIT)
    owner.create(database)
    owner.create(
        Table(
            subject.name, database=database, columns=subject.columns, credentials=str(subject.file)
        )
    )
    print(
        report.step(
            f"registers the table {subject.name!r}, with the types and bounds of its columns"
        )
    )
    analyst = User(ANALYST, password)
    owner.create(analyst)
    database.set_access(analyst, DatabaseAccessType.COMPUTE)
    print(report.step(f"lets the analyst {ANALYST!r} ask about it, who never sees a row"))


def _ask(client: Client, subject: Subject) -> None:
    print(report.title("The analyst, in Python, over HTTP"))
    name = subject.name
    print(f"  >>> client = Client({client.url!r}, {ANALYST!r}, password)")
    print(f"  >>> {name} = DataSet.from_table('{DATABASE}.{name}')")
    print()
    print(report.remark("Each line is a question; spent and left are shares of the privacy limit."))
    print()
    print(report.answers_header())
    data = DataSet.from_table(f"{DATABASE}.{name}")
    seen: set[Question] = set()
    notes: list[str] = []
    left, relative_noise = 1.0, 0.0
    for question in subject.questions:
        typed = question.typed(name)
        try:
            result = question.about(data).run(accuracy=question.accuracy, rich_result=True)
        except (HighPrivacyExposureException, PrivacyLimitExceeded) as error:
            print(report.refused(typed, report.share(left)))
            reason = str(error).partition(":")[0]
            notes.append(f"Refused: {reason}. Nothing was computed, nothing spent.")
            continue
        print(report.answered(typed, result))
        left = result.exposure_left.share
        if question in seen:
            notes.append(
                "Free: asked before; the same answer again, so repeats average no noise away."
            )
        elif question.accuracy is not None:
            wanted = f"give or take {question.accuracy:g}"
            notes.append(f"Accuracy: {wanted}, at its price; half of it costs four times as much.")
        seen.add(question)
        if question == Question("count_rows"):
            relative_noise = (result.interval.high - result.interval.low) / 2 / max(result.value, 1)
    print()
    for note in notes:
        print(report.remark(note))
    if relative_noise > _NOISY:
        print(report.remark(_NOISY_REMARK))


def _say_what_next(subject: Subject, *, invented: bool) -> None:
    """Lines to copy, so they begin at the margin and have no prompts."""
    # The interpreter as it was called: nobody types what a link in its path resolves to.
    binaries = Path(sys.executable).parent
    if binaries.is_relative_to(Path.cwd()):
        binaries = binaries.relative_to(Path.cwd())
    root = Path("trial/data") if invented else subject.file.parent
    first = subject.columns[0]
    bounds = "" if first.bounds is None else f", bounds={first.bounds!r}"
    print(report.title("Next: a Core that stays. In one terminal"))
    if invented:
        print(f"{binaries}/python -m leapyear_core.demo.population {root / subject.file.name}")
    print(f"LY_ADMIN_PASSWORD=secret {binaries}/leapyear serve --home trial/home \\")
    print(f"    --data-root {shlex.quote(str(root))}")
    print(report.title(f"and in another, in {binaries}/python"))
    print(
        f"""\
from leapyear import Client, DataSet
from leapyear.admin import ColumnDefinition, Database, PrivacyLimit, Table
from leapyear.analytics import count_rows
client = Client(username='admin', password='secret')
limit = PrivacyLimit(epsilon={LIMIT.epsilon:g}, delta={LIMIT.delta:g})
client.create(Database({DATABASE!r}, privacy_limit=limit))
columns = [ColumnDefinition({first.name!r}, type={first.type!r}{bounds})]
client.create(Table({subject.name!r}, database={DATABASE!r}, columns=columns,
                    credentials={subject.file.name!r}))
{subject.name} = DataSet.from_table('{DATABASE}.{subject.name}')
count_rows({subject.name}).run(rich_result=True)"""
    )


if __name__ == "__main__":
    sys.exit(main())
