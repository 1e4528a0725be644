"""Generated worlds of people and tables, and questions about them: the matter of the laws of privacy, from a seed.

A hundred thousand trees are too many for a generator that can take each of its steps back. So this one goes on from a
seeded `random.Random`, and what fails is made smaller by leaving parts of it out (`tests.privacy.smaller`).

Everything is adversarial on purpose, but not so much that nothing is left: a law about rows that no predicate lets
through, or that all have other keys, holds whatever the code does. So values lie at the bounds of their declarations and
beyond, few different ones are in most columns, and most predicates let most rows through.
"""

import datetime as dt
import math
import random
import struct
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar, get_args

from attrs import evolve, field, fields, frozen

from leapyear_core.engine.storage import UnitBound
from leapyear_core.model.aggregates import (
    GroupAggregate,
    GroupAggregateKind,
    type_of_aggregate,
)
from leapyear_core.model.analyses import (
    Aggregate,
    AggregateKind,
    Analysis,
    Axis,
    ComomentKind,
    Count,
    CountDistinct,
    CountRows,
    Describe,
    GroupBy,
    GroupKey,
    Histogram,
    InferBounds,
    InterquartileRange,
    Matrix,
    Mean,
    Moment,
    MomentKind,
    Quantile,
    Quantiles,
    Sum,
)
from leapyear_core.model.errors import InvalidAnalysis, InvalidExpression
from leapyear_core.model.expressions import Attribute, Call, Constant, Expression, type_of
from leapyear_core.model.functions import FUNCTIONS
from leapyear_core.model.functions.times import UNITS
from leapyear_core.model.joins import JoinKey, JoinKind
from leapyear_core.model.keys import BinKey, Key, ValueKey
from leapyear_core.model.lattice import (
    DistinctCount,
    LatticeTotal,
    RowCount,
    ScaledProduct,
    Summand,
    ValueCount,
    lattice_total,
    product,
    scaled,
)
from leapyear_core.model.relations import (
    GroupRows,
    Join,
    Project,
    Projection,
    Relation,
    Split,
    Table,
    Union,
    Where,
    schema_of,
    stability,
    unit_attributes,
)
from leapyear_core.model.types import (
    INT_LIMIT,
    BoolType,
    Column,
    DataType,
    DatetimeType,
    DateType,
    FactorType,
    IntType,
    RealType,
    Schema,
    TextType,
    schema_of_columns,
)
from leapyear_core.model.units import Contribution

DATABASE = "clinic"

T = TypeVar("T")

_NAMES = ["x", "Y", "n", 'a"b', "o'hara", "ü", "select", " ", "c0", "c1", "%s", "名", "0"]
_TEXTS = ["", "a", "b", "A", " a", "7", "-1", "TRUE", "2020-02-29"]
_BAD_TEXTS = [
    "'", '"; DROP TABLE x', "NaN", "inf", "-1e400", "9" * 30, "0x1f", "1_000", "2021-02-29", "0000-01-01",
    "10000-01-01", "infinity", "2020-02-29T24:00:00Z", "\0", "\uffff", "e\u0301👍🏽", "x" * 5000,
]  # fmt: skip
_REALS = [
    math.nan,
    math.inf,
    -math.inf,
    1.7976931348623157e308,
    -1e308,
    5e-324,
    -0.0,
    2.0**53,
    1e100,
    0.1,
]
_INTS = [2**63 - 1, -(2**63), INT_LIMIT, -INT_LIMIT, 10**6, 0]
_DAYS = [dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.date(2020, 2, 29), dt.date(2021, 1, 3)]
_MOMENTS = [
    dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31, 23, 59, 59, 999_999), dt.datetime(2020, 2, 29, 12, 30, 15, 1),
    dt.datetime(1969, 12, 31, 23, 59, 59, 1),
]  # fmt: skip

#: How a file may store what is declared like that.
_STORED_FOR: dict[type[DataType], Sequence[str]] = {
    BoolType: ("bool", "int64", "double", "string"),
    IntType: ("int64", "uint64", "double", "string", "bool"),
    RealType: ("double", "int64", "uint64", "string", "bool"),
    FactorType: ("string", "int64", "bool"),
    TextType: ("string",),
    DateType: ("date", "timestamp", "moment", "string"),
    DatetimeType: ("timestamp", "moment", "date", "string"),
}

