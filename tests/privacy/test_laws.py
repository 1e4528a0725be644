"""The law that everything rests on, over generated worlds: a person moves the exact vector by no more than computed.

Of every relation, sum, partition and choice; in each coordinate, in L1 and in L2. The person has a record in tables of
records, and several rows where a column says whose they are; in all tables of the world at once. What is left when they
are gone is in another order and in other slices, so that nothing may depend on these either. And no row makes the engine fail.

``make test`` asks about 2,000 trees, ``make test-deep`` about 100,000: TREES says how many, SEED which.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from attrs import evolve, frozen

from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.model.analyses import Analysis
from leapyear_core.model.errors import CoreError
from leapyear_core.model.lattice import RowCount, Summand
from leapyear_core.model.relations import Relation, Table
from leapyear_core.model.stability import stability, unit_attributes
from tests.privacy.laws import Bench, Case, Outcome, judge, judge_units, smallest
from tests.privacy.making.chances import Chances
from tests.privacy.making.questions import ANALYSES, SUMMANDS, make_analysis, make_sums
from tests.privacy.making.relations import OPERATORS, make_relation
from tests.privacy.making.tables import make_world
from tests.privacy.worlds import Sums, World, all_of

TREES = int(os.environ.get("TREES") or 2000)
SEED = int(os.environ.get("SEED") or 0)

#: As many trees are one test, and as many are about one pair of worlds.
BATCH = 1000
#: So many batches of the first seed show that the trees are worth asking about.
COUNTED = 2
OF_A_WORLD = 10

#: Of a tree of this depth. In a small one, one person more often moves all that one may; in a deep one, all comes together.
DEPTHS = (0, 1, 1, 1, 2, 2, 3, 4, 5, 6)


@pytest.fixture(scope="module")
def bench(opened: tuple[DuckDBEngine, Path]) -> Bench:
    return Bench(*opened)


@frozen
class Judged:
    """A case whose price is known, and what became of it."""

    case: Case
    outcome: Outcome
    of_units: Case
    units: Outcome

    @property
    def broken(self) -> str | None:
        return self.outcome.broken or self.units.broken


def judged(bench: Bench, seed: str, trees: int) -> Iterator[Judged]:
    """So many trees over one world."""
    chances = Chances(random.Random(seed))
    world = make_world(chances)
    with bench.holding(world) as whole, bench.holding(world.neighbour()) as without:
        while trees:
            relation = make_relation(chances, world, chances.one(DEPTHS))
            schema = world.schema_of(relation)
            is_plain = chances.chance(0.6)
            case = Case(
                world,
                make_sums(chances, relation, schema)
                if is_plain
                else make_analysis(chances, relation, schema),
            )
            try:
                plan = case.plan()
            except CoreError:  # by what everybody may know: it is no question
                assert not is_plain
                continue
            trees -= 1
            outcome = judge(bench.engine, whole, without, plan)
            part = chances.one(list(_telling(relation, world)) or [relation])
            of_units = Case(world, make_sums(chances, part, world.schema_of(part)))
            units = judge_units(bench.engine, whole, without, of_units)
            yield Judged(case, outcome, of_units, units)


def _telling(relation: Relation, world: World) -> Iterator[Relation]:
    """The parts of a relation that say whose their rows are, though they are no tables."""
    for part in all_of(relation):
        if not isinstance(part, Table) and unit_attributes(part, world.contributions):
            yield part


def breaks(bench: Bench, case: Case) -> bool:
    """Whether a case, anew, breaks the law."""
    with bench.holding(case.world) as whole, bench.holding(case.world.neighbour()) as without:
        outcome = judge(bench.engine, whole, without, case.plan())
        return (
            outcome.broken or judge_units(bench.engine, whole, without, case).broken
        ) is not None


@pytest.mark.parametrize("batch", range(-(-TREES // BATCH)))
def test_removing_a_person_moves_the_exact_vector_by_no_more_than_computed(
    bench: Bench, batch: int
) -> None:
    """Every operator is there often, and moves its rows by all that is reckoned with: else the law would say nothing.

    How often is counted over the trees of ``make test``, which are the same ones every time; others have as many up to
    chance.
    """
    seen: Counter[type] = Counter()
    tight: Counter[type] = Counter()
    told: Counter[type] = Counter()
    for number in range(BATCH // OF_A_WORLD):
        seed = f"{SEED}/{batch}/{number}"
        for place, each in enumerate(judged(bench, seed, OF_A_WORLD)):
            if each.broken:
                case = each.case if each.outcome.broken else each.of_units
                least = smallest(case, lambda case: breaks(bench, case))
                pytest.fail(
                    f"{each.broken}: tree {place} of world {seed!r}, or less of it, {least}"
                )
            operators = {type(part) for part in all_of(each.case.relation)}
            seen.update(operators)
            if (
                each.outcome.is_tight
                and stability(each.case.relation, each.case.world.contributions) > 1
            ):
                tight.update(operators)
            if each.units.is_tight:
                told.update(map(type, all_of(each.of_units.relation)))
            asking = each.case.asking
            kinds = asking.summands if isinstance(asking, Sums) else (asking,)
            seen.update(set(map(type, kinds)))
    if SEED != 0 or batch >= COUNTED:
        return
    for operator in OPERATORS:
        assert seen[operator] >= BATCH // 20, f"{operator} is seldom there"
        # Joins and groups multiply: they are as bad as they may be only where all below is at once.
        assert tight[operator] >= BATCH // 400, f"{operator} is never as bad as it may be"
        assert told[operator] >= BATCH // 200, f"{operator} never tells whose a row is"
    for kind in (*SUMMANDS, *ANALYSES):
        assert seen[kind] >= BATCH // 125, f"{kind} is seldom there"


@pytest.mark.parametrize(
    ("made", "all_kinds"),
    [(OPERATORS, Relation), (SUMMANDS, Summand), (ANALYSES, Analysis)],
    ids=["relations", "summands", "analyses"],
)
def test_the_law_is_about_all_that_there_is(made: dict[type, object], all_kinds: object) -> None:
    """A new operator, summand or analysis is one that the law holds for, or this fails."""
    assert set(made) == set(get_args(all_kinds))


@pytest.mark.parametrize("number", range(5))
def test_a_person_has_no_rows_in_the_neighbouring_world(number: int) -> None:
    """Of tables that say whose a row is none, of tables of records one, and of public tables all."""
    world = make_world(Chances(random.Random(number)))
    for table, left in zip(world.tables, world.neighbour().tables, strict=True):
        gone = len(table.rows) - len(left.rows)
        if table.unit is not None:
            assert gone == sum(table.whose(row) == world.person.unit for row in table.rows)
        else:
            assert gone == table.most


def test_rows_are_left_out_of_some_tables(bench: Bench) -> None:
    """Of those that the law is about: some columns are not nullable, and some rows have no value there."""
    left_out = 0
    for number in range(50):
        world = make_world(Chances(random.Random(number)))
        nullable = evolve(
            world,
            tables=tuple(
                evolve(table, columns=tuple(evolve(each, nullable=True) for each in table.columns))
                for table in world.tables
            ),
        )
        with bench.holding(world) as some, bench.holding(nullable) as all_:
            for table in world.tables:
                if table.unit is None:
                    few, many = (
                        bench.engine.exact(table.name, [RowCount()], held) for held in (some, all_)
                    )
                    left_out += few < many
    assert left_out >= 5
