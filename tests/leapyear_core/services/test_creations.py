"""Tables that are made behind the request: once, also after a stop; or not at all, where nobody wants them any more."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import define, evolve, field

from leapyear_core.core import Core
from leapyear_core.engine.cancellation import Cancellation
from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.model.access import DatabaseLevel
from leapyear_core.model.errors import (
    AlreadyExists,
    JobNotFound,
    JobWithoutAnswer,
    PermissionDenied,
    TableNotFound,
)
from leapyear_core.model.types import Column, IntType
from leapyear_core.model.units import PrivacyUnit
from leapyear_core.services.creations import Registration
from leapyear_core.services.jobs import JobView
from leapyear_core.services.sessions import Caller
from leapyear_core.settings import Settings
from tests.in_process import ADMINISTRATOR, SETTINGS, core_in_memory, grant

AGE = Column("age", IntType(0, 120))
VISITS = Registration("visits", (AGE,), "visits-*.parquet", "Visits.")

#: Long enough for anything here, and an end.
PATIENCE = 30.0


@define
class Gate:
    """Holds up the engine before the second file of a table, until it is opened."""

    reached: threading.Event = field(factory=threading.Event)
    opened: threading.Event = field(factory=threading.Event)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Hold up what engines copy."""
    gate, register = Gate(), DuckDBEngine.register

    def held(files: Any) -> Iterator[Any]:
        for number, file in enumerate(files):
            if number == 1:
                gate.reached.set()
                assert gate.opened.wait(PATIENCE)
            yield file

    monkeypatch.setattr(
        DuckDBEngine, "register", lambda self, files, *a, **k: register(self, held(files), *a, **k)
    )
    yield gate
    gate.opened.set()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home, and three files in a data root."""
    (tmp_path / "data").mkdir()
    for number in range(3):
        pq.write_table(
            pa.table({"age": [20 + number] * 5}), tmp_path / "data" / f"visits-{number}.parquet"
        )
    return evolve(SETTINGS, home=tmp_path / "home", data_roots=(tmp_path / "data",))


@pytest.fixture
def opened(settings: Settings) -> Iterator[Callable[[], Core]]:
    """Opens Cores at that home, one after another, with a database in it."""
    cores: list[Core] = []

    def open_core() -> Core:
        cores.append(Core.open(settings))
        return cores[-1]

    first = open_core()
    first.databases.create("clinic")
    first.close()
    yield open_core
    for core in cores:
        core.close()


def stop_midway(core: Core, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop a Core while it waits at the gate: by then the copy is cancelled."""
    assert gate.reached.wait(PATIENCE)
    cancelled, cancel = threading.Event(), Cancellation.cancel

    def told(cancellation: Cancellation) -> None:
        cancel(cancellation)
        cancelled.set()

    monkeypatch.setattr(Cancellation, "cancel", told)
    closing = threading.Thread(target=core.close)
    closing.start()
    assert cancelled.wait(PATIENCE)
    gate.opened.set()
    closing.join(PATIENCE)


def ended(core: Core, job_id: str) -> JobView:
    """The job, after its end."""
    end = core.jobs.end_of(ADMINISTRATOR, job_id)
    if end is not None:
        end.result(PATIENCE)
    return core.jobs.get(ADMINISTRATOR, job_id)


def steward(core: Core) -> Caller:
    """Ada, who administers the database."""
    user = core.users.create("ada", "pw", is_administrator=False)
    grant(core, "ada", "clinic", DatabaseLevel.ADMINISTER)
    return evolve(ADMINISTRATOR, user_id=user.id, username="ada", is_administrator=False)


def test_a_table_is_made_behind_the_request(opened: Callable[[], Core], gate: Gate) -> None:
    """The job tells how far it is: of three files and a last step, one is done; then all."""
    core = opened()
    job_id = core.creations.begin(ADMINISTRATOR, "clinic", VISITS)
    assert gate.reached.wait(PATIENCE)
    view = core.jobs.get(ADMINISTRATOR, job_id)
    assert (view.state, view.progress) == ("running", 0.25)
    with pytest.raises(TableNotFound):
        core.tables.get(ADMINISTRATOR, "clinic", "visits")
    gate.opened.set()
    view = ended(core, job_id)
    assert (view.state, view.progress) == ("finished", 1.0)
    assert view.record.finished_at is not None
    made = core.tables.get(ADMINISTRATOR, "clinic", "visits").table
    assert (made.columns, made.description) == ((AGE,), "Visits.")


