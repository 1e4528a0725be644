"""A table is there whole, with its rows, or not at all."""

from pathlib import Path
from typing import Any

import pytest

from leapyear_core.catalog import tables as records
from leapyear_core.core import Core
from leapyear_core.engine.storage import Source
from leapyear_core.model.errors import (
    AlreadyExists,
    DatabaseNotFound,
    InvalidColumn,
    SourceForbidden,
    SourceNotFound,
    TableNotFound,
)
from leapyear_core.model.types import BoolType, Column, IntType
from tests.in_process import ADMINISTRATOR

COLUMNS = (Column("age", IntType(0, 120)), Column("smoker", BoolType()))


@pytest.fixture
def dropped(core: Core, monkeypatch: pytest.MonkeyPatch) -> list[Source]:
    """The sources that the engine was told to drop."""
    seen: list[Source] = []
    drop = core.engine.drop

    def see_and_drop(source: Source) -> None:
        seen.append(source)
        drop(source)

    monkeypatch.setattr(core.engine, "drop", see_and_drop)
    core.databases.create("clinic")
    return seen


def create(core: Core, name: str = "visits", credentials: str = "visits.csv") -> Source:
    table = core.tables.create(
        ADMINISTRATOR, "clinic", name, columns=COLUMNS, credentials=credentials
    ).table
    return Source.from_json(dict(table.source))


def test_a_table_is_what_was_declared(core: Core, dropped: list[Source]) -> None:
    """Its columns come back from the catalogue as they were given."""
    create(core)
    table = core.tables.get(ADMINISTRATOR, "clinic", "visits").table
    assert (table.columns, table.credentials, table.description) == (COLUMNS, "visits.csv", None)
    assert table.data_version == Source.from_json(dict(table.source)).version


def test_a_taken_name_is_refused_before_the_file_is_read(
    core: Core, dropped: list[Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading it can take minutes."""
    create(core)
    monkeypatch.setattr(core.engine, "register", None)
    with pytest.raises(AlreadyExists, match="'visits'"):
        create(core)


def test_a_name_that_is_taken_meanwhile_leaves_no_source(
    core: Core, dropped: list[Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two may register the same name at once, and the second one's copy goes again."""
    register = core.engine.register

    def register_after_another(*arguments: Any, **options: Any) -> Source:
        monkeypatch.setattr(core.engine, "register", register)
        create(core)
        return register(*arguments, **options)

    monkeypatch.setattr(core.engine, "register", register_after_another)
    with pytest.raises(AlreadyExists):
        create(core)
    kept = Source.from_json(dict(core.tables.get(ADMINISTRATOR, "clinic", "visits").table.source))
    assert len(dropped) == 1
    assert dropped[0].slices != kept.slices


def test_a_database_that_is_deleted_meanwhile_leaves_no_source(
    core: Core, dropped: list[Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    register = core.engine.register

    def register_and_delete(*arguments: Any, **options: Any) -> Source:
        core.databases.delete("clinic")
        return register(*arguments, **options)

    monkeypatch.setattr(core.engine, "register", register_and_delete)
    with pytest.raises(DatabaseNotFound):
        create(core)
    assert len(dropped) == 1


def test_columns_of_one_name_are_refused(core: Core, dropped: list[Source]) -> None:
    """The engines do not tell case apart."""
    columns = (Column("age", IntType(0, 1)), Column("AGE", IntType(0, 1)))
    with pytest.raises(InvalidColumn):
        core.tables.create(
            ADMINISTRATOR, "clinic", "visits", columns=columns, credentials="visits.csv"
        )


@pytest.mark.parametrize("name", ["a\0b", "a\nb", "a\x7f", "a" * 129])
def test_a_column_of_a_file_that_no_request_could_name_is_refused(
    core: Core, dropped: list[Source], data_root: Path, name: str
) -> None:
    """Where it is not declared: the table would be one that no reply can describe. Declared columns may leave it out."""
    (data_root / "odd.csv").write_text(f'"{name}",age,smoker\n1,2,true\n')
    with pytest.raises(InvalidColumn, match=r"no name of a column.*declare"):
        core.tables.create(ADMINISTRATOR, "clinic", "odd", columns=None, credentials="odd.csv")
    create(core, "odd", "odd.csv")


@pytest.mark.parametrize(
    ("credentials", "error"), [("absent.csv", SourceNotFound), ("/etc/passwd", SourceForbidden)]
)
def test_a_file_that_cannot_be_used_makes_no_table(
    core: Core, dropped: list[Source], credentials: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        create(core, credentials=credentials)
    assert core.tables.page(ADMINISTRATOR, "clinic", limit=10, cursor=None).items == ()


def test_a_deleted_table_is_gone_with_its_copy(core: Core, dropped: list[Source]) -> None:
    """And its name is free."""
    source = create(core)
    core.tables.delete(ADMINISTRATOR, "clinic", "visits")
    assert dropped == [source]
    with pytest.raises(TableNotFound):
        core.tables.get(ADMINISTRATOR, "clinic", "visits")
    create(core)


def test_a_deleted_database_takes_its_tables_along(core: Core, dropped: list[Source]) -> None:
    """A new one of the same name has none of them."""
    sources = [create(core, name) for name in ("a", "b")]
    core.databases.delete("clinic")
    assert dropped == sources
    core.databases.create("clinic")
    assert core.tables.page(ADMINISTRATOR, "clinic", limit=10, cursor=None).items == ()
    with core.catalog.read() as connection:
        assert list(records.living_sources(connection)) == []


def test_a_description_is_set(core: Core, dropped: list[Source]) -> None:
    create(core)
    assert (
        core.tables.update(ADMINISTRATOR, "clinic", "visits", description="x").table.description
        == "x"
    )
    with pytest.raises(TableNotFound):
        core.tables.update(ADMINISTRATOR, "clinic", "nope", description="x")
