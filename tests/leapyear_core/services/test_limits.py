"""Privacy limits of users and groups, beside that of the database."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from attrs import define, evolve

from leapyear_core.core import Core
from leapyear_core.model.access import DatabaseLevel, SubjectKind
from leapyear_core.model.analyses import CountRows
from leapyear_core.model.errors import (
    CoreError,
    PermissionDenied,
    PrivacyLimitExceeded,
    UserNotFound,
)
from leapyear_core.model.profiles import PrivacyLimit
from leapyear_core.model.relations import Table
from leapyear_core.model.types import Column, IntType
from leapyear_core.privacy.accounting import rho_of_limit_nano
from leapyear_core.services.analyses import Answer
from leapyear_core.services.questions import Question
from leapyear_core.services.sessions import Caller
from leapyear_core.services.sizes import SIZE_NANO
from tests.in_process import ADMINISTRATOR, SETTINGS, core_in_memory, grant

PRICE = 2_500_000
#: Enough for one question of the default profile, and not for two.
ONE = PrivacyLimit(0.4, 1e-6)
ROWS = Question(CountRows(Table("clinic", "visits")), cache=False)
USER, GROUP = SubjectKind.USER, SubjectKind.GROUP


@define
class Clock:
    """A clock that is set by hand."""

    now: datetime = datetime(2026, 11, 23, tzinfo=UTC)

    def __call__(self) -> datetime:
        """What time it is."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def core(tmp_path: Path, clock: Clock) -> Iterator[Core]:
    (tmp_path / "visits.csv").write_text("age\n33\n58\n")
    settings = evolve(
        SETTINGS, data_roots=(tmp_path,), token_lifetime=timedelta(days=1000), workers=2
    )
    with core_in_memory(settings, clock) as core:
        core.databases.create("clinic", limit=PrivacyLimit(3.0, 1e-6))
        columns = (Column("age", IntType(0, 120)),)
        core.tables.create(
            ADMINISTRATOR, "clinic", "visits", columns=columns, credentials="visits.csv"
        )
        for name in ("ada", "bob", "eve"):
            core.users.create(name, "pale ale", is_administrator=False)
            grant(core, name, "clinic", DatabaseLevel.COMPUTE)
        core.groups.create("nurses", members=["ada", "bob"])
        yield core


def caller(core: Core, name: str) -> Caller:
    return core.sessions.authenticate(core.sessions.login(name, "pale ale").token)


def ask(core: Core, who: Caller, question: Question = ROWS) -> Answer:
    asked = core.analyses.ask(who, question)
    if isinstance(asked, Answer):
        return asked
    asked.end.result(timeout=30)
    return core.jobs.result(who, asked.job_id)


def limit(core: Core, kind: SubjectKind, name: str, days: int | None = None) -> None:
    core.limits.set(ADMINISTRATOR, "clinic", kind, name, ONE, days)


def spent(core: Core) -> int:
    return core.databases.get(ADMINISTRATOR, "clinic").spent_nano - SIZE_NANO


def test_the_limit_of_the_tests_is_good_for_one_question() -> None:
    assert PRICE <= rho_of_limit_nano(ONE.epsilon, ONE.delta) < 2 * PRICE


def test_a_user_keeps_to_their_own_limit(core: Core) -> None:
    """Others have what the database leaves them; what is refused is charged to nobody."""
    ada, bob = caller(core, "ada"), caller(core, "bob")
    limit(core, USER, "ada")
    ask(core, ada)
    for refused in (core.analyses.ask, core.analyses.price):
        with pytest.raises(PrivacyLimitExceeded, match="that you have in this database"):
            refused(ada, ROWS)
    assert spent(core) == PRICE
    ask(core, bob)
    assert spent(core) == 2 * PRICE


def test_the_members_of_a_group_share_its_limit(core: Core) -> None:
    """And keep to it beside their own; who is in no such group does not."""
    ada, bob, eve = (caller(core, name) for name in ("ada", "bob", "eve"))
    limit(core, GROUP, "nurses")
    ask(core, ada)
    with pytest.raises(
        PrivacyLimitExceeded, match=r"that your group 'nurses' has .* a smaller exposure"
    ):
        ask(core, bob)
    ask(core, eve)
    core.groups.update("nurses", members=["bob", "eve"])
    with pytest.raises(PrivacyLimitExceeded):
        ask(core, bob)
    core.groups.update("nurses", members=["bob"])
    ask(core, bob)