def test_what_a_stop_cut_off_is_made_at_the_next_start_once(
    opened: Callable[[], Core], gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of the first attempt stays."""
    first = opened()
    job_id = first.creations.begin(ADMINISTRATOR, "clinic", VISITS)
    stop_midway(first, gate, monkeypatch)
    second = opened()
    assert ended(second, job_id).state == "finished"
    second.close()
    third = opened()
    assert third.jobs.get(ADMINISTRATOR, job_id).state == "finished"
    assert len(third.tables.page(ADMINISTRATOR, "clinic", limit=9, cursor=None).items) == 1
    copies = third.engine._connection.execute("SELECT count(*) FROM duckdb_tables()").fetchall()
    assert copies == [(1,)]


def test_a_job_that_was_cancelled_makes_nothing(opened: Callable[[], Core], gate: Gate) -> None:
    """It stays so, and the name is free."""
    core = opened()
    job_id = core.creations.begin(ADMINISTRATOR, "clinic", VISITS)
    assert gate.reached.wait(PATIENCE)
    assert core.jobs.cancel(ADMINISTRATOR, job_id).state == "cancelled"
    gate.opened.set()
    assert ended(core, job_id).state == "cancelled"
    assert ended(core, core.creations.begin(ADMINISTRATOR, "clinic", VISITS)).state == "finished"


def test_a_job_that_is_done_cannot_be_cancelled(opened: Callable[[], Core]) -> None:
    """The table is there."""
    core = opened()
    job_id = core.creations.begin(ADMINISTRATOR, "clinic", VISITS)
    ended(core, job_id)
    assert core.jobs.cancel(ADMINISTRATOR, job_id).state == "finished"


def test_a_table_and_the_end_of_its_job_are_one(
    opened: Callable[[], Core], gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who cancels after the rows are copied, and before the table is written down, finds no table."""
    core = opened()
    monkeypatch.setattr(
        "leapyear_core.services.creations.job_records.finish", lambda *_arguments: False
    )
    gate.opened.set()
    assert ended(core, core.creations.begin(ADMINISTRATOR, "clinic", VISITS)).state == "failed"
    with pytest.raises(TableNotFound):
        core.tables.get(ADMINISTRATOR, "clinic", "visits")
    copies = core.engine._connection.execute("SELECT count(*) FROM duckdb_tables()").fetchall()
    assert copies == [(0,)]


@pytest.mark.parametrize(
    ("registration", "code"),
    [
        (evolve(VISITS, credentials="nosuch.parquet"), "source_not_found"),
        (evolve(VISITS, credentials="/etc/passwd"), "source_forbidden"),
        (evolve(VISITS, columns=(evolve(AGE, name="nosuch"),)), "invalid_column"),
        (evolve(VISITS, privacy_unit=PrivacyUnit("nosuch", 2)), "invalid_column"),
    ],
)
def test_a_job_that_fails_tells_what_the_request_would_have(
    opened: Callable[[], Core], registration: Registration, code: str
) -> None:
    """By its code."""
    core = opened()
    view = ended(core, core.creations.begin(ADMINISTRATOR, "clinic", registration))
    assert view.state == "failed"
    assert view.record.problem is not None
    assert view.record.problem["code"] == code


def test_what_can_be_refused_at_once_is(opened: Callable[[], Core]) -> None:
    """A name that is taken; one who may not."""
    core = opened()
    ended(core, core.creations.begin(ADMINISTRATOR, "clinic", VISITS))
    with pytest.raises(AlreadyExists):
        core.creations.begin(ADMINISTRATOR, "clinic", VISITS)
    ada = steward(core)
    grant(core, "ada", "clinic", DatabaseLevel.COMPUTE)
    with pytest.raises(PermissionDenied):
        core.creations.begin(ada, "clinic", evolve(VISITS, name="other"))


@pytest.mark.parametrize("is_gone", [True, False])
def test_the_job_of_one_who_may_not_any_more_fails_at_the_next_start(
    opened: Callable[[], Core], gate: Gate, monkeypatch: pytest.MonkeyPatch, is_gone: bool
) -> None:
    """Whether they are no user any more, or no administrator of the database."""
    first = opened()
    job_id = first.creations.begin(steward(first), "clinic", VISITS)
    assert gate.reached.wait(PATIENCE)
    if is_gone:
        first.users.delete("ada")
    else:
        grant(first, "ada", "clinic", DatabaseLevel.COMPUTE)
    stop_midway(first, gate, monkeypatch)
    second = opened()
    view = ended(second, job_id)
    assert view.state == "failed"
    assert view.record.problem is not None
    assert view.record.problem["code"] == "permission_denied"


def test_the_job_of_one_who_may_not_any_more_fails_while_it_runs(
    opened: Callable[[], Core], gate: Gate
) -> None:
    """Who was an administrator of the server when they asked is none when the table would be there."""
    core = opened()
    user = core.users.create("ada", "pw", is_administrator=True)
    ada = evolve(ADMINISTRATOR, user_id=user.id, username="ada")
    job_id = core.creations.begin(ada, "clinic", VISITS)
    assert gate.reached.wait(PATIENCE)
    core.users.update(ADMINISTRATOR, "ada", is_administrator=False)
    grant(core, "ada", "clinic", DatabaseLevel.COMPUTE)
    gate.opened.set()
    view = ended(core, job_id)
    assert view.record.problem is not None
    assert view.record.problem["code"] == "permission_denied"
    assert core.tables.page(ADMINISTRATOR, "clinic", limit=9, cursor=None).items == ()


def test_a_table_is_not_made_in_another_database_of_that_name(
    opened: Callable[[], Core], gate: Gate
) -> None:
    """The one that was meant was dropped meanwhile."""
    core = opened()
    job_id = core.creations.begin(ADMINISTRATOR, "clinic", VISITS)
    assert gate.reached.wait(PATIENCE)
    core.databases.delete("clinic")
    core.databases.create("clinic")
    gate.opened.set()
    view = ended(core, job_id)
    assert view.record.problem is not None
    assert view.record.problem["code"] == "database_not_found"
    assert core.tables.page(ADMINISTRATOR, "clinic", limit=9, cursor=None).items == ()


def test_such_a_job_has_no_answer_and_is_for_its_owner(settings: Settings) -> None:
    """As other jobs are."""
    with core_in_memory(evolve(settings, home=None)) as core:
        core.databases.create("clinic")
        job_id = core.creations.begin(ADMINISTRATOR, "clinic", VISITS)
        ended(core, job_id)
        with pytest.raises(JobWithoutAnswer):
            core.jobs.result(ADMINISTRATOR, job_id)
        with pytest.raises(JobNotFound):
            core.jobs.get(steward(core), job_id)


def test_what_is_asked_for_is_kept_as_it_was() -> None:
    """Through its plain data."""
    whole = evolve(VISITS, is_public=False, privacy_unit=PrivacyUnit("age", 3))
    assert Registration.from_tree(whole.to_tree()) == whole
