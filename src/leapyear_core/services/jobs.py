"""Jobs: administrators see every one, others their own."""

from concurrent.futures import Future
from datetime import datetime
from typing import Any

from attrs import evolve, frozen

from leapyear_core.catalog import jobs as job_records
from leapyear_core.catalog.jobs import JobRecord
from leapyear_core.catalog.store import Catalog
from leapyear_core.model.errors import JobCancelled, JobNotFinished, JobNotFound, JobWithoutAnswer
from leapyear_core.services import creations, paging
from leapyear_core.services.analyses import Analyses, Answer
from leapyear_core.services.creations import Creations
from leapyear_core.services.paging import Page
from leapyear_core.services.sessions import Caller


@frozen
class JobView:
    """A job as its owner sees it: the record, and what only the running server knows.

    Attributes
    ----------
    progress
        How much of it is done, from 0 to 1. Of an analysis it is 0 until it has ended: how fast a computation gets on
        depends on private rows, and answers leave in slots so that this does not show.
    """

    record: JobRecord
    state: str
    progress: float


class Failed(Exception):
    """A job failed; its record says why."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


class Jobs:
    """The jobs of a Core."""

    def __init__(self, catalog: Catalog, analyses: Analyses, creations: Creations) -> None:
        self._catalog = catalog
        self._analyses = analyses
        self._creations = creations

    def get(self, caller: Caller, job_id: str) -> JobView:
        """A job.

        Raises
        ------
        JobNotFound
            If there is none with this id, or it is another user's.
        """
        return self._view(self._find(caller, job_id))

    def list(
        self, caller: Caller, *, state: str | None, limit: int, cursor: str | None
    ) -> Page[JobView]:
        """A page of jobs, newest first."""
        stored = "unfinished" if state in ("queued", "running") else state
        with self._catalog.read() as connection:
            records = job_records.page(
                connection,
                user_id=None if caller.is_administrator else caller.user_id,
                state=stored,
                after=None if cursor is None else _read_cursor(cursor),
                limit=limit + 1,
            )
        more = len(records) > limit
        last = records[:limit][-1:]
        views = tuple(
            view for view in map(self._view, records[:limit]) if state in (None, view.state)
        )
        next_cursor = paging.encode([last[0].created_at.isoformat(), last[0].id]) if more else None
        return Page(views, next_cursor)

    def result(self, caller: Caller, job_id: str) -> Answer:
        """The answer of a finished job; asking again costs nothing.

        Raises
        ------
        JobNotFound, JobNotFinished, JobCancelled, DatabaseNotFound
            If there is no answer, or the caller does not see its database any more.
        Failed
            If the job failed.
        """
        record = self._find(caller, job_id)
        if record.kind == creations.KIND:
            raise JobWithoutAnswer(
                f"the job {job_id} makes a table, and answers nothing: ask for the table itself"
            )
        match record.state:
            case "finished":
                return self._analyses.answer(caller, record)
            case "cancelled":
                raise JobCancelled(
                    f"the job {job_id} was cancelled: ask again, and it is answered on the same charge"
                )
            case "failed":
                problem = record.problem or {}
                raise Failed(problem.get("code", "internal_error"), problem.get("detail", ""))
            case _:
                raise JobNotFinished(
                    f"the job {job_id} is not finished: wait for it, with 'Prefer: wait=SECONDS'"
                )

    def cancel(self, caller: Caller, job_id: str) -> JobView:
        """Cancel a job; one that has ended stays as it is."""
        record = self._find(caller, job_id)
        if record.state == "unfinished":
            self._worker(record).cancel(record)
        return self.get(caller, job_id)

    def end_of(self, caller: Caller, job_id: str) -> Future[Any] | None:
        """The end of a job's computation; None if it has none under way."""
        record = self._find(caller, job_id)
        return self._worker(record).end_of(record)

    def _find(self, caller: Caller, job_id: str) -> JobRecord:
        with self._catalog.read() as connection:
            record = job_records.find(connection, job_id)
        if record is None or not (caller.is_administrator or record.user_id == caller.user_id):
            raise JobNotFound(f"there is no job {job_id}: check its id")
        return record

    def _view(self, record: JobRecord) -> JobView:
        is_creation = record.kind == creations.KIND
        if is_creation and record.state == "finished" and self._creations.is_running(record):
            # The table is there; the bounds of its columns are still to be found.
            record = evolve(record, done_at=None)
        if record.state != "unfinished":
            return JobView(record, record.state, 1.0)
        state = "running" if self._worker(record).is_running(record) else "queued"
        return JobView(record, state, self._creations.progress(record) if is_creation else 0.0)

    def _worker(self, record: JobRecord) -> "Analyses | Creations":
        return self._creations if record.kind == creations.KIND else self._analyses


def _read_cursor(cursor: str) -> tuple[datetime, str]:
    match paging.decode(cursor):
        case [str(moment), str(job_id)]:
            try:
                return datetime.fromisoformat(moment), job_id
            except ValueError:
                raise paging.bad_cursor() from None
        case _:
            raise paging.bad_cursor()
