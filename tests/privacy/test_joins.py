"""The law for joins: one privacy unit moves no more rows of a join than its stability says, and some move as many."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.engine.literals import identifier
from leapyear_core.engine.rendering import Scanned, render_rows
from leapyear_core.engine.storage import Source, UnitBound, stored_rows
from leapyear_core.model.errors import InvalidExpression
from leapyear_core.model.expressions import Attribute, Call, Constant
from leapyear_core.model.joins import JoinKey, JoinKind
from leapyear_core.model.relations import (
    GroupRows,
    Join,
    Project,
    Projection,
    Relation,
    Split,
    Table,
    Union,
    Where,
)
from leapyear_core.model.schemas import schema_of
from leapyear_core.model.stability import stability, unit_attributes
from leapyear_core.model.types import Column, IntType, RealType, TextType, schema_of_columns
from leapyear_core.model.units import Contribution
from tests.tables import joins, on_disk

COLUMNS = (
    Column("pid", IntType(0, 2)),
    Column("k", TextType()),
    Column("x", RealType(-1, 1)),
)
SCHEMA = schema_of_columns(COLUMNS)

Row = tuple[int | None, str | None, float | None]
ROWS = st.lists(
    st.tuples(
        st.integers(0, 2) | st.none(),
        st.sampled_from(["a", "b", None]),
        st.sampled_from([0.0, -0.0, 1.0, None]),
    ),
    max_size=12,
)


@frozen
class Kept:
    """A table, how many rows of a unit it has, and whose they are: of a record, of a unit, or of nobody."""

    table: Table
    rows: tuple[Row, ...]
    most: Contribution

    def without(self, unit: int) -> "Kept":
        """The table without a unit, which is a row's number in a table of records, and else a value."""
        match self.most.column:
            case None if self.most.rows == 0:
                return self
            case None:
                kept = [row for place, row in enumerate(self.rows) if place != unit]
            case _:
                kept = [row for row in self.rows if row[0] != unit]
        return Kept(self.table, tuple(kept), self.most)


@frozen
class Bench:
    """An engine, and a folder that its tables come from."""

    engine: DuckDBEngine
    folder: Path

    def rows(self, relation: Relation, tables: list[Kept]) -> Counter[tuple[Any, ...]]:
        """The rows of a relation, a zero told from the other one."""
        sources = {each.table: self._register(each) for each in tables}
        try:
            scanned = {name: stored_rows(source, SCHEMA) for name, source in sources.items()}
            with self.engine._connection.cursor() as cursor:
                found = cursor.execute(_columns(relation, scanned)).fetchall()
            return Counter(tuple(map(repr, row)) for row in found)
        finally:
            for source in sources.values():
                self.engine.drop(source)

    def _register(self, of: Kept) -> Source:
        path = self.folder / "slice.parquet"
        types = {"pid": pa.int64(), "k": pa.string(), "x": pa.float64()}
        arrays = {
            name: pa.array([row[place] for row in of.rows], type=types[name])
            for place, name in enumerate(types)
        }
        pq.write_table(pa.table(arrays), path)
        column = of.most.column
        bound = None if column is None else UnitBound(column, of.most.rows, "key")
        source = self.engine.register(on_disk(path), COLUMNS, bound)
        path.unlink()
        return source


def _columns(relation: Relation, tables: Mapping[Table, Scanned]) -> str:
    """The query for the rows of a relation, without what is kept beside them."""
    rows = render_rows(relation, tables)
    return f"SELECT {', '.join(map(identifier, rows.schema))} FROM ({rows.sql})"


@pytest.fixture(scope="module")
def bench(opened: tuple[DuckDBEngine, Path]) -> Bench:
    return Bench(*opened)


@st.composite
def kept(draw: st.DrawFn, name: str) -> Kept:
    most = draw(
        st.sampled_from([Contribution(0), Contribution(1)])
        | st.integers(1, 3).map(lambda rows: Contribution(rows, "pid"))
    )
    return Kept(Table("d", name), tuple(draw(ROWS)), most)


