"""The seam to the generated package: the one module that knows it.

Inwards, frozen values of ours become generated models; outwards, generated models become frozen
values, and neither they nor `Unset` get any further. Operations that answer with an error have
raised by then (`leapyear._transport`). What is left to go wrong is a reply that is not what the
contract says: the generated code then fails as it happens to, with a KeyError, a TypeError or a
ValueError, and `_understood` turns all of that into `InvalidJson`.

Bodies are built outside of `_understood`: a mistake of ours must not look like one of the server's.
"""

import contextlib
import datetime as dt
import math
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias, TypeVar

from leapyear._answers import Interval, RichResult
from leapyear._expressions import (
    Call,
    Constant,
    Expression,
    Named,
    ProjectRelation,
    Relation,
    TableRelation,
    WhereRelation,
    lowered,
)
from leapyear._privacy import Exposure, PrivacyLimit, PrivacyLimitStatus
from leapyear._records import (
    DatabaseRecord,
    JobRecord,
    Page,
    PrivacyProfileRecord,
    TableRecord,
    UserRecord,
)
from leapyear._transport import HTTPClient
from leapyear._types import Type
from leapyear.exceptions import ClientError, InvalidJson, InvalidRequest
from leapyear_api import Client as GeneratedClient
from leapyear_api import models as m
from leapyear_api.api.analyses import run_analysis
from leapyear_api.api.authentication import login, logout
from leapyear_api.api.databases import (
    create_database,
    delete_database,
    get_database,
    get_privacy_limit,
    list_databases,
    set_privacy_limit,
    update_database,
)
from leapyear_api.api.jobs import get_job, get_job_result
from leapyear_api.api.privacy_profiles import get_privacy_profile, list_privacy_profiles
from leapyear_api.api.tables import create_table, delete_table, get_table, list_tables, update_table
from leapyear_api.api.users import (
    create_user,
    delete_user,
    get_current_user,
    get_user,
    list_users,
    update_user,
)
from leapyear_api.types import UNSET, Unset

__all__ = ["GeneratedClient", "Server", "log_in"]

T = TypeVar("T")

_Expression: TypeAlias = (
    m.AttributeExpression
    | m.BoolConstant
    | m.IntConstant
    | m.RealConstant
    | m.TextConstant
    | m.DateConstant
    | m.DatetimeConstant
    | m.CallExpression
)
_Relation: TypeAlias = m.TableRelation | m.WhereRelation | m.ProjectRelation
_ColumnType: TypeAlias = (
    m.BoolType | m.IntType | m.RealType | m.FactorType | m.TextType | m.DateType | m.DatetimeType
)


def log_in(url: str, username: str, password: str) -> str:
    """Exchange a username and a password for a token.

    Raises
    ------
    AuthenticationError
        If one of them is wrong.
    """
    body = m.LoginRequest(username=username, password=password)
    with HTTPClient(url) as http:
        api = GeneratedClient(base_url=url).set_httpx_client(http)
        with _understood("login"):
            return str(_reply(login.sync(client=api, body=body), m.Token).token)


