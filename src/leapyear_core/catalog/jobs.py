"""Jobs: who asked what, and where it is.

The state of a job follows from what the catalogue holds; only "running" is known to the process alone.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, Select, and_, func, insert, not_, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from leapyear_core.catalog.schema import UtcDateTime, databases, jobs, releases, users


@frozen
class JobRecord:
    """A job.

    Attributes
    ----------
    charge_id
        The charge that pays for its answer, perhaps together with other jobs; None of one that makes something.
    exposure_nano
        What this job's answer cost, in nano-units of rho; 0 where it shares another one's charge, or is exact.
    delta_atto
        What it cost of delta, in units of 1e-18.
    cached
        Whether it shares another one's charge.
    request
        The question, or what is to be made, as plain data.
    problem
        Why it failed: ``code`` and ``detail``.
    done_at, failed_at, cancelled_at
        When it ended, in one of the three ways.
    """

    id: str
    kind: str
    user_id: int
    username: str
    database_id: int
    database: str
    charge_id: int | None
    exposure_nano: int
    delta_atto: int
    cached: bool
    request: Mapping[str, Any]
    problem: Mapping[str, str] | None
    created_at: datetime
    done_at: datetime | None
    failed_at: datetime | None
    cancelled_at: datetime | None

    @property
    def state(self) -> str:
        """``unfinished``, ``finished``, ``failed`` or ``cancelled``."""
        if self.cancelled_at is not None:
            return "cancelled"
        if self.failed_at is not None:
            return "failed"
        return "unfinished" if self.done_at is None else "finished"

    @property
    def finished_at(self) -> datetime | None:
        """When it ended."""
        return (
            self.cancelled_at
            or self.failed_at
            or (self.done_at and max(self.done_at, self.created_at))
        )


def add(
    connection: Connection,
    *,
    job_id: str,
    kind: str,
    user_id: int,
    database_id: int,
    request: Mapping[str, Any],
    now: datetime,
    charge_id: int | None = None,
    exposure_nano: int = 0,
    delta_atto: int = 0,
    cached: bool = False,
) -> None:
    """Add a job; see `JobRecord`."""
    connection.execute(
        insert(jobs).values(
            id=job_id,
            kind=kind,
            user_id=user_id,
            database_id=database_id,
            charge_id=charge_id,
            exposure_nano=exposure_nano,
            delta_atto=delta_atto,
            cached=cached,
            request=request,
            created_at=now,
        )
    )


def find(connection: Connection, job_id: str) -> JobRecord | None:
    """The job with this id."""
    row = connection.execute(_selected().where(jobs.c.id == job_id)).one_or_none()
    return None if row is None else _record(row)


def page(
    connection: Connection,
    *,
    user_id: int | None,
    state: str | None,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[JobRecord]:
    """Jobs, newest first.

    Parameters
    ----------
    user_id
        Only this user's; None for everybody's.
    state
        Only those in this state of `JobRecord.state`.
    after
        The time of creation and the id of the last job of the page before.
    """
    statement = _selected().order_by(jobs.c.created_at.desc(), jobs.c.id.desc()).limit(limit)
    if user_id is not None:
        statement = statement.where(jobs.c.user_id == user_id)
    if state is not None:
        statement = statement.where(_in_state(state))
    if after is not None:
        created_at, job_id = after
        earlier = and_(jobs.c.created_at == created_at, jobs.c.id < job_id)
        statement = statement.where(or_(jobs.c.created_at < created_at, earlier))
    return [_record(row) for row in connection.execute(statement)]


def unfinished(connection: Connection, kind: str) -> list[JobRecord]:
    """The jobs of a kind that a stop of the server cut off, oldest first."""
    return [
        _record(row)
        for row in connection.execute(
            _selected()
            .where(_in_state("unfinished"), jobs.c.kind == kind)
            .order_by(jobs.c.created_at)
        )
    ]


def finish(connection: Connection, job_id: str, now: datetime) -> bool:
    """Say that a job has made what it makes, in the transaction that makes it; whether it was still wanted."""
    statement = update(jobs).where(jobs.c.id == job_id, _open(), jobs.c.made_at.is_(None))
    return connection.execute(statement.values(made_at=now)).rowcount == 1


def fail(
    connection: Connection, job_ids: Collection[str], problem: Mapping[str, str], now: datetime
) -> None:
    """Say why jobs have no answer; not of those that have ended in another way."""
    connection.execute(
        update(jobs)
        .where(jobs.c.id.in_(job_ids), _open(), jobs.c.made_at.is_(None))
        .values(problem=problem, failed_at=now)
    )


def cancel(connection: Connection, job_id: str, now: datetime) -> None:
    """Say that nobody wants a job's answer any more; not of one that has failed, or made what it makes."""
    is_open = and_(jobs.c.id == job_id, _open(), jobs.c.made_at.is_(None))
    connection.execute(update(jobs).where(is_open).values(cancelled_at=now))


def _selected() -> Select[Any]:
    return (
        select(
            jobs.c.id,
            jobs.c.kind,
            jobs.c.user_id,
            users.c.username,
            jobs.c.database_id,
            databases.c.name.label("database"),
            jobs.c.charge_id,
            jobs.c.exposure_nano,
            jobs.c.delta_atto,
            jobs.c.cached,
            jobs.c.request,
            jobs.c.problem,
            jobs.c.created_at,
            func.coalesce(releases.c.created_at, jobs.c.made_at, type_=UtcDateTime).label(
                "done_at"
            ),
            jobs.c.failed_at,
            jobs.c.cancelled_at,
        )
        .join(users, users.c.id == jobs.c.user_id)
        .join(databases, databases.c.id == jobs.c.database_id)
        .outerjoin(releases, releases.c.charge_id == jobs.c.charge_id)
    )


def _in_state(state: str) -> ColumnElement[bool]:
    match state:
        case "cancelled":
            return jobs.c.cancelled_at.is_not(None)
        case "failed":
            return jobs.c.failed_at.is_not(None)
        case "finished":
            return and_(_open(), _is_done())
        case "unfinished":
            return and_(_open(), not_(_is_done()))
        case _:
            raise ValueError(f"no state {state!r}")


def _open() -> ColumnElement[bool]:
    return and_(jobs.c.cancelled_at.is_(None), jobs.c.failed_at.is_(None))


def _is_done() -> ColumnElement[bool]:
    return or_(releases.c.charge_id.is_not(None), jobs.c.made_at.is_not(None))


def _record(row: Row[Any]) -> JobRecord:
    return JobRecord(**row._mapping)
