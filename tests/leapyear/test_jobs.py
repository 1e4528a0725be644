"""Waiting: bounded, by the server where it can, and never busily."""

from typing import Any, cast

import pytest

from leapyear._records import JobRecord
from leapyear._seam import Server
from leapyear.exceptions import AsyncTimeoutError
from leapyear.jobs import DEFAULT_TIMEOUT, Clock, Deadline, checked_timeout, wait_for_end


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

    def get_job(self, job: str, wait: int) -> JobRecord:
        self.waits.append(wait)
        if self.holds_back:
            self.time.at = min(self.time.at + wait, max(self.time.at, self.ends_at))
        return JobRecord(job, self.state if self.time.at >= self.ends_at else "running")


def wait(jobs: Jobs, seconds: float) -> JobRecord:
    """Wait for the job."""
    deadline = Deadline.after(seconds, jobs.time.clock)
    return wait_for_end(cast(Server, jobs), JobRecord("abc", "queued"), deadline)


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
    job = JobRecord("abc", "finished")
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
