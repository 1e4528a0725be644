"""From the values of a file to the values of the declared type: one row each for every kind of bad value."""

import datetime as dt
import decimal
import math
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from leapyear_core.engine.duckdb import DuckDBEngine, Sourced
from leapyear_core.model.errors import InvalidColumn
from leapyear_core.model.expressions import Attribute, Call, Constant, Expression
from leapyear_core.model.lattice import ValueCount
from leapyear_core.model.relations import Table, Where
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

TABLE = Table("d", "t")
INT, REAL, FACTOR = IntType(-5, 10), RealType(-5.0, 10.0), FactorType(("a", "'b'", "1", "true"))


def scanned(folder: Path, stored: pa.Array, declared: DataType, expected: Any) -> bool:
    """Whether a one-row table of the stored value holds the expected one (None: null)."""
    path = folder / "one.parquet"
    pq.write_table(pa.table({"x": stored}), path)
    columns = (Column("x", declared),)
    engine = DuckDBEngine(None, [folder])
    x = Attribute("x")
    same: Expression = (
        Call("is_null", (x,)) if expected is None else Call("eq", (x, Constant(expected)))
    )
    try:
        tables = {TABLE: Sourced({"x": declared}, engine.register(on_disk(path), columns))}
        return engine.exact(Where(TABLE, same), [ValueCount(Constant(True))], tables) == (1,)
    finally:
        engine.close()


MORE = (BoolType(), TextType(), DateType(), DatetimeType())


@pytest.mark.parametrize(
    ("stored", "declared", "expected"),
    [
        (pa.array([math.nan]), REAL, None),
        (pa.array([math.inf]), REAL, 10.0),
        (pa.array([-math.inf]), REAL, -5.0),
        (pa.array([1e308]), REAL, 10.0),
        (pa.array([None], pa.float64()), REAL, None),
        (pa.array([0.25], pa.float32()), REAL, 0.25),
        (pa.array([7]), REAL, 7.0),
        (pa.array([2**64 - 1], pa.uint64()), REAL, 10.0),
        (pa.array([2**63 - 1]), INT, 10),
        (pa.array([-(2**63)]), INT, -5),
        (pa.array([2**64 - 1], pa.uint64()), INT, 10),
        (pa.array([math.nan]), INT, None),
        (pa.array([math.inf]), INT, 10),
        (pa.array([2.5]), INT, 3),
        (pa.array([-2.5]), INT, -3),
        (pa.array([True]), INT, 1),
        (pa.array(["7"]), INT, 7),
        (pa.array(["1e400"]), INT, 10),
        (pa.array(["NaN"]), INT, None),
        (pa.array(["seven"]), INT, None),
        (pa.array([""]), REAL, None),
        (pa.array([1]), BoolType(), True),
        (pa.array([0]), BoolType(), False),
        (pa.array([2]), BoolType(), None),
        (pa.array([math.nan]), BoolType(), None),
        (pa.array([" TRUE "]), BoolType(), True),
        (pa.array(["f"]), BoolType(), False),
        (pa.array(["yes?"]), BoolType(), None),
        (pa.array(["a"]), FACTOR, "a"),
        (pa.array(["'b'"]), FACTOR, "'b'"),
        (pa.array(["A"]), FACTOR, None),
        (pa.array([1]), FACTOR, "1"),
        (pa.array([True]), FACTOR, "true"),
        (pa.array(["x" * 10**6]), FACTOR, None),
        (pa.array(["x"]), TextType(), "x"),
        (pa.array([dt.date(2020, 2, 29)]), DateType(), dt.date(2020, 2, 29)),
        (pa.array(["2020-02-30"]), DateType(), None),
        (pa.array(["2020-02-28"]), DateType(), dt.date(2020, 2, 28)),
        (pa.array([dt.datetime(2020, 1, 1, 23)]), DateType(), dt.date(2020, 1, 1)),
        (pa.array(["nonsense"]), DatetimeType(), None),
        (
            pa.array(
                [dt.datetime(2020, 1, 1, 5, tzinfo=dt.timezone(dt.timedelta(hours=2)))],
                pa.timestamp("us", "Europe/Berlin"),
            ),
            DatetimeType(),
            dt.datetime(2020, 1, 1, 3),
        ),
        (pa.array(["2020-01-02T03:04:05+02:00"]), DatetimeType(), dt.datetime(2020, 1, 2, 1, 4, 5)),
        (
            pa.array([" 2020-01-02 03:04:05.25-0530 "]),
            DatetimeType(),
            dt.datetime(2020, 1, 2, 8, 34, 5, 250000),
        ),
        (pa.array(["2020-01-02 03:04:05Z"]), DatetimeType(), dt.datetime(2020, 1, 2, 3, 4, 5)),
        (pa.array(["2020-01-02 03:04 UTC"]), DatetimeType(), dt.datetime(2020, 1, 2, 3, 4)),
        (pa.array(["2020-01-02 03:04:05"]), DatetimeType(), dt.datetime(2020, 1, 2, 3, 4, 5)),
        (pa.array(["2020-01-02 03:04:05 Europe/Berlin"]), DatetimeType(), None),
        (pa.array(["2020-01-02 03:04:05+99:99"]), DatetimeType(), None),
        (pa.array(["0001-01-01 00:30:00+01:00"]), DatetimeType(), None),
        (pa.array(["9999-12-31 23:30:00-01"]), DatetimeType(), None),
        (pa.array(["2020-01-01T00:30:00+01:00"]), DateType(), dt.date(2019, 12, 31)),
        (pa.array(["2020-01-01 23:30"]), DateType(), dt.date(2020, 1, 1)),
        *((pa.nulls(1), each, None) for each in (REAL, INT, FACTOR, *MORE)),
        (pa.array([2**63 - 1], pa.timestamp("us", "UTC")), DatetimeType(), None),
        (pa.array(["infinity"]), DatetimeType(), None),
        (pa.array(["-infinity"]), DateType(), None),
        (pa.array(["0001-01-01"]), DateType(), dt.date(1, 1, 1)),
        (pa.array(["9999-12-31"]), DateType(), dt.date(9999, 12, 31)),
        (pa.array(["10000-01-01"]), DateType(), None),
        (pa.array(["0001-01-01 (BC)"]), DateType(), None),
        (
            pa.array(["9999-12-31 23:59:59.999999"]),
            DatetimeType(),
            dt.datetime(9999, 12, 31, 23, 59, 59, 999999),
        ),
    ],
)
def test_a_value_that_does_not_fit_is_clamped_or_null(
    tmp_path: Path, stored: pa.Array, declared: DataType, expected: Any
) -> None:
    assert scanned(tmp_path, stored, declared, expected)


