"""The seam to the generated package: the one place that knows it.

Inwards, frozen values of ours become generated models; outwards, generated models become frozen
values, and neither they nor `Unset` get any further. Operations that answer with an error have
raised by then (`leapyear._transport`). What is left to go wrong is a reply that is not what the
contract says: the generated code then fails as it happens to, with a KeyError, a TypeError or a
ValueError, and `replies.understood` turns all of that into `InvalidJson`.

Bodies are built outside of `replies.understood`: a mistake of ours must not look like one of the
server's.
"""

from leapyear._answers import RichResult
from leapyear._jobs import AsyncJobInformation, JobState
from leapyear._privacy import AnalysisPrice, PrivacyLimit, PrivacyLimitStatus, Terms
from leapyear._questions import Asked
from leapyear._records import DatabaseRecord, Page, TableRecord, UserRecord
from leapyear._relations import Relation
from leapyear._seam import questions, replies, requests
from leapyear._seam.access import AccessOperations
from leapyear._seam.keys import KeyOperations, log_in_with_assertion
from leapyear._seam.limits import LimitOperations
from leapyear._seam.persistence import PersistenceOperations
from leapyear._seam.profiles import ProfileOperations
from leapyear._seam.schemas import SchemaOperations
from leapyear._seam.slices import SliceOperations
from leapyear._seam.views import ViewOperations
from leapyear._transport import AsyncHTTPClient, HTTPClient
from leapyear._types import Type
from leapyear._vectors import VectorResult
from leapyear_api import Client as GeneratedClient
from leapyear_api import models as m
from leapyear_api.api.analyses import (
    clear_analysis_cache,
    get_analysis_cache,
    price_analysis,
    run_analysis,
)
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
from leapyear_api.api.jobs import cancel_job, get_job, get_job_result, list_jobs
from leapyear_api.api.tables import create_table, delete_table, get_table, list_tables, update_table
from leapyear_api.api.users import (
    create_user,
    delete_user,
    get_current_user,
    get_user,
    list_users,
    update_user,
)
from leapyear_api.types import UNSET

__all__ = ["GeneratedClient", "Server", "log_in", "log_in_with_assertion"]


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
        with replies.understood("login"):
            return str(replies.expected(login.sync(client=api, body=body), m.Token).token)