def test_an_answer_says_what_whoever_asks_may_still_spend(core: Core, clock: Clock) -> None:
    """By the limit that leaves least: the database's, their own, or a group's; on record, and in a price, too."""
    ada, bob, eve = (caller(core, name) for name in ("ada", "bob", "eve"))
    one = rho_of_limit_nano(ONE.epsilon, ONE.delta)
    limit(core, USER, "ada", days=30)
    limit(core, GROUP, "nurses")
    ask(core, eve)
    assert ask(core, ada).left_nano == one - PRICE
    left = core.databases.get(ADMINISTRATOR, "clinic").limit_nano - 2 * PRICE - SIZE_NANO
    kept = evolve(ROWS, cache=True)
    for who, expected in ((ada, one - PRICE), (bob, one - PRICE), (eve, left)):
        on_record, price = ask(core, who, kept), core.analyses.price(who, kept)
        assert (on_record.left_nano, price.left_nano) == (expected, expected)
        assert on_record.balance.left == left
    core.groups.update("nurses", members=[])
    assert ask(core, bob, kept).left_nano == left
    clock.now += timedelta(days=30)
    assert ask(core, ada, kept).left_nano == one


def test_a_limit_with_a_window_fills_up_again(core: Core, clock: Clock) -> None:
    """That of the database does not."""
    ada = caller(core, "ada")
    limit(core, USER, "ada", days=30)
    ask(core, ada)
    clock.now += timedelta(days=30) - timedelta(seconds=1)
    with pytest.raises(PrivacyLimitExceeded, match="for any 30 days"):
        ask(core, ada)
    clock.now += timedelta(seconds=1)
    ask(core, ada)
    assert spent(core) == 2 * PRICE
    core.databases.set_limit(ADMINISTRATOR, "clinic", ONE)
    clock.now += timedelta(days=300)
    with pytest.raises(PrivacyLimitExceeded):
        ask(core, ada)


def test_what_is_on_record_is_had_beyond_a_limit(core: Core) -> None:
    ada = caller(core, "ada")
    first = ask(core, ada, evolve(ROWS, cache=True))
    limit(core, USER, "ada")
    with pytest.raises(PrivacyLimitExceeded):
        ask(core, ada)
    assert ask(core, ada, evolve(ROWS, cache=True)).estimate == first.estimate


def test_a_limit_of_ones_own_gives_nothing_that_the_database_has_not(core: Core) -> None:
    ada = caller(core, "ada")
    core.limits.set(ADMINISTRATOR, "clinic", USER, "ada", PrivacyLimit(100.0, 1e-6), None)
    core.databases.set_limit(ADMINISTRATOR, "clinic", PrivacyLimit(0.1, 1e-6))
    with pytest.raises(PrivacyLimitExceeded):
        ask(core, ada)


def test_a_limit_is_set_anew_and_taken_away(core: Core) -> None:
    ada = caller(core, "ada")
    limit(core, USER, "ada", days=30)
    limit(core, USER, "ada")
    found = core.limits.get(ADMINISTRATOR, "clinic", USER, "ada")
    assert found.record is not None
    assert (found.record.window_days, found.spent_nano) == (None, 0)
    ask(core, ada)
    core.limits.delete(ADMINISTRATOR, "clinic", USER, "ada")
    ask(core, ada)
    found = core.limits.get(ada, "clinic", USER, "ada")
    assert (found.record, found.spent_nano) == (None, 2 * PRICE)


def test_two_at_once_with_limit_for_one_get_one(core: Core) -> None:
    """The condition and the charge are one transaction: for the two members of a group, too."""
    limit(core, GROUP, "nurses")
    callers = [caller(core, "ada"), caller(core, "bob")]
    barrier, outcomes = threading.Barrier(2), []

    def run(who: Caller) -> None:
        barrier.wait(timeout=10)
        try:
            outcomes.append(str(ask(core, who).exposure_nano))
        except PrivacyLimitExceeded:
            outcomes.append("refused")

    threads = [threading.Thread(target=run, args=(who,)) for who in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == [str(PRICE), "refused"]
    assert spent(core) == PRICE


def test_who_spent_and_who_has_limits_is_listed_for_administrators(core: Core) -> None:
    """A page at a time: groups first, then users. Others see themselves and their groups."""
    eve = caller(core, "eve")
    ask(core, eve)
    limit(core, GROUP, "nurses")
    limit(core, USER, "bob", days=7)
    cursor, found = None, []
    for _ in range(4):
        page = core.limits.page(ADMINISTRATOR, "clinic", limit=1, cursor=cursor)
        found += [(each.subject.name, each.spent_nano) for each in page.items]
        cursor = page.next_cursor
    assert found == [("nurses", 0), ("admin", SIZE_NANO), ("bob", 0), ("eve", PRICE)]
    assert cursor is None
    assert core.limits.get(eve, "clinic", USER, "eve").spent_nano == PRICE
    refusals: list[tuple[type[CoreError], SubjectKind, str]] = [(UserNotFound, USER, "ada")]
    for error, kind, name in refusals:
        with pytest.raises(error):
            core.limits.get(eve, "clinic", kind, name)
    with pytest.raises(PermissionDenied):
        core.limits.page(eve, "clinic", limit=1, cursor=None)
