"""The reference page of the module ``leapyear``, statement by statement and in its order, against a real Core.

What the page says and is not there yet is here as well, as a failure that is expected: whoever makes it true is told.
The examples are those of the page as they are printed, the import of `User` excepted, which it forgets.
"""

import asyncio
import contextlib
import inspect
import io
import logging
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve

from leapyear import Client, DataSet, _keys
from leapyear._connection import Connection, current, enter
from leapyear._transport import TokenAuth, substitute_transport
from leapyear.admin import (
    ColumnDefinition,
    Database,
    DatabaseAccessType,
    Group,
    PrivacyLimit,
    PrivacyProfile,
    Table,
    User,
    View,
)
from leapyear.admin.keys import register_key
from leapyear.analytics import count_rows
from leapyear.auth import ly_login
from leapyear.client import ClientStatus
from leapyear.exceptions import (
    AlreadyExists,
    AuthenticationError,
    Conflict,
    DatabaseNotFound,
    DataSetTooSmallException,
    InvalidURL,
    NotConnected,
    NotFound,
    PermissionDenied,
    PublicKeyCredentialsError,
    SourceNotFound,
    UserNotFound,
)
from leapyear.jobs import AsyncJob, AsyncJobInformation
from tests.core_transport import CoreTransport
from tests.in_process import ADMIN_PASSWORD, SETTINGS, InProcess, core_in_memory, serving
from tests.webhdfs import webhdfs

SERVER_URL = "https://ly-server:4401"

IMPORTS = """
>>> from leapyear import Client
>>> from leapyear.admin import Database, Table, ColumnDefinition
"""


ROWS = {"x": [0.5] * 100, "y": [True, False] * 50}
TABLE_CREDENTIALS = "hdfs://path/to/data.parq"


class Counting(CoreTransport):
    """A Core that counts what it is asked."""

    def __init__(self, core: InProcess) -> None:
        super().__init__(core)
        self.count = 0

    def handle_request(self, request: Any) -> Any:
        """Count it, and send it."""
        self.count += 1
        return super().handle_request(request)


@pytest.fixture(scope="module")
def name_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an HDFS that holds ``/to/data.parq``."""
    folder = tmp_path_factory.mktemp("hdfs")
    (folder / "to").mkdir()
    pq.write_table(pa.table(ROWS), folder / "to" / "data.parq")
    with webhdfs(folder) as address:
        yield address


@pytest.fixture(autouse=True)
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name_node: str) -> Iterator[Counting]:
    """A Core with nothing in it, wherever clients think that it is; ``LY_JWT`` is an administrator's."""
    pq.write_table(pa.table(ROWS), tmp_path / "data.parq")
    settings = evolve(
        SETTINGS,
        data_roots=(tmp_path,),
        remote_roots=("hdfs://path/to",),
        webhdfs={"path": name_node},
        urls=(SERVER_URL,),
    )
    with core_in_memory(settings) as core, serving(core) as app:
        monkeypatch.delenv("LY_API_URL", raising=False)
        monkeypatch.setenv("LY_JWT", app.login("admin", ADMIN_PASSWORD).token or "")
        transport = Counting(app)
        with substitute_transport(transport):
            yield transport


@pytest.fixture
def client(server: Counting) -> Iterator[Client]:
    """An administrator's client."""
    with Client(SERVER_URL, "admin", ADMIN_PASSWORD) as found:
        yield found


def typed(text: str, **names: Any) -> dict[str, Any]:
    """Type an example as it is printed, and check that what it prints is what the page says.

    Lines with a prompt are code and the others what it prints. (The page has the prompt of a new statement before the
    lines of a list as well, which no interpreter would take: the code is taken as a whole.)
    """
    lines = [line for line in text.splitlines() if line]
    code = [line[4:] for line in lines if line.startswith((">>>", "..."))]
    expected = [line for line in lines if not line.startswith((">>>", "..."))]
    names = {"SERVER_URL": SERVER_URL, **names}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec("\n".join(code), names)
    assert printed.getvalue().splitlines() == expected
    return names


def example() -> Table:
    """The table of the page, from a file that is here."""
    columns = [
        ColumnDefinition("x", type="REAL", bounds=(-3.0, 3.0)),
        ColumnDefinition("y", "BOOL"),
    ]
    return Table("tbl_name", columns=columns, credentials="data.parq", database="db_name")


# Module leapyear


def test_the_client_connects_the_python_api_to_the_server(server: Counting) -> None:
    """The LeapYear Client connects the python API to the LeapYear server."""
    with Client(SERVER_URL) as found:
        assert found.connected
    assert server.count > 0


