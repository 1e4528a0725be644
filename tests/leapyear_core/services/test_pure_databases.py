"""Databases that spend epsilon: those with a limit whose delta is 0."""

import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from attrs import evolve
from sqlalchemy import select

from leapyear_core.catalog.charges import Cells
from leapyear_core.catalog.schema import charges
from leapyear_core.core import Core
from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.model.access import SubjectKind
from leapyear_core.model.analyses import (
    Aggregate,
    Analysis,
    CountRows,
    Describe,
    GroupBy,
    GroupKey,
    InferBounds,
    Matrix,
    Mean,
    Moment,
    Quantile,
)
from leapyear_core.model.errors import (
    HighPrivacyExposure,
    InvalidAnalysis,
    PrivacyDefinitionMismatch,
    PrivacyLimitExceeded,
)
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.profiles import Definition, PrivacyLimit, ProfileParams
from leapyear_core.model.relations import Projection, Table
from leapyear_core.model.types import Column, IntType, TextType
from leapyear_core.privacy.mechanisms import CONFIDENCE
from leapyear_core.services.analyses import Answer, Pending
from leapyear_core.services.profiles import BUILT_IN
from leapyear_core.services.questions import Question
from leapyear_core.services.sizes import PURE_SIZE_NANO
from tests.in_process import ADMINISTRATOR, SETTINGS, core_in_memory

TABLE = Table("clinic", "visits")
AGE = Attribute("age")
ROWS = Question(CountRows(TABLE))
PURE = PrivacyLimit(3.0, 0.0)
PRICE = BUILT_IN["pure-balanced"].params.exposure_nano

