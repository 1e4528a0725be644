"""Copies: what is in one was looked at before it counts."""

import math
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from leapyear_core.engine import reading
from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.engine.storage import UnitBound
from leapyear_core.model.errors import InternalError
from leapyear_core.model.types import Column, DataType, IntType, RealType, TextType
from tests.tables import on_disk


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckDBEngine]:
    with closing(DuckDBEngine(None, [tmp_path])) as engine:
        yield engine


def written(folder: Path, **columns: object) -> Path:
    path = folder / "p.parquet"
    pq.write_table(pa.table(columns), path)
    return path


def without_clamps(column: str, family: str, declared: DataType) -> str:
    """A scan that cleans nothing."""
    return column


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (IntType(0, 10), 11),
        (IntType(0, 10), -1),
        (RealType(0.0, 1.0), 1.0000000000000002),
        (RealType(0.0, 1.0), -5e-324),
        (RealType(0.0, 1.0), math.nan),
        (RealType(-1e100, 1e100), math.inf),
    ],
)
@pytest.mark.parametrize("bound", [None, UnitBound("unit", 2, "key")], ids=["records", "units"])
def test_a_copy_with_a_number_out_of_bounds_is_given_up(
    engine: DuckDBEngine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: DataType,
    value: float,
    bound: UnitBound | None,
) -> None:
    """Questions about stored columns have no clamps: were the cleaning at fault, nothing may be asked."""
    monkeypatch.setattr(reading, "scan", without_clamps)
    path = written(tmp_path, x=[type(value)(1), value], unit=["a", "b"])
    columns = (Column("x", kind), Column("unit", TextType()))
    with pytest.raises(InternalError, match="out of bounds"):
        engine.register(on_disk(path), columns, bound)
    left = "SELECT count(*) FROM duckdb_tables() WHERE database_name = 'slices'"
    assert engine._connection.cursor().execute(left).fetchall() == [(0,)]


def test_a_copy_of_nothing_is_within_its_bounds(engine: DuckDBEngine, tmp_path: Path) -> None:
    path = written(tmp_path, x=pa.array([], pa.float64()))
    assert engine.register(on_disk(path), (Column("x", RealType(0.0, 1.0)),)).slices
