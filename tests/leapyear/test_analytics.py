"""Questions and answers."""

import datetime as dt
import itertools
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from leapyear import DataSet, analytics
from leapyear._answers import Interval
from leapyear.analytics import Exposure, RichResult, count, count_rows, mean
from leapyear.exceptions import (
    AsyncCancelledError,
    AsyncTimeoutError,
    AttributeNotFound,
    DataSetTooSmallException,
    InvalidAnalysis,
    InvalidJson,
    InvalidRequest,
    NotConnected,
    PrivacyLimitExceeded,
)
from leapyear.jobs import Clock
from tests.leapyear.servers import JOB, Script, answer, clinic, job, problem, reply

RUN = "POST /v1/analyses"


def test_an_analysis_does_nothing_until_it_runs() -> None:
    """And prints as it was typed."""
    with clinic() as (_, server):
        ds = DataSet.from_table("clinic.visits")
        asked = mean("age", ds.where(ds.smoker))
        assert repr(asked) == "mean(age, DataSet.from_table('clinic.visits').where(smoker))"
        assert repr(count_rows(ds)) == "count_rows(DataSet.from_table('clinic.visits'))"
        assert asked == mean(ds.age, ds.where(ds.smoker))
        assert asked != count("age", ds.where(ds.smoker))
        assert RUN not in server.asked


def test_the_question_is_sent_as_the_contract_has_it() -> None:
    """A tree, with a tag in each node."""
    with clinic({RUN: reply(answer())}) as (_, server):
        ds = DataSet.from_table("clinic.visits")
        mean("age", ds.where((ds.age > 40) & (ds.born < "2000-01-01")).project(["age"])).run(
            cache=False
        )
        assert server.requests[-1].headers["Prefer"] == "wait=30"
        assert server.body() == {
            "analysis": {
                "kind": "mean",
                "relation": {
                    "kind": "project",
                    "relation": {
                        "kind": "where",
                        "relation": {"kind": "table", "database": "clinic", "table": "visits"},
                        "predicate": {
                            "kind": "call",
                            "function": "and",
                            "arguments": [
                                {
                                    "kind": "call",
                                    "function": "gt",
                                    "arguments": [
                                        {"kind": "attribute", "name": "age"},
                                        {"kind": "int", "value": 40},
                                    ],
                                },
                                {
                                    "kind": "call",
                                    "function": "lt",
                                    "arguments": [
                                        {"kind": "attribute", "name": "born"},
                                        {"kind": "date", "value": "2000-01-01"},
                                    ],
                                },
                            ],
                        },
                    },
                    "attributes": [
                        {"name": "age", "expression": {"kind": "attribute", "name": "age"}}
                    ],
                },
                "expression": {"kind": "attribute", "name": "age"},
            },
            "cache": False,
            "precise": False,
            "allow_max_budget_allocation": True,
        }


@pytest.mark.parametrize(
    ("predicate", "constant"),
    [
        (lambda ds: ds.smoker == True, {"kind": "bool", "value": True}),  # noqa: E712
        (lambda ds: ds.income > 1, {"kind": "int", "value": 1}),
        (lambda ds: ds.income > 1.5, {"kind": "real", "value": 1.5}),
        (lambda ds: ds.sex == "f", {"kind": "text", "value": "f"}),
        (lambda ds: ds.born > dt.date(2000, 1, 2), {"kind": "date", "value": "2000-01-02"}),
        (
            lambda ds: ds.admitted > "2000-01-02 03:04+02:00",
            {"kind": "datetime", "value": "2000-01-02T01:04:00+00:00"},
        ),
    ],
)
def test_constants_are_sent_with_their_kind(predicate: Any, constant: dict[str, Any]) -> None:
    """And moments with an offset."""
    with clinic({RUN: reply(answer())}) as (_, server):
        ds = DataSet.from_table("clinic.visits")
        count_rows(ds.where(predicate(ds))).run()
        assert server.body()["analysis"]["relation"]["predicate"]["arguments"][1] == constant


@pytest.mark.parametrize(
    ("ask", "value", "expected"),
    [
        (lambda ds: count_rows(ds), 4182, 4182),
        (lambda ds: count_rows(ds), 4182.0, 4182),
        (lambda ds: count("note", ds), -3, -3),
        (lambda ds: analytics.sum("age", ds), 100, 100),
        (lambda ds: analytics.sum("smoker", ds), 7, 7),
        (lambda ds: analytics.sum("income", ds), 100, 100.0),
        (lambda ds: analytics.sum(ds.age * 0.5, ds), 100, 100.0),
        (lambda ds: analytics.sum(ds.age * 2, ds), 100.5, 100.5),
        (lambda ds: mean("age", ds), 47, 47.0),
        (lambda ds: mean(ds.age > 3, ds), 0.25, 0.25),
    ],
)
def test_answers_have_the_type_of_what_was_asked(ask: Any, value: float, expected: float) -> None:
    """An int where the exact answer is a whole number, else a float."""
    with clinic({RUN: reply(answer(value))}):
        found = ask(DataSet.from_table("clinic.visits")).run()
        assert found == expected
        assert type(found) is type(expected)


