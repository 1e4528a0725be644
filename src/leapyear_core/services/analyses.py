"""Questions: from an analysis to its answer, by way of the ledger.

The order is the promise (design, section 5): authorise and price from public facts (`leapyear_core.services.questions`),
look for the answer on record, charge durably, and only then compute. Several who ask the same wait for one computation; a
charge that bought nothing yet, because the server stopped or the computation was cancelled, is taken up by the next who
asks the same. Exact answers go the same way and cost nothing; who may have one is seen to when they ask, when their job
is taken up after a stop, and whenever the answer is given.

`Analyses.ask` decides under one lock, since a decision is a look and a leap; the computation itself runs in a pool of
threads, outside of it.
"""

import logging
import threading
import uuid
from concurrent.futures import Future, ThreadPoolExecutor

from attrs import define, evolve, field, frozen
from sqlalchemy import Connection

from leapyear_core.catalog import jobs as job_records
from leapyear_core.catalog import users as user_records
from leapyear_core.catalog.charges import (
    Answered,
    ChargeRecord,
    Excess,
    Release,
    find_charge,
    find_release,
    find_release_of,
    is_forgotten,
    remember,
    unanswered_charges,
)
from leapyear_core.catalog.jobs import JobRecord
from leapyear_core.catalog.store import Catalog
from leapyear_core.engine.cancellation import Cancellation
from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.model.analyses import Choosing
from leapyear_core.model.errors import CoreError, InternalError, JobCancelled, TooManyKeys
from leapyear_core.model.relations import Relation
from leapyear_core.model.types import Schema
from leapyear_core.privacy import ledger
from leapyear_core.privacy.choices import ChoicePlan
from leapyear_core.privacy.measure import measure
from leapyear_core.privacy.pricing import MOST_GROUPS, MOST_NUMBERS
from leapyear_core.privacy.slots import Slots
from leapyear_core.services import access, audit
from leapyear_core.services.clocks import Clock, utc_now
from leapyear_core.services.questions import (
    Prepared,
    Question,
    as_paid,
    check_about_the_same,
    check_exact_still,
    prepare,
    question_to_tree,
    read_question,
    schema_seen,
)
from leapyear_core.services.sessions import Caller

logger = logging.getLogger(__name__)

#: The kind of these jobs.
KIND = "analysis"


@frozen
class Answer:
    """An answer with its error and its price.

    Attributes
    ----------
    exposure_nano
        What it cost, in nano-units of the definition of the database; 0 for a repeat, and for an exact answer.
    balance
        The ledger of the database as it is now.
    left_nano
        What whoever asks may still spend, by the limit of the database and by their own.
    cached
        Whether it was on record, or being computed for another one.
    is_choice
        Whether it is made of points that were chosen, and not of noisy sums.
    delta_atto
        What it cost of delta, in units of 1e-18; 0 as well where no keys are unknown.
    """

    estimate: Answered
    exposure_nano: int
    balance: ledger.Balance
    left_nano: int
    cached: bool
    is_choice: bool
    delta_atto: int = 0


@frozen
class Price:
    """What an answer would cost now.

    Attributes
    ----------
    exposure_nano
        Its price, in nano-units of the definition of the database; 0 for a repeat.
    half_width
        That of its 95 % noise interval, in the unit of the value; None where it is not one count or one sum.
    balance, left_nano
        As of an `Answer`.
    cached
        Whether it is on record, or being computed.
    delta_atto
        What it would cost of delta, in units of 1e-18.
    """

    exposure_nano: int
    half_width: float | None
    balance: ledger.Balance
    left_nano: int
    cached: bool
    delta_atto: int = 0


@frozen
class Pending:
    """A job, and the end of its computation, which other jobs may share."""

    job_id: str
    end: Future[Release]


@define(eq=False)
class _Computation:
    """What runs for a charge, and the jobs that wait for it."""

    charge_id: int
    analysis_key: str
    nano: int
    end: Future[Release] = field(factory=Future)
    jobs: set[str] = field(factory=set)
    cancellation: Cancellation = field(factory=Cancellation)
    started: bool = False