#: How a privacy unit may be declared and stored, and some of what a file may hold there.
_UNITS: Sequence[tuple[DataType, str, Sequence[Any]]] = (
    (IntType(0, 3), "int64", (0, 1, 2, 3, -1, 4)),
    (IntType(0, 3), "double", (0.0, 1.0, 1.4, 2.0, 2.25, 3.5, 1e300, math.nan)),
    (IntType(-1, 2), "string", ("0", "1", " 1", "01", "2", "9", "x")),
    (FactorType(("a", "b")), "string", ("a", "b", "c", "A")),
    (TextType(), "string", ("a", "b", "A", "")),
)


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


def units_of(declared: DataType) -> tuple[Any, ...]:
    """All units that a table of `_UNITS` may have, of the type of its column."""
    match declared:
        case IntType(lower, upper):
            return tuple(range(lower, upper + 1))
        case FactorType(values):
            return values
        case _:
            return ("a", "b", "A", "")


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


@frozen
class Maker:
    """Makes worlds and questions about them.

    Parameters
    ----------
    numbers
        All chance comes from it.
    """

    numbers: random.Random = field(repr=False)

    # What follows decides between alternatives, and makes the parts.

    def chance(self, probability: float) -> bool:
        return self.numbers.random() < probability

    def one(self, alternatives: Sequence[T]) -> T:
        return alternatives[int(self.numbers.random() * len(alternatives))]

    def some(self, alternatives: Collection[T], most: int) -> list[T]:
        """One or more different ones."""
        count = min(self.numbers.randint(1, most), len(alternatives))
        return self.numbers.sample(list(alternatives), count)

    def world(self) -> World:
        """One table to three of them, with rows of a person in as many as possible."""
        unit = self.one(_UNITS)
        tables = tuple(
            self._table(Table(DATABASE, name), unit)
            for name in ["visits", "patients", "t"][: self.one([1, 2, 2, 3, 3])]
        )
        units = [table.whose(row) for table in tables if table.unit for row in table.rows]
        records = {
            table.name: self.numbers.randrange(len(table.rows))
            for table in tables
            if table.most and table.unit is None
        }
        person = Person(self.one(units) if units else None, records)
        return World(tables, person, self.numbers.getrandbits(32))

    def _table(self, name: Table, unit: tuple[DataType, str, Sequence[Any]]) -> Held:
        names = self.some(_NAMES, 4)
        columns = [Column(each, self._type()) for each in names]
        stored = [self.one(_STORED_FOR[type(column.type)]) for column in columns]
        pools = [
            self._pool(column.type, kind) for column, kind in zip(columns, stored, strict=True)
        ]
        of_units = self.chance(0.5)
        # A table without units may have a column of their kind all the same.
        if of_units or self.chance(0.2):
            declared, kind, values = unit
            columns.append(Column("who", declared))
            stored.append(kind)
            pools.append([*self.some(values, 4), *([None] if self.chance(0.1) else [])])
        rows = [tuple(map(self.one, pools)) for _ in range(self.numbers.randint(2, 10))]
        is_public = not of_units and self.chance(0.4)
        return Held(
            name,
            tuple(columns),
            tuple(stored),
            tuple(rows),
            0 if is_public else self.numbers.randint(1, 3) if of_units else 1,
            "who" if of_units else None,
            tuple(sorted(self.numbers.randrange(len(rows)) for _ in range(self.one([0, 0, 1, 2])))),
        )

    def _type(self) -> DataType:
        match self.numbers.randrange(8):
            case 0:
                return BoolType()
            case 1 | 2:
                ends = [self.one([0, 1, 3, -2, 20, INT_LIMIT, -INT_LIMIT]) for _ in range(2)]
                return IntType(min(ends), max(ends))
            case 3:
                reals = [self.one([0.0, 1.0, -0.7, 12.5, 1e100, -1e100, 1e-200]) for _ in range(2)]
                return RealType(min(reals), max(reals))
            case 4:
                return FactorType(tuple(self.some(_TEXTS, 4)))
            case 5:
                return TextType()
            case 6:
                return DateType()
            case _:
                return DatetimeType()

    def _pool(self, declared: DataType, kind: str) -> list[Any]:
        """Few values, so that rows have some in common, most of which mean something."""
        pool = [self._stored(declared, kind) for _ in range(self.numbers.randint(1, 4))]
        return [*pool, None] if self.chance(0.3) else pool

    def _stored(self, declared: DataType, kind: str) -> Any:
        match kind:
            case "bool":
                return self.chance(0.5)
            case "double":
                if self.chance(0.1):  # any at all
                    return struct.unpack("d", self.numbers.randbytes(8))[0]
                return self.one(_REALS) if self.chance(0.3) else float(self._near(declared))
            case "int64":
                if self.chance(0.1):
                    return self.numbers.randrange(-(2**63), 2**63)
                bounded = max(-(2**63), min(int(self._near(declared)), 2**63 - 1))
                return self.one(_INTS) if self.chance(0.2) else bounded
            case "uint64":
                return self.one([0, 1, 7, 2**53, 2**64 - 1])
            case "date":
                return self.one(_DAYS)
            case "timestamp" | "moment":
                return self.one(_MOMENTS)
            case _:
                return self._text(declared)

    def _near(self, declared: DataType) -> float:
        """A number at a bound, beyond it, or between."""
        if not isinstance(declared, IntType | RealType):
            return self.one([0, 1, 1, 2])
        lower, upper = declared.lower, declared.upper
        return self.one([lower, upper, upper, upper + 1, lower - 1, lower / 2 + upper / 2, 0.5])

    def _text(self, declared: DataType) -> str:
        if self.chance(0.002):
            return self.one(["x", "7", "é"]) * 10**6
        if self.chance(0.2):
            return self.one(_BAD_TEXTS)
        match declared:
            case IntType() | RealType():
                return str(self._near(declared))
            case FactorType(values):
                return self.one(values)
            case DateType():
                return self.one(_DAYS).isoformat()
            case DatetimeType():
                return self.one(_MOMENTS).isoformat()
            case _:
                return self.one(_TEXTS)

    def constant(self, kind: type[DataType]) -> Constant:
        """A constant of this type, or of the strings for a FACTOR, of which there is none."""
        if kind is BoolType:
            return Constant(self.chance(0.5))
        if kind is IntType:
            return Constant(self.one([0, 1, -1, 2, 7, 12, INT_LIMIT, -INT_LIMIT]))
        if kind is RealType:
            return Constant(self.one([0.0, 0.5, -1.5, 3.0, 1e100, 1e-300]))
        if kind is DateType:
            return Constant(self.one(_DAYS))
        if kind is DatetimeType:
            return Constant(self.one(_MOMENTS))
        return Constant(self.one(_TEXTS))

    def leaf(self, schema: Schema, kinds: Sequence[type[DataType]]) -> Expression:
        """An attribute of one of these types; a constant where there is none, and now and then."""
        fitting = [name for name, given in schema.items() if isinstance(given, tuple(kinds))]
        if fitting and self.chance(0.85):
            return Attribute(self.one(fitting))
        if fitting and FactorType in kinds:  # of which there are no constants
            return Attribute(self.one(fitting))
        return self.constant(self.one(kinds))

    def expression(
        self, schema: Schema, depth: int = 2, kinds: Sequence[type[DataType]] = ()
    ) -> Expression:
        """An expression that type-checks, of one of these types or of any, and of at most this depth."""
        wanted = tuple(kinds) or tuple(_STORED_FOR)
        if depth and self.chance(0.5):
            call = self._call(schema, depth)
            try:
                if isinstance(type_of(call, schema), wanted):
                    return call
            except InvalidExpression:
                pass
        return self.leaf(schema, wanted)

    def _call(self, schema: Schema, depth: int) -> Expression:
        function = self.one(_FUNCTIONS)
        count = function.arity or self.numbers.randint(len(function.takes), 4)
        arguments: list[Expression] = []
        for index in range(count):
            parameter = function.parameter(index)
            if parameter.constant:
                arguments.append(Constant(_FITTING[parameter.name](self)))
                continue
            kinds = parameter.kind.types
            if arguments and len(kinds) > 3 and function.name not in ("when", "to_text"):
                # What is compared or chosen from is of one type.
                kinds = (type(type_of(arguments[-1], schema)),)
            arguments.append(self.expression(schema, depth - 1, kinds))
        if function.name == "clip":
            arguments[1:] = map(Constant, sorted(self.one([-9.5, 0.0, 2.0, 40.0]) for _ in "lu"))
        return Call(function.name, tuple(arguments))

    def of_kind(self, schema: Schema, kind: type[DataType]) -> Expression:
        """An expression of exactly this type, made of the attributes that there are."""
        if kind is not FactorType:
            return self.expression(schema, 1, (kind,))
        there = [name for name, given in schema.items() if isinstance(given, FactorType)]
        if there and self.chance(0.8):
            return Attribute(self.one(there))
        text = self.leaf(schema, (TextType, FactorType))
        return Call("to_factor", (text, *map(Constant, self.some(_TEXTS, 3))))

    def predicate(self, schema: Schema) -> Expression:
        """A BOOL expression; true of most rows more often than not."""
        if self.chance(0.4):
            return self.expression(schema, 2, (BoolType,))
        null = Call("is_null", (self.expression(schema, 1),))
        if self.chance(0.7):
            return Call("not", (null,))
        return Call("or", (null, self.expression(schema, 1, (BoolType,))))

    def relation(self, world: World, depth: int) -> Relation:
        """A relation over the tables of a world, of exactly this depth."""
        if depth == 0:
            return self.one(world.tables).name
        source = self.relation(world, depth - 1)
        operators = [each for each in OPERATORS if each is not Table]
        return OPERATORS[self.one(operators)](self, world, source)

    def _where(self, world: World, source: Relation) -> Relation:
        return Where(source, self.predicate(world.schema_of(source)))

    def _project(self, world: World, source: Relation) -> Relation:
        schema = world.schema_of(source)
        kept = [Projection(name, Attribute(name)) for name in schema if self.chance(0.7)]
        names = {each.name.casefold() for each in kept}
        free = [name for name in [*_NAMES, "who"] if name.casefold() not in names]
        most = 2 if kept else 3
        made = [Projection(name, self.expression(schema)) for name in self.some(free, most)]
        return Project(source, (*kept, *made))

    def _split(self, world: World, source: Relation) -> Relation:
        names = self.some(world.schema_of(source).keys(), 2)
        buckets = self.one([1, 1, 2, 3, 5])
        start = self.numbers.randrange(buckets)
        kept = range(start, self.numbers.randint(start + 1, buckets))
        return Split(source, tuple(names), buckets, kept, self.one([0, 7, 2**32 - 1]))

    def _union(self, world: World, source: Relation) -> Relation:
        schema = world.schema_of(source)
        others = [self._like(world, source, schema) for _ in range(self.one([1, 1, 2]))]
        together = [source, *others]
        self.numbers.shuffle(together)
        return Union(tuple(together))

    def _group(self, world: World, source: Relation) -> Relation:
        """Groups of several people's rows, or of one's where it is told whose they are."""
        schema = world.schema_of(source)
        of_units = sorted(unit_attributes(source, world.contributions))
        by: list[Expression] = []
        if of_units and self.chance(0.8):
            by.append(Attribute(self.one(of_units)))
        there = [name for name, given in schema.items() if isinstance(given, tuple(_KEYS))]
        for _ in range(self.one([0, 1, 2, 3, 3]) if by else self.one([1, 2])):
            # Of a person's rows in one group not all show: columns have different values in them.
            is_plain = there and self.chance(0.8)
            by.append(Attribute(self.one(there)) if is_plain else self.expression(schema, 1, _KEYS))
        free = self.numbers.sample([*_NAMES, "who"], len(_NAMES) + 1)
        keys = []
        for expression in by:
            # Under its own name, what tells whose a row is can be looked for in a union with others.
            own = expression.name if isinstance(expression, Attribute) else None
            name = own if own in free and self.chance(0.8) else free[-1]
            free.remove(name)
            keys.append(Projection(name, expression))
        made = [GroupAggregate(free.pop(), "count_rows")]
        kinds: tuple[GroupAggregateKind, ...] = get_args(GroupAggregateKind)
        for kind in self.some([each for each in kinds if each != "count_rows"], 2):
            made.append(self._aggregate(free.pop(), kind, schema))
        return GroupRows(source, tuple(keys), tuple(made))

    def _aggregate(self, name: str, kind: GroupAggregateKind, schema: Schema) -> GroupAggregate:
        aggregate = GroupAggregate(name, kind, self.expression(schema, 1, _SUMMABLE))
        try:
            type_of_aggregate(aggregate, schema, None)
        except InvalidExpression:  # of numbers without bounds
            return GroupAggregate(name, "count", aggregate.expression)
        return aggregate

    @staticmethod
    def _itself(source: Relation) -> list[Relation]:
        """A relation twice, where it is small: else six times over it would be the whole query."""
        return [source, source] if len(list(all_of(source))) <= 8 else []

    def _like(self, world: World, source: Relation, schema: Schema) -> Relation:
        """A relation with the attributes of another one: part of it, or of others' rows."""
        if self.chance(0.3) and self._itself(source):
            return self.one([source, Where(source, self.predicate(schema))])
        other = self.relation(world, self.one([0, 0, 1, 2]))
        there = world.schema_of(other)
        return Project(
            other,
            tuple(
                Projection(name, self._attribute_like(there, name, type(given)))
                for name, given in schema.items()
            ),
        )

    def _attribute_like(self, schema: Schema, name: str, kind: type[DataType]) -> Expression:
        """The attribute of that name, where it is of that type."""
        return Attribute(name) if type(schema.get(name)) is kind else self.of_kind(schema, kind)

    def _join(self, world: World, source: Relation) -> Relation:
        """With another relation or with itself, as it is or cut: as little as may be, more often than not."""
        public: list[Relation] = [table.name for table in world.tables if not table.most]
        # What is nobody's beside what is somebody's own: these stay theirs, if nothing is cut.
        is_own = bool(public and unit_attributes(source, world.contributions))
        if is_own and self.chance(0.5):
            other = self.one(public)
        elif self.chance(0.5):
            other = self.one([*public, *self._itself(source)] or [world.tables[0].name])
        else:
            other = self.relation(world, self.one([0, 0, 0, 1, 2]))
        left, right = (source, other) if is_own or self.chance(0.7) else (other, source)
        here, there = map(world.schema_of, (left, right))
        new = {name: f"of the other {place}" for place, name in enumerate(there)}
        while {*map(str.casefold, new.values())} & {*map(str.casefold, here)}:
            new = {name: f"{its}'" for name, its in new.items()}
        alike = [
            JoinKey(one, new[name])
            for one, given in here.items()
            for name, its in there.items()
            if given.kind == its.kind != RealType.kind
        ]
        kept = [Projection(name, Attribute(name)) for name in here]
        added = [Projection(new[name], Attribute(name)) for name in there]
        if not alike:
            is_it = f"is it {len(here)}"  # so many attributes had none that was joined before
            kept.append(Projection(is_it, self.expression(here, 1, (BoolType,))))
            added.append(Projection("it is", self.expression(there, 1, (BoolType,))))
            alike = [JoinKey(is_it, "it is")]
        on_who = JoinKey("who", new.get("who", ""))
        keys = {key.left: key for key in self.some(alike, self.one([1, 1, 2]))}
        is_on_who = on_who in alike and self.chance(0.8)
        join = Join(
            Project(left, tuple(kept)),
            Project(right, tuple(added)),
            (on_who,) if is_on_who else tuple({key.right: key for key in keys.values()}.values()),
            self.one([JoinKind.INNER, JoinKind.LEFT, JoinKind.LEFT]),
            self.one([None, None, None, 1, 1, 2]),
            self.one([None, None, None, 1, 2, 3] if is_on_who else [1, 1, 2, None]),
        )
        try:
            stability(join, world.contributions)
        except InvalidExpression:
            return evolve(join, left_rows=self.one([1, 2, 3]), right_rows=self.one([1, 2, 3]))
        return join

    def sums(self, relation: Relation, schema: Schema) -> Sums:
        """A count of the rows, which each of them moves, and more."""
        more = [self.summand(schema) for _ in range(self.one([0, 1, 1, 2]))]
        keys = tuple(self.key(schema) for _ in range(self.one([0, 0, 1, 1, 2])))
        return Sums(relation, (RowCount(), *more), keys)

    def summand(self, schema: Schema) -> Summand:
        kind = self.one(list(SUMMANDS))
        try:
            return SUMMANDS[kind](self, schema)
        except InvalidAnalysis:  # of numbers without bounds
            return ValueCount(self.expression(schema))

    def _total(self, schema: Schema) -> Summand:
        expression = self.expression(schema, 2, _SUMMABLE)
        return lattice_total(expression, type_of(expression, schema), centred=self.chance(0.5))

    def _product(self, schema: Schema) -> Summand:
        of = [self.expression(schema, 1, _SUMMABLE) for _ in range(2)]
        factors = [scaled(each, type_of(each, schema)) for each in of]
        return product(*(self.one(factors) for _ in range(self.numbers.randint(1, 4))))

    def key(self, schema: Schema) -> Key:
        """Groups, of an attribute as it is more often than not: a row that changes leaves one for another."""
        there = [name for name, given in schema.items() if isinstance(given, tuple(_KEYS))]
        if there and self.chance(0.6):
            expression: Expression = Attribute(self.one(there))
        elif self.chance(0.3):
            edges = {self.one([-1e100, -9.5, 0.0, 0.5, 1.0, 3.0, 20.0, 1e100]) for _ in range(4)}
            numbers = self.expression(schema, 1, (IntType, RealType))
            return BinKey(numbers, (*sorted(edges), 2e100))
        else:
            expression = self.expression(schema, 1, _KEYS)
        return ValueKey(expression, self._values(type_of(expression, schema)))

    def _values(self, given: DataType) -> tuple[Any, ...]:
        match given:
            case BoolType():
                return (False, True)
            case FactorType(values):
                return values
            case IntType(lower, upper):
                return tuple(each for each in range(-2, 5) if lower <= each <= upper) or (lower,)
            case DateType():
                return tuple(self.some(_DAYS, 3))
            case _:
                return tuple(self.some(_TEXTS, 4))

    def analysis(self, relation: Relation, schema: Schema) -> Analysis:
        """An analysis of any kind. It may be one that is refused, by what is public."""
        return ANALYSES[self.one(list(ANALYSES))](self, relation, schema)

    def _named(self, schema: Schema) -> tuple[Projection, ...]:
        return tuple(
            Projection(name, self.expression(schema, 1, _SUMMABLE))
            for name in "abc"[: self.one([1, 2, 3])]
        )

    def _axes(self, schema: Schema) -> tuple[Axis, ...]:
        return tuple(
            Axis(
                name,
                self.expression(schema, 1, (IntType, RealType)),
                None,
                4,
                *self.one([(None, None), (-2, 7.5)]),
            )
            for name in "ab"[: self.one([1, 2])]
        )

    def _group_keys(self, schema: Schema) -> tuple[GroupKey, ...]:
        made = []
        for name in "kl"[: self.one([1, 2])]:
            expression = self.expression(schema, 1, _KEYS)
            given = type_of(expression, schema)
            # All years would be ten thousand groups, and show no more than a few do.
            is_wide = isinstance(given, IntType) and given.upper - given.lower > 50
            values = self._values(given)
            made.append(GroupKey(name, expression, values if is_wide else self.one([None, values])))
        return tuple(made)

    def _aggregates(self, schema: Schema) -> tuple[Aggregate, ...]:
        kinds: tuple[AggregateKind, ...] = get_args(AggregateKind)
        return tuple(
            Aggregate(
                kind,
                kind,
                None if kind == "count_rows" else self.expression(schema, 1, _SUMMABLE),
            )
            for kind in self.some(kinds, 3)
        )

    def _quantile(self) -> float:
        return self.one([0.0, 0.25, 0.5, 0.9, 1.0])


