"""Each analysis is what people know it as: without noise, pandas and numpy have the same numbers."""

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve, frozen

from leapyear_core.catalog.charges import Cells, Estimate
from leapyear_core.engine.duckdb import DuckDBEngine, Sourced
from leapyear_core.model.analyses import (
    Aggregate,
    Analysis,
    Axis,
    ComomentKind,
    Describe,
    GroupBy,
    GroupKey,
    Histogram,
    Matrix,
    Moment,
    MomentKind,
)
from leapyear_core.model.errors import AttributeNotFound, InvalidAnalysis, TooManyKeys
from leapyear_core.model.expressions import Attribute, Call, Constant
from leapyear_core.model.lattice import RowCount
from leapyear_core.model.relations import Projection, Table
from leapyear_core.model.types import (
    BoolType,
    Column,
    DateType,
    FactorType,
    IntType,
    RealType,
    TextType,
    schema_of_columns,
)
from leapyear_core.privacy.planning import Asked, AskedKeys, asked_by
from leapyear_core.privacy.pricing import Exact, Spend
from tests.tables import on_disk

TABLE = Table("clinic", "visits")
COLUMNS = (
    Column("age", IntType(18, 100)),
    Column("income", RealType(0.0, 2e5)),
    Column("smoker", BoolType()),
    Column("region", FactorType(("north", "south", "east"))),
    Column("note", TextType()),
    Column("day", DateType()),
    Column("wide", IntType(-(2**40), 2**40)),
    Column("free", RealType(-1e100, 1e100)),
)
SCHEMA = schema_of_columns(COLUMNS)
NUMBERS = ("age", "income", "smoker")


def summed(analysis: Analysis) -> Asked:
    """What is summed for an analysis."""
    asked = asked_by(analysis, SCHEMA)
    assert isinstance(asked, Asked)
    return asked


@frozen
class Exactly:
    """An engine with a table, and the same table in pandas."""

    engine: DuckDBEngine
    tables: dict[Table, Sourced]
    frame: pd.DataFrame

    def answer(self, analysis: Analysis) -> Estimate | Cells:
        """The answer without noise."""
        plan = summed(analysis).priced(Exact(), {})
        exact = self.engine.exact(plan.relation, plan.summands, self.tables, None, plan.keys)
        return plan.reading.read(plan.summands, exact, plan.scales)

    def cells(self, analysis: Analysis) -> dict[tuple[object, ...], float]:
        """Its numbers, by their keys and names."""
        answer = self.answer(analysis)
        assert isinstance(answer, Cells)
        return {
            (
                *(key.get("value", key.get("lower")) for key in each.keys),
                each.statistic,
            ): each.estimate.value
            for each in answer.cells
        }


@pytest.fixture(scope="module")
def exactly(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exactly]:
    folder, numbers, rows = tmp_path_factory.mktemp("table"), np.random.default_rng(3), 400
    age = pd.array(numbers.integers(18, 101, rows), dtype="Int64")
    age[::17] = pd.NA
    income = np.clip(numbers.lognormal(10.4, 0.7, rows), 0, 2e5)
    income[::13] = np.nan
    smoker = pd.array(numbers.random(rows) < 0.3, dtype="boolean")
    smoker[::19] = pd.NA
    frame = pd.DataFrame(
        {
            "age": age,
            "income": income,
            "smoker": smoker,
            "region": numbers.choice(np.array(["north", "south", None], dtype=object), rows),
            "note": numbers.choice(["a", "b", "c"], rows),
            "day": pd.to_datetime("2026-11-23").date(),
            "wide": 1,
            "free": 1.0,
        }
    )
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), folder / "t.parquet")
    with closing(DuckDBEngine(None, [folder])) as engine:
        source = engine.register(on_disk(folder / "t.parquet"), COLUMNS)
        yield Exactly(engine, {TABLE: Sourced(SCHEMA, source)}, frame)


