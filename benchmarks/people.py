"""An invented table, and questions about it as the door answers them, again and again.

The exact sums of a question are computed once; noise is drawn for every run, by the sampler of the door, and quantiles are
chosen as the door chooses them.
"""

import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from attrs import frozen

from benchmarks.quantiles import AskedQuantiles, Values
from leapyear_core.catalog.charges import Answered, Estimate
from leapyear_core.engine.duckdb import DuckDBEngine, Sourced
from leapyear_core.engine.reading import File
from leapyear_core.model.analyses import (
    Aggregate,
    Analysis,
    Axis,
    Count,
    CountDistinct,
    CountRows,
    Describe,
    GroupBy,
    GroupKey,
    Histogram,
    InterquartileRange,
    Matrix,
    Mean,
    Moment,
    Quantile,
    Quantiles,
    Sum,
)
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.profiles import Definition
from leapyear_core.model.relations import Projection, Table
from leapyear_core.model.types import (
    INT_LIMIT,
    REAL_LIMIT,
    BoolType,
    Column,
    FactorType,
    IntType,
    RealType,
    Schema,
    schema_of_columns,
)
from leapyear_core.privacy.planning import Asked as AskedSums
from leapyear_core.privacy.planning import AskedChoices, asked_by
from leapyear_core.privacy.pricing import Exact, Plan, Spend, price

#: The same rows, once with columns as somebody declares them who knows them, and once with numbers of any size.
TABLE, UNDECLARED = Table("clinic", "people"), Table("clinic", "undeclared")
COLUMNS = (
    Column("age", IntType(18, 100)),
    Column("income", RealType(0.0, 200_000.0)),
    Column("smoker", BoolType()),
    Column("region", FactorType(("north", "south", "east", "west"))),
    Column("score", RealType(0.0, 100.0)),
    Column("wage", RealType(0.0, 200_000.0)),
    Column("rent", RealType(0.0, 200_000.0)),
    Column("fare", RealType(0.0, 200_000.0)),
    Column("debt", RealType(0.0, 200_000.0)),
)
NUMBERS = (
    Column("age", IntType(-INT_LIMIT, INT_LIMIT)),
    *(Column(each, RealType(-REAL_LIMIT, REAL_LIMIT)) for each in ("income", "score", "change")),
)

#: So many draws of noise of a scale.
Draw = Callable[[float, int], Sequence[int]]


def _named(*names: str) -> tuple[Projection, ...]:
    return tuple(Projection(each, Attribute(each)) for each in names)


AGE, INCOME, WAGE = Attribute("age"), Attribute("income"), Attribute("wage")
ANALYSES: dict[str, Analysis] = {
    "count_rows": CountRows(TABLE),
    "count": Count(TABLE, INCOME),
    "count_distinct": CountDistinct(TABLE, INCOME),
    "sum": Sum(TABLE, INCOME),
    "mean": Mean(TABLE, INCOME),
    "variance": Moment("variance", TABLE, INCOME),
    "std": Moment("std", TABLE, INCOME),
    "skewness": Moment("skewness", TABLE, INCOME),
    "kurtosis": Moment("kurtosis", TABLE, INCOME),
    "covariance": Matrix("covariance", TABLE, _named("age", "income", "smoker")),
    "correlation": Matrix("correlation", TABLE, _named("age", "income", "smoker")),
    "histogram": Histogram(TABLE, (Axis("age", AGE),)),
    "histogram2d": Histogram(TABLE, (Axis("age", AGE), Axis("income", INCOME))),
    "group_by": GroupBy(
        TABLE,
        (GroupKey("region", Attribute("region")),),
        (Aggregate("rows", "count_rows"), Aggregate("mean", "mean", INCOME)),
    ),
    "describe": Describe(TABLE, ("age", "income", "smoker", "region")),
}


RANKED: dict[str, Quantile | Quantiles | InterquartileRange] = {
    "median": Quantile(TABLE, INCOME, 0.5),
    "quantile": Quantile(TABLE, INCOME, 0.9),
    "quantiles": Quantiles(TABLE, INCOME, (0.1, 0.25, 0.75)),
    "iqr": InterquartileRange(TABLE, INCOME),
    "min": Quantile(TABLE, INCOME, 0.0),
    "max": Quantile(TABLE, WAGE, 1.0),
}

#: The same of values that lie unevenly, where intervals hold less than they say, or more: skewed ones at the end where they
#: are rare, ten that many are alike with, at the edge between two, those in a small part of their bounds, and those that are
#: all at a bound.
HARD: dict[str, Quantile | InterquartileRange] = {
    "quantile 0.9, skewed": Quantile(TABLE, WAGE, 0.9),
    "quantile 0.99, skewed": Quantile(TABLE, WAGE, 0.99),
    "quantile 0.2, alike": Quantile(TABLE, Attribute("rent"), 0.2),
    "iqr, alike": InterquartileRange(TABLE, Attribute("rent")),
    "quantile 0.9, wide bounds": Quantile(TABLE, Attribute("fare"), 0.9),
    "min, wide bounds": Quantile(TABLE, Attribute("fare"), 0.0),
    "quantile 0.75, at the bound": Quantile(TABLE, Attribute("debt"), 0.75),
    "max, at the lower bound": Quantile(TABLE, Attribute("debt"), 1.0),
}