class Server:
    """The operations of a server, on values of ours.

    Parameters
    ----------
    url
        Of the server.
    http
        Sends the requests, with the token where it has one.
    """

    def __init__(self, url: str, http: HTTPClient) -> None:
        #: The generated client, for calling its endpoints directly. It holds no token: `http` adds
        #: it.
        self.api = GeneratedClient(base_url=url).set_httpx_client(http)

    def logout(self) -> None:
        """Revoke the token."""
        logout.sync_detailed(client=self.api)

    # Users

    def current_user(self) -> UserRecord:
        """The user whose token this is."""
        with _understood("get_current_user"):
            return _user(_reply(get_current_user.sync(client=self.api), m.User))

    def get_user(self, username: str) -> UserRecord:
        """A user."""
        with _understood("get_user"):
            return _user(_reply(get_user.sync(username, client=self.api), m.User))

    def list_users(self, limit: int, cursor: str | None) -> Page[UserRecord]:
        """A page of users."""
        with _understood("list_users"):
            page = _reply(
                list_users.sync(client=self.api, limit=limit, cursor=_unset(cursor)), m.UserPage
            )
            return _page(page.items, page.next_cursor, _user)

    def create_user(self, username: str, password: str, is_administrator: bool) -> UserRecord:
        """Create a user."""
        body = m.UserCreate(username=username, password=password, is_administrator=is_administrator)
        with _understood("create_user"):
            return _user(_reply(create_user.sync(client=self.api, body=body), m.User))

    def update_user(
        self, username: str, password: str | None, is_administrator: bool | None
    ) -> UserRecord:
        """Change a user; None leaves a thing as it is."""
        body = m.UserUpdate(password=_unset(password), is_administrator=_unset(is_administrator))
        with _understood("update_user"):
            return _user(_reply(update_user.sync(username, client=self.api, body=body), m.User))

    def delete_user(self, username: str) -> None:
        """Delete a user."""
        delete_user.sync_detailed(username, client=self.api)

    # Databases

    def get_database(self, name: str) -> DatabaseRecord:
        """A database."""
        with _understood("get_database"):
            return _database(_reply(get_database.sync(name, client=self.api), m.Database))

    def list_databases(self, limit: int, cursor: str | None) -> Page[DatabaseRecord]:
        """A page of databases."""
        with _understood("list_databases"):
            page = _reply(
                list_databases.sync(client=self.api, limit=limit, cursor=_unset(cursor)),
                m.DatabasePage,
            )
            return _page(page.items, page.next_cursor, _database)

    def create_database(
        self,
        name: str,
        description: str | None,
        privacy_profile: str | None,
        privacy_limit: PrivacyLimit | None,
    ) -> DatabaseRecord:
        """Create a database; None leaves a thing to the server's default."""
        body = m.DatabaseCreate(
            name=name,
            description=_unset(description),
            privacy_profile=_unset(privacy_profile),
            privacy_limit=UNSET if privacy_limit is None else _limit_model(privacy_limit),
        )
        with _understood("create_database"):
            return _database(_reply(create_database.sync(client=self.api, body=body), m.Database))

    def update_database(
        self, name: str, description: str | None, privacy_profile: str | None
    ) -> DatabaseRecord:
        """Change a database; None leaves a thing as it is."""
        body = m.DatabaseUpdate(
            description=_unset(description), privacy_profile=_unset(privacy_profile)
        )
        with _understood("update_database"):
            return _database(
                _reply(update_database.sync(name, client=self.api, body=body), m.Database)
            )

    def delete_database(self, name: str) -> None:
        """Delete a database and its tables."""
        delete_database.sync_detailed(name, client=self.api)

    def get_privacy_limit(self, database: str) -> PrivacyLimitStatus:
        """The privacy limit of a database, and how much of it is spent."""
        with _understood("get_privacy_limit"):
            return _status(
                _reply(get_privacy_limit.sync(database, client=self.api), m.PrivacyLimitStatus)
            )

    def set_privacy_limit(self, database: str, limit: PrivacyLimit) -> PrivacyLimitStatus:
        """Set the privacy limit of a database."""
        body = _limit_model(limit)
        with _understood("set_privacy_limit"):
            return _status(
                _reply(
                    set_privacy_limit.sync(database, client=self.api, body=body),
                    m.PrivacyLimitStatus,
                )
            )

    # Tables

    def get_table(self, database: str, name: str) -> TableRecord:
        """A table."""
        with _understood("get_table"):
            return _table(_reply(get_table.sync(database, name, client=self.api), m.Table))

    def list_tables(self, database: str, limit: int, cursor: str | None) -> Page[TableRecord]:
        """A page of the tables of a database."""
        with _understood("list_tables"):
            page = list_tables.sync(database, client=self.api, limit=limit, cursor=_unset(cursor))
            found = _reply(page, m.TablePage)
            return _page(found.items, found.next_cursor, _table)

    def create_table(
        self,
        database: str,
        name: str,
        columns: tuple[tuple[str, Type], ...],
        credentials: str,
        description: str | None,
    ) -> TableRecord:
        """Register a file as a table."""
        body = m.TableCreate(
            name=name,
            columns=[
                m.ColumnDefinition(name=column, type_=_type_model(of_type))
                for column, of_type in columns
            ],
            credentials=credentials,
            description=_unset(description),
        )
        with _understood("create_table"):
            return _table(_reply(create_table.sync(database, client=self.api, body=body), m.Table))

    def update_table(self, database: str, name: str, description: str) -> TableRecord:
        """Change a table."""
        body = m.TableUpdate(description=description)
        with _understood("update_table"):
            return _table(
                _reply(update_table.sync(database, name, client=self.api, body=body), m.Table)
            )

    def delete_table(self, database: str, name: str) -> None:
        """Delete a table."""
        delete_table.sync_detailed(database, name, client=self.api)

    # Privacy profiles

    def get_privacy_profile(self, name: str) -> PrivacyProfileRecord:
        """A privacy profile."""
        with _understood("get_privacy_profile"):
            return _profile(
                _reply(get_privacy_profile.sync(name, client=self.api), m.PrivacyProfile)
            )

    def list_privacy_profiles(self, limit: int, cursor: str | None) -> Page[PrivacyProfileRecord]:
        """A page of privacy profiles."""
        with _understood("list_privacy_profiles"):
            page = list_privacy_profiles.sync(client=self.api, limit=limit, cursor=_unset(cursor))
            found = _reply(page, m.PrivacyProfilePage)
            return _page(found.items, found.next_cursor, _profile)

    # Analyses and jobs

    def run_analysis(
        self,
        kind: str,
        relation: Relation,
        expression: Expression | None,
        *,
        cache: bool,
        accuracy: float | None,
        wait: int,
    ) -> RichResult | JobRecord:
        """Ask a question: its answer, or the job where that takes longer than ``wait`` seconds."""
        body = m.AnalysisRequest(
            analysis=_analysis_model(kind, relation, expression),
            cache=cache,
            accuracy=_unset(accuracy),
        )
        with _understood("run_analysis"):
            reply = run_analysis.sync(client=self.api, body=body, prefer=f"wait={wait}")
            return (
                _job(reply)
                if isinstance(reply, m.Job)
                else _answer(_reply(reply, m.AnalysisResult))
            )

    def get_job(self, job: str, wait: int) -> JobRecord:
        """A job, as soon as it has ended, or as it is after ``wait`` seconds."""
        with _understood("get_job"):
            return _job(_reply(get_job.sync(job, client=self.api, prefer=f"wait={wait}"), m.Job))

    def get_job_result(self, job: str) -> RichResult:
        """The answer of a finished job; raises the problem of a failed one."""
        with _understood("get_job_result"):
            return _answer(_reply(get_job_result.sync(job, client=self.api), m.AnalysisResult))