def test_a_rich_result_has_everything() -> None:
    """And is worth reading."""
    with clinic({RUN: reply(answer())}):
        found = count_rows(DataSet.from_table("clinic.visits")).run(rich_result=True)
    assert found == RichResult(
        value=4182,
        interval=Interval(4154.28, 4209.72),
        confidence=0.95,
        mechanism="discrete_gaussian",
        noise_scale=27.72 / 1.96,
        exposure=Exposure(rho=0.0025, share=0.0135066),
        exposure_left=Exposure(rho=0.1825, share=0.986493),
        cached=False,
    )
    assert (found.interval.low, found.interval[1]) == (4154.28, 4209.72)
    assert str(found) == "4182 ± 28 (95 %), 1.35 % of the limit spent, 98.6 % left"
    assert repr(found) == f"<RichResult {found}>"
    assert str(found.exposure) == "1.35 % of the limit (rho 0.0025)"


def result(value: float, low: float, high: float, *, cached: bool = False) -> RichResult:
    """An answer with an interval."""
    exposure = Exposure(rho=0.0025, share=0.0135)
    return RichResult(
        value, Interval(low, high), 0.95, "discrete_gaussian", 1, exposure, exposure, cached
    )


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (result(47.3123, 47.1, 47.5246), "47.31 ± 0.21 (95 %)"),
        (result(0.25, 0.2498, 0.2502), "0.25000 ± 0.00020 (95 %)"),
        (result(311804512.0, 311700000.0, 311909024.0), "311804512 ± 104512 (95 %)"),
        (result(50.0, 40.0, 90.0), "50 (95 %: 40 to 90)"),
        (result(50.0, 50.0, 50.0), "50 (95 %: 50 to 50)"),
        (result(4.0, -1e100, 1e100), "4 (95 %: -1e+100 to 1e+100)"),
        (result(-0.2, -10.0, 10.0), "0 (95 %: -10 to 10)"),
        (result(5.0, -0.3, 40.0), "5 (95 %: 0 to 40)"),
        (result(0.0, 0.0, 9.5e-13), "0 (95 %: 0 to 9.5e-13)"),
    ],
)
def test_answers_print_with_the_digits_that_mean_something(found: RichResult, text: str) -> None:
    """Two of the half-width, and the value to the same place; an odd interval as it is."""
    assert str(found).startswith(text)


def test_an_answer_on_record_says_that_it_was_free() -> None:
    """Whatever it cost when it was asked first."""
    assert "from the record, nothing spent" in str(result(5, 4, 6, cached=True))


def exact(value: float, low: float, high: float, *, cached: bool = False) -> RichResult:
    """An answer without noise."""
    nothing, left = Exposure(rho=0, share=0), Exposure(rho=0.1825, share=0.9865)
    return RichResult(value, Interval(low, high), 1.0, "none", 0, nothing, left, cached)


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (exact(4190, 4190, 4190), "4190 exactly, nothing spent, 98.7 % left"),
        (exact(0.25, 0.25, 0.25), "0.25 exactly, nothing spent, 98.7 % left"),
        (exact(7, 7, 7, cached=True), "7 exactly, from the record, nothing spent, 98.7 % left"),
        (exact(60.0, 0, 120), "60 ± 60 (100 %), nothing spent, 98.7 % left"),
    ],
)
def test_an_exact_answer_says_so(found: RichResult, text: str) -> None:
    """And that it cost nothing, on record or not; the mean of no rows is not known."""
    assert str(found) == text
    assert "<td>none</td>" in found._repr_html_()
    assert "of the limit (rho 0)" not in found._repr_html_()


@pytest.mark.parametrize(("given", "sent"), [(None, False), (False, False), (True, True)])
def test_an_exact_answer_is_asked_for(given: bool | None, sent: bool) -> None:
    """Only by those who say so."""
    with clinic({RUN: reply(answer())}) as (_, server):
        count_rows(DataSet.from_table("clinic.visits")).run(precise=given)
        assert server.body()["precise"] is sent


@pytest.mark.parametrize(
    ("default", "given", "sent"),
    [(True, None, True), (False, None, False), (False, True, True), (True, False, False)],
)
def test_the_client_decides_on_caching_where_the_question_does_not(
    default: bool, given: bool | None, sent: bool
) -> None:
    """`default_analysis_caching`."""
    with clinic({RUN: reply(answer())}, default_analysis_caching=default) as (_, server):
        count_rows(DataSet.from_table("clinic.visits")).run(cache=given)
        assert server.body()["cache"] is sent


