"""The groups of private keys as the engine finds them: no value can be an error, and no order can be told."""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from leapyear_core.engine import duckdb as module
from leapyear_core.engine.cancellation import Cancellation
from leapyear_core.engine.duckdb import DuckDBEngine, Sourced
from leapyear_core.model.errors import Unavailable
from leapyear_core.model.expressions import Attribute, Call, Constant
from leapyear_core.model.keys import LONGEST_KEY, KeyValue, UnknownKey
from leapyear_core.model.lattice import RowCount, ValueCount
from leapyear_core.model.relations import Table, Where
from leapyear_core.model.types import (
    BoolType,
    Column,
    DateType,
    FactorType,
    IntType,
    TextType,
    schema_of_columns,
)
from tests.tables import on_disk

TABLE = Table("clinic", "visits")
COLUMNS = (
    Column("city", TextType()),
    Column("day", DateType()),
    Column("zip", IntType(0, 99_999)),
    Column("smoker", BoolType()),
    Column("region", FactorType(("north", "south"))),
)
LONG = "x" * LONGEST_KEY
ROWS = (RowCount(),)
DAY = dt.date(2026, 11, 28)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Reads the groups of keys of seven rows."""
    folder = tmp_path_factory.mktemp("visits")
    table = {
        "city": ["Rome", "Rome", None, "a\0b", LONG, LONG + "x", "Rome"],
        "day": pa.array([DAY, DAY, dt.date(1, 1, 1), dt.date(9999, 12, 31), None, DAY, None]),
        "zip": [1, 2, 1, 1, None, 120_000, 2],
        "smoker": [True, False, None, True, True, None, True],
        "region": ["north", "south", "west", None, "north", "north", "south"],
    }
    pq.write_table(pa.table(table), folder / "visits.parquet")
    with closing(DuckDBEngine(None, [folder])) as engine:
        source = engine.register(on_disk(folder / "visits.parquet"), COLUMNS)
        tables = {TABLE: Sourced(schema_of_columns(COLUMNS), source)}

        def groups(
            *names: str,
            least: int = 1,
            relation: Any = TABLE,
            values: tuple[KeyValue, ...] | None = None,
            summands: Any = ROWS,
            cancellation: Cancellation | None = None,
        ) -> list[tuple[Any, ...]]:
            keys = [UnknownKey(Attribute(name), values) for name in names]
            return engine.groups(
                relation,
                summands,
                keys,
                least,
                tables,
                lambda some: sorted(chain.from_iterable(some)),
                cancellation,
            )

        yield groups


def test_a_text_that_no_answer_can_hold_is_in_no_group(read: Any) -> None:
    """One that is too long, or that has a NUL, as little as a null: it must not be an error either."""
    assert read("city") == [("Rome", 3), (LONG, 1)]


def test_each_type_of_key_has_groups_of_its_values(read: Any) -> None:
    assert read("day") == [(dt.date(1, 1, 1), 1), (DAY, 3), (dt.date(9999, 12, 31), 1)]
    assert read("zip") == [(1, 3), (2, 2), (99_999, 1)]
    assert read("smoker") == [(False, 1), (True, 4)]
    assert read("region") == [("north", 3), ("south", 2)]


def test_several_keys_have_a_group_for_each_combination_there_is(read: Any) -> None:
    """A row without one of them is in none."""
    found = read("city", "zip", summands=(RowCount(), ValueCount(Attribute("day"))))
    assert found == [("Rome", 1, 1, 1), ("Rome", 2, 2, 1)]


def test_groups_of_few_rows_are_left_out(read: Any) -> None:
    assert read("city", least=2) == [("Rome", 3)]
    assert read("city", least=4) == []


def test_where_values_are_named_others_are_in_no_group(read: Any) -> None:
    assert read("city", values=("Rome", "Oslo")) == [("Rome", 3)]
    # A text does not end at a NUL.
    assert read("city", values=("a", "Rome")) == [("Rome", 3)]
    exactly_a = Where(TABLE, Call("eq", (Attribute("city"), Constant("a"))))
    assert read("smoker", relation=exactly_a) == []


def test_no_rows_have_no_groups(read: Any) -> None:
    nobody = Where(TABLE, Call("gt", (Attribute("zip"), Constant(200_000))))
    assert read("city", relation=nobody) == []


def test_many_groups_come_a_few_at_a_time(read: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """There may be as many as rows: they are never held all at once."""
    monkeypatch.setattr(module, "_BATCH", 1)
    assert read("zip") == [(1, 3), (2, 2), (99_999, 1)]


def test_a_cancelled_question_reads_no_groups(read: Any, tmp_path: Path) -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Unavailable):
        read("city", cancellation=cancellation)