# Replies ------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _understood(operation: str) -> Iterator[None]:
    try:
        yield
    except ClientError:  # some of which are KeyErrors and ValueErrors as well
        raise
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise InvalidJson(
            f"the server's reply to {operation} is not what the contract says "
            f"({type(error).__name__}): is there a proxy "
            "between you and LeapYear Core, or does it speak another version?"
        ) from None


def _reply(reply: object, kind: type[T]) -> T:
    if not isinstance(
        reply, kind
    ):  # None for a status that the contract does not have, 204 for example
        raise TypeError(kind.__name__)
    return reply


def _unset(value: T | None) -> T | Unset:
    return UNSET if value is None else value


def _page(items: list[Any], cursor: str | Unset, convert: Callable[[Any], T]) -> Page[T]:
    return Page(items=tuple(convert(item) for item in items), next_cursor=_optional(cursor))


def _optional(value: str | Unset) -> str | None:
    return None if isinstance(value, Unset) or value == "" else _text(value)


# The generated models do not look at what simple values they are given: a name may turn out to be a
# number.


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a string was expected")
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError("a number was expected")
    return value


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("a whole number was expected")
    return value


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false was expected")
    return value


def _user(model: m.User) -> UserRecord:
    return UserRecord(
        username=_text(model.username),
        is_administrator=_truth(model.is_administrator),
        created_at=model.created_at,
    )


def _database(model: m.Database) -> DatabaseRecord:
    return DatabaseRecord(
        name=_text(model.name),
        id=_whole(model.id),
        description=_optional(model.description),
        privacy_profile=_text(model.privacy_profile),
        privacy_limit=_limit(model.privacy_limit),
        created_at=model.created_at,
    )


def _table(model: m.Table) -> TableRecord:
    return TableRecord(
        name=_text(model.name),
        id=_whole(model.id),
        database=_text(model.database),
        description=_optional(model.description),
        columns=tuple((_text(column.name), _type(column.type_)) for column in model.columns),
        credentials=_optional(model.credentials),
        created_at=model.created_at,
    )


def _type(model: _ColumnType) -> Type:
    tag = model.kind.upper()
    match model:
        case m.IntType():
            return Type(tag, (_whole(model.lower), _whole(model.upper)))
        case m.RealType():
            return Type(tag, (float(_number(model.lower)), float(_number(model.upper))))
        case m.FactorType():
            return Type(tag, tuple(_text(value) for value in model.values))
        case _:
            return Type(tag)