def named(*names: str) -> tuple[Projection, ...]:
    return tuple(Projection(each, Attribute(each)) for each in names)


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize(
    ("kind", "of_pandas"),
    [("variance", "var"), ("std", "std"), ("skewness", "skew"), ("kurtosis", "kurt")],
)
def test_moments_are_those_of_pandas(
    exactly: Exactly, name: str, kind: MomentKind, of_pandas: str
) -> None:
    expected = getattr(exactly.frame[name].dropna().astype(float), of_pandas)()
    answer = exactly.answer(Moment(kind, TABLE, Attribute(name)))
    assert isinstance(answer, Estimate)
    assert answer.value == pytest.approx(expected, rel=1e-6)
    assert (answer.low, answer.high, answer.is_exact) == (answer.value, answer.value, True)


@pytest.mark.parametrize("kind", ["variance", "std"])
def test_a_population_has_another_divisor(exactly: Exactly, kind: MomentKind) -> None:
    expected = {"variance": np.var, "std": np.std}[kind](exactly.frame["income"].dropna())
    answer = exactly.answer(Moment(kind, TABLE, Attribute("income"), ddof=0))
    assert isinstance(answer, Estimate)
    assert answer.value == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(("kind", "of_pandas"), [("covariance", "cov"), ("correlation", "corr")])
def test_matrices_are_those_of_pandas_over_the_rows_that_are_complete(
    exactly: Exactly, kind: ComomentKind, of_pandas: str
) -> None:
    complete = exactly.frame[list(NUMBERS)].dropna().astype(float)
    expected = getattr(complete, of_pandas)()
    cells = exactly.cells(Matrix(kind, TABLE, named(*NUMBERS)))
    assert len(cells) == 6
    for (row, column, statistic), value in cells.items():
        assert statistic == kind
        assert value == pytest.approx(expected.loc[row, column], rel=1e-5, abs=1e-8)


def test_an_attribute_under_two_names_is_correlated_with_itself(exactly: Exactly) -> None:
    twice = (Projection("a", Attribute("age")), Projection("b", Attribute("age")))
    assert exactly.cells(Matrix("correlation", TABLE, twice)) == {
        ("a", "a", "correlation"): 1.0,
        ("a", "b", "correlation"): pytest.approx(1.0),
        ("b", "b", "correlation"): 1.0,
    }


def test_a_histogram_is_that_of_numpy(exactly: Exactly) -> None:
    ages = exactly.frame["age"].dropna().astype(int)
    counts, edges = np.histogram(ages, bins=12, range=(18, 100))
    cells = exactly.cells(Histogram(TABLE, (Axis("age", Attribute("age"), None, 12),)))
    assert list(cells.values()) == counts.tolist()
    assert [lower for lower, _ in cells] == pytest.approx(edges[:-1].tolist())


def test_a_histogram_of_two_attributes_is_that_of_numpy(exactly: Exactly) -> None:
    complete = exactly.frame[["age", "income"]].dropna().astype(float)
    edges = [18.0, 40.0, 65.0, 100.0]
    counts, _, _ = np.histogram2d(
        complete["age"], complete["income"], bins=[edges, 4], range=[[18, 100], [0, 1e5]]
    )
    axes = (
        Axis("age", Attribute("age"), tuple(edges)),
        Axis("income", Attribute("income"), None, 4, 0.0, 1e5),
    )
    assert list(exactly.cells(Histogram(TABLE, axes)).values()) == counts.ravel().tolist()


