"""Generated models of resources, of access and of limits become frozen values of ours."""

from collections.abc import Iterable
from typing import TypeAlias

from leapyear._access import (
    ColumnAccessType,
    DatabaseAccessRecord,
    DatabaseAccessType,
    Subject,
    TableAccessRecord,
)
from leapyear._exposure import DeltaStatus, Exposure, PrivacyLimitStatus, SubjectExposure
from leapyear._privacy import PrivacyLimit, PrivacyProfileParams
from leapyear._records import (
    DatabaseRecord,
    GroupRecord,
    KeyRecord,
    PrivacyProfileRecord,
    SliceRecord,
    TableRecord,
    UserRecord,
    ViewRecord,
)
from leapyear._seam import relations, replies
from leapyear._types import Type
from leapyear.exceptions import InvalidRequest
from leapyear_api import models as m
from leapyear_api.types import Unset

_ColumnType: TypeAlias = (
    m.BoolType | m.IntType | m.RealType | m.FactorType | m.TextType | m.DateType | m.DatetimeType
)


def user(model: m.User) -> UserRecord:
    """A user."""
    return UserRecord(
        username=replies.text(model.username),
        is_administrator=replies.truth(model.is_administrator),
        created_at=model.created_at,
    )


def key(model: m.Key) -> KeyRecord:
    """A public key."""
    return KeyRecord(
        id=replies.text(model.id),
        name=replies.text(model.name),
        public_key=replies.text(model.public_key),
        created_at=model.created_at,
    )


def group(model: m.Group) -> GroupRecord:
    """A group."""
    return GroupRecord(
        name=replies.text(model.name),
        description=replies.optional(model.description),
        members=tuple(replies.text(member) for member in model.members),
        created_at=model.created_at,
    )


def database(model: m.Database) -> DatabaseRecord:
    """A database."""
    return DatabaseRecord(
        name=replies.text(model.name),
        id=replies.whole(model.id),
        description=replies.optional(model.description),
        privacy_profile=replies.text(model.privacy_profile),
        privacy_limit=_limit(model.privacy_limit),
        created_at=model.created_at,
    )


def table(model: m.Table) -> TableRecord:
    """A table."""
    return TableRecord(
        name=replies.text(model.name),
        id=replies.whole(model.id),
        database=replies.text(model.database),
        description=replies.optional(model.description),
        columns=columns(model.columns),
        required=_required(model.columns),
        credentials=replies.optional(model.credentials),
        watch_folder=replies.optional(model.watch_folder),
        public=replies.truth(model.public),
        privacy_unit=replies.optional(model.privacy_unit),
        max_rows_per_unit=(
            None
            if isinstance(model.max_rows_per_unit, Unset)
            else replies.whole(model.max_rows_per_unit)
        ),
        created_at=model.created_at,
    )


def view(model: m.View) -> ViewRecord:
    """A view."""
    return ViewRecord(
        name=replies.text(model.name),
        id=replies.whole(model.id),
        database=replies.text(model.database),
        description=replies.optional(model.description),
        columns=columns(model.columns),
        created_at=model.created_at,
        relation=relations.relation(model.relation),
    )


def slice_of(model: m.Slice) -> SliceRecord:
    """Rows that were added to a table."""
    return SliceRecord(replies.whole(model.id), replies.text(model.credentials), model.created_at)


def columns(models: Iterable[m.ColumnDefinition]) -> tuple[tuple[str, Type], ...]:
    """The names and types of columns, in their order."""
    return tuple((replies.text(column.name), _type(column.type_)) for column in models)


def _required(models: Iterable[m.ColumnDefinition]) -> frozenset[str]:
    """The names of the columns that are not nullable."""
    return frozenset(
        replies.text(column.name)
        for column in models
        if not (isinstance(column.nullable, Unset) or replies.truth(column.nullable))
    )


