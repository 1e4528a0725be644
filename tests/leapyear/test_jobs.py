"""Jobs, and waiting for them: bounded, by the server where it can, and never busily."""

import datetime as dt
import itertools
import sys
from types import SimpleNamespace
from typing import Any, ClassVar, cast

import httpx
import pytest

from leapyear import DataSet
from leapyear._seam import Server
from leapyear.analytics import AsyncAnalysis, RichResult, count_rows
from leapyear.exceptions import (
    AsyncCancelledError,
    AsyncTimeoutError,
    InvalidRequest,
    JobNotFound,
    PrivacyLimitExceeded,
)
from leapyear.jobs import (
    DEFAULT_TIMEOUT,
    AsyncJob,
    AsyncJobInformation,
    Clock,
    Deadline,
    JobState,
    checked_timeout,
    wait_for_end,
)
from tests.leapyear.servers import JOB, Script, answer, clinic, connected, job, problem, reply

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


class Time:
    """A clock that goes only when somebody waits."""

    def __init__(self) -> None:
        self.at = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.at, self.sleep)


class Jobs:
    """A server with one job, which ends at a time, and holds responses back or not."""

    def __init__(
        self, time: Time, ends_at: float, *, holds_back: bool = True, state: str = "finished"
    ) -> None:
        self.time = time
        self.ends_at = ends_at
        self.holds_back = holds_back
        self.state = state
        self.waits: list[int] = []

    def get_job(self, job: str, wait: int) -> AsyncJobInformation:
        self.waits.append(wait)
        if self.holds_back:
            self.time.at = min(self.time.at + wait, max(self.time.at, self.ends_at))
        return seen(self.state if self.time.at >= self.ends_at else "running")


def seen(state: str) -> AsyncJobInformation:
    """The job as it was seen."""
    return AsyncJobInformation("abc", JobState(state), "analysis", "ada", "clinic", NOON)


def wait(jobs: Jobs, seconds: float) -> AsyncJobInformation:
    """Wait for the job."""
    deadline = Deadline.after(seconds, jobs.time.clock)
    return wait_for_end(cast(Server, jobs), seen("queued"), deadline)


@pytest.mark.parametrize("state", ["finished", "failed", "cancelled"])
def test_the_server_does_the_waiting(state: str) -> None:
    """In requests of thirty seconds, and none after the end."""
    time = Time()
    jobs = Jobs(time, 70, state=state)
    assert wait(jobs, 600).state == state
    assert jobs.waits == [30, 30, 30]
    assert (time.at, time.slept) == (70, [])


def test_a_wait_has_an_end() -> None:
    """The error names the job, which runs on."""
    time = Time()
    jobs = Jobs(time, 1000)
    with pytest.raises(
        AsyncTimeoutError, match=r"job abc has not ended within 45 s\. It runs on"
    ) as caught:
        wait(jobs, 45)
    assert caught.value.job_id == "abc"
    assert jobs.waits == [30, 15]
    assert time.at == 45


def test_a_server_that_answers_at_once_is_not_asked_without_end() -> None:
    """The pauses between get longer."""
    time = Time()
    jobs = Jobs(time, 60, holds_back=False)
    wait(jobs, 600)
    assert time.slept[:3] == [0.05, 0.1, 0.2]
    assert max(time.slept) == 2
    assert len(jobs.waits) < 50


def test_a_job_that_has_ended_is_not_asked_for() -> None:
    """Nothing is left to wait for."""
    time = Time()
    jobs = Jobs(time, 0)
    deadline = Deadline.after(1, time.clock)
    job = seen("finished")
    assert wait_for_end(cast(Server, jobs), job, deadline) is job
    assert jobs.waits == []


@pytest.mark.parametrize("timeout", [0, -1, float("inf"), float("nan")])
def test_a_timeout_is_positive_and_finite(timeout: float) -> None:
    """Every wait has an end."""
    with pytest.raises(ValueError, match="positive number of seconds"):
        checked_timeout(timeout)


