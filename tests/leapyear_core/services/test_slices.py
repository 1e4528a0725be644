"""Rows are added to a table whole, once, and none of them twice."""

from pathlib import Path
from typing import Any

import pytest

from leapyear_core.core import Core
from leapyear_core.engine.duckdb import Sourced
from leapyear_core.engine.storage import Source
from leapyear_core.model.errors import (
    AlreadyExists,
    InvalidColumn,
    InvalidRequest,
    SourceForbidden,
    SourceNotFound,
    SourceUnreadable,
    TableNotFound,
)
from leapyear_core.model.lattice import RowCount
from leapyear_core.model.relations import Table
from leapyear_core.model.types import (
    BoolType,
    Column,
    IntType,
    TextType,
    schema_of_columns,
)
from leapyear_core.model.units import PrivacyUnit
from tests.in_process import ADMINISTRATOR

COLUMNS = (Column("age", IntType(0, 120)), Column("smoker", BoolType()))
CLINIC = ("clinic", "visits")


@pytest.fixture
def clinic(core: Core, data_root: Path) -> Core:
    """With the table ``visits`` of three rows, and a file of two more."""
    (data_root / "more.csv").write_text("age,smoker\n33,true\n70,false\n")
    core.databases.create("clinic")
    core.tables.create(ADMINISTRATOR, *CLINIC, columns=COLUMNS, credentials="visits.csv")
    return core


def source_of(core: Core) -> Source:
    return Source.from_json(dict(core.tables.get(ADMINISTRATOR, *CLINIC).table.source))


def rows(core: Core, source: Source | None = None) -> int:
    """How many rows the table has, or had."""
    table = core.tables.get(ADMINISTRATOR, *CLINIC).table
    sourced = Sourced(
        schema_of_columns(table.columns), source or source_of(core), table.contribution
    )
    name = Table(*CLINIC)
    (count,) = core.engine.exact(name, [RowCount()], {name: sourced})
    return count


def copies(core: Core) -> set[str]:
    query = "SELECT table_name FROM duckdb_tables() WHERE database_name = 'slices'"
    with core.engine._connection.cursor() as cursor:
        return {name for (name,) in cursor.execute(query).fetchall()}


def credentials_of(core: Core) -> list[str]:
    page = core.slices.page(ADMINISTRATOR, *CLINIC, limit=10, cursor=None)
    return [each.credentials for each in page.items]


def test_a_slice_makes_the_table_another_one(clinic: Core) -> None:
    """What is on record was answered of other rows."""
    before = clinic.tables.get(ADMINISTRATOR, *CLINIC).table
    added = clinic.slices.add(ADMINISTRATOR, *CLINIC, "more.csv")
    assert added.credentials == "more.csv"
    assert credentials_of(clinic) == ["visits.csv", "more.csv"]
    assert rows(clinic) == 5
    assert clinic.tables.get(ADMINISTRATOR, *CLINIC).table.data_version != before.data_version
    assert copies(clinic) == set(source_of(clinic).slices)


@pytest.mark.parametrize("credentials", ["visits.csv", "./visits.csv", "*.csv"])
def test_no_file_is_read_twice(clinic: Core, credentials: str) -> None:
    """Whoever is in it would be in the table twice, and the promise is about one record."""
    with pytest.raises(AlreadyExists, match=r"the rows of 'visits\.csv' are in the table"):
        clinic.slices.add(ADMINISTRATOR, *CLINIC, credentials)
    assert rows(clinic) == 3


@pytest.mark.parametrize(
    ("credentials", "error"),
    [
        ("absent.csv", SourceNotFound),
        ("/etc/passwd", SourceForbidden),
        ("bad.csv", InvalidColumn),
        ("[mb]*.csv", InvalidColumn),
    ],
)
def test_a_file_that_cannot_be_used_adds_nothing(
    clinic: Core, data_root: Path, credentials: str, error: type[Exception]
) -> None:
    (data_root / "bad.csv").write_text("age\n1\n")
    kept = copies(clinic)
    with pytest.raises(error):
        clinic.slices.add(ADMINISTRATOR, *CLINIC, credentials)
    assert (rows(clinic), copies(clinic)) == (3, kept)


def meanwhile(clinic: Core, monkeypatch: pytest.MonkeyPatch, do: Any) -> None:
    """Have something done while the next slice is being copied."""
    register = clinic.engine.register

    def register_meanwhile(*arguments: Any) -> Source:
        monkeypatch.setattr(clinic.engine, "register", register)
        do()
        return register(*arguments)

    monkeypatch.setattr(clinic.engine, "register", register_meanwhile)


def test_two_slices_at_once_are_both_added(
    clinic: Core, data_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data_root / "other.csv").write_text("age,smoker\n1,true\n")
    meanwhile(clinic, monkeypatch, lambda: clinic.slices.add(ADMINISTRATOR, *CLINIC, "other.csv"))
    clinic.slices.add(ADMINISTRATOR, *CLINIC, "more.csv")
    assert rows(clinic) == 6
    assert copies(clinic) == set(source_of(clinic).slices)