def test_groups_are_those_of_pandas_and_those_without_rows(exactly: Exactly) -> None:
    keys = (GroupKey("region", Attribute("region")), GroupKey("smoker", Attribute("smoker")))
    aggregates = (
        Aggregate("rows", "count_rows"),
        Aggregate("ages", "count", Attribute("age")),
        Aggregate("different", "count_distinct", Attribute("age")),
        Aggregate("total", "sum", Attribute("age")),
        Aggregate("mean", "mean", Attribute("income")),
    )
    cells = exactly.cells(GroupBy(TABLE, keys, aggregates))
    assert len(cells) == 3 * 2 * 5
    for (region, smoker), group in exactly.frame.dropna(subset=["region", "smoker"]).groupby(
        ["region", "smoker"]
    ):
        assert cells[region, smoker, "rows"] == len(group)
        assert cells[region, smoker, "ages"] == group["age"].count()
        assert cells[region, smoker, "different"] == group["age"].nunique()
        assert cells[region, smoker, "total"] == group["age"].sum()
        assert cells[region, smoker, "mean"] == pytest.approx(group["income"].mean(), rel=1e-6)
    assert cells["east", False, "rows"] == 0


def test_groups_can_be_of_values_that_are_named(exactly: Exactly) -> None:
    key = GroupKey("note", Attribute("note"), ("b", "z"))
    cells = exactly.cells(GroupBy(TABLE, (key,), (Aggregate("rows", "count_rows"),)))
    assert cells == {("b", "rows"): (exactly.frame["note"] == "b").sum(), ("z", "rows"): 0}


def test_a_description_counts_everything_and_averages_numbers(exactly: Exactly) -> None:
    names = ("age", "income", "smoker", "region", "free")
    cells = exactly.cells(Describe(TABLE, names))
    for name in names:
        column = exactly.frame[name]
        assert cells[name, "count"] == column.count()
        assert cells[name, "missing"] == column.isna().sum()
    for name in NUMBERS:
        column = exactly.frame[name].dropna().astype(float)
        assert cells[name, "mean"] == pytest.approx(column.mean(), rel=1e-6)
        assert cells[name, "std"] == pytest.approx(column.std(), rel=1e-6)
    # It has no bounds to average within.
    assert ("free", "mean") not in cells


def test_what_two_numbers_need_is_paid_for_once() -> None:
    aggregates = (
        Aggregate("ages", "count", Attribute("age")),
        Aggregate("mean", "mean", Attribute("age")),
    )
    asked = summed(GroupBy(TABLE, (GroupKey("smoker", Attribute("smoker")),), aggregates))
    assert len(asked.summands) == 2


def test_bins_that_are_counted_and_bins_that_are_written_out_are_one_question() -> None:
    counted = Histogram(TABLE, (Axis("age", Attribute("age"), None, 2),))
    written = Histogram(TABLE, (Axis("age", Attribute("age"), (18.0, 59.0, 100.0)),))
    assert asked_by(counted, SCHEMA).analysis == asked_by(written, SCHEMA).analysis == written


def test_bins_of_one_value_are_about_it() -> None:
    """As numpy has it."""
    one = Axis("one", Call("clip", (Attribute("age"), Constant(20), Constant(20))), None, 2)
    (axis,) = asked_by(Histogram(TABLE, (one,)), SCHEMA).analysis.axes  # type: ignore[union-attr]
    assert axis.edges == (19.5, 20.0, 20.5)


def test_a_constant_has_no_variance() -> None:
    """It is known without a row: the bounds are one value."""
    one = Call("clip", (Attribute("age"), Constant(20), Constant(20)))
    plan = summed(Moment("variance", TABLE, one)).priced(Spend(10**6), {})
    answer = plan.reading.read(plan.summands, (100, 5, 7), plan.scales)
    assert isinstance(answer, Estimate)
    assert (answer.low, answer.value, answer.high) == (0.0, 0.0, 0.0)


AGE_AXIS = Axis("age", Attribute("age"))
ROWS = (Aggregate("rows", "count_rows"),)


