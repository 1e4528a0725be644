"""Questions: what is charged, what is shared, what is taken up again."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, frozen
from sqlalchemy import select, update

from leapyear_core.catalog.charges import Release
from leapyear_core.catalog.schema import charges, releases, table_sizes
from leapyear_core.core import Core
from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.model.access import ColumnLevel, DatabaseLevel
from leapyear_core.model.analyses import Count, CountRows, Mean, Sum
from leapyear_core.model.errors import (
    AttributeNotFound,
    CoreError,
    DatabaseNotFound,
    InvalidAnalysis,
    InvalidExpression,
    JobCancelled,
    JobNotFinished,
    JobNotFound,
    PrivacyLimitExceeded,
    TableNotFound,
)
from leapyear_core.model.expressions import Attribute, Call, Constant
from leapyear_core.model.relations import Table, Where
from leapyear_core.services.analyses import Analyses, Pending
from leapyear_core.services.profiles import PrivacyLimit
from leapyear_core.services.questions import Question, prepare
from leapyear_core.services.sessions import Caller
from tests.in_process import ADMINISTRATOR, SETTINGS, core_in_memory, grant
from tests.leapyear_core.services.visits import (
    COLUMNS,
    ROWS,
    VISITS,
    answer,
    caller_of,
    core_of_visits,
    count,
    fill,
    folder_of_visits,
    on_column,
    pending,
    spent,
    waits_for_its_end,
)


@frozen
class Gate:
    """Holds computations until it is opened, and counts them."""

    began: list[int]
    opened: threading.Event


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return folder_of_visits(tmp_path)


@pytest.fixture
def core(root: Path) -> Iterator[Core]:
    with core_of_visits(root) as core:
        yield core


@pytest.fixture
def ada(core: Core) -> Caller:
    return caller_of(core, "ada")


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate, exact = Gate([], threading.Event()), DuckDBEngine.exact

    def held(*arguments: Any) -> tuple[int, ...]:
        gate.began.append(1)
        assert gate.opened.wait(timeout=30)
        return exact(*arguments)

    monkeypatch.setattr(DuckDBEngine, "exact", held)
    yield gate
    gate.opened.set()


def test_a_repeat_is_free_and_the_same_whoever_asks(core: Core, ada: Caller) -> None:
    first = answer(core, ada, ROWS)
    again = answer(core, caller_of(core, "bob"), ROWS)

    assert again.estimate == first.estimate
    assert (first.cached, again.cached, again.exposure_nano) == (False, True, 0)
    assert spent(core) == first.exposure_nano > 0


def test_a_repeat_in_other_words_is_free_and_the_same(core: Core, ada: Caller) -> None:
    """Also for an answer of before, on record by the words that it was asked in."""
    old, smoker = Call("ge", (Attribute("age"), Constant(40))), Attribute("smoker")
    one = Where(VISITS, Call("and", (smoker, old)))
    turned = Call("le", (Constant(40), Attribute("age")))
    first = answer(core, ada, Question(CountRows(one)))
    before = spent(core)
    for other in (
        Where(VISITS, Call("and", (old, smoker))),
        Where(Where(VISITS, smoker), old),
        Where(VISITS, Call("and", (turned, Call("and", (smoker, turned))))),
    ):
        question = Question(CountRows(other))
        assert core.analyses.price(ada, question).cached
        again = answer(core, ada, question)
        assert (again.estimate, again.cached) == (first.estimate, True)
    assert spent(core) == before
    said = question_keys(core, ada, Question(CountRows(one)))[-1]
    with core.catalog.write() as connection:
        connection.execute(update(charges).values(analysis_key=said))
    assert answer(core, ada, Question(CountRows(one))).cached
    assert spent(core) == before


@pytest.mark.parametrize("is_of_before", [False, True])
def test_a_charge_for_a_question_in_other_words_buys_its_answer(
    core: Core, ada: Caller, monkeypatch: pytest.MonkeyPatch, is_of_before: bool
) -> None:
    """Also one of before, which is found by the words that it was made for."""
    old, smoker = Call("ge", (Attribute("age"), Constant(40))), Attribute("smoker")
    one, other = (
        Question(CountRows(Where(VISITS, Call("and", each))))
        for each in ((smoker, old), (old, smoker))
    )
    with monkeypatch.context() as broken:
        broken.setattr(DuckDBEngine, "exact", fails(RuntimeError()))
        with pytest.raises(CoreError):
            answer(core, ada, one)
    before = spent(core)
    if is_of_before:
        said = question_keys(core, ada, one)[-1]
        with core.catalog.write() as connection:
            connection.execute(update(charges).values(analysis_key=said))
    answer(core, ada, one if is_of_before else other)
    assert spent(core) == before > 0
    assert count(core, charges) == count(core, releases)


def question_keys(core: Core, caller: Caller, question: Question) -> list[str]:
    with core.catalog.read() as connection:
        prepared = prepare(connection, caller, question)
    assert len(prepared.also) == 1
    return [prepared.key, *prepared.also]


def test_a_fresh_answer_is_charged_again(core: Core, ada: Caller) -> None:
    price = answer(core, ada, ROWS).exposure_nano
    answer(core, ada, evolve(ROWS, cache=False))
    assert spent(core) == 2 * price


def test_a_better_answer_on_record_will_do(core: Core, ada: Caller) -> None:
    """It was paid for; a worse one would be dearer than free."""
    fine = answer(core, ada, evolve(ROWS, accuracy=50.0))
    assert answer(core, ada, evolve(ROWS, accuracy=90.0)).estimate == fine.estimate
    assert not answer(core, ada, evolve(ROWS, accuracy=30.0)).cached


def test_a_repeat_stays_the_same_when_a_better_answer_was_bought_since(
    core: Core, ada: Caller
) -> None:
    coarse = evolve(ROWS, accuracy=60.0)
    first = answer(core, ada, coarse)
    answer(core, ada, evolve(ROWS, accuracy=30.0))
    assert answer(core, ada, coarse).estimate == first.estimate


def test_the_same_question_of_another_table_is_another_question(core: Core, ada: Caller) -> None:
    """Even if it has the name of the one that was dropped."""
    answer(core, ada, ROWS)
    core.tables.delete(ADMINISTRATOR, "clinic", "visits")
    core.tables.create(ADMINISTRATOR, "clinic", "visits", columns=COLUMNS, credentials="visits.csv")
    assert not answer(core, ada, ROWS).cached


@pytest.mark.parametrize(
    ("question", "error", "told"),
    [
        (Question(CountRows(Table("nowhere", "visits"))), DatabaseNotFound, "'nowhere'"),
        (Question(CountRows(Table("clinic", "nothing"))), TableNotFound, "'nothing'"),
        (Question(Sum(VISITS, Attribute("aeg"))), AttributeNotFound, "'aeg'; there are 'age'"),
        (Question(Sum(VISITS, Attribute("note"))), InvalidAnalysis, "TEXT and cannot be summed"),
        (Question(Mean(VISITS, Attribute("age")), accuracy=1.0), InvalidAnalysis, "not of a mean"),
        (
            Question(CountRows(Where(VISITS, Attribute("age")))),
            InvalidExpression,
            "a predicate is a BOOL",
        ),
        (
            Question(Count(VISITS, Call("add", (Attribute("note"), Constant(1))))),
            InvalidExpression,
            "TEXT",
        ),
    ],
)
def test_a_question_that_makes_no_sense_costs_nothing(
    core: Core, ada: Caller, question: Question, error: type[CoreError], told: str
) -> None:
    with pytest.raises(error, match=told):
        core.analyses.ask(ada, question)
    assert spent(core) == 0
    assert count(core, charges) == 0


def test_a_question_beyond_the_limit_is_refused_and_what_is_on_record_is_not(
    core: Core, ada: Caller
) -> None:
    first = answer(core, ada, ROWS)
    core.databases.set_limit(ADMINISTRATOR, "clinic", PrivacyLimit(0.01, 1e-6))
    with pytest.raises(PrivacyLimitExceeded):
        answer(core, ada, evolve(ROWS, cache=False))
    assert answer(core, ada, ROWS).estimate == first.estimate
    assert spent(core) == first.exposure_nano


def test_an_answer_on_record_is_for_those_who_may_ask_for_it(core: Core, ada: Caller) -> None:
    """Whoever may not ask is told so, as if nobody had asked; whoever may gets what was released, for nothing."""
    question = Question(Sum(VISITS, Attribute("age")))
    first = answer(core, ada, question)
    bob = caller_of(core, "bob")
    grant(core, "bob", "clinic", DatabaseLevel.NONE)
    with pytest.raises(DatabaseNotFound):
        core.analyses.ask(bob, question)
    on_column(core, "bob", "smoker", ColumnLevel.COMPUTE)
    with pytest.raises(AttributeNotFound, match="'age'; there are 'smoker'"):
        core.analyses.ask(bob, question)
    on_column(core, "bob", "age", ColumnLevel.COMPUTE)
    again = answer(core, bob, question)
    assert (again.estimate, again.cached) == (first.estimate, True)


def test_rows_are_counted_by_those_who_see_the_table(core: Core, ada: Caller) -> None:
    """A column of it will do, and is enough for conditions on it."""
    grant(core, "ada", "clinic", DatabaseLevel.NONE)
    on_column(core, "ada", "smoker", ColumnLevel.COMPUTE)
    answer(core, ada, ROWS)
    answer(core, ada, Question(CountRows(Where(VISITS, Attribute("smoker")))))
    older = Call("gt", (Attribute("age"), Constant(40)))
    with pytest.raises(AttributeNotFound):
        core.analyses.ask(ada, Question(CountRows(Where(VISITS, older))))


def test_a_result_is_given_for_as_long_as_its_owner_sees_the_database(
    core: Core, ada: Caller, gate: Gate
) -> None:
    """It says what is left of the limit. The job itself stays its owner's."""
    asked = pending(core, ada, ROWS)
    grant(core, "ada", "clinic", DatabaseLevel.NONE)
    gate.opened.set()
    asked.end.result(timeout=30)
    with pytest.raises(DatabaseNotFound, match="'clinic'"):
        core.jobs.result(ada, asked.job_id)
    assert core.jobs.get(ada, asked.job_id).state == "finished"
    assert core.jobs.result(ADMINISTRATOR, asked.job_id).exposure_nano > 0


