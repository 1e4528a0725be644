"""No row makes a question fail: relations, sums and groups of all functions of all pairs of adversarial values."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import chain, starmap
from pathlib import Path
from typing import Any, get_args

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from leapyear_core.engine.duckdb import DuckDBEngine, Sourced
from leapyear_core.engine.rendering import Scanned, render
from leapyear_core.model.aggregates import (
    GroupAggregate,
    GroupAggregateKind,
    type_of_aggregate,
)
from leapyear_core.model.errors import InvalidAnalysis, InvalidExpression
from leapyear_core.model.expressions import Attribute, Call, type_of
from leapyear_core.model.functions import FUNCTIONS
from leapyear_core.model.keys import BinKey, Key, ValueKey
from leapyear_core.model.lattice import (
    DistinctCount,
    RowCount,
    Summand,
    ValueCount,
    lattice_total,
    product,
    scaled,
)
from leapyear_core.model.relations import (
    GroupRows,
    Project,
    Projection,
    Relation,
    Split,
    Table,
    Union,
    Where,
)
from leapyear_core.model.schemas import schema_of
from leapyear_core.model.types import (
    BoolType,
    Column,
    DataType,
    DatetimeType,
    DateType,
    FactorType,
    IntType,
    RealType,
    Schema,
    TextType,
)
from tests.leapyear_core.engine.test_expressions import COLUMNS, Bench, calls
from tests.tables import on_disk

TABLE = Table("d", "t")


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.connection.close()


def pairs_of(columns: tuple[str, ...]) -> Scanned:
    """All combinations of the adversarial values of these columns, and null."""
    tables = ", ".join(f"of_{each} AS t{index}" for index, each in enumerate(columns))
    selected = ", ".join(f"t{index}.v AS x{index}" for index in range(len(columns)))
    schema = {f"x{index}": COLUMNS[each][0] for index, each in enumerate(columns)}
    return Scanned(f"SELECT {selected} FROM {tables}", schema)


def computed(function: str) -> Iterator[tuple[Scanned, Project]]:
    """All that a function can be of columns: for all of its constants, an attribute each."""
    by_columns: dict[tuple[str, ...], list[Call]] = {}
    for call, columns in calls(function):
        try:
            type_of(call, pairs_of(columns).schema)
        except InvalidExpression:
            continue
        by_columns.setdefault(columns, []).append(call)
    for columns, made in by_columns.items():
        named = (Projection(f"v{place}", call) for place, call in enumerate(made))
        yield pairs_of(columns), Project(TABLE, tuple(named))


def summands_of(name: str, given: DataType) -> Iterator[Summand]:
    """All summands that an attribute of this type has."""
    value = Attribute(name)
    yield ValueCount(value)
    yield DistinctCount(value)
    try:
        factor = scaled(value, given)
        yield lattice_total(value, given, centred=False)
        yield lattice_total(value, given, centred=True)
        yield product(factor)
        yield product(factor, factor)
    except InvalidAnalysis:  # it cannot be summed, or has no bounds
        return


def key_of(name: str, given: DataType) -> Key:
    """Groups of an attribute of this type."""
    value = Attribute(name)
    match given:
        case IntType() | RealType():
            return BinKey(value, (-1e100, -0.5, 0.0, 7.0, 1e100))
        case BoolType():
            return ValueKey(value, (False, True))
        case FactorType(values):
            return ValueKey(value, values)
        case TextType():
            return ValueKey(value, ("", "a", "7", "\0a\0"))
        case DateType():
            return ValueKey(value, tuple(COLUMNS["date"][1]))
        case DatetimeType():
            return ValueKey(value, tuple(COLUMNS["moment"][1]))


def sums(
    bench: Bench, scanned: Scanned, relation: Relation, asked: Sequence[Summand], *keys: Key
) -> list[tuple[Any, ...]]:
    """The sums of each group."""
    return bench.connection.execute(render(relation, asked, {TABLE: scanned}, keys)).fetchall()


#: How many rows the groups of `groups_of_rows` have, all together.
_ROWS = lattice_total(Attribute("rows"), IntType(0, 1_000_000), centred=False)


def groups_of_rows(relation: Relation, schema: Schema) -> GroupRows:
    """Groups by all that tells groups apart, and whether the rest is null, with all that there is of all of it."""
    keys = []
    aggregates = [GroupAggregate("rows", "count_rows")]
    for place, (name, given) in enumerate(schema.items()):
        value = Attribute(name)
        is_key = not isinstance(given, RealType | DatetimeType)
        keys.append(Projection(f"k{place}", value if is_key else Call("is_null", (value,))))
        for kind in get_args(GroupAggregateKind):
            aggregate = GroupAggregate(f"{kind}{place}", kind, value)
            try:
                type_of_aggregate(aggregate, schema, None)
            except InvalidExpression:  # there is none, or what it is of has no bounds
                continue
            if kind != "count_rows":
                aggregates.append(aggregate)
    return GroupRows(relation, tuple(keys), tuple(aggregates))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_relations_of_the_values_of_a_function_can_be_summed_whatever_the_rows_are(
    bench: Bench, function: str
) -> None:
    """Filtered by them, together in a union, split by their hash, in groups, and as groups; and no row is lost, or there too often."""
    tried = 0
    for scanned, project in computed(function):
        schema = schema_of(project, {TABLE: scanned.schema})
        first = Call("not", (Call("is_null", (Attribute("v0"),)),))
        union = Union((project, Where(project, first)))
        parts = [Split(union, tuple(schema), 2, range(part, part + 1), 7) for part in (0, 1)]
        asked = [RowCount(), *chain(*starmap(summands_of, schema.items()))]
        (rows, values), *_ = sums(bench, scanned, project, asked[:2])
        (one, *_), *_ = sums(bench, scanned, parts[0], asked)
        (other, *_), *_ = sums(bench, scanned, parts[1], asked)
        assert one + other == rows + values
        key = key_of(*list(schema.items())[-1])
        groups = sums(bench, scanned, parts[0], [RowCount()], key)
        assert sum(group[1] for group in groups) <= one
        grouped = groups_of_rows(union, schema)
        inner = schema_of(grouped, {TABLE: scanned.schema})
        asked = [RowCount(), *(ValueCount(Attribute(name)) for name in inner), _ROWS]
        (found, *_, in_groups), *_ = sums(bench, scanned, grouped, asked)
        assert in_groups == rows + values
        assert 0 < found <= in_groups
        tried += 1
    assert tried > 0


#: What a file of text may hold, beside what makes it no CSV: lines longer than that are none.
TEXTS = [*COLUMNS["text"][1], "7" * 10**6, "2020-02-30", "2020-13-01", "-infinity", "1e-400", "12:61", "now", "9999-12-31T23:59:60Z"]  # fmt: skip


@pytest.mark.parametrize(
    "declared",
    [
        BoolType(),
        IntType(-7, 2020),
        RealType(-1e100, 1e100),
        FactorType(("a", "7", "A b")),
        TextType(),
        DateType(),
        DatetimeType(),
    ],
    ids=lambda each: each.kind,
)
def test_no_text_in_a_file_is_an_error_and_csv_means_the_same_as_parquet(
    tmp_path: Path, declared: DataType
) -> None:
    """Days that are none, numbers beyond all bounds, a million digits, and what would be markup, SQL or a line of its own."""
    with (tmp_path / "t.csv").open("w", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("n", "x"), *enumerate(TEXTS)])
    # An empty field is null.
    stored = {"n": range(len(TEXTS)), "x": [each or None for each in TEXTS]}
    pq.write_table(pa.table(stored), tmp_path / "t.parquet")
    columns = (Column("n", IntType(0, 1000)), Column("x", declared))
    schema = {each.name: each.type for each in columns}
    with closing(DuckDBEngine(None, [tmp_path])) as engine:
        of_csv, of_parquet = (
            rows_of(engine, Sourced(schema, engine.register(on_disk(tmp_path / name), columns)))
            for name in ("t.csv", "t.parquet")
        )
    assert of_csv == of_parquet
    assert len(of_csv) == len(TEXTS)


def rows_of(engine: DuckDBEngine, table: Sourced) -> list[tuple[Any, ...]]:
    """The rows of a table."""
    with engine._connection.cursor() as cursor:
        (name,) = table.source.slices
        return sorted(cursor.execute(f'SELECT n, x FROM slices."{name}"').fetchall())