def _type(model: _ColumnType) -> Type:
    tag = model.kind.upper()
    match model:
        case m.IntType():
            return Type(tag, (replies.whole(model.lower), replies.whole(model.upper)))
        case m.RealType():
            return Type(
                tag, (float(replies.number(model.lower)), float(replies.number(model.upper)))
            )
        case m.FactorType():
            return Type(tag, tuple(replies.text(value) for value in model.values))
        case _:
            return Type(tag)


def profile(model: m.PrivacyProfile) -> PrivacyProfileRecord:
    """A privacy profile."""
    return PrivacyProfileRecord(
        name=replies.text(model.name),
        description=replies.optional(model.description),
        is_built_in=replies.truth(model.is_built_in),
        params=_params(model.params),
    )


def _params(model: m.PrivacyProfileParams) -> PrivacyProfileParams:
    multiplier, definition = model.maximum_sensitivity_multiplier, model.definition
    try:
        return PrivacyProfileParams(
            exposure=replies.number(model.exposure),
            accuracy=None if isinstance(model.accuracy, Unset) else replies.number(model.accuracy),
            minimum_dataset_size=0
            if isinstance(model.minimum_dataset_size, Unset)
            else replies.whole(model.minimum_dataset_size),
            maximum_sensitivity_multiplier=None
            if isinstance(multiplier, Unset)
            else replies.whole(multiplier),
            definition="zcdp" if isinstance(definition, Unset) else definition.value,
            default_limit=_limit(model.default_limit),
        )
    except InvalidRequest as error:  # as of a limit
        raise ValueError("parameters of a privacy profile were expected") from error


def _limit(model: m.PrivacyLimit) -> PrivacyLimit:
    try:
        return PrivacyLimit(
            epsilon=replies.number(model.epsilon), delta=replies.number(model.delta)
        )
    except InvalidRequest as error:  # which means that somebody asked for it, and nobody did
        raise ValueError("a privacy limit was expected") from error


def limit_status(model: m.PrivacyLimitStatus) -> PrivacyLimitStatus:
    """A privacy limit, and how much of it is spent."""
    return PrivacyLimitStatus(
        limit=_limit(model.limit),
        total=exposure(model.total),
        spent=exposure(model.spent),
        left=exposure(model.left),
        delta=None if isinstance(model.delta, Unset) else _delta(model.delta),
    )


def _delta(model: m.DeltaStatus) -> DeltaStatus:
    return DeltaStatus(
        total=replies.number(model.total),
        spent=replies.number(model.spent),
        left=replies.number(model.left),
    )


def exposure(model: m.Exposure) -> Exposure:
    """Privacy spent."""
    return Exposure(
        rho=replies.optional_number(model.rho),
        epsilon=replies.optional_number(model.epsilon),
        share=replies.number(model.share),
    )


def subject_exposure(model: m.SubjectLimit) -> SubjectExposure:
    """What a subject has spent in a database, and its limit."""
    days = model.window_days
    return SubjectExposure(
        kind=model.subject.kind.value,
        name=replies.text(model.subject.name),
        spent=exposure(model.spent),
        limit=None if isinstance(model.limit, Unset) else _limit(model.limit),
        window_days=None if isinstance(days, Unset) else replies.whole(days),
        left=None if isinstance(model.left, Unset) else exposure(model.left),
    )


def database_access(model: m.DatabaseAccess) -> DatabaseAccessRecord:
    """What a subject was granted on a database, and what it comes to."""
    return DatabaseAccessRecord(
        subject=_subject(model.subject),
        database=replies.text(model.database),
        granted=DatabaseAccessType(model.access.value),
        effective=DatabaseAccessType(model.effective.value),
    )


def table_access(model: m.TableAccess) -> TableAccessRecord:
    """What a subject may do with the columns of a table."""
    return TableAccessRecord(
        subject=_subject(model.subject),
        database=replies.text(model.database),
        table=replies.text(model.table),
        effective=tuple(
            (replies.text(column.column), ColumnAccessType(column.effective.value))
            for column in model.columns
        ),
    )


def _subject(model: m.AccessSubject) -> Subject:
    return Subject(model.kind.value, replies.text(model.name))