def test_those_who_ask_the_same_at_once_share_one_charge(
    core: Core, ada: Caller, gate: Gate
) -> None:
    bob = caller_of(core, "bob")
    first, second = pending(core, ada, ROWS), pending(core, bob, ROWS)
    gate.opened.set()
    first.end.result(timeout=30)
    second.end.result(timeout=30)

    one, other = core.jobs.result(ada, first.job_id), core.jobs.result(bob, second.job_id)

    assert one.estimate == other.estimate
    assert (one.cached, other.cached) == (False, True)
    assert len(gate.began) == count(core, charges) == 1


def test_two_who_want_fresh_noise_with_budget_for_one_get_one(core: Core, ada: Caller) -> None:
    """Asked at the same moment by two threads."""
    price = answer(core, ada, ROWS).exposure_nano
    with core.catalog.write() as connection:
        connection.exec_driver_sql(f"UPDATE databases SET limit_nano = spent_nano + {price}")
    barrier = threading.Barrier(2)
    outcomes: list[bool | None] = []

    def ask() -> None:
        barrier.wait(timeout=10)
        try:
            outcomes.append(answer(core, ada, evolve(ROWS, cache=False)).cached)
        except PrivacyLimitExceeded:
            outcomes.append(None)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes, key=str) == [False, None]
    assert spent(core) == 2 * price


