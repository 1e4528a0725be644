"""Splits on the engine: parts that are disjoint and together the whole, whatever the order of rows."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from leapyear_core.engine.duckdb import DuckDBEngine, Sourced
from leapyear_core.model.lattice import RowCount
from leapyear_core.model.relations import Relation, Split, Table, Union
from leapyear_core.model.types import Column, IntType, schema_of_columns
from tests.tables import on_disk

TABLE = Table("d", "t")
COLUMNS = (Column("unit", IntType(0, 1000)), Column("x", IntType(0, 1000)))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckDBEngine]:
    with closing(DuckDBEngine(None, [tmp_path])) as engine:
        yield engine


def counts(
    engine: DuckDBEngine, folder: Path, rows: list[tuple[int, int]], *relations: Relation
) -> list[int]:
    path = folder / "t.parquet"
    units, xs = zip(*rows, strict=True)
    pq.write_table(pa.table({"unit": units, "x": xs}), path)
    source = engine.register(on_disk(path), COLUMNS)
    tables = {TABLE: Sourced(schema_of_columns(COLUMNS), source)}
    return [engine.exact(each, [RowCount()], tables)[0] for each in relations]


def parts(*attributes: str, of: Relation = TABLE, seed: int = 0) -> list[Split]:
    return [Split(of, attributes, 3, part, seed) for part in range(3)]


ROWS = [(unit, x) for unit in range(100) for x in range(3)]


def test_each_row_is_in_one_part_and_the_parts_are_of_about_one_size(
    engine: DuckDBEngine, tmp_path: Path
) -> None:
    """A third of 300 each: 40 off, five standard deviations, would not happen in a million times; the seed is fixed."""
    found = counts(engine, tmp_path, ROWS, *parts("unit", "x"))
    assert sum(found) == 300
    assert all(abs(each - 100) < 41 for each in found)


def test_rows_of_one_unit_fall_together_and_the_order_does_not_matter(
    engine: DuckDBEngine, tmp_path: Path
) -> None:
    found = counts(engine, tmp_path, ROWS, *parts("unit"))
    assert sum(found) == 300
    assert all(each % 3 == 0 for each in found)
    assert counts(engine, tmp_path, ROWS[::-1], *parts("unit")) == found


def test_another_seed_gives_other_parts(engine: DuckDBEngine, tmp_path: Path) -> None:
    both = counts(engine, tmp_path, ROWS, *parts("unit", "x"), *parts("unit", "x", seed=1))
    again = [Split(of, ("unit", "x"), 3, 0, 1) for of in parts("unit", "x")]
    assert sum(both) == 600
    # Were they the same parts, one of the three would be all of it and the others nothing.
    assert min(counts(engine, tmp_path, ROWS, *again)) > 0


def test_a_row_is_in_a_union_as_often_as_in_its_relations(
    engine: DuckDBEngine, tmp_path: Path
) -> None:
    thirds = Union(tuple(parts("unit")))
    assert counts(engine, tmp_path, ROWS, thirds, Union((TABLE, TABLE))) == [300, 600]
