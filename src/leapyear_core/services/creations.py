"""Tables that are made behind the request that asked for them.

What is asked for is kept with the job, so that it is taken up again after a stop; and the table and the end of its job
are written in one transaction, so that it is made once. Tables are made one after another: copying one keeps the engine
busy.
"""

import logging
import threading
import uuid
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Self

from attrs import define, field, frozen
from sqlalchemy import Connection

from leapyear_core.catalog import jobs as job_records
from leapyear_core.catalog import tables as table_records
from leapyear_core.catalog import users as user_records
from leapyear_core.catalog.jobs import JobRecord
from leapyear_core.catalog.store import Catalog
from leapyear_core.model.errors import CoreError, InternalError, JobCancelled, PermissionDenied
from leapyear_core.model.trees import columns_to_tree, read_columns
from leapyear_core.model.types import Column
from leapyear_core.model.units import PrivacyUnit
from leapyear_core.services import access
from leapyear_core.services.clocks import Clock, utc_now
from leapyear_core.services.sessions import Caller
from leapyear_core.services.tables import NamedTable, Tables, table_taken
from leapyear_core.services.work import Work

logger = logging.getLogger(__name__)

#: The kind of these jobs.
KIND = "create_table"


@frozen
class Registration:
    """A table that is to be made; see `Tables.create`."""

    name: str
    columns: tuple[Column, ...] | None = None
    credentials: str | None = None
    description: str | None = None
    is_public: bool = False
    privacy_unit: PrivacyUnit | None = None
    watch_folder: str | None = None
    infer_bounds: tuple[str, ...] | None = ()

    def create(
        self, tables: Tables, caller: Caller, database: str, work: Work | None = None
    ) -> NamedTable:
        """Make the table; see `Tables.create`."""
        return tables.create(
            caller,
            database,
            self.name,
            columns=self.columns,
            credentials=self.credentials,
            watch_folder=self.watch_folder,
            description=self.description,
            is_public=self.is_public,
            privacy_unit=self.privacy_unit,
            infer_bounds=self.infer_bounds,
            work=work,
        )

    def to_tree(self) -> dict[str, Any]:
        """It as plain data."""
        unit = self.privacy_unit
        return {
            "name": self.name,
            "columns": None if self.columns is None else columns_to_tree(self.columns),
            "credentials": self.credentials,
            "watch_folder": self.watch_folder,
            "description": self.description,
            "is_public": self.is_public,
            "privacy_unit": None if unit is None else [unit.column, unit.rows],
            "infer_bounds": None if self.infer_bounds is None else list(self.infer_bounds),
        }

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any]) -> Self:
        """What `to_tree` made the data of."""
        unit, inferred = tree["privacy_unit"], tree.get("infer_bounds", ())
        return cls(
            tree["name"],
            None if tree["columns"] is None else read_columns(tree["columns"]),
            tree["credentials"],
            tree["description"],
            tree["is_public"],
            None if unit is None else PrivacyUnit(*unit),
            tree.get("watch_folder"),  # older records do not say it, nor what follows
            None if inferred is None else tuple(inferred),
        )


@define(eq=False)
class _Creation:
    """What runs for a job."""

    work: Work
    end: Future[None] = field(factory=Future)
    started: bool = False


