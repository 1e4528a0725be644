"""The client: logging in, its parameters, and what it gives access to."""

import asyncio
import inspect
import logging
import threading
from typing import Any

import httpx
import pytest

import leapyear
from leapyear import Client
from leapyear._transport import substitute_transport
from leapyear.admin import Database, PrivacyLimit, User
from leapyear.auth import ClientInfo, ly_login
from leapyear.exceptions import (
    AlreadyExists,
    AuthenticationError,
    ConnectionError,  # noqa: A004
    DatabaseNotFound,
    InvalidURL,
    NotConnected,
    PublicKeyCredentialsError,
    ServerVersionMismatch,
)
from leapyear_api.api.databases import get_database, list_databases
from tests.leapyear.servers import (
    PASSWORD,
    TOKEN,
    URL,
    Script,
    ScriptedServer,
    connected,
    database,
    problem,
    reply,
    user,
)


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LY_API_URL", "LY_JWT"):
        monkeypatch.delenv(name, raising=False)


def test_the_signature_is_the_documented_one() -> None:
    """Names, order, kinds and defaults of the reference page."""
    parameters = inspect.signature(Client).parameters
    assert str(parameters["url"]).endswith("= 'http://localhost:4401'")
    assert [
        (name, one.kind.name, one.default) for name, one in parameters.items() if name != "url"
    ] == [
        ("username", "POSITIONAL_OR_KEYWORD", None),
        ("password", "POSITIONAL_OR_KEYWORD", None),
        ("authenticate", "KEYWORD_ONLY", ly_login),
        ("default_analysis_caching", "KEYWORD_ONLY", True),
        ("default_allow_max_budget_allocation", "KEYWORD_ONLY", True),
        ("public_key_auth", "KEYWORD_ONLY", False),
    ]


def test_making_a_client_logs_in() -> None:
    """With two requests: the login, and the proof that the token is good."""
    with connected() as (client, server):
        assert [one.url.path for one in server.requests] == ["/v1/login", "/v1/users/me"]
        assert server.body(0) == {"username": "ada", "password": PASSWORD}
        assert "Authorization" not in server.requests[0].headers
        assert server.requests[1].headers["Authorization"] == f"Bearer {TOKEN}"
        assert (client.url, client.username, client.current_user.username) == (URL, "ada", "ada")
        assert repr(client) == f"<Client {URL} as ada>"
        assert isinstance(client.logger, logging.Logger)