def test_a_job_is_seen_by_its_owner_and_by_administrators(
    core: Core, ada: Caller, gate: Gate
) -> None:
    job_id = pending(core, ada, ROWS).job_id
    assert (
        core.jobs.get(evolve(ada, user_id=0, is_administrator=True), job_id).record.username
        == "ada"
    )
    with pytest.raises(JobNotFound):
        core.jobs.get(caller_of(core, "bob"), job_id)


def test_a_job_says_where_it_is(core: Core, ada: Caller, gate: Gate) -> None:
    asked = pending(core, ada, ROWS)
    with pytest.raises(JobNotFinished):
        core.jobs.result(ada, asked.job_id)
    assert core.jobs.get(ada, asked.job_id).state in ("queued", "running")
    gate.opened.set()
    asked.end.result(timeout=30)
    assert core.jobs.get(ada, asked.job_id).state == "finished"


def test_a_cancelled_job_has_no_answer_and_its_charge_buys_the_next_one(
    core: Core, ada: Caller, gate: Gate
) -> None:
    asked = pending(core, ada, ROWS)
    assert core.jobs.cancel(ada, asked.job_id).state == "cancelled"
    with pytest.raises(JobCancelled):
        core.jobs.result(ada, asked.job_id)
    gate.opened.set()

    later = answer(core, ada, ROWS)

    assert later.estimate is not None
    assert count(core, charges) == 1
    assert spent(core) == later.exposure_nano or later.cached


def test_a_job_that_others_share_goes_on_when_one_is_cancelled(
    core: Core, ada: Caller, gate: Gate
) -> None:
    bob = caller_of(core, "bob")
    mine, his = pending(core, ada, ROWS), pending(core, bob, ROWS)
    core.jobs.cancel(ada, mine.job_id)
    gate.opened.set()
    his.end.result(timeout=30)
    assert core.jobs.get(bob, his.job_id).state == "finished"
    assert core.jobs.get(ada, mine.job_id).state == "cancelled"


