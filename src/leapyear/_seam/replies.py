"""Replies: generated models become frozen values of ours.

The generated models do not look at what simple values they are given, so that a name may turn out
to be a number: it is looked at here.
"""

import contextlib
import math
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import Any, TypeAlias, TypeVar

from attrs import evolve

from leapyear._access import (
    ColumnAccessType,
    DatabaseAccessRecord,
    DatabaseAccessType,
    Subject,
    TableAccessRecord,
)
from leapyear._answers import Interval, RichResult
from leapyear._exposure import (
    AnalysisPrice,
    DeltaStatus,
    Exposure,
    PrivacyLimitStatus,
    SubjectExposure,
)
from leapyear._jobs import AsyncJobInformation, JobState
from leapyear._privacy import PrivacyLimit, PrivacyProfileParams
from leapyear._problems import error_of_response
from leapyear._records import (
    DatabaseRecord,
    GroupRecord,
    KeyRecord,
    Page,
    PrivacyProfileRecord,
    SliceRecord,
    TableRecord,
    UserRecord,
    ViewRecord,
)
from leapyear._refusals import invalid_request
from leapyear._types import Type
from leapyear._vectors import Bin, Cell, CellKey, VectorResult
from leapyear.exceptions import ClientError, InvalidJson, InvalidRequest
from leapyear_api import models as m
from leapyear_api.types import Response, Unset

T = TypeVar("T")
RecordT = TypeVar(
    "RecordT",
    DatabaseRecord,
    GroupRecord,
    PrivacyProfileRecord,
    TableRecord,
    UserRecord,
    ViewRecord,
)

_ColumnType: TypeAlias = (
    m.BoolType | m.IntType | m.RealType | m.FactorType | m.TextType | m.DateType | m.DatetimeType
)


@contextlib.contextmanager
def understood(operation: str) -> Iterator[None]:
    """Raise `InvalidJson` for whatever the generated code raises on a reply that it cannot read."""
    try:
        yield
    except ClientError:  # some of which are KeyErrors and ValueErrors as well
        raise
    except UnicodeEncodeError:  # replies are decoded, requests alone are encoded
        raise invalid_request(
            f"{operation} was not sent: one of its strings holds half of a surrogate pair, which is "
            "no Unicode text"
        ) from None
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise InvalidJson(
            f"the server's reply to {operation} is not what the contract says "
            f"({type(error).__name__}): is there a proxy between you and LeapYear Core, or does it "
            "speak another version?"
        ) from None


def expected(reply: object, kind: type[T]) -> T:
    """A reply of the kind that was asked for; None is that of a status which the contract has not."""
    if not isinstance(reply, kind):
        raise TypeError(kind.__name__)
    return reply


def read(
    reply: Response[Any], known: RecordT | None, kind: type[T], convert: Callable[[T], RecordT]
) -> RecordT:
    """A resource that was read, with its entity tag; what was known of it where it is so still."""
    if reply.status_code == HTTPStatus.NOT_MODIFIED and known is not None:
        return known
    return evolve(convert(expected(reply.parsed, kind)), etag=reply.headers.get("ETag"))


def page(items: list[Any], cursor: str | Unset, convert: Callable[[Any], T]) -> Page[T]:
    """A page, each of its items converted."""
    return Page(items=tuple(convert(item) for item in items), next_cursor=_optional(cursor))