def test_the_accuracy_is_sent() -> None:
    """As a number, in the unit of the answer; not at all where there is none."""
    with clinic({RUN: reply(answer())}) as (_, server):
        ds = DataSet.from_table("clinic.visits")
        count_rows(ds).run(accuracy=100)
        assert server.body()["accuracy"] == 100
        count_rows(ds).run()
        assert "accuracy" not in server.body()


@pytest.mark.parametrize("accuracy", [0, -1, float("nan"), float("inf")])
def test_an_accuracy_is_positive(accuracy: float) -> None:
    """And finite; nothing is asked otherwise."""
    with clinic() as (_, server):
        with pytest.raises(InvalidAnalysis, match="positive number"):
            count_rows(DataSet.from_table("clinic.visits")).run(accuracy=accuracy)
        assert RUN not in server.asked


def test_a_mean_has_no_accuracy_to_choose() -> None:
    """The way out is in the message."""
    with clinic(), pytest.raises(InvalidAnalysis, match="the sum and the count"):
        mean("age", DataSet.from_table("clinic.visits")).run(accuracy=1)
    with clinic(), pytest.raises(InvalidAnalysis, match=r"name an exposure instead$"):
        analytics.median("age", DataSet.from_table("clinic.visits")).run(accuracy=1)


def test_questions_that_make_no_sense_are_refused_where_they_are_made() -> None:
    """Before they cost anything."""
    with clinic():
        ds = DataSet.from_table("clinic.visits")
        with pytest.raises(AttributeNotFound, match="did you mean 'age'"):
            mean("aeg", ds)
        with pytest.raises(AttributeNotFound, match="'income'"):
            mean(ds.income * 2, ds.project(["age"]))
        for ask in (analytics.sum, mean):
            with pytest.raises(InvalidAnalysis, match="sex is FACTOR"):
                ask("sex", ds)
        with pytest.raises(TypeError, match=r"count_rows\(ds\) with a DataSet"):
            count_rows("clinic.visits")  # type: ignore[arg-type]
        with pytest.raises(TypeError, match=r"mean\('age', ds\)"):
            mean(ds, "age")  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="accuracy is a number"):
            count_rows(ds).run(accuracy="1")  # type: ignore[call-overload]


def test_what_may_be_spent_is_sent() -> None:
    """As far as it was said: by the question, or for all of them when the client was made."""
    with clinic({RUN: reply(answer())}) as (_, server):
        asked = count_rows(DataSet.from_table("clinic.visits"))
        asked.run(exposure=0.001, minimum_dataset_size=10, allow_max_budget_allocation=False)
        assert server.body()["exposure"] == 0.001
        assert server.body()["minimum_dataset_size"] == 10
        assert server.body()["allow_max_budget_allocation"] is False
        asked.run()
        assert not {"exposure", "minimum_dataset_size"} & set(server.body())
        assert server.body()["allow_max_budget_allocation"] is True
        for wrong in ({"exposure": 0}, {"minimum_dataset_size": 0.5}):
            with pytest.raises(InvalidRequest):
                asked.run(**wrong)


def test_an_exposure_is_an_amount_or_a_share_of_the_limit() -> None:
    with clinic({RUN: reply(answer())}) as (_, server):
        asked = count_rows(DataSet.from_table("clinic.visits"))
        for share in ("1%", " 1 % ", "1.0%"):
            asked.run(exposure=share)
            assert server.body()["exposure_share"] == 0.01
            assert "exposure" not in server.body()
        for beyond in ("0%", "101%", 10**400, math.inf, math.nan):
            with pytest.raises(InvalidRequest, match="lies between"):
                asked.run(exposure=beyond)
        for odd in ("1", "-1%", "1%%", "nan%", "", [0.1], True):
            with pytest.raises(TypeError, match="exposure"):
                asked.run(exposure=odd)  # type: ignore[arg-type]


def test_the_numbers_and_switches_of_numpy_are_taken() -> None:
    with clinic({RUN: reply(answer())}) as (_, server):
        asked = count_rows(DataSet.from_table("clinic.visits"))
        asked.run(accuracy=np.int64(10), cache=np.bool_(False), max_timeout_sec=np.float32(5))  # type: ignore[call-overload]
        assert (server.body()["accuracy"], server.body()["cache"]) == (10, False)
        asked.run(exposure=np.float64(0.25), allow_max_budget_allocation=np.bool_(True))  # type: ignore[call-overload]
        assert server.body()["exposure"] == 0.25
        assert server.body()["allow_max_budget_allocation"] is True


