"""The operations on the privacy limits of users and groups."""

from leapyear._access import Subject
from leapyear._exposure import SubjectExposure
from leapyear._privacy import PrivacyLimit
from leapyear._records import Page
from leapyear._seam import records, replies, requests
from leapyear_api import Client as GeneratedClient
from leapyear_api import models as m
from leapyear_api.api.databases import (
    delete_subject_limit,
    get_subject_limit,
    list_subject_limits,
    set_subject_limit,
)


class LimitOperations:
    """The part of `leapyear._seam.Server` that is about limits of users and groups."""

    api: GeneratedClient

    def get_subject_limit(self, database: str, subject: Subject) -> SubjectExposure:
        """What a subject has spent in a database, and its limit there."""
        with replies.understood("get_subject_limit"):
            found = get_subject_limit.sync(
                database, m.SubjectKind(subject.kind), subject.name, client=self.api
            )
            return records.subject_exposure(replies.expected(found, m.SubjectLimit))

    def set_subject_limit(
        self, database: str, subject: Subject, limit: PrivacyLimit, window_days: int | None
    ) -> SubjectExposure:
        """Set the limit of a subject in a database."""
        body = m.SubjectLimitSetting(
            limit=requests.limit(limit), window_days=requests.unset(window_days)
        )
        with replies.understood("set_subject_limit"):
            found = set_subject_limit.sync(
                database, m.SubjectKind(subject.kind), subject.name, client=self.api, body=body
            )
            return records.subject_exposure(replies.expected(found, m.SubjectLimit))

    def delete_subject_limit(self, database: str, subject: Subject) -> None:
        """Take the limit of a subject in a database away."""
        with replies.understood("delete_subject_limit"):
            delete_subject_limit.sync_detailed(
                database, m.SubjectKind(subject.kind), subject.name, client=self.api
            )

    def list_subject_limits(
        self, database: str, limit: int, cursor: str | None
    ) -> Page[SubjectExposure]:
        """A page of who has a limit in a database, or has spent there."""
        with replies.understood("list_subject_limits"):
            page = list_subject_limits.sync(
                database, client=self.api, limit=limit, cursor=requests.unset(cursor)
            )
            found = replies.expected(page, m.SubjectLimitPage)
            return replies.page(found.items, found.next_cursor, records.subject_exposure)
