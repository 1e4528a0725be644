"""Generated tables, relations and summands, adversarial on purpose: the matter of the laws of privacy."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from attrs import frozen
from hypothesis import strategies as st

from leapyear_core.engine.reading import File
from leapyear_core.model.aggregates import (
    GroupAggregate,
    GroupAggregateKind,
    type_of_aggregate,
)
from leapyear_core.model.errors import InvalidAnalysis, InvalidExpression
from leapyear_core.model.expressions import Attribute, Call, Constant, Expression, type_of
from leapyear_core.model.functions import FUNCTIONS, Function
from leapyear_core.model.functions.times import UNITS
from leapyear_core.model.joins import JoinKey, JoinKind
from leapyear_core.model.keys import BinKey, Key, ValueKey
from leapyear_core.model.lattice import (
    DistinctCount,
    RowCount,
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
)
from leapyear_core.model.schemas import schema_of
from leapyear_core.model.stability import stability, unit_attributes
from leapyear_core.model.types import (
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
from leapyear_core.model.units import RECORD, Contribution

TABLE = Table("clinic", "visits")


def on_disk(path: Path) -> list[File]:
    """A file as the engine is given it."""
    return [File(path, path.name)]


#: What a file may hold, whatever the declaration says.
REALS = st.one_of(
    st.floats(),
    st.sampled_from(
        [
            math.nan,
            math.inf,
            -math.inf,
            1.7976931348623157e308,
            5e-324,
            -0.0,
            0.5,
            2.0**53,
            1e100,
            -1e100,
        ]
    ),
    st.floats(-10, 10),
)
INTS = st.one_of(
    st.integers(-(2**63), 2**63 - 1),
    st.sampled_from([2**63 - 1, -(2**63), 2**53, -(2**53), 0, 1]),
    st.integers(-10, 10),
)
TEXTS = st.one_of(
    st.text(max_size=5),
    st.sampled_from(
        [
            "",
            "a",
            "b",
            "'",
            '"; DROP TABLE x',
            "NaN",
            "inf",
            "1e400",
            "7",
            "TRUE",
            "2020-02-30",
            "x" * 5000,
        ]
    ),
)
DAYS = st.dates()
MOMENTS = st.datetimes()

_STORED: dict[str, tuple[pa.DataType, st.SearchStrategy[Any]]] = {
    "double": (pa.float64(), REALS),
    "int64": (pa.int64(), INTS),
    "uint64": (pa.uint64(), st.one_of(st.integers(0, 2**64 - 1), st.integers(0, 10))),
    "bool": (pa.bool_(), st.booleans()),
    "string": (pa.string(), TEXTS),
    "date": (pa.date32(), DAYS),
    "timestamp": (pa.timestamp("us"), MOMENTS),
    "moment": (pa.timestamp("us", tz="UTC"), MOMENTS),
}
_STORED_FOR: dict[type[DataType], list[str]] = {
    BoolType: ["bool", "int64", "double", "string"],
    IntType: ["int64", "uint64", "double", "string", "bool"],
    RealType: ["double", "int64", "uint64", "string", "bool"],
    FactorType: ["string", "int64", "bool"],
    TextType: ["string"],
    DateType: ["date", "timestamp", "moment", "string"],
    DatetimeType: ["timestamp", "moment", "date", "string"],
}


@frozen
class GeneratedTable:
    """Declared columns, how the file stores them, and the rows."""

    columns: tuple[Column, ...]
    stored: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def schema(self) -> Schema:
        return schema_of_columns(self.columns)

    def without(self, index: int) -> "GeneratedTable":
        """The neighbouring table that lacks one record."""
        return GeneratedTable(self.columns, self.stored, self.rows[:index] + self.rows[index + 1 :])

    def write(self, path: Path) -> Path:
        """Write the rows as a Parquet file."""
        fields = [
            pa.field(column.name, _STORED[kind][0])
            for column, kind in zip(self.columns, self.stored, strict=True)
        ]
        arrays = [
            pa.array([row[index] for row in self.rows], type=field.type)
            for index, field in enumerate(fields)
        ]
        pq.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(fields)), path)
        return path


@st.composite
def types(draw: st.DrawFn) -> DataType:
    """A declared type."""
    match draw(st.sampled_from(["bool", "int", "real", "factor", "text", "date", "datetime"])):
        case "bool":
            return BoolType()
        case "int":
            ends = draw(
                st.one_of(
                    st.tuples(*[st.integers(-20, 20)] * 2),
                    st.tuples(*[st.integers(-(2**53) + 1, 2**53 - 1)] * 2),
                )
            )
            return IntType(min(ends), max(ends))
        case "real":
            wide = st.floats(-1e100, 1e100, allow_nan=False)
            reals = draw(st.one_of(st.tuples(*[st.floats(-20, 20)] * 2), st.tuples(wide, wide)))
            return RealType(min(reals), max(reals))
        case "factor":
            return FactorType(tuple(draw(st.lists(TEXTS, min_size=1, max_size=4, unique=True))))
        case "text":
            return TextType()
        case "date":
            return DateType()
        case _:
            return DatetimeType()


@st.composite
def tables(draw: st.DrawFn, *, min_rows: int = 0, max_rows: int = 6) -> GeneratedTable:
    """A small table whose rows respect nothing."""
    names = draw(
        st.lists(
            st.text(
                st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc")),
                min_size=1,
                max_size=4,
            ),
            min_size=1,
            max_size=4,
            unique_by=str.casefold,
        )
    )
    columns = tuple(
        Column(name, draw(types()), nullable=draw(st.integers(0, 9)) > 0) for name in names
    )
    stored = tuple(draw(st.sampled_from(_STORED_FOR[type(column.type)])) for column in columns)
    row = st.tuples(*(st.none() | _STORED[kind][1] for kind in stored))
    return GeneratedTable(
        columns, stored, tuple(draw(st.lists(row, min_size=min_rows, max_size=max_rows)))
    )


def constants() -> st.SearchStrategy[Constant]:
    """A constant of any type."""
    return st.one_of(
        st.booleans(),
        st.integers(-(2**53) + 1, 2**53 - 1),
        st.integers(-3, 3),
        st.floats(-1e100, 1e100, allow_nan=False),
        st.floats(-3, 3),
        TEXTS,
        DAYS,
        MOMENTS,
    ).map(Constant)


@st.composite
def expressions(draw: st.DrawFn, schema: Schema, depth: int = 3) -> Expression:
    """An expression that type-checks over the schema, of at most this depth."""
    leaf: Expression = draw(
        st.one_of(st.sampled_from([Attribute(name) for name in schema]), constants())
    )
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return leaf
    function = FUNCTIONS[draw(st.sampled_from(sorted(FUNCTIONS)))]
    count = function.arity or draw(st.integers(len(function.takes), 4))
    arguments = [draw(_arguments(schema, function, index, depth - 1)) for index in range(count)]
    if function.name == "clip":
        ends = sorted(draw(st.tuples(st.floats(-50, 50), st.floats(-50, 50))))
        arguments[1:] = [Constant(end) for end in ends]
    call = Call(function.name, tuple(arguments))
    try:
        type_of(call, schema)
    except InvalidExpression:
        return arguments[0]
    return call


_LEAVES: dict[type[DataType], st.SearchStrategy[Any]] = {
    BoolType: st.booleans(),
    IntType: st.integers(-3, 20),
    RealType: st.floats(-3, 3),
    FactorType: TEXTS,
    TextType: TEXTS,
    DateType: DAYS,
    DatetimeType: MOMENTS,
}

#: Constants that a parameter takes, by its name.
_FITTING: dict[str, st.SearchStrategy[Any]] = {
    "unit": st.sampled_from(sorted(UNITS)),
    "format": st.sampled_from(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"]),
    "digits": st.integers(-15, 15),
    "exponent": st.one_of(st.integers(-64, 64), st.floats(-64, 64)),
    "start": st.integers(1, 9),
    "length": st.integers(0, 9),
    "old": st.sampled_from(["a", "'", "xx"]),
    "new": st.sampled_from(["", "bb", "'"]),
    "value": TEXTS,
}


@st.composite
def _arguments(
    draw: st.DrawFn, schema: Schema, function: Function, index: int, depth: int
) -> Expression:
    """An argument for a function, of a type that it takes where one comes up soon."""
    parameter = function.parameter(index)
    if parameter.constant:
        return Constant(draw(_FITTING[parameter.name]))
    argument: Expression = draw(expressions(schema, depth))
    if isinstance(type_of(argument, schema), parameter.kind.types):
        return argument
    fitting = [
        Attribute(name) for name, given in schema.items() if isinstance(given, parameter.kind.types)
    ]
    leaves = [_LEAVES[each].map(Constant) for each in parameter.kind.types]
    leaf: Expression = draw(st.one_of(*([st.sampled_from(fitting)] if fitting else []), *leaves))
    return leaf


@st.composite
def predicates(draw: st.DrawFn, schema: Schema) -> Expression:
    """A BOOL expression."""
    expression = draw(expressions(schema))
    return (
        expression
        if isinstance(type_of(expression, schema), BoolType)
        else Call("not", (Call("is_null", (expression,)),))
    )


_AGGREGATES: list[GroupAggregateKind] = ["count", "count_distinct", "sum", "mean", "min", "max"]


@st.composite
def relations(
    draw: st.DrawFn, schema: Schema, depth: int = 3, contribution: Contribution = RECORD
) -> Relation:
    """A relation over `TABLE`, of at most this depth."""
    if depth == 0 or draw(st.integers(0, 2)) == 0:
        return TABLE
    source = draw(relations(schema, depth - 1, contribution))
    inner = schema_of(source, {TABLE: schema}, {TABLE: contribution})
    kind = draw(st.sampled_from(["where", "project", "union", "split", "group", "join"]))
    if kind == "join":
        other = draw(relations(schema, depth - 1, contribution))
        joined: Relation = draw(
            joins(source, other, {TABLE: schema}, {TABLE: contribution}, f"{depth}r")
        )
        return joined
    if kind == "group":
        return draw(grouped(source, schema, contribution))
    if kind == "where":
        return Where(source, draw(predicates(inner)))
    if kind == "union":
        other = draw(relations(schema, depth - 1, contribution))
        try:
            schema_of(both := Union((source, other)), {TABLE: schema}, {TABLE: contribution})
        except InvalidExpression:
            return Union((source, Where(source, draw(predicates(inner)))))
        return both
    if kind == "split":
        hashed = draw(st.lists(st.sampled_from(list(inner)), min_size=1, unique=True))
        parts = draw(st.integers(1, 3))
        part = draw(st.integers(0, parts - 1))
        kept = range(part, draw(st.integers(part + 1, parts)))
        return Split(source, tuple(hashed), parts, kept, draw(st.integers(0, 2**32 - 1)))
    names = draw(
        st.lists(
            st.sampled_from(["x", "y", "z", *inner]), min_size=1, max_size=3, unique_by=str.casefold
        )
    )
    return Project(source, tuple(Projection(name, draw(expressions(inner))) for name in names))


@st.composite
def joins(
    draw: st.DrawFn,
    left: Relation,
    right: Relation,
    schemas: Mapping[Table, Schema],
    contributions: Mapping[Table, Contribution],
    prefix: str,
) -> Relation:
    """A join of two relations, whose attributes on the right are renamed; the left one, where no keys fit.

    Its sides are cut as little as may be, now and then.
    """
    schema, there = (schema_of(each, schemas, contributions) for each in (left, right))
    new = {name: f"{prefix}{place}" for place, name in enumerate(there)}
    named = Project(left, tuple(Projection(name, Attribute(name)) for name in schema))
    renamed = Project(right, tuple(Projection(new[name], Attribute(name)) for name in new))
    fitting = [
        JoinKey(one, new[other])
        for one, given in schema.items()
        for other, its in there.items()
        if given.kind == its.kind != "real"
    ]
    if not fitting:
        return left
    keys = draw(
        st.lists(st.sampled_from(fitting), min_size=1, max_size=2, unique_by=(_left, _right))
    )
    how, cuts = draw(st.sampled_from(JoinKind)), st.none() | st.integers(1, 3)
    join = Join(named, renamed, tuple(keys), how, draw(cuts), draw(cuts))
    try:
        stability(join, contributions)
    except InvalidExpression:
        return Join(named, renamed, tuple(keys), how, *draw(st.tuples(*[st.integers(1, 3)] * 2)))
    return join


def _left(key: JoinKey) -> str:
    return key.left


def _right(key: JoinKey) -> str:
    return key.right


@st.composite
def grouped(
    draw: st.DrawFn, source: Relation, schema: Schema, contribution: Contribution
) -> Relation:
    """The groups of a relation over `TABLE`; of units, where it has an attribute that says whose a row is."""
    tables, contributions = {TABLE: schema}, {TABLE: contribution}
    inner = schema_of(source, tables, contributions)
    of_units = sorted(unit_attributes(source, contributions))
    by: list[Expression] = []
    by_units = draw(st.booleans())
    if of_units and by_units:
        by.append(Attribute(draw(st.sampled_from(of_units))))
    by += draw(st.lists(expressions(inner, 1), min_size=not by, max_size=2 - len(by)))
    wanted = draw(
        st.lists(
            st.tuples(st.sampled_from(_AGGREGATES), expressions(inner, 1)), min_size=1, max_size=3
        )
    )
    keys, aggregates = [], [GroupAggregate("rows", "count_rows")]
    for place, expression in enumerate(by):
        if isinstance(type_of(expression, inner), RealType | DatetimeType):
            expression = Call("is_null", (expression,))
        keys.append(Projection(f"k{place}", expression))
    for place, (kind, expression) in enumerate(wanted):
        aggregate = GroupAggregate(f"a{place}", kind, expression)
        try:
            type_of_aggregate(aggregate, inner, None)
        except InvalidExpression:
            aggregate = GroupAggregate(f"a{place}", "count", expression)
        aggregates.append(aggregate)
    return GroupRows(source, tuple(keys), tuple(aggregates))


@st.composite
def keys(draw: st.DrawFn, schema: Schema) -> tuple[Key, ...]:
    """Groups of a relation with this schema, up to two kinds of them; perhaps none."""
    return tuple(draw(st.lists(_key(schema), max_size=2)))


@st.composite
def _key(draw: st.DrawFn, schema: Schema) -> Key:
    expression = draw(expressions(schema, 1))
    match type_of(expression, schema):
        case BoolType():
            return ValueKey(expression, (False, True))
        case FactorType(values):
            return ValueKey(expression, values)
        case TextType():
            texts = draw(st.lists(TEXTS, min_size=1, max_size=4, unique=True))
            return ValueKey(expression, tuple(texts))
        case IntType() | RealType():
            wide = st.floats(-1e100, 1e100, allow_nan=False)
            edges = draw(st.sets(wide | st.floats(-20, 20), min_size=2, max_size=8))
            return BinKey(expression, tuple(sorted(edges)))
        case DateType():
            return ValueKey(expression, tuple(draw(st.sets(DAYS, min_size=1, max_size=3))))
        case _:
            return ValueKey(expression, tuple(draw(st.sets(MOMENTS, min_size=1, max_size=3))))


@st.composite
def summands(draw: st.DrawFn, schema: Schema) -> Summand:
    """A summand over a relation with this schema."""
    kind = draw(
        st.sampled_from(["rows", "values", "distinct", "total", "total", "product", "product"])
    )
    if kind == "rows":
        return RowCount()
    expression = draw(expressions(schema))
    if kind == "values":
        return ValueCount(expression)
    if kind == "distinct":
        return DistinctCount(expression)
    try:
        if kind == "product":
            other = draw(expressions(schema))
            factors = [scaled(each, type_of(each, schema)) for each in (expression, other)]
            return product(*draw(st.lists(st.sampled_from(factors), min_size=1, max_size=4)))
        return lattice_total(expression, type_of(expression, schema), centred=draw(st.booleans()))
    except InvalidAnalysis:
        return ValueCount(expression)
