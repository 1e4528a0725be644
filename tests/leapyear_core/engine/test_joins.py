"""Joins on the engine, beside a join in plain Python, and what a cut keeps."""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.engine.literals import identifier
from leapyear_core.engine.rendering import Scanned, render, render_rows
from leapyear_core.engine.storage import stored_rows
from leapyear_core.model.expressions import Attribute, Call, Constant
from leapyear_core.model.joins import JoinKey, JoinKind
from leapyear_core.model.lattice import RowCount, ValueCount
from leapyear_core.model.relations import (
    Join,
    Project,
    Projection,
    Relation,
    Table,
    Where,
)
from leapyear_core.model.types import Column, DateType, IntType, RealType, schema_of_columns
from tests.tables import on_disk

T, U = Table("d", "t"), Table("d", "u")
COLUMNS = (
    Column("a", IntType(0, 9)),
    Column("b", DateType()),
    Column("x", RealType(-1, 1)),
)
SCHEMA = schema_of_columns(COLUMNS)
KEYS = (JoinKey("la", "ra"), JoinKey("lb", "rb"))

Row = tuple[Any, ...]
ROWS = st.lists(
    st.tuples(
        st.none() | st.integers(0, 3),
        st.none() | st.sampled_from(["2026-01-01", "2026-01-02"]),
        st.none() | st.sampled_from([-1.0, 0.0, 0.5]),
    ),
    max_size=8,
)