class Creations:
    """The tables of a Core that are being made."""

    def __init__(self, catalog: Catalog, tables: Tables, clock: Clock = utc_now) -> None:
        self._catalog = catalog
        self._tables = tables
        self._clock = clock
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="creation")
        self._lock = threading.Lock()
        self._running: dict[str, _Creation] = {}
        self._closing = False

    def close(self) -> None:
        """Stop what runs. It is taken up again at the next start."""
        with self._lock:
            self._closing = True
            for creation in self._running.values():
                creation.work.cancellation.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def begin(self, caller: Caller, database: str, registration: Registration) -> str:
        """Begin to make a table, and give the id of its job.

        Raises
        ------
        DatabaseNotFound, PermissionDenied, AlreadyExists
            As `Tables.create`, as far as it can be told at once.
        """
        job_id = uuid.uuid4().hex
        with self._catalog.write() as connection:
            there = access.find_database(connection, caller, "create_table", database).record
            if table_records.find(connection, there.id, registration.name) is not None:
                raise table_taken(database, registration.name)
            job_records.add(
                connection,
                job_id=job_id,
                kind=KIND,
                user_id=caller.user_id,
                database_id=there.id,
                request=registration.to_tree(),
                now=self._clock(),
            )
            job = job_records.find(connection, job_id)
        assert job is not None
        self._submit(job)
        return job_id

    def resume(self) -> None:
        """Take up what a stop cut off."""
        with self._catalog.read() as connection:
            cut_off = job_records.unfinished(connection, KIND)
        for job in cut_off:
            self._submit(job)

    def end_of(self, job: JobRecord) -> Future[None] | None:
        """The end of a job's work; None if none is under way."""
        creation = self._running.get(job.id)
        return None if creation is None else creation.end

    def is_running(self, job: JobRecord) -> bool:
        """Whether a job that is not finished has begun."""
        creation = self._running.get(job.id)
        return creation is not None and creation.started

    def progress(self, job: JobRecord) -> float:
        """How much of a job that is not finished is done."""
        creation = self._running.get(job.id)
        return 0.0 if creation is None else creation.work.progress

    def cancel(self, job: JobRecord) -> None:
        """Make no table for a job, unless it is made already."""
        with self._catalog.write() as connection:
            job_records.cancel(connection, job.id, self._clock())
        creation = self._running.get(job.id)
        if creation is not None:
            creation.work.cancellation.cancel()

    def _submit(self, job: JobRecord) -> None:
        def end(connection: Connection) -> None:
            # It may have been long: who asked may have lost the right meanwhile, and another database got the name.
            there = access.find_database(
                connection, _owner(connection, job), "create_table", job.database
            )
            if there.record.id != job.database_id:
                raise access.database_not_found(job.database)
            if not job_records.finish(connection, job.id, self._clock()):
                raise _cancelled(job)

        creation = _Creation(Work(end))
        with self._lock:
            if self._closing:
                return
            self._running[job.id] = creation
            self._pool.submit(self._make, creation, job)

    def _make(self, creation: _Creation, job: JobRecord) -> None:
        creation.started = True
        try:
            creation.work.cancellation.check()
            with self._catalog.read() as connection:
                owner = _owner(connection, job)
            registration = Registration.from_tree(job.request)
            registration.create(self._tables, owner, job.database, creation.work)
        except Exception as error:  # noqa: BLE001 - whatever it is, those who wait are told of it
            if not (self._closing or creation.work.cancellation.cancelled):
                self._fail(job, _problem_of(error))
        finally:
            with self._lock:
                del self._running[job.id]
            creation.end.set_result(None)

    def _fail(self, job: JobRecord, error: CoreError) -> None:
        problem = {"code": error.code, "detail": str(error)}
        with self._catalog.write() as connection:
            job_records.fail(connection, {job.id}, problem, self._clock())


def _owner(connection: Connection, job: JobRecord) -> Caller:
    """Who asked for a job, as they are now.

    Raises
    ------
    PermissionDenied
        If they are no user any more.
    """
    user = user_records.find_by_id(connection, job.user_id)
    if user is None or user.dropped_at is not None:
        raise PermissionDenied("who asked for this table is no user any more")
    # No token: nobody is here to have one.
    return Caller(
        user.id, user.username, user.is_administrator, user.created_at, "", job.created_at
    )


def _cancelled(job: JobRecord) -> JobCancelled:
    return JobCancelled(f"the job {job.id} was cancelled: no table was made")


def _problem_of(error: Exception) -> CoreError:
    if isinstance(error, CoreError):
        return error
    logger.error("a table could not be made: %s", type(error).__name__)
    return InternalError("the server failed to make this table: tell its administrator")
