"""Exact answers: who may have one, whenever it is given, and what it has to do with the ledger: nothing."""

import logging
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from attrs import evolve

from leapyear_core.catalog.schema import charges, releases
from leapyear_core.core import Core
from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.model.access import ColumnLevel, DatabaseLevel, SubjectKind
from leapyear_core.model.analyses import Count, CountDistinct, CountRows, Mean, Sum
from leapyear_core.model.errors import (
    AttributeNotFound,
    InvalidAnalysis,
    PermissionDenied,
    TableNotFound,
)
from leapyear_core.model.expressions import Attribute, Call, Constant
from leapyear_core.model.relations import Table, Where
from leapyear_core.services.clocks import utc_now
from leapyear_core.services.jobs import Failed
from leapyear_core.services.profiles import PrivacyLimit
from leapyear_core.services.questions import Question, question_to_tree, read_question
from leapyear_core.services.sessions import Caller
from tests.in_process import ADMINISTRATOR, SETTINGS, core_in_memory, grant, number
from tests.leapyear_core.services.visits import (
    COLUMNS,
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

AGES = Sum(VISITS, Attribute("age"))
PRECISE = Question(AGES, precise=True)
SMOKERS_AGES = Sum(Where(VISITS, Attribute("smoker")), Attribute("age"))
FULL, COMPUTE, NONE = ColumnLevel.FULL, ColumnLevel.COMPUTE, ColumnLevel.NONE


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return folder_of_visits(tmp_path)


@pytest.fixture
def core(root: Path) -> Iterator[Core]:
    with core_of_visits(root) as core:
        yield core


@pytest.fixture
def ada(core: Core) -> Caller:
    """One who may see exact values; bob may not."""
    grant(core, "ada", "clinic", DatabaseLevel.FULL)
    return caller_of(core, "ada")


@pytest.fixture
def bob(core: Core) -> Caller:
    return caller_of(core, "bob")


def on_columns(core: Core, username: str, **levels: ColumnLevel) -> None:
    core.grants.set_on_table(
        ADMINISTRATOR, "clinic", "visits", SubjectKind.USER, username, list(levels.items())
    )


@pytest.mark.parametrize(
    ("analysis", "expected"),
    [
        (CountRows(VISITS), 3),
        (Count(VISITS, Attribute("note")), 2),
        (CountDistinct(VISITS, Attribute("smoker")), 2),
        (AGES, 132),
        (SMOKERS_AGES, 74),
        (Mean(VISITS, Attribute("age")), 44),
        (Mean(VISITS, Attribute("smoker")), 2 / 3),
    ],
)
def test_an_exact_answer_has_no_noise_and_costs_nothing(
    core: Core, ada: Caller, analysis: Sum, expected: float
) -> None:
    found = answer(core, ada, Question(analysis, precise=True))
    assert number(found.estimate).value == pytest.approx(expected, rel=1e-15)
    assert number(found.estimate).low == number(found.estimate).high == number(found.estimate).value
    assert (found.estimate.is_exact, found.exposure_nano, found.cached) == (True, 0, False)
    assert spent(core) == 0


def test_the_mean_of_no_rows_is_known_by_its_bounds_alone(core: Core, ada: Caller) -> None:
    nobody = Where(VISITS, Call("gt", (Attribute("age"), Constant(100))))
    found = number(
        answer(core, ada, Question(Mean(nobody, Attribute("age")), precise=True)).estimate
    )
    assert (found.low, found.high, found.is_exact) == (0, 120, True)


def test_an_exact_answer_is_had_when_the_limit_is_spent(core: Core, ada: Caller) -> None:
    """And when it was lowered below what was spent."""
    answer(core, ada, Question(AGES))
    core.databases.set_limit(ADMINISTRATOR, "clinic", PrivacyLimit(0.001, 1e-6))
    assert number(answer(core, ada, PRECISE).estimate).value == 132


def test_a_repeat_is_from_the_record_and_a_fresh_one_is_not(core: Core, ada: Caller) -> None:
    """Though both cost nothing."""
    assert not answer(core, ada, PRECISE).cached
    assert answer(core, ada, PRECISE).cached
    assert not answer(core, ada, evolve(PRECISE, cache=False)).cached


@pytest.mark.parametrize("precise_first", [True, False])
def test_exact_and_noisy_answers_are_never_taken_for_each_other(
    core: Core, ada: Caller, bob: Caller, precise_first: bool
) -> None:
    """On record, whoever asked first. The noise is not 0 for so many sums: a false alarm of 1e-40."""
    constants = [Sum(VISITS, Call("add", (Attribute("age"), Constant(n)))) for n in range(20)]
    asked = [(ada, True), (bob, False)] if precise_first else [(bob, False), (ada, True)]
    found = {
        precise: [
            number(answer(core, caller, Question(each, precise=precise)).estimate)
            for each in constants
        ]
        for caller, precise in asked
    }
    assert [each.value for each in found[True]] == [132 + 3 * n for n in range(20)]
    assert all(each.noise_scale > 0 for each in found[False])
    assert [each.value for each in found[False]] != [each.value for each in found[True]]


def test_exact_and_noisy_computations_under_way_are_not_shared(
    core: Core, ada: Caller, bob: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, exact = threading.Event(), DuckDBEngine.exact

    def held(*arguments: object) -> tuple[int, ...]:
        assert opened.wait(timeout=30)
        return exact(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(DuckDBEngine, "exact", held)
    first, second = pending(core, ada, PRECISE), pending(core, bob, Question(AGES))
    opened.set()
    first.end.result(timeout=30)
    second.end.result(timeout=30)
    assert core.jobs.result(ada, first.job_id).estimate.is_exact
    assert not core.jobs.result(bob, second.job_id).estimate.is_exact
    assert count(core, charges) == count(core, releases) == 2


def test_those_who_may_not_see_exact_values_are_refused_and_nothing_is_written(
    core: Core, bob: Caller
) -> None:
    for analysis in (AGES, CountRows(VISITS)):
        with pytest.raises(PermissionDenied, match="full access"):
            core.analyses.ask(bob, Question(analysis, precise=True))
    assert count(core, charges) == 0


def test_nobody_gets_what_is_on_record_without_the_right_to_it(
    core: Core, ada: Caller, bob: Caller
) -> None:
    answer(core, ada, PRECISE)
    with pytest.raises(PermissionDenied):
        core.analyses.ask(bob, PRECISE)


def test_every_column_that_is_read_needs_full_access(core: Core, bob: Caller) -> None:
    """Those of conditions too; the others do not matter."""
    on_columns(core, "bob", age=FULL, smoker=COMPUTE)
    assert number(answer(core, bob, PRECISE).estimate).value == 132
    with pytest.raises(PermissionDenied, match=r"'smoker' of clinic\.visits"):
        core.analyses.ask(bob, Question(SMOKERS_AGES, precise=True))
    on_columns(core, "bob", age=FULL, smoker=FULL)
    assert number(answer(core, bob, Question(SMOKERS_AGES, precise=True)).estimate).value == 74


def test_a_grant_on_a_column_narrows_what_was_granted_on_the_database(
    core: Core, ada: Caller
) -> None:
    on_columns(core, "ada", age=COMPUTE)
    with pytest.raises(PermissionDenied, match="'age'"):
        core.analyses.ask(ada, PRECISE)
    exact = answer(core, ada, Question(CountRows(VISITS), precise=True))
    assert number(exact.estimate).value == 3


def test_rows_are_counted_exactly_by_those_with_full_access_to_some_column(
    core: Core, bob: Caller
) -> None:
    """They could add up its nulls and its other values."""
    rows = Question(CountRows(VISITS), precise=True)
    with pytest.raises(PermissionDenied, match=r"a column of clinic\.visits"):
        core.analyses.ask(bob, rows)
    on_column(core, "bob", "note", FULL)
    assert number(answer(core, bob, rows).estimate).value == 3


def test_a_group_gives_the_right_too(core: Core, bob: Caller) -> None:
    core.groups.create("auditors", members=["bob"])
    core.grants.set_on_database(
        ADMINISTRATOR, "clinic", SubjectKind.GROUP, "auditors", DatabaseLevel.FULL
    )
    assert number(answer(core, bob, PRECISE).estimate).value == 132


def test_what_is_hidden_is_not_there_for_exact_questions_either(core: Core, bob: Caller) -> None:
    """One answer, whether it is hidden or absent, and whether the rest may be had exactly or not."""
    for smoker in (COMPUTE, FULL):
        on_columns(core, "bob", age=NONE, smoker=smoker)
        for name in ("age", "nothing"):
            hidden = Sum(VISITS, Attribute(name))
            with pytest.raises(AttributeNotFound, match=f"{name!r}; there are 'smoker', 'note'$"):
                core.analyses.ask(bob, Question(hidden, precise=True))


def test_an_exact_answer_has_no_accuracy_to_choose(core: Core, ada: Caller) -> None:
    with pytest.raises(InvalidAnalysis, match="no accuracy to choose"):
        core.analyses.ask(ada, evolve(PRECISE, accuracy=10.0))


def test_the_right_is_seen_to_when_the_answer_is_fetched(core: Core, ada: Caller) -> None:
    """The noisy answer of the same owner is still theirs."""
    asked, noisy = pending(core, ada, PRECISE), pending(core, ada, Question(AGES))
    asked.end.result(timeout=30)
    noisy.end.result(timeout=30)
    assert number(core.jobs.result(ada, asked.job_id).estimate).value == 132
    grant(core, "ada", "clinic", DatabaseLevel.COMPUTE)
    with pytest.raises(PermissionDenied):
        core.jobs.result(ada, asked.job_id)
    core.jobs.result(ada, noisy.job_id)
    on_column(core, "ada", "age", NONE)
    with pytest.raises(AttributeNotFound):
        core.jobs.result(ada, asked.job_id)
    assert number(core.jobs.result(ADMINISTRATOR, asked.job_id).estimate).value == 132


def test_the_right_to_a_table_is_none_to_one_that_had_its_name(
    root: Path,
) -> None:
    """Whoever drops a table takes the exact answers about it along."""
    now = [utc_now()]
    settings = evolve(SETTINGS, data_roots=(root,))
    with core_in_memory(settings, clock=lambda: now[0]) as core:
        fill(core)
        grant(core, "ada", "clinic", DatabaseLevel.FULL)
        ada = caller_of(core, "ada")
        asked = pending(core, ada, PRECISE)
        asked.end.result(timeout=30)
        core.tables.delete(ADMINISTRATOR, "clinic", "visits")
        with pytest.raises(TableNotFound):
            core.jobs.result(ada, asked.job_id)
        now[0] += timedelta(seconds=1)
        core.tables.create(
            ADMINISTRATOR, "clinic", "visits", columns=COLUMNS, credentials="visits.csv"
        )
        with pytest.raises(TableNotFound):
            core.jobs.result(ada, asked.job_id)


@pytest.mark.parametrize("level", [DatabaseLevel.FULL, DatabaseLevel.COMPUTE])
def test_the_right_is_seen_to_when_a_job_is_taken_up_after_a_stop(
    root: Path, monkeypatch: pytest.MonkeyPatch, level: DatabaseLevel
) -> None:
    settings = evolve(SETTINGS, home=root / "home", data_roots=(root,))
    with monkeypatch.context() as broken, core_in_memory(settings) as core:
        fill(core)
        broken.setattr(DuckDBEngine, "exact", waits_for_its_end())
        grant(core, "ada", "clinic", DatabaseLevel.FULL)
        ada = caller_of(core, "ada")
        asked = pending(core, ada, PRECISE)
        grant(core, "ada", "clinic", level)
    with core_in_memory(settings) as core:
        if level is DatabaseLevel.FULL:
            if end := core.jobs.end_of(ada, asked.job_id):
                end.result(timeout=30)
            assert number(core.jobs.result(ada, asked.job_id).estimate).value == 132
        else:
            with pytest.raises(Failed) as failed:
                core.jobs.result(ada, asked.job_id)
            assert failed.value.code == "permission_denied"
            assert count(core, releases) == 0


def make_public(core: Core) -> None:
    core.tables.create(
        ADMINISTRATOR, "clinic", "known", columns=COLUMNS, credentials="visits.csv", is_public=True
    )


KNOWN = Table("clinic", "known")
KNOWN_AGES = Sum(KNOWN, Attribute("age"))


def test_answers_about_a_public_table_are_exact_and_cost_nothing(core: Core, bob: Caller) -> None:
    """For everybody who sees it, asked exactly or not: it is one question, whatever accuracy would do."""
    make_public(core)
    first = answer(core, bob, Question(KNOWN_AGES))
    assert (number(first.estimate).value, first.estimate.is_exact, first.exposure_nano) == (
        132,
        True,
        0,
    )
    for question in (Question(KNOWN_AGES, precise=True), Question(KNOWN_AGES, accuracy=1e9)):
        assert answer(core, bob, question).cached
    rows = answer(core, bob, Question(CountRows(KNOWN)))
    assert number(rows.estimate).value == 3
    assert spent(core) == 0


def test_answers_about_the_private_tables_beside_a_public_one_have_noise(
    core: Core, bob: Caller
) -> None:
    make_public(core)
    found = answer(core, bob, Question(AGES))
    assert not found.estimate.is_exact
    assert found.exposure_nano > 0


def test_no_row_of_a_public_table_is_anybodys(core: Core) -> None:
    """So that, beside private ones, it is constant: it adds nothing to what one unit can move."""
    make_public(core)
    rows = {
        name: core.tables.get(ADMINISTRATOR, "clinic", name).table.contribution.rows
        for name in ("known", "visits")
    }
    assert rows == {"known": 0, "visits": 1}


def test_a_column_of_a_public_table_that_is_hidden_is_not_there(core: Core, bob: Caller) -> None:
    make_public(core)
    core.grants.set_on_table(
        ADMINISTRATOR, "clinic", "known", SubjectKind.USER, "bob", [("age", NONE)]
    )
    for precise in (True, False):
        with pytest.raises(AttributeNotFound):
            core.analyses.ask(bob, Question(KNOWN_AGES, precise=precise))


def test_a_table_that_was_public_and_is_private_has_noise(core: Core, bob: Caller) -> None:
    """It is dropped and made anew; what was told exactly is not told again."""
    make_public(core)
    answer(core, bob, Question(KNOWN_AGES))
    core.tables.delete(ADMINISTRATOR, "clinic", "known")
    core.tables.create(ADMINISTRATOR, "clinic", "known", columns=COLUMNS, credentials="visits.csv")
    assert not answer(core, bob, Question(KNOWN_AGES)).estimate.is_exact
    with pytest.raises(PermissionDenied):
        core.analyses.ask(bob, Question(KNOWN_AGES, precise=True))


def test_the_audit_log_says_who_asks_exactly_of_what_and_no_value(
    core: Core, ada: Caller, bob: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    """Each time; also who fetches the answer of another one."""
    caplog.set_level(logging.INFO, "leapyear_core.audit")
    older = Where(VISITS, Call("gt", (Attribute("age"), Constant(57))))
    asked = pending(core, ada, Question(Sum(older, Attribute("smoker")), precise=True))
    asked.end.result(timeout=30)
    answer(core, ada, Question(CountRows(VISITS), precise=True))
    answer(core, ada, Question(AGES))
    with pytest.raises(PermissionDenied):
        core.analyses.ask(bob, PRECISE)
    core.jobs.result(ADMINISTRATOR, asked.job_id)
    about = "exact answer: sum of clinic.visits, reading clinic.visits.age, clinic.visits.smoker"
    assert [record.getMessage() for record in caplog.records] == [
        f"user ada ({ada.user_id}) asks for an {about}",
        f"user ada ({ada.user_id}) asks for an exact answer: count_rows of clinic.visits, reading no column",
        f"user admin ({ADMINISTRATOR.user_id}) asks for an {about}",
    ]


def test_a_question_on_record_from_before_there_were_exact_answers_is_read() -> None:
    tree = question_to_tree(Question(CountRows(VISITS)))
    del tree["precise"]
    assert not read_question(tree).precise