@pytest.mark.parametrize("name", ["cache", "precise", "allow_max_budget_allocation", "rich_result"])
def test_a_switch_is_true_or_false_and_nothing_like_it(name: str) -> None:
    """ "no" would be true: nobody asks for an exact answer, or pays for a fresh one, by a slip."""
    with clinic({RUN: reply(answer())}) as (_, server):
        asked = count_rows(DataSet.from_table("clinic.visits"))
        odds: list[Any] = ["no", 1, 0, [], np.array([True]), pd.Series([True, False])]
        for odd in odds:
            with pytest.raises(TypeError, match=f"{name} is True or False"):
                asked.run(**{name: odd})
        assert RUN not in server.asked


def test_a_question_is_priced_and_checked() -> None:
    """By the one operation, with what `run` would send."""
    price = {
        "exposure": {"rho": 0.0025, "share": 0.0135},
        "exposure_left": {"rho": 0.1825, "share": 0.9865},
        "half_width": 27.72,
        "cached": False,
    }
    path = "POST /v1/analyses/price"
    free = {**price, "exposure": {"rho": 0, "share": 0}, "cached": True}
    del free["half_width"]
    script: Script = {
        path: [
            reply(price),
            reply(free),
            problem(422, "data_set_too_small"),
            problem(409, "privacy_limit_exceeded"),
        ]
    }
    with clinic(script) as (_, server):
        asked = count_rows(DataSet.from_table("clinic.visits"))
        found = asked.price(accuracy=28)
        assert (found.exposure.rho, found.half_width, found.cached) == (0.0025, 27.72, False)
        assert repr(found) == "<AnalysisPrice 1.35 % of the limit (rho 0.0025), for ± 27.7 (95 %)>"
        assert (server.asked[-1], server.body()["accuracy"]) == (path, 28)
        assert repr(asked.price()) == "<AnalysisPrice nothing, from the record>"
        with pytest.raises(DataSetTooSmallException):
            asked.check(allow_max_budget_allocation=False)
        with pytest.raises(PrivacyLimitExceeded):
            asked.check(cache=False)


def test_a_long_question_is_waited_for() -> None:
    """The job is polled until it has ended, and its answer fetched."""
    script: Script = {
        RUN: reply(job("queued"), 202, Location=f"/v1/jobs/{JOB}"),
        f"GET /v1/jobs/{JOB}": [reply(job("running")), reply(job("finished"))],
        f"GET /v1/jobs/{JOB}/result": reply(answer(7)),
    }
    with clinic(script) as (_, server):
        assert count_rows(DataSet.from_table("clinic.visits")).run() == 7
        assert server.asked[1:] == [RUN, *[f"GET /v1/jobs/{JOB}"] * 2, f"GET /v1/jobs/{JOB}/result"]
        assert server.requests[-2].headers["Prefer"] == "wait=30"


def test_a_question_that_takes_too_long_names_its_job(monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs on."""
    seconds = itertools.count()
    clock = Clock(lambda: next(seconds), lambda pause: None)
    monkeypatch.setattr("leapyear.analytics.classes._CLOCK", clock)
    script = {RUN: reply(job("queued"), 202), f"GET /v1/jobs/{JOB}": reply(job("running"))}
    with clinic(script):
        asked = count_rows(DataSet.from_table("clinic.visits"))
        with pytest.raises(AsyncTimeoutError, match=JOB):
            asked.run(max_timeout_sec=5)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (409, "job_cancelled", AsyncCancelledError),
        (409, "privacy_limit_exceeded", PrivacyLimitExceeded),
    ],
)
def test_the_problem_of_a_failed_job_is_raised(
    status: int, code: str, kind: type[Exception]
) -> None:
    """As if it had come at once."""
    script = {
        RUN: reply(job("failed"), 202),
        f"GET /v1/jobs/{JOB}/result": problem(status, code, "this is why"),
    }
    with clinic(script), pytest.raises(kind, match="this is why"):
        count_rows(DataSet.from_table("clinic.visits")).run()


def test_an_answer_that_is_none_is_told_as_such() -> None:
    """The value of a private question is not guessed at."""
    odd: Any
    for odd in (
        {**answer(), "value": "many"},
        {**answer(), "value": None},
        {"value": 3},
        [],
        "x",
        None,
    ):
        with clinic({RUN: reply(odd)}), pytest.raises(InvalidJson, match="run_analysis"):
            count_rows(DataSet.from_table("clinic.visits")).run()


def test_a_data_set_can_be_asked_after_reconnecting() -> None:
    """To the same server; and not without any connection."""
    with clinic():
        ds = DataSet.from_table("clinic.visits")
    with pytest.raises(NotConnected):
        count_rows(ds).run()
    with clinic({RUN: reply(answer(5))}):
        assert count_rows(ds).run() == 5
