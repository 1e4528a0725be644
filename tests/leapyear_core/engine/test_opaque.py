"""What the optimiser knows, and what it does, is the same whatever the rows are."""

import itertools
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from attrs import evolve

from leapyear_core.engine.duckdb import _SETTINGS
from leapyear_core.engine.literals import identifier
from leapyear_core.engine.opaque import opaque
from leapyear_core.engine.rendering import (
    Scanned,
    render,
    render_counts,
    render_groups,
    render_rows,
)
from leapyear_core.engine.zooming import Within
from leapyear_core.model.aggregates import GroupAggregate
from leapyear_core.model.expressions import Attribute, Call, Constant
from leapyear_core.model.functions import FUNCTIONS
from leapyear_core.model.joins import JoinKey, JoinKind
from leapyear_core.model.keys import UnknownKey
from leapyear_core.model.lattice import LatticeTotal, RowCount
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
from leapyear_core.model.types import FactorType, IntType, RealType, TextType
from leapyear_core.model.units import Contribution
from tests.leapyear_core.engine.test_expressions import _ARROW, COLUMNS
from tests.leapyear_core.engine.test_totality import computed, key_of, summands_of

TABLE, OTHER = Table("d", "t"), Table("d", "u")

#: What the tables of each column hold: one value, all of them and null, or nothing but null.
KINDS = ("one", "all", "none")

X, Y = Attribute("x0"), Attribute("x1")
NAMED = Project(TABLE, (Projection("x0", X), Projection("x1", Y)))
MOVED = Project(TABLE, (Projection("y0", X), Projection("y1", Y)))
ON = (JoinKey("x0", "y0"),)

#: A relation of each kind, of a table of two columns.
RELATIONS: dict[str, Relation] = {
    "a table": TABLE,
    "a projection": NAMED,
    "a filter": Where(TABLE, Call("is_null", (X,))),
    "a union": Union((TABLE, TABLE)),
    "a share": Split(TABLE, ("x0",), 2, range(1), 7),
    "groups": GroupRows(TABLE, (Projection("x0", X),), (GroupAggregate("x1", "max", Y),)),
    "a join": Join(NAMED, MOVED, ON, JoinKind.INNER, None, None),
    "a join that keeps all": Join(NAMED, MOVED, ON, JoinKind.LEFT, None, None),
    "a join that is cut": Join(NAMED, MOVED, ON, JoinKind.LEFT, 1, 1),
}  # fmt: skip


class Bench:
    """An engine with the tables of each column."""

    def __init__(self) -> None:
        self._made: set[str] = set()
        self.connection = duckdb.connect(":memory:")
        for setting in _SETTINGS:
            self.connection.execute(f"SET {setting}")
        for name, (declared, values) in COLUMNS.items():
            rows = {"one": values[:1], "all": [*values, None], "none": [None]}
            for kind in KINDS:
                table = pa.table({"v": pa.array(rows[kind], _ARROW[declared.kind])})
                self.connection.from_arrow(table).create(f"{kind}_{name}")

    def close(self) -> None:
        self.connection.close()

    def holding(self, kind: str, columns: Sequence[str]) -> Scanned:
        """A table of these columns, of rows of one kind."""
        name = "_".join([kind, "of", *columns])
        if name not in self._made:
            tables = ", ".join(f"{kind}_{each} AS t{index}" for index, each in enumerate(columns))
            selected = ", ".join(f"t{index}.v AS x{index}" for index in range(len(columns)))
            self.connection.execute(f"CREATE TABLE {name} AS SELECT {selected} FROM {tables}")
            self._made.add(name)
        schema = {f"x{index}": COLUMNS[each][0] for index, each in enumerate(columns)}
        numbers = frozenset(
            name
            for name, given in schema.items()
            if not isinstance(given, RealType | FactorType | TextType)
        )
        return Scanned(name, schema, bounded=numbers)

    def known(self, relation: Relation, scanned: Scanned) -> list[Any]:
        """What the optimiser knows of each attribute of a relation."""
        rows = render_rows(relation, {TABLE: scanned})
        asked = ", ".join(f"stats({identifier(name)})" for name in rows.schema)
        # Of what has no rows, nothing would be said.
        query = f"SELECT {asked} FROM (SELECT 1) LEFT JOIN ({rows.sql}) ON TRUE LIMIT 1"
        ((*found,),) = self.connection.execute(query).fetchall()
        return found

    def plan(self, query: str) -> str:
        """What the engine would do, but for how many rows it expects and what the tables are called."""
        ((_, plan),) = self.connection.execute(f"EXPLAIN {query}").fetchall()
        named = re.sub(rf"\b({'|'.join(KINDS)})_\w+", "t", re.sub(r"~[\d,]+ rows?", "", plan))
        return re.sub(r"[\s─-╿]+", " ", named)


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with closing(Bench()) as made:
        yield made