def test_a_failure_is_told_without_its_cause_and_its_charge_buys_the_next_answer(
    core: Core, ada: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cause may quote a row."""
    with monkeypatch.context() as broken:
        broken.setattr(DuckDBEngine, "exact", fails(RuntimeError("the row of Mrs Miller")))
        asked = pending(core, ada, ROWS)
        with pytest.raises(CoreError) as told:
            asked.end.result(timeout=30)
    assert "Miller" not in str(told.value)
    assert core.jobs.get(ada, asked.job_id).state == "failed"

    later = answer(core, ada, ROWS)

    assert count(core, charges) == count(core, releases) == 1
    assert spent(core) == later.exposure_nano


def test_to_ask_for_a_price_takes_up_no_charge(
    core: Core, ada: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written: what was forgotten before it was there is not remembered by who only wants to know."""
    with monkeypatch.context() as broken:
        broken.setattr(DuckDBEngine, "exact", fails(RuntimeError()))
        with pytest.raises(CoreError):
            pending(core, ada, ROWS).end.result(timeout=30)
    core.analysis_cache.clear(ada)

    def forgotten() -> bool:
        with core.catalog.read() as connection:
            query = select(charges.c.forgotten_at).where(
                charges.c.id.not_in(select(table_sizes.c.charge_id))
            )
            return connection.execute(query).scalar_one() is not None

    assert forgotten()
    core.analyses.price(ada, ROWS)
    assert forgotten()
    answer(core, ada, ROWS)
    assert not forgotten()


def test_a_job_that_a_stop_cut_off_is_taken_up_at_the_next_start(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the charge that was made for it."""
    settings = evolve(SETTINGS, home=root / "home", data_roots=(root,))
    with monkeypatch.context() as broken, core_in_memory(settings) as core:
        fill(core)
        broken.setattr(DuckDBEngine, "exact", waits_for_its_end())
        ada = caller_of(core, "ada")
        asked = pending(core, ada, ROWS)
    with core_in_memory(settings) as core:
        job = core.jobs.get(ada, asked.job_id)
        end: Future[Release] | None = core.jobs.end_of(ada, asked.job_id)
        if end is not None:
            end.result(timeout=30)
        first = core.jobs.result(ada, asked.job_id)
        again = answer(core, ada, ROWS)

        assert job.record.charge_id
        assert again.estimate == first.estimate
        assert again.cached
        assert spent(core) == first.exposure_nano
        assert count(core, charges) == 1


@pytest.mark.parametrize("lost", ["access", "user"])
def test_a_job_whose_owner_may_not_ask_any_more_is_not_taken_up(
    root: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    """Its charge buys the answer of the next one who asks the same."""
    settings = evolve(SETTINGS, home=root / "home", data_roots=(root,))
    with monkeypatch.context() as broken, core_in_memory(settings) as core:
        fill(core)
        broken.setattr(DuckDBEngine, "exact", waits_for_its_end())
        asked = pending(core, caller_of(core, "ada"), ROWS)
        if lost == "access":
            grant(core, "ada", "clinic", DatabaseLevel.NONE)
        else:
            core.users.delete("ada")
    with core_in_memory(settings) as core:
        assert core.jobs.get(ADMINISTRATOR, asked.job_id).state == "failed"
        answer(core, caller_of(core, "bob"), ROWS)
        assert count(core, charges) == count(core, releases) == 1


@pytest.mark.parametrize("dropped", ["database", "table"])
def test_a_job_about_what_was_dropped_is_not_taken_up_about_what_has_its_name_now(
    root: Path, monkeypatch: pytest.MonkeyPatch, dropped: str
) -> None:
    """Its charge was to another limit; or it was for nothing, since everybody could see the table that was there."""
    settings = evolve(SETTINGS, home=root / "home", data_roots=(root,))
    visits: dict[str, Any] = {"columns": COLUMNS, "credentials": "visits.csv"}
    with monkeypatch.context() as broken, core_in_memory(settings) as core:
        broken.setattr(Analyses, "_compute", lambda *_: None)
        core.databases.create("clinic")
        is_public = dropped == "table"
        core.tables.create(ADMINISTRATOR, "clinic", "visits", is_public=is_public, **visits)
        asked = core.analyses.ask(ADMINISTRATOR, ROWS)
        assert isinstance(asked, Pending)
        core.tables.delete(ADMINISTRATOR, "clinic", "visits")
        if dropped == "database":
            core.databases.delete("clinic")
            core.databases.create("clinic")
        core.tables.create(ADMINISTRATOR, "clinic", "visits", **visits)
        bought = count(core, releases)
    with core_in_memory(settings) as core:
        assert core.jobs.get(ADMINISTRATOR, asked.job_id).state == "failed"
        assert count(core, releases) == bought


def fails(error: Exception) -> Callable[..., Any]:
    def exact(*_: Any) -> tuple[int, ...]:
        raise error

    return exact
