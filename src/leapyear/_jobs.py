"""What the server says of its jobs, as values."""

import datetime as dt
from enum import StrEnum

from attrs import field, frozen

from leapyear.exceptions import ClientError


class JobState(StrEnum):
    """Where a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def has_ended(self) -> bool:
        """Whether it can change no more."""
        return self not in (JobState.QUEUED, JobState.RUNNING)


@frozen(repr=False)
class AsyncJobInformation:
    """A job, as it was when the server was asked.

    Attributes
    ----------
    id
        What the server knows it by; ``AsyncJob(id)`` waits for it, or cancels it.
    state
        ``"queued"``, ``"running"``, ``"finished"``, ``"failed"`` or ``"cancelled"``.
    kind
        What it does: ``"analysis"`` or ``"create_table"``.
    username
        Who asked for it.
    database
        The database that it is about.
    created_at
        When it was asked for.
    progress
        How much of it is done, from 0 to 1. Of an analysis it is 0 until it has ended: how fast one
        gets on could tell of private rows.
    finished_at
        When it ended, well or not; None before.
    resource
        Where what it was to make is, as a path on the server; None before it is made, and of an
        analysis.
    error
        Why it failed; None if it did not.
    """

    id: str
    state: JobState
    kind: str
    username: str
    database: str
    created_at: dt.datetime
    progress: float = 0.0
    finished_at: dt.datetime | None = None
    resource: str | None = None
    error: ClientError | None = field(default=None, eq=False)

    @property
    def has_ended(self) -> bool:
        """Whether its state can change no more."""
        return self.state.has_ended

    def __repr__(self) -> str:
        return (
            f"<AsyncJobInformation {self.id} {self.state}: {self.kind} of {self.database} by "
            f"{self.username}>"
        )