class Analyses:
    """The questions of a Core.

    Parameters
    ----------
    catalog, engine
        Where charges and releases are kept, and where rows are read.
    workers
        How many computations run at once; the engine spreads each over all processors.
    slots
        The times at which answers come into being.
    """

    def __init__(
        self,
        catalog: Catalog,
        engine: DuckDBEngine,
        *,
        workers: int,
        slots: Slots,
        clock: Clock = utc_now,
    ) -> None:
        self._catalog = catalog
        self._engine = engine
        self._slots = slots
        self._clock = clock
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="analysis")
        self._deciding = threading.Lock()
        self._running: dict[int, _Computation] = {}
        self._closing = False

    def close(self) -> None:
        """Stop what runs. It is taken up again at the next start, on the same charges."""
        with self._deciding:
            self._closing = True
            for computation in self._running.values():
                computation.cancellation.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def ask(self, caller: Caller, question: Question) -> Answer | Pending:
        """Answer a question from the record, or charge for it and begin to compute.

        Raises
        ------
        DatabaseNotFound, TableNotFound, AttributeNotFound, InvalidExpression, InvalidAnalysis
            If the question makes no sense, or names what the caller may not see. Nothing is charged.
        PermissionDenied
            If it asks for an exact answer, which the caller may not have.
        SensitivityMultiplierTooLarge, DataSetSizeBlocked, HighPrivacyExposure, DataSetTooSmall
            If the privacy profile of the database rules it out. Nothing is charged.
        PrivacyLimitExceeded
            If the database, the caller or a group of theirs has not enough left. Nothing is charged.
        TooManyKeys
            If there are more groups than one question may ask for. Nothing is charged; unless the keys are unknown, so
            that only the answer shows it, as on record here, or by way of the job.
        """
        with self._catalog.read() as connection:
            prepared = prepare(connection, caller, question)
        if question.precise:
            audit.asked_exactly(caller, question.analysis, prepared.read)
        with self._deciding:
            if question.cache and (answer := self._on_record(caller, prepared)):
                return answer
            return self._begin(caller, question, prepared)

    def schema(self, caller: Caller, relation: Relation) -> Schema:
        """The schema of a relation that one may ask about.

        Raises
        ------
        DatabaseNotFound, TableNotFound, AttributeNotFound, InvalidExpression, InvalidAnalysis
            If the relation makes no sense, or names what the caller may not see.
        """
        with self._catalog.read() as connection:
            return schema_seen(connection, caller, relation)

    def price(self, caller: Caller, question: Question) -> Price:
        """What the answer to a question would cost now. Nothing is charged.

        Raises
        ------
        CoreError
            What `ask` would raise before it charges.
        """
        with self._catalog.read() as connection:
            prepared = prepare(connection, caller, question)
        with self._deciding, self._catalog.read() as connection:
            plan = prepared.plan
            balance = ledger.balance(connection, prepared.database.id)
            left = self._left(connection, caller, balance, prepared.database.id)
            if question.cache and self._is_answered(connection, prepared):
                return Price(0, plan.half_width, balance, left, cached=True)
            unanswered = self._unanswered_charge(connection, prepared)
            paid = None if unanswered is None else find_charge(connection, unanswered)
            if paid is not None:
                # It is taken up, with what it paid, and no other one is made.
                plan = as_paid(plan, paid)
            else:
                ledger.check(
                    connection,
                    balance,
                    database_id=prepared.database.id,
                    user_id=caller.user_id,
                    nano=plan.nano,
                    now=self._clock(),
                    delta_atto=plan.delta_atto,
                )
            price = Price(plan.nano, plan.half_width, balance, left, cached=False)
            return evolve(price, delta_atto=plan.delta_atto)

    def answer(self, caller: Caller, job: JobRecord) -> Answer:
        """The answer of a finished job.

        Raises
        ------
        DatabaseNotFound
            If the database was dropped since, or the caller does not see it any more: the answer says what is left of
            its limit.
        TableNotFound, AttributeNotFound, PermissionDenied
            If the answer is exact, and the caller may not have it any more.
        """
        question = read_question(job.request)
        with self._catalog.read() as connection:
            access.check_sees(connection, caller, job.database_id, job.database)
            if question.precise:
                read = check_exact_still(connection, caller, question, job.created_at)
                if caller.user_id != job.user_id:
                    audit.asked_exactly(caller, question.analysis, read)
            release = find_release(connection, _charge_of(job))
            if release is None:
                raise InternalError("a finished job has no release")
            balance = ledger.balance(connection, job.database_id)
            return Answer(
                _told(release),
                job.exposure_nano,
                balance,
                self._left(connection, caller, balance, job.database_id),
                job.cached,
                isinstance(question.analysis, Choosing),
                job.delta_atto,
            )

    def end_of(self, job: JobRecord) -> Future[Release] | None:
        """The end of the computation that a job waits for; None if there is none."""
        computation = self._running.get(_charge_of(job))
        return None if computation is None else computation.end

    def is_running(self, job: JobRecord) -> bool:
        """Whether a job that is not finished has begun."""
        computation = self._running.get(_charge_of(job))
        return computation is not None and computation.started

    def cancel(self, job: JobRecord) -> None:
        """Stop waiting for a job's answer; and stop computing it, if no other job waits for it."""
        with self._deciding:
            with self._catalog.write() as connection:
                job_records.cancel(connection, job.id, self._clock())
            computation = self._running.get(_charge_of(job))
            if computation is not None:
                computation.jobs.discard(job.id)
                if not computation.jobs:
                    computation.cancellation.cancel()

    def resume(self) -> None:
        """Take up the jobs that a stop cut off, on the charges that were made for them.

        The job of one who may not ask that any more fails; the next who asks the same is answered on its charge. So does one
        about a database or a table that was dropped, though another has its name: that one's limit has paid for nothing.
        """
        with self._catalog.read() as connection:
            cut_off = job_records.unfinished(connection, KIND)
        for job in cut_off:
            try:
                with self._catalog.read() as connection:
                    owner, question = _owner(connection, job), read_question(job.request)
                    check_about_the_same(connection, owner, question, job)
                    paid = find_charge(connection, _charge_of(job))
                    prepared = prepare(connection, owner, question, paid=paid)
            except Exception as error:  # noqa: BLE001 - no job is to keep a Core from starting
                self._fail({job.id}, _problem_of(error, cancelled=False))
                continue
            with self._deciding:
                self._wait_for(job.id, _charge_of(job), prepared)

    def _is_answered(self, connection: Connection, prepared: Prepared) -> bool:
        """Whether a question has an answer on record, or one that is being computed."""
        release = _recorded(connection, prepared)
        if release is not None:
            _told(release)  # or what is on record is that there is no answer
            return True
        return self._shared_charge(connection, prepared) is not None

    def _on_record(self, caller: Caller, prepared: Prepared) -> Answer | None:
        with self._catalog.read() as connection:
            release = _recorded(connection, prepared)
            if release is None:
                return None
            balance = ledger.balance(connection, prepared.database.id)
            left = self._left(connection, caller, balance, prepared.database.id)
            is_choice = isinstance(prepared.plan, ChoicePlan)
            return Answer(_told(release), 0, balance, left, cached=True, is_choice=is_choice)

    def _left(
        self, connection: Connection, caller: Caller, balance: ledger.Balance, database_id: int
    ) -> int:
        """What a caller may still spend."""
        own = {"database_id": database_id, "user_id": caller.user_id}
        return ledger.left_for(connection, balance, **own, now=self._clock())

    def _begin(self, caller: Caller, question: Question, prepared: Prepared) -> Pending:
        job_id, now = uuid.uuid4().hex, self._clock()
        with self._catalog.write() as connection:
            shared = self._shared_charge(connection, prepared) if question.cache else None
            charge_id, exposure_nano, delta_atto = shared, 0, 0
            if charge_id is None:
                exposure_nano, delta_atto = prepared.plan.nano, prepared.plan.delta_atto
                paid = self._taken_up(connection, prepared)
                if paid is not None:
                    charge_id, delta_atto = paid.id, paid.delta_atto
                    prepared = evolve(prepared, plan=as_paid(prepared.plan, paid))
                else:
                    charge_id = ledger.charge(
                        connection,
                        database_id=prepared.database.id,
                        user_id=caller.user_id,
                        analysis_key=prepared.key,
                        plan=prepared.plan,
                        now=now,
                    )
            job_records.add(
                connection,
                job_id=job_id,
                kind=KIND,
                user_id=caller.user_id,
                database_id=prepared.database.id,
                charge_id=charge_id,
                exposure_nano=exposure_nano,
                delta_atto=delta_atto,
                cached=shared is not None,
                request=question_to_tree(question),
                now=now,
            )
        return Pending(job_id, self._wait_for(job_id, charge_id, prepared).end)

    def _shared_charge(self, connection: Connection, prepared: Prepared) -> int | None:
        """The charge of a computation under way that will answer this question as well."""
        for each in self._running.values():
            answers = each.analysis_key == prepared.key and each.nano >= prepared.plan.nano
            if (
                answers
                and not each.cancellation.cancelled
                and not is_forgotten(connection, each.charge_id)
            ):
                return each.charge_id
        return None

    def _unanswered_charge(self, connection: Connection, prepared: Prepared) -> int | None:
        """A charge for this very question that bought nothing, and that nobody is using, if there is one."""
        keys = (prepared.key, *prepared.also)
        nano, delta_atto = prepared.plan.nano, prepared.delta_atto
        for charge_id in unanswered_charges(connection, keys, nano, delta_atto):
            running = self._running.get(charge_id)
            if running is None or running.cancellation.cancelled:
                return charge_id
        return None

    def _taken_up(self, connection: Connection, prepared: Prepared) -> ChargeRecord | None:
        """Such a charge, for this question from now on."""
        charge_id = self._unanswered_charge(connection, prepared)
        if charge_id is None:
            return None
        remember(connection, charge_id)
        return find_charge(connection, charge_id)

    def _wait_for(self, job_id: str, charge_id: int, prepared: Prepared) -> _Computation:
        """Join the computation for a charge, or begin one, with the noise that the charge was made for."""
        computation = self._running.get(charge_id)
        if computation is None or computation.cancellation.cancelled:
            computation = _Computation(charge_id, prepared.key, prepared.plan.nano)
            self._running[charge_id] = computation
            self._pool.submit(self._compute, computation, prepared)
        computation.jobs.add(job_id)
        return computation

    def _compute(self, computation: _Computation, prepared: Prepared) -> None:
        computation.started = True
        charge_id = computation.charge_id
        try:
            release = measure(
                self._catalog,
                self._engine,
                charge_id,
                prepared.plan,
                prepared.tables,
                clock=self._clock,
                slots=self._slots,
                cancellation=computation.cancellation,
            )
        except Exception as error:  # noqa: BLE001 - whatever it is, those who wait are told of it
            problem = _problem_of(error, cancelled=computation.cancellation.cancelled)
            self._forget(computation)
            if not self._closing:
                # These jobs alone: others may have taken up the charge by now.
                self._fail(computation.jobs, problem)
            computation.end.set_exception(problem)
        else:
            self._forget(computation)
            computation.end.set_result(release)

    def _forget(self, computation: _Computation) -> None:
        with self._deciding:
            if self._running.get(computation.charge_id) is computation:
                del self._running[computation.charge_id]

    def _fail(self, job_ids: set[str], error: CoreError) -> None:
        problem = {"code": error.code, "detail": str(error)}
        with self._catalog.write() as connection:
            job_records.fail(connection, job_ids, problem, self._clock())


