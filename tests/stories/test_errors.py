"""The story of what goes wrong: each thing has its own class, names what it is about and the way out, and changes nothing."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from leapyear import Client, DataSet, exceptions
from leapyear.admin import ColumnDefinition, PrivacyLimit, Table
from leapyear.analytics import count_rows, mean
from leapyear.auth import ClientInfo, ly_login
from leapyear_core.demo.process import CoreProcess
from tests import serving


@frozen
class Stage:
    """Where things go wrong: a served Core, its administrator, and its data root."""

    core: CoreProcess
    client: Client
    data: Path

    def state(self) -> dict[str, Any]:
        """All that a failure could have changed."""
        self.client.databases.load()
        self.client.users.load()
        return {
            "users": sorted(self.client.users),
            "databases": {
                name: (sorted(database.tables), database.exposure())
                for name, database in self.client.databases.items()
            },
            "files": sorted(path.name for path in self.data.iterdir()),
        }


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("errors")
    data = folder / "data"
    serving.write_people(data)
    (data / "notes.txt").write_bytes(b"\x00\x01 no table")
    (data / "notes.parquet").write_text("no Parquet")
    (data / "picture.png").write_bytes(b"\x89PNG")
    (folder / "secret.csv").write_text("age\n1\n")
    (data / "link.csv").symlink_to(folder / "secret.csv")
    with serving.served_core(folder / "home", data) as core, serving.administrator(core) as client:
        serving.make_people(client, "clinic")
        serving.make_people(client, "poor", PrivacyLimit(epsilon=0.01, delta=1e-6))
        count_rows(DataSet.from_table("clinic.people")).run()
        yield Stage(core, client, data)


def register(stage: Stage, credentials: str, *columns: ColumnDefinition) -> None:
    definitions = columns or (ColumnDefinition("age", type="INT", bounds=(0, 120)),)
    stage.client.create(
        Table("another", database="clinic", columns=definitions, credentials=credentials)
    )


def raw_register(stage: Stage, column_type: dict[str, Any]) -> None:
    """Declare a column without the client's own checks, through the generated package."""
    from leapyear_api.api.tables import create_table
    from leapyear_api.models import TableCreate

    body = {
        "name": "another",
        "credentials": "people.parquet",
        "columns": [{"name": "age", "type": column_type}],
    }
    create_table.sync("clinic", client=stage.client.api, body=TableCreate.from_dict(body))


def people(stage: Stage) -> DataSet:
    return DataSet.from_table(stage.client.databases["clinic"].tables["people"])


@frozen
class Case:
    """What somebody does, and what comes of it: a class, and words that the message has."""

    does: Callable[[Stage], object]
    raises: type[exceptions.ClientError]
    says: tuple[str, ...]