def _profile(model: m.PrivacyProfile) -> PrivacyProfileRecord:
    return PrivacyProfileRecord(
        name=_text(model.name),
        description=_text(model.description),
        rho=_number(model.computation.rho),
        default_limit=_limit(model.default_limit),
    )


def _limit(model: m.PrivacyLimit) -> PrivacyLimit:
    try:
        return PrivacyLimit(epsilon=_number(model.epsilon), delta=_number(model.delta))
    except InvalidRequest as error:  # which means that somebody asked for it, and nobody did
        raise ValueError("a privacy limit was expected") from error


def _limit_model(limit: PrivacyLimit) -> m.PrivacyLimit:
    return m.PrivacyLimit(epsilon=limit.epsilon, delta=limit.delta)


def _status(model: m.PrivacyLimitStatus) -> PrivacyLimitStatus:
    return PrivacyLimitStatus(
        limit=_limit(model.limit),
        total=_exposure(model.total),
        spent=_exposure(model.spent),
        left=_exposure(model.left),
    )


def _exposure(model: m.Exposure) -> Exposure:
    return Exposure(rho=_number(model.rho), share=_number(model.share))


def _job(model: m.Job) -> JobRecord:
    return JobRecord(id=_text(model.id), state=model.state.value)


def _answer(model: m.AnalysisResult) -> RichResult:
    return RichResult(
        value=_number(model.value),
        interval=Interval(_number(model.interval.low), _number(model.interval.high)),
        confidence=_number(model.confidence),
        mechanism=model.mechanism.value,
        noise_scale=_number(model.noise_scale),
        exposure=_exposure(model.exposure),
        exposure_left=_exposure(model.exposure_left),
        cached=_truth(model.cached),
    )


# Requests -----------------------------------------------------------------------------------------


def _type_model(of_type: Type) -> _ColumnType:
    match of_type:
        case Type("INT", (lower, upper)):
            return m.IntType(lower=int(lower), upper=int(upper))
        case Type("REAL", (lower, upper)):
            return m.RealType(lower=float(lower), upper=float(upper))
        case Type("FACTOR", tuple(values)):
            return m.FactorType(values=[str(value) for value in values])
        case Type("BOOL"):
            return m.BoolType()
        case Type("TEXT"):
            return m.TextType()
        case Type("DATE"):
            return m.DateType()
        case Type("DATETIME"):
            return m.DatetimeType()
    raise AssertionError(
        of_type
    )  # pragma: no cover  # the types of columns are checked when they are declared


def _analysis_model(
    kind: str, relation: Relation, expression: Expression | None
) -> m.CountRowsAnalysis | m.CountAnalysis | m.SumAnalysis | m.MeanAnalysis:
    asked = _relation_model(relation)
    if expression is None:
        return m.CountRowsAnalysis(relation=asked)
    of = _expression_model(lowered(expression))
    match kind:
        case "count":
            return m.CountAnalysis(relation=asked, expression=of)
        case "sum":
            return m.SumAnalysis(relation=asked, expression=of)
        case "mean":
            return m.MeanAnalysis(relation=asked, expression=of)
    raise AssertionError(kind)  # pragma: no cover  # analyses are made by functions of ours


def _relation_model(relation: Relation) -> _Relation:
    match relation:
        case TableRelation():
            return m.TableRelation(database=relation.database, table=relation.table)
        case WhereRelation():
            predicate = _expression_model(lowered(relation.predicate))
            return m.WhereRelation(relation=_relation_model(relation.relation), predicate=predicate)
        case ProjectRelation():
            attributes = [
                m.NamedExpression(name=name, expression=_expression_model(lowered(expression)))
                for name, expression in relation.attributes
            ]
            return m.ProjectRelation(
                relation=_relation_model(relation.relation), attributes=attributes
            )


def _expression_model(expression: Expression) -> _Expression:
    match expression:
        case Named():
            return m.AttributeExpression(name=expression.name)
        case Constant():
            return _constant_model(expression)
        case Call():
            arguments = [_expression_model(argument) for argument in expression.arguments]
            return m.CallExpression(
                function=m.FunctionName(expression.function), arguments=arguments
            )


def _constant_model(constant: Constant) -> _Expression:
    match constant.value:
        case bool() as value:
            return m.BoolConstant(value=value)
        case int() as value:
            return m.IntConstant(value=value)
        case float() as value:
            return m.RealConstant(value=value)
        case str() as value:
            return m.TextConstant(value=value)
        case dt.datetime() as value:
            return m.DatetimeConstant(value=value)
        case value:
            return m.DateConstant(value=value)
