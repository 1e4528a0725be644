"""Everything that can go wrong, as one tree.

Catch :class:`ClientError` for all of it, or any branch. Where a class is another exception as well,
that one is in brackets; most are builtin, so that ``mapping.get(...)``, ``hasattr(...)`` and
``except TimeoutError`` do what people expect of them.

::

    ClientError
    ├── InvalidURL                        [ValueError]
    ├── ConnectionError                   [ConnectionError]
    │   ├── NotConnected
    │   └── TLSError
    ├── ServerVersionMismatch
    ├── InvalidJson                       the server's reply is not what the contract says
    ├── NotSupportedError                 [NotImplementedError]
    ├── ModelFileError                    a model cannot be saved or loaded; nothing does so yet
    │   ├── LoadUnsupportedModelException
    │   ├── LoadModelMismatchException
    │   ├── LoadModelVersionException
    │   └── SaveUnsupportedModelException
    ├── AsyncTimeoutError                 [TimeoutError]
    ├── AsyncCancelledError
    └── APIError                          a request was refused
        ├── AuthenticationError
        │   ├── TokenExpiredError
        │   ├── PublicKeyCredentialsError
        │   └── TooManyLogins             [TooManyRequests]
        ├── PermissionDenied
        ├── NotFound                      [KeyError]
        │   ├── UserNotFound
        │   ├── DatabaseNotFound
        │   ├── TableNotFound
        │   ├── ViewNotFound
        │   ├── PrivacyProfileNotFound
        │   ├── GroupNotFound
        │   ├── KeyNotFound
        │   ├── JobNotFound
        │   └── PersistedRelationNotFound
        ├── Conflict
        │   ├── AlreadyExists
        │   ├── TableInUse
        │   ├── LastAdministrator
        │   ├── PrivacyProfileInUse
        │   ├── PrivacyProfileBuiltIn
        │   ├── PrivacyDefinitionMismatch
        │   ├── JobNotFinished
        │   ├── JobWithoutAnswer
        │   ├── TooManyPersistedRelations
        │   ├── PreconditionFailed
        │   └── PrivacyLimitExceeded
        ├── InvalidRequest                [ValueError]
        │   ├── PayloadTooLarge
        │   ├── InvalidBounds
        │   ├── InvalidColumn
        │   ├── InvalidKey
        │   ├── InvalidExpression
        │   │   └── AttributeNotFound     [AttributeError, KeyError]
        │   ├── InvalidAnalysis
        │   │   └── GroupbyAggTooManyKeysError
        │   └── PrivacyProfileViolation       what the privacy profile of the database rules out
        │       ├── DataSetTooSmallException
        │       ├── DataSetSizeBlockedByPrivacyProfileException
        │       ├── HighPrivacyExposureException
        │       └── SensitivityMultiplierTooLargeException
        ├── SourceError
        │   ├── SourceForbidden
        │   ├── SourceNotFound
        │   └── SourceUnreadable
        ├── TooManyRequests
        ├── UnsupportedBackendError       [NotSupportedError]
        ├── ServerUnavailable
        └── InternalServerError

An :class:`APIError` comes from the server, or from the client where it can tell beforehand that the
server would refuse: then it has a ``code`` as well and no ``status``.

Every class can be made from its message alone: that is what lets all of them be pickled, and so
cross processes.
"""

import builtins
from typing import NamedTuple

__all__ = [
    "APIError",
    "AlreadyExists",
    "AsyncCancelledError",
    "AsyncTimeoutError",
    "AttributeNotFound",
    "AuthenticationError",
    "ClientError",
    "Conflict",
    "ConnectionError",
    "DataSetSizeBlockedByPrivacyProfileException",
    "DataSetTooSmallException",
    "DatabaseNotFound",
    "ErrorInfo",
    "ErrorPlace",
    "GroupNotFound",
    "GroupbyAggTooManyKeysError",
    "HighPrivacyExposureException",
    "InternalServerError",
    "InvalidAnalysis",
    "InvalidBounds",
    "InvalidColumn",
    "InvalidExpression",
    "InvalidJson",
    "InvalidKey",
    "InvalidRequest",
    "InvalidURL",
    "JobNotFinished",
    "JobNotFound",
    "JobWithoutAnswer",
    "KeyNotFound",
    "LastAdministrator",
    "LoadModelMismatchException",
    "LoadModelVersionException",
    "LoadUnsupportedModelException",
    "ModelFileError",
    "NotConnected",
    "NotFound",
    "NotSupportedError",
    "PayloadTooLarge",
    "PermissionDenied",
    "PersistedRelationNotFound",
    "PreconditionFailed",
    "PrivacyDefinitionMismatch",
    "PrivacyLimitExceeded",
    "PrivacyProfileBuiltIn",
    "PrivacyProfileInUse",
    "PrivacyProfileNotFound",
    "PrivacyProfileViolation",
    "PublicKeyCredentialsError",
    "SaveUnsupportedModelException",
    "SensitivityMultiplierTooLargeException",
    "ServerUnavailable",
    "ServerVersionMismatch",
    "SourceError",
    "SourceForbidden",
    "SourceNotFound",
    "SourceUnreadable",
    "TLSError",
    "TableInUse",
    "TableNotFound",
    "TokenExpiredError",
    "TooManyLogins",
    "TooManyPersistedRelations",
    "TooManyRequests",
    "UnsupportedBackendError",
    "UserNotFound",
    "ViewNotFound",
]


