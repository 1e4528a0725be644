"""How a question is computed is the same for all tables of the same declared types, however many rows they have.

The plan is what would show in the time of an answer beyond the work that each row is. What is compared is the engine's own
account of it, but for the rows that it expects. The law holds of each generated question, so no chance is in it.
"""

import datetime as dt
import random
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from attrs import evolve

from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.engine.literals import SQL_TYPES, identifier
from leapyear_core.engine.points import points_of
from leapyear_core.engine.rendering import (
    Scanned,
    canonical,
    render,
    render_counts,
    render_groups,
    render_rows,
)
from leapyear_core.engine.storage import Source, stored_rows
from leapyear_core.engine.zooming import Within
from leapyear_core.model.keys import UnknownKey, ValueKey
from leapyear_core.model.lattice import LatticeTotal
from leapyear_core.model.relations import Relation, Table
from leapyear_core.model.types import (
    BoolType,
    DataType,
    DateType,
    FactorType,
    IntType,
    RealType,
    Schema,
    TextType,
)
from tests.privacy.making.chances import Chances
from tests.privacy.making.questions import make_sums
from tests.privacy.making.relations import make_relation
from tests.privacy.making.tables import make_world
from tests.privacy.worlds import Held, Sums, World, all_of

#: Worlds that questions are made about, several of each.
WORLDS = 100

#: Larger relations take long, and show no more.
MOST_RELATIONS = 40

#: The rows of a slice, by what they hold: one value, all of them and null, or nothing but null.
ROWS = {"one": 1, "all": 3000, "none": 70}

_ARROW = {
    "bool": pa.bool_(),
    "int": pa.int64(),
    "real": pa.float64(),
    "factor": pa.string(),
    "text": pa.string(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
}


def values_of(given: DataType, kind: str) -> list[Any]:
    """A column of a slice."""
    there: Sequence[Any]
    match given:
        case BoolType():
            there = (False, True)
        case IntType(lower, upper):
            there = (lower, (lower + upper) // 2, upper)
        case RealType(lower, upper):
            there = (lower, lower / 2 + upper / 2, upper)
        case FactorType(values):
            there = values
        case TextType():
            there = ("", "a", "7", "x" * 40)
        case DateType():
            there = (dt.date(1, 1, 1), dt.date(2020, 2, 29), dt.date(9999, 12, 31))
        case _:
            there = (dt.datetime(1, 1, 1), dt.datetime(2020, 2, 29, 12))
    pool = {"one": there[-1:], "all": [*there, None], "none": [None]}[kind]
    return [pool[row % len(pool)] for row in range(ROWS[kind])]


class Bench:
    """An engine whose tables hold rows of one kind. The names of its copies are those of all others."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._engine = DuckDBEngine(None)
        self.connection: duckdb.DuckDBPyConnection = self._engine._connection.cursor()

    def close(self) -> None:
        self.connection.close()
        self._engine.close()

    def forget(self) -> None:
        for (name,) in self.connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'slices'"
        ).fetchall():
            self.connection.execute(f"DROP TABLE slices.main.{identifier(name)}")

    def holding(self, table: Held, world: World) -> Scanned:
        """A table, a slice of which more often than not is of the second format."""
        names = []
        for number in range(len(table.seams) + 1):
            is_second = number != 1
            names.append(f"{'second-' if is_second else ''}{table.name.table}{number}")
            self._make(names[-1], table.schema, has_points=is_second)
        scanned = stored_rows(Source(tuple(names), "v"), table.schema)
        return evolve(scanned, contribution=world.contributions[table.name])

    def kept(self, relation: Relation, tables: dict[Table, Scanned]) -> dict[str, Scanned]:
        """A relation that is kept."""
        rows = render_rows(relation, tables)
        self.connection.execute(f"CREATE TABLE slices.main.kept AS {rows.sql}")
        return {canonical(relation): evolve(rows, sql="slices.main.kept")}

    def plan(self, query: str) -> str:
        ((_, plan),) = self.connection.execute(f"EXPLAIN {query}").fetchall()
        return re.sub(r"[\s─-╿]+", " ", re.sub(r"~[\d,.]+ rows?", "", plan))

    def _make(self, name: str, schema: Schema, *, has_points: bool) -> None:
        columns = {
            each: pa.array(values_of(given, self._kind), _ARROW[given.kind])
            for each, given in schema.items()
        }
        self.connection.register("arriving", pa.table(columns))
        listed = [f"{identifier(each)}::{SQL_TYPES[schema[each].kind]} AS {identifier(each)}" for each in schema]  # fmt: skip
        if has_points:
            points = points_of(schema).items()
            listed += [f"{each.of(identifier(of))} AS {each.column}" for of, each in points]
        self.connection.execute(
            f"CREATE TABLE slices.main.{identifier(name)} AS SELECT {', '.join(listed)} FROM arriving"
        )


@pytest.fixture(scope="module")
def benches() -> Iterator[list[Bench]]:
    with closing(Bench("one")) as one, closing(Bench("all")) as all_, closing(Bench("none")) as none:  # fmt: skip
        yield [one, all_, none]


def asked(seed: int) -> tuple[World, Sums, Relation | None]:
    """A world, sums about it, and what is kept of the relation that they are of."""
    chances = Chances(random.Random(seed))
    world = make_world(chances)
    while True:
        relation = make_relation(chances, world, chances.one([1, 2, 3, 4]))
        if len(list(all_of(relation))) <= MOST_RELATIONS:
            break
    sums = make_sums(chances, relation, world.schema_of(relation))
    kept = chances.one(list(all_of(relation))) if chances.chance(0.2) else None
    return world, sums, kept


def queries(sums: Sums, tables: dict[Table, Scanned], kept: dict[str, Scanned]) -> Iterator[str]:
    """What the engine is asked."""
    yield render(sums.relation, sums.summands, tables, sums.keys, kept)
    for each in sums.summands:
        if isinstance(each, LatticeTotal):
            for within in (None, Within(7, (0, 1))):
                yield render_counts(sums.relation, each, tables, 3, within, kept)
    unknown = [UnknownKey(key.expression) for key in sums.keys if isinstance(key, ValueKey)]
    if unknown:
        yield render_groups(sums.relation, sums.summands, tables, unknown, 2, kept)


@pytest.mark.parametrize("seed", range(WORLDS))
def test_a_question_has_one_plan_whatever_the_rows_are(benches: list[Bench], seed: int) -> None:
    """Of relations of every operator, of slices of both formats, with a relation that is kept or without."""
    world, sums, of_kept = asked(seed)
    plans = []
    for bench in benches:
        bench.forget()
        tables = {each.name: bench.holding(each, world) for each in world.tables}
        kept = {} if of_kept is None else bench.kept(of_kept, tables)
        plans.append([bench.plan(each) for each in queries(sums, tables, kept)])
    assert plans[0] == plans[1] == plans[2]