@frozen
class People:
    """An invented table, and an engine that has it.

    Attributes
    ----------
    values
        Those of each column of numbers that are not null, in ascending order.
    """

    engine: DuckDBEngine
    tables: dict[Table, Sourced]
    values: dict[str, Values]

    def asked(
        self, analysis: Analysis, spend: Spend, definition: Definition = Definition.ZCDP
    ) -> "Asked":
        """A question with its exact sums."""
        asked = asked_by(analysis, self._schema(analysis))
        if not isinstance(asked, AskedSums):
            raise ValueError("this is about sums")
        parts = (asked.relation, asked.summands)
        exact = self.engine.exact(*parts, self.tables, None, asked.keys)
        return Asked(
            price(*parts, spend, asked.keys, asked.reading, definition=definition),
            price(*parts, Exact(), asked.keys, asked.reading),
            exact,
        )

    def asked_quantiles(
        self,
        analysis: Quantile | Quantiles | InterquartileRange,
        spend: Spend,
        definition: Definition = Definition.ZCDP,
    ) -> AskedQuantiles:
        """A question about quantiles with the ranks that it is answered by."""
        asked = asked_by(analysis, self._schema(analysis))
        if not isinstance(asked, AskedChoices):
            raise ValueError("this is about quantiles")
        plan = asked.priced(spend, {}, definition)
        return AskedQuantiles(plan, self.engine.ranks(asked.relation, asked.points, self.tables))

    def _schema(self, analysis: Analysis) -> Schema:
        if not isinstance(analysis.relation, Table):
            raise ValueError("this is about tables")
        return self.tables[analysis.relation].schema


@frozen
class Asked:
    """A question, as it is priced with noise and without, and its exact sums."""

    plan: Plan
    precise: Plan
    exact: tuple[int, ...]

    def truths(self) -> list[Estimate]:
        """The exact numbers."""
        return numbers(
            self.precise.reading.read(self.plan.summands, self.exact, self.precise.scales)
        )

    def noisy(self, draw: Draw | None = None) -> list[int]:
        """The sums with noise: that of the door, if no other is given."""
        scales, draw = self.plan.scales, draw or self.plan.noise.draw
        noise = [draw(scale, len(self.exact) // len(scales)) for scale in scales]
        return [
            value + noise[place % len(scales)][place // len(scales)]
            for place, value in enumerate(self.exact)
        ]

    def answers(self, draw: Draw | None = None) -> list[Estimate]:
        """The numbers with noise."""
        return numbers(self.plan.read(self.noisy(draw)))

    def coverage(self, runs: int, draw: Draw | None = None) -> float:
        """The share of intervals that hold the exact value; those without noise are left out."""
        truths, held = self.truths(), []
        for _ in range(runs):
            held += [
                answer.low <= truth.value <= answer.high
                for answer, truth in zip(self.answers(draw), truths, strict=True)
                if not answer.is_exact
            ]
        return sum(held) / len(held)

    def error(self, runs: int) -> float:
        """The mean distance of the first number from its exact value."""
        (truth, *_) = self.truths()
        return statistics.fmean(abs(self.answers()[0].value - truth.value) for _ in range(runs))


def numbers(answered: Answered) -> list[Estimate]:
    """All numbers of an answer."""
    if isinstance(answered, Estimate):
        return [answered]
    return [cell.estimate for cell in answered.cells]


@contextmanager
def people(rows: int = 10_000) -> Iterator[People]:
    """The invented table: ages, incomes that grow with them, and a tenth of these missing."""
    chances = np.random.default_rng(7)
    age = np.clip(chances.normal(45, 15, rows), 18, 100).round().astype(int)
    income = np.clip(chances.lognormal(10.4, 0.7, rows) * (0.6 + age / 100), 0, 200_000)
    wage = np.clip(chances.lognormal(10.4, 0.7, rows), 0, 200_000)
    missing = np.arange(rows) % 10 == 0
    data = {
        "age": age,
        "income": pa.array(income, mask=missing),
        "smoker": chances.random(rows) < 0.3,
        "region": chances.choice(["north", "south", "east"], rows),
        "score": np.clip(chances.normal(60, 15, rows), 0, 100),
        "wage": wage,
        "change": chances.normal(0, 2_500, rows),
        "rent": np.arange(rows) % 10 * 20_000.0,
        "fare": chances.lognormal(4, 0.7, rows),
        "debt": np.zeros(rows),
    }
    values = {**data, "income": income[~missing]}
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "people.parquet"
        pq.write_table(pa.table(data), path)
        with closing(DuckDBEngine(None, [Path(made)])) as engine:
            yield People(
                engine,
                {
                    table: Sourced(
                        schema_of_columns(columns),
                        engine.register([File(path, path.name)], columns),
                    )
                    for table, columns in ((TABLE, COLUMNS), (UNDECLARED, NUMBERS))
                },
                {
                    name: np.sort(values[name])
                    for name in ("age", "income", "score", "wage", "change")
                },
            )
