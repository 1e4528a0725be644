"""Folders are looked at again and again: files that are whole are added, once, and what goes wrong stops nothing."""

import asyncio
import logging
import threading
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from sqlalchemy import select

from leapyear_core.app import build_app
from leapyear_core.catalog.schema import charges
from leapyear_core.catalog.store import Catalog, CatalogueBusy
from leapyear_core.core import Core
from leapyear_core.engine.sources import Found
from leapyear_core.engine.storage import Source
from leapyear_core.model.access import DatabaseLevel
from leapyear_core.model.errors import SourceNotFound
from leapyear_core.model.types import BoolType, Column, IntType
from leapyear_core.services.sizes import SIZE_NANO
from leapyear_core.services.watching import Watching
from leapyear_core.settings import Settings, SettingsUnusable
from tests.in_process import ADMINISTRATOR, SETTINGS, core_in_memory, grant

COLUMNS = (Column("age", IntType(0, 120)), Column("smoker", BoolType()))
ROW = "age,smoker\n1,true\n"

#: Long enough for anything here, and an end.
PATIENCE = 30.0


@pytest.fixture
def folder(data_root: Path) -> Path:
    folder = data_root / "watched"
    folder.mkdir()
    return folder


@pytest.fixture
def clinic(core: Core, folder: Path) -> Core:
    """With the table ``visits``, which watches an empty folder."""
    core.databases.create("clinic")
    make(core)
    return core


def make(core: Core, name: str = "visits", watch_folder: str = "watched", **options: Any) -> None:
    caller = options.get("caller", ADMINISTRATOR)
    core.tables.create(caller, "clinic", name, columns=COLUMNS, watch_folder=watch_folder)


def slices(core: Core, table: str = "visits") -> list[str]:
    page = core.slices.page(ADMINISTRATOR, "clinic", table, limit=99, cursor=None)
    return [each.credentials for each in page.items]


def spent(core: Core) -> int:
    return core.databases.get(ADMINISTRATOR, "clinic").spent_nano


def test_a_file_that_was_there_at_the_last_look_is_added(clinic: Core, folder: Path) -> None:
    """Once: a look that finds nothing new changes nothing."""
    (folder / "1.csv").write_text(ROW)
    clinic.watching.look()
    assert slices(clinic) == []
    clinic.watching.look()
    assert slices(clinic) == ["watched/1.csv"]
    before = clinic.tables.get(ADMINISTRATOR, "clinic", "visits").table
    clinic.watching.look()
    clinic.watching.look()
    assert clinic.tables.get(ADMINISTRATOR, "clinic", "visits").table == before


def test_a_file_that_is_still_being_written_is_left_alone(clinic: Core, folder: Path) -> None:
    """Half a file would be half for ever: a file is told by its name."""
    for lines in range(1, 4):
        (folder / "1.csv").write_text(ROW + "2,false\n" * lines)
        clinic.watching.look()
        assert slices(clinic) == []
    clinic.watching.look()
    assert slices(clinic) == ["watched/1.csv"]
    source = clinic.tables.get(ADMINISTRATOR, "clinic", "visits").table.source
    name = Source.from_json(dict(source)).slices[-1]
    found = clinic.engine._connection.execute(f'SELECT count(*) FROM slices.main."{name}"')
    assert found.fetchall() == [(4,)]


def test_rows_that_are_added_cost_the_size_of_the_table_once_more(
    clinic: Core, folder: Path
) -> None:
    """However many files there are; and a look that adds none costs nothing."""
    assert spent(clinic) == SIZE_NANO
    for number in range(3):
        (folder / f"{number}.csv").write_text(ROW)
    for _ in range(4):
        clinic.watching.look()
    assert len(slices(clinic)) == 3
    assert spent(clinic) == 2 * SIZE_NANO


def test_what_was_added_by_hand_meanwhile_is_not_added_again(clinic: Core, folder: Path) -> None:
    (folder / "1.csv").write_text(ROW)
    clinic.watching.look()
    clinic.slices.refresh(ADMINISTRATOR, "clinic", "visits")
    clinic.watching.look()
    assert slices(clinic) == ["watched/1.csv"]