def test_a_timeout_is_a_number() -> None:
    """Or nothing, for ten minutes."""
    assert (checked_timeout(None), checked_timeout(5)) == (DEFAULT_TIMEOUT, 5.0)
    odd: list[Any] = ["5", True]
    for timeout in odd:
        with pytest.raises(TypeError):
            checked_timeout(timeout)


# Jobs that people hold

RUN = "POST /v1/analyses"
ONE = f"GET /v1/jobs/{JOB}"
RESULT = f"{ONE}/result"
LATER = "2026-11-23T10:00:00+00:00"


@pytest.fixture(autouse=True)
def _no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether tqdm is installed here or not."""
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)


def asked(**options: Any) -> AsyncAnalysis[float, RichResult]:
    """How many rows there are, asked and not waited for."""
    found = count_rows(DataSet.from_table("clinic.visits")).run(detach=True, **options)
    assert isinstance(found, AsyncAnalysis)
    return found


def test_a_detached_question_is_a_job() -> None:
    """It is asked without waiting; the answer comes when it is wanted, and is fetched once."""
    script: Script = {
        RUN: reply(job("queued"), 202),
        ONE: [reply(job("running")), reply(job("finished", finished_at=LATER))],
        RESULT: reply(answer(7)),
    }
    with clinic(script) as (_, server):
        found = asked()
        assert "Prefer" not in server.requests[-1].headers
        assert (found.id, found.information.state if found.information else "") == (JOB, "queued")
        assert repr(found) == (
            "<AsyncAnalysis queued: count_rows(DataSet.from_table('clinic.visits'))>"
        )
        assert found.state is JobState.RUNNING
        assert found.result() == 7
        assert (type(found.result()), found.state) == (int, JobState.FINISHED)
        assert server.asked[1:] == [RUN, ONE, ONE, RESULT]
        assert server.requests[-2].headers["Prefer"] == "wait=0"


def test_a_detached_question_that_is_on_record_needs_no_job() -> None:
    """And asks for nothing more."""
    with clinic({RUN: reply(answer(7, cached=True))}) as (_, server):
        found = asked(rich_result=True)
        assert (found.id, found.information, found.state) == (None, None, JobState.FINISHED)
        assert found.load() is found.wait() is found
        found.cancel()
        result = found.result()
        assert isinstance(result, RichResult)
        assert (result.value, result.cached) == (7, True)
        assert repr(found).startswith("<AsyncAnalysis finished: ")
        assert server.asked[1:] == [RUN]


def test_a_job_is_waited_for_within_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """That of the wait, or else that of the question, or else ten minutes."""
    seconds = itertools.count()
    monkeypatch.setattr("leapyear.jobs._CLOCK", Clock(lambda: next(seconds), lambda pause: None))
    script = {RUN: reply(job("queued"), 202), ONE: reply(job("running"))}
    with clinic(script):
        for found, given, says in (
            (asked(), 5.0, "within 5 s"),
            (asked(max_timeout_sec=7), None, "within 7 s"),
            (AsyncJob(JOB), None, "within 600 s"),
        ):
            with pytest.raises(AsyncTimeoutError, match=says):
                found.result(given)
            with pytest.raises(ValueError, match="every wait"):
                found.wait(float("inf"))


def test_a_job_is_cancelled() -> None:
    """Its answer is then an error of its own; one that has ended is let be."""
    script = {
        RUN: reply(job("queued"), 202),
        f"POST /v1/jobs/{JOB}/cancel": reply(job("cancelled")),
        RESULT: problem(409, "job_cancelled", "it was cancelled"),
    }
    with clinic(script) as (_, server):
        found = asked()
        found.cancel()
        found.cancel()
        assert found.state is JobState.CANCELLED
        with pytest.raises(AsyncCancelledError, match="it was cancelled"):
            found.result()
        assert server.asked[1:] == [RUN, f"POST /v1/jobs/{JOB}/cancel", RESULT]


def test_a_job_that_failed_says_why() -> None:
    """As a value when it is looked at, as the error itself when its answer is asked for."""
    why = {"code": "privacy_limit_exceeded", "title": "No", "status": 409, "detail": "too dear"}
    script = {
        ONE: reply(job("failed", finished_at=LATER, problem=why)),
        RESULT: problem(409, "privacy_limit_exceeded", "too dear"),
    }
    with clinic(script):
        found = AsyncJob(JOB).wait()
        assert found.information is not None
        assert isinstance(found.information.error, PrivacyLimitExceeded)
        assert str(found.information.error) == "too dear"
        with pytest.raises(PrivacyLimitExceeded, match="too dear"):
            found.result()


def test_a_job_is_taken_up_again_by_its_id() -> None:
    """In another session; its answer then is a rich one."""
    script = {ONE: reply(job("finished")), RESULT: reply(answer(7))}
    with connected(script):
        found = AsyncJob(JOB)
        assert repr(found) == f"<AsyncJob {JOB}>"
        result = found.result()
        assert isinstance(result, RichResult)
        assert result.value == 7
        assert repr(found) == f"<AsyncJob {JOB} finished>"
    odd: Any
    for odd in ("x", "../users", JOB.upper()):
        with pytest.raises(InvalidRequest, match="32 hexadecimal digits"):
            AsyncJob(odd)
    odd = None
    with pytest.raises(TypeError):
        AsyncJob(odd)


def test_a_job_that_there_is_not_is_told() -> None:
    """In the words of the server."""
    with (
        connected({ONE: problem(404, "job_not_found", "there is no such job")}),
        pytest.raises(JobNotFound, match="no such job"),
    ):
        _ = AsyncJob(JOB).state


# Lists of jobs


def by_state(**states: list[list[dict[str, Any]]]) -> Script:
    """A server whose jobs in each state come in pages."""

    def page(request: httpx.Request) -> httpx.Response:
        pages = states.get(request.url.params["state"], [[]])
        index = int(request.url.params.get("cursor", "0"))
        more = {"next_cursor": str(index + 1)} if index + 1 < len(pages) else {}
        return reply({"items": pages[index], **more})

    return {"GET /v1/jobs": page}


def named(digit: str, state: str, minute: int, **fields: Any) -> dict[str, Any]:
    """A job of its own."""
    at = f"2026-11-23T09:{minute:02}:00+00:00"
    return job(state, id=digit * 32, created_at=at, **fields)


def test_running_jobs_are_those_that_have_not_ended() -> None:
    """All pages of them, even of pages that are empty, newest first, each once."""
    script = by_state(
        queued=[[named("a", "queued", 3)], [], [named("b", "queued", 2)]],
        running=[[named("c", "running", 1), named("a", "running", 3)]],
    )
    with connected(script) as (client, _):
        found = client.jobs
        assert [(one.id[0], str(one.state)) for one in found] == [
            ("a", "running"),
            ("b", "queued"),
            ("c", "running"),
        ]
        assert repr(found[0]) == (
            f"<AsyncJobInformation {'a' * 32} running: analysis of clinic by ada>"
        )
        assert not found[0].has_ended


def test_recent_finished_jobs_are_those_that_ended_last() -> None:
    """Well or not; one page of them."""

    def ended(digit: str, state: str, minute: int) -> dict[str, Any]:
        return named(digit, state, 0, finished_at=f"2026-11-23T10:{minute:02}:00+00:00")

    script = by_state(
        finished=[[ended("a", "finished", 1)] * 100, [ended("b", "finished", 9)]],
        failed=[[ended("c", "failed", 2)]],
        cancelled=[[ended("d", "cancelled", 3)]],
    )
    with connected(script) as (client, server):
        found = client.recent_finished_jobs
        assert [one.id[0] for one in found[:3]] == ["d", "c", "a"]
        assert len(found) == 100
        assert all(one.has_ended for one in found)
        assert len(server.asked) == 3


# The bar


class Bar:
    """A bar that writes down what is done to it."""

    made: ClassVar[list["Bar"]] = []

    def __init__(self, **options: Any) -> None:
        self.disable = options["disable"] is None  # as where the output is a file
        self.options = options
        self.told: list[object] = []
        self.n = 0.0
        Bar.made.append(self)

    def set_description_str(self, text: str, refresh: bool) -> None:
        self.told.append(text)

    def update(self, steps: float) -> None:
        self.n += steps
        if steps:
            self.told.append(self.n)

    def close(self) -> None:
        self.told.append("closed")


class WidgetBar(Bar):
    """That of a notebook."""


WidgetBar.__module__ = "tqdm.notebook"


@pytest.fixture
def bars(monkeypatch: pytest.MonkeyPatch) -> list[Bar]:
    """The bars that were made since."""
    monkeypatch.setattr(Bar, "made", [])
    return Bar.made


def test_a_wait_in_a_notebook_shows_a_bar(monkeypatch: pytest.MonkeyPatch, bars: list[Bar]) -> None:
    """Drawn anew every second, complete at the end, and closed."""
    monkeypatch.setitem(sys.modules, "tqdm.auto", cast(Any, SimpleNamespace(tqdm=WidgetBar)))
    script: Script = {ONE: [*[reply(job("running"))] * 2, reply(job("finished"))]}
    with connected(script) as (_, server):
        AsyncJob(JOB).wait()
        assert server.requests[-1].headers["Prefer"] == "wait=1"
    (bar,) = Bar.made
    assert bar.options["desc"] == f"job {JOB[:8]}"
    title = f"job {JOB[:8]}"
    assert bar.told == [*[f"{title}: running"] * 2, f"{title}: finished", 1, "closed"]


def test_a_bar_is_as_long_as_the_job_is_far(
    monkeypatch: pytest.MonkeyPatch, bars: list[Bar]
) -> None:
    """Where the server says how far it is: of a table that is being made."""
    monkeypatch.setitem(sys.modules, "tqdm.auto", cast(Any, SimpleNamespace(tqdm=WidgetBar)))
    far = [reply(job("running", kind="create_table", progress=share)) for share in (0, 0.25, 0.75)]
    with connected({ONE: [*far, reply(job("finished", kind="create_table"))]}):
        AsyncJob(JOB).wait()
    assert [told for told in Bar.made[0].told if isinstance(told, float)] == [0.25, 0.75, 1]


def test_a_bar_is_closed_where_the_wait_fails(
    monkeypatch: pytest.MonkeyPatch, bars: list[Bar]
) -> None:
    """It would go on drawing itself."""
    monkeypatch.setitem(sys.modules, "tqdm.auto", cast(Any, SimpleNamespace(tqdm=WidgetBar)))
    script: Script = {ONE: [reply(job("running")), problem(404, "job_not_found")]}
    with connected(script), pytest.raises(JobNotFound):
        AsyncJob(JOB).wait()
    assert Bar.made[0].told == [f"job {JOB[:8]}: running", "closed"]


def test_a_wait_that_nobody_watches_shows_no_bar(
    monkeypatch: pytest.MonkeyPatch, bars: list[Bar]
) -> None:
    """Nor does it ask more often than it must; nor one that there is nothing to wait for."""
    monkeypatch.setitem(sys.modules, "tqdm.auto", cast(Any, SimpleNamespace(tqdm=Bar)))
    script: Script = {ONE: [reply(job("running")), reply(job("finished"))]}
    with connected(script) as (_, server):
        found = AsyncJob(JOB).wait()
        assert server.requests[-1].headers["Prefer"] == "wait=30"
        assert [bar.told for bar in Bar.made] == [[]]
        found.wait()
        assert len(Bar.made) == 1