@pytest.mark.parametrize(
    ("given", "setting", "expected"),
    [
        ({}, None, "http://localhost:4401"),
        ({}, "http://from.env:1", "http://from.env:1"),
        ({}, "", "http://localhost:4401"),
        ({"url": None}, "http://from.env:1", "http://from.env:1"),
        ({"url": "http://given:2/"}, "http://from.env:1", "http://given:2"),
        ({"url": "http://localhost:4401"}, "http://from.env:1", "http://localhost:4401"),
    ],
)
def test_the_url_comes_from_the_call_then_the_setting_then_the_default(
    given: dict[str, Any], setting: str | None, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The default being given is not the same as nothing being given."""
    if setting is not None:
        monkeypatch.setenv("LY_API_URL", setting)
    with (
        substitute_transport(server := ScriptedServer()),
        Client(**given, username="ada", password="x") as client,
    ):
        assert client.url == expected
        assert str(server.requests[0].url).startswith(expected)


def test_a_url_that_is_none_is_told() -> None:
    """Before anything is sent."""
    with substitute_transport(server := ScriptedServer()):
        with pytest.raises(InvalidURL, match="'localhost:4401'"):
            Client("localhost:4401", "ada", "x")
        assert server.requests == []


def test_a_wrong_password_is_told_where_it_was_typed() -> None:
    """In the words of the server, which does not say whether the user exists."""
    script = {"POST /v1/login": problem(401, "authentication_failed", "wrong username or password")}
    with pytest.raises(AuthenticationError, match="wrong username or password"), connected(script):
        pass
    with pytest.raises(NotConnected):
        Database("x").load()  # a failed login leaves no connection behind


def test_nothing_to_log_in_with_lists_every_way() -> None:
    """And sends nothing."""
    with substitute_transport(server := ScriptedServer()):
        with pytest.raises(
            AuthenticationError, match=r"(?s)username and a password.*LY_JWT.*authenticate"
        ):
            Client(URL)
        halves: list[dict[str, Any]] = [{"username": "ada"}, {"password": "x"}]
        for half in halves:
            with pytest.raises(AuthenticationError, match=r"and no (password|username)"):
                Client(URL, **half)
        assert server.requests == []


def test_a_token_in_the_environment_logs_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a login; whose it is, the server says."""
    monkeypatch.setenv("LY_JWT", "the.jwt\n")
    with connected(username=None, password=None) as (client, server):
        assert [one.url.path for one in server.requests] == ["/v1/users/me"]
        assert server.requests[0].headers["Authorization"] == "Bearer the.jwt"
        assert client.username == "ada"


def test_a_token_of_somebody_else_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks to be eve does not become ada."""
    monkeypatch.setenv("LY_JWT", "the.jwt")
    with (
        pytest.raises(AuthenticationError, match="of user 'ada' and not of 'eve'"),
        connected(username="eve", password=None),
    ):
        pass


def test_any_callable_can_authenticate() -> None:
    """It gets the client's info, the username and the password, and is called again on expiry."""
    calls: list[tuple[ClientInfo, str | None, str | None]] = []

    def authenticate(info: ClientInfo, username: str | None, password: str | None) -> str:
        calls.append((info, username, password))
        return f"token{len(calls)}"

    def databases(request: httpx.Request) -> httpx.Response:
        if request.headers["Authorization"] == "Bearer token1":
            return problem(401, "token_expired")
        return reply({"items": []})

    with connected({"GET /v1/databases": databases}, authenticate=authenticate) as (client, _):
        assert dict(client.databases) == {}
    assert calls == [(ClientInfo(URL), "ada", PASSWORD)] * 2


def test_a_callback_that_fails_is_a_login_that_failed() -> None:
    """Its own error is the cause, and its text, which may hold anything, is not repeated."""

    def authenticate(*args: object) -> str:
        raise KeyError(PASSWORD)

    with (
        pytest.raises(AuthenticationError, match="authenticate failed with KeyError") as caught,
        connected(authenticate=authenticate),
    ):
        pass
    assert PASSWORD not in str(caught.value)
    assert isinstance(caught.value.__cause__, KeyError)


def test_a_callback_must_return_a_token() -> None:
    """A string."""
    with (
        pytest.raises(AuthenticationError, match="returned NoneType"),
        connected(authenticate=lambda *args: None),
    ):
        pass


def test_another_version_of_the_contract_is_told_at_first_contact() -> None:
    """Before the login is blamed."""
    script = {"POST /v1/login": reply({}, 404, **{"LeapYear-Version": "9.0.0"})}
    with pytest.raises(ServerVersionMismatch, match=r"9\.0\.0"), connected(script):
        pass


def test_what_cannot_be_meant_is_refused_before_a_request() -> None:
    """Two ways to log in at once."""
    with substitute_transport(server := ScriptedServer()):
        with pytest.raises(PublicKeyCredentialsError, match="leave out the password"):
            Client(URL, "ada", "x", public_key_auth=True)
        with pytest.raises(PublicKeyCredentialsError, match="leave out one of them"):
            Client(URL, "ada", authenticate=lambda *args: "t", public_key_auth=True)
        assert server.requests == []


def test_connected_asks_the_server() -> None:
    """True, False where it refuses, False where it is closed; never an error."""
    with connected() as (client, server):
        found = [client.connected]
        server.script["GET /v1/users/me"] = problem(401, "token_invalid")
        found += [client.connected]
    assert [*found, client.connected] == [True, False, False]


def test_a_closed_client_says_so() -> None:
    """Whatever it is asked for."""
    with connected() as (client, server):
        client.close()
        client.close()
        assert server.is_closed
        for use in (
            lambda: client.databases,
            lambda: client.users,
            lambda: client.current_user,
            lambda: client.privacy_profiles,
            lambda: client.api,
            lambda: client.create(Database("x")),
            client.logout,
        ):
            with pytest.raises(NotConnected, match="was closed: make a new Client"):
                use()
        assert repr(client).endswith("(closed)>")


def test_logout_revokes_and_closes() -> None:
    """And what comes after says that it was a logout."""
    with connected({"POST /v1/logout": reply(None, 204)}) as (client, server):
        client.logout()
        assert server.asked == ["POST /v1/logout"]
        with pytest.raises(NotConnected, match="was logged out"):
            _ = client.databases


def test_create_update_and_drop_go_through_this_client() -> None:
    """Not through the current one."""
    with (
        connected(
            {
                "POST /v1/users": reply(user("eve"), 201),
                "DELETE /v1/users/eve": reply(None, 204),
                "PATCH /v1/users/eve": reply(user("eve", True)),
            }
        ) as (outer, server),
        connected(),
    ):
        eve = User("eve", "pw")
        outer.create(eve)
        outer.update(eve, is_administrator=True)
        assert eve.is_administrator
        outer.drop(eve)
        assert server.asked == ["POST /v1/users", "PATCH /v1/users/eve", "DELETE /v1/users/eve"]


def test_create_can_ignore_what_is_there() -> None:
    """The object then tells how the one is that is there."""
    script = {
        "POST /v1/databases": problem(409, "already_exists", "there is one"),
        "GET /v1/databases/clinic": reply(database("clinic", description="the old one", id=7)),
    }
    with connected(script) as (client, _):
        mine = Database("clinic", description="mine")
        with pytest.raises(AlreadyExists, match="there is one"):
            client.create(mine)
        assert mine.description == "mine"
        client.create(mine, ignore_if_exists=True)
        assert (mine.description, mine.id) == ("the old one", 7)


def test_create_can_replace_what_is_there() -> None:
    """Drop and make; only where it is there."""
    script: Script = {
        "POST /v1/databases": [
            problem(409, "already_exists"),
            reply(database("clinic", id=8), 201),
        ],
        "DELETE /v1/databases/clinic": reply(None, 204),
    }
    with connected(script) as (client, server):
        mine = Database("clinic")
        client.create(mine, drop_if_exists=True)
        assert mine.id == 8
        assert server.asked == [
            "POST /v1/databases",
            "DELETE /v1/databases/clinic",
            "POST /v1/databases",
        ]
        with pytest.raises(ValueError, match="contradict"):
            client.create(mine, ignore_if_exists=True, drop_if_exists=True)


def test_drop_can_ignore_what_is_not_there() -> None:
    """Otherwise it is an error."""
    with connected({"DELETE /v1/databases/clinic": problem(404, "database_not_found", "no")}) as (
        client,
        _,
    ):
        with pytest.raises(DatabaseNotFound):
            client.drop(Database("clinic"))
        client.drop(Database("clinic"), ignore_missing=True)


def test_only_resources_can_be_created() -> None:
    """The names of them are not enough."""
    with connected() as (client, _):
        for method in (client.create, client.update, client.drop):
            with pytest.raises(
                TypeError, match="a Database, a Table, a View, a User, a Group or a PrivacyProfile"
            ):
                method("clinic")  # type: ignore[arg-type]


def test_a_cached_read_makes_no_request_and_a_write_drops_what_it_touches() -> None:
    """And nothing else."""
    script = {
        "GET /v1/databases": reply({"items": [database("a"), database("b")]}),
        "GET /v1/users": reply({"items": [user("ada")]}),
        "PATCH /v1/databases/a": reply(database("a", description="new")),
        "GET /v1/databases/a": reply(database("a", description="new")),
    }
    with connected(script) as (client, server):
        assert str(client.databases) == "{'a': <Database a>, 'b': <Database b>}"
        assert str(client.users) == "{'ada': <User ada>}"
        before = list(server.asked)
        old = client.databases["a"]
        assert str(client.databases) + str(client.users)
        assert old.privacy_limit == PrivacyLimit(3, 1e-6)
        assert server.asked == before
        client.update(Database("a"), description="new")
        assert client.users["ada"].username == "ada"
        assert client.databases["b"].name == "b"
        assert server.asked == [*before, "PATCH /v1/databases/a"]
        assert client.databases["a"].description == "new"
        assert server.asked == [*before, "PATCH /v1/databases/a", "GET /v1/databases/a"]


def test_the_generated_client_is_authenticated_and_raises_our_errors() -> None:
    """The supported way to endpoints that have no wrapper."""
    script = {
        "GET /v1/databases": reply({"items": [database("a")]}),
        "GET /v1/databases/x": problem(404, "database_not_found", "there is no database 'x'"),
    }
    with connected(script) as (client, server):
        page: Any = list_databases.sync(client=client.api)
        assert [one.name for one in page.items] == ["a"]
        assert server.requests[-1].headers["Authorization"] == f"Bearer {TOKEN}"
        with pytest.raises(DatabaseNotFound, match="'x'"):
            get_database.sync("x", client=client.api)


def test_the_generated_client_serves_those_who_await() -> None:
    """By the same rules, and without holding up the event loop: here two requests wait for each other."""
    both = threading.Barrier(2, timeout=10)

    def together(request: httpx.Request) -> httpx.Response:
        both.wait()
        return reply({"items": [database("a")]})

    async def asking(client: Client) -> None:
        pages: Any = await asyncio.gather(
            list_databases.asyncio(client=client.api), list_databases.asyncio(client=client.api)
        )
        assert [[one.name for one in page.items] for page in pages] == [["a"], ["a"]]
        with pytest.raises(DatabaseNotFound, match="'x'"):
            await get_database.asyncio("x", client=client.api)
        api = client.api
        client.close()
        with pytest.raises(NotConnected):
            await list_databases.asyncio(client=api)

    script: Script = {
        "GET /v1/databases": together,
        "GET /v1/databases/x": problem(404, "database_not_found", "there is no database 'x'"),
    }
    with connected(script) as (client, server):
        asyncio.run(asking(client))
        assert server.requests[-1].headers["Authorization"] == f"Bearer {TOKEN}"
        assert server.requests[-1].headers["User-Agent"].startswith("leapyear-python/")


def test_a_server_that_is_down_is_told() -> None:
    """With its URL, and what to do."""

    def down(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectTimeout("timed out")

    with (
        pytest.raises(ConnectionError, match=f"no server at {URL}"),
        connected({"POST /v1/login": down}),
    ):
        pass


def test_the_package_exports_what_a_notebook_begins_with() -> None:
    """And each of them from where it says."""
    assert sorted(leapyear.__all__) == [
        "APIError",
        "Client",
        "ClientError",
        "DataSet",
        "__version__",
    ]
    assert all(hasattr(leapyear, name) for name in leapyear.__all__)
