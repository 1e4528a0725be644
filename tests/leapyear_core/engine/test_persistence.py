"""Relations that the engine keeps: the same sums, over the same data, and no others."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from leapyear_core.engine.cancellation import Cancellation
from leapyear_core.engine.duckdb import DuckDBEngine, Sourced
from leapyear_core.engine.storage import Source
from leapyear_core.model.errors import Unavailable
from leapyear_core.model.expressions import Attribute, Call, Constant, Expression
from leapyear_core.model.lattice import RowCount, lattice_total
from leapyear_core.model.relations import Project, Projection, Relation, Table, Where
from leapyear_core.model.types import Column, IntType, RealType, schema_of_columns
from tests.tables import on_disk

TABLE = Table("d", "t")
AGE = IntType(0, 100)
COLUMNS = (Column("age", AGE), Column("income", RealType(0.0, 1000.0)))
SUMMANDS = (RowCount(), lattice_total(Attribute("age"), AGE, centred=True))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckDBEngine]:
    with closing(DuckDBEngine(None, [tmp_path])) as engine:
        yield engine


def registered(
    engine: DuckDBEngine, folder: Path, *ages: int, onto: Source | None = None
) -> Source:
    path = folder / "t.parquet"
    pq.write_table(pa.table({"age": list(ages), "income": [1.5] * len(ages)}), path)
    return engine.register(on_disk(path), COLUMNS, onto=onto)


def tables_of(source: Source) -> dict[Table, Sourced]:
    return {TABLE: Sourced(schema_of_columns(COLUMNS), source)}


def older(than: Expression) -> Expression:
    return Call("gt", (Attribute("age"), than))


def planted(engine: DuckDBEngine, relation: Relation, source: Source) -> None:
    """Keep a relation, and empty the copy, so that it shows whether it is read."""
    engine.persist(relation, tables_of(source), Cancellation())
    for copy in engine._persistence.of({TABLE: source.version}).values():
        engine._connection.cursor().execute(f"DELETE FROM {copy.sql}")


def test_the_sums_over_a_kept_relation_are_the_same(engine: DuckDBEngine, tmp_path: Path) -> None:
    """Also over what is made of it."""
    source = registered(engine, tmp_path, 10, 20, 30, 40)
    kept = Where(
        Project(TABLE, (Projection("age", Call("add", (Attribute("age"), Constant(1)))),)),
        older(Constant(15)),
    )
    above = Where(kept, older(Constant(25)))
    before = [engine.exact(each, SUMMANDS, tables_of(source)) for each in (kept, above)]
    engine.persist(kept, tables_of(source), Cancellation())
    assert [engine.exact(each, SUMMANDS, tables_of(source)) for each in (kept, above)] == before


def test_a_kept_relation_is_read_instead_of_being_computed(
    engine: DuckDBEngine, tmp_path: Path
) -> None:
    """Below a filter that the client has made one with it as well; other relations are computed."""
    source = registered(engine, tmp_path, 10, 20, 30, 40)
    kept = Where(TABLE, older(Constant(15)))
    planted(engine, kept, source)
    both = Where(TABLE, Call("and", (older(Constant(15)), older(Constant(25)))))
    counted = [
        engine.exact(each, SUMMANDS[:1], tables_of(source))
        for each in (kept, both, Where(TABLE, older(Constant(16))), TABLE)
    ]
    assert counted == [(0,), (0,), (3,), (4,)]


def test_a_kept_relation_is_no_other_one_with_an_equal_constant(
    engine: DuckDBEngine, tmp_path: Path
) -> None:
    """1 and 1.0 are equal in Python, and two questions."""
    source = registered(engine, tmp_path, 1, 2)
    planted(engine, Where(TABLE, older(Constant(1))), source)
    other = Where(TABLE, older(Constant(1.0)))
    assert engine.exact(other, SUMMANDS[:1], tables_of(source)) == (1,)


def test_a_relation_is_not_kept_for_other_data(engine: DuckDBEngine, tmp_path: Path) -> None:
    """New rows are in the next answer; the copy of the old ones goes, and so it does with the table."""
    source = registered(engine, tmp_path, 10, 20)
    kept = Where(TABLE, older(Constant(5)))
    planted(engine, kept, source)
    grown = registered(engine, tmp_path, 30, onto=source)
    assert engine.exact(kept, SUMMANDS[:1], tables_of(grown)) == (3,)
    assert engine._persistence.of({TABLE: source.version}) == {}
    engine.persist(kept, tables_of(grown), Cancellation())
    engine.drop(grown)
    assert engine._persistence.of({TABLE: grown.version}) == {}


def test_a_copy_that_goes_while_it_is_asked_for_is_computed(
    engine: DuckDBEngine, tmp_path: Path
) -> None:
    """Somebody else's unpersist is no reason for an error."""
    source = registered(engine, tmp_path, 10, 20)
    kept = Where(TABLE, older(Constant(5)))
    engine.persist(kept, tables_of(source), Cancellation())
    for copy in engine._persistence.of({TABLE: source.version}).values():
        engine._connection.cursor().execute(f"DROP TABLE {copy.sql}")
    assert engine.exact(kept, SUMMANDS[:1], tables_of(source)) == (2,)


def test_what_was_cancelled_is_not_kept(engine: DuckDBEngine, tmp_path: Path) -> None:
    source = registered(engine, tmp_path, 10)
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Unavailable):
        engine.persist(TABLE, tables_of(source), cancellation)
    assert engine._persistence.of({TABLE: source.version}) == {}


def test_kept_relations_end_with_the_engine(tmp_path: Path) -> None:
    """Their copies are swept at the next start."""
    with closing(DuckDBEngine(tmp_path, [tmp_path])) as engine:
        source = registered(engine, tmp_path, 10, 20)
        planted(engine, Where(TABLE, older(Constant(5))), source)
    with closing(DuckDBEngine(tmp_path, [tmp_path])) as engine:
        engine.sweep([source])
        found = engine._connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        assert [name for (name,) in found] == list(source.slices)
        kept = Where(TABLE, older(Constant(5)))
        assert engine.exact(kept, SUMMANDS[:1], tables_of(source)) == (2,)
