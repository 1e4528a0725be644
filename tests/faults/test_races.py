"""Two askers at once, through two clients in two threads."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from leapyear import Client, DataSet
from leapyear.admin import Database, PrivacyProfile, PrivacyProfileParams
from leapyear.analytics import count_rows
from leapyear.analytics.classes import RichResult
from leapyear.exceptions import PrivacyLimitExceeded
from leapyear_core.demo.process import CoreProcess
from tests import serving

#: A race shows itself now and then only.
ROUNDS = 10

#: Give or take 4: more than half of the limit of `serving.LIMIT`.
COSTLY = 4

Outcome = RichResult | PrivacyLimitExceeded


@pytest.fixture(scope="module")
def clients(core: CoreProcess) -> Iterator[tuple[Client, Client]]:
    """Two clients: two connections, two tokens."""
    with serving.administrator(core) as first, serving.administrator(core) as second:
        yield first, second


def asked_at_once(
    clients: tuple[Client, Client], database: str, *questions: Callable[[DataSet], RichResult]
) -> list[Outcome]:
    """Each question through a client and in a thread of its own, both let go together."""
    start = threading.Barrier(len(questions), timeout=serving.PATIENCE)

    def ask(client: Client, question: Callable[[DataSet], RichResult]) -> Outcome:
        people = DataSet.from_table(client.databases[database].tables["people"])
        start.wait()
        try:
            return question(people)
        except PrivacyLimitExceeded as error:
            return error

    with ThreadPoolExecutor(len(questions)) as pool:
        return list(pool.map(ask, clients, questions, timeout=serving.PATIENCE))


def made(client: Client, database: str) -> Database:
    """A database with the table ``people``, one computation of which may spend all of its limit."""
    anything = PrivacyProfile("anything", params=PrivacyProfileParams(exposure=1))
    client.create(anything, ignore_if_exists=True)
    return serving.make_people(client, database, profile=anything)


def everybody(cache: bool) -> Callable[[DataSet], RichResult]:
    return lambda people: count_rows(people).run(accuracy=COSTLY, cache=cache, rich_result=True)


def elderly(people: DataSet) -> RichResult:
    return count_rows(people.where(people["age"] > 65)).run(accuracy=COSTLY, rich_result=True)


@pytest.mark.parametrize("case", ["different", "fresh"])
def test_two_threads_with_budget_for_one_answer_get_one(
    clients: tuple[Client, Client], case: str
) -> None:
    """The filter is part of the charge: never do two charges pass it together that only one may.

    The two ask different questions, or the same one with ``cache=False``.
    """
    other = elderly if case == "different" else everybody(cache=False)
    for number in range(ROUNDS):
        database = made(clients[0], f"{case}_{number}")
        size = database.exposure().spent
        outcomes = asked_at_once(clients, database.name, everybody(cache=False), other)
        answers = [each for each in outcomes if isinstance(each, RichResult)]
        refusals = [each for each in outcomes if isinstance(each, PrivacyLimitExceeded)]
        assert (len(answers), len(refusals)) == (1, 1)
        assert answers[0].exposure.share > 0.5, "the test is about budget for one answer"
        assert database.exposure().spent.amount == pytest.approx(
            answers[0].exposure.amount + size.amount
        )


def test_two_threads_that_ask_the_same_get_one_answer_for_one_price(
    clients: tuple[Client, Client],
) -> None:
    """The second joins the computation of the first, or finds its release; there is budget for one anyway."""
    for number in range(ROUNDS):
        database = made(clients[0], f"same_{number}")
        size = database.exposure().spent
        same = everybody(cache=True)
        first, second = asked_at_once(clients, database.name, same, same)
        assert isinstance(first, RichResult)
        assert isinstance(second, RichResult)
        assert (first.value, first.interval) == (second.value, second.interval)
        assert sorted([first.cached, second.cached]) == [False, True]
        price = max(first.exposure.amount, second.exposure.amount)
        assert database.exposure().spent.amount == pytest.approx(price + size.amount)
        assert min(first.exposure.amount, second.exposure.amount) == 0
