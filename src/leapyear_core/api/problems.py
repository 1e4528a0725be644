"""What goes wrong, as ``application/problem+json`` (RFC 9457).

One table gives each error code of the contract its status and its title. Services raise errors of
`leapyear_core.model.errors`, each of which has a code; what is wrong with a request as such is a `Refused`.
"""

import logging
import traceback
from collections.abc import Mapping
from types import MappingProxyType

import orjson
from attrs import frozen

from leapyear_api.models.error_code import ErrorCode
from leapyear_api.models.problem import Problem
from leapyear_api.models.problem_place import ProblemPlace
from leapyear_api.types import UNSET
from leapyear_core.api.answers import Answer
from leapyear_core.model import errors
from leapyear_core.model.errors import CoreError

logger = logging.getLogger(__name__)


@frozen
class Kind:
    """What all problems of one code have in common."""

    status: int
    title: str


PROBLEMS: Mapping[str, Kind] = MappingProxyType(
    {
        "invalid_request": Kind(400, "The request does not fit the contract"),
        "invalid_json": Kind(400, "The body is not JSON"),
        "payload_too_large": Kind(413, "The body is too long or nested too deep"),
        "unsupported_media_type": Kind(415, "The body is not application/json"),
        "route_not_found": Kind(404, "There is no such path"),
        "method_not_allowed": Kind(405, "This path does not take this method"),
        "authentication_failed": Kind(401, "The login was refused"),
        "token_missing": Kind(401, "The request has no token"),
        "token_invalid": Kind(401, "The token is not good"),
        "token_expired": Kind(401, "The token has expired"),
        "too_many_logins": Kind(429, "Too many logins were refused"),
        "permission_denied": Kind(403, "This user may not do that"),
        "user_not_found": Kind(404, "There is no such user"),
        "database_not_found": Kind(404, "There is no such database"),
        "table_not_found": Kind(404, "There is no such table"),
        "view_not_found": Kind(404, "There is no such view"),
        "table_in_use": Kind(409, "Views are made of the table"),
        "privacy_profile_not_found": Kind(404, "There is no such privacy profile"),
        "group_not_found": Kind(404, "There is no such group"),
        "key_not_found": Kind(404, "There is no such key"),
        "job_not_found": Kind(404, "There is no such job"),
        "persisted_relation_not_found": Kind(404, "There is no such persisted relation"),
        "too_many_persisted_relations": Kind(409, "The user has too many persisted relations"),
        "unsupported_backend": Kind(501, "The compute backend cannot do this"),
        "already_exists": Kind(409, "The name is taken"),
        "last_administrator": Kind(409, "The last administrator stays one"),
        "privacy_profile_in_use": Kind(409, "A database has this privacy profile"),
        "privacy_profile_built_in": Kind(409, "This privacy profile stays as it is"),
        "privacy_definition_mismatch": Kind(409, "It is in another definition of privacy"),
        "job_not_finished": Kind(409, "The job has no result yet"),
        "job_cancelled": Kind(409, "The job was cancelled"),
        "job_without_answer": Kind(409, "The job has no answer"),
        "precondition_failed": Kind(412, "It is not as it was"),
        "invalid_bounds": Kind(422, "The bounds make no sense"),
        "invalid_column": Kind(422, "A column does not fit"),
        "invalid_key": Kind(422, "The key cannot be used"),
        "source_forbidden": Kind(422, "The file is outside of the data roots"),
        "source_not_found": Kind(422, "There is no such file"),
        "source_unreadable": Kind(422, "The file cannot be read"),
        "attribute_not_found": Kind(422, "There is no such attribute"),
        "invalid_expression": Kind(422, "The expression makes no sense"),
        "invalid_analysis": Kind(422, "The analysis makes no sense"),
        "too_many_keys": Kind(422, "The answer would hold too many numbers"),
        "privacy_limit_exceeded": Kind(409, "The privacy limit does not allow it"),
        "data_set_too_small": Kind(422, "The data set is too small for this accuracy"),
        "data_set_size_blocked": Kind(422, "The privacy profile allows larger data sets only"),
        "high_privacy_exposure": Kind(422, "One computation may not expose so much"),
        "sensitivity_multiplier_too_large": Kind(
            422, "One record counts too often in this data set"
        ),
        "unavailable": Kind(503, "The server cannot do this now"),
        "internal_error": Kind(500, "A fault of the server"),
    }
)

