"""The seam: malformed replies become our errors, and generated types go no further."""

import contextlib
from collections.abc import Callable
from typing import Any

import attrs
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leapyear import Client
from leapyear._privacy import PrivacyLimit
from leapyear._seam import Server
from leapyear._version import CONTRACT_VERSION
from leapyear.admin import Database, User
from leapyear.exceptions import APIError, ClientError, InvalidJson, ServerUnavailable
from leapyear_api.types import UNSET
from tests.leapyear.servers import (
    CREATED,
    connected,
    database,
    job,
    reply,
    table,
    user,
)

VERSION = {"LeapYear-Version": CONTRACT_VERSION}

READS: dict[str, tuple[str, Any, Callable[[Server], Any]]] = {
    "user": ("GET /v1/users/x", user("x"), lambda server: server.get_user("x")),
    "users": ("GET /v1/users", {"items": [user("x")]}, lambda server: server.list_users(9, None)),
    "database": ("GET /v1/databases/x", database("x"), lambda server: server.get_database("x")),
    "table": (
        "GET /v1/databases/x/tables/t",
        table("t"),
        lambda server: server.get_table("x", "t"),
    ),
    "job": ("GET /v1/jobs/j", job(), lambda server: server.get_job("j", 1)),
}


def read(name: str, body: Any) -> Any:
    """What a read makes of a reply."""
    path, _, ask = READS[name]
    with connected({path: reply(body)}) as (client, _server):
        return ask(client._connection.server)


@pytest.mark.parametrize("name", READS)
def test_good_replies_become_frozen_values_without_anything_generated(name: str) -> None:
    """No `Unset`, no generated class, nothing that can be changed."""
    found = read(name, READS[name][1])

    def check(value: Any) -> None:
        assert value is not UNSET
        assert not type(value).__module__.startswith("leapyear_api")
        if attrs.has(type(value)):
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(value, attrs.fields(type(value))[0].name, 1)
            for one in attrs.fields(type(value)):
                check(getattr(value, one.name))
        elif isinstance(value, tuple):
            for item in value:
                check(item)

    check(found)


@pytest.mark.parametrize("name", READS)
@pytest.mark.parametrize(
    "body", [None, [], {}, "x", 3, True, {"items": None}, {"items": [3]}, {"name": None}]
)
def test_replies_that_are_something_else_are_told_as_such(name: str, body: Any) -> None:
    """Not with the KeyError of whoever tripped over it."""
    with pytest.raises(InvalidJson, match="not what the contract says"):
        read(name, body)


@pytest.mark.parametrize("name", ["user", "database", "table", "job"])
def test_every_required_field_is_missed(name: str) -> None:
    """One at a time."""
    good = READS[name][1]
    unused = {"kind", "username", "database", "created_at"} if name == "job" else set()
    for field in set(good) - unused:
        with pytest.raises(InvalidJson):
            read(name, {key: value for key, value in good.items() if key != field})
        with pytest.raises(InvalidJson):
            read(name, {**good, field: {"odd": 1}})


@pytest.mark.parametrize(
    "odd",
    [
        {"kind": "int", "lower": 0},
        {"kind": "int", "lower": "0", "upper": 3},
        {"kind": "real", "lower": None, "upper": 3},
        {"kind": "factor", "values": [1]},
        {"kind": "geometry"},
        {},
        None,
    ],
)
def test_a_column_of_a_type_that_we_do_not_know_is_told(odd: Any) -> None:
    """A newer server may have more; guessing at a type would be guessing at bounds."""
    with pytest.raises(InvalidJson):
        read("table", table("t", columns=[{"name": "x", "type": odd}]))


def test_an_unknown_state_of_a_job_is_told() -> None:
    """The generated enum raises a TypeError or a ValueError."""
    with pytest.raises(InvalidJson):
        read("job", {**job(), "state": "dreaming"})


def test_more_fields_than_we_know_are_no_matter() -> None:
    """Servers of later versions may add some."""
    assert read("user", {**user("x"), "shoe_size": 43}).username == "x"


@pytest.mark.parametrize(
    ("response", "kind"),
    [
        (httpx.Response(502, html="<h1>Bad Gateway</h1>"), ServerUnavailable),
        (httpx.Response(499, text="gone"), APIError),
        (
            httpx.Response(200, html="<h1>Welcome</h1>", headers=VERSION),
            InvalidJson,
        ),
        (httpx.Response(200, content=b'{"a":', headers=VERSION), InvalidJson),
        (
            httpx.Response(200, content=b"[" * 100_000, headers=VERSION),
            InvalidJson,
        ),
        (
            httpx.Response(200, content=b"\xff\xfe", headers=VERSION),
            InvalidJson,
        ),
        (httpx.Response(204, headers=VERSION), InvalidJson),
        (httpx.Response(299, json={}, headers=VERSION), InvalidJson),
        (httpx.Response(500, json={"code": "from_the_future", "detail": "x"}), APIError),
    ],
)
def test_replies_that_are_no_json_or_have_odd_statuses_are_told(
    response: httpx.Response, kind: type[Exception]
) -> None:
    """Pages of proxies, halves of answers, statuses that the contract does not have."""
    with connected({"GET /v1/users/x": response}) as (client, _), pytest.raises(kind):
        client._connection.server.get_user("x")


def test_an_odd_status_of_a_write_is_told_too() -> None:
    """The generated code trips over statuses that no standard knows."""
    with connected({"DELETE /v1/users/x": reply({}, 299)}), pytest.raises(InvalidJson):
        User("x").drop()


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


def test_no_reply_makes_anything_else_than_a_client_error() -> None:
    """Whatever is put in the place of a field."""
    with connected() as (client, server):

        @given(st.sampled_from(["user", "database", "table", "job"]), st.data())
        def check(name: str, data: st.DataObject) -> None:
            path, good, ask = READS[name]
            field = data.draw(st.sampled_from(sorted(good)))
            server.script[path] = reply({**good, field: data.draw(json_values)})
            with contextlib.suppress(ClientError):
                ask(client._connection.server)

        check()


def test_a_privacy_limit_that_can_be_none_is_a_malformed_reply() -> None:
    """And not an error of the caller, who asked for no limit."""
    odd = database("x", privacy_limit={"epsilon": -1, "delta": 1e-6})
    with pytest.raises(InvalidJson):
        read("database", odd)


def test_an_empty_description_is_none() -> None:
    """There is no null on the wire."""
    assert read("database", database("x", description="")).description is None
    assert read("database", database("x")).privacy_limit == PrivacyLimit(3, 1e-6)
    assert read("database", database("x")).created_at.isoformat() == CREATED


def test_a_mistake_of_ours_does_not_look_like_one_of_the_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Bodies are built before a reply is looked at."""

    def broken(limit: PrivacyLimit) -> None:
        raise KeyError("ours")

    monkeypatch.setattr("leapyear._seam.requests.limit", broken)
    with connected(), pytest.raises(KeyError, match="ours"):
        Database("x", privacy_limit=PrivacyLimit(1, 1e-6)).create()


def test_pages_are_followed_to_their_end() -> None:
    """By the cursor of the page before, as it is."""
    pages = [reply({"items": [user("a")], "next_cursor": "x/y=="}), reply({"items": [user("b")]})]
    client: Client
    with connected({"GET /v1/users": pages}) as (client, server):
        assert list(client.users) == ["a", "b"]
        assert server.asked[-1] == "GET /v1/users?limit=100&cursor=x%2Fy%3D%3D"
