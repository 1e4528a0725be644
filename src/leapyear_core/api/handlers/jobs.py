"""Handlers of the tag ``jobs``."""

from leapyear_api.models import AnalysisResult, Job, JobPage, VectorResult
from leapyear_api.types import UNSET
from leapyear_core.api.answers import Accepted
from leapyear_core.api.prefer import Preferences
from leapyear_core.api.presenters import present_answer, present_job
from leapyear_core.api.problems import error_of
from leapyear_core.api.threads import in_thread
from leapyear_core.api.waiting import ended
from leapyear_core.core import Core
from leapyear_core.services.jobs import Failed, JobView
from leapyear_core.services.sessions import Caller


def list_jobs(
    core: Core, caller: Caller, *, limit: int, cursor: str | None, state: str | None
) -> JobPage:
    """A page of jobs."""
    page = core.jobs.list(caller, state=state, limit=limit, cursor=cursor)
    return JobPage(
        items=[present_job(each) for each in page.items], next_cursor=page.next_cursor or UNSET
    )


async def get_job(core: Core, caller: Caller, *, job: str, prefer: Preferences) -> Job:
    """A job; after its end, if that comes within the time that the caller waits."""
    end = await in_thread(core.jobs.end_of, caller, job)
    if end is not None and prefer.wait is not None:
        await ended(end, prefer.wait)
    return present_job(await in_thread(core.jobs.get, caller, job))


def get_job_result(core: Core, caller: Caller, *, job: str) -> AnalysisResult | VectorResult:
    """The answer of a finished job."""
    try:
        return present_answer(core.jobs.result(caller, job))
    except Failed as failed:
        raise error_of(failed.code, failed.detail) from None


def cancel_job(core: Core, caller: Caller, *, job: str) -> Job:
    """The job as it is once it was asked to stop."""
    return present_job(core.jobs.cancel(caller, job))


def accepted(view: JobView) -> Accepted:
    """The answer of an operation that became a job."""
    return Accepted(present_job(view), f"/v1/jobs/{view.record.id}")
