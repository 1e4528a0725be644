"""Groups of rows on the engine: what plain Python over the rows of each group gives, whatever the order of rows."""

import datetime as dt
import math
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import frozen

from leapyear_core.engine.cancellation import Cancellation
from leapyear_core.engine.duckdb import DuckDBEngine, Sourced, _scanned
from leapyear_core.engine.rendering import render_rows
from leapyear_core.model.aggregates import GroupAggregate, GroupAggregateKind
from leapyear_core.model.expressions import Attribute, Call, Constant, Expression
from leapyear_core.model.keys import ValueKey
from leapyear_core.model.lattice import DistinctCount, RowCount, Summand, lattice_total
from leapyear_core.model.relations import GroupRows, Projection, Relation, Split, Table, Where
from leapyear_core.model.schemas import schema_of
from leapyear_core.model.types import (
    INT_LIMIT,
    REAL_LIMIT,
    BoolType,
    Column,
    DateType,
    FactorType,
    IntType,
    RealType,
    TextType,
    schema_of_columns,
)
from leapyear_core.model.units import RECORD, Contribution
from tests.tables import on_disk

TABLE = Table("d", "t")
COLUMNS = (
    Column("pid", IntType(0, 99)),
    Column("x", RealType(-1000.0, 1000.0)),
    Column("n", IntType(-INT_LIMIT, INT_LIMIT)),
    Column("ill", BoolType()),
    Column("sex", FactorType(("f", "m"))),
    Column("note", TextType()),
    Column("day", DateType()),
)
NAMES = [column.name for column in COLUMNS]


def some_rows(count: int = 400) -> list[tuple[Any, ...]]:
    """Many groups and few, values that are missing, extremes, and sums that are no doubles."""
    draw = random.Random(7)
    return [
        tuple(
            draw.choice(values)
            for values in (
                [None, *range(20)],
                [None, 0.0, -0.0, 0.1, -0.3, 1e-17, 999.9, -1000.0, draw.uniform(-1000, 1000)],
                [None, 0, 3, -7, INT_LIMIT, -INT_LIMIT],
                [None, True, False],
                [None, "f", "m"],
                [None, "", "a", "A", "é", "x" * 50],
                [None, dt.date(2020, 2, 29), dt.date(1, 1, 1), dt.date(9999, 12, 31)],
            )
        )
        for _ in range(count)
    ]


@frozen
class Groups:
    """An engine with a table of its own."""

    engine: DuckDBEngine
    folder: Path

    def tables(
        self, rows: Sequence[tuple[Any, ...]], contribution: Contribution
    ) -> dict[Table, Sourced]:
        stored = [
            pa.int64(),
            pa.float64(),
            pa.int64(),
            pa.bool_(),
            pa.string(),
            pa.string(),
            pa.date32(),
        ]
        arrays = [pa.array([row[at] for row in rows], stored[at]) for at in range(len(NAMES))]
        pq.write_table(pa.Table.from_arrays(arrays, NAMES), self.folder / "t.parquet")
        source = self.engine.register(on_disk(self.folder / "t.parquet"), COLUMNS)
        return {TABLE: Sourced(schema_of_columns(COLUMNS), source, contribution)}

    def rows(
        self,
        relation: Relation,
        rows: Sequence[tuple[Any, ...]],
        contribution: Contribution = RECORD,
    ) -> dict[tuple[Any, ...], dict[str, Any]]:
        """The rows of a grouped relation, by their keys."""
        tables = self.tables(rows, contribution)
        assert isinstance(relation, GroupRows)
        with self.engine._connection.cursor() as cursor:
            found = cursor.execute(render_rows(relation, _scanned(tables)).sql)
            names = [each[0] for each in found.description]
            # Behind the attributes there are lattice points of them.
            schema = schema_of(relation, {TABLE: tables[TABLE].schema}, {TABLE: contribution})
            told = [
                {name: each for name, each in zip(names, row, strict=True) if name in schema}
                for row in found.fetchall()
            ]
        keys = [key.name for key in relation.keys]
        by_key = {tuple(row[key] for key in keys): row for row in told}
        assert len(by_key) == len(told)
        return by_key


@pytest.fixture
def groups(tmp_path: Path) -> Iterator[Groups]:
    with closing(DuckDBEngine(None, [tmp_path])) as engine:
        yield Groups(engine, tmp_path)


def by(*names: str, **wanted: tuple[str, GroupAggregateKind]) -> GroupRows:
    return GroupRows(
        TABLE,
        tuple(Projection(name, Attribute(name)) for name in names),
        (
            GroupAggregate("rows", "count_rows"),
            *(
                GroupAggregate(name, kind, Attribute(attribute))
                for name, (attribute, kind) in wanted.items()
            ),
        ),
    )