ANALYSES: list[Analysis] = [
    CountRows(TABLE),
    Mean(TABLE, AGE),
    Moment("kurtosis", TABLE, AGE),
    Matrix("correlation", TABLE, (Projection("age", AGE), Projection("also", AGE))),
    GroupBy(TABLE, (GroupKey("age", AGE),), (Aggregate("rows", "count_rows"),)),
    Describe(TABLE, ("age",)),
    InferBounds(TABLE, AGE),
    Quantile(TABLE, AGE, 0.5),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "data"
    root.mkdir()
    (root / "visits.csv").write_text("age,city\n" + "33,Oslo\n44,Rome\n55,Oslo\n" * 1000)
    return root


@pytest.fixture
def core(root: Path) -> Iterator[Core]:
    with core_in_memory(evolve(SETTINGS, data_roots=(root,))) as core:
        make(core)
        yield core


def make(core: Core) -> None:
    core.databases.create("clinic", limit=PURE)
    columns = (Column("age", IntType(0, 120)), Column("city", TextType()))
    core.tables.create(ADMINISTRATOR, "clinic", "visits", columns=columns, credentials="visits.csv")


def ask(core: Core, question: Question = ROWS) -> Answer:
    asked = core.analyses.ask(ADMINISTRATOR, question)
    if isinstance(asked, Answer):
        return asked
    asked.end.result(timeout=30)
    return core.jobs.result(ADMINISTRATOR, asked.job_id)


def spent(core: Core) -> int:
    return core.databases.get(ADMINISTRATOR, "clinic").spent_nano - PURE_SIZE_NANO


def test_a_limit_without_a_delta_makes_a_database_that_spends_epsilon(core: Core) -> None:
    """With a profile for such databases, where none is named; of its limit a nano-unit is 1e-9 epsilon."""
    made = core.databases.get(ADMINISTRATOR, "clinic")
    assert (made.definition, made.privacy_profile) == (Definition.PURE, "pure-balanced")
    assert made.limit_nano == 3_000_000_000
    other = core.databases.create("ward", privacy_profile="pure-exploration")
    assert (other.definition, other.limit_nano) == (Definition.PURE, 3_000_000_000)


def test_an_answer_costs_epsilon_and_has_laplace_noise(core: Core) -> None:
    """A count of scale 25: within 20 scales of the truth, but for a chance of 2e-9."""
    answer = ask(core)
    assert not isinstance(answer.estimate, Cells)
    assert answer.exposure_nano == spent(core) == PRICE
    assert answer.balance.definition is Definition.PURE
    assert abs(answer.estimate.value - 3000) < 20 * 25
    assert answer.estimate.high - answer.estimate.low == pytest.approx(
        -2 * 25 * math.log(1 - CONFIDENCE)
    )
    assert answer.estimate.noise_scale == pytest.approx(25 * math.sqrt(2))


@pytest.mark.parametrize("analysis", ANALYSES, ids=lambda each: type(each).__name__)
def test_each_analysis_is_charged_in_epsilon_and_answered_again_for_nothing(
    core: Core, analysis: Analysis
) -> None:
    question = Question(analysis)
    price = core.analyses.price(ADMINISTRATOR, question)
    answer = ask(core, question)
    # Between parts, what is rounded against the asker may be left over.
    assert PRICE - 3 <= price.exposure_nano == answer.exposure_nano == spent(core) <= PRICE
    again = ask(core, question)
    assert (again.cached, again.exposure_nano, again.estimate) == (True, 0, answer.estimate)
    with core.catalog.read() as connection:
        found = list(connection.execute(select(charges.c.definition)).scalars())
    assert found == ["pure", "pure"]


def test_epsilons_add_up_to_the_limit(core: Core) -> None:
    """74 answers beside the size of the table, as the profile says; the 75th is refused, and costs nothing."""
    for number in range(1, 75):
        question = Question(CountRows(TABLE), cache=False)
        assert ask(core, question).balance.spent == PURE_SIZE_NANO + number * PRICE
    for refused in (core.analyses.ask, core.analyses.price):
        with pytest.raises(PrivacyLimitExceeded):
            refused(ADMINISTRATOR, Question(CountRows(TABLE), cache=False))
    assert spent(core) == 74 * PRICE


def test_the_exposure_of_a_question_is_in_epsilon(core: Core) -> None:
    """Or a share of the limit, which is one."""
    assert ask(core, evolve(ROWS, exposure_nano=30_000_000)).exposure_nano == 30_000_000
    answer = ask(core, evolve(ROWS, exposure_share=0.0125, cache=False))
    assert answer.exposure_nano == 37_500_000
    with pytest.raises(HighPrivacyExposure):
        ask(core, evolve(ROWS, exposure_share=0.02))
    with pytest.raises(InvalidAnalysis, match="leave out one"):
        ask(core, evolve(ROWS, exposure_share=0.01, exposure_nano=1))
    with pytest.raises(InvalidAnalysis, match="exposure"):
        ask(core, evolve(ROWS, exposure_share=0.01, precise=True))


def test_an_exact_answer_costs_nothing_and_is_one(core: Core) -> None:
    answer = ask(core, evolve(ROWS, precise=True))
    assert not isinstance(answer.estimate, Cells)
    assert (answer.estimate.value, answer.exposure_nano, spent(core)) == (3000, 0, 0)


def test_groups_of_unknown_keys_are_refused_since_they_take_a_delta(core: Core) -> None:
    """Nothing is charged; exact ones, and those of keys that are named, are answered."""
    city, rows = Attribute("city"), (Aggregate("rows", "count_rows"),)
    unknown = Question(GroupBy(TABLE, (GroupKey("city", city),), rows))
    for refused in (core.analyses.ask, core.analyses.price):
        with pytest.raises(InvalidAnalysis, match="name the values of the keys"):
            refused(ADMINISTRATOR, unknown)
    assert spent(core) == 0
    exact = ask(core, evolve(unknown, precise=True)).estimate
    assert isinstance(exact, Cells)
    assert [cell.estimate.value for cell in exact.cells] == [2000, 1000]
    named = Question(GroupBy(TABLE, (GroupKey("city", city, ("Oslo", "Rome")),), rows))
    assert ask(core, named).exposure_nano == spent(core) == PRICE


def test_a_profile_spends_for_its_accuracy(core: Core) -> None:
    """Half of the half-width costs twice as much, of noise whose scale is half."""
    params = BUILT_IN["pure-accuracy"].params
    core.profiles.create("rough", params=evolve(params, accuracy=0.1))
    core.databases.update(ADMINISTRATOR, "clinic", privacy_profile="rough")
    question = evolve(ROWS, minimum_dataset_size=3000)
    price = core.analyses.price(ADMINISTRATOR, question)
    assert price.exposure_nano == pytest.approx(math.log(20) / 300 * 1e9, rel=1e-6)
    assert price.half_width == pytest.approx(300, rel=1e-6)


def test_what_a_database_spends_is_fixed_when_it_is_made(core: Core) -> None:
    """No limit and no profile of the other definition fits it, for itself or for anybody in it."""
    core.databases.create("ward")
    ada = core.users.create("ada", "pale ale", is_administrator=False)
    for database, limit, profile in (
        ("clinic", PrivacyLimit(3.0, 1e-6), "balanced"),
        ("ward", PURE, "pure-balanced"),
    ):
        with pytest.raises(PrivacyDefinitionMismatch, match="fixed when a database is made"):
            core.databases.set_limit(ADMINISTRATOR, database, limit)
        with pytest.raises(PrivacyDefinitionMismatch, match="fixed when a database is made"):
            core.limits.set(ADMINISTRATOR, database, SubjectKind.USER, ada.username, limit, None)
        with pytest.raises(PrivacyDefinitionMismatch, match=profile):
            core.databases.update(ADMINISTRATOR, database, privacy_profile=profile)
        with pytest.raises(PrivacyDefinitionMismatch, match=profile):
            core.databases.create(
                "other",
                privacy_profile=profile,
                limit=PURE if limit.delta else PrivacyLimit(3.0, 1e-6),
            )
    assert core.databases.set_limit(ADMINISTRATOR, "clinic", PrivacyLimit(0.3, 0.0)).total_nano == (
        300_000_000
    )


def test_a_profile_that_a_database_has_keeps_its_definition(core: Core) -> None:
    core.profiles.create("mine", params=ProfileParams(10**7, PURE))
    core.databases.update(ADMINISTRATOR, "clinic", privacy_profile="mine")
    in_rho = ProfileParams(10**7, PrivacyLimit(3.0, 1e-6))
    with pytest.raises(PrivacyDefinitionMismatch, match="make another profile"):
        core.profiles.update("mine", params=in_rho)
    core.profiles.update("mine", params=ProfileParams(10**6, PURE))
    core.databases.delete("clinic")
    assert core.profiles.update("mine", params=in_rho).params == in_rho


def test_users_keep_to_limits_of_epsilon_over_their_windows(root: Path) -> None:
    now = [datetime(2026, 11, 23, tzinfo=UTC)]
    with core_in_memory(evolve(SETTINGS, data_roots=(root,)), clock=lambda: now[0]) as core:
        make(core)
        one = PrivacyLimit(PRICE / 1e9, 0.0)
        set_to = (ADMINISTRATOR, "clinic", SubjectKind.USER, ADMINISTRATOR.username)
        core.limits.set(*set_to, PrivacyLimit(0.05, 0.0), 7)
        assert core.limits.get(*set_to).spent_nano == PURE_SIZE_NANO
        ask(core, evolve(ROWS, cache=False))
        with pytest.raises(PrivacyLimitExceeded, match="for any 7 days"):
            ask(core, evolve(ROWS, cache=False))
        now[0] += timedelta(days=8)
        core.limits.set(*set_to, one, 7)
        ask(core, evolve(ROWS, cache=False))
        assert core.limits.get(*set_to).spent_nano == PRICE


def test_what_a_stop_cut_off_is_answered_on_its_charge(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the noise that it paid for, whatever the profile spends by then."""
    settings = evolve(SETTINGS, home=root / "home", data_roots=(root,))
    with core_in_memory(settings) as core:
        make(core)
        core.profiles.create("mine", params=ProfileParams(10**7, PURE))
        with monkeypatch.context() as broken:
            broken.setattr(DuckDBEngine, "exact", lambda *_: 1 / 0)
            broken.setattr(type(core.analyses), "_fail", lambda *_: None)
            asked = core.analyses.ask(ADMINISTRATOR, ROWS)
            assert isinstance(asked, Pending)
            with pytest.raises(Exception, match="compute"):
                asked.end.result(timeout=30)
        core.databases.update(ADMINISTRATOR, "clinic", privacy_profile="mine")
    with core_in_memory(settings) as core:
        end = core.analyses.end_of(core.jobs.get(ADMINISTRATOR, asked.job_id).record)
        if end is not None:
            end.result(timeout=30)
        answer = core.jobs.result(ADMINISTRATOR, asked.job_id)
        assert not isinstance(answer.estimate, Cells)
        assert answer.estimate.noise_scale == pytest.approx(25 * math.sqrt(2))
        assert spent(core) == PRICE