def test_the_resource_manager_makes_the_client_unnecessary() -> None:
    """While connected to the server, the connection information is stored in a resource manager."""
    with Client(SERVER_URL):
        Database("db_name").create()
        assert [one.name for one in Database.all()] == ["db_name"]
    with pytest.raises(NotConnected, match=r"leapyear\.Client\(url, username, password\)"):
        Database("db_name").load()


def test_nested_connections_nest(client: Client) -> None:
    """The inner one is current inside, the outer one outside."""
    User("ada", "pw").create()
    with Client(SERVER_URL, "ada", "pw"), pytest.raises(PermissionDenied):
        Database("db_name").create()
    Database("db_name").create()


def test_threads_and_tasks_have_connections_of_their_own(client: Client) -> None:
    """A new thread starts without one; what a task connects to, the others do not see."""
    errors: list[type[Exception]] = []

    def in_a_thread() -> None:
        try:
            Database("db_name").load()
        except NotConnected as error:
            errors.append(type(error))

    thread = threading.Thread(target=in_a_thread)
    thread.start()
    thread.join(timeout=10)
    assert errors == [NotConnected]

    async def in_a_task(url: str) -> str:
        # No login, since a Core in this process cannot be called from inside of a loop.
        enter(Connection(url, TokenAuth(lambda: "token")))
        await asyncio.sleep(0)
        return current().url

    async def both() -> list[str]:
        return list(await asyncio.gather(in_a_task("http://a"), in_a_task("http://b")))

    assert asyncio.run(both()) == ["http://a", "http://b"]
    assert current().url == SERVER_URL


def test_databases_users_and_permissions_are_accessed_by_the_client(client: Client) -> None:
    """The main objects that can be directly accessed by the Client object."""
    client.create(Database("db_name"))
    assert client.databases["db_name"].get_access() is DatabaseAccessType.ADMINISTER
    assert client.users["admin"].is_administrator
    assert dict(client.groups) == {}


def test_resources_are_cached(client: Client, server: Counting) -> None:
    """Many resources are cached to reduce network latency: a second look makes no request."""

    def look() -> str:
        columns = client.databases["db_name"].tables["tbl_name"].columns
        return f"{columns} {client.databases} {client.users} {client.groups}"

    client.create(Database("db_name"))
    client.create(example())
    first = look()
    count = server.count
    assert look() == first
    assert server.count == count


def test_load_refreshes(client: Client) -> None:
    """The load() methods for resource objects will force refreshing of the metadata."""
    client.create(Database("db_name", description="old"))
    kept = client.databases["db_name"]
    with Client(SERVER_URL) as other:
        other.update(Database("db_name"), description="new")
    assert kept.description == "old"
    assert kept.load().description == "new"
    assert client.databases.load()["db_name"].description == "new"


def test_what_the_examples_import_is_there() -> None:
    """From where they import it."""
    typed(IMPORTS)


# Connecting to the server


def test_connecting_by_hand() -> None:
    """Method 1 - manually open and close the connection."""
    names = typed(
        IMPORTS
        + """
>>> SERVER_URL = 'https://ly-server:4401'
>>> client = Client(url=SERVER_URL)
>>> print(client.databases)
{}
>>> client.close()
"""
    )
    assert names["client"].status is ClientStatus.DISCONNECTED


def test_connecting_in_a_context() -> None:
    """Method 2 - Use a context to automatically close the connection."""
    names = typed(
        IMPORTS
        + """
>>> with Client(url=SERVER_URL) as client:
...     print(client.databases)
{}
"""
    )
    assert names["client"].status is ClientStatus.DISCONNECTED


# Create a User


def test_a_user_is_created_by_the_client() -> None:
    """The first is to invoke the Client.create() method."""
    typed(
        IMPORTS
        + """
>>> with Client(url=SERVER_URL) as client:
...     client.create(User('new_user', 'password'))
""",
        User=User,
    )
    with Client(SERVER_URL, "new_user", "password") as hers:
        assert hers.username == "new_user"


def test_a_user_is_created_by_itself() -> None:
    """The second is to call the create() method on the object."""
    typed(
        IMPORTS
        + """
>>> with Client(url=SERVER_URL) as client:
...     User('new_user', 'password').create()
""",
        User=User,
    )
    with Client(SERVER_URL, "new_user", "password") as hers:
        assert hers.username == "new_user"


# Create a Database, create a Table