def test_columns_have_the_types_of_the_files_own_schema(tmp_path: Path) -> None:
    """And no bounds but those of the types: a bound that was read off the values would tell of one."""
    whole = {"int8": (-128, 127), "uint16": (0, 65535), "int64": (-(2**53) + 1, 2**53 - 1)}
    table = pa.table(
        {
            "truth": pa.array([True]),
            **{name: pa.array([1], name) for name in whole},
            "real": pa.array([1.5], "float32"),
            "decimal": pa.array([decimal.Decimal("1.50")]),
            "text": pa.array(["a"]).dictionary_encode(),
            "day": pa.array([dt.date(2020, 1, 1)]),
            "moment": pa.array([dt.datetime(2020, 1, 1)], pa.timestamp("ms", "UTC")),
            "bytes": pa.array([b"x"]),
            "list": pa.array([[1]]),
        }
    )
    pq.write_table(table, tmp_path / "t.parquet")
    real = RealType(-1e100, 1e100)
    with closing(DuckDBEngine(None, [tmp_path])) as engine:
        columns = engine.detect(on_disk(tmp_path / "t.parquet"))
        engine.register(on_disk(tmp_path / "t.parquet"), columns)
    assert columns == (
        Column("truth", BoolType()),
        *(Column(name, IntType(*bounds)) for name, bounds in whole.items()),
        Column("real", real),
        Column("decimal", real),
        Column("text", TextType()),
        Column("day", DateType()),
        Column("moment", DatetimeType()),
    )


def test_a_file_without_columns_that_a_table_has_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"list": [[1]]}), tmp_path / "t.parquet")
    with closing(DuckDBEngine(None, [tmp_path])) as engine, pytest.raises(InvalidColumn):
        engine.detect(on_disk(tmp_path / "t.parquet"))


@pytest.mark.parametrize(
    ("stored", "declared"),
    [
        (pa.array([b"x"]), TextType()),
        (pa.array([[1]]), INT),
        (pa.array([1.5]), FACTOR),
        (pa.array([1]), DateType()),
    ],
)
def test_a_type_that_cannot_be_read_is_refused_when_the_table_is_made(
    tmp_path: Path, stored: pa.Array, declared: DataType
) -> None:
    """It is the file's own type that says so, not its rows."""
    with pytest.raises(InvalidColumn, match="'x' is declared"):
        scanned(tmp_path, stored, declared, None)
