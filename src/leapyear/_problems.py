"""Answers of the server that are refusals, as our errors: by their code, then by their status."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from leapyear.exceptions import (
    AlreadyExists,
    APIError,
    AsyncCancelledError,
    AttributeNotFound,
    AuthenticationError,
    ClientError,
    Conflict,
    DatabaseNotFound,
    DataSetSizeBlockedByPrivacyProfileException,
    DataSetTooSmallException,
    ErrorPlace,
    GroupbyAggTooManyKeysError,
    GroupNotFound,
    HighPrivacyExposureException,
    InternalServerError,
    InvalidAnalysis,
    InvalidBounds,
    InvalidColumn,
    InvalidExpression,
    InvalidKey,
    InvalidRequest,
    JobNotFinished,
    JobNotFound,
    JobWithoutAnswer,
    KeyNotFound,
    LastAdministrator,
    NotFound,
    PayloadTooLarge,
    PermissionDenied,
    PersistedRelationNotFound,
    PreconditionFailed,
    PrivacyDefinitionMismatch,
    PrivacyLimitExceeded,
    PrivacyProfileBuiltIn,
    PrivacyProfileInUse,
    PrivacyProfileNotFound,
    SensitivityMultiplierTooLargeException,
    ServerUnavailable,
    SourceForbidden,
    SourceNotFound,
    SourceUnreadable,
    TableInUse,
    TableNotFound,
    TokenExpiredError,
    TooManyLogins,
    TooManyPersistedRelations,
    TooManyRequests,
    UnsupportedBackendError,
    UserNotFound,
    ViewNotFound,
)

#: Each code of the contract and its class. A test holds it to the contract's ErrorCode.
CLASS_OF_CODE: Mapping[str, type[ClientError]] = MappingProxyType(
    {
        "invalid_request": InvalidRequest,
        # Our own request was none: InvalidJson is about the server's replies.
        "invalid_json": InvalidRequest,
        "payload_too_large": PayloadTooLarge,
        "unsupported_media_type": InvalidRequest,
        "route_not_found": NotFound,
        "method_not_allowed": InvalidRequest,
        "authentication_failed": AuthenticationError,
        "token_missing": AuthenticationError,
        "token_invalid": AuthenticationError,
        "token_expired": TokenExpiredError,
        "permission_denied": PermissionDenied,
        "too_many_logins": TooManyLogins,
        "user_not_found": UserNotFound,
        "database_not_found": DatabaseNotFound,
        "table_not_found": TableNotFound,
        "view_not_found": ViewNotFound,
        "table_in_use": TableInUse,
        "privacy_profile_not_found": PrivacyProfileNotFound,
        "group_not_found": GroupNotFound,
        "key_not_found": KeyNotFound,
        "job_not_found": JobNotFound,
        "persisted_relation_not_found": PersistedRelationNotFound,
        "too_many_persisted_relations": TooManyPersistedRelations,
        "unsupported_backend": UnsupportedBackendError,
        "already_exists": AlreadyExists,
        "last_administrator": LastAdministrator,
        "privacy_profile_in_use": PrivacyProfileInUse,
        "privacy_profile_built_in": PrivacyProfileBuiltIn,
        "privacy_definition_mismatch": PrivacyDefinitionMismatch,
        "job_not_finished": JobNotFinished,
        "job_without_answer": JobWithoutAnswer,
        "precondition_failed": PreconditionFailed,
        "job_cancelled": AsyncCancelledError,
        "invalid_bounds": InvalidBounds,
        "invalid_column": InvalidColumn,
        "invalid_key": InvalidKey,
        "source_forbidden": SourceForbidden,
        "source_not_found": SourceNotFound,
        "source_unreadable": SourceUnreadable,
        "attribute_not_found": AttributeNotFound,
        "invalid_expression": InvalidExpression,
        "invalid_analysis": InvalidAnalysis,
        "too_many_keys": GroupbyAggTooManyKeysError,
        "privacy_limit_exceeded": PrivacyLimitExceeded,
        "data_set_too_small": DataSetTooSmallException,
        "data_set_size_blocked": DataSetSizeBlockedByPrivacyProfileException,
        "high_privacy_exposure": HighPrivacyExposureException,
        "sensitivity_multiplier_too_large": SensitivityMultiplierTooLargeException,
        "unavailable": ServerUnavailable,
        "internal_error": InternalServerError,
    }
)

#: For answers without a code that we know: those of proxies, and of newer servers.
CLASS_OF_STATUS: Mapping[int, type[ClientError]] = MappingProxyType(
    {
        400: InvalidRequest,
        401: AuthenticationError,
        403: PermissionDenied,
        404: NotFound,
        405: InvalidRequest,
        407: AuthenticationError,
        409: Conflict,
        412: PreconditionFailed,
        413: PayloadTooLarge,
        415: InvalidRequest,
        422: InvalidRequest,
        429: TooManyRequests,
        500: InternalServerError,
        501: UnsupportedBackendError,
        502: ServerUnavailable,
        503: ServerUnavailable,
        504: ServerUnavailable,
    }
)


def error_of_response(status: int, problem: object, *, request: str) -> ClientError:
    """The error that an answer of the server means.

    It goes by the code, then by the status, then there is the root of API errors.

    Parameters
    ----------
    status
        The HTTP status.
    problem
        The parsed body, of whatever shape: this function takes anything and never fails.
    request
        What was asked for, ``GET http://...``; it is named where the server gives no reason of its
        own.

    Returns
    -------
    ClientError
        To be raised by the caller.
    """
    fields = problem if isinstance(problem, dict) else {}
    code = fields.get("code") if isinstance(fields.get("code"), str) else None
    detail = fields.get("detail") or fields.get("title")
    if not (isinstance(detail, str) and detail):
        # Not a message of Core. The body is left out: whatever answers here may echo our headers,
        # token included.
        detail = (
            f"{request} was answered with {status} {_phrase(status)}, and without a reason: is "
            "there a proxy between you and LeapYear Core, or is something else at this address?"
        )
    kind = CLASS_OF_CODE.get(code or "") or CLASS_OF_STATUS.get(status, APIError)
    return kind(detail, code=code, status=status, details=_places(fields.get("errors")))


def _places(errors: object) -> tuple[ErrorPlace, ...]:
    items = errors if isinstance(errors, list) else []
    return tuple(
        ErrorPlace(at=str(item.get("at", "")), message=str(item.get("message", "")))
        for item in items
        if isinstance(item, dict)
    )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "(a status that no standard knows)"
