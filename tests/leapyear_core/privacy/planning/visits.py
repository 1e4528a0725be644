"""A table with a column of each type, and its answers without noise, beside the same table in pandas."""

import pandas as pd
from attrs import frozen

from leapyear_core.catalog.charges import Cells, Estimate
from leapyear_core.engine.duckdb import DuckDBEngine, Sourced
from leapyear_core.model.analyses import Analysis
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.relations import Projection, Table
from leapyear_core.model.types import (
    INT_LIMIT,
    BoolType,
    Column,
    DateType,
    FactorType,
    IntType,
    RealType,
    TextType,
    schema_of_columns,
)
from leapyear_core.privacy.planning import Asked, asked_by
from leapyear_core.privacy.pricing import Exact

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
    Column("free_int", IntType(-INT_LIMIT, INT_LIMIT)),
)
SCHEMA = schema_of_columns(COLUMNS)
NUMBERS = ("age", "income", "smoker")


def summed(analysis: Analysis) -> Asked:
    """What is summed for an analysis."""
    asked = asked_by(analysis, SCHEMA)
    assert isinstance(asked, Asked)
    return asked


def named(*names: str) -> tuple[Projection, ...]:
    return tuple(Projection(each, Attribute(each)) for each in names)


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
