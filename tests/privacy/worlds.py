"""Worlds of people and tables, and questions about them: the matter of the laws of privacy."""

import random
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve, fields, frozen

from leapyear_core.engine.storage import UnitBound
from leapyear_core.model.analyses import Analysis
from leapyear_core.model.keys import Key
from leapyear_core.model.lattice import Summand
from leapyear_core.model.relations import Relation, Table
from leapyear_core.model.schemas import schema_of
from leapyear_core.model.types import (
    Column,
    DataType,
    FactorType,
    IntType,
    Schema,
    schema_of_columns,
)
from leapyear_core.model.units import Contribution


@frozen
class Held:
    """A table: what is declared, how its file stores it, what the file holds, and whose it is.

    Attributes
    ----------
    most
        The most rows of one privacy unit; 0 where the table is public.
    unit
        The column that says whose a row is; None where the unit is a record.
    seams
        Where one slice of the rows ends and the next one begins.
    """

    name: Table
    columns: tuple[Column, ...]
    stored: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    most: int
    unit: str | None
    seams: tuple[int, ...] = ()

    @property
    def schema(self) -> Schema:
        return schema_of_columns(self.columns)

    @property
    def bound(self) -> UnitBound | None:
        return None if self.unit is None else UnitBound(self.unit, self.most, f"key of {self.name}")

    def whose(self, row: tuple[Any, ...]) -> Any:
        """The unit that a row is of."""
        place = [column.name for column in self.columns].index(self.unit or "")
        return _unit_of(row[place], self.columns[place].type)


@frozen
class Stray:
    """A unit that the declared type has no value for. It is somebody all the same, whom nothing may tell of.

    Attributes
    ----------
    stored
        What the file has for it.
    """

    stored: str


def _unit_of(value: Any, declared: DataType) -> Any:
    """The value of the declared type of a unit: nothing is clamped or rounded, and what is no value is a `Stray`."""
    stray = Stray(repr(value))
    if isinstance(declared, IntType) and value is not None:
        try:
            number = float(value)
        except ValueError:
            return stray
        is_one = declared.lower <= number <= declared.upper and number % 1 == 0
        return int(number) if is_one else stray
    is_one = value in declared.values if isinstance(declared, FactorType) else value is not None
    return value if is_one else stray


@frozen
class Person:
    """A privacy unit: whose rows they are where a column says so, and one record of each table of records.

    Attributes
    ----------
    unit
        A value of the units' type.
    records
        For each table of records, which of its rows.
    """

    unit: Any
    records: Mapping[Table, int]


@frozen
class World:
    """Tables, and somebody who may be in all of them.

    Attributes
    ----------
    shuffle
        Says in which order the rows are that are left when the person is gone.
    """

    tables: tuple[Held, ...]
    person: Person
    shuffle: int

    @property
    def schemas(self) -> dict[Table, Schema]:
        return {each.name: each.schema for each in self.tables}

    @property
    def contributions(self) -> dict[Table, Contribution]:
        return {each.name: Contribution(each.most, each.unit) for each in self.tables}

    @property
    def unit_types(self) -> list[DataType]:
        return [each.schema[each.unit] for each in self.tables if each.unit is not None]

    def schema_of(self, relation: Relation) -> Schema:
        return schema_of(relation, self.schemas, self.contributions)

    def neighbour(self) -> "World":
        """The world without the person, its rows in another order: nothing else is different."""
        return evolve(self, tables=tuple(map(self._without, self.tables)))

    def _without(self, table: Held) -> Held:
        if table.most == 0:
            left = list(table.rows)
        elif table.unit is None:
            gone = self.person.records.get(table.name)
            left = [row for place, row in enumerate(table.rows) if place != gone]
        else:
            left = [row for row in table.rows if table.whose(row) != self.person.unit]
        random.Random(self.shuffle).shuffle(left)
        return evolve(table, rows=tuple(left))


@frozen
class Sums:
    """Sums over a relation, in groups or not, as the door is asked for them."""

    relation: Relation
    summands: tuple[Summand, ...]
    keys: tuple[Key, ...] = ()


#: What is asked of a world.
Asking = Sums | Analysis


def below(relation: Relation) -> Iterator[Relation]:
    """The relations that a relation is made of, at once."""
    for part in fields(type(relation)):
        value = getattr(relation, part.name)
        yield from (
            each
            for each in (value if isinstance(value, tuple) else (value,))
            if isinstance(each, Relation)
        )


def all_of(relation: Relation) -> Iterator[Relation]:
    """A relation, and all that it is made of."""
    yield relation
    for each in below(relation):
        yield from all_of(each)
