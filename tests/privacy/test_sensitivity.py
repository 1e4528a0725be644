"""The law that everything rests on: one record moves the exact sums by no more than the door computed."""

import math
import uuid
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import frozen
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from leapyear_core.engine.duckdb import DuckDBEngine, Sourced
from leapyear_core.model.analyses import InferBounds
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.keys import Key, groups_of
from leapyear_core.model.lattice import LatticeTotal, Summand, ValueCount
from leapyear_core.model.ranks import Rank, moved_by
from leapyear_core.model.relations import Relation
from leapyear_core.model.schemas import schema_of
from leapyear_core.model.stability import stability
from leapyear_core.model.types import IntType, RealType
from leapyear_core.privacy.planning import Asked, asked_by
from leapyear_core.privacy.pricing import Spend, price
from tests.tables import TABLE, GeneratedTable, keys, on_disk, relations, summands, tables


@frozen
class Bench:
    """An engine, and a folder that its tables come from."""

    engine: DuckDBEngine
    folder: Path

    def exact(
        self,
        table: GeneratedTable,
        relation: Relation,
        asked: list[Summand],
        keys: tuple[Key, ...] = (),
    ) -> tuple[int, ...]:
        path = table.write(self.folder / f"{uuid.uuid4().hex}.parquet")
        source = self.engine.register(on_disk(path), table.columns)
        path.unlink()
        try:
            return self.engine.exact(
                relation, asked, {TABLE: Sourced(table.schema, source)}, None, keys
            )
        finally:
            self.engine.drop(source)

    def ranks(
        self, table: GeneratedTable, relation: Relation, total: LatticeTotal, points: Sequence[int]
    ) -> tuple[int, dict[int, Rank]]:
        """How many values there are, and the ranks of some points."""
        path = table.write(self.folder / f"{uuid.uuid4().hex}.parquet")
        source = self.engine.register(on_disk(path), table.columns)
        path.unlink()
        try:
            sourced = {TABLE: Sourced(table.schema, source)}
            ranks = self.engine.ranks(relation, total, sourced)
            return ranks.count, ranks.ranks_of(points)
        finally:
            self.engine.drop(source)


@pytest.fixture(scope="module")
def bench(opened: tuple[DuckDBEngine, Path]) -> Bench:
    return Bench(*opened)


@st.composite
def measurements(draw: st.DrawFn) -> tuple[GeneratedTable, int, Relation, list[Summand]]:
    table = draw(tables(min_rows=1))
    relation = draw(relations(table.schema))
    schema = schema_of(relation, {TABLE: table.schema})
    asked = draw(st.lists(summands(schema), min_size=1, max_size=3))
    return table, draw(st.integers(0, len(table.rows) - 1)), relation, asked


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(measurement=measurements())
def test_removing_a_record_moves_the_exact_sums_by_no_more_than_the_sensitivity(
    bench: Bench, measurement: tuple[GeneratedTable, int, Relation, list[Summand]]
) -> None:
    """In each coordinate, in L1 and in L2; whatever the rows hold, and no row makes the engine fail."""
    table, index, relation, asked = measurement
    plan = price(relation, asked, Spend(10**6))

    whole = bench.exact(table, relation, asked)
    neighbour = bench.exact(table.without(index), relation, asked)

    moves = [abs(one - other) for one, other in zip(whole, neighbour, strict=True)]
    assert all(move <= most for move, most in zip(moves, plan.sensitivities, strict=True))
    assert sum(moves) <= plan.l1
    assert math.hypot(*moves) <= plan.l2 * (1 + 1e-12)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(measurement=measurements(), data=st.data())
def test_in_groups_a_record_moves_all_of_the_sums_together_by_no_more_than_without(
    bench: Bench,
    measurement: tuple[GeneratedTable, int, Relation, list[Summand]],
    data: st.DataObject,
) -> None:
    """Over all groups, in each kind of sum, in L1 and in L2: a partition costs what one group does."""
    table, index, relation, asked = measurement
    groups = data.draw(keys(schema_of(relation, {TABLE: table.schema})))
    plan = price(relation, asked, Spend(10**6), groups)

    whole = bench.exact(table, relation, asked, groups)
    neighbour = bench.exact(table.without(index), relation, asked, groups)

    assert len(whole) == groups_of(groups) * len(asked)
    moves = [abs(one - other) for one, other in zip(whole, neighbour, strict=True)]
    for place, most in enumerate(plan.sensitivities):
        assert math.hypot(*moves[place :: len(asked)]) <= most * (1 + 1e-12)
    assert sum(moves) <= plan.l1
    assert math.hypot(*moves) <= plan.l2 * (1 + 1e-12)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(measurement=measurements(), data=st.data())
def test_a_record_moves_the_counts_that_bounds_are_found_in_by_no_more_than_one_count(
    bench: Bench,
    measurement: tuple[GeneratedTable, int, Relation, list[Summand]],
    data: st.DataObject,
) -> None:
    """However far out its value is; and each value is in one bin, so that none is beyond the grid."""
    table, index, relation, _ = measurement
    schema = schema_of(relation, {TABLE: table.schema})
    numbers = [name for name, of in schema.items() if isinstance(of, IntType | RealType)]
    assume(numbers)
    name = Attribute(data.draw(st.sampled_from(numbers)))
    asked = asked_by(InferBounds(relation, name), schema)
    assert isinstance(asked, Asked)
    plan = asked.priced(Spend(10**6), {})
    assert plan.sensitivities == (stability(relation, {}),)

    whole, neighbour = (
        bench.exact(each, relation, list(asked.summands), asked.keys)
        for each in (table, table.without(index))
    )

    assert (sum(whole),) == bench.exact(table, relation, [ValueCount(name)])
    moves = [abs(one - other) for one, other in zip(whole, neighbour, strict=True)]
    assert sum(moves) <= plan.l1
    assert math.hypot(*moves) <= plan.l2 * (1 + 1e-12)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(measurement=measurements(), data=st.data())
def test_the_order_of_rows_does_not_matter(
    bench: Bench,
    measurement: tuple[GeneratedTable, int, Relation, list[Summand]],
    data: st.DataObject,
) -> None:
    """Sums of integers are exact, so neighbours cannot be told apart by the rounding of another order."""
    table, _, relation, asked = measurement
    shuffled = GeneratedTable(
        table.columns, table.stored, tuple(data.draw(st.permutations(table.rows)))
    )

    assert bench.exact(table, relation, asked) == bench.exact(shuffled, relation, asked)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(
    measurement=measurements(),
    quantile=st.fractions(0, 1, max_denominator=10),
    offset=st.fractions(-3, 3, max_denominator=4),
    data=st.data(),
)
def test_removing_a_record_moves_no_point_nearer_to_or_farther_from_a_quantile_than_stated(
    bench: Bench,
    measurement: tuple[GeneratedTable, int, Relation, list[Summand]],
    quantile: Fraction,
    offset: Fraction,
    data: st.DataObject,
) -> None:
    """The law that choices rest on, from the ranks that the engine gives."""
    table, index, relation, asked = measurement
    totals = [each for each in asked if isinstance(each, LatticeTotal)]
    assume(totals)
    points = data.draw(st.lists(st.integers(*totals[0].bounds), min_size=1, max_size=5))
    whole, neighbour = (
        bench.ranks(each, relation, totals[0], points) for each in (table, table.without(index))
    )

    most = stability(relation, {}) * moved_by(quantile)
    for point in points:
        before, after = (
            ranks[point].distance(quantile * count + offset) for count, ranks in (whole, neighbour)
        )
        assert abs(before - after) <= most
