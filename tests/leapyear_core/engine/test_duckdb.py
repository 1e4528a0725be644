"""The engine: what it registers, what it refuses, and that its sums are exact."""

import bisect
import math
import random
import stat
from collections.abc import Iterator
from contextlib import closing
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from leapyear_core.engine.cancellation import Cancellation
from leapyear_core.engine.duckdb import DuckDBEngine, Sourced, StorageUnusable
from leapyear_core.engine.expressions import Rows
from leapyear_core.engine.rendering import Scanned, render
from leapyear_core.engine.storage import Source
from leapyear_core.model.errors import InvalidColumn, SourceUnreadable, Unavailable
from leapyear_core.model.expressions import Attribute, Call, Constant, Expression, type_of
from leapyear_core.model.keys import BinKey, Key, ValueKey
from leapyear_core.model.lattice import (
    LatticeTotal,
    RowCount,
    Summand,
    ValueCount,
    lattice_total,
    product,
    scaled,
)
from leapyear_core.model.relations import Project, Projection, Relation, Table, Where
from leapyear_core.model.types import (
    BoolType,
    Column,
    DatetimeType,
    FactorType,
    IntType,
    RealType,
    TextType,
    schema_of_columns,
)
from tests.tables import on_disk

TABLE = Table("d", "t")
AGE, INCOME, DATETIME = IntType(0, 100), RealType(0.0, 1000.0), DatetimeType()
COLUMNS = (Column("age", AGE), Column("income", INCOME))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckDBEngine]:
    with closing(DuckDBEngine(None, [tmp_path])) as engine:
        yield engine


def parquet(path: Path, **columns: object) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def people(path: Path) -> Path:
    return parquet(path, age=[10, 20, 30, None], income=[1.5, 2.5, 1e9, math.nan])


def ask(
    engine: DuckDBEngine,
    source: Source,
    relation: Relation,
    *summands: Summand,
    columns: tuple[Column, ...] = COLUMNS,
) -> tuple[int, ...]:
    return engine.exact(relation, summands, {TABLE: Sourced(schema_of_columns(columns), source)})


def test_what_a_stop_left_of_a_large_computation_is_cleared_at_the_next_start(
    tmp_path: Path,
) -> None:
    """They are rows, and nobody would ever take them away."""
    left = tmp_path / "slices" / "tmp" / "duckdb_temp_storage-0.tmp"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"rows")
    with closing(DuckDBEngine(tmp_path)):
        assert not left.exists()


def test_counts_and_sums_are_of_clamped_values(engine: DuckDBEngine, tmp_path: Path) -> None:
    """An income of a billion counts as the upper bound, NaN and null as nothing."""
    source = engine.register(on_disk(people(tmp_path / "p.parquet")), COLUMNS)
    total = lattice_total(Attribute("income"), INCOME, centred=False)

    rows, ages, incomes, age = ask(
        engine,
        source,
        TABLE,
        RowCount(),
        ValueCount(Attribute("age")),
        total,
        lattice_total(Attribute("age"), AGE, centred=False),
    )

    assert (rows, ages, incomes * total.step, age) == (4, 3, 1004.0, 60)


def test_a_sum_is_exact_where_a_sum_of_doubles_is_not(engine: DuckDBEngine, tmp_path: Path) -> None:
    """Each value is rounded by itself, and the sum of the rounded ones is the sum of fractions."""
    numbers = random.Random(1)
    incomes = [numbers.uniform(0, 1000) for _ in range(10_000)]
    source = engine.register(on_disk(parquet(tmp_path / "p.parquet", income=incomes)), COLUMNS[1:])
    total = lattice_total(Attribute("income"), INCOME, centred=True)

    (summed,) = ask(engine, source, TABLE, total, columns=COLUMNS[1:])

    step = Fraction(total.step)
    assert summed == sum(
        math.floor(Fraction(value - total.centre) / step + Fraction(1, 2)) for value in incomes
    )


