"""The database of the copies: what was written leaves the memory, and nobody who reads notices."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from leapyear_core.engine import attachment
from leapyear_core.engine.attachment import Attachment
from leapyear_core.engine.duckdb import DuckDBEngine, Sourced
from leapyear_core.model.errors import Unavailable
from leapyear_core.model.lattice import RowCount
from leapyear_core.model.relations import Table
from leapyear_core.model.types import Column, IntType
from tests.tables import on_disk

ROWS = 200_000

#: Of a database that was attached a moment ago, a block or two are in memory; these rows have more than four, in bytes.
FEW, MANY = 2 * 2**18, 4 * 2**18

WRITE = f"CREATE TABLE slices.t AS SELECT hash(i) AS x FROM range({ROWS}) numbers(i)"


@pytest.fixture(autouse=True)
def whatever_was_written_is_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachment, "_MUCH", 0)


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        yield connection


def test_what_was_written_leaves_the_memory_and_is_there_when_it_is_asked_about(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    copies = Attachment(connection, tmp_path / "slices.duckdb")
    with copies.written():
        connection.execute(WRITE)
        assert copies._held() > MANY
    assert copies._held() <= FEW
    with copies.used():
        assert connection.execute("SELECT count(*) FROM slices.t").fetchall() == [(ROWS,)]


def test_it_stays_while_somebody_else_reads(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    copies = Attachment(connection, tmp_path / "slices.duckdb")
    with copies.used():
        with copies.written():
            connection.execute(WRITE)
        assert copies._held() > MANY
        assert connection.execute("SELECT count(*) FROM slices.t").fetchall() == [(ROWS,)]


def test_a_database_in_memory_stays_there(connection: duckdb.DuckDBPyConnection) -> None:
    copies = Attachment(connection, None)
    with copies.written():
        connection.execute(WRITE)
    assert connection.execute("SELECT count(*) FROM slices.t").fetchall() == [(ROWS,)]


def test_one_that_cannot_be_attached_again_is_attached_by_the_next_who_can(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """What was written is written: that no failure of what comes after it may be one of it."""
    file = tmp_path / "slices.duckdb"
    copies = Attachment(connection, file)
    elsewhere = tmp_path / "elsewhere"
    with copies.written():
        connection.execute(WRITE)
        connection.execute("CHECKPOINT slices")
        file.rename(elsewhere)
        file.mkdir()
    with pytest.raises(Unavailable, match="cannot be opened"), copies.used():
        pass
    file.rmdir()
    elsewhere.rename(file)
    with copies.used():
        assert connection.execute("SELECT count(*) FROM slices.t").fetchall() == [(ROWS,)]


def test_what_was_written_before_the_engine_was_closed_is_no_failure(tmp_path: Path) -> None:
    file = tmp_path / "slices.duckdb"
    with duckdb.connect(":memory:") as connection:
        copies = Attachment(connection, file)
        with copies.written():
            connection.execute(WRITE)
            connection.close()
    with duckdb.connect(":memory:") as connection, Attachment(connection, file).used():
        assert connection.execute("SELECT count(*) FROM slices.t").fetchall() == [(ROWS,)]


def test_an_engine_attaches_its_copies_again_though_it_is_locked(tmp_path: Path) -> None:
    """It may neither change a setting any more, nor open a file that is not its own."""
    pq.write_table(
        pa.table({"x": [row * 7919**2 % ROWS**2 for row in range(ROWS)]}), tmp_path / "p.parquet"
    )
    table, columns = Table("d", "t"), (Column("x", IntType(0, ROWS**2)),)
    (tmp_path / "home").mkdir()
    with closing(DuckDBEngine(tmp_path / "home", [tmp_path])) as engine:
        source = engine.register(on_disk(tmp_path / "p.parquet"), columns)
        assert engine._copies._held() <= FEW
        tables = {table: Sourced({"x": columns[0].type}, source)}
        assert engine.exact(table, [RowCount()], tables) == (ROWS,)