class ErrorPlace(NamedTuple):
    """A place of a request that does not fit the contract.

    Attributes
    ----------
    at
        A JSON pointer into the body, or the place and name of a parameter (``query limit``).
    message
        What does not fit.
    """

    at: str
    message: str


class ErrorInfo(NamedTuple):
    """What an error says, as data.

    Attributes
    ----------
    message
        What went wrong, and the way out.
    details
        The places of the request that do not fit; mostly empty.
    """

    message: str
    details: tuple[ErrorPlace, ...]


class ClientError(Exception):
    """The root of all errors of this package.

    Parameters
    ----------
    message
        What went wrong, naming the thing, and the way out.
    code
        The stable code of the contract, for programs: ``"database_not_found"``. None where the
        contract has none.
    status
        The HTTP status of the server's answer. None where the server did not answer, or was not
        asked.
    details
        The places of the request that do not fit the contract.

    Examples
    --------
    >>> try:
    ...     raise DatabaseNotFound("there is no database 'clinc'", code="database_not_found")
    ... except ClientError as error:
    ...     print(error, error.code, error.status)
    there is no database 'clinc' database_not_found None
    """

    code: str | None
    status: int | None
    details: tuple[ErrorPlace, ...]

    def __init__(
        self,
        message: str = "",
        *,
        code: str | None = None,
        status: int | None = None,
        details: tuple[ErrorPlace, ...] = (),
    ) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.details = details

    def __str__(self) -> str:
        # KeyError would print the repr of its message, quotes and all, and OSError its errno.
        message = str(self.args[0]) if self.args else ""
        # The server's message often tells of the first place already.
        untold = [place for place in self.details if place.message not in message]
        return "\n".join([message, *(f"  {place.at}: {place.message}" for place in untold)])

    @property
    def info(self) -> ErrorInfo:
        """The message and the details as a pair."""
        return ErrorInfo(message=str(self.args[0]) if self.args else "", details=self.details)


class InvalidURL(ClientError, ValueError):
    """The URL of the server is none."""


class ConnectionError(ClientError, builtins.ConnectionError):  # noqa: A001
    """The server cannot be reached, or broke off before its answer was complete."""


class NotConnected(ConnectionError):
    """There is no connection to use: none was made here, or it is closed."""


class TLSError(ConnectionError):
    """The server can be reached, and its certificate is not to be trusted."""


class ServerVersionMismatch(ClientError):
    """The server speaks another version of the contract than this client."""


class InvalidJson(ClientError):
    """The server's reply is no JSON, or not what the contract says."""


class NotSupportedError(ClientError, NotImplementedError):
    """Something that this version, or this backend, cannot do."""


# Known to programs of analysts, who catch them by name; what raises them comes with models.


class ModelFileError(ClientError):
    """A model cannot be saved, or not loaded from what is there."""


class LoadUnsupportedModelException(ModelFileError):
    """What is to be loaded is a model of a kind that cannot be."""


class LoadModelMismatchException(ModelFileError):
    """What is to be loaded is a model of another kind than the one that is asked for."""


class LoadModelVersionException(ModelFileError):
    """What is to be loaded was saved by a version that is not understood."""


class SaveUnsupportedModelException(ModelFileError):
    """The model is of a kind that cannot be saved."""


class AsyncTimeoutError(ClientError, TimeoutError):
    """A job did not end in the time allowed. It runs on; ``job_id`` names it."""

    job_id: str | None = None


class AsyncCancelledError(ClientError):
    """The job was cancelled and will have no result."""


class APIError(ClientError):
    """A request was refused: by the server, or by the client, which knows that the server would."""


class AuthenticationError(APIError):
    """The login failed, or the token is not good."""


class TokenExpiredError(AuthenticationError):
    """The token was good once, and a new one could not be had."""


class PublicKeyCredentialsError(AuthenticationError):
    """Public-key authentication is not set up."""


class PermissionDenied(APIError):
    """The user may not do that."""


class NotFound(APIError, KeyError):
    """There is no such thing, or this user may not know of it."""