_INTERNAL_DETAIL = (
    "The server failed. It says no more here, since more could tell of the data: its log does."
)

#: How to authenticate (RFC 6750, section 3).
_CHALLENGES: Mapping[str, bytes] = MappingProxyType(
    {
        "authentication_failed": b'Bearer realm="LeapYear Core"',
        "token_missing": b'Bearer realm="LeapYear Core"',
        "token_invalid": b'Bearer realm="LeapYear Core", error="invalid_token"',
        "token_expired": b'Bearer realm="LeapYear Core", error="invalid_token"',
    }
)

_ERRORS: Mapping[str, type[CoreError]] = MappingProxyType(
    {
        each.code: each
        for each in vars(errors).values()
        if isinstance(each, type) and issubclass(each, CoreError) and hasattr(each, "code")
    }
)


class Refused(Exception):
    """The request as such is wrong: it never reached a service.

    Parameters
    ----------
    places
        Pairs of a place of the request and what does not fit there.
    allow
        The methods that the path takes, for ``method_not_allowed``.
    """

    def __init__(
        self, code: str, detail: str, *, places: tuple[tuple[str, str], ...] = (), allow: str = ""
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.places = places
        self.allow = allow


def route_not_found() -> Refused:
    """The refusal of a path that the contract does not have."""
    return Refused("route_not_found", "there is no such path: the contract names all paths")


def refused_at(place: str, message: str) -> Refused:
    """The refusal of a request for one place of it."""
    return Refused("invalid_request", f"{place}: {message}", places=((place, message),))


def problem_of(error: CoreError | Refused) -> Problem:
    """The problem that an error is."""
    kind = PROBLEMS[error.code]
    places = error.places if isinstance(error, Refused) else ()
    return Problem(
        code=ErrorCode(error.code),
        title=kind.title,
        status=kind.status,
        detail=_INTERNAL_DETAIL if error.code == "internal_error" else str(error),
        errors=[ProblemPlace(at, message) for at, message in places] or UNSET,
    )


def error_of(code: str, detail: str) -> CoreError:
    """The error that a problem was made of: an `InternalError` where no service raises such a code."""
    return _ERRORS.get(code, errors.InternalError)(detail)


def answer_of_error(error: Exception, *, doing: str) -> Answer:
    """The response to what went wrong.

    Parameters
    ----------
    doing
        The operation, for the log.
    """
    if not isinstance(error, (CoreError, Refused)):
        logger.error("%s failed: %s", doing, _without_values(error))
        error = errors.InternalError()
    kind = PROBLEMS[error.code]
    headers = [(b"content-type", b"application/problem+json")]
    if challenge := _CHALLENGES.get(error.code):
        headers.append((b"www-authenticate", challenge))
    if isinstance(error, Refused) and error.allow:
        headers.append((b"allow", error.allow.encode("ascii")))
    if isinstance(error, errors.TooManyLogins):
        headers.append((b"retry-after", b"%d" % error.retry_after))
    return Answer(kind.status, tuple(headers), orjson.dumps(problem_of(error).to_dict()))


def _without_values(error: BaseException) -> str:
    """What an exception is and where it was raised, and never what it says: that may quote a row or a secret."""
    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(parts) < 5:
        places = " < ".join(
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in reversed(traceback.extract_tb(seen.__traceback__))
        )
        parts.append(f"{type(seen).__module__}.{type(seen).__qualname__} at {places}")
        seen = seen.__cause__ or seen.__context__
    return "; while handling ".join(parts)
