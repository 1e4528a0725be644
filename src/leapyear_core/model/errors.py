"""What can go wrong, in the words of the domain.

One class for each error code of the contract that a rule can raise. Nothing here knows of HTTP: the layer ``api`` holds
the one table from codes to statuses. The message is for people; it names the thing and the way out. It must never
depend on private rows: whatever one row can change is not an error but a value.

::

    CoreError
    ├── AuthenticationFailed
    ├── TokenMissing
    ├── TokenInvalid
    ├── TokenExpired
    ├── TooManyLogins
    ├── PermissionDenied
    ├── NotFound
    │   ├── UserNotFound
    │   ├── DatabaseNotFound
    │   ├── TableNotFound
    │   ├── ViewNotFound
    │   ├── PrivacyProfileNotFound
    │   ├── GroupNotFound
    │   ├── KeyNotFound
    │   └── JobNotFound
    ├── AlreadyExists
    ├── TableInUse
    ├── LastAdministrator
    ├── PrivacyProfileInUse
    ├── PrivacyProfileBuiltIn
    ├── PrivacyDefinitionMismatch
    ├── JobNotFinished
    ├── JobCancelled
    ├── JobWithoutAnswer
    ├── PreconditionFailed
    ├── InvalidRequest
    ├── InvalidBounds
    ├── InvalidColumn
    ├── InvalidKey
    ├── SourceError
    │   ├── SourceForbidden
    │   ├── SourceNotFound
    │   └── SourceUnreadable
    ├── AttributeNotFound
    ├── InvalidExpression
    ├── InvalidAnalysis
    ├── TooManyKeys
    ├── PrivacyLimitExceeded
    ├── DataSetTooSmall
    ├── DataSetSizeBlocked
    ├── HighPrivacyExposure
    ├── SensitivityMultiplierTooLarge
    ├── Unavailable
    └── InternalError
"""

from typing import ClassVar


class CoreError(Exception):
    """The root of all errors that Core answers with."""

    code: ClassVar[str]


class AuthenticationFailed(CoreError):
    """The username or the password is wrong, or the assertion is not good; what it is, is not told."""

    code = "authentication_failed"


class TokenMissing(CoreError):
    """The operation needs a token and the request has none."""

    code = "token_missing"


class TokenInvalid(CoreError):
    """The token is not one of ours, or was revoked."""

    code = "token_invalid"


class TokenExpired(CoreError):
    """The token was good once."""

    code = "token_expired"


class TooManyLogins(CoreError):
    """Too many logins of the user or from the address were refused.

    Attributes
    ----------
    retry_after
        Seconds until the next attempt is looked at.
    """

    code = "too_many_logins"

    def __init__(self, message: str, retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class PermissionDenied(CoreError):
    """The caller may not do that."""

    code = "permission_denied"


class NotFound(CoreError):
    """There is no such thing, or the caller may not know of it."""


class UserNotFound(NotFound):
    """There is no such user, or the caller may not know of it."""

    code = "user_not_found"


class DatabaseNotFound(NotFound):
    """There is no such database, or the caller may not know of it."""

    code = "database_not_found"


class TableNotFound(NotFound):
    """There is no such table in the database, or the caller may not know of it."""

    code = "table_not_found"


class PrivacyProfileNotFound(NotFound):
    """There is no such privacy profile."""

    code = "privacy_profile_not_found"


class GroupNotFound(NotFound):
    """There is no such group, or the caller may not know of it."""

    code = "group_not_found"


class KeyNotFound(NotFound):
    """The user has no such key."""

    code = "key_not_found"


class ViewNotFound(NotFound):
    """There is no such view, or it reads what the caller does not see."""

    code = "view_not_found"


class JobNotFound(NotFound):
    """There is no such job, or it is another user's."""

    code = "job_not_found"


class AlreadyExists(CoreError):
    """The name is taken."""

    code = "already_exists"


class TableInUse(CoreError):
    """Views are made of the table."""

    code = "table_in_use"


class LastAdministrator(CoreError):
    """The server would be left without an administrator."""

    code = "last_administrator"


class PrivacyProfileInUse(CoreError):
    """A database has the privacy profile, so that it cannot go."""

    code = "privacy_profile_in_use"


class PrivacyProfileBuiltIn(CoreError):
    """The privacy profile is the server's own, and stays as it is."""

    code = "privacy_profile_built_in"


class PrivacyDefinitionMismatch(CoreError):
    """A limit or a profile is in another definition of privacy than the database."""

    code = "privacy_definition_mismatch"


class JobNotFinished(CoreError):
    """The job has no result yet."""

    code = "job_not_finished"


class JobCancelled(CoreError):
    """The job was cancelled and will have no result."""

    code = "job_cancelled"


class JobWithoutAnswer(CoreError):
    """The job makes something, and answers nothing."""

    code = "job_without_answer"


class PreconditionFailed(CoreError):
    """What shall be written is not as the caller last saw it."""

    code = "precondition_failed"


class InvalidRequest(CoreError):
    """The request does not fit the contract in a way that no schema can say."""

    code = "invalid_request"


class InvalidBounds(CoreError):
    """Bounds are the wrong way round, or too close or too far for exact sums."""

    code = "invalid_bounds"


class InvalidColumn(CoreError):
    """A column definition does not fit the table or the file."""

    code = "invalid_column"


class InvalidKey(CoreError):
    """It is no key that anybody can log in with, or one too many."""

    code = "invalid_key"


class SourceError(CoreError):
    """The file behind a table cannot be used."""


class SourceForbidden(SourceError):
    """The file is outside of the data roots."""

    code = "source_forbidden"


class SourceNotFound(SourceError):
    """There is no such file."""

    code = "source_not_found"


class SourceUnreadable(SourceError):
    """The file is neither Parquet nor CSV, or is damaged."""

    code = "source_unreadable"


class AttributeNotFound(CoreError):
    """The relation has no such attribute, or the caller may not know of it."""

    code = "attribute_not_found"


class InvalidExpression(CoreError):
    """A function is given arguments of types that it does not take."""

    code = "invalid_expression"


class InvalidAnalysis(CoreError):
    """The question makes no sense for the type of its expression, or for its options."""

    code = "invalid_analysis"


class TooManyKeys(CoreError):
    """A question asks for more groups, or more numbers, than one answer may hold."""

    code = "too_many_keys"


class PersistedRelationNotFound(CoreError):
    """There is no such persisted relation, or it is another user's."""

    code = "persisted_relation_not_found"


class TooManyPersistedRelations(CoreError):
    """The user has as many persisted relations as one may have."""

    code = "too_many_persisted_relations"


class UnsupportedBackend(CoreError):
    """The engine cannot do this."""

    code = "unsupported_backend"


class PrivacyLimitExceeded(CoreError):
    """The answer would cost more than the database has left."""

    code = "privacy_limit_exceeded"


class DataSetTooSmall(CoreError):
    """The data set is too small for the accuracy that is wanted."""

    code = "data_set_too_small"


class DataSetSizeBlocked(CoreError):
    """The data set is smaller than its privacy profile allows, as far as its noisy size tells."""

    code = "data_set_size_blocked"


class HighPrivacyExposure(CoreError):
    """The answer would expose more than one computation may."""

    code = "high_privacy_exposure"


class SensitivityMultiplierTooLarge(CoreError):
    """One record counts more often in the data set than its privacy profile allows."""

    code = "sensitivity_multiplier_too_large"


class Unavailable(CoreError):
    """The server cannot do this now."""

    code = "unavailable"


class InternalError(CoreError):
    """A fault of ours, of which nothing more is told."""

    code = "internal_error"