class UserNotFound(NotFound):
    """There is no such user, or this user may not know of it."""


class DatabaseNotFound(NotFound):
    """There is no such database, or this user may not know of it."""


class ViewNotFound(NotFound):
    """There is no such view, or it reads columns that the user does not see."""


class TableNotFound(NotFound):
    """The database has no such table, or this user may not know of it."""


class PrivacyProfileNotFound(NotFound):
    """There is no such privacy profile."""


class GroupNotFound(NotFound):
    """There is no such group, or this user may not know of it."""


class KeyNotFound(NotFound):
    """The user has no such key."""


class JobNotFound(NotFound):
    """There is no such job, or it is another user's."""


class PersistedRelationNotFound(NotFound):
    """There is no such persisted relation, or it is another user's."""


class Conflict(APIError):
    """What is asked for conflicts with what is there."""


class AlreadyExists(Conflict):
    """The name is taken."""


class TableInUse(Conflict):
    """Views are made of the table: drop these first."""


class LastAdministrator(Conflict):
    """The server would be left without an administrator."""


class PrivacyProfileInUse(Conflict):
    """A database has the privacy profile, so that it cannot be dropped."""


class PrivacyProfileBuiltIn(Conflict):
    """The privacy profile belongs to the server, and cannot be changed or dropped."""


class PrivacyDefinitionMismatch(Conflict):
    """A limit or a profile spends rhos and the database epsilons, or the other way.

    Which of both a database spends is fixed when it is made: epsilons, where the delta of its limit
    is 0.
    """


class JobWithoutAnswer(Conflict):
    """The job makes something, and answers nothing."""


class TooManyPersistedRelations(Conflict):
    """The user has persisted as many data sets as one may: ``unpersist`` one of them."""


class JobNotFinished(Conflict):
    """The job has no result yet."""


class PreconditionFailed(Conflict):
    """What was to be written is not as ``If-Match`` said: somebody else has changed it."""


class PrivacyLimitExceeded(Conflict):
    """The answer would cost more than the limit has left: nothing was computed, nothing spent."""


class InvalidRequest(APIError, ValueError):
    """What is asked for does not fit the contract, or makes no sense."""


class PayloadTooLarge(InvalidRequest):
    """The request is too long, or nested too deep."""


class InvalidBounds(InvalidRequest):
    """The bounds of a column are missing, the wrong way round, or no bounds of its type."""


class InvalidColumn(InvalidRequest):
    """A column does not fit the table or the file."""


class InvalidKey(InvalidRequest):
    """What is to be registered is no public key that one can log in with."""


class InvalidExpression(InvalidRequest):
    """A function or an operator is given something that it does not take."""


# The reason for the two builtins: `hasattr(ds, "age")` must be False and `ds["age"]` is the lookup
# of a key.
class AttributeNotFound(InvalidExpression, AttributeError, KeyError):
    """The data set has no such attribute."""


class InvalidAnalysis(InvalidRequest):
    """The question makes no sense for the type of its expression, or for its options."""


class GroupbyAggTooManyKeysError(InvalidAnalysis):
    """The answer would hold more groups, or more numbers, than one question may ask for."""


class PrivacyProfileViolation(InvalidRequest):
    """The privacy profile of the database rules the question out: nothing was spent."""


class DataSetTooSmallException(PrivacyProfileViolation):
    """The accuracy would take the most that one computation may spend, and that must not be spent."""


class DataSetSizeBlockedByPrivacyProfileException(PrivacyProfileViolation):
    """The data set is smaller than its privacy profile allows, as far as its noisy size tells."""


class HighPrivacyExposureException(PrivacyProfileViolation):
    """The answer would expose more than one computation may. What exactly is not told."""


class SensitivityMultiplierTooLargeException(PrivacyProfileViolation):
    """The data set multiplies the influence of one record more than its profile allows."""


class SourceError(APIError):
    """The file behind a table cannot be used."""


class SourceForbidden(SourceError):
    """The file lies outside of the data roots of the server."""


class SourceNotFound(SourceError):
    """There is no such file on the server."""


class SourceUnreadable(SourceError):
    """The file is neither Parquet nor CSV, or it is damaged."""


class TooManyRequests(APIError):
    """The server asks to be asked less often."""


# A login that failed, to those who make a client; one request too many, to those who make many.
class TooManyLogins(AuthenticationError, TooManyRequests):
    """Too many logins of this user, or from this address, were refused of late: wait a while."""


class UnsupportedBackendError(APIError, NotSupportedError):
    """The compute backend of the server cannot do this."""


class ServerUnavailable(APIError):
    """The server, or a proxy before it, cannot do this now."""


class InternalServerError(APIError):
    """A fault of the server. It says no more, since more could tell of the data."""
