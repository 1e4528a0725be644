"""A database that spends epsilon, from a notebook: the client against the real Core in this process."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve

from leapyear import Client, DataSet
from leapyear._transport import substitute_transport
from leapyear.admin import (
    ColumnDefinition,
    Database,
    DatabaseAccessType,
    PrivacyLimit,
    PrivacyProfile,
    PrivacyProfileParams,
    Table,
    User,
)
from leapyear.analytics import count_rows, group_by, median
from leapyear.exceptions import (
    HighPrivacyExposureException,
    InvalidAnalysis,
    InvalidRequest,
    PrivacyDefinitionMismatch,
)
from tests.core_transport import CoreTransport
from tests.in_process import ADMIN_PASSWORD, SETTINGS, core_in_memory, serving

URL = "http://core.test:4401"


@pytest.fixture
def admin(tmp_path: Path) -> Iterator[Client]:
    (tmp_path / "visits.csv").write_text("age,city\n" + "33,Oslo\n44,Rome\n" * 1000)
    with (
        core_in_memory(evolve(SETTINGS, data_roots=(tmp_path,))) as core,
        serving(core) as app,
        substitute_transport(CoreTransport(app)),
        Client(URL, "admin", ADMIN_PASSWORD) as client,
    ):
        Database("clinic", privacy_limit=PrivacyLimit(epsilon=3, delta=0)).create()
        columns = [
            ColumnDefinition("age", type="INT", bounds=(0, 120)),
            ColumnDefinition("city", type="TEXT"),
        ]
        Table("visits", database="clinic", credentials="visits.csv", columns=columns).create()
        yield client


def test_answers_tell_epsilon_and_where_their_noise_comes_from(admin: Client) -> None:
    ds = DataSet.from_table("clinic.visits")
    assert admin.databases["clinic"].privacy_limit == PrivacyLimit(epsilon=3, delta=0)
    assert str(count_rows(ds).price()) == (
        "<AnalysisPrice 1.33 % of the limit (epsilon 0.04), for ± 74.9 (95 %)>"
    )
    found = count_rows(ds).run(rich_result=True)
    assert found.mechanism == "discrete_laplace"
    assert (found.exposure.epsilon, found.exposure.rho) == (0.04, None)
    assert str(found.exposure) == "1.33 % of the limit (epsilon 0.04)"
    chosen = median("age", ds).run(rich_result=True)
    assert (chosen.mechanism, chosen.exposure.epsilon) == ("exponential", 0.04)
    # The size of the table, and two answers.
    spent = admin.exposure("clinic").own.spent
    assert spent.epsilon == spent.amount == pytest.approx(0.082)


def test_a_question_may_spend_a_share_of_the_limit(admin: Client) -> None:
    ds = DataSet.from_table("clinic.visits")
    assert count_rows(ds).price(exposure="1%").exposure.amount == pytest.approx(0.03)
    with pytest.raises(HighPrivacyExposureException):
        count_rows(ds).check(exposure="2%")
    with pytest.raises(InvalidAnalysis):
        count_rows(ds).check(exposure="1%", accuracy=10)


def test_what_would_need_a_delta_is_refused(admin: Client) -> None:
    """Limits and profiles of the other definition; groups of unknown keys."""
    clinic = admin.databases["clinic"]
    usual = PrivacyLimit(epsilon=3, delta=1e-6)
    for refused in (
        lambda: clinic.set_privacy_limit(usual),
        lambda: clinic.set_privacy_limit(usual, User("ada", "pw").create()),
        lambda: clinic.update(privacy_profile="balanced"),
        lambda: Database("ward", privacy_profile="pure-balanced", privacy_limit=usual).create(),
    ):
        with pytest.raises(PrivacyDefinitionMismatch):
            refused()
    with pytest.raises(InvalidAnalysis, match="name the values"):
        group_by("city", DataSet.from_table("clinic.visits")).agg(n="count_rows").run()


def test_a_profile_says_its_definition_and_its_limit_says_the_same(admin: Client) -> None:
    params = PrivacyProfileParams(exposure=0.1, definition="pure")
    made = PrivacyProfile("mine", params=params).create()
    assert made.params == params
    assert made.default_limit == PrivacyLimit(epsilon=3, delta=0)
    assert Database("ward", privacy_profile=made).create().privacy_limit == made.default_limit
    for odd in (
        {"definition": "pure", "default_limit": PrivacyLimit(3, 1e-6)},
        {"default_limit": PrivacyLimit(3, 0)},
    ):
        with pytest.raises(InvalidRequest, match="definition"):
            PrivacyProfileParams(exposure=0.1, **odd)


def test_who_may_see_it_sees_who_spent_what(admin: Client) -> None:
    """All that was spent is somebody's: the answers of one user, and the table of another."""
    admin.databases["clinic"].set_access(User("ada", "pw").create(), DatabaseAccessType.COMPUTE)
    with Client(URL, "ada", "pw") as ada:
        count_rows(DataSet.from_table("clinic.visits")).run()
        mine = ada.exposure("clinic")
        assert mine.subjects == (mine.own,)
        assert mine.own.spent.epsilon == pytest.approx(0.04)
    found = admin.exposure("clinic")
    assert {each.name for each in found.subjects} == {"admin", "ada"}
    everybody = sum(each.spent.amount for each in found.subjects)
    assert everybody == pytest.approx(found.total.spent.amount) == pytest.approx(0.042)
    assert found.total.left.amount == pytest.approx(2.958)