def grouped(engine: DuckDBEngine, source: Source, *keys: Key) -> tuple[int, ...]:
    """How many rows are in each group."""
    tables = {TABLE: Sourced(schema_of_columns(COLUMNS), source)}
    return engine.exact(TABLE, [RowCount()], tables, None, keys)


def test_each_group_of_a_public_list_is_counted_one_without_rows_too(
    engine: DuckDBEngine, tmp_path: Path
) -> None:
    source = engine.register(on_disk(people(tmp_path / "p.parquet")), COLUMNS)
    ages = ValueKey(Attribute("age"), (30, 15, 10))
    assert grouped(engine, source, ages) == (1, 0, 1)


def test_a_bin_holds_its_lower_edge_and_the_last_one_its_upper_edge_too(
    engine: DuckDBEngine, tmp_path: Path
) -> None:
    """As numpy has it; what lies outside, or is null, is in no bin."""
    source = engine.register(
        on_disk(parquet(tmp_path / "p.parquet", age=[5, *range(10, 42), None], income=[0.0] * 34)),
        COLUMNS,
    )
    assert grouped(engine, source, BinKey(Attribute("age"), (10.0, 20.0, 30.0, 40.0))) == (
        10,
        10,
        11,
    )


def test_many_bins_are_those_of_a_search_through_the_edges(
    engine: DuckDBEngine, tmp_path: Path
) -> None:
    numbers = random.Random(2)
    incomes = [numbers.uniform(-10, 1010) for _ in range(2000)]
    edges = tuple(sorted(numbers.uniform(0, 1000) for _ in range(37)))
    source = engine.register(
        on_disk(parquet(tmp_path / "p.parquet", age=[1] * 2000, income=incomes)), COLUMNS
    )
    counted = [0] * 36
    for income in incomes:
        if edges[0] <= income < edges[-1]:
            counted[bisect.bisect_right(edges, income) - 1] += 1
    assert grouped(engine, source, BinKey(Attribute("income"), edges)) == tuple(counted)


def test_of_two_keys_the_last_one_varies_fastest(engine: DuckDBEngine, tmp_path: Path) -> None:
    source = engine.register(on_disk(people(tmp_path / "p.parquet")), COLUMNS)
    ages = ValueKey(Attribute("age"), (10, 20, 30))
    incomes = BinKey(Attribute("income"), (0.0, 2.0, 1000.0))
    assert grouped(engine, source, ages, incomes) == (1, 0, 0, 1, 0, 1)


def test_powers_are_summed_of_values_between_minus_one_and_one(
    engine: DuckDBEngine, tmp_path: Path
) -> None:
    """A square has its offset taken off, once for each value that is not null."""
    source = engine.register(
        on_disk(parquet(tmp_path / "p.parquet", age=[0, 25, 100, None], income=[0.0] * 4)), COLUMNS
    )
    age = scaled(Attribute("age"), AGE)
    first, second, third = product(age), product(age, age), product(age, age, age)
    sums = ask(engine, source, TABLE, first, second, third)
    assert [each * first.step for each in sums] == [
        -1 - 0.5 + 1,
        1 + 0.25 + 1 - 3 * 0.5,
        -1 - 0.125 + 1,
    ]


def test_a_sum_of_large_integers_does_not_overflow(engine: DuckDBEngine, tmp_path: Path) -> None:
    most = 2**53 - 2  # the widest that are bounds at all
    columns = (Column("x", IntType(-most, most)),)
    source = engine.register(on_disk(parquet(tmp_path / "p.parquet", x=[most] * 100_000)), columns)
    total = lattice_total(Attribute("x"), columns[0].type, centred=False)

    (summed,) = ask(engine, source, TABLE, total, columns=columns)

    assert summed == 100_000 * total.bounds[1]