CREATE_A_DATABASE = """
>>> with Client(url=SERVER_URL) as client:
...     db = Database('db_name')
...     client.create(db)
...     print(db.tables)
{}
"""

CREATE_A_TABLE = """
>>> TABLE_CREDENTIALS = 'hdfs://path/to/data.parq'
>>> columns = [
>>>    ColumnDefinition('x', type="REAL", bounds=(-3.0, 3.0)),
>>>    ColumnDefinition('y', type="BOOL"),
>>> ]
>>> with Client(url=SERVER_URL) as client:
...     tbl = Table(
...         'tbl_name',
...         columns=columns,
...         credentials=TABLE_CREDENTIALS,
...         database=db,
...     )
...     tbl.create()
"""


def test_a_database_is_created() -> None:
    """And has no tables yet."""
    typed(IMPORTS + CREATE_A_DATABASE)
    with Client(SERVER_URL) as found:
        assert str(found.databases) == "{'db_name': <Database db_name>}"


def test_a_table_is_created() -> None:
    """From a file on HDFS."""
    names = typed(IMPORTS + CREATE_A_DATABASE + CREATE_A_TABLE)
    with Client(SERVER_URL) as found:
        assert found.databases["db_name"].tables["tbl_name"].credentials == TABLE_CREDENTIALS
        rows = DataSet.from_table("db_name.tbl_name")
        assert 50 < count_rows(rows).run() < 150
    assert names["TABLE_CREDENTIALS"] == TABLE_CREDENTIALS


def test_a_table_is_created_from_a_file_of_the_server() -> None:
    """The same example with the path of a file; the database was made through a client that is closed."""
    typed(
        IMPORTS
        + CREATE_A_DATABASE
        + CREATE_A_TABLE.replace("hdfs://path/to/data.parq", "data.parq")
    )
    with Client(SERVER_URL) as found:
        columns = found.databases["db_name"].tables["tbl_name"].columns
        assert [(one.name, one.type, one.bounds) for one in columns.values()] == [
            ("x", "REAL", (-3.0, 3.0)),
            ("y", "BOOL", None),
        ]


# The Client class: its parameters


def test_the_client_has_the_documented_parameters() -> None:
    """Their names, order, kinds and defaults; from leapyear.client."""
    assert Client.__module__ == "leapyear.client"
    signature = inspect.signature(Client)
    assert [
        (name, one.kind is inspect.Parameter.KEYWORD_ONLY, one.default)
        for name, one in signature.parameters.items()
    ] == [
        ("url", False, "http://localhost:4401"),
        ("username", False, None),
        ("password", False, None),
        ("authenticate", True, ly_login),
        ("default_analysis_caching", True, True),
        ("default_allow_max_budget_allocation", True, True),
        ("public_key_auth", True, False),
    ]


def test_the_url_comes_from_the_environment_or_is_the_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Automatically set to the value of LY_API_URL or http://localhost:4401 if not specified."""
    with Client() as found:
        assert found.url == "http://localhost:4401"
    monkeypatch.setenv("LY_API_URL", "http://from.the.environment:1")
    with Client() as found:
        assert found.url == "http://from.the.environment:1"
    with Client(SERVER_URL) as found:
        assert found.url == SERVER_URL


def test_username_and_password_are_passed_to_authenticate(client: Client) -> None:
    """A callback that should log in the user and return a LeapYear token."""
    seen: list[object] = []

    def authenticate(info: Any, username: str | None, password: str | None) -> str:
        seen.extend((info.url, username, password))
        return ly_login(info, "admin", ADMIN_PASSWORD)

    with Client(SERVER_URL, "somebody", "something", authenticate=authenticate) as found:
        assert found.username == "admin"
    assert seen == [SERVER_URL, "somebody", "something"]


def test_by_default_username_and_password_log_in_if_they_are_given(client: Client) -> None:
    """Also where LY_JWT is another user's."""
    client.create(User("ada", "pw"))
    with Client(SERVER_URL, "ada", "pw") as hers:
        assert hers.username == "ada"


def test_otherwise_the_token_in_the_environment_is_used() -> None:
    """LY_JWT."""
    with Client(SERVER_URL) as found:
        assert found.username == "admin"


@pytest.mark.parametrize("caching", [True, False])
def test_analyses_are_cached_by_default_or_not(caching: bool) -> None:
    """default_analysis_caching: whether to cache analysis results by default."""
    with Client(SERVER_URL, default_analysis_caching=caching):
        Database("db_name", privacy_limit=PrivacyLimit(1000, 1e-6)).create()
        question = count_rows(DataSet.from_table(example().create()))
        question.run()
        assert question.run(rich_result=True).cached is caching


