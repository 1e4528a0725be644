"""Handlers of the limits of users and groups, of the tag ``databases``."""

from leapyear_api.models import (
    PrivacyLimit,
    SubjectLimit,
    SubjectLimitPage,
    SubjectLimitSetting,
)
from leapyear_core.api.presenters import present_exposure, present_subject
from leapyear_core.api.unset import shown, whole
from leapyear_core.core import Core
from leapyear_core.model import profiles
from leapyear_core.model.access import SubjectKind
from leapyear_core.services import limits
from leapyear_core.services.sessions import Caller


def list_subject_limits(
    core: Core, caller: Caller, *, database: str, limit: int, cursor: str | None
) -> SubjectLimitPage:
    """A page of who has a limit in a database, or has spent there."""
    page = core.limits.page(caller, database, limit=limit, cursor=cursor)
    return SubjectLimitPage(
        items=[_present(each) for each in page.items], next_cursor=shown(page.next_cursor)
    )


def get_subject_limit(
    core: Core, caller: Caller, *, database: str, subject_kind: str, subject: str
) -> SubjectLimit:
    """What a subject has spent in a database, and its limit there."""
    return _present(core.limits.get(caller, database, SubjectKind(subject_kind), subject))


def set_subject_limit(
    core: Core,
    caller: Caller,
    *,
    database: str,
    subject_kind: str,
    subject: str,
    body: SubjectLimitSetting,
) -> SubjectLimit:
    """The same, once the limit was set."""
    return _present(
        core.limits.set(
            caller,
            database,
            SubjectKind(subject_kind),
            subject,
            profiles.PrivacyLimit(epsilon=body.limit.epsilon, delta=body.limit.delta),
            whole(body.window_days),
        )
    )


def delete_subject_limit(
    core: Core, caller: Caller, *, database: str, subject_kind: str, subject: str
) -> None:
    """Take the limit of a subject away."""
    core.limits.delete(caller, database, SubjectKind(subject_kind), subject)


def _present(status: limits.SubjectLimit) -> SubjectLimit:
    of = status.database.limit_nano, status.database.definition
    told = SubjectLimit(
        subject=present_subject(status.subject),
        database=status.database.name,
        spent=present_exposure(status.spent_nano, *of),
    )
    if (record := status.record) is not None:
        told.limit = PrivacyLimit(epsilon=record.epsilon, delta=record.delta)
        told.window_days = shown(record.window_days)
        left = max(0, record.limit_nano - status.spent_nano)
        told.total = present_exposure(record.limit_nano, *of)
        told.left = present_exposure(left, *of)
    return told