@pytest.mark.parametrize(
    ("predicate", "kept"),
    [
        (Call("gt", (Attribute("age"), Constant(15))), 2),
        (Call("not", (Call("gt", (Attribute("age"), Constant(15))),)), 1),
        (Call("is_null", (Attribute("income"),)), 1),
        (Call("ge", (Call("divide", (Attribute("income"), Constant(0))), Constant(0))), 0),
        (Call("is_null", (Call("divide", (Attribute("income"), Constant(0))),)), 4),
        (
            Call(
                "eq",
                (Call("multiply", (Call("negate", (Constant(-0.5),)), Constant(2))), Constant(1)),
            ),
            4,
        ),
        (
            Call(
                "le", (Call("clip", (Attribute("income"), Constant(2), Constant(3))), Constant(2))
            ),
            1,
        ),
        (
            Call(
                "or",
                (
                    Call("lt", (Attribute("age"), Constant(11))),
                    Call("eq", (Attribute("age"), Constant(30))),
                ),
            ),
            2,
        ),
        (
            Call(
                "lt",
                (Call("abs", (Call("subtract", (Attribute("age"), Constant(20))),)), Constant(1)),
            ),
            1,
        ),
    ],
)
def test_a_predicate_keeps_the_rows_for_which_it_is_true(
    engine: DuckDBEngine, tmp_path: Path, predicate: Expression, kept: int
) -> None:
    source = engine.register(on_disk(people(tmp_path / "p.parquet")), COLUMNS)
    assert ask(engine, source, Where(TABLE, predicate), RowCount()) == (kept,)


def test_a_projection_can_swap_names(engine: DuckDBEngine, tmp_path: Path) -> None:
    """Inside, columns have no names that could be mistaken for one another."""
    source = engine.register(on_disk(people(tmp_path / "p.parquet")), COLUMNS)
    swapped = Project(
        TABLE, (Projection("age", Attribute("income")), Projection("income", Attribute("age")))
    )
    assert ask(engine, source, swapped, lattice_total(Attribute("income"), AGE, centred=False)) == (
        60,
    )


def test_names_and_strings_of_people_are_never_sql(engine: DuckDBEngine, tmp_path: Path) -> None:
    name = 'x" FROM t; --'
    columns = (Column(name, FactorType(("'; --", '"'))),)
    source = engine.register(
        on_disk(parquet(tmp_path / "p.parquet", **{name: ["'; --", "other"]})), columns
    )
    same = Call("eq", (Attribute(name), Constant("'; --")))
    assert ask(engine, source, Where(TABLE, same), RowCount(), columns=columns) == (1,)


def test_a_deep_expression_makes_no_long_query() -> None:
    """SQL needs the value of a clamp three times; written out three times each, forty of them would fill a disk."""
    expression: Expression = Attribute("income")
    for _ in range(40):
        expression = Call(
            "clip", (Call("add", (expression, Constant(1.5))), Constant(0.0), Constant(10.0))
        )
    scanned = {TABLE: Scanned("t", {"income": INCOME})}
    assert len(render(TABLE, [ValueCount(expression)], scanned)) < 10_000


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_rows_are_copied_once(engine: DuckDBEngine, tmp_path: Path, kind: str) -> None:
    """What becomes of the file changes nothing: what was answered of it stays true of the table."""
    file = tmp_path / f"p.{kind}"
    if kind == "csv":
        file.write_text('age,income,note\n10,1.5,"a, b"\n,nonsense,\n300,2.5,c\n')
    else:
        parquet(file, age=[10, None, 300], income=[1.5, math.nan, 2.5], note=["a, b", None, "c"])
    columns = (*COLUMNS, Column("note", TextType()))
    source = engine.register(on_disk(file), columns)
    file.unlink()

    total = lattice_total(Attribute("age"), AGE, centred=False)
    found = ask(
        engine, source, TABLE, RowCount(), total, ValueCount(Attribute("note")), columns=columns
    )

    assert found == (3, 110, 2)