@pytest.mark.parametrize("column", COLUMNS)
def test_the_optimiser_knows_of_a_stored_column_what_its_values_are(
    bench: Bench, column: str
) -> None:
    """So the other tests could fail."""
    found = [
        bench.connection.execute(f"SELECT stats(v) FROM {kind}_{column} LIMIT 1").fetchall()
        for kind in KINDS
    ]
    assert found[0] != found[1] != found[2]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_nothing_is_known_of_a_function_of_columns_by_their_values(
    bench: Bench, function: str
) -> None:
    """Of every function of all columns that it takes."""
    for scanned, project in computed(function):
        tables = scanned.sql.partition(" FROM ")[2].split(", ")
        columns = [table.split(" ")[0].removeprefix("of_") for table in tables]
        of_one, of_all, of_none = (
            bench.known(project, bench.holding(kind, columns)) for kind in KINDS
        )
        assert of_one == of_all == of_none


@pytest.mark.parametrize("what", RELATIONS)
@pytest.mark.parametrize("column", ["bool", "wide", "positive", "factor", "date"])
def test_nothing_is_known_of_a_relation_by_its_rows(bench: Bench, what: str, column: str) -> None:
    """Nor of what is computed of it; and it is computed in one way."""
    relation, columns = RELATIONS[what], (column, "wide")
    schema = schema_of(relation, {TABLE: bench.holding("all", columns).schema})
    attributes = [Call("coalesce", (Attribute(name), Attribute(name))) for name in schema]
    named = tuple(Projection(f"v{number}", each) for number, each in enumerate(attributes))
    for asked in (relation, Project(relation, named)):
        scanned = [bench.holding(kind, columns) for kind in KINDS]
        of_one, of_all, of_none = (bench.known(asked, each) for each in scanned)
        assert of_one == of_all == of_none
        plans = {bench.plan(render_rows(asked, {TABLE: each}).sql) for each in scanned}
        assert len(plans) == 1


@pytest.mark.parametrize("column", COLUMNS)
def test_a_question_is_computed_in_one_way_whatever_the_rows_are(bench: Bench, column: str) -> None:
    """Sums, of groups too, counts of buckets, and groups of keys that are not known."""
    declared, _ = COLUMNS[column]
    scanned = [bench.holding(kind, (column,)) for kind in KINDS]
    scanned += [evolve(each, bounded=frozenset()) for each in scanned]
    queries: list[list[str]] = []

    def asked(*each: str) -> None:
        queries.append(list(each))

    for summand in [RowCount(), *summands_of("x0", declared)]:
        for keys in ((), (key_of("x0", declared),)):
            sums = [render(TABLE, [summand], {TABLE: each}, keys) for each in scanned]
            asked(*sums[:3])
            asked(*sums[3:])
        if isinstance(summand, LatticeTotal):
            for within in (None, Within(7, (1, 2))):
                asked(
                    *(
                        render_counts(TABLE, summand, {TABLE: each}, 3, within)
                        for each in scanned[:3]
                    )
                )
    if column in ("bool", "int", "factor", "text", "date"):
        key = UnknownKey(X)
        asked(
            *(render_groups(TABLE, [RowCount()], {TABLE: each}, [key], 2) for each in scanned[:3])
        )
    for each in queries:
        assert len(set(map(bench.plan, each))) == 1, each[0]