def test_the_most_of_one_computation_can_be_withheld_by_default(client: Client) -> None:
    """default_allow_max_budget_allocation; a computation may say otherwise."""
    typed(
        IMPORTS
        + CREATE_A_DATABASE
        + CREATE_A_TABLE.replace("hdfs://path/to/data.parq", "data.parq")
    )
    with Client(SERVER_URL, default_allow_max_budget_allocation=False):
        small = count_rows(DataSet.from_table("db_name.tbl_name"))
        with pytest.raises(DataSetTooSmallException):
            small.run()
        small.run(allow_max_budget_allocation=True)
    with Client(SERVER_URL):
        assert small.check() is small


def test_a_public_key_authenticates(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """public_key_auth: once a key is made and registered."""
    monkeypatch.setenv("LY_PRIVATE_KEY_FILE", str(tmp_path / "key.pem"))
    monkeypatch.delenv("LY_JWT")
    with pytest.raises(PublicKeyCredentialsError):
        Client(SERVER_URL, "admin", public_key_auth=True)
    key = _keys.write(tmp_path / "key.pem", "admin")
    register_key("laptop", key.public_key)
    with Client(SERVER_URL, "admin", public_key_auth=True) as found:
        assert found.username == "admin"


def test_a_login_that_fails_is_an_authentication_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """AuthenticationError - when login fails."""
    with pytest.raises(AuthenticationError):
        Client(SERVER_URL, "admin", "wrong")
    monkeypatch.setenv("LY_JWT", "no.such.token")
    with pytest.raises(AuthenticationError):
        Client(SERVER_URL)
    monkeypatch.delenv("LY_JWT")
    with pytest.raises(AuthenticationError, match="nothing to log in with"):
        Client(SERVER_URL)


@pytest.mark.parametrize("url", ["ly-server:4401", "", "https://", "ftp://ly-server", "http://x:0"])
def test_a_url_that_is_none_is_invalid(url: str) -> None:
    """InvalidURL - when the url parameter is formatted incorrectly."""
    with pytest.raises(InvalidURL):
        Client(url)


# The Client class: its methods and properties, in their order


def test_close_closes_the_connection() -> None:
    """And returns nothing; the token stays good."""
    found = Client(SERVER_URL)
    assert found.close() is None  # type: ignore[func-returns-value]
    assert not found.connected
    with pytest.raises(NotConnected):
        _ = found.databases
    assert Client(SERVER_URL).connected


def test_logout_prevents_any_further_actions_using_the_token() -> None:
    """Also those of another client that holds it."""
    with Client(SERVER_URL) as one, Client(SERVER_URL) as other:
        assert one.logout() is None  # type: ignore[func-returns-value]
        assert one.status is ClientStatus.DISCONNECTED
        assert other.status is ClientStatus.NOT_AUTHENTICATED
        with pytest.raises(AuthenticationError):
            list(other.databases)
    with pytest.raises(AuthenticationError):
        Client(SERVER_URL)


def asked(client: Client) -> None:
    """Ask a question about a table, which is made first."""
    client.create(Database("db_name"))
    client.create(example())
    count_rows(DataSet.from_table("db_name.tbl_name")).run()


def test_the_analysis_cache_is_cleared(client: Client) -> None:
    """clear_analysis_cache: Clear all analyses from the cache."""
    asked(client)
    assert client.clear_analysis_cache() is None  # type: ignore[func-returns-value]
    assert client.count_analysis_cache() == 0
    question = count_rows(DataSet.from_table("db_name.tbl_name"))
    assert not question.run(rich_result=True).cached


def test_all_caches_are_cleared(client: Client, server: Counting) -> None:
    """clear_all_caches: Clear all of the caches, those of resources among them."""
    asked(client)
    held = client.databases
    assert list(held) == ["db_name"]
    assert client.clear_all_caches() is None  # type: ignore[func-returns-value]
    assert client.count_analysis_cache() == 0
    before = server.count
    assert list(held) == list(client.databases) == ["db_name"]
    assert server.count == before + 1


def test_the_analyses_in_the_cache_are_counted(client: Client) -> None:
    """count_analysis_cache: Return the number of analyses in the analysis cache."""
    assert client.count_analysis_cache() == 0
    asked(client)
    assert client.count_analysis_cache() == 1


@pytest.mark.xfail(reason="the contract has no cached data sets", raises=AttributeError)
def test_cached_data_sets_are_cleared(client: Client) -> None:
    """unpersist_all_relations, with its note on unsupported backends."""
    client.unpersist_all_relations()  # type: ignore[attr-defined]
    note = inspect.getdoc(Client.unpersist_all_relations)  # type: ignore[attr-defined]
    assert "Unsupported Backends" in str(note)


def test_the_client_has_a_logger(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    """logger: Get the Logger object for the client."""
    assert isinstance(client.logger, logging.Logger)
    caplog.set_level(logging.DEBUG, client.logger.name)
    Database("db_name").create()
    assert f"POST {SERVER_URL}/v1/databases: 201" in caplog.text


def test_the_client_has_a_url_and_a_username(client: Client) -> None:
    """The URL of the connection, and the user currently logged in; both str."""
    assert (client.url, client.username) == (SERVER_URL, "admin")
    assert type(client.url) is type(client.username) is str


def test_connected_tells_whether_the_client_can_connect_and_authenticate(
    client: Client, server: Counting
) -> None:
    """It asks the server, each time."""
    count = server.count
    assert client.connected is True
    assert client.connected is True
    assert server.count == count + 2


def test_the_status_is_that_of_the_connection(client: Client) -> None:
    """A ClientStatus; what else it can be, `tests/leapyear/test_status.py` has."""
    client.create(User("ada", "pw"))
    hers = Client(SERVER_URL, "ada", "pw")
    found = [hers.status]
    client.drop(User("ada"))
    found.append(hers.status)
    hers.close()
    assert [*found, hers.status] == [
        ClientStatus.CONNECTED,
        ClientStatus.NOT_AUTHENTICATED,
        ClientStatus.DISCONNECTED,
    ]


def resources() -> list[Any]:
    """One of each kind that can be created."""
    return [User("ada", "pw"), Group("nurses"), Database("db_name"), example()]


@pytest.mark.parametrize("index", range(4), ids=["user", "group", "database", "table"])
def test_objects_are_created_updated_and_dropped(client: Client, index: int) -> None:
    """By the client, which returns nothing, and by themselves, which return themselves."""
    one = resources()[index]
    if isinstance(one, Table):
        client.create(Database("db_name"))
    changes = {"is_administrator": True} if isinstance(one, User) else {"description": "new"}
    assert client.create(one) is None  # type: ignore[func-returns-value]
    with pytest.raises(AlreadyExists):
        client.create(resources()[index])
    assert client.create(resources()[index], ignore_if_exists=True) is None  # type: ignore[func-returns-value]
    assert client.create(resources()[index], drop_if_exists=True) is None  # type: ignore[func-returns-value]
    assert client.update(one, **changes) is None  # type: ignore[func-returns-value]
    assert all(getattr(one.load(), name) == value for name, value in changes.items())
    assert client.drop(one) is None  # type: ignore[func-returns-value]
    with pytest.raises(NotFound):
        client.drop(one)
    assert client.drop(one, ignore_missing=True) is None  # type: ignore[func-returns-value]
    again = resources()[index]
    assert again.create() is again
    another = resources()[index]
    assert another.create(ignore_if_exists=True) is another
    assert again.update(**changes) is again
    again.drop()
    again.drop(ignore_missing=True)


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("create", {"ignore_if_exists": False, "drop_if_exists": False}),
        ("drop", {"ignore_missing": False}),
        ("update", {}),
    ],
)
def test_the_methods_have_the_documented_parameters(
    method: str, parameters: dict[str, bool]
) -> None:
    """Which can be given by place, too."""
    found = inspect.signature(getattr(Client, method)).parameters
    assert list(found)[:2] == ["self", "obj"]
    optional = {name: one for name, one in found.items() if name not in ("self", "obj", "kwargs")}
    assert {name: one.default for name, one in optional.items()} == parameters
    assert all(one.kind is one.POSITIONAL_OR_KEYWORD for one in optional.values())
    assert ("kwargs" in found) is (method == "update")