REFERENCE: dict[GroupAggregateKind, Callable[[list[Any]], Any]] = {
    "count": len,
    "count_distinct": lambda values: len(set(values)),
    "sum": math.fsum,
    "mean": lambda values: math.fsum(values) / len(values) if values else None,
    "min": lambda values: min(values, default=None),
    "max": lambda values: max(values, default=None),
}
OF: dict[str, list[GroupAggregateKind]] = {
    "x": list(REFERENCE),
    "n": list(REFERENCE),
    "ill": list(REFERENCE),
    "day": ["count", "count_distinct", "min", "max"],
    "note": ["count", "count_distinct"],
}
WANTED = {f"{kind}_{name}": (name, kind) for name, kinds in OF.items() for kind in kinds}


@pytest.mark.parametrize(
    "keys", [("pid",), ("sex",), ("ill", "note"), ("day", "sex", "ill", "pid", "note")]
)
def test_groups_are_what_plain_python_makes_of_their_rows(
    groups: Groups, keys: tuple[str, ...]
) -> None:
    """A missing key is a group, a missing value is none; sums to the last bits."""
    rows = some_rows()
    found = groups.rows(by(*keys, **WANTED), rows)
    expected: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for row in rows:
        expected.setdefault(tuple(row[NAMES.index(key)] for key in keys), []).append(row)
    assert found.keys() == expected.keys()
    for key, members in expected.items():
        assert found[key]["rows"] == len(members)
        for name, (attribute, kind) in WANTED.items():
            values = [row[NAMES.index(attribute)] for row in members]
            want = REFERENCE[kind]([value for value in values if value is not None])
            if attribute == "n" and kind == "sum":
                want = max(-INT_LIMIT, min(INT_LIMIT, sum(v for v in values if v is not None)))
            told = found[key][name]
            near = isinstance(want, float) and kind in ("sum", "mean")
            assert told == (pytest.approx(want, rel=1e-15, abs=1e-12) if near else want), name


def test_of_one_value_the_sum_and_the_mean_are_that_value(groups: Groups) -> None:
    """Of one that is no thousand times less than its bounds, to the bit."""
    values = [1.1, -1.3, 999.9, 123.456, -1000.0, 1.0, None]
    rows = [(at, value, *[None] * 5) for at, value in enumerate(values)]
    found = groups.rows(by("pid", sum=("x", "sum"), mean=("x", "mean")), rows)
    assert [found[at,]["mean"] for at in range(len(values))] == values
    assert [found[at,]["sum"] for at in range(len(values))] == [*values[:-1], 0.0]


def test_no_bit_of_a_group_depends_on_the_order_of_rows(groups: Groups) -> None:
    """Sums of doubles would: 1e3 + 1e-14 - 1e3, say. Nor does the sign of a zero, which `min` might take from the first."""
    rows = some_rows()
    relation = by("sex", **WANTED)
    once = groups.rows(relation, rows)
    for seed in range(5):
        again = groups.rows(relation, random.Random(seed).sample(rows, len(rows)))
        assert repr(sorted(again.items(), key=repr)) == repr(sorted(once.items(), key=repr))


def test_a_row_more_changes_no_bit_of_other_groups(groups: Groups) -> None:
    rows = some_rows()
    relation = by("pid", **WANTED)
    before = groups.rows(relation, rows)
    after = groups.rows(relation, [(3, 0.7, 1, True, "f", "z", None), *rows])
    differing = {key for key in before if repr(before[key]) != repr(after[key])}
    assert differing == {(3,)}


def test_counts_and_sums_of_units_are_within_what_their_types_state(groups: Groups) -> None:
    """Also where a table has more rows of a unit than it was said to have."""
    rows = [(1, 1000.0, 5, True, None, None, None)] * 7
    relation = by("pid", sum=("x", "sum"), ill=("ill", "sum"))
    contribution = Contribution(3, "pid")
    schema = schema_of(relation, {TABLE: schema_of_columns(COLUMNS)}, {TABLE: contribution})
    assert [schema[each] for each in ("rows", "sum", "ill")] == [
        IntType(1, 3),
        RealType(-3000.0, 3000.0),
        IntType(0, 3),
    ]
    found = groups.rows(relation, rows, contribution)
    assert found == {(1,): {"pid": 1, "rows": 3, "sum": 3000.0, "ill": 3}}


