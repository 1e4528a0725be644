"""Splits on the engine: parts that are disjoint and together the whole, whatever the order of rows."""

import math
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from leapyear_core.engine.duckdb import DuckDBEngine, Sourced
from leapyear_core.model.aggregates import GroupAggregate
from leapyear_core.model.expressions import Attribute, Call, Constant
from leapyear_core.model.lattice import RowCount
from leapyear_core.model.relations import (
    GroupRows,
    Projection,
    Relation,
    Split,
    Table,
    Union,
    Where,
)
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
    return [Split(of, attributes, 3, range(part, part + 1), seed) for part in range(3)]


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
    again = [Split(of, ("unit", "x"), 3, range(1), 1) for of in parts("unit", "x")]
    assert sum(both) == 600
    # Were they the same parts, one of the three would be all of it and the others nothing.
    assert min(counts(engine, tmp_path, ROWS, *again)) > 0


def test_a_row_is_in_a_union_as_often_as_in_its_relations(
    engine: DuckDBEngine, tmp_path: Path
) -> None:
    thirds = Union(tuple(parts("unit")))
    assert counts(engine, tmp_path, ROWS, thirds, Union((TABLE, TABLE))) == [300, 600]


def test_parts_of_unlike_shares_are_disjoint_and_together_everything(
    engine: DuckDBEngine, tmp_path: Path
) -> None:
    """70, 20 and 10 of 100: off by five standard deviations would not happen in a million times; the seed is fixed."""
    ends = [0, 700_000, 900_000, 1_000_000]
    shares = [
        Split(TABLE, ("unit", "x"), 1_000_000, range(start, stop), 0)
        for start, stop in pairwise(ends)
    ]
    found = counts(engine, tmp_path, ROWS, *shares)
    assert sum(found) == 300
    for count, share in zip(found, (0.7, 0.2, 0.1), strict=True):
        assert abs(count - 300 * share) < 5 * math.sqrt(300 * share * (1 - share))


def test_a_run_of_buckets_is_the_buckets(engine: DuckDBEngine, tmp_path: Path) -> None:
    """So that a part does not depend on how the others were cut."""
    alone = counts(engine, tmp_path, ROWS, *parts("unit", "x"))
    both, everything = (Split(TABLE, ("unit", "x"), 3, range(stop), 0) for stop in (2, 3))
    assert counts(engine, tmp_path, ROWS, both, everything) == [alone[0] + alone[1], 300]


def test_each_value_of_what_is_hashed_with_the_rest_is_split_by_itself(
    engine: DuckDBEngine, tmp_path: Path
) -> None:
    """Of 1000 rows of each of three values 200, give or take five standard deviations of 12.6; the seed is fixed.

    Were the value left out of the hash, the same of them would be in the part for each value.
    """
    rows = [(unit, x) for unit in range(1000) for x in range(3)]
    fifth = Split(TABLE, ("x", "unit"), 5, range(1), 0)
    of_values = [Where(fifth, Call("eq", (Attribute("x"), Constant(value)))) for value in range(3)]
    found = counts(engine, tmp_path, rows, *of_values)
    assert all(abs(each - 200) < 63 for each in found)
    units = GroupRows(
        fifth,
        (Projection("unit", Attribute("unit")),),
        (GroupAggregate("rows", "count_rows"),),
    )
    # Of 1000 units 1 - 0.8**3 are in a part of a fifth with some value: 488, not the 200 of one hash for all.
    assert abs(counts(engine, tmp_path, rows, units)[0] - 488) < 80