def test_views_are_created(client: Client) -> None:
    """As databases and tables are; and are what data sets are made from."""
    client.create(Database("db_name", privacy_limit=PrivacyLimit(1000, 1e-6)))
    client.create(example())
    everybody = DataSet.from_table("db_name.tbl_name")
    low = View("low", database="db_name", data_set=everybody.where(everybody.x < 0))
    assert client.create(low) is None  # type: ignore[func-returns-value]
    assert str(client.databases["db_name"].views) == "{'low': <View db_name.low>}"
    assert list(low.schema) == ["x", "y"]
    through = count_rows(DataSet.from_view("db_name.low")).run()
    assert through == count_rows(everybody.where(everybody.x < 0)).run()
    client.update(low, description="new")
    assert low.load().description == "new"
    with pytest.raises(Conflict, match="'low'"):
        client.drop(example())
    client.drop(low)
    with pytest.raises(NotFound):
        DataSet.from_view("db_name.low")


def test_privacy_profiles_are_created(client: Client) -> None:
    """As databases and tables are; changed and dropped as well."""
    profile = PrivacyProfile("mine")
    client.create(profile)
    assert client.privacy_profiles["mine"].params == client.privacy_profiles["balanced"].params
    client.update(profile, description="for me")
    assert client.privacy_profiles["mine"].description == "for me"
    client.drop(profile)
    assert "mine" not in client.privacy_profiles


