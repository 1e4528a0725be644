"""Questions about groups of unknown keys: what they take of delta, and what is told where there are too many."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from leapyear_core.catalog import databases
from leapyear_core.catalog.charges import Cells, find_charge
from leapyear_core.core import Core
from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.model.access import DatabaseLevel
from leapyear_core.model.analyses import Aggregate, GroupBy, GroupKey
from leapyear_core.model.errors import (
    InvalidAnalysis,
    PrivacyLimitExceeded,
    TooManyKeys,
    Unavailable,
)
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.relations import Table
from leapyear_core.model.types import BoolType, Column, TextType
from leapyear_core.privacy import partitions
from leapyear_core.services.analyses import Answer
from leapyear_core.services.profiles import PrivacyLimit
from leapyear_core.services.questions import Question, prepare
from leapyear_core.services.sessions import Caller
from tests.in_process import ADMINISTRATOR, SETTINGS, core_in_memory, grant

VISITS = Table("clinic", "visits")
ROWS = (Aggregate("n", "count_rows"),)
BY_CITY = GroupBy(VISITS, (GroupKey("city", Attribute("city")),), ROWS)
BY_SMOKER = GroupBy(VISITS, (GroupKey("smoker", Attribute("smoker")),), ROWS)
CITIES, SMOKERS = Question(BY_CITY), Question(BY_SMOKER)
COLUMNS = (Column("city", TextType()), Column("smoker", BoolType()))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two cities of 1,000 people, and 200 of one."""
    rows = [f"{city},true" for city in ("Rome", "Oslo") for _ in range(1000)]
    rows += [f"hamlet{number},false" for number in range(200)]
    (tmp_path / "visits.csv").write_text("\n".join(["city,smoker", *rows, ""]))
    return tmp_path


@pytest.fixture
def core(root: Path) -> Iterator[Core]:
    with core_in_memory(evolve(SETTINGS, data_roots=(root,), workers=2)) as core:
        fill(core)
        yield core


def fill(core: Core) -> None:
    core.databases.create("clinic", limit=PrivacyLimit(3.0, 1e-6))
    core.tables.create(ADMINISTRATOR, "clinic", "visits", columns=COLUMNS, credentials="visits.csv")
    core.users.create("ada", "pale ale", is_administrator=False)
    grant(core, "ada", "clinic", DatabaseLevel.COMPUTE)


@pytest.fixture
def ada(core: Core) -> Caller:
    return core.sessions.authenticate(core.sessions.login("ada", "pale ale").token)


def answer(core: Core, caller: Caller, question: Question) -> Answer:
    asked = core.analyses.ask(caller, question)
    if isinstance(asked, Answer):
        return asked
    asked.end.result(timeout=30)
    return core.jobs.result(caller, asked.job_id)


def keys_of(answered: Answer) -> list[str]:
    assert isinstance(answered.estimate, Cells)
    return [cell.keys[0]["value"] for cell in answered.estimate.cells]


def delta_spent(core: Core) -> int:
    return core.databases.limit_status(ADMINISTRATOR, "clinic").spent_delta_atto


def test_a_question_takes_a_hundredth_of_the_delta_that_there_is(core: Core, ada: Caller) -> None:
    """The groups of one row are told with a probability of 1e-11 each: a false alarm of 2e-9."""
    found = answer(core, ada, CITIES)
    assert keys_of(found) == ["Oslo", "Rome"]
    assert found.delta_atto == delta_spent(core) == 10**7
    assert found.balance.delta_left == 10**9 - 10**7


def test_a_delta_that_is_named_is_taken(core: Core, ada: Caller) -> None:
    found = answer(core, ada, evolve(CITIES, delta_atto=10**8))
    assert found.delta_atto == delta_spent(core) == 10**8


def test_a_repeat_takes_nothing_and_tells_the_same_groups(core: Core, ada: Caller) -> None:
    """Else noise could be averaged, and small groups would be told some day."""
    first = answer(core, ada, CITIES)
    again = answer(core, ada, CITIES)
    assert (again.estimate, again.delta_atto, again.cached) == (first.estimate, 0, True)
    assert delta_spent(core) == 10**7


@pytest.mark.parametrize("named", [(None, 10**7), (10**7, None)])
def test_a_delta_that_is_named_as_the_default_asks_the_same(
    core: Core, ada: Caller, named: tuple[int | None, int | None]
) -> None:
    """Whichever came first; under a limit that was changed since, only what was bought with that delta is."""
    first, again = (evolve(CITIES, delta_atto=each) for each in named)
    bought = answer(core, ada, first)
    repeated = answer(core, ada, again)
    assert (repeated.estimate, repeated.cached) == (bought.estimate, True)
    assert delta_spent(core) == 10**7
    core.databases.set_limit(ADMINISTRATOR, "clinic", PrivacyLimit(3.0, 1e-5))
    assert answer(core, ada, evolve(CITIES, delta_atto=10**7)).cached
    assert not answer(core, ada, evolve(CITIES, delta_atto=10**8)).cached
    assert delta_spent(core) == 10**7 + 10**8


def test_said_or_not_that_keys_are_unknown_it_is_the_same_question(core: Core, ada: Caller) -> None:
    """A text has no known keys."""
    answer(core, ada, CITIES)
    said = evolve(CITIES, analysis=evolve(BY_CITY, unknown_keys=True))
    assert answer(core, ada, said).cached