class Bench:
    """An engine that holds the tables of one case."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engine = DuckDBEngine(None, [folder])

    def close(self) -> None:
        self.engine.close()

    def scanned(self, left: Sequence[Row], right: Sequence[Row]) -> dict[Table, Scanned]:
        found = {}
        for table, rows in ((T, left), (U, right)):
            path = self.folder / "slice.parquet"
            types = {"a": pa.int64(), "b": pa.string(), "x": pa.float64()}
            arrays = {
                name: pa.array([row[place] for row in rows], type=given)
                for place, (name, given) in enumerate(types.items())
            }
            pq.write_table(pa.table(arrays), path)
            source = self.engine.register(on_disk(path), COLUMNS)
            path.unlink()
            found[table] = stored_rows(source, SCHEMA)
        return found

    def run(self, query: str) -> list[Row]:
        with self.engine._connection.cursor() as cursor:
            return cursor.execute(query).fetchall()

    def rows(
        self, relation: Relation, left: Sequence[Row], right: Sequence[Row]
    ) -> Counter[tuple[str, ...]]:
        found = self.run(_query(relation, self.scanned(left, right)))
        return Counter(tuple(map(_shown, row)) for row in found)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with closing(Bench(tmp_path_factory.mktemp("tables"))) as bench:
        yield bench


def _query(relation: Relation, tables: Mapping[Table, Scanned]) -> str:
    """The rows of a relation, without what is kept beside them."""
    rows = render_rows(relation, tables)
    return f"SELECT {', '.join(map(identifier, rows.schema))} FROM ({rows.sql})"


def _shown(value: object) -> str:
    """A value, a zero told from the other one."""
    return str(value) if value is not None else ""


def named(table: Table, prefix: str) -> Project:
    return Project(table, tuple(Projection(prefix + name, Attribute(name)) for name in SCHEMA))


def join_of(how: JoinKind, keys: Sequence[JoinKey] = KEYS, *rows: int | None) -> Join:
    return Join(named(T, "l"), named(U, "r"), tuple(keys), how, *rows)


def in_python(
    left: Sequence[Row], right: Sequence[Row], places: Sequence[int], how: JoinKind
) -> Counter[tuple[str, ...]]:
    """The pairs that are equal in these places, without them on the right."""
    found = []
    for one in left:
        matches = [
            other
            for other in right
            if all(one[place] is not None and one[place] == other[place] for place in places)
        ]
        if not matches and how is JoinKind.LEFT:
            matches = [(None,) * 3]
        for other in matches:
            added = [value for place, value in enumerate(other) if place not in places]
            found.append(tuple(map(_shown, (*one, *added))))
    return Counter(found)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(
    left=ROWS,
    right=ROWS,
    how=st.sampled_from(JoinKind),
    places=st.sampled_from([(0,), (1,), (0, 1)]),
)
def test_a_join_that_is_not_cut_has_the_pairs_of_a_join_in_plain_python(
    bench: Bench, left: list[Row], right: list[Row], how: JoinKind, places: tuple[int, ...]
) -> None:
    """Of one key and of two, with nulls in keys and elsewhere, and rows that are there twice."""
    join = join_of(how, [KEYS[place] for place in places])
    assert bench.rows(join, left, right) == in_python(left, right, places, how)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(
    left=ROWS, right=ROWS, how=st.sampled_from(JoinKind), most=st.tuples(*[st.integers(1, 3)] * 2)
)
def test_a_cut_keeps_so_many_rows_of_each_key_and_joins_these(
    bench: Bench, left: list[Row], right: list[Row], how: JoinKind, most: tuple[int, int]
) -> None:
    """Of each key as many pairs as what is kept on both sides makes; what has a null in a key is not cut."""
    found = bench.rows(join_of(how, KEYS, *most), left, right)
    whole = in_python(left, right, (0, 1), how)
    here, there = (
        Counter(row[:2] for row in rows if None not in row[:2]) for rows in (left, right)
    )
    expected: Counter[tuple[str, ...]] = Counter()
    for key, rows in here.items():
        partners = min(there[key], most[1]) or (how is JoinKind.LEFT)
        expected[tuple(map(_shown, key))] += min(rows, most[0]) * partners
    if how is JoinKind.LEFT:
        expected.update(tuple(map(_shown, row[:2])) for row in left if None in row[:2])
    assert Counter(row[:2] for row in found.elements()) == +expected
    assert found.keys() <= whole.keys() or how is JoinKind.LEFT


def test_which_of_two_zeros_a_cut_keeps_depends_on_no_order(bench: Bench) -> None:
    """They are equal to the engine: without their signs, the first one would be kept."""
    zeros = [(1, None, 0.0), (1, None, -0.0)]
    join = join_of(JoinKind.INNER, KEYS[:1], 1, 1)
    one, other = (bench.rows(join, rows, rows) for rows in (zeros, zeros[::-1]))
    assert one == other


def test_a_cut_chooses_by_the_values_and_not_by_the_order_of_columns(bench: Bench) -> None:
    """The same rows are kept however the side lists its attributes."""
    rows = [(1, None, place / 50) for place in range(50)]
    found = []
    for names in itertools.permutations(SCHEMA):
        side = Project(T, tuple(Projection("l" + name, Attribute(name)) for name in names))
        join = Join(side, named(U, "r"), KEYS[:1], JoinKind.INNER, 5, 1)
        kept = Project(join, (Projection("x", Attribute("lx")),))
        found.append(bench.rows(kept, rows, rows[:1]))
    assert found[0].total() == 5
    assert all(each == found[0] for each in found)


def test_an_attribute_that_nobody_asks_for_is_not_computed_where_nothing_is_cut(
    bench: Bench,
) -> None:
    tables = bench.scanned([], [])
    counted = [ValueCount(Attribute("rx"))]
    uncut = render(join_of(JoinKind.INNER, KEYS[:1]), counted, tables)
    cut = render(join_of(JoinKind.INNER, KEYS[:1], None, 1), counted, tables)
    assert ('"b"' in uncut, '"b"' in cut) == (False, True)
    assert uncut.count('"x" AS') == 1


def test_a_join_counts_where_it_is_filtered_and_joined_again(bench: Bench) -> None:
    rows = [(n % 3, None, n / 10) for n in range(9)]
    once = Where(join_of(JoinKind.INNER, KEYS[:1]), Call("gt", (Attribute("la"), Constant(0))))
    twice = Join(once, named(U, "s"), (JoinKey("la", "sa"),), JoinKind.LEFT, None, 2)
    query = render(twice, [RowCount()], bench.scanned(rows, rows))
    assert bench.run(query) == [(2 * 9 * 2,)]