def _recorded(connection: Connection, prepared: Prepared) -> Release | None:
    """The answer to a question that is on record, however it was said then."""
    keys = (prepared.key, *prepared.also)
    return find_release_of(connection, keys, prepared.plan.nano, prepared.delta_atto)


def _told(release: Release) -> Answered:
    """What a release tells.

    Raises
    ------
    TooManyKeys
        If that is only that it would be too much.
    """
    if isinstance(release.estimate, Excess):
        raise TooManyKeys(
            f"{release.estimate.groups} groups have enough rows to be told, and an answer has {MOST_GROUPS} groups and"
            f" {MOST_NUMBERS} noisy sums at most: take keys of fewer values, or name the values that matter. The rows were"
            " read, so that this was charged for; asked again it costs nothing"
        )
    return release.estimate


def _charge_of(job: JobRecord) -> int:
    """The charge of an analysis: each has one."""
    assert job.charge_id is not None
    return job.charge_id


@frozen
class _Owner:
    """One who asked for a job, as they are now."""

    user_id: int
    is_administrator: bool


def _owner(connection: Connection, job: JobRecord) -> _Owner:
    user = user_records.find_by_id(connection, job.user_id)
    # Who was deleted has no grants left, and sees nothing.
    return _Owner(job.user_id, user is not None and user.is_administrator)


def _problem_of(error: Exception, *, cancelled: bool) -> CoreError:
    if cancelled:
        return JobCancelled(
            "the job was cancelled: ask again, and it is answered on the same charge"
        )
    if isinstance(error, CoreError):
        return error
    # What went wrong may quote rows, so it is not told; nor is it logged, but for its place.
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
    logger.error("an analysis failed: %s%s", type(error).__name__, place)
    return InternalError("the server failed to compute this: tell its administrator")
