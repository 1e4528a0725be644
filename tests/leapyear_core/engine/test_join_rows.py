"""How joins are computed; `test_joins` says what they give."""

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import duckdb
import pytest

from leapyear_core.engine.duckdb import _SETTINGS
from leapyear_core.engine.rendering import Scanned, render
from leapyear_core.model.expressions import Attribute, Call, Constant
from leapyear_core.model.joins import JoinKey, JoinKind
from leapyear_core.model.lattice import RowCount
from leapyear_core.model.relations import Join, Project, Projection, Table, Where
from leapyear_core.model.types import (
    BoolType,
    DataType,
    DatetimeType,
    DateType,
    FactorType,
    IntType,
    TextType,
)
from leapyear_core.model.units import Contribution

LEFT, RIGHT = Table("d", "l"), Table("d", "r")
NAMES = {LEFT: "l", RIGHT: "r"}

#: So many rows each side has: of fewer, an engine reads all at once.
ROWS = 1_000_000

#: Keys of every type, as SQL of the number of a row.
KEYS: dict[str, tuple[DataType, str]] = {
    "narrow": (IntType(0, ROWS), "i"),
    "wide": (IntType(-(2**53) + 1, 2**53 - 1), "i"),
    "bool": (BoolType(), "i % 2 = 0"),
    "factor": (FactorType(("0", "1")), "CAST(i % 2 AS VARCHAR)"),
    "text": (TextType(), "CAST(i AS VARCHAR)"),
    "date": (DateType(), "DATE '1970-01-01' + CAST(i AS INTEGER)"),
    "moment": (DatetimeType(), "make_timestamp(i)"),
}


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(duckdb.connect(":memory:")) as made:
        for setting in _SETTINGS:
            made.execute(f"SET {setting}")
        listed = ", ".join(f"{sql} AS {name}" for name, (_, sql) in KEYS.items())
        for side in ("l", "r"):
            made.execute(
                f"CREATE TABLE {side} AS SELECT i AS number, {listed} FROM range({ROWS}) t(i)"
            )
        yield made


def side(table: Table, key: str, kept: int) -> Project:
    """The keys of the rows whose numbers are less."""
    less = Call("lt", (Attribute("number"), Constant(kept)))
    return Project(Where(table, less), (Projection(NAMES[table], Attribute(key)),))


def tables(key: str) -> dict[Table, Scanned]:
    given, _ = KEYS[key]
    schema = {"number": IntType(0, ROWS), key: given}
    return {
        table: Scanned(
            NAMES[table], schema, bounded=frozenset(schema), contribution=Contribution(1, key)
        )
        for table in (LEFT, RIGHT)
    }


def rows_read(connection: duckdb.DuckDBPyConnection, query: str) -> list[int]:
    """How many rows of each table a query reads."""
    ((_, told),) = connection.execute(f"EXPLAIN (ANALYZE, FORMAT json) {query}").fetchall()

    def scans(nodes: list[dict[str, Any]]) -> Iterator[int]:
        for node in nodes:
            if node["name"] == "SEQ_SCAN":
                yield node["rows_scanned"]
            yield from scans(node.get("children", []))

    return list(scans(json.loads(told)["operator"]))


@pytest.mark.parametrize("how", JoinKind)
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("is_left", [True, False], ids=["right", "left"])
def test_a_side_is_read_to_its_end_though_the_other_one_has_no_row(
    connection: duckdb.DuckDBPyConnection, key: str, how: JoinKind, *, is_left: bool
) -> None:
    """Otherwise one row of one unit would decide how long a join takes."""
    for few in (0, 1):
        kept = (ROWS, few) if is_left else (few, ROWS)
        join = Join(
            side(LEFT, key, kept[0]),
            side(RIGHT, key, kept[1]),
            (JoinKey("l", "r"),),
            how,
            None,
            None,
        )
        query = render(join, [RowCount()], tables(key))
        assert rows_read(connection, query) == [ROWS, ROWS]


@pytest.mark.parametrize("how", JoinKind)
@pytest.mark.parametrize("key", KEYS)
def test_what_matches_nothing_is_no_row_of_a_join(
    connection: duckdb.DuckDBPyConnection, key: str, how: JoinKind
) -> None:
    for left, right in ((0, 0), (0, 3), (3, 0), (3, 3)):
        join = Join(side(LEFT, key, left), side(RIGHT, key, right), (JoinKey("l", "r"),), how, 9, 9)
        found = connection.execute(render(join, [RowCount()], tables(key))).fetchall()
        _, sql = KEYS[key]
        plain = (
            f"SELECT count(*) FROM (SELECT {sql} AS k FROM range({left}) t(i)) l"
            f" {how} JOIN (SELECT {sql} AS k FROM range({right}) t(i)) r ON l.k = r.k"
        )
        assert found == connection.execute(plain).fetchall()