_FUNCTIONS = sorted(FUNCTIONS.values(), key=lambda each: each.name)
_SUMMABLE: Sequence[type[DataType]] = (IntType, RealType, BoolType, IntType)
_NUMBERS: Sequence[type[DataType]] = (IntType, RealType)
_KEYS: Sequence[type[DataType]] = (BoolType, IntType, FactorType, TextType, DateType)

#: Constants that a parameter takes, by its name.
_FITTING: Mapping[str, Callable[[Maker], Any]] = {
    "unit": lambda maker: maker.one(sorted(UNITS)),
    "format": lambda maker: maker.one(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"]),
    "digits": lambda maker: maker.one([0, 2, 15, -1, -15]),
    "exponent": lambda maker: maker.one([0, 1, 2, -1, 3, 64, 0.5, -0.5]),
    "start": lambda maker: maker.one([1, 2, 9]),
    "length": lambda maker: maker.one([0, 1, 9]),
    "old": lambda maker: maker.one(["a", "'", "xx"]),
    "new": lambda maker: maker.one(["", "bb", "'"]),
    "value": lambda maker: maker.one(_TEXTS),
}

#: How a relation is made of another one, by its kind: the law is about all of them.
OPERATORS: Mapping[type, Callable[[Maker, World, Relation], Relation]] = {
    Table: lambda maker, world, _: maker.relation(world, 0),
    Where: Maker._where,
    Project: Maker._project,
    Union: Maker._union,
    Split: Maker._split,
    Join: Maker._join,
    GroupRows: Maker._group,
}

#: How a summand is made, by its kind.
SUMMANDS: Mapping[type, Callable[[Maker, Schema], Summand]] = {
    RowCount: lambda _, __: RowCount(),
    ValueCount: lambda maker, schema: ValueCount(maker.expression(schema)),
    DistinctCount: lambda maker, schema: DistinctCount(maker.expression(schema)),
    LatticeTotal: Maker._total,
    ScaledProduct: Maker._product,
}

#: How an analysis is made, by its kind.
ANALYSES: Mapping[type, Callable[[Maker, Relation, Schema], Analysis]] = {
    CountRows: lambda _, relation, __: CountRows(relation),
    Count: lambda maker, relation, schema: Count(relation, maker.expression(schema)),
    CountDistinct: lambda maker, relation, schema: CountDistinct(
        relation, maker.expression(schema)
    ),
    Sum: lambda maker, relation, schema: Sum(relation, maker.expression(schema, 2, _SUMMABLE)),
    Mean: lambda maker, relation, schema: Mean(relation, maker.expression(schema, 2, _SUMMABLE)),
    Moment: lambda maker, relation, schema: Moment(
        maker.one(get_args(MomentKind)),
        relation,
        maker.expression(schema, 2, _SUMMABLE),
    ),
    Matrix: lambda maker, relation, schema: Matrix(
        maker.one(get_args(ComomentKind)), relation, maker._named(schema)
    ),
    Histogram: lambda maker, relation, schema: Histogram(relation, maker._axes(schema)),
    GroupBy: lambda maker, relation, schema: GroupBy(
        relation, maker._group_keys(schema), maker._aggregates(schema), maker.one([False, True])
    ),
    Describe: lambda maker, relation, schema: Describe(
        relation, tuple(maker.some(schema.keys(), 3))
    ),
    Quantile: lambda maker, relation, schema: Quantile(
        relation, maker.expression(schema, 2, _NUMBERS), maker._quantile()
    ),
    Quantiles: lambda maker, relation, schema: Quantiles(
        relation, maker.expression(schema, 2, _NUMBERS), tuple({maker._quantile() for _ in "ab"})
    ),
    InterquartileRange: lambda maker, relation, schema: InterquartileRange(
        relation, maker.expression(schema, 2, _NUMBERS)
    ),
    InferBounds: lambda maker, relation, schema: InferBounds(
        relation, maker.expression(schema, 2, _NUMBERS)
    ),
}


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
