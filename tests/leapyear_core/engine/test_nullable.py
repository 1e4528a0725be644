"""Columns that are not nullable: rows without a value of them are not in the table, and nothing else is different."""

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest
from attrs import evolve

from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.engine.storage import Source, UnitBound
from leapyear_core.model.types import (
    BoolType,
    Column,
    DataType,
    DatetimeType,
    DateType,
    FactorType,
    IntType,
    RealType,
    TextType,
)
from tests.tables import on_disk

#: A day, and a moment, that DuckDB has and nobody else.
FAR = 10_000 * 366

#: What a file holds, how it is declared, and which of its rows have a value.
CASES: list[tuple[pa.Array, DataType, list[int]]] = [
    (pa.array([True, None, False]), BoolType(), [0, 2]),
    (pa.array([0, 1, 2, None]), BoolType(), [0, 1]),
    (pa.array(["t", "yes", "", None, "0"]), BoolType(), [0, 4]),
    (pa.array([5, None, 500, -1]), IntType(0, 9), [0, 2, 3]),
    (pa.array([5.4, math.nan, None, math.inf]), IntType(0, 9), [0, 3]),
    (pa.array(["5", "five", "", None, "1e3"]), IntType(0, 9), [0, 4]),
    (pa.array([0.5, math.nan, None, -math.inf]), RealType(0.0, 1.0), [0, 3]),
    (pa.array(["0.5", "NaN", "x", None]), RealType(0.0, 1.0), [0]),
    (pa.array(["a", "c", "", None, "b"]), FactorType(("a", "b")), [0, 4]),
    (pa.array([1, 2, None]), FactorType(("1",)), [0]),
    (pa.array(["a", "", None]), TextType(), [0, 1]),
    (pa.array([0, FAR, None, -FAR], pa.date32()), DateType(), [0]),
    (pa.array(["2020-02-29", "2021-02-29", "soon", None]), DateType(), [0]),
    (pa.array([0, FAR * 86400, None], pa.timestamp("s")), DatetimeType(), [0]),
    (pa.array(["2020-02-29T08:00:00Z", "8 o'clock", None]), DatetimeType(), [0]),
    (pa.nulls(3), IntType(0, 9), []),
    (pa.nulls(3), TextType(), []),
]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckDBEngine]:
    with closing(DuckDBEngine(None, [tmp_path])) as engine:
        yield engine


def written(folder: Path, **columns: Any) -> Path:
    path = folder / "t.parquet"
    pq.write_table(pa.table(columns), path)
    return path


def stored(engine: DuckDBEngine, source: Source, column: str) -> list[Any]:
    """The values of a column, in their order."""
    rows = " UNION ALL ".join(
        f'SELECT "{column}" AS x FROM slices."{each}"' for each in source.slices
    )
    with engine._connection.cursor() as cursor:
        return [x for (x,) in cursor.execute(f"SELECT x FROM ({rows}) ORDER BY x").fetchall()]


@pytest.mark.parametrize(("values", "declared", "kept"), CASES)
def test_rows_without_a_value_are_left_out(
    engine: DuckDBEngine, tmp_path: Path, values: pa.Array, declared: DataType, kept: Sequence[int]
) -> None:
    """Those where it is missing, and those where it is none of the declared type; where it is nullable, none."""
    path = written(tmp_path, x=values, place=range(len(values)))
    columns = (Column("x", declared), Column("place", IntType(0, 9)))
    whole = engine.register(on_disk(path), columns)
    assert stored(engine, whole, "place") == list(range(len(values)))
    columns = (evolve(columns[0], nullable=False), columns[1])
    assert stored(engine, engine.register(on_disk(path), columns), "place") == list(kept)


def test_a_row_is_left_out_where_one_of_several_values_is_missing(
    engine: DuckDBEngine, tmp_path: Path
) -> None:
    """And not where a value is missing that may be; names may have anything in them."""
    name = """x" IS NOT NULL OR '"""
    path = written(tmp_path, **{name: [1, None, 3, 4], "y": [1, 2, None, 4], "z": [1, 2, 3, None]})
    columns = (
        Column(name, IntType(0, 9), nullable=False),
        Column("y", IntType(0, 9), nullable=False),
        Column("z", IntType(0, 9)),
    )
    assert stored(engine, engine.register(on_disk(path), columns), "y") == [1, 4]


def test_rows_of_csv_are_left_out_as_well(engine: DuckDBEngine, tmp_path: Path) -> None:
    pa_csv.write_csv(pa.table({"x": ["1", None, "x", "3"]}), tmp_path / "t.csv")
    columns = (Column("x", IntType(0, 9), nullable=False),)
    source = engine.register(on_disk(tmp_path / "t.csv"), columns)
    assert stored(engine, source, "x") == [1, 3]


