"""What the engine knows of the values that it stored changes no answer.

Its optimiser leaves out what cannot matter for them: tests for null, clamps, what an overflow would need. Where it erred, one
row more or less would change what the others add, and no sum would have the sensitivity that was computed for it.
"""

import random
from collections.abc import Iterator
from contextlib import closing
from itertools import chain, starmap
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from attrs import evolve

from leapyear_core.engine.duckdb import _SETTINGS
from leapyear_core.engine.rendering import Scanned, render, render_rows
from leapyear_core.model.errors import InvalidExpression
from leapyear_core.model.expressions import Attribute, Call, Constant, type_of
from leapyear_core.model.functions import FUNCTIONS
from leapyear_core.model.lattice import RowCount
from leapyear_core.model.relations import Project, Projection, Table, Where
from leapyear_core.model.schemas import schema_of
from tests.leapyear_core.engine.test_expressions import _ARROW, COLUMNS, SCHEMA, calls
from tests.leapyear_core.engine.test_totality import summands_of

TABLE = Table("d", "t")
ROWS = Scanned("tiny", SCHEMA)

#: How many expressions one query has, and one table: a third of all that there are.
_TOGETHER, _TRIED = 40, 400


def engines() -> tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection]:
    """One that optimises by what it knows, as that which answers questions, and one that does not."""
    knowing, literal = duckdb.connect(":memory:"), duckdb.connect(":memory:")
    literal.execute("SET disabled_optimizers='statistics_propagation'")
    for setting in _SETTINGS:
        knowing.execute(f"SET {setting}")
        literal.execute(f"SET {setting}")
    return knowing, literal


def of_columns() -> Iterator[Call]:
    """Every function of every combination of columns that it takes."""
    for function in FUNCTIONS:
        for call, columns in calls(function):
            named = iter(columns)
            arguments = tuple(
                Attribute(next(named)) if isinstance(each, Attribute) else each
                for each in call.arguments
            )
            if "long" in columns:  # it is of the same type as other text, and takes long
                continue
            of_them = evolve(call, arguments=arguments)
            try:
                type_of(of_them, SCHEMA)
            except InvalidExpression:
                continue
            yield of_them


def tiny_table(chosen: random.Random) -> pa.Table:
    """A few rows of adversarial values: each of them is close to the least or the greatest there is."""
    rows = chosen.choice((1, 1, 2, 3))
    return pa.table(
        {
            name: pa.array(chosen.choices([*values, None], k=rows), _ARROW[given.kind])
            for name, (given, values) in COLUMNS.items()
        }
    )


def answers(connection: duckdb.DuckDBPyConnection, project: Project) -> list[list[tuple[Any, ...]]]:
    """The values of the attributes, and their sums where the first is not null."""
    tables = {TABLE: ROWS}
    schema = schema_of(project, {TABLE: SCHEMA})
    summands = [RowCount(), *chain(*starmap(summands_of, schema.items()))]
    first = Call("not", (Call("is_null", (Attribute("v0"),)),))
    queries = [
        render_rows(project, tables).sql,
        render(Where(project, first), summands, tables),
    ]
    return [sorted(connection.execute(query).fetchall(), key=repr) for query in queries]


@pytest.mark.parametrize("seed", range(2))
def test_an_optimiser_that_knows_the_values_answers_as_one_that_does_not(seed: int) -> None:
    chosen = random.Random(seed)
    table = tiny_table(chosen)
    knowing, literal = engines()
    with closing(knowing), closing(literal):
        for connection in (knowing, literal):
            connection.from_arrow(table).create("tiny")
        expressions = chosen.sample(list(of_columns()), _TRIED)
        for start in range(0, len(expressions), _TOGETHER):
            together = expressions[start : start + _TOGETHER]
            named = (Projection(f"v{place}", each) for place, each in enumerate(together))
            project = Project(TABLE, tuple(named))
            assert answers(knowing, project) == answers(literal, project)


def test_the_engine_that_answers_does_optimise_by_what_it_knows() -> None:
    """Otherwise the test above would compare what is the same."""
    knowing, literal = engines()
    with closing(knowing), closing(literal):
        plans = []
        for connection in (knowing, literal):
            connection.execute("CREATE TABLE tiny AS SELECT 5 AS x")
            plan = connection.execute("EXPLAIN SELECT x FROM tiny WHERE x < 7").fetchall()
            plans.append(repr(plan))
    of_knowing, of_literal = plans
    assert "7" in of_literal
    assert "7" not in of_knowing


def test_a_comparison_of_what_is_known_to_be_null_is_no_failure() -> None:
    """The optimiser of DuckDB 2.0.0 failed on it, so that there are questions that no rows had an answer to."""
    factor = Call("to_factor", (Constant("b"), Constant("A")))
    inner = Project(TABLE, (Projection("f", factor), Projection("int", Attribute("int"))))
    other = Call("to_factor", (Attribute("f"), Constant("a"), Constant("b")))
    is_less = Call("lt", (other, Attribute("f")))
    outer = Project(inner, (Projection("less", is_less), Projection("int", Attribute("int"))))
    is_null = Call("is_null", (Attribute("int"),))
    kept = Where(outer, Call("or", (is_null, Attribute("less"))))
    knowing, literal = engines()
    with closing(knowing), closing(literal):
        knowing.from_arrow(tiny_table(random.Random(0))).create("tiny")
        knowing.execute(render(kept, [RowCount()], {TABLE: ROWS})).fetchall()