def test_who_declared_the_folder_is_charged_whatever_they_may_do_by_now(
    core: Core, folder: Path
) -> None:
    """The table keeps its folder for as long as it is there."""
    core.databases.create("clinic")
    user = core.users.create("ada", "pw", is_administrator=False)
    grant(core, "ada", "clinic", DatabaseLevel.ADMINISTER)
    ada = evolve(ADMINISTRATOR, user_id=user.id, username="ada", is_administrator=False)
    make(core, caller=ada)
    core.users.delete("ada")
    (folder / "1.csv").write_text(ROW)
    core.watching.look()
    core.watching.look()
    assert slices(core) == ["watched/1.csv"]
    with core.catalog.read() as connection:
        assert list(connection.execute(select(charges.c.user_id)).scalars()) == [user.id] * 2


def test_a_folder_that_cannot_be_followed_stops_no_other_and_is_told_once(
    clinic: Core, folder: Path, data_root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It is followed again once it is mended."""
    (data_root / "other").mkdir()
    make(clinic, "other", "other")
    (folder / "bad.csv").write_text("age\n1\n")
    (data_root / "other" / "1.csv").write_text(ROW)
    for _ in range(3):
        clinic.watching.look()
    assert slices(clinic, "other") == ["other/1.csv"]
    told = [each.getMessage() for each in caplog.records]
    assert len(told) == 1
    assert told[0].startswith("the table clinic.visits leaves out 'watched/bad.csv': ")
    assert "'smoker'" in told[0]
    (folder / "bad.csv").write_text(ROW)
    clinic.watching.look()
    clinic.watching.look()
    assert slices(clinic) == ["watched/bad.csv"]


def test_a_file_that_is_bad_holds_back_no_other_one(
    clinic: Core, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Each bad one is told once; the others are added together, so that they cost once. Mended, it is added as well."""
    (folder / "1.csv").write_text(ROW)
    (folder / "2-bad.csv").write_text("age\n1\n")
    (folder / "3.csv").write_text(ROW)
    (folder / "4-bad.parquet").write_text("PAR1 no parquet")
    clinic.watching.look()
    copies = len(_copies(clinic))
    for _ in range(3):
        clinic.watching.look()
    assert slices(clinic) == ["watched/1.csv", "watched/3.csv"]
    assert spent(clinic) == 2 * SIZE_NANO
    assert len(_copies(clinic)) == copies + 1
    told = sorted(each.getMessage() for each in caplog.records)
    assert [each.partition(": ")[0] for each in told] == [
        "the table clinic.visits leaves out 'watched/2-bad.csv'",
        "the table clinic.visits leaves out 'watched/4-bad.parquet'",
    ]
    (folder / "2-bad.csv").write_text(ROW)
    clinic.watching.look()
    clinic.watching.look()
    assert slices(clinic) == ["watched/1.csv", "watched/3.csv", "watched/2-bad.csv"]
    assert spent(clinic) == 3 * SIZE_NANO


@pytest.mark.parametrize(
    "neighbour", ["age,smoker\n1,true\n2\n", "age,smoker\n1,true\n2,\xff\n", ROW]
)
def test_whether_other_files_are_added_does_not_depend_on_a_row(
    clinic: Core, folder: Path, neighbour: str
) -> None:
    """Of a file that one row more makes unreadable; where it is added, it comes to what the others have."""
    (folder / "1.csv").write_text(ROW)
    (folder / "2.csv").write_bytes(neighbour.encode("latin-1"))
    (folder / "3.csv").write_text(ROW)
    clinic.watching.look()
    clinic.watching.look()
    assert {"watched/1.csv", "watched/3.csv"} <= set(slices(clinic))
    assert spent(clinic) == 2 * SIZE_NANO


def test_a_file_that_goes_while_it_is_looked_at_holds_back_no_other_one(
    clinic: Core, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for number in (1, 2):
        (folder / f"{number}.csv").write_text(ROW)
    state = Found.state

    def gone(file: Found) -> str:
        if file.name == "1.csv":
            raise SourceNotFound("there is no '1.csv' any more")
        return str(state.__get__(file))

    monkeypatch.setattr(Found, "state", property(gone))
    for _ in range(2):
        clinic.watching.look()
    assert slices(clinic) == ["watched/2.csv"]
    assert [each.getMessage() for each in caplog.records] == [
        "the table clinic.visits leaves out '1.csv': there is no '1.csv' any more"
    ]


def _copies(core: Core) -> list[Any]:
    return core.engine._connection.execute("SHOW ALL TABLES").fetchall()


def test_a_folder_that_is_gone_is_told_and_a_table_that_is_gone_is_not_looked_at(
    clinic: Core, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.rmdir()
    clinic.watching.look()
    assert "does not follow its folder" in caplog.text
    caplog.clear()
    clinic.tables.delete(ADMINISTRATOR, "clinic", "visits")
    clinic.watching.look()
    assert caplog.records == []


def test_what_others_say_of_an_error_is_not_logged(
    clinic: Core, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It may quote rows."""

    def broken(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("the row of Mrs Miller")

    monkeypatch.setattr(clinic.engine, "register", broken)
    (folder / "1.csv").write_text(ROW)
    clinic.watching.look()
    clinic.watching.look()
    assert "RuntimeError" in caplog.text
    assert "Miller" not in caplog.text


def test_looks_go_on_until_it_is_closed(
    clinic: Core, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """After so many seconds each, and after a look that failed as a whole."""
    (folder / "1.csv").write_text(ROW)
    waited: list[float] = []
    done = threading.Event()
    read = Catalog.read

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        if len(waited) == 2:
            with monkeypatch.context() as patched:
                patched.setattr(Catalog, "read", _busy)
                watching.look_safely()
        if len(waited) == 4:
            done.set()
            return True
        return False

    watching = Watching(clinic.catalog, clinic.slices, seconds=60.0, wait=wait)
    watching.start()
    watching.start()
    assert done.wait(PATIENCE)
    watching.close()
    assert waited == [60.0] * 4
    assert Catalog.read is read
    assert slices(clinic) == ["watched/1.csv"]
    assert "watched folders were not looked at: CatalogueBusy" in caplog.text


def _busy(_catalog: Catalog) -> Any:
    raise CatalogueBusy("another transaction holds the catalogue")


def test_a_copy_that_is_under_way_when_it_is_closed_adds_nothing(
    clinic: Core, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """And is no failure."""
    register = clinic.engine.register

    def closed_meanwhile(*arguments: Any) -> Source:
        clinic.watching.close()
        return register(*arguments)

    monkeypatch.setattr(clinic.engine, "register", closed_meanwhile)
    (folder / "1.csv").write_text(ROW)
    clinic.watching.look()
    clinic.watching.look()
    assert slices(clinic) == []
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []


@pytest.mark.parametrize(("seconds", "looks"), [(60.0, True), (0.0, False)])
def test_a_server_looks_while_it_serves(
    data_root: Path, monkeypatch: pytest.MonkeyPatch, seconds: float, looks: bool
) -> None:
    """A Core that nobody serves does not, nor one that is told to look never."""
    settings = evolve(SETTINGS, data_roots=(data_root,), watch_seconds=seconds)

    def threads() -> list[str]:
        return [each.name for each in threading.enumerate() if each.name == "watching"]

    async def serve(core: Core) -> list[str]:
        app = build_app(core)
        async with app.router.lifespan_context(app):
            return threads()

    with core_in_memory(settings) as core:
        assert threads() == []
        assert asyncio.run(serve(core)) == (["watching"] if looks else [])
        assert threads() == []


@pytest.mark.parametrize("seconds", [-1.0, float("nan"), float("inf")])
def test_a_time_between_looks_that_is_none_is_refused(seconds: float) -> None:
    with pytest.raises(SettingsUnusable, match="watch"):
        Settings(watch_seconds=seconds)
