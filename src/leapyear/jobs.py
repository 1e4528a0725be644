"""Waiting for work that the server does."""

import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from attrs import frozen

from leapyear._records import JobRecord
from leapyear.exceptions import AsyncTimeoutError

if TYPE_CHECKING:
    from leapyear._seam import Server

#: Seconds that an analysis may take where nobody says otherwise. Long, and still an end: no
#: notebook hangs for ever.
DEFAULT_TIMEOUT = 600.0
#: The most seconds that one request asks the server to hold back its response: proxies like to
#: close those of 60.
LONGEST_WAIT = 30


@frozen
class Clock:
    """What measures a wait, and what passes it."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep


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
    if isinstance(max_timeout_sec, bool) or not isinstance(max_timeout_sec, int | float):
        raise TypeError(f"max_timeout_sec is a number of seconds, not {max_timeout_sec!r}")
    if not 0 < max_timeout_sec < math.inf:
        raise ValueError(
            f"max_timeout_sec is a positive number of seconds, not {max_timeout_sec}: every wait "
            "has an end"
        )
    return float(max_timeout_sec)


def wait_for_end(server: "Server", job: JobRecord, deadline: Deadline) -> JobRecord:
    """Wait until a job has ended.

    Raises
    ------
    AsyncTimeoutError
        If it has not by then. It runs on.
    """
    pause = 0.05
    while not job.has_ended:
        if deadline.left <= 0:
            raise timeout_error(job.id, deadline.seconds)
        started = deadline.clock.now()
        job = server.get_job(job.id, deadline.next_wait)
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