def stored(engine: DuckDBEngine, source: Source) -> list[tuple[Any, ...]]:
    """The values as they are stored, without their lattice points."""
    (name,) = source.slices
    return (
        engine._connection.cursor().execute(f'SELECT age, income FROM slices."{name}"').fetchall()
    )


def test_what_is_stored_is_clean(engine: DuckDBEngine, tmp_path: Path) -> None:
    """Questions read it as it is: no clamp stands between a stored value and a sum."""
    path = parquet(
        tmp_path / "p.parquet",
        age=[2**63 - 1, -(2**63), None, 0],
        income=[math.nan, math.inf, -math.inf, 5e-324],
    )
    assert stored(engine, engine.register(on_disk(path), COLUMNS)) == [
        (100, None),
        (0, 1000.0),
        (None, 0.0),
        (0, 5e-324),
    ]


def test_several_files_are_one_slice(engine: DuckDBEngine, tmp_path: Path) -> None:
    """Each is read by its own types."""
    (tmp_path / "a.csv").write_text("income,age\n1.5,10\n")
    files = on_disk(tmp_path / "a.csv") + on_disk(people(tmp_path / "p.parquet"))
    source = engine.register(files, COLUMNS)
    assert ask(engine, source, TABLE, RowCount(), ValueCount(Attribute("income"))) == (5, 4)