def test_rows_of_each_slice_are_left_out(engine: DuckDBEngine, tmp_path: Path) -> None:
    """And of bounds that become narrower, none."""
    columns = (Column("x", RealType(0.0, 9.0), nullable=False),)
    first = engine.register(on_disk(written(tmp_path, x=[1.0, math.nan])), columns)
    both = engine.register(on_disk(written(tmp_path, x=[None, 8.0])), columns, onto=first)
    assert stored(engine, both, "x") == [1.0, 8.0]
    narrow = (evolve(columns[0], type=RealType(0.0, 5.0)),)
    assert stored(engine, engine.narrow(both, narrow), "x") == [1.0, 5.0]


def test_a_row_that_is_left_out_is_none_of_the_rows_that_its_unit_may_have(
    engine: DuckDBEngine, tmp_path: Path
) -> None:
    """Of each unit's ten rows nine have no value: the tenth is kept, whatever the hashes are, in one slice or in many."""
    rows = [(unit, 7 if place == 3 else None) for unit in range(20) for place in range(10)]
    columns = (Column("unit", IntType(0, 99)), Column("x", IntType(0, 9), nullable=False))
    bound = UnitBound("unit", 1, "key")

    def add(part: Sequence[tuple[int, int | None]], onto: Source | None) -> Source:
        unit, x = zip(*part, strict=True)
        path = written(tmp_path, unit=unit, x=pa.array(x, pa.int64()))
        return engine.register(on_disk(path), columns, bound, onto)

    at_once = add(rows, None)
    assert stored(engine, at_once, "unit") == list(range(20))
    assert stored(engine, at_once, "x") == [7] * 20
    source: Source | None = None
    for start in range(0, len(rows), 50):
        source = add(rows[start : start + 50], source)
    assert source is not None
    assert stored(engine, source, "unit") == list(range(20))
    assert stored(engine, source, "x") == [7] * 20


def test_rows_of_no_unit_are_left_out_whatever_is_declared(
    engine: DuckDBEngine, tmp_path: Path
) -> None:
    path = written(tmp_path, unit=[1, None, 99])
    for nullable in (True, False):
        columns = (Column("unit", IntType(0, 9), nullable=nullable),)
        source = engine.register(on_disk(path), columns, UnitBound("unit", 1, "key"))
        assert stored(engine, source, "unit") == [1]


def test_what_parquet_requires_is_not_nullable(engine: DuckDBEngine, tmp_path: Path) -> None:
    """Where all that a file can hold is a value here as well: a NaN and a day beyond the calendar are none.

    It is the file's own schema that says so, and what is below a column says nothing of it.
    """
    inside = pa.struct([pa.field("whole", pa.int64(), nullable=False)])
    day, moment = dt.date(2020, 1, 1), dt.datetime(2020, 1, 1)
    fields = {
        "inside": (inside, {"whole": 1}),
        "list": (pa.list_(pa.field("element", pa.int64(), nullable=False)), [1]),
        "truth": (pa.bool_(), True),
        "whole": (pa.int64(), 1),
        "real": (pa.float64(), math.nan),
        "text": (pa.string(), "a"),
        "day": (pa.date32(), day),
        "moment": (pa.timestamp("us"), moment),
    }
    found = {}
    for nullable in (True, False):
        schema = pa.schema([pa.field(name, kind, nullable) for name, (kind, _) in fields.items()])
        row = {name: value for name, (_, value) in fields.items()}
        path = tmp_path / f"{nullable}.parquet"
        pq.write_table(pa.Table.from_pylist([row], schema), path)
        columns = engine.detect(on_disk(path))
        found[nullable] = {each.name for each in columns if not each.nullable}
        assert stored(engine, engine.register(on_disk(path), columns), "whole") == [1]
    assert found == {True: set(), False: {"truth", "whole", "text"}}


def test_columns_are_told_from_each_other_by_their_places(
    engine: DuckDBEngine, tmp_path: Path
) -> None:
    """Two may have one name to the engine; and there may be more that are made of the path."""
    folder = tmp_path / "year=2020"
    folder.mkdir()
    names = [("a", True), ("A", False), ("b", True)]
    schema = pa.schema([pa.field(name, pa.int64(), nullable) for name, nullable in names])
    pq.write_table(pa.Table.from_arrays([pa.array([1])] * 3, schema=schema), folder / "t.parquet")
    found = {each.name: each.nullable for each in engine.detect(on_disk(folder / "t.parquet"))}
    assert {name for name, nullable in found.items() if not nullable} == {"A_1"}


def test_columns_of_csv_are_nullable(engine: DuckDBEngine, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("x\n1\n")
    assert engine.detect(on_disk(tmp_path / "t.csv")) == (Column("x", TextType()),)
