"""The catalogue keeps what was committed, queues its writers, and belongs to its owner alone."""

import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError

from leapyear_core.catalog import databases, store, tables, users
from leapyear_core.catalog.store import Catalog, CatalogueBusy
from leapyear_core.model.errors import PreconditionFailed, UserNotFound

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(params=["file", "memory"])
def catalog(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Catalog]:
    in_memory = request.param == "memory"
    catalog = (
        Catalog.in_memory() if in_memory else Catalog.open(f"sqlite:///{tmp_path / 'catalog.db'}")
    )
    yield catalog
    catalog.close()


def add_user(catalog: Catalog, name: str = "ada") -> int:
    with catalog.write() as connection:
        return users.add(
            connection, username=name, password_hash="x", is_administrator=False, created_at=NOW
        )


def test_what_was_written_is_read(catalog: Catalog) -> None:
    """A record comes back as it went in."""
    user_id = add_user(catalog)
    with catalog.read() as connection:
        user = users.find(connection, "ada")
    assert user == users.UserRecord(user_id, "ada", "x", False, 0, NOW, None)


def test_what_shall_be_written_only_if_something_is_so_is_not_written_otherwise(
    catalog: Catalog,
) -> None:
    """It is looked at in the transaction that writes, once, and before it writes."""
    seen: list[bool] = []

    def is_there() -> bool:
        with catalog.read() as connection:
            seen.append(users.find(connection, "ada") is not None)
        return seen[-1]

    with store.only_if(is_there), pytest.raises(PreconditionFailed):
        add_user(catalog)
    assert not is_there()
    with store.only_if(lambda: not is_there()):
        add_user(catalog)
        add_user(catalog, "bob")
    assert is_there()
    assert seen == [False, False, False, True]


def test_a_condition_is_false_where_it_cannot_be_looked_at(catalog: Catalog) -> None:
    def fails() -> bool:
        raise UserNotFound("there is none")

    with store.only_if(fails), pytest.raises(PreconditionFailed):
        add_user(catalog)


def test_what_goes_wrong_in_a_transaction_comes_before_its_condition(catalog: Catalog) -> None:
    def add_and_fail() -> None:
        with catalog.write():
            raise RuntimeError

    with store.only_if(lambda: False), pytest.raises(RuntimeError):
        add_and_fail()


def test_a_condition_is_that_of_one_thread_alone(catalog: Catalog) -> None:
    with store.only_if(lambda: False):
        other = threading.Thread(target=add_user, args=(catalog,))
        other.start()
        other.join(timeout=30)
    with catalog.read() as connection:
        assert users.find(connection, "ada") is not None


def test_a_transaction_that_fails_leaves_nothing(catalog: Catalog) -> None:
    """An exception that leaves the block takes the writes back."""

    def add_and_fail() -> None:
        with catalog.write() as connection:
            users.change(connection, user_id, username="bob")
            raise RuntimeError

    user_id = add_user(catalog)
    with pytest.raises(RuntimeError):
        add_and_fail()
    with catalog.read() as connection:
        assert users.find(connection, "bob") is None


def test_a_moment_comes_back_in_utc_and_naive_ones_are_refused(catalog: Catalog) -> None:
    """Whatever the zone it was given in."""
    with catalog.write() as connection:
        elsewhere = NOW.astimezone(timezone(timedelta(hours=5)))
        user_id = users.add(
            connection,
            username="a",
            password_hash="x",
            is_administrator=False,
            created_at=elsewhere,
        )
        found = users.find_by_id(connection, user_id)
        assert found is not None
        assert found.created_at == NOW
        assert found.created_at.utcoffset() == timedelta(0)
    with pytest.raises(StatementError), catalog.write() as connection:
        users.change(connection, user_id, dropped_at=NOW.replace(tzinfo=None))


def test_names_are_unique_among_the_living_only(catalog: Catalog) -> None:
    """The name of a dropped user is free, and its id is not."""
    first = add_user(catalog)
    with pytest.raises(IntegrityError):
        add_user(catalog)
    with catalog.write() as connection:
        users.change(connection, first, dropped_at=NOW)
    second = add_user(catalog)
    assert second > first
    with catalog.read() as connection:
        assert users.usernames(connection, [first, second]) == {first: "ada", second: "ada"}


def test_an_id_is_never_used_twice(catalog: Catalog) -> None:
    """Not even that of a row that is gone altogether: a token might name it."""
    first = add_user(catalog)
    with catalog.write() as connection:
        connection.execute(text("DELETE FROM users"))
    assert add_user(catalog) > first


def test_foreign_keys_hold(catalog: Catalog) -> None:
    """SQLite checks them only when told to."""
    with pytest.raises(IntegrityError), catalog.write() as connection:
        tables.add(
            connection,
            database_id=7,
            name="t",
            description=None,
            credentials="c",
            columns=(),
            is_public=False,
            source={},
            data_version="1",
            created_at=NOW,
        )


def test_writers_queue(catalog: Catalog) -> None:
    """Those who read first and write later neither fail nor overwrite each other."""
    with catalog.write() as connection:
        databases.add(
            connection,
            name="d",
            description=None,
            privacy_profile="balanced",
            epsilon=1.0,
            delta=1e-6,
            limit_nano=10**9,
            created_at=NOW,
        )
    start = threading.Barrier(8)

    def spend() -> None:
        start.wait()
        for _ in range(5):
            with catalog.write() as connection:
                database = databases.find(connection, "d")
                assert database is not None
                databases.change(connection, database.id, spent_nano=database.spent_nano + 1)

    threads = [threading.Thread(target=spend) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with catalog.read() as connection:
        database = databases.find(connection, "d")
    assert database is not None
    assert database.spent_nano == 40


def test_a_writer_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In memory too, where all share one connection."""
    monkeypatch.setattr(store, "BUSY_TIMEOUT", 0.01)
    catalog = Catalog.in_memory()
    with catalog.write(), pytest.raises(CatalogueBusy), catalog.write():
        pass
    catalog.close()


def test_a_commit_is_on_the_disk_and_readers_do_not_wait(tmp_path: Path) -> None:
    """A charge that a power cut forgets would be privacy given away."""
    catalog = Catalog.open(f"sqlite:///{tmp_path / 'catalog.db'}")
    with catalog.read() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    with catalog.write(), catalog.read() as connection:
        assert users.find(connection, "nobody") is None
    catalog.close()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    """So are the log and the index beside it: they hold password hashes."""
    catalog = Catalog.open(f"sqlite:///{tmp_path / 'catalog.db'}")
    add_user(catalog)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    catalog.close()
    assert modes == {0o600}


def test_a_record_does_not_show_its_password_hash() -> None:
    """Records end up in tracebacks."""
    assert "secret" not in repr(users.UserRecord(1, "ada", "secret", False, 0, NOW, None))