def test_files_are_copied_together_or_not_at_all(engine: DuckDBEngine, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("age\n1\n")
    files = on_disk(people(tmp_path / "p.parquet")) + on_disk(tmp_path / "bad.csv")
    with pytest.raises(InvalidColumn, match=r"'bad\.csv' has no column 'income'"):
        engine.register(files, COLUMNS)
    assert copies(engine) == []


def copies(engine: DuckDBEngine) -> list[str]:
    """The names of all copies."""
    query = "SELECT table_name FROM duckdb_tables() WHERE database_name = 'slices'"
    return [name for (name,) in engine._connection.cursor().execute(query).fetchall()]


def test_copies_are_for_the_eyes_of_core_alone_and_outlive_it(tmp_path: Path) -> None:
    """They are on the disk before the table is there: a stop loses none."""
    engine = DuckDBEngine(tmp_path, [tmp_path])
    source = engine.register(on_disk(people(tmp_path / "p.parquet")), COLUMNS)
    assert stat.S_IMODE((tmp_path / "slices").stat().st_mode) == 0o700
    engine.close()
    with closing(DuckDBEngine(tmp_path)) as engine:
        assert ask(engine, source, TABLE, RowCount()) == (4,)


def test_copies_that_cannot_be_opened_are_named(tmp_path: Path) -> None:
    (tmp_path / "slices").mkdir()
    (tmp_path / "slices" / "slices.duckdb").write_bytes(b"something else" * 1000)
    with pytest.raises(StorageUnusable, match=r"slices\.duckdb"):
        DuckDBEngine(tmp_path)


def test_a_copy_goes_with_its_table(engine: DuckDBEngine, tmp_path: Path) -> None:
    source = engine.register(on_disk(people(tmp_path / "p.parquet")), COLUMNS)
    engine.drop(source)
    assert copies(engine) == []
    with pytest.raises(Unavailable):
        ask(engine, source, TABLE, RowCount())


def test_a_copy_that_no_table_knows_of_is_swept(engine: DuckDBEngine, tmp_path: Path) -> None:
    """A stop between the copy and the table leaves one behind."""
    files = on_disk(people(tmp_path / "p.parquet"))
    kept, _ = engine.register(files, COLUMNS), engine.register(files, COLUMNS)

    engine.sweep([kept])

    assert copies(engine) == list(kept.slices)


def test_a_catalogue_is_not_read_where_there_is_nothing_to_sweep(engine: DuckDBEngine) -> None:
    """It may hold a million tables."""

    def read() -> Source:
        raise AssertionError("it was read")

    engine.sweep(read() for _ in range(1))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("p.parquet", b"no parquet at all", "no Parquet file"),
        ("p.parquet", b"PAR1 and then nothing", "damaged"),
        ("p.dat", b"\x00\x01", "named as a CSV file"),
        ("p.csv", b"age,income\n1,2\n1,\xff\n", "could not be read as CSV"),
        ("p.csv", b"", "p.csv"),
    ],
)
def test_a_file_that_is_no_table_is_refused(
    engine: DuckDBEngine, tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises((SourceUnreadable, InvalidColumn), match=told):
        engine.register(on_disk(tmp_path / name), COLUMNS)


def test_a_column_that_is_not_there_is_named(engine: DuckDBEngine, tmp_path: Path) -> None:
    with pytest.raises(InvalidColumn, match="no column 'height'; it begins with 'age', 'income'"):
        engine.register(on_disk(people(tmp_path / "p.parquet")), (Column("height", AGE),))


@pytest.mark.parametrize(
    "stored",
    [
        pa.array([2**62], pa.timestamp("ms")),
        pa.StringArray.from_buffers(
            1, pa.py_buffer(b"\0\0\0\0\2\0\0\0"), pa.py_buffer(b"\xff\xfe")
        ),
        pa.StringArray.from_buffers(
            1, pa.py_buffer(b"\0\0\0\0\3\0\0\0"), pa.py_buffer(b"\xed\xa0\x80")
        ),
    ],
    ids=["a moment out of range", "no UTF-8", "half of a surrogate pair"],
)
def test_a_value_that_no_question_could_read_is_met_when_the_table_is_made(
    engine: DuckDBEngine, tmp_path: Path, stored: pa.Array
) -> None:
    """The reader of Parquet fails on it: in a question, that failure would tell of one row."""
    path = parquet(tmp_path / "p.parquet", x=stored)
    with pytest.raises(SourceUnreadable, match="'x'"):
        engine.register(
            on_disk(path),
            (Column("x", TextType() if pa.types.is_string(stored.type) else DATETIME),),
        )


def test_no_query_reaches_a_file_outside_of_the_roots(
    engine: DuckDBEngine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Even if a location were forged: the engine itself is locked to the roots."""
    outside = people(tmp_path_factory.mktemp("outside") / "p.parquet")
    with pytest.raises(SourceUnreadable):
        engine.register(on_disk(outside), COLUMNS)


def test_a_cancelled_computation_computes_nothing(engine: DuckDBEngine, tmp_path: Path) -> None:
    source = engine.register(on_disk(people(tmp_path / "p.parquet")), COLUMNS)
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Unavailable):
        engine.exact(
            TABLE, [RowCount()], {TABLE: Sourced(schema_of_columns(COLUMNS), source)}, cancellation
        )


def test_a_sum_stays_within_its_bounds_whatever_the_values(
    engine: DuckDBEngine, tmp_path: Path
) -> None:
    """The bounds of a summand are the engine's own last word, so the sensitivity leans on nothing else."""
    source = engine.register(on_disk(people(tmp_path / "p.parquet")), COLUMNS)
    narrow = LatticeTotal(Attribute("income"), 0.0, 0, (0, 2))
    assert ask(engine, source, TABLE, narrow) == (2 + 2 + 2,)


def test_the_statistics_of_a_file_decide_nothing(engine: DuckDBEngine, tmp_path: Path) -> None:
    """They leave out NaN: an optimiser that believes them lets NaN pass for a number, or not, by the greatest value.

    So one record more or less would change what a hundred others add.
    """
    total = lattice_total(Attribute("income"), INCOME, centred=False)
    sums = []
    for name, greatest in (("with", 2000.0), ("without", 1.0)):
        path = parquet(tmp_path / f"{name}.parquet", income=[math.nan] * 100 + [greatest])
        source = engine.register(on_disk(path), COLUMNS[1:])
        sums.append(ask(engine, source, TABLE, total, columns=COLUMNS[1:])[0] * total.step)
    assert sums == [1000.0, 1.0]


def test_a_file_that_lies_about_its_greatest_value_is_clamped_all_the_same(
    engine: DuckDBEngine, tmp_path: Path
) -> None:
    """An optimiser that believes what the file says of itself does without the clamp, which finds nothing to do there."""
    greatest, said = 1_000_003, 7
    path = parquet(tmp_path / "p.parquet", age=[1, 2, greatest])
    content = path.read_bytes()
    footer = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    lying = content[footer:].replace(greatest.to_bytes(8, "little"), said.to_bytes(8, "little"))
    path.write_bytes(content[:footer] + lying)
    assert pq.ParquetFile(path).metadata.row_group(0).column(0).statistics.max == said
    total = lattice_total(Attribute("age"), AGE, centred=False)
    source = engine.register(on_disk(path), COLUMNS[:1])
    assert ask(engine, source, TABLE, total, columns=COLUMNS[:1])[0] * total.step == 1 + 2 + 100


@pytest.mark.parametrize("values", [[-0.7], [-0.7, -0.7], [-0.7, None]], ids=str)
def test_what_the_engine_knows_of_its_rows_makes_no_question_fail(
    engine: DuckDBEngine, tmp_path: Path, values: list[float | None]
) -> None:
    """An optimiser that reasons with it fails where a cube root is off by a bit: here for one row without a value more."""
    columns = (Column("x", RealType(-1e100, -0.7)),)
    source = engine.register(on_disk(parquet(tmp_path / "p.parquet", x=values)), columns)
    root = Call("cbrt", (Call("radians", (Attribute("x"),)),))
    total = lattice_total(root, type_of(root, schema_of_columns(columns)), centred=True)
    assert ask(engine, source, TABLE, RowCount(), total, columns=columns)[0] == len(values)


def test_a_comparison_of_what_is_known_to_be_null_is_no_failure(
    engine: DuckDBEngine, tmp_path: Path
) -> None:
    source = engine.register(on_disk(people(tmp_path / "p.parquet")), COLUMNS)
    none = Call("to_factor", (Constant("b"), Constant("A")))
    inner = Project(TABLE, (Projection("f", none), Projection("age", Attribute("age"))))
    other = Call("to_factor", (Attribute("f"), Constant("a"), Constant("b")))
    is_less = Call("lt", (other, Attribute("f")))
    outer = Project(inner, (Projection("less", is_less), Projection("age", Attribute("age"))))
    is_null = Call("is_null", (Attribute("age"),))
    kept = Where(outer, Call("or", (is_null, Attribute("less"))))
    (found,) = ask(engine, source, kept, RowCount())
    assert found <= 1


def test_a_bool_is_summed_as_zero_and_one(engine: DuckDBEngine, tmp_path: Path) -> None:
    columns = (Column("smokes", BoolType()),)
    source = engine.register(
        on_disk(parquet(tmp_path / "p.parquet", smokes=[True, False, None, True])), columns
    )
    total = lattice_total(Attribute("smokes"), BoolType(), centred=True)
    assert ask(engine, source, TABLE, total, columns=columns) == (1,)


def test_what_is_bound_nests_no_deeper_than_the_expression() -> None:
    """Values that do not need each other share an inner query, and one that is used twice is computed once."""
    x, y = Attribute("x"), Attribute("y")
    clipped = [Call("clip", (each, Constant(0), Constant(9))) for each in (x, y, x, y)]
    both = Call(
        "add", (Call("add", (clipped[0], clipped[1])), Call("add", (clipped[2], clipped[3])))
    )
    schema = {"x": RealType(-1.0, 1.0), "y": RealType(-1.0, 1.0)}
    rows = Rows("SELECT x, y FROM t", {"x": "x + 1", "y": "y + 1"}, schema, count())

    rows.value(both)

    assert rows.sql == "SELECT *, x + 1 AS b0, y + 1 AS b1 FROM (SELECT x, y FROM t)"
