"""Jobs: work that the server does, and waiting for it.

>>> job = mean("age", ds).run(detach=True)
>>> job.wait(max_timeout_sec=60).state
<JobState.FINISHED: 'finished'>
>>> job.result()
47.45

Jobs run on when the client is closed, and when the server is started anew. ``client.jobs`` and
``client.recent_finished_jobs`` have their ids, and ``AsyncJob(id)`` takes one up again.
"""

import math
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Self

from attrs import frozen

from leapyear._answers import RichResult
from leapyear._connection import Connection, connection_for
from leapyear._jobs import AsyncJobInformation, JobState
from leapyear._mapping import PAGE_SIZE
from leapyear._names import check_job_id
from leapyear._numbers import as_float
from leapyear._progress import progress
from leapyear._vectors import VectorResult
from leapyear.exceptions import AsyncCancelledError, AsyncTimeoutError, InvalidJson

if TYPE_CHECKING:
    from leapyear._seam import Server

__all__ = ["AsyncJob", "AsyncJobInformation", "JobState"]

#: Seconds that an analysis may take where nobody says otherwise. Long, and still an end: no
#: notebook hangs for ever.
DEFAULT_TIMEOUT = 600.0
#: The most seconds that one request asks the server to hold back its response: proxies like to
#: close those of 60.
LONGEST_WAIT = 30
#: The same where somebody is watching a bar, which is drawn anew after each request.
_WATCHED_WAIT = 1
#: The kind of those jobs that make something and answer nothing.
_CREATION = "create_table"