@pytest.mark.parametrize(
    ("analysis", "error", "told"),
    [
        (Moment("std", TABLE, Attribute("note")), InvalidAnalysis, "TEXT cannot be summed"),
        (Moment("std", TABLE, Attribute("free")), InvalidAnalysis, "no useful bounds"),
        (Matrix("covariance", TABLE, named("age", "day")), InvalidAnalysis, "DATE cannot"),
        (Matrix("covariance", TABLE, named("age", "age")), InvalidAnalysis, "one name"),
        (Histogram(TABLE, (Axis("note", Attribute("note")),)), InvalidAnalysis, "'note' is TEXT"),
        (Histogram(TABLE, (Axis("free", Attribute("free")),)), InvalidAnalysis, "no useful bounds"),
        (Histogram(TABLE, (evolve(AGE_AXIS, edges=(1.0, 1.0)),)), InvalidAnalysis, "not increase"),
        (Histogram(TABLE, (evolve(AGE_AXIS, lower=200.0),)), InvalidAnalysis, "wrong way round"),
        (Histogram(TABLE, (AGE_AXIS, AGE_AXIS)), InvalidAnalysis, "one name"),
        (
            Histogram(TABLE, (evolve(AGE_AXIS, bins=200), evolve(AGE_AXIS, name="x", bins=200))),
            TooManyKeys,
            "40000 groups",
        ),
        (
            GroupBy(TABLE, (GroupKey("i", Attribute("income")),), ROWS),
            InvalidAnalysis,
            "groups are of BOOL, INT, FACTOR, TEXT or DATE",
        ),
        (
            GroupBy(TABLE, (GroupKey("a", Attribute("age"), ("x",)),), ROWS),
            InvalidAnalysis,
            "not all of that kind",
        ),
        (
            GroupBy(TABLE, (GroupKey("i", Attribute("income"), (1,)),), ROWS),
            InvalidAnalysis,
            "not all of that kind",
        ),
        (
            GroupBy(TABLE, (GroupKey("a", Attribute("age"), (20, 20)),), ROWS),
            InvalidAnalysis,
            "named twice",
        ),
        (GroupBy(TABLE, (GroupKey("a", Attribute("age")),), ROWS * 2), InvalidAnalysis, "one name"),
        (Describe(TABLE, ("age", "aeg")), AttributeNotFound, "'aeg'"),
    ],
)
def test_what_makes_no_sense_is_told_from_the_types_alone(
    analysis: Analysis, error: type[Exception], told: str
) -> None:
    with pytest.raises(error, match=told):
        asked_by(analysis, SCHEMA)


@pytest.mark.parametrize(
    ("keys", "asked_for"),
    [
        ((GroupKey("n", Attribute("note")),), False),
        ((GroupKey("d", Attribute("day")),), False),
        ((GroupKey("w", Attribute("wide")),), False),
        ((GroupKey("s", Attribute("smoker")), GroupKey("n", Attribute("note"))), False),
        ((GroupKey("r", Attribute("region"), ("north",)),), True),
    ],
    ids=["TEXT", "DATE", "wide INT", "BOOL and TEXT", "FACTOR, asked for"],
)
def test_groups_of_private_keys_are_told_by_the_number_of_their_rows(
    keys: tuple[GroupKey, ...], asked_for: bool
) -> None:
    """It is counted in any case, and once. Said or not, it is the same question."""
    mean = (Aggregate("m", "mean", Attribute("age")), Aggregate("n", "count_rows", None))
    analysis = GroupBy(TABLE, keys, mean, unknown_keys=asked_for)
    asked = asked_by(analysis, SCHEMA)
    assert isinstance(asked, AskedKeys)
    assert asked.summands[0] == RowCount()
    assert asked.parts == 3
    assert asked.analysis == evolve(analysis, unknown_keys=True)
    assert [key.values for key in asked.keys] == [key.values for key in keys]


def test_keys_whose_values_are_all_named_are_known() -> None:
    named = GroupBy(TABLE, (GroupKey("n", Attribute("note"), ("a", "b")),), ROWS)
    assert isinstance(asked_by(named, SCHEMA), Asked)