def test_one_slice_at_once_is_added_once(clinic: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile(clinic, monkeypatch, lambda: clinic.slices.add(ADMINISTRATOR, *CLINIC, "more.csv"))
    with pytest.raises(AlreadyExists, match="meanwhile"):
        clinic.slices.add(ADMINISTRATOR, *CLINIC, "more.csv")
    assert rows(clinic) == 5
    assert copies(clinic) == set(source_of(clinic).slices)


def test_a_table_that_is_dropped_meanwhile_leaves_nothing(
    clinic: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(clinic, monkeypatch, lambda: clinic.tables.delete(ADMINISTRATOR, *CLINIC))
    with pytest.raises(TableNotFound):
        clinic.slices.add(ADMINISTRATOR, *CLINIC, "more.csv")
    assert copies(clinic) == set()


def test_units_are_cut_over_all_slices(core: Core, data_root: Path) -> None:
    """And what was there before stays for the questions under way, until the change after that."""
    for name in ("a", "b", "c"):
        (data_root / f"{name}.csv").write_text("pid\n1\n1\n2\n\n")
    core.databases.create("clinic")
    core.tables.create(
        ADMINISTRATOR,
        *CLINIC,
        columns=(Column("pid", IntType(1, 9)),),
        credentials="a.csv",
        privacy_unit=PrivacyUnit("pid", 3),
    )
    first = source_of(core)
    assert rows(core) == 3
    core.slices.add(ADMINISTRATOR, *CLINIC, "b.csv")
    second = source_of(core)
    assert (rows(core), rows(core, first)) == (5, 3)
    core.slices.add(ADMINISTRATOR, *CLINIC, "c.csv")
    assert (rows(core), rows(core, second)) == (6, 5)
    assert copies(core) == {*second.slices, *source_of(core).slices}
    core.tables.delete(ADMINISTRATOR, *CLINIC)
    assert copies(core) == set()


@pytest.fixture
def watched(data_root: Path) -> Path:
    folder = data_root / "watched"
    folder.mkdir()
    return folder


def watch(core: Core, **options: Any) -> None:
    core.databases.create("clinic")
    core.tables.create(
        ADMINISTRATOR, *CLINIC, **{"columns": COLUMNS, "watch_folder": "watched", **options}
    )


def test_new_files_of_a_watched_folder_become_slices(core: Core, watched: Path) -> None:
    (watched / "1.csv").write_text("age,smoker\n1,true\n")
    watch(core, credentials="visits.csv")
    assert rows(core) == 4
    assert core.slices.refresh(ADMINISTRATOR, *CLINIC) == ()
    for name in ("2.csv", "3.csv", ".4.csv"):
        (watched / name).write_text("age,smoker\n1,true\n")
    added = core.slices.refresh(ADMINISTRATOR, *CLINIC)
    assert [each.credentials for each in added] == ["watched/2.csv", "watched/3.csv"]
    assert rows(core) == 6
    assert credentials_of(core) == ["visits.csv"] + [f"watched/{each}.csv" for each in (1, 2, 3)]


def test_a_file_that_was_named_is_not_found_anew(core: Core, watched: Path) -> None:
    (watched / "1.csv").write_text("age,smoker\n1,true\n")
    watch(core, credentials="watched/1.csv")
    assert core.slices.refresh(ADMINISTRATOR, *CLINIC) == ()
    assert rows(core) == 1


def test_a_watched_folder_may_be_empty_at_first(core: Core, watched: Path) -> None:
    """Answers about a table without rows are noise."""
    watch(core)
    assert (rows(core), credentials_of(core)) == (0, [])
    (watched / "1.csv").write_text("age,smoker\n1,true\n")
    core.slices.refresh(ADMINISTRATOR, *CLINIC)
    assert rows(core) == 1


def test_a_file_is_not_watched(core: Core) -> None:
    """Nothing new would ever be in it."""
    with pytest.raises(SourceUnreadable, match=r"'visits.csv' is a file"):
        watch(core, watch_folder="visits.csv")


def test_a_folder_that_is_not_there_is_not_watched(core: Core) -> None:
    with pytest.raises(SourceNotFound):
        watch(core)
    with pytest.raises(SourceForbidden):
        core.tables.create(ADMINISTRATOR, *CLINIC, columns=COLUMNS, watch_folder="/etc")


def test_a_table_that_watches_nothing_is_not_refreshed(clinic: Core) -> None:
    with pytest.raises(InvalidRequest, match="watches no folder"):
        clinic.slices.refresh(ADMINISTRATOR, *CLINIC)


def test_a_table_needs_rows_or_a_folder(core: Core) -> None:
    core.databases.create("clinic")
    with pytest.raises(InvalidRequest):
        core.tables.create(ADMINISTRATOR, *CLINIC, columns=COLUMNS)


def test_columns_are_those_of_the_first_file(core: Core, watched: Path) -> None:
    """CSV has no types, and one that its values told would tell of a value."""
    (watched / "1.csv").write_text("age,smoker\n1,true\n")
    watch(core, columns=None)
    table = core.tables.get(ADMINISTRATOR, *CLINIC).table
    assert table.columns == (Column("age", TextType()), Column("smoker", TextType()))


def test_columns_of_no_file_must_be_declared(core: Core, watched: Path) -> None:
    with pytest.raises(InvalidColumn, match="no file to find the columns in"):
        watch(core, columns=None)


def test_pages_of_slices_go_on_where_the_last_one_ended(clinic: Core) -> None:
    clinic.slices.add(ADMINISTRATOR, *CLINIC, "more.csv")
    first = clinic.slices.page(ADMINISTRATOR, *CLINIC, limit=1, cursor=None)
    assert first.next_cursor is not None
    second = clinic.slices.page(ADMINISTRATOR, *CLINIC, limit=1, cursor=first.next_cursor)
    assert [each.credentials for each in (*first.items, *second.items)] == [
        "visits.csv",
        "more.csv",
    ]
    assert second.next_cursor is None
    for cursor in ("InZpc2l0cyI", "dHJ1ZQ"):
        with pytest.raises(InvalidRequest):
            clinic.slices.page(ADMINISTRATOR, *CLINIC, limit=1, cursor=cursor)