@pytest.mark.parametrize("column", ["wide", "positive", "factor"])
def test_how_a_join_is_computed_follows_from_declared_types_alone(
    bench: Bench, column: str
) -> None:
    """Narrow keys that are there once are compared as such, whatever they are; all others as they are."""
    join = Join(
        Project(TABLE, (Projection("x0", X),)),
        Project(OTHER, (Projection("y0", X),)),
        ON,
        JoinKind.INNER,
        None,
        None,
    )
    plans = set()
    for kind in KINDS:
        tables = {
            name: evolve(bench.holding(kind, (column,)), contribution=Contribution(rows, "x0"))
            for name, rows in ((TABLE, 5), (OTHER, 1))
        }
        query = render(join, [RowCount()], tables)
        # What matches nothing is the next number beyond the bounds: the array has a place for it.
        assert ("CAST(13 AS BIGINT)" in query) == (column == "positive")
        plans.add(bench.plan(query))
    assert len(plans) == 1


def test_of_a_key_the_optimiser_knows_the_declared_bounds_and_the_next_number_whatever_the_values_are(
    bench: Bench,
) -> None:
    """It also counts different values, by a sketch; where that decided anything, plans would differ."""
    declared = IntType(1, 12)
    for kind in KINDS:
        rows = opaque(f"{kind}_positive", {}, {"k": ("v", declared)})
        ((found,),) = bench.connection.execute(
            f"SELECT stats(k) FROM (SELECT 1) LEFT JOIN ({rows}) ON TRUE LIMIT 1"
        ).fetchall()
        found.pop("approx_unique", None)
        assert found == {"min": 1, "max": 13, "has_null": True, "has_no_null": True}


@pytest.mark.parametrize("how", JoinKind)
def test_how_relations_are_joined_does_not_follow_from_how_many_rows_they_have(
    bench: Bench, how: JoinKind
) -> None:
    """Nor from how many different keys: neither their order, nor which side is looked up in."""
    third = Table("d", "w")
    x, y, z = (
        Project(each, tuple(Projection(f"{name}{number}", Attribute(f"x{number}")) for number in (0, 1)))
        for each, name in ((TABLE, "x"), (OTHER, "y"), (third, "z"))
    )  # fmt: skip
    inner = Join(x, y, ON, how, None, None)
    nested = Join(inner, z, (JoinKey("x1", "z1"),), how, None, None)
    schema = {"x0": COLUMNS["wide"][0], "x1": COLUMNS["wide"][0]}
    sizes = {"one": (1, 1), "all": (50_000, 50_000), "none": (50_000, 1)}
    for kind, (rows, different) in sizes.items():
        bench.connection.execute(
            f"CREATE OR REPLACE TABLE {kind}_sized AS SELECT i % {different} AS x0, i % {different} AS x1"
            f" FROM range({rows}) t(i)"
        )
    for join in (inner, nested):
        plans = set()
        for kinds in itertools.product(KINDS, repeat=3):
            tables = {
                table: Scanned(f"{kind}_sized", schema, contribution=Contribution(1, "x0"))
                for table, kind in zip((TABLE, OTHER, third), kinds, strict=True)
            }
            plans.add(bench.plan(render(join, [RowCount()], tables)))
        assert len(plans) == 1


def test_a_question_without_columns_is_computed_in_one_way_however_many_rows_there_are(
    bench: Bench,
) -> None:
    """A sum that cannot overflow is another sum. Rows are not looked at to be counted: only of none are they, in no time."""
    large = LatticeTotal(Constant(2**52), 0.0, 0, (2**52, 2**52))
    schema = {"x0": COLUMNS["wide"][0]}
    for summand, least in ((RowCount(), 1), (large, 0)):
        for kind, rows in zip(KINDS, (least, 7, 50_000), strict=True):
            bench.connection.execute(
                f"CREATE OR REPLACE TABLE {kind}_many AS SELECT i AS x0 FROM range({rows}) t(i)"
            )
        tables = [Scanned(f"{kind}_many", schema) for kind in KINDS]
        plans = {bench.plan(render(TABLE, [summand], {TABLE: each})) for each in tables}
        assert len(plans) == 1