CASES = {
    "a wrong password": Case(
        lambda stage: Client(stage.core.url, "admin", "guess"),
        exceptions.AuthenticationError,
        ("username", "password"),
    ),
    "a user who does not exist": Case(
        lambda stage: Client(stage.core.url, "nobody", "guess"),
        exceptions.AuthenticationError,
        ("username", "password"),
    ),
    "an unknown database": Case(
        lambda stage: stage.client.databases["clinc"],
        exceptions.DatabaseNotFound,
        ("'clinc'", "'clinic'"),
    ),
    "a table of an unknown database": Case(
        lambda stage: DataSet.from_table("clinc.people"), exceptions.DatabaseNotFound, ("'clinc'",)
    ),
    "an unknown table": Case(
        lambda stage: DataSet.from_table("clinic.peple"),
        exceptions.TableNotFound,
        ("'peple'", "'people'"),
    ),
    "a column that the data set does not have": Case(
        lambda stage: mean("agee", people(stage)), exceptions.AttributeNotFound, ("'agee'", "'age'")
    ),
    "a column that the file does not have": Case(
        lambda stage: register(stage, "people.parquet", ColumnDefinition("height", bounds=(0, 3))),
        exceptions.InvalidColumn,
        ("'height'", "'people.parquet'", "'age'"),
    ),
    "bounds the wrong way round": Case(
        lambda stage: register(
            stage, "people.parquet", ColumnDefinition("age", type="INT", bounds=(120, 0))
        ),
        exceptions.InvalidBounds,
        ("'age'", "(120, 0)", "(0, 120)"),
    ),
    "bounds the wrong way round, past the client": Case(
        lambda stage: raw_register(stage, {"kind": "int", "lower": 120, "upper": 0}),
        exceptions.InvalidBounds,
        ("(120, 0)", "wrong way round"),
    ),
    "a file that is not there": Case(
        lambda stage: register(stage, "peple.parquet"),
        exceptions.SourceNotFound,
        ("'peple.parquet'", "name"),
    ),
    "a file outside of the data roots": Case(
        lambda stage: register(stage, str(stage.data.parent / "secret.csv")),
        exceptions.SourceForbidden,
        ("secret.csv", "data root"),
    ),
    "a file outside of the data roots that is not there": Case(
        lambda stage: register(stage, str(stage.data.parent / "nothing.csv")),
        exceptions.SourceForbidden,
        ("nothing.csv", "data root"),
    ),
    "a path that climbs out of the data roots": Case(
        lambda stage: register(stage, "../secret.csv"),
        exceptions.SourceForbidden,
        ("../secret.csv", "data root"),
    ),
    "a link out of the data roots": Case(
        lambda stage: register(stage, "link.csv"),
        exceptions.SourceForbidden,
        ("link.csv", "data root"),
    ),
    "a file that is no Parquet": Case(
        lambda stage: register(stage, "notes.parquet"),
        exceptions.SourceUnreadable,
        ("'notes.parquet'", "Parquet"),
    ),
    "a file that is neither Parquet nor CSV": Case(
        lambda stage: register(stage, "picture.png"),
        exceptions.SourceUnreadable,
        ("'picture.png'", "CSV"),
    ),
    "a URL that is none": Case(
        lambda stage: Client("localhost", "admin", serving.PASSWORD),
        exceptions.InvalidURL,
        ("'localhost'", "http://"),
    ),
    "a URL of something else": Case(
        lambda stage: Client("ftp://localhost:4401", "admin", serving.PASSWORD),
        exceptions.InvalidURL,
        ("ftp://localhost:4401", "http://"),
    ),
    "a question beyond the limit": Case(
        lambda stage: count_rows(DataSet.from_table("poor.people")).run(),
        exceptions.PrivacyLimitExceeded,
        ("limit", "accuracy"),
    ),
    "a question that exposes too much": Case(
        lambda stage: count_rows(people(stage)).run(accuracy=0.5, cache=False),
        exceptions.HighPrivacyExposureException,
        ("one computation", "accuracy"),
    ),
    "a data set that is too small": Case(
        lambda stage: count_rows(people(stage)).run(allow_max_budget_allocation=False),
        exceptions.DataSetTooSmallException,
        ("too small", "minimum_dataset_size", "allow_max_budget_allocation"),
    ),
    "a condition that is none": Case(
        lambda stage: people(stage).where(people(stage)["age"]),
        exceptions.InvalidExpression,
        ("age", "compare"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_an_error_is_clear_and_changes_nothing(stage: Stage, name: str) -> None:
    """The class is the thing's own; the message names the thing and the way out; all is as it was."""
    case = CASES[name]
    before = stage.state()
    with pytest.raises(case.raises) as caught:
        case.does(stage)
    assert type(caught.value) is case.raises
    for word in case.says:
        assert word in str(caught.value)
    assert stage.state() == before


def test_a_server_that_is_down_is_named(stage: Stage) -> None:
    """Where nobody listens, the message says where that is, and how to start a server."""
    before = stage.state()
    with socket.socket() as taken:  # bound, so that nobody else listens there; and not listening
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(exceptions.ConnectionError, match="leapyear serve") as caught:
            Client(url, "admin", serving.PASSWORD)
    assert type(caught.value) is exceptions.ConnectionError
    assert url in str(caught.value)
    assert stage.state() == before


def test_a_file_outside_is_refused_in_the_same_words_whether_it_is_there(stage: Stage) -> None:
    """Nobody can find out which files the server has."""
    messages = []
    for name in ("secret.csv", "nothing.csv"):
        with pytest.raises(exceptions.SourceForbidden) as caught:
            register(stage, f"../{name}")
        messages.append(str(caught.value).replace(name, "FILE"))
    assert messages[0] == messages[1]


def test_an_expired_token_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token that was good says that it has expired; a client that has the password gets itself another one."""
    data, ahead = tmp_path / "data", tmp_path / "ahead"
    serving.write_people(data)
    ahead.write_text("0")
    command = serving.script("stories/core_with_clock.py", str(ahead))
    with (
        serving.served_core(tmp_path / "home", data, command) as core,
        serving.administrator(core) as owner,
    ):
        database = serving.make_people(owner, "clinic")
        count_rows(DataSet.from_table(database.tables["people"])).run()
        spent = database.exposure()
        monkeypatch.setenv("LY_JWT", ly_login(ClientInfo(core.url), "admin", serving.PASSWORD))
        with Client(core.url) as with_token:
            assert list(with_token.databases) == ["clinic"]
            people = DataSet.from_table("clinic.people")
            ahead.write_text(str(13 * 3600))

            with pytest.raises(exceptions.TokenExpiredError, match="LY_JWT"):
                count_rows(people).run(cache=False)
            assert not with_token.connected
            with pytest.raises(exceptions.TokenExpiredError):
                Client(core.url)

        assert owner.connected, "this one can log in again, and does"
        assert database.exposure() == spent
        assert list(owner.users) == ["admin"]


def test_a_token_that_never_was_good_is_refused(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has not expired: getting a new one in the same way would not help."""
    before = stage.state()
    monkeypatch.setenv("LY_JWT", "no.good.token")
    with pytest.raises(exceptions.AuthenticationError) as caught:
        Client(stage.core.url)
    assert type(caught.value) is exceptions.AuthenticationError
    assert stage.state() == before
