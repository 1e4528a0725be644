"""The operations on jobs."""

from leapyear._answers import RichResult
from leapyear._jobs import AsyncJobInformation, JobState
from leapyear._records import Page
from leapyear._seam import answers, replies, requests
from leapyear._vectors import VectorResult
from leapyear_api import Client as GeneratedClient
from leapyear_api import models as m
from leapyear_api.api.jobs import cancel_job, get_job, get_job_result, list_jobs


class JobOperations:
    """What `leapyear._seam.Server` does with jobs."""

    api: GeneratedClient

    def list_jobs(
        self, state: JobState, limit: int, cursor: str | None
    ) -> Page[AsyncJobInformation]:
        """A page of the jobs that are in a state, newest first. It may hold fewer than there are."""
        with replies.understood("list_jobs"):
            page = list_jobs.sync(
                client=self.api,
                limit=limit,
                cursor=requests.unset(cursor),
                state=m.JobState(state.value),
            )
            found = replies.expected(page, m.JobPage)
            return replies.page(found.items, found.next_cursor, answers.job)

    def get_job(self, job: str, wait: int) -> AsyncJobInformation:
        """A job, as soon as it has ended, or as it is after ``wait`` seconds."""
        with replies.understood("get_job"):
            return answers.job(
                replies.expected(get_job.sync(job, client=self.api, prefer=f"wait={wait}"), m.Job)
            )

    def cancel_job(self, job: str) -> AsyncJobInformation:
        """Cancel a job; one that has ended stays as it is."""
        with replies.understood("cancel_job"):
            return answers.job(replies.expected(cancel_job.sync(job, client=self.api), m.Job))

    def get_job_result(self, job: str) -> RichResult | VectorResult:
        """The answer of a finished job; raises the problem of a failed one."""
        with replies.understood("get_job_result"):
            return answers.answer(get_job_result.sync(job, client=self.api))
