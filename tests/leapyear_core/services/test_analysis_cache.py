"""The analysis cache: who counts and clears what, and that to clear it gives nothing away."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve

from leapyear_core.catalog.schema import charges
from leapyear_core.core import Core
from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.model.analyses import Count, CountRows, Sum
from leapyear_core.model.expressions import Attribute
from leapyear_core.services.analyses import Pending
from leapyear_core.services.questions import Question
from leapyear_core.services.sessions import Caller
from tests.in_process import ADMINISTRATOR, SETTINGS, core_in_memory
from tests.leapyear_core.services.visits import (
    ROWS,
    VISITS,
    answer,
    caller_of,
    core_of_visits,
    count,
    fill,
    folder_of_visits,
    pending,
    spent,
    waits_for_its_end,
)

AGES = Question(Sum(VISITS, Attribute("age")))
SMOKERS = Question(Count(VISITS, Attribute("smoker")))


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
def bob(core: Core) -> Caller:
    return caller_of(core, "bob")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Holds computations until it is set."""
    opened, exact = threading.Event(), DuckDBEngine.exact

    def held(*arguments: object) -> object:
        assert opened.wait(timeout=30)
        return exact(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(DuckDBEngine, "exact", held)
    yield opened
    opened.set()


def test_a_repeat_of_what_was_cleared_is_charged_anew(core: Core, ada: Caller) -> None:
    """With fresh noise, which is on record from then on."""
    price = answer(core, ada, ROWS).exposure_nano
    core.analysis_cache.clear(ada)
    again = answer(core, ada, ROWS)
    assert (again.cached, again.exposure_nano, spent(core)) == (False, price, 2 * price)
    assert answer(core, ada, ROWS).estimate == again.estimate
    assert spent(core) == 2 * price


def test_a_job_keeps_the_answer_that_was_cleared(core: Core, ada: Caller) -> None:
    """And the ledger what it cost."""
    asked = pending(core, ada, ROWS)
    asked.end.result(timeout=30)
    before = core.jobs.result(ada, asked.job_id)
    core.analysis_cache.clear(ADMINISTRATOR)
    assert core.jobs.result(ada, asked.job_id) == before
    assert spent(core) == before.exposure_nano


def test_analyses_are_counted_and_not_their_answers(core: Core, ada: Caller) -> None:
    """Fresh and repeated ones are one; an exact one is another."""
    assert core.analysis_cache.count(ada) == 0
    for question in (ROWS, ROWS, evolve(ROWS, cache=False), AGES):
        answer(core, ada, question)
    answer(core, ADMINISTRATOR, evolve(ROWS, precise=True))
    assert core.analysis_cache.count(ada) == 2
    assert core.analysis_cache.count(ADMINISTRATOR) == 3
    core.databases.delete("clinic")
    assert core.analysis_cache.count(ADMINISTRATOR) == 0


def test_users_count_and_clear_what_they_paid_for_and_administrators_all(
    core: Core, ada: Caller, bob: Caller
) -> None:
    """Who was answered from the record paid for nothing."""
    answer(core, ada, ROWS)
    answer(core, bob, ROWS)
    answer(core, bob, AGES)
    counts = [core.analysis_cache.count(each) for each in (ada, bob, ADMINISTRATOR)]
    assert counts == [1, 1, 2]
    core.analysis_cache.clear(bob)
    assert answer(core, bob, ROWS).cached
    assert not answer(core, bob, AGES).cached
    core.analysis_cache.clear(ADMINISTRATOR)
    assert [core.analysis_cache.count(each) for each in (ada, bob, ADMINISTRATOR)] == [0, 0, 0]


def test_what_is_being_computed_is_forgotten_before_it_is_there(
    core: Core, ada: Caller, opened: threading.Event
) -> None:
    """Whoever asks afterwards shares it neither while it is computed nor later."""
    first = pending(core, ada, ROWS)
    core.analysis_cache.clear(ada)
    second = pending(core, ada, ROWS)
    opened.set()
    for each in (first, second):
        each.end.result(timeout=30)
    one, other = (core.jobs.result(ada, each.job_id) for each in (first, second))
    assert (one.cached, other.cached, core.analysis_cache.count(ada)) == (False, False, 1)
    assert spent(core) == one.exposure_nano + other.exposure_nano
    assert answer(core, ada, ROWS).estimate == other.estimate


def test_what_others_ask_at_once_after_a_clearing_is_shared_again(
    core: Core, ada: Caller, bob: Caller, opened: threading.Event
) -> None:
    core.analysis_cache.clear(ADMINISTRATOR)
    first, second = pending(core, ada, ROWS), pending(core, bob, ROWS)
    opened.set()
    first.end.result(timeout=30)
    second.end.result(timeout=30)
    assert core.jobs.result(bob, second.job_id).cached
    assert count(core, charges) == 1


def test_a_charge_that_bought_nothing_is_still_good_after_a_clearing(
    core: Core, ada: Caller, opened: threading.Event
) -> None:
    """It is not charged again; and what it buys then is on record."""
    cancelled: Pending = pending(core, ada, ROWS)
    core.jobs.cancel(ada, cancelled.job_id)
    core.analysis_cache.clear(ada)
    opened.set()
    later = answer(core, ada, ROWS)
    assert count(core, charges) == 1
    assert spent(core) == later.exposure_nano
    assert answer(core, ada, ROWS).cached


def test_what_was_cleared_while_it_was_computed_stays_so_after_a_stop(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its job is answered on its charge, and nobody else is."""
    settings = evolve(SETTINGS, home=root / "home", data_roots=(root,))
    with monkeypatch.context() as broken, core_in_memory(settings) as core:
        fill(core)
        broken.setattr(DuckDBEngine, "exact", waits_for_its_end())
        ada = caller_of(core, "ada")
        asked = pending(core, ada, SMOKERS)
        core.analysis_cache.clear(ada)
    with core_in_memory(settings) as core:
        if end := core.jobs.end_of(ada, asked.job_id):
            end.result(timeout=30)
        assert core.jobs.result(ada, asked.job_id).exposure_nano == spent(core)
        assert core.analysis_cache.count(ada) == 0
        assert not answer(core, ada, SMOKERS).cached


def test_nothing_is_on_record_of_one_who_never_asked(core: Core, ada: Caller, bob: Caller) -> None:
    answer(core, ada, Question(CountRows(VISITS)))
    assert core.analysis_cache.count(bob) == 0
