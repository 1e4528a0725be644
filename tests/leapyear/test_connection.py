"""The stack of connections: nested, per thread and per task."""

import asyncio
import threading

import pytest

from leapyear import Client
from leapyear._connection import connection_for, current
from leapyear._transport import substitute_transport
from leapyear.admin import Database
from leapyear.exceptions import NotConnected
from tests.leapyear.servers import URL, ScriptedServer, connected, database, reply

OTHER = "http://other.test:4401"


def client(url: str = URL) -> Client:
    """A client of a scripted server."""
    with substitute_transport(ScriptedServer()):
        return Client(url, "ada", "secret")


def test_without_a_connection_the_error_says_how_to_make_one() -> None:
    """And that threads need their own."""
    with pytest.raises(NotConnected, match=r"(?s)leapyear\.Client\(url.*Each thread"):
        current()


def test_a_plain_client_is_current_until_it_is_closed() -> None:
    """Method 1 of the documented client."""
    one = client()
    assert current() is one._connection
    one.close()
    with pytest.raises(NotConnected):
        current()


def test_clients_nest() -> None:
    """The innermost is current; at its end the one around it is."""
    with client(URL) as outer:
        with client(OTHER) as inner:
            assert current() is inner._connection
            with outer:
                assert current() is outer._connection
        # Leaving the second `with outer` has closed it.
        with pytest.raises(NotConnected):
            current()


def test_a_client_in_between_may_be_closed_first() -> None:
    """The order of ends need not be that of beginnings."""
    one, two, three = client(), client(), client()
    two.close()
    assert current() is three._connection
    three.close()
    assert current() is one._connection
    one.close()


def test_a_closed_client_cannot_be_entered() -> None:
    """It says so there, and not at the first thing that is done with it."""
    one = client()
    one.close()
    one.close()
    with pytest.raises(NotConnected, match="was closed"), one:
        pass


def test_threads_do_not_see_each_others_connections() -> None:
    """A thread starts with none, and leaves none behind."""
    found: list[object] = []

    def work() -> None:
        try:
            current()
        except NotConnected as error:
            found.append(error)
        with client(OTHER) as mine:
            found.append(current() is mine._connection)

    with client() as outer:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join(10)
        assert isinstance(found[0], NotConnected)
        assert found[1] is True
        assert current() is outer._connection


def test_tasks_do_not_see_each_others_connections() -> None:
    """A task sees what was current where it was made, and keeps its own to itself."""

    async def work(url: str, turn: asyncio.Barrier) -> bool:
        with client(url) as mine:
            await turn.wait()
            return current() is mine._connection

    async def all_of_them() -> list[bool]:
        turn = asyncio.Barrier(3)
        return list(
            await asyncio.gather(*(work(f"http://core{index}", turn) for index in range(3)))
        )

    assert asyncio.run(all_of_them()) == [True, True, True]


def test_a_connection_closed_elsewhere_is_no_longer_current() -> None:
    """Another thread cannot take it off our stack; it is passed over."""
    with client() as outer:
        inner = client(OTHER)
        thread = threading.Thread(target=inner.close)
        thread.start()
        thread.join(10)
        assert current() is outer._connection


def test_what_was_loaded_stays_with_its_server() -> None:
    """Also while another connection is current."""
    script = {"GET /v1/databases/clinic": reply(database("clinic"))}
    with connected(script) as (first, server):
        loaded = first.databases["clinic"]
        with client(OTHER):
            loaded.load()
        assert server.asked == ["GET /v1/databases/clinic"] * 2


def test_one_may_reconnect_to_the_same_server_and_to_no_other() -> None:
    """What was to be dropped there must not be dropped here."""
    one = client()
    bound = one._connection
    one.close()
    with client(OTHER), pytest.raises(NotConnected, match=rf"came from {URL}.*goes to {OTHER}"):
        connection_for(bound)
    with client(URL) as again:
        assert connection_for(bound) is again._connection


def test_what_is_made_by_hand_uses_the_current_connection() -> None:
    """As on the documented page: `User('u', 'p').create()` inside of a `with`."""
    with connected({"GET /v1/databases/clinic": reply(database("clinic", id=7))}):
        assert Database("clinic").load().id == 7
    with pytest.raises(NotConnected):
        Database("clinic").load()