def _optional(value: str | Unset) -> str | None:
    return None if isinstance(value, Unset) or value == "" else _text(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a string was expected")
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError("a number was expected")
    return value


def whole(value: object) -> int:
    """A whole number, and nothing else."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("a whole number was expected")
    return value


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false was expected")
    return value


def user(model: m.User) -> UserRecord:
    """A user."""
    return UserRecord(
        username=_text(model.username),
        is_administrator=_truth(model.is_administrator),
        created_at=model.created_at,
    )


def key(model: m.Key) -> KeyRecord:
    """A public key."""
    return KeyRecord(
        id=_text(model.id),
        name=_text(model.name),
        public_key=_text(model.public_key),
        created_at=model.created_at,
    )


def group(model: m.Group) -> GroupRecord:
    """A group."""
    return GroupRecord(
        name=_text(model.name),
        description=_optional(model.description),
        members=tuple(_text(member) for member in model.members),
        created_at=model.created_at,
    )


def database(model: m.Database) -> DatabaseRecord:
    """A database."""
    return DatabaseRecord(
        name=_text(model.name),
        id=whole(model.id),
        description=_optional(model.description),
        privacy_profile=_text(model.privacy_profile),
        privacy_limit=_limit(model.privacy_limit),
        created_at=model.created_at,
    )


def table(model: m.Table) -> TableRecord:
    """A table."""
    return TableRecord(
        name=_text(model.name),
        id=whole(model.id),
        database=_text(model.database),
        description=_optional(model.description),
        columns=columns(model.columns),
        credentials=_optional(model.credentials),
        watch_folder=_optional(model.watch_folder),
        public=_truth(model.public),
        privacy_unit=_optional(model.privacy_unit),
        max_rows_per_unit=(
            None if isinstance(model.max_rows_per_unit, Unset) else whole(model.max_rows_per_unit)
        ),
        created_at=model.created_at,
    )


def view(model: m.View) -> ViewRecord:
    """A view."""
    return ViewRecord(
        name=_text(model.name),
        id=whole(model.id),
        database=_text(model.database),
        description=_optional(model.description),
        columns=columns(model.columns),
        created_at=model.created_at,
    )


def slice_of(model: m.Slice) -> SliceRecord:
    """Rows that were added to a table."""
    return SliceRecord(whole(model.id), _text(model.credentials), model.created_at)


def columns(models: Iterable[m.ColumnDefinition]) -> tuple[tuple[str, Type], ...]:
    """The names and types of columns, in their order."""
    return tuple((_text(column.name), _type(column.type_)) for column in models)


def _type(model: _ColumnType) -> Type:
    tag = model.kind.upper()
    match model:
        case m.IntType():
            return Type(tag, (whole(model.lower), whole(model.upper)))
        case m.RealType():
            return Type(tag, (float(_number(model.lower)), float(_number(model.upper))))
        case m.FactorType():
            return Type(tag, tuple(_text(value) for value in model.values))
        case _:
            return Type(tag)


def profile(model: m.PrivacyProfile) -> PrivacyProfileRecord:
    """A privacy profile."""
    return PrivacyProfileRecord(
        name=_text(model.name),
        description=_optional(model.description),
        is_built_in=_truth(model.is_built_in),
        params=_params(model.params),
    )


def _params(model: m.PrivacyProfileParams) -> PrivacyProfileParams:
    multiplier, definition = model.maximum_sensitivity_multiplier, model.definition
    try:
        return PrivacyProfileParams(
            exposure=_number(model.exposure),
            accuracy=None if isinstance(model.accuracy, Unset) else _number(model.accuracy),
            minimum_dataset_size=0
            if isinstance(model.minimum_dataset_size, Unset)
            else whole(model.minimum_dataset_size),
            maximum_sensitivity_multiplier=None
            if isinstance(multiplier, Unset)
            else whole(multiplier),
            definition="zcdp" if isinstance(definition, Unset) else definition.value,
            default_limit=_limit(model.default_limit),
        )
    except InvalidRequest as error:  # as of a limit
        raise ValueError("parameters of a privacy profile were expected") from error


def _limit(model: m.PrivacyLimit) -> PrivacyLimit:
    try:
        return PrivacyLimit(epsilon=_number(model.epsilon), delta=_number(model.delta))
    except InvalidRequest as error:  # which means that somebody asked for it, and nobody did
        raise ValueError("a privacy limit was expected") from error


def limit_status(model: m.PrivacyLimitStatus) -> PrivacyLimitStatus:
    """A privacy limit, and how much of it is spent."""
    return PrivacyLimitStatus(
        limit=_limit(model.limit),
        total=_exposure(model.total),
        spent=_exposure(model.spent),
        left=_exposure(model.left),
        delta=None if isinstance(model.delta, Unset) else _delta(model.delta),
    )


def _delta(model: m.DeltaStatus) -> DeltaStatus:
    return DeltaStatus(
        total=_number(model.total), spent=_number(model.spent), left=_number(model.left)
    )


def _exposure(model: m.Exposure) -> Exposure:
    return Exposure(
        rho=_optional_number(model.rho),
        epsilon=_optional_number(model.epsilon),
        share=_number(model.share),
    )


def _optional_number(value: float | Unset) -> float | None:
    return None if isinstance(value, Unset) else _number(value)


def subject_exposure(model: m.SubjectLimit) -> SubjectExposure:
    """What a subject has spent in a database, and its limit."""
    days = model.window_days
    return SubjectExposure(
        kind=model.subject.kind.value,
        name=_text(model.subject.name),
        spent=_exposure(model.spent),
        limit=None if isinstance(model.limit, Unset) else _limit(model.limit),
        window_days=None if isinstance(days, Unset) else whole(days),
        left=None if isinstance(model.left, Unset) else _exposure(model.left),
    )


def database_access(model: m.DatabaseAccess) -> DatabaseAccessRecord:
    """What a subject was granted on a database, and what it comes to."""
    return DatabaseAccessRecord(
        subject=_subject(model.subject),
        database=_text(model.database),
        granted=DatabaseAccessType(model.access.value),
        effective=DatabaseAccessType(model.effective.value),
    )


def table_access(model: m.TableAccess) -> TableAccessRecord:
    """What a subject may do with the columns of a table."""
    return TableAccessRecord(
        subject=_subject(model.subject),
        database=_text(model.database),
        table=_text(model.table),
        effective=tuple(
            (_text(column.column), ColumnAccessType(column.effective.value))
            for column in model.columns
        ),
    )


def _subject(model: m.AccessSubject) -> Subject:
    return Subject(model.kind.value, _text(model.name))


def job(model: m.Job) -> AsyncJobInformation:
    """A job."""
    problem = model.problem
    return AsyncJobInformation(
        id=_text(model.id),
        state=JobState(model.state.value),
        kind=model.kind.value,
        username=_text(model.username),
        database=_text(model.database),
        created_at=model.created_at,
        progress=float(_number(model.progress)),
        finished_at=None if isinstance(model.finished_at, Unset) else model.finished_at,
        resource=_optional(model.resource),
        error=None
        if isinstance(problem, Unset)
        else error_of_response(problem.status, problem.to_dict(), request=f"job {model.id}"),
    )


def price(model: m.AnalysisPrice) -> AnalysisPrice:
    """What an answer would cost."""
    width = model.half_width
    return AnalysisPrice(
        exposure=_exposure(model.exposure),
        exposure_left=_exposure(model.exposure_left),
        half_width=None if isinstance(width, Unset) else _number(width),
        cached=_truth(model.cached),
        delta=0.0 if isinstance(model.delta, Unset) else float(_number(model.delta)),
    )


def answer(model: object) -> RichResult | VectorResult:
    """An answer, of one number or of many."""
    if isinstance(model, m.VectorResult):
        return VectorResult(
            dimensions=tuple(map(_text, model.dimensions)),
            cells=tuple(map(_cell, model.cells)),
            confidence=_number(model.confidence),
            mechanism=model.mechanism.value,
            exposure=_exposure(model.exposure),
            exposure_left=_exposure(model.exposure_left),
            cached=_truth(model.cached),
            threshold=None if isinstance(model.threshold, Unset) else whole(model.threshold),
            delta=None if isinstance(model.delta, Unset) else float(_number(model.delta)),
        )
    number = expected(model, m.AnalysisResult)
    return RichResult(
        value=_number(number.value),
        interval=_interval(number.interval),
        confidence=_number(number.confidence),
        mechanism=number.mechanism.value,
        noise_scale=_number(number.noise_scale),
        exposure=_exposure(number.exposure),
        exposure_left=_exposure(number.exposure_left),
        cached=_truth(number.cached),
    )


def _cell(model: m.VectorCell) -> Cell:
    return Cell(
        keys=tuple(map(_cell_key, model.keys)),
        statistic=_text(model.statistic),
        value=_number(model.value),
        interval=_interval(model.interval),
        noise_scale=_number(model.noise_scale),
    )


def _cell_key(model: object) -> CellKey:
    match model:
        case m.BinKey(lower=lower, upper=upper):
            return Bin(_number(lower), _number(upper))
        case m.BoolConstant(value=value):
            return _truth(value)
        case m.IntConstant(value=value):
            return whole(value)
        case m.RealConstant(value=value):
            return float(_number(value))
        case m.TextConstant(value=value):
            return _text(value)
        case m.DateConstant(value=value):
            return value
        case _:
            raise TypeError(f"no key of a cell: {type(model).__name__}")


def _interval(model: m.Interval) -> Interval:
    return Interval(_number(model.low), _number(model.high))
