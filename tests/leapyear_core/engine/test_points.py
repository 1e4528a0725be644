"""Lattice points that are kept beside values: the sums of them are those of the values, to the last bit."""

import math
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leapyear_core.engine.cancellation import Cancellation
from leapyear_core.engine.duckdb import DuckDBEngine, Sourced
from leapyear_core.engine.points import points_of
from leapyear_core.engine.storage import Source
from leapyear_core.model.expressions import Attribute, Call, Constant
from leapyear_core.model.keys import BinKey
from leapyear_core.model.lattice import (
    LatticeTotal,
    Summand,
    ValueCount,
    lattice_total,
    product,
    scaled,
)
from leapyear_core.model.relations import Project, Projection, Relation, Union, Where
from leapyear_core.model.schemas import schema_of
from leapyear_core.model.types import Column, RealType
from tests.tables import TABLE, GeneratedTable, on_disk, relations, summands, tables

SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables")


@pytest.fixture(scope="module")
def engine(folder: Path) -> Iterator[DuckDBEngine]:
    with closing(DuckDBEngine(None, [folder])) as engine:
        yield engine


def registered(engine: DuckDBEngine, folder: Path, table: GeneratedTable) -> Source:
    path = table.write(folder / f"{uuid.uuid4().hex}.parquet")
    try:
        return engine.register(on_disk(path), table.columns)
    finally:
        path.unlink()


def as_of_the_first_format(
    engine: DuckDBEngine, source: Source, columns: tuple[Column, ...]
) -> Source:
    """A copy as it was made before points were kept."""
    (name,) = source.slices
    older = uuid.uuid4().hex
    values = ", ".join('"' + column.name.replace('"', '""') + '"' for column in columns)
    engine._connection.cursor().execute(
        f'CREATE TABLE slices."{older}" AS SELECT {values} FROM slices."{name}"'
    )
    return Source((older,), older)


@st.composite
def measurements(draw: st.DrawFn) -> tuple[GeneratedTable, Relation, list[Summand]]:
    table = draw(tables(min_rows=1))
    relation = draw(relations(table.schema))
    schema = schema_of(relation, {TABLE: table.schema})
    asked = draw(st.lists(summands(schema), min_size=1, max_size=3))
    for name, kind in schema.items():
        attribute = Attribute(name)
        asked.append(ValueCount(attribute))
        if points_of({name: kind}):
            asked += [lattice_total(attribute, kind, centred=centred) for centred in (False, True)]
            asked.append(product(*[scaled(attribute, kind)] * draw(st.integers(1, 4))))
    return table, relation, asked


@settings(max_examples=150, suppress_health_check=SLOW)
@given(measurement=measurements())
def test_sums_of_kept_points_are_those_of_values_that_are_clamped_in_the_question(
    engine: DuckDBEngine, folder: Path, measurement: tuple[GeneratedTable, Relation, list[Summand]]
) -> None:
    """A copy of the first format has no points and is not trusted, one of both formats neither: all have the same sums."""
    table, relation, asked = measurement
    newer = registered(engine, folder, table)
    older = as_of_the_first_format(engine, newer, table.columns)
    of_both = Source((*newer.slices, *older.slices), "both")
    of_two = Source((*newer.slices, *newer.slices), "two")
    try:
        sums = [
            engine.exact(relation, asked, {TABLE: Sourced(table.schema, source)})
            for source in (newer, older)
        ]
        assert sums[0] == sums[1]
        twice = [
            engine.exact(relation, asked, {TABLE: Sourced(table.schema, source)})
            for source in (of_two, of_both)
        ]
        assert twice[0] == twice[1]
    finally:
        engine.drop(newer)
        engine.drop(older)


@settings(max_examples=60, suppress_health_check=SLOW)
@given(measurement=measurements())
def test_a_kept_relation_keeps_its_points_and_has_the_same_sums(
    engine: DuckDBEngine, folder: Path, measurement: tuple[GeneratedTable, Relation, list[Summand]]
) -> None:
    table, relation, asked = measurement
    source = registered(engine, folder, table)
    sourced = {TABLE: Sourced(table.schema, source)}
    try:
        before = engine.exact(relation, asked, sourced)
        engine.persist(relation, sourced, Cancellation())
        assert engine.exact(relation, asked, sourced) == before
    finally:
        engine.drop(source)


