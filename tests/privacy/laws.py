"""The law of sensitivity for one world and one question, and what breaks it made smaller."""

import math
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq
from attrs import evolve, fields, frozen

from leapyear_core.engine.duckdb import DuckDBEngine, Sourced
from leapyear_core.engine.reading import File
from leapyear_core.engine.storage import Source
from leapyear_core.model.errors import CoreError
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.keys import ValueKey
from leapyear_core.model.lattice import RowCount
from leapyear_core.model.ranks import Ranks
from leapyear_core.model.relations import Relation, Table
from leapyear_core.model.stability import stability, unit_attributes
from leapyear_core.privacy.accounting import NANO
from leapyear_core.privacy.choices import ChoicePlan, Measurement
from leapyear_core.privacy.partitions import KeysPlan
from leapyear_core.privacy.planning import asked_by
from leapyear_core.privacy.pricing import Exact, Plan, Spend, price
from tests.privacy.making.tables import units_of
from tests.privacy.worlds import Asking, Held, Sums, World, below

_ARROW = {
    "double": pa.float64(),
    "int64": pa.int64(),
    "uint64": pa.uint64(),
    "bool": pa.bool_(),
    "string": pa.string(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "moment": pa.timestamp("us", tz="UTC"),
}

#: What a question spends: so much that few rows are within reach of a quantile, or so little that all are.
_SPENDS = (Spend(10**8), Spend(10**12))

#: The root of a sum of squares is rounded, a dozen times at most.
_ROUNDED = 1 + 1e-12

Tables = Mapping[Table, Sourced]

T = TypeVar("T")


@frozen
class Bench:
    """An engine, and a folder that its tables come from."""

    engine: DuckDBEngine
    folder: Path

    @contextmanager
    def holding(self, world: World) -> Iterator[Tables]:
        """The tables of a world, registered as those of anybody."""
        sources: dict[Table, Source] = {}
        try:
            for table in world.tables:
                sources[table.name] = self._register(table)
            yield {
                each.name: Sourced(each.schema, sources[each.name], world.contributions[each.name])
                for each in world.tables
            }
        finally:
            for source in sources.values():
                self.engine.drop(source)

    def _register(self, table: Held) -> Source:
        """One slice after another."""
        source: Source | None = None
        seams = [min(seam, len(table.rows)) for seam in table.seams]
        for start, end in pairwise([0, *seams, len(table.rows)]):
            path = self.folder / f"{uuid.uuid4().hex}.parquet"
            _write(table, table.rows[start:end], path)
            before = source
            source = self.engine.register(
                [File(path, path.name)], table.columns, table.bound, before
            )
            path.unlink()
            if before is not None and table.bound is not None:
                self.engine.drop(before)  # a copy of all rows has taken its place
        assert source is not None
        return evolve(source, replaced=())


def _write(table: Held, rows: Sequence[tuple[object, ...]], path: Path) -> None:
    arrays = [
        pa.array([row[place] for row in rows], type=_ARROW[kind])
        for place, kind in enumerate(table.stored)
    ]
    names = [column.name for column in table.columns]
    pq.write_table(pa.Table.from_arrays(arrays, names=names), path)


@frozen
class Case:
    """A world, its neighbour, and what is asked of both."""

    world: World
    asking: Asking

    @property
    def relation(self) -> Relation:
        return self.asking.relation

    def plan(self) -> Measurement:
        """What it costs, as everybody may know.

        Raises
        ------
        CoreError
            If it is refused, by what everybody may know.
        """
        contributions = self.world.contributions
        schema = self.world.schema_of(self.relation)
        is_public = stability(self.relation, contributions) == 0
        if isinstance(self.asking, Sums):
            asked = self.asking
            wanted = Exact() if is_public else _SPENDS[0]
            return price(
                asked.relation, asked.summands, wanted, asked.keys, contributions=contributions
            )
        found = asked_by(self.asking, schema)
        plan = found.priced(_SPENDS[len(schema) % 2], contributions) if not is_public else None
        return found.priced(Exact(), contributions) if plan is None else plan


@frozen
class Outcome:
    """What became of a case.

    Attributes
    ----------
    broken
        How the law is broken; None where it holds.
    is_tight
        Whether the person moved the number of rows, over all groups, by all that the stability allows.
    """

    broken: str | None
    is_tight: bool = False


def judge(engine: DuckDBEngine, whole: Tables, without: Tables, plan: Measurement) -> Outcome:
    """Whether the person moves the exact vector by no more than the plan reckons with, and no row makes it fail."""
    try:
        if isinstance(plan, ChoicePlan):
            return _judge_ranks(engine, whole, without, plan)
        if isinstance(plan, KeysPlan):
            return _judge_groups(engine, whole, without, plan)
        return _judge_sums(engine, whole, without, plan)
    except CoreError as error:
        return Outcome(f"the engine failed: {error!r} of {error.__cause__!r}")


def _judge_sums(engine: DuckDBEngine, whole: Tables, without: Tables, plan: Plan) -> Outcome:
    one, other = (
        engine.exact(plan.relation, plan.summands, tables, None, plan.keys)
        for tables in (whole, without)
    )
    moves = [abs(each - its) for each, its in zip(one, other, strict=True)]
    count = len(plan.summands)
    for place, most in enumerate(plan.sensitivities):
        if (moved := math.hypot(*moves[place::count])) > most * _ROUNDED:
            return Outcome(f"{plan.summands[place]} moves by {moved}, and not by {most} at most")
    if sum(moves) > plan.l1 or math.hypot(*moves) > plan.l2 * _ROUNDED:
        return Outcome(f"{moves} is longer than {plan.l1} in L1, or {plan.l2} in L2")
    if not plan.precise:
        # What a Gaussian of these scales costs for this very move (Bun and Steinke 2016, proposition 6).
        rho = sum((move / plan.scales[place % count]) ** 2 / 2 for place, move in enumerate(moves))
        if rho * NANO > plan.nano * _ROUNDED:
            return Outcome(f"the move costs {rho * NANO} nano-units, and {plan.nano} are charged")
    # A count of rows, and what a row adds to it, come first. In groups, a row that became another shows as two.
    is_tight = sum(moves[::count]) == plan.sensitivities[0] > 0
    return Outcome(None, is_tight)


def _judge_groups(engine: DuckDBEngine, whole: Tables, without: Tables, plan: KeysPlan) -> Outcome:
    """Of groups of private keys, whichever there are: those in one of the tables only count as well."""
    width, nothing = len(plan.keys), (0,) * len(plan.summands)
    one, other = (
        engine.groups(
            plan.relation,
            plan.summands,
            plan.keys,
            1,
            tables,
            lambda batches: {row[:width]: row[width:] for some in batches for row in some},
        )
        for tables in (whole, without)
    )
    moves = [
        [
            abs(each - its)
            for each, its in zip(one.get(key, nothing), other.get(key, nothing), strict=True)
        ]
        for key in one.keys() | other.keys()
    ]
    for place, most in enumerate(plan.sensitivities):
        if (moved := math.hypot(*(move[place] for move in moves))) > most * _ROUNDED:
            return Outcome(f"{plan.summands[place]} moves by {moved}, and not by {most} at most")
    if (rows := sum(move[0] for move in moves)) > plan.rows:
        return Outcome(f"{rows} rows move, and the threshold is for {plan.rows} at most")
    return Outcome(None)


def _judge_ranks(engine: DuckDBEngine, whole: Tables, without: Tables, plan: ChoicePlan) -> Outcome:
    one, other = (engine.ranks(plan.relation, plan.points, tables) for tables in (whole, without))
    if plan.precise:  # of public tables, which nobody is in
        alike = _values(one) == _values(other) and plan.chosen(one) == plan.chosen(other)
        return Outcome(None if alike else "public tables are not the same")
    points = sorted({*_telling(one), *_telling(other)})
    of_one, of_other = (each.ranks_of(points) for each in (one, other))
    for here, there, most in zip(
        plan.wanted(one.count), plan.wanted(other.count), plan.moved, strict=True
    ):
        for point in points:
            near = of_one[point].distance(here.position)
            its = of_other[point].distance(there.position)
            if abs(near - its) > most:
                return Outcome(
                    f"{point} comes {abs(near - its)} nearer to {here}, not {most} at most"
                )
    return Outcome(None)


def _values(ranks: Ranks) -> list[int]:
    """All values, in order."""
    places = range(1, ranks.count + 1)
    found = ranks.order_statistics(places)
    return [found[place] for place in places]


def _telling(ranks: Ranks) -> Iterator[int]:
    """The values, and the points beside them: what holds for these holds for all."""
    yield from (ranks.lower, ranks.upper)
    for value in _values(ranks):
        near = (value - 1, value, value + 1)
        yield from (each for each in near if ranks.lower <= each <= ranks.upper)


def judge_units(engine: DuckDBEngine, whole: Tables, without: Tables, case: Case) -> Outcome:
    """Whether the attributes that are said to tell whose a row is do: of the person all rows go, of others none changes.

    It is tight where there was one to go.
    """
    world, is_tight = case.world, False
    schema = world.schema_of(case.relation)
    summands = case.asking.summands if isinstance(case.asking, Sums) else (RowCount(),)
    for name in unit_attributes(case.relation, world.contributions):
        if schema[name] not in world.unit_types:
            return Outcome(f"{name!r} cannot tell whose a row is: it is {schema[name]}")
        units = units_of(schema[name])
        keys = (ValueKey(Attribute(name), units),)
        of_units, left = (
            list(batched(engine.exact(case.relation, summands, tables, None, keys), len(summands)))
            for tables in (whole, without)
        )
        (rows,) = engine.exact(case.relation, [RowCount()], whole)
        if isinstance(summands[0], RowCount) and rows != sum(sums[0] for sums in of_units):
            return Outcome(f"some of {rows} rows have no value of {name!r}")
        for unit, before, after in zip(units, of_units, left, strict=True):
            is_gone = unit == world.person.unit
            is_tight |= is_gone and any(before)
            if any(after) if is_gone else before != after:
                return Outcome(
                    f"the rows of {unit!r} make {before}, and without the person {after}"
                )
    return Outcome(None, is_tight)


def batched(sums: Sequence[int], count: int) -> Iterator[tuple[int, ...]]:
    """The sums of each group."""
    for start in range(0, len(sums), count):
        yield tuple(sums[start : start + count])


def smallest(case: Case, is_broken: Callable[[Case], bool]) -> Case:
    """What is left of a case that breaks a law when no part of it can be left out."""
    while True:
        for less in _smaller(case):
            try:
                if is_broken(less):
                    case = less
                    break
            except (
                CoreError,
                KeyError,
            ):  # it makes no sense any more: a key may be of what was left out
                continue
        else:
            return case


def _smaller(case: Case) -> Iterator[Case]:
    asking, world = case.asking, case.world
    for relation in _relations_within(asking.relation):
        yield evolve(case, asking=evolve(asking, relation=relation))
    if isinstance(asking, Sums):
        for place in range(len(asking.keys)):
            yield evolve(case, asking=evolve(asking, keys=_without(asking.keys, place)))
        for place in range(1, len(asking.summands)):
            fewer = _without(asking.summands, place)
            yield evolve(case, asking=evolve(asking, summands=fewer))
    for index, table in enumerate(world.tables):
        for place in range(len(table.rows)):
            gone = world.person.records.get(table.name)
            if place == gone:
                continue
            rows = _without(table.rows, place)
            records = dict(world.person.records)
            if gone is not None and place < gone:
                records[table.name] = gone - 1
            tables = list(world.tables)
            tables[index] = evolve(table, rows=rows, seams=())
            yield evolve(
                case,
                world=evolve(
                    world, tables=tuple(tables), person=evolve(world.person, records=records)
                ),
            )


def _without(parts: tuple[T, ...], place: int) -> tuple[T, ...]:
    return (*parts[:place], *parts[place + 1 :])


def _relations_within(relation: Relation) -> Iterator[Relation]:
    """The relations that one node less makes of a relation."""
    yield from below(relation)
    for part in fields(type(relation)):
        value: Any = getattr(relation, part.name)
        changed: Callable[..., Relation] = partial(evolve, relation)
        if isinstance(value, Relation):
            for less in _relations_within(value):
                yield changed(**{part.name: less})
        elif isinstance(value, tuple):
            for place, each in enumerate(value):
                if isinstance(each, Relation):
                    for less in _relations_within(each):
                        yield changed(**{part.name: (*value[:place], less, *value[place + 1 :])})
