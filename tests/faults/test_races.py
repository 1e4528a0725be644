"""Two askers at once, through two clients in two threads."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from leapyear import DataSet
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


def asked_at_once(core: CoreProcess, *questions: Callable[[DataSet], RichResult], database: str) -> list[Outcome]:
    """Each question through a client and in a thread of its own, all let go together."""
    start = threading.Barrier(len(questions), timeout=serving.PATIENCE)

    def ask(question: Callable[[DataSet], RichResult]) -> Outcome:
        with serving.administrator(core):
            people = DataSet.from_table(f"{database}.people")
            start.wait()
            try:
                return question(people)
            except PrivacyLimitExceeded as error:
                return error

    with ThreadPoolExecutor(len(questions)) as pool:
        return list(pool.map(ask, questions, timeout=serving.PATIENCE))


def everybody(cache: bool) -> Callable[[DataSet], RichResult]:
    return lambda people: count_rows(people).run(accuracy=COSTLY, cache=cache, rich_result=True)


def elderly(people: DataSet) -> RichResult:
    return count_rows(people.where(people["age"] > 65)).run(accuracy=COSTLY, rich_result=True)


@pytest.mark.parametrize("case", ["different questions", "one question, cache=False"])
def test_two_threads_with_budget_for_one_answer_get_one(core: CoreProcess, case: str) -> None:
    """The filter is part of the charge: never do two charges pass it together that only one may."""
    other = elderly if case == "different questions" else everybody(cache=False)
    for number in range(ROUNDS):
        name = f"{'different' if other is elderly else 'fresh'}_{number}"
        with serving.administrator(core) as owner:
            database = serving.make_people(owner, name)
            outcomes = asked_at_once(core, everybody(cache=False), other, database=name)
            answers = [each for each in outcomes if isinstance(each, RichResult)]
            refusals = [each for each in outcomes if isinstance(each, PrivacyLimitExceeded)]
            assert (len(answers), len(refusals)) == (1, 1)
            assert answers[0].exposure.share > 0.5, "the test is about budget for one answer"
            assert database.exposure().spent == answers[0].exposure


def test_two_threads_that_ask_the_same_get_one_answer_for_one_price(core: CoreProcess) -> None:
    """The second joins the computation of the first, or finds its release: there is budget for one anyway."""
    for number in range(ROUNDS):
        name = f"same_{number}"
        with serving.administrator(core) as owner:
            database = serving.make_people(owner, name)
            first, second = asked_at_once(core, everybody(cache=True), everybody(cache=True), database=name)
            assert isinstance(first, RichResult)
            assert isinstance(second, RichResult)
            assert (first.value, first.interval) == (second.value, second.interval)
            assert sorted([first.cached, second.cached]) == [False, True]
            spent = database.exposure().spent.rho
            assert spent == first.exposure.rho + second.exposure.rho
            assert spent == max(first.exposure.rho, second.exposure.rho)