INCOME = RealType(0.0, 1000.0)
COLUMNS = (Column("income", INCOME), Column("point0", RealType(-1.0, 1.0)))
INCOMES = GeneratedTable(
    COLUMNS,
    ("double", "double"),
    ((1.5, 0.25), (2.5, None), (1e9, 3.0), (math.nan, math.nan), (None, -1.0)),
)
TOTAL = lattice_total(Attribute("income"), INCOME, centred=True)


def spoiled(engine: DuckDBEngine, source: Source, to: str) -> None:
    """Set the values, but not their points, to something else: what reads points does not see it."""
    (name,) = source.slices
    engine._connection.cursor().execute(f'UPDATE slices."{name}" SET income = {to}')


@pytest.mark.parametrize(
    "relation",
    [
        TABLE,
        Where(TABLE, Call("gt", (Attribute("point0"), Constant(-2.0)))),
        Project(TABLE, (Projection("income", Attribute("income")),)),
        Union((TABLE, TABLE)),
    ],
    ids=["table", "where", "project", "union"],
)
def test_a_sum_of_a_stored_attribute_reads_its_points(
    engine: DuckDBEngine, folder: Path, relation: Relation
) -> None:
    """Also of a filter, a projection that hands it on, and a union of what has one type."""
    source = registered(engine, folder, INCOMES)
    sourced = {TABLE: Sourced(INCOMES.schema, source)}
    before = engine.exact(relation, [TOTAL, ValueCount(Attribute("income"))], sourced)
    spoiled(engine, source, "7e0")
    assert engine.exact(relation, [TOTAL, ValueCount(Attribute("income"))], sourced) == before


def test_a_column_may_have_the_name_that_points_would_have(
    engine: DuckDBEngine, folder: Path
) -> None:
    source = registered(engine, folder, INCOMES)
    sourced = {TABLE: Sourced(INCOMES.schema, source)}
    count = ValueCount(Attribute("point0"))
    total = lattice_total(Attribute("point0"), RealType(-1.0, 1.0), centred=False)
    found, summed = engine.exact(TABLE, [count, total], sourced)
    assert (found, summed * total.step) == (3, 0.25)
    assert all(each.column not in INCOMES.schema for each in points_of(INCOMES.schema).values())


def test_a_summand_with_narrower_bounds_than_its_type_is_clamped(
    engine: DuckDBEngine, folder: Path
) -> None:
    """The sensitivity leans on the bounds of the summand: points of the wider type are not taken for it."""
    source = registered(engine, folder, INCOMES)
    sourced = {TABLE: Sourced(INCOMES.schema, source)}
    narrow = LatticeTotal(Attribute("income"), TOTAL.centre, TOTAL.exponent, (-5, 5))
    assert engine.exact(TABLE, [narrow], sourced) == (-5 - 5 + 5,)


def test_what_is_computed_of_a_stored_attribute_is_clamped(
    engine: DuckDBEngine, folder: Path
) -> None:
    """Only the attribute itself was looked at when it was copied."""
    source = registered(engine, folder, INCOMES)
    doubled = Call("multiply", (Attribute("income"), Constant(2)))
    relation = Project(TABLE, (Projection("income", doubled),))
    narrow = lattice_total(Attribute("income"), INCOME, centred=False)
    (found,) = engine.exact(relation, [narrow], {TABLE: Sourced(INCOMES.schema, source)})
    assert found * narrow.step == 3 + 5 + 1000


def test_bins_of_a_stored_attribute_are_of_its_values(engine: DuckDBEngine, folder: Path) -> None:
    """An edge of a bin lies between two points as well as on one."""
    source = registered(engine, folder, INCOMES)
    key = BinKey(Attribute("income"), (0.0, 1.5, math.nextafter(2.5, 0), 1000.0))
    found = engine.exact(TABLE, [TOTAL], {TABLE: Sourced(INCOMES.schema, source)}, None, (key,))
    points = [round((value - TOTAL.centre) / TOTAL.step) for value in (1.5, 2.5, 1000.0)]
    assert found == (0, points[0], points[1] + points[2])