@st.composite
def sides(draw: st.DrawFn, tables: list[Kept]) -> Relation:
    """One side: a table, perhaps renamed, filtered, split or united with another."""
    source: Relation = draw(st.sampled_from([each.table for each in tables]))
    schema = schema_of(source, {each.table: SCHEMA for each in tables})
    match draw(st.sampled_from(["table", "where", "project", "union", "split"])):
        case "where":
            return Where(source, Call("gt", (Attribute("pid"), Constant(draw(st.integers(0, 1))))))
        case "project":
            chosen = draw(st.permutations([*schema, "pid"]))[:3]
            return Project(
                source, tuple(Projection(f"n{n}", Attribute(name)) for n, name in enumerate(chosen))
            )
        case "union":
            return Union((source, draw(st.sampled_from([each.table for each in tables]))))
        case "split":
            return Split(
                source, ("pid", "k", "x"), 2, draw(st.sampled_from([range(1), range(1, 2)])), 7
            )
    return source


@st.composite
def joined(draw: st.DrawFn, tables: list[Kept], depth: int = 2) -> Relation:
    """A join, perhaps of joins."""
    facts = {each.table: each.most for each in tables}
    schemas = {each.table: SCHEMA for each in tables}
    left, right = (
        draw(joined(tables, depth - 1))
        if depth > 1 and draw(st.integers(0, 2)) == 0
        else draw(sides(tables))
        for _ in range(2)
    )
    return draw(joins(left, right, schemas, facts, f"{depth}r"))


#: Two tables, a join of them, and a person.
Case = tuple[list[Kept], Relation, int]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    tables = [draw(kept("t")), draw(kept("u"))]
    return tables, draw(joined(tables)), draw(st.integers(0, 2))


def neighbours(tables: list[Kept], person: int) -> list[Kept]:
    """What there is without a person, who may have a record of each table of records as well."""
    return [each.without(person) for each in tables]


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(case=cases())
def test_removing_a_unit_moves_no_more_rows_than_the_stability(bench: Bench, case: Case) -> None:
    """One that has rows in both tables, in one, or in none; of inner and left joins, cut or not, and of joins of joins."""
    tables, relation, person = case
    most = stability(relation, {each.table: each.most for each in tables})
    whole = bench.rows(relation, tables)
    neighbour = bench.rows(relation, neighbours(tables, person))
    assert ((whole - neighbour) + (neighbour - whole)).total() <= most


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(case=cases())
def test_rows_move_with_the_unit_that_an_attribute_names_and_with_no_other(
    bench: Bench, case: Case
) -> None:
    """What the stability of a join on the unit leans on."""
    tables, relation, person = case
    facts = {each.table: each.most for each in tables}
    schema = list(schema_of(relation, {each.table: SCHEMA for each in tables}))
    whole = bench.rows(relation, tables)
    neighbour = bench.rows(relation, neighbours(tables, person))
    for name in unit_attributes(relation, facts):
        place = schema.index(name)
        kept = Counter({row: n for row, n in whole.items() if row[place] != repr(person)})
        assert neighbour == kept


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(case=cases(), data=st.data())
def test_the_order_of_rows_does_not_matter(bench: Bench, case: Case, data: st.DataObject) -> None:
    """Zeros of both signs included: rows that are equal to the engine are put in no order of their own."""
    tables, relation, _ = case
    shuffled = [
        Kept(each.table, tuple(data.draw(st.permutations(each.rows))), each.most) for each in tables
    ]
    assert bench.rows(relation, tables) == bench.rows(relation, shuffled)


T, U = Table("d", "t"), Table("d", "u")


def named(table: Table, prefix: str) -> Project:
    return Project(table, tuple(Projection(prefix + name, Attribute(name)) for name in SCHEMA))


def moved(bench: Bench, join: Relation, tables: list[Kept], unit: int) -> tuple[int, int]:
    """How many rows move, and the most that may."""
    whole = bench.rows(join, tables)
    neighbour = bench.rows(join, [each.without(unit) for each in tables])
    most = stability(join, {each.table: each.most for each in tables})
    return ((whole - neighbour) + (neighbour - whole)).total(), most