@frozen
class Clock:
    """What measures a wait, and what passes it."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep


_CLOCK = Clock()


@frozen
class Deadline:
    """The end of a wait.

    Attributes
    ----------
    seconds
        How long the wait may be, from its beginning.
    clock
        What measures it.
    """

    seconds: float
    clock: Clock
    _end: float

    @classmethod
    def after(cls, seconds: float, clock: Clock | None = None) -> "Deadline":
        """The deadline in a number of seconds."""
        used = clock or Clock()
        return cls(seconds, used, used.now() + seconds)

    @property
    def left(self) -> float:
        """Seconds until then; negative afterwards."""
        return self._end - self.clock.now()

    @property
    def next_wait(self) -> int:
        """Whole seconds for the next request to wait."""
        return max(0, min(LONGEST_WAIT, math.ceil(self.left)))


def checked_timeout(max_timeout_sec: float | None) -> float:
    """A time in seconds for the whole of a wait; None is the default.

    Raises
    ------
    ValueError
        If it is not positive.
    """
    if max_timeout_sec is None:
        return DEFAULT_TIMEOUT
    seconds = as_float(max_timeout_sec, "max_timeout_sec is a number of seconds")
    if not 0 < seconds < math.inf:
        raise ValueError(
            f"max_timeout_sec is a positive number of seconds, not {max_timeout_sec}: every wait "
            "has an end"
        )
    return seconds


def wait_for_end(
    server: "Server",
    job: AsyncJobInformation,
    deadline: Deadline,
    show: Callable[[AsyncJobInformation], object] | None = None,
) -> AsyncJobInformation:
    """Wait until a job has ended.

    Parameters
    ----------
    server
        Where it is.
    job
        As it was last seen.
    deadline
        When to give up.
    show
        Is told how the job is, every second or so; without it there are fewer requests.

    Returns
    -------
    AsyncJobInformation
        The job as it ended.

    Raises
    ------
    AsyncTimeoutError
        If it has not by then. It runs on.
    """
    pause = 0.05
    if show is not None:
        show(job)
    while not job.has_ended:
        if deadline.left <= 0:
            raise timeout_error(job.id, deadline.seconds)
        started = deadline.clock.now()
        wait = deadline.next_wait
        job = server.get_job(job.id, wait if show is None else min(wait, _WATCHED_WAIT))
        if show is not None:
            show(job)
        if not job.has_ended and deadline.clock.now() - started < pause:
            # The server, or a proxy, answers at once instead of waiting: do the waiting here, ever
            # longer.
            deadline.clock.sleep(min(pause, max(0.0, deadline.left)))
            pause = min(2 * pause, 2.0)
    return job


def timeout_error(job: str, seconds: float) -> AsyncTimeoutError:
    """The error of a wait that came to its end before the job did."""
    error = AsyncTimeoutError(
        f"job {job} has not ended within {seconds:g} s. It runs on: the same question asked again "
        "later is answered on the charge that it makes; max_timeout_sec waits longer"
    )
    error.job_id = job
    return error


def check_was_made(job: AsyncJobInformation) -> None:
    """See whether a job that has ended has made what it was to make.

    Raises
    ------
    AsyncCancelledError
        If it was cancelled.
    ClientError
        If it has failed: why.
    """
    if job.state is JobState.CANCELLED:
        raise AsyncCancelledError(f"job {job.id} was cancelled: nothing was made")
    if job.error is not None:
        raise job.error


class AsyncJob:
    """A job of the server.

    Parameters
    ----------
    job_id
        What the server knows it by. It is made by running an analysis with ``detach=True``, or by
        `leapyear.Client.create_async`; this takes up one that was begun before.

    Examples
    --------
    >>> begun = mean("age", ds).run(detach=True)
    >>> AsyncJob(begun.id).wait(max_timeout_sec=60).result()
    <RichResult 47.447 ± 0.012 (95 %), 1.35 % of the limit spent, 98.6 % left>
    """

    def __init__(self, job_id: str) -> None:
        self._id: str | None = check_job_id(job_id)
        self._connection: Connection | None = None
        self._known: AsyncJobInformation | None = None
        self._default_timeout = DEFAULT_TIMEOUT

    def __repr__(self) -> str:
        state = f" {self._known.state}" if self._known else ""
        return f"<{type(self).__name__} {self._id}{state}>"

    @property
    def id(self) -> str | None:
        """What the server knows it by.

        None of an analysis that was answered from the record, for which no job was needed.
        """
        return self._id

    @property
    def state(self) -> JobState:
        """Where the job is. Asks the server, unless the job is known to have ended.

        Raises
        ------
        JobNotFound
            If there is no such job, or it is another user's.
        """
        known = self.load().information
        return JobState.FINISHED if known is None else known.state

    @property
    def information(self) -> AsyncJobInformation | None:
        """The job as it was last seen; None before, and where no job was needed."""
        return self._known

    def load(self) -> Self:
        """Ask the server how the job is, unless it is known to have ended; return the job itself.

        Raises
        ------
        JobNotFound
            If there is no such job, or it is another user's.
        """
        if self._id is not None and not self._has_ended:
            self._known = self._server().get_job(self._id, wait=0)
        return self

    def wait(self, max_timeout_sec: float | None = None) -> Self:
        """Wait until the job has ended, well or not.

        Where tqdm is installed (``pip install leapyear[notebook]``) and somebody is watching, in a
        notebook or in a terminal, a bar tells how long it has been.

        Parameters
        ----------
        max_timeout_sec
            The most seconds to wait. None is 600, or what the analysis was run with.

        Returns
        -------
        AsyncJob
            The job itself.

        Raises
        ------
        AsyncTimeoutError
            If it has not ended by then. It runs on.
        JobNotFound
            If there is no such job, or it is another user's.
        """
        seconds = self._default_timeout if max_timeout_sec is None else max_timeout_sec
        deadline = Deadline.after(checked_timeout(seconds), _CLOCK)
        known = self.load().information
        if known is not None and not known.has_ended:
            with progress(f"job {known.id[:8]}") as show:
                self._known = wait_for_end(self._server(), known, deadline, show)
        return self

    def result(self, max_timeout_sec: float | None = None) -> object:
        """The answer, or the table that was made; waited for.

        Parameters
        ----------
        max_timeout_sec
            The most seconds to wait. None is 600, or what the analysis was run with.

        Returns
        -------
        RichResult or VectorResult
            The answer with its error and its price. (An `AsyncAnalysis` gives what the analysis
            itself would have given.)
        Table
            Of a job of `leapyear.Client.create_async`.

        Raises
        ------
        AsyncTimeoutError
            If the job has not ended by then. It runs on.
        AsyncCancelledError
            If it was cancelled.
        ClientError
            If it has failed: the error that the analysis, or `leapyear.Client.create`, itself would
            have raised.
        """
        known = self.wait(max_timeout_sec).information
        if known is None or known.kind != _CREATION:
            return self._waited_for(max_timeout_sec)
        check_was_made(known)
        # Here, since tables know of jobs.
        from leapyear.admin.table import Table

        match (known.resource or "").split("/"):
            case ["", "v1", "databases", database, "tables", name]:
                assert self._connection is not None
                return Table(name, database=database).made_through(self._connection)
            case _:
                raise InvalidJson(f"job {known.id} is finished, and does not say what it has made")

    def cancel(self) -> None:
        """Have the server stop; a job that has ended stays as it is.

        What was charged stays charged, and buys the answer to the same question asked again.

        Raises
        ------
        JobNotFound
            If there is no such job, or it is another user's.
        """
        if self._id is not None and not self._has_ended:
            self._known = self._server().cancel_job(self._id)

    def _waited_for(self, max_timeout_sec: float | None) -> RichResult | VectorResult:
        self.wait(max_timeout_sec)
        assert self._id is not None  # the one class whose jobs may have none has the answer then
        return self._server().get_job_result(self._id)

    @property
    def _has_ended(self) -> bool:
        return self._id is None or (self._known is not None and self._known.has_ended)

    def _server(self) -> "Server":
        self._connection = connection_for(self._connection)
        return self._connection.server


def running_jobs(connection: Connection) -> list[AsyncJobInformation]:
    """The jobs that have not ended, newest first."""
    # The queued ones first: one that begins to run in between is then seen twice and not never.
    found = {
        job.id: job
        for state in (JobState.QUEUED, JobState.RUNNING)
        for job in _all_in_state(connection.server, state)
    }
    return sorted(found.values(), key=lambda job: job.created_at, reverse=True)


def finished_jobs(connection: Connection) -> list[AsyncJobInformation]:
    """The jobs that ended most recently, well or not: up to a page of them, latest first."""
    found = [
        job
        for state in (JobState.FINISHED, JobState.FAILED, JobState.CANCELLED)
        for job in connection.server.list_jobs(state, PAGE_SIZE, None).items
    ]
    found.sort(key=lambda job: job.finished_at or job.created_at, reverse=True)
    return found[:PAGE_SIZE]


def _all_in_state(server: "Server", state: JobState) -> Iterator[AsyncJobInformation]:
    cursor: str | None = None
    while True:
        page = server.list_jobs(state, PAGE_SIZE, cursor)
        yield from page.items
        if page.next_cursor is None or page.next_cursor == cursor:
            return
        cursor = page.next_cursor
