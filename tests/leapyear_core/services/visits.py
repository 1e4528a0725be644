"""A Core with a table of three visits and two who ask about it, and how they ask and wait."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import evolve
from sqlalchemy import func, select

from leapyear_core.catalog.schema import charges, releases, table_sizes
from leapyear_core.core import Core
from leapyear_core.model.access import ColumnLevel, DatabaseLevel, SubjectKind
from leapyear_core.model.analyses import CountRows
from leapyear_core.model.relations import Table
from leapyear_core.model.types import BoolType, Column, IntType, TextType
from leapyear_core.services.analyses import Answer, Pending
from leapyear_core.services.profiles import PrivacyLimit
from leapyear_core.services.questions import Question
from leapyear_core.services.sessions import Caller
from tests.in_process import ADMINISTRATOR, SETTINGS, core_in_memory, grant

VISITS = Table("clinic", "visits")
ROWS = Question(CountRows(VISITS))
COLUMNS = (Column("age", IntType(0, 120)), Column("smoker", BoolType()), Column("note", TextType()))


def folder_of_visits(folder: Path) -> Path:
    """The folder, with the file of the table."""
    (folder / "visits.csv").write_text("age,smoker,note\n33,true,a\n58,false,b\n41,true,\n")
    return folder


@contextmanager
def core_of_visits(root: Path) -> Iterator[Core]:
    """A Core with the table, of which ada and bob may compute."""
    with core_in_memory(evolve(SETTINGS, data_roots=(root,), workers=2)) as core:
        fill(core)
        yield core


def fill(core: Core) -> None:
    core.databases.create("clinic", limit=PrivacyLimit(3.0, 1e-6))
    core.tables.create(ADMINISTRATOR, "clinic", "visits", columns=COLUMNS, credentials="visits.csv")
    core.users.create("ada", "pale ale", is_administrator=False)
    core.users.create("bob", "pale ale", is_administrator=False)
    for name in ("ada", "bob"):
        grant(core, name, "clinic", DatabaseLevel.COMPUTE)


def caller_of(core: Core, username: str) -> Caller:
    return core.sessions.authenticate(core.sessions.login(username, "pale ale").token)


def on_column(core: Core, username: str, column: str, level: ColumnLevel) -> None:
    """Grant a user one column of the table, and no other one."""
    core.grants.set_on_table(
        ADMINISTRATOR, "clinic", "visits", SubjectKind.USER, username, [(column, level)]
    )


def answer(core: Core, caller: Caller, question: Question) -> Answer:
    """The answer to a question, waited for."""
    asked = core.analyses.ask(caller, question)
    if isinstance(asked, Answer):
        return asked
    asked.end.result(timeout=30)
    return core.jobs.result(caller, asked.job_id)


def pending(core: Core, caller: Caller, question: Question) -> Pending:
    asked = core.analyses.ask(caller, question)
    assert isinstance(asked, Pending)
    return asked


def spent(core: Core) -> int:
    """What was spent on questions: beside what the size of each private table did."""
    with core.catalog.read() as connection:
        of_sizes = connection.execute(
            select(func.sum(charges.c.exposure_nano)).where(
                charges.c.id.in_(select(table_sizes.c.charge_id))
            )
        ).scalar_one()
    return core.databases.get(ADMINISTRATOR, "clinic").spent_nano - int(of_sizes or 0)


def count(core: Core, table: Any) -> int:
    """How many rows a table of the catalogue has, but for those that are about the sizes of tables."""
    query = select(func.count()).select_from(table)
    if table is charges:
        query = query.where(table.c.id.not_in(select(table_sizes.c.charge_id)))
    if table is releases:
        query = query.where(table.c.charge_id.not_in(select(table_sizes.c.charge_id)))
    with core.catalog.read() as connection:
        return int(connection.execute(query).scalar_one())


def waits_for_its_end() -> Callable[..., Any]:
    """A computation that lasts until it is cancelled, as closing does."""

    def exact(
        _engine: object,
        _relation: object,
        _summands: object,
        _tables: object,
        cancellation: Any,
        _keys: object,
    ) -> Any:
        stopped = threading.Event()

        class Running:
            def interrupt(self) -> None:
                stopped.set()

        cancellation.watch(Running())
        if not cancellation.cancelled:
            assert stopped.wait(timeout=30)
        raise RuntimeError("interrupted")

    return exact
