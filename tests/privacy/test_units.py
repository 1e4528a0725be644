"""The law for privacy units of several rows: one unit moves the exact sums by no more than the door computed."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leapyear_core.engine.duckdb import DuckDBEngine, Sourced
from leapyear_core.engine.storage import Source, UnitBound
from leapyear_core.model.lattice import Summand
from leapyear_core.model.relations import Relation
from leapyear_core.model.schemas import schema_of
from leapyear_core.model.types import Column, DataType, FactorType, IntType, RealType, TextType
from leapyear_core.model.units import Contribution
from leapyear_core.privacy.pricing import Spend, price
from tests.tables import TABLE, GeneratedTable, grouped, on_disk, relations, summands, tables

#: How a unit is declared, and what a file may hold there: what is null, unknown, out of bounds and no whole number.
UNITS: list[tuple[DataType, str, st.SearchStrategy[Any]]] = [
    (IntType(0, 3), "int64", st.integers(-2, 5)),
    (IntType(0, 3), "double", st.sampled_from([0.0, 1.0, 1.4, 2.0, 3.0, 3.5, 1e300, float("nan")])),
    (IntType(-1, 2), "string", st.sampled_from(["0", "1", " 1", "2", "9", "x"])),
    (FactorType(("a", "b")), "string", st.sampled_from(["a", "b", "c", "A"])),
    (TextType(), "string", st.sampled_from(["a", "b", "A", ""])),
]


@frozen
class OfUnits:
    """A table whose last column says whose a row is, and how many rows each may have."""

    table: GeneratedTable
    most: int

    @property
    def bound(self) -> UnitBound:
        return UnitBound(self.table.columns[-1].name, self.most, "key")

    @property
    def contribution(self) -> Contribution:
        return Contribution(self.most, self.bound.column)

    def with_rows(self, rows: Sequence[tuple[Any, ...]]) -> GeneratedTable:
        return GeneratedTable(self.table.columns, self.table.stored, tuple(rows))


@frozen
class Bench:
    """An engine, and a folder that its tables come from."""

    engine: DuckDBEngine
    folder: Path

    def add(self, of: OfUnits, rows: Sequence[tuple[Any, ...]], onto: Source | None) -> Source:
        path = of.with_rows(rows).write(self.folder / "slice.parquet")
        source = self.engine.register(on_disk(path), of.table.columns, of.bound, onto)
        path.unlink()
        return source

    def exact(
        self, of: OfUnits, source: Source, relation: Relation, asked: list[Summand]
    ) -> tuple[int, ...]:
        return self.engine.exact(
            relation, asked, {TABLE: Sourced(of.table.schema, source, of.contribution)}
        )

    def rows(self, source: Source) -> Counter[tuple[Any, ...]]:
        (name,) = source.slices
        # Without the lattice points that are kept beside the values.
        values = "COLUMNS(lambda name: NOT starts_with(name, 'point'))"
        with self.engine._connection.cursor() as cursor:
            return Counter(cursor.execute(f'SELECT {values} FROM slices."{name}"').fetchall())


@pytest.fixture(scope="module")
def bench(opened: tuple[DuckDBEngine, Path]) -> Bench:
    return Bench(*opened)


@st.composite
def of_units(draw: st.DrawFn) -> OfUnits:
    table = draw(tables(min_rows=1, max_rows=10))
    declared, stored, values = draw(st.sampled_from(UNITS))
    name = draw(st.sampled_from(["whose row", "n", 'x"y']).filter(_is_new_in(table)))
    whose = draw(st.lists(st.none() | values, min_size=len(table.rows), max_size=len(table.rows)))
    return OfUnits(
        GeneratedTable(
            (*table.columns, Column(name, declared)),
            (*table.stored, stored),
            tuple((*row, unit) for row, unit in zip(table.rows, whose, strict=True)),
        ),
        draw(st.integers(1, 3)),
    )


def _is_new_in(table: GeneratedTable) -> Any:
    return lambda name: name.casefold() not in {each.name.casefold() for each in table.columns}


@st.composite
def measurements(draw: st.DrawFn) -> tuple[OfUnits, Any, Relation, list[Summand]]:
    of = draw(of_units())
    relation = draw(relations(of.table.schema, contribution=of.contribution))
    if draw(st.integers(0, 3)) == 0:
        # What is lost, or kept, of whose a row is shows when rows are grouped once more.
        relation = draw(grouped(relation, of.table.schema, of.contribution))
    schema = schema_of(relation, {TABLE: of.table.schema}, {TABLE: of.contribution})
    asked = draw(st.lists(summands(schema), min_size=1, max_size=3))
    return of, draw(st.sampled_from(of.table.rows))[-1], relation, asked


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(measurement=measurements())
def test_removing_a_unit_moves_the_exact_sums_by_no_more_than_the_sensitivity(
    bench: Bench, measurement: tuple[OfUnits, Any, Relation, list[Summand]]
) -> None:
    """All rows that hold one value in the column, whatever it is: null and out of bounds as well."""
    of, unit, relation, asked = measurement
    plan = price(relation, asked, Spend(10**6), contributions={TABLE: of.contribution})
    others = [row for row in of.table.rows if row[-1] != unit and repr(row[-1]) != repr(unit)]

    whole, neighbour = (bench.add(of, rows, None) for rows in (of.table.rows, others))
    moves = [
        abs(one - other)
        for one, other in zip(
            bench.exact(of, whole, relation, asked),
            bench.exact(of, neighbour, relation, asked),
            strict=True,
        )
    ]

    assert all(move <= most for move, most in zip(moves, plan.sensitivities, strict=True))
    for source in (whole, neighbour):
        bench.engine.drop(source)


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(of=of_units(), data=st.data())
def test_what_is_kept_depends_on_no_order_and_on_no_slices(
    bench: Bench, of: OfUnits, data: st.DataObject
) -> None:
    """One slice after another keeps what all rows at once would: the least hashes of each unit."""
    shuffled = data.draw(st.permutations(of.table.rows))
    ends = sorted(data.draw(st.lists(st.integers(0, len(shuffled)), max_size=3)))

    at_once = bench.add(of, of.table.rows, None)
    source: Source | None = None
    for start, end in zip([0, *ends], [*ends, len(shuffled)], strict=True):
        before = source
        source = bench.add(of, shuffled[start:end], before)
    assert source is not None

    assert bench.rows(source) == bench.rows(at_once)
    counted = Counter(row[-1] for row in bench.rows(at_once).elements())
    assert None not in counted
    assert all(rows <= of.most for rows in counted.values())
    for each in (source, at_once):
        bench.engine.drop(each)


def test_which_of_two_zeros_is_kept_depends_on_no_order(bench: Bench) -> None:
    """They are equal to the engine, and one over them is not; so their signs put them in order."""
    columns = (Column("x", RealType(-1, 1)), Column("pid", IntType(0, 9)))
    zeros = [(0.0, 1), (-0.0, 1)]
    of = OfUnits(GeneratedTable(columns, ("double", "int64"), ()), 1)
    kept = [bench.rows(bench.add(of, rows, None)) for rows in (zeros, zeros[::-1])]
    assert list(map(repr, kept[0])) == list(map(repr, kept[1]))


@pytest.mark.parametrize(("stored", "step"), [("int64", 1), ("double", 0.01)])
def test_units_that_are_none_are_not_made_one(bench: Bench, stored: str, step: float) -> None:
    """Out of bounds, or between two whole numbers: clamped or rounded together, one that goes would let another come."""
    columns = (Column("x", IntType(-1, 1)), Column("pid", IntType(0, 9)))
    rows = [(x, 9 + step * (place + 1)) for place, x in enumerate([-1, 1] * 10)]
    of = OfUnits(GeneratedTable(columns, ("int64", stored), tuple(rows)), 1)
    assert bench.rows(bench.add(of, rows, None)) == Counter()


def test_what_is_kept_is_chosen_anew_for_each_table(bench: Bench) -> None:
    """By its key: nobody can choose rows that are kept."""
    columns = (Column("x", IntType(0, 99)), Column("pid", IntType(0, 9)))
    of = OfUnits(GeneratedTable(columns, ("int64", "int64"), ()), 10)
    rows = [(x, pid) for pid in range(10) for x in range(100)]
    path = of.with_rows(rows).write(bench.folder / "many.parquet")
    one, other = (
        bench.rows(bench.engine.register(on_disk(path), columns, UnitBound("pid", 10, key)))
        for key in ("key", "another")
    )
    assert one.total() == other.total() == 100
    # Two choices of 100 rows of 1,000 share 10 on average, and 50 with a probability below 1e-20.
    assert (one & other).total() < 50