class Server(
    AccessOperations,
    KeyOperations,
    LimitOperations,
    PersistenceOperations,
    ProfileOperations,
    SchemaOperations,
    SliceOperations,
    ViewOperations,
):
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
        self.api: GeneratedClient = (
            GeneratedClient(base_url=url)
            .set_httpx_client(http)
            .set_async_httpx_client(AsyncHTTPClient(http))
        )

    def logout(self) -> None:
        """Revoke the token."""
        with replies.understood("logout"):
            logout.sync_detailed(client=self.api)

    # Users

    def current_user(self) -> UserRecord:
        """The user whose token this is."""
        with replies.understood("get_current_user"):
            return replies.user(replies.expected(get_current_user.sync(client=self.api), m.User))

    def get_user(self, username: str, known: UserRecord | None = None) -> UserRecord:
        """A user."""
        with replies.understood("get_user"):
            reply = get_user.sync_detailed(
                username, client=self.api, if_none_match=requests.tag_of(known)
            )
            return replies.read(reply, known, m.User, replies.user)

    def list_users(self, limit: int, cursor: str | None) -> Page[UserRecord]:
        """A page of users."""
        with replies.understood("list_users"):
            page = replies.expected(
                list_users.sync(client=self.api, limit=limit, cursor=requests.unset(cursor)),
                m.UserPage,
            )
            return replies.page(page.items, page.next_cursor, replies.user)

    def create_user(self, username: str, password: str, is_administrator: bool) -> UserRecord:
        """Create a user."""
        body = m.UserCreate(username=username, password=password, is_administrator=is_administrator)
        with replies.understood("create_user"):
            return replies.user(
                replies.expected(create_user.sync(client=self.api, body=body), m.User)
            )

    def update_user(
        self, username: str, password: str | None, is_administrator: bool | None
    ) -> UserRecord:
        """Change a user; None leaves a thing as it is."""
        body = m.UserUpdate(
            password=requests.unset(password), is_administrator=requests.unset(is_administrator)
        )
        with replies.understood("update_user"):
            return replies.user(
                replies.expected(update_user.sync(username, client=self.api, body=body), m.User)
            )

    def delete_user(self, username: str) -> None:
        """Delete a user."""
        with replies.understood("delete_user"):
            delete_user.sync_detailed(username, client=self.api)

    # Databases

    def get_database(self, name: str, known: DatabaseRecord | None = None) -> DatabaseRecord:
        """A database."""
        with replies.understood("get_database"):
            reply = get_database.sync_detailed(
                name, client=self.api, if_none_match=requests.tag_of(known)
            )
            return replies.read(reply, known, m.Database, replies.database)

    def list_databases(self, limit: int, cursor: str | None) -> Page[DatabaseRecord]:
        """A page of databases."""
        with replies.understood("list_databases"):
            page = replies.expected(
                list_databases.sync(client=self.api, limit=limit, cursor=requests.unset(cursor)),
                m.DatabasePage,
            )
            return replies.page(page.items, page.next_cursor, replies.database)

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
            description=requests.unset(description),
            privacy_profile=requests.unset(privacy_profile),
            privacy_limit=UNSET if privacy_limit is None else requests.limit(privacy_limit),
        )
        with replies.understood("create_database"):
            return replies.database(
                replies.expected(create_database.sync(client=self.api, body=body), m.Database)
            )

    def update_database(
        self, name: str, description: str | None, privacy_profile: str | None
    ) -> DatabaseRecord:
        """Change a database; None leaves a thing as it is."""
        body = m.DatabaseUpdate(
            description=requests.unset(description), privacy_profile=requests.unset(privacy_profile)
        )
        with replies.understood("update_database"):
            return replies.database(
                replies.expected(update_database.sync(name, client=self.api, body=body), m.Database)
            )

    def delete_database(self, name: str) -> None:
        """Delete a database and its tables."""
        with replies.understood("delete_database"):
            delete_database.sync_detailed(name, client=self.api)

    def get_privacy_limit(self, database: str) -> PrivacyLimitStatus:
        """The privacy limit of a database, and how much of it is spent."""
        with replies.understood("get_privacy_limit"):
            return replies.limit_status(
                replies.expected(
                    get_privacy_limit.sync(database, client=self.api), m.PrivacyLimitStatus
                )
            )

    def set_privacy_limit(self, database: str, limit: PrivacyLimit) -> PrivacyLimitStatus:
        """Set the privacy limit of a database."""
        body = requests.limit(limit)
        with replies.understood("set_privacy_limit"):
            return replies.limit_status(
                replies.expected(
                    set_privacy_limit.sync(database, client=self.api, body=body),
                    m.PrivacyLimitStatus,
                )
            )

    # Tables

    def get_table(self, database: str, name: str, known: TableRecord | None = None) -> TableRecord:
        """A table."""
        with replies.understood("get_table"):
            reply = get_table.sync_detailed(
                database, name, client=self.api, if_none_match=requests.tag_of(known)
            )
            return replies.read(reply, known, m.Table, replies.table)

    def list_tables(self, database: str, limit: int, cursor: str | None) -> Page[TableRecord]:
        """A page of the tables of a database."""
        with replies.understood("list_tables"):
            page = list_tables.sync(
                database, client=self.api, limit=limit, cursor=requests.unset(cursor)
            )
            found = replies.expected(page, m.TablePage)
            return replies.page(found.items, found.next_cursor, replies.table)

    def create_table(
        self,
        database: str,
        name: str,
        columns: tuple[tuple[str, Type], ...],
        credentials: str | None,
        watch_folder: str | None,
        description: str | None,
        public: bool,
        privacy_unit: str | None,
        max_rows_per_unit: int | None,
        infer_bounds: bool | tuple[str, ...],
    ) -> TableRecord:
        """Register files as a table."""
        body = _table_body(
            name,
            columns,
            credentials,
            watch_folder,
            description,
            public,
            privacy_unit,
            max_rows_per_unit,
            infer_bounds,
        )
        with replies.understood("create_table"):
            return replies.table(
                replies.expected(create_table.sync(database, client=self.api, body=body), m.Table)
            )

    def begin_table(
        self,
        database: str,
        name: str,
        columns: tuple[tuple[str, Type], ...],
        credentials: str | None,
        watch_folder: str | None,
        description: str | None,
        public: bool,
        privacy_unit: str | None,
        max_rows_per_unit: int | None,
        infer_bounds: bool | tuple[str, ...],
    ) -> AsyncJobInformation:
        """Have files registered as a table, and give the job."""
        body = _table_body(
            name,
            columns,
            credentials,
            watch_folder,
            description,
            public,
            privacy_unit,
            max_rows_per_unit,
            infer_bounds,
        )
        with replies.understood("create_table"):
            reply = create_table.sync(database, client=self.api, body=body, prefer="respond-async")
            return replies.job(replies.expected(reply, m.Job))

    def update_table(self, database: str, name: str, description: str) -> TableRecord:
        """Change a table."""
        body = m.TableUpdate(description=description)
        with replies.understood("update_table"):
            return replies.table(
                replies.expected(
                    update_table.sync(database, name, client=self.api, body=body), m.Table
                )
            )

    def delete_table(self, database: str, name: str) -> None:
        """Delete a table."""
        with replies.understood("delete_table"):
            delete_table.sync_detailed(database, name, client=self.api)

    # Analyses and jobs

    def run_analysis(
        self,
        kind: str,
        relation: Relation,
        expression: Asked,
        *,
        cache: bool,
        precise: bool,
        terms: Terms,
        wait: int | None,
    ) -> RichResult | VectorResult | AsyncJobInformation:
        """Ask a question: its answer, or the job where that takes longer than ``wait`` seconds.

        Where ``wait`` is None, the answer if it is on record, else the job.
        """
        analysis = questions.analysis(kind, relation, expression)
        body = questions.question(analysis, cache=cache, precise=precise, terms=terms)
        with replies.understood("run_analysis"):
            reply = run_analysis.sync(
                client=self.api, body=body, prefer=UNSET if wait is None else f"wait={wait}"
            )
            return replies.job(reply) if isinstance(reply, m.Job) else replies.answer(reply)

    def count_analysis_cache(self) -> int:
        """The number of analyses that are answered from the record."""
        with replies.understood("get_analysis_cache"):
            found = replies.expected(get_analysis_cache.sync(client=self.api), m.AnalysisCache)
            return replies.whole(found.analyses)

    def clear_analysis_cache(self) -> None:
        """Have none of them answered from the record any more."""
        with replies.understood("clear_analysis_cache"):
            clear_analysis_cache.sync_detailed(client=self.api)

    def price_analysis(
        self,
        kind: str,
        relation: Relation,
        expression: Asked,
        *,
        cache: bool,
        precise: bool,
        terms: Terms,
    ) -> AnalysisPrice:
        """What the answer to a question would cost."""
        analysis = questions.analysis(kind, relation, expression)
        body = questions.question(analysis, cache=cache, precise=precise, terms=terms)
        with replies.understood("price_analysis"):
            return replies.price(
                replies.expected(price_analysis.sync(client=self.api, body=body), m.AnalysisPrice)
            )

    def list_jobs(
        self, state: JobState, limit: int, cursor: str | None
    ) -> Page[AsyncJobInformation]:
        """A page of the jobs that are in a state, newest first. It may hold fewer than there are."""
        with replies.understood("list_jobs"):
            page = list_jobs.sync(
                client=self.api,
                limit=limit,
                cursor=requests.unset(cursor),
                state=m.JobState(state.value),
            )
            found = replies.expected(page, m.JobPage)
            return replies.page(found.items, found.next_cursor, replies.job)

    def get_job(self, job: str, wait: int) -> AsyncJobInformation:
        """A job, as soon as it has ended, or as it is after ``wait`` seconds."""
        with replies.understood("get_job"):
            return replies.job(
                replies.expected(get_job.sync(job, client=self.api, prefer=f"wait={wait}"), m.Job)
            )

    def cancel_job(self, job: str) -> AsyncJobInformation:
        """Cancel a job; one that has ended stays as it is."""
        with replies.understood("cancel_job"):
            return replies.job(replies.expected(cancel_job.sync(job, client=self.api), m.Job))

    def get_job_result(self, job: str) -> RichResult | VectorResult:
        """The answer of a finished job; raises the problem of a failed one."""
        with replies.understood("get_job_result"):
            return replies.answer(get_job_result.sync(job, client=self.api))


def _table_body(
    name: str,
    columns: tuple[tuple[str, Type], ...],
    credentials: str | None,
    watch_folder: str | None,
    description: str | None,
    public: bool,
    privacy_unit: str | None,
    max_rows_per_unit: int | None,
    infer_bounds: bool | tuple[str, ...],
) -> m.TableCreate:
    inferred = infer_bounds if isinstance(infer_bounds, tuple) else ()
    return m.TableCreate(
        name=name,
        columns=[
            m.ColumnDefinition(
                name=column,
                type_=requests.column_type(of_type),
                infer_bounds=True if column in inferred else UNSET,
            )
            for column, of_type in columns
        ]
        or UNSET,
        credentials=requests.unset(credentials),
        watch_folder=requests.unset(watch_folder),
        description=requests.unset(description),
        public=public,
        privacy_unit=requests.unset(privacy_unit),
        max_rows_per_unit=requests.unset(max_rows_per_unit),
        infer_bounds=True if infer_bounds is True else UNSET,
    )