def join_of(left: str, right: str, how: JoinKind, *rows: int | None) -> Join:
    return Join(named(T, "l"), named(U, "r"), (JoinKey(left, right),), how, *rows)


@pytest.mark.parametrize("how", JoinKind)
def test_a_unit_may_move_all_the_rows_that_a_join_on_it_states(bench: Bench, how: JoinKind) -> None:
    """Three rows here and two there are six pairs."""
    tables = [
        Kept(T, ((1, "a", 0.0), (1, "b", 0.0), (1, "b", 1.0)), Contribution(3, "pid")),
        Kept(U, ((1, "a", 0.0), (1, "b", 0.0)), Contribution(2, "pid")),
    ]
    assert moved(bench, join_of("lpid", "rpid", how, None, None), tables, 1) == (6, 6)


def test_a_record_that_lets_another_one_in_moves_twice_its_pairs(bench: Bench) -> None:
    """A cut to one row of a key, beside two rows of it on the public side: of ten records, nine were cut."""
    public = ((None, "a", 0.0), (None, "a", 1.0))
    records: tuple[Row, ...] = tuple((n, "a", None) for n in range(3))
    tables = [Kept(T, records, Contribution(1)), Kept(U, public, Contribution(0))]
    join = join_of("lk", "rk", JoinKind.INNER, 1, 2)
    moves = [moved(bench, join, tables, place) for place in range(3)]
    assert sorted(moves) == [(0, 4), (0, 4), (4, 4)]


def test_a_match_that_goes_moves_two_rows_of_each_partner_in_a_left_join(bench: Bench) -> None:
    """The pair, and the row with nulls that comes in its place."""
    public = ((None, "a", 0.0), (None, "a", 1.0), (None, "a", None))
    tables = [Kept(T, public, Contribution(0)), Kept(U, ((1, "a", 0.0),), Contribution(1))]
    assert moved(bench, join_of("lk", "rk", JoinKind.LEFT, 3, None), tables, 0) == (6, 6)
    assert moved(bench, join_of("lk", "rk", JoinKind.INNER, 3, None), tables, 0) == (3, 3)


@pytest.mark.parametrize("left_rows", [None, 1])
def test_a_cut_that_lets_rows_of_others_in_makes_a_join_nobodys(
    bench: Bench, left_rows: int | None
) -> None:
    """With a public table: of six people in one ward one row is kept, and the next one's when that goes."""
    tables = [
        Kept(
            T,
            tuple((unit % 3, "a", x) for unit, x in enumerate([0.0, 1.0, None] * 2)),
            Contribution(2, "pid"),
        ),
        Kept(U, ((None, "a", 0.0),), Contribution(0)),
    ]
    join = join_of("lk", "rk", JoinKind.INNER, left_rows, 1)
    facts = {each.table: each.most for each in tables}
    by_unit = GroupRows(join, (Projection("lpid", Attribute("lpid")),), ())
    moves = [moved(bench, by_unit, tables, unit) for unit in range(3)]
    assert ("lpid" in unit_attributes(join, facts)) == (left_rows is None)
    assert all(rows <= most for rows, most in moves)
    assert max(moves) == ((1, 1) if left_rows is None else (2, 8))


@pytest.mark.parametrize(
    ("left", "right", "rows"),
    [("lk", "rk", (None, 1)), ("lk", "rk", (1, None)), ("lpid", "rk", (None, None))],
)
def test_a_join_that_one_unit_could_move_any_number_of_rows_of_is_refused(
    left: str, right: str, rows: tuple[int | None, int | None]
) -> None:
    facts: Mapping[Table, Contribution] = {T: Contribution(1), U: Contribution(1)}
    with pytest.raises(InvalidExpression, match="rows_per_key"):
        stability(join_of(left, right, JoinKind.INNER, *rows), facts)