def test_sums_of_extremes_overflow_nothing(groups: Groups) -> None:
    rows = [(1, 1000.0, INT_LIMIT, *[None] * 4)] * 3000
    wide = Call("multiply", (Attribute("x"), Constant(REAL_LIMIT / 1e4)))
    aggregates = (
        GroupAggregate("whole", "sum", Attribute("n")),
        GroupAggregate("real", "sum", wide),
        GroupAggregate("mean", "mean", wide),
    )
    relation = GroupRows(TABLE, (Projection("pid", Attribute("pid")),), aggregates)
    found = groups.rows(relation, rows)[1,]
    assert found["whole"] == INT_LIMIT
    assert found["real"] == REAL_LIMIT
    assert found["mean"] == pytest.approx(REAL_LIMIT / 10)


def test_a_key_may_be_computed_or_the_same_for_all(groups: Groups) -> None:
    rows = some_rows()
    keys: list[Expression] = [
        Call("floor_divide", (Attribute("pid"), Constant(10))),
        Constant(1),
        Constant(value=True),
        Constant("c0"),
    ]
    relation = GroupRows(
        TABLE,
        tuple(Projection(f"k{at}", key) for at, key in enumerate(keys)),
        (GroupAggregate("rows", "count_rows"),),
    )
    found = groups.rows(relation, rows)
    assert set(found) == {(tens, 1, True, "c0") for tens in (None, 0, 1)}
    assert sum(each["rows"] for each in found.values()) == len(rows)


def test_groups_are_counted_filtered_split_and_grouped_again_like_other_rows(
    groups: Groups,
) -> None:
    tables = groups.tables(some_rows(), RECORD)
    people = by("pid", most=("x", "max"))
    often = Where(people, Call("gt", (Attribute("rows"), Constant(15))))
    size = GroupAggregate("people", "count_rows")
    by_size = GroupRows(people, (Projection("rows", Attribute("rows")),), (size,))
    rows = lattice_total(Attribute("rows"), IntType(0, 1000), centred=False)

    def exact(relation: Relation) -> int:
        return groups.engine.exact(relation, [RowCount()], tables)[0]

    assert exact(people) == 21
    assert 0 < exact(often) < 21
    assert (
        sum(exact(Split(people, ("pid", "most"), 3, range(part, part + 1), 0)) for part in range(3))
        == 21
    )
    assert exact(by_size) < 21
    assert groups.engine.exact(by_size, [rows], tables) != (0,)
    assert groups.engine.exact(people, [rows], tables) == (400,)


def test_a_table_without_rows_has_no_groups(groups: Groups) -> None:
    assert groups.rows(by("sex", **WANTED), []) == {}


def test_groups_that_are_kept_are_the_same_groups(groups: Groups) -> None:
    """And what is made of them is read from what is kept."""
    tables = groups.tables(some_rows(), Contribution(400, "pid"))
    people = by("pid", mean=("x", "mean"), sum=("n", "sum"))
    total = lattice_total(Attribute("mean"), RealType(-1000.0, 1000.0), centred=True)
    asked: list[Summand] = [RowCount(), total]
    high = Where(people, Call("gt", (Attribute("mean"), Constant(0.0))))
    before = [groups.engine.exact(each, asked, tables) for each in (people, high)]
    groups.engine.persist(people, tables, Cancellation())
    assert [groups.engine.exact(each, asked, tables) for each in (people, high)] == before


def test_groups_come_out_the_same_while_others_are_computed(groups: Groups) -> None:
    """Threads share the work of a group by chance, so that its rows come in any order."""
    rows = some_rows(20_000)
    tables = groups.tables(rows, RECORD)
    sums = by("sex", "ill", sum=("x", "sum"))
    sql = render_rows(sums, _scanned(tables)).sql
    found: list[str] = []

    def ask() -> None:
        with groups.engine._connection.cursor() as cursor:
            found.append(repr(sorted(cursor.execute(sql).fetchall(), key=repr)))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1


def test_an_argument_that_is_named_thrice_is_computed(groups: Groups) -> None:
    """DuckDB 2.0 copies the plan of such a query, and fails on GREATEST(x, x, x) where it does."""
    tables = groups.tables(some_rows(20), RECORD)
    people = by("note", most=("n", "max"))
    none = Where(people, Constant(value=False))
    note = Attribute("note")
    greatest = Call("greatest", (note, note, note))
    keys = (ValueKey(greatest, ("a", "A")), ValueKey(Attribute("rows"), (1, 2)))
    asked: list[Summand] = [RowCount(), DistinctCount(note)]
    assert groups.engine.exact(none, asked, tables, None, keys) == (0,) * 8