def test_known_keys_take_no_delta_unless_it_is_asked_for(core: Core, ada: Caller) -> None:
    assert answer(core, ada, SMOKERS).delta_atto == delta_spent(core) == 0
    asked = evolve(SMOKERS, analysis=evolve(BY_SMOKER, unknown_keys=True))
    assert answer(core, ada, asked).delta_atto == 10**7


def test_a_question_that_takes_more_delta_than_is_left_is_refused(core: Core, ada: Caller) -> None:
    """Before a row is read, for whoever asks the price as for whoever runs it; and it moves nothing."""
    before = core.databases.limit_status(ADMINISTRATOR, "clinic")
    for ask in (core.analyses.ask, core.analyses.price):
        with pytest.raises(PrivacyLimitExceeded, match="of the delta of the privacy limit"):
            ask(ada, evolve(CITIES, delta_atto=10**9 + 10**6))
    assert core.databases.limit_status(ADMINISTRATOR, "clinic") == before


def test_a_database_of_before_unknown_keys_says_that_its_limit_must_be_set_anew(
    core: Core, ada: Caller
) -> None:
    record = core.databases.get(ADMINISTRATOR, "clinic")
    with core.catalog.write() as connection:
        databases.change(connection, record.id, limit_delta_atto=0)
    with pytest.raises(PrivacyLimitExceeded, match="set the limit anew"):
        core.analyses.ask(ada, CITIES)
    assert answer(core, ada, SMOKERS).delta_atto == 0
    core.databases.set_limit(ADMINISTRATOR, "clinic", PrivacyLimit(3.0, 1e-6))
    assert keys_of(answer(core, ada, CITIES)) == ["Oslo", "Rome"]


def test_too_many_groups_are_an_error_once_and_for_all(
    core: Core, ada: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is known from what was released alone: it is charged for, and asked again it is the same error for nothing."""
    monkeypatch.setattr(partitions, "MOST_GROUPS", 1)
    for _ in range(2):
        with pytest.raises(TooManyKeys, match="2 groups have enough rows"):
            answer(core, ada, CITIES)
        with pytest.raises(TooManyKeys, match="2 groups have enough rows"):
            core.analyses.price(ada, CITIES)
        assert delta_spent(core) == 10**7


def test_a_charge_that_bought_nothing_buys_the_threshold_that_it_was_made_for(
    core: Core, ada: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the delta of the question would be by now: the limit was lowered meanwhile."""
    kept, plans = partitions.KeysPlan.kept, []

    def failing(*_: Any) -> Any:
        raise Unavailable("not now")

    def watched(plan: partitions.KeysPlan, groups: Any) -> partitions.Kept:
        plans.append(plan)
        return kept(plan, groups)

    with monkeypatch.context() as broken:
        broken.setattr(DuckDBEngine, "groups", failing)
        with pytest.raises(Unavailable):
            answer(core, ada, CITIES)
    core.databases.set_limit(ADMINISTRATOR, "clinic", PrivacyLimit(3.0, 1e-7))
    monkeypatch.setattr(partitions.KeysPlan, "kept", watched)
    assert core.analyses.price(ada, CITIES).delta_atto == 10**7
    told = answer(core, ada, CITIES)
    assert (keys_of(told), told.delta_atto) == (["Oslo", "Rome"], 10**7)
    assert [plan.delta_atto for plan in plans] == [10**7]
    assert delta_spent(core) == 10**7


def test_after_a_stop_a_question_is_planned_as_it_was_paid_for(core: Core, ada: Caller) -> None:
    answer(core, ada, CITIES)
    core.databases.set_limit(ADMINISTRATOR, "clinic", PrivacyLimit(3.0, 1e-7))
    with core.catalog.read() as connection:
        paid = find_charge(connection, 2)  # the first one is for the size of the table
        assert paid is not None
        plan = prepare(connection, ada, CITIES, paid=paid).plan
    assert isinstance(plan, partitions.KeysPlan)
    assert (plan.delta_atto, plan.nano, plan.scales) == (10**7, paid.exposure_nano, paid.scales)


def test_a_charge_for_other_sums_has_no_more_delta_than_was_paid(core: Core, ada: Caller) -> None:
    """The default may be more by now. The door refuses a plan that takes more than its charge, each time that it is asked."""
    answer(core, ada, CITIES)
    core.databases.set_limit(ADMINISTRATOR, "clinic", PrivacyLimit(3.0, 1e-4))
    with core.catalog.read() as connection:
        paid = find_charge(connection, 2)
        assert paid is not None
        other = evolve(paid, scales=(*paid.scales, 1.0))
        plan = prepare(connection, ada, CITIES, paid=other).plan
    assert (plan.delta_atto, plan.nano) == (paid.delta_atto, paid.exposure_nano)


def test_a_delta_without_unknown_keys_makes_no_sense(core: Core, ada: Caller) -> None:
    for question in (SMOKERS, evolve(CITIES, precise=True)):
        with pytest.raises(InvalidAnalysis):
            core.analyses.ask(ADMINISTRATOR, evolve(question, delta_atto=1))


def test_an_exact_answer_tells_every_group(core: Core) -> None:
    """To one who may have exact answers, for nothing."""
    found = answer(core, ADMINISTRATOR, evolve(CITIES, precise=True))
    assert len(keys_of(found)) == 202
    assert (found.delta_atto, found.exposure_nano, delta_spent(core)) == (0, 0, 0)