@pytest.mark.parametrize("index", range(4), ids=["user", "group", "database", "table"])
def test_objects_are_created_asynchronously(client: Client, index: int) -> None:
    """create_async: returns an AsyncJob."""
    one = resources()[index]
    if isinstance(one, Table):
        client.create(Database("db_name"))
    job = client.create_async(one)
    assert isinstance(job, AsyncJob)
    assert job.wait(max_timeout_sec=30).state == "finished"
    assert job.result() is one
    assert one.load().created_at is not None
    with pytest.raises(AlreadyExists):
        client.create_async(resources()[index])
    made = [found.kind for found in client.recent_finished_jobs]
    assert made == (["create_table"] if isinstance(one, Table) else [])


def test_a_creation_is_taken_up_again_by_the_id_of_its_job(client: Client) -> None:
    """By another client, say: the job gives the table, or says why there is none."""
    client.create(Database("db_name"))
    begun = client.create_async(example())
    assert begun.id is not None
    made = AsyncJob(begun.id).result(max_timeout_sec=30)
    assert isinstance(made, Table)
    assert list(made.columns) == ["x", "y"]
    definitions = [ColumnDefinition("y", "BOOL")]
    lost = client.create_async(
        Table("lost", database="db_name", columns=definitions, credentials="nosuch.parq")
    )
    assert lost.id is not None
    for job in (lost, AsyncJob(lost.id)):
        with pytest.raises(SourceNotFound):
            job.result(max_timeout_sec=30)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("privacy_profiles", PrivacyProfile),
        ("databases", Database),
        ("users", User),
        ("groups", Group),
    ],
)
def test_resources_of_the_server_are_mappings(client: Client, name: str, kind: type) -> None:
    """From names to resources; they print like dicts."""
    client.create(Database("db_name"))
    client.create(Group("nurses"))
    found = getattr(client, name)
    assert isinstance(found, Mapping)
    assert found
    assert str(found) == str(dict(found))
    for one, resource in found.items():
        assert isinstance(resource, kind)
        assert resource.name == one  # type: ignore[attr-defined]


def test_every_write_is_seen(client: Client) -> None:
    """What was made is there, and what was dropped is not, whatever was kept."""
    assert not client.databases
    assert not client.groups
    assert list(client.users) == ["admin"]
    for one in resources():
        client.create(one)
    assert list(client.databases) == ["db_name"]
    assert list(client.databases["db_name"].tables) == ["tbl_name"]
    assert list(client.users) == ["ada", "admin"]
    assert list(client.groups) == ["nurses"]
    for one in resources()[:3]:
        client.drop(one)
    assert not client.databases
    assert not client.groups
    with pytest.raises(UserNotFound):
        client.users["ada"]
    with pytest.raises(DatabaseNotFound):
        client.databases["db_name"]


def test_the_current_user_is_the_one_who_is_logged_in(client: Client) -> None:
    """A User, as the server knows it."""
    assert isinstance(client.current_user, User)
    assert (client.current_user.username, client.current_user.is_administrator) == ("admin", True)


def test_jobs_and_recent_finished_jobs_are_lists(client: Client) -> None:
    """Of AsyncJobInformation: what is running, and what has ended of late."""
    assert client.jobs == client.recent_finished_jobs == []
    client.create(Database("db_name"))
    client.create(example())
    asked = count_rows(DataSet.from_table("db_name.tbl_name")).run(detach=True)
    asked.wait(max_timeout_sec=30)
    assert client.jobs == []
    (found,) = client.recent_finished_jobs
    assert isinstance(found, AsyncJobInformation)
    assert (found.id, found.state, found.username) == (asked.id, "finished", "admin")
