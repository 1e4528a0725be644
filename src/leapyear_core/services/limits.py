"""The privacy limits that users and groups have in a database, beside that of the database itself.

A charge has to pass all of them. What one of them was set to, or for how many days, changes nothing of the limit of the
database: that one never fills up again by itself, since what all answers together tell does not fade.
"""

from datetime import timedelta

from attrs import frozen
from sqlalchemy import Connection

from leapyear_core.catalog import limits
from leapyear_core.catalog.databases import DatabaseRecord
from leapyear_core.catalog.limits import LimitRecord
from leapyear_core.catalog.store import Catalog
from leapyear_core.model.access import Subject, SubjectKind
from leapyear_core.model.profiles import PrivacyLimit
from leapyear_core.privacy.accounting import limit_nano
from leapyear_core.services import access, profiles
from leapyear_core.services.clocks import Clock, utc_now
from leapyear_core.services.grants import decode_subject, find_subject, key_of_subject
from leapyear_core.services.paging import Page, page_of
from leapyear_core.services.sessions import Caller


@frozen
class SubjectLimit:
    """What a subject has spent in a database, and the most that it may.

    Attributes
    ----------
    record
        Its limit; None where it has none of its own.
    spent_nano
        What it has spent, within the window of the limit where that has one, in nano-units.
    database
        The database: amounts are told as shares of its limit, too.
    """

    subject: Subject
    record: LimitRecord | None
    spent_nano: int
    database: DatabaseRecord


class Limits:
    """The limits of users and groups."""

    def __init__(self, catalog: Catalog, clock: Clock = utc_now) -> None:
        self._catalog = catalog
        self._clock = clock

    def get(self, caller: Caller, database: str, kind: SubjectKind, name: str) -> SubjectLimit:
        """What a subject has spent in a database, and its limit there.

        Raises
        ------
        DatabaseNotFound, UserNotFound, GroupNotFound
            If there is no such thing that the caller may know of.
        """
        with self._catalog.read() as connection:
            seen = access.find_database(connection, caller, "get_subject_limit", database)
            subject = find_subject(connection, caller, kind, name, knows_all=seen.is_administered)
            return self._status(connection, seen.record, subject)

    def set(
        self,
        caller: Caller,
        database: str,
        kind: SubjectKind,
        name: str,
        limit: PrivacyLimit,
        window_days: int | None,
    ) -> SubjectLimit:
        """Set the limit of a subject. What it has spent counts, as far as it lies in the window.

        Raises
        ------
        DatabaseNotFound, UserNotFound, GroupNotFound
            If there is no such thing.
        PermissionDenied
            If the caller does not administer the database.
        PrivacyDefinitionMismatch
            If the database spends rhos and the delta is 0, or it spends epsilons and the delta is not.
        """
        allowed = limit_nano(limit)
        with self._catalog.write() as connection:
            seen = access.find_database(connection, caller, "set_subject_limit", database)
            profiles.check_definition(seen.record, limit.definition)
            subject = find_subject(connection, caller, kind, name, knows_all=True)
            is_user = kind is SubjectKind.USER
            limits.put(
                connection,
                LimitRecord(
                    database_id=seen.record.id,
                    user_id=subject.id if is_user else None,
                    group_id=None if is_user else subject.id,
                    epsilon=limit.epsilon,
                    delta=limit.delta,
                    limit_nano=allowed,
                    window_days=window_days,
                ),
            )
            return self._status(connection, seen.record, subject)

    def delete(self, caller: Caller, database: str, kind: SubjectKind, name: str) -> None:
        """Take the limit of a subject away. That of the database holds for it as before.

        Raises
        ------
        DatabaseNotFound, UserNotFound, GroupNotFound
            If there is no such thing.
        PermissionDenied
            If the caller does not administer the database.
        """
        with self._catalog.write() as connection:
            seen = access.find_database(connection, caller, "delete_subject_limit", database)
            subject = find_subject(connection, caller, kind, name, knows_all=True)
            limits.remove(connection, seen.record.id, subject.holder)

    def page(
        self, caller: Caller, database: str, *, limit: int, cursor: str | None
    ) -> Page[SubjectLimit]:
        """Who has a limit in a database or has spent there, in the order of their kinds and names.

        Raises
        ------
        DatabaseNotFound, PermissionDenied
            If the caller does not administer the database, or does not see it.
        """
        after = decode_subject(cursor)
        with self._catalog.read() as connection:
            seen = access.find_database(connection, caller, "list_subject_limits", database)
            found = limits.subjects(connection, seen.record.id, after=after, limit=limit + 1)
            statuses = [self._status(connection, seen.record, subject) for subject in found]
        return page_of(statuses, limit, lambda each: key_of_subject(each.subject))

    def _status(
        self, connection: Connection, database: DatabaseRecord, subject: Subject
    ) -> SubjectLimit:
        record = limits.find(connection, database.id, subject.holder)
        days = None if record is None else record.window_days
        since = None if days is None else self._clock() - timedelta(days=days)
        spent = limits.spent_nano(connection, database.id, subject.holder, since)
        return SubjectLimit(subject, record, spent, database)
