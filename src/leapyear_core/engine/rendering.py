"""Relations and summands as one SQL query.

The names that people gave appear only where a file is scanned: inside, columns are ``c0``, ``c1``, ..., so that no name
can collide with another or mean something to the engine. An expression is written out once: where SQL needs a value
twice (to clamp it, say), it becomes a column of an inner query first, so that the text stays as long as the expression.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import count

from attrs import define, frozen

from leapyear_core.engine.literals import (
    date_literal,
    identifier,
    int_literal,
    moment_literal,
    real_literal,
    text_literal,
)
from leapyear_core.engine.scan import clamped
from leapyear_core.model.expressions import (
    Attribute,
    Call,
    Constant,
    Expression,
    attributes_of,
    type_of,
)
from leapyear_core.model.lattice import LatticeTotal, RowCount, Summand, ValueCount
from leapyear_core.model.relations import Project, Relation, Table, Where
from leapyear_core.model.types import REAL_LIMIT, BoolType, IntType, RealType, Schema

_COMPARISONS = {"eq": "=", "ne": "<>", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_ARITHMETIC = {"add": "+", "subtract": "-", "multiply": "*"}


@frozen
class Scanned:
    """A table as a query reads it.

    Attributes
    ----------
    sql
        The SQL of what stands behind FROM. Its columns have the names of the schema, and no other values than those of
        their declared types, and null.
    schema
        The declared types.
    """

    sql: str
    schema: Schema


def render(relation: Relation, summands: Sequence[Summand], tables: Mapping[Table, Scanned]) -> str:
    """The query whose one row holds the exact sums of the summands over the relation, in order."""
    needed = frozenset().union(
        *(attributes_of(each.expression) for each in summands if not isinstance(each, RowCount)),
    )
    rows = _Rendering(tables, count()).relation(relation, needed)
    sums = [_sum(each, rows) for each in summands]
    return f"SELECT {', '.join(sums)} FROM ({rows.sql})"


@define
class _Rows:
    """A query under construction, the columns of its attributes, and their types."""

    sql: str
    columns: Mapping[str, str]
    schema: Schema
    numbers: "count[int]"

    def bind(self, value: str) -> str:
        """Make a value a column, so that it can be named twice without being written twice."""
        if value.isidentifier():
            return value
        name = f"b{next(self.numbers)}"
        self.sql = f"SELECT *, {value} AS {name} FROM ({self.sql})"
        return name

    def value(self, expression: Expression) -> str:
        """The SQL of an expression over these rows."""
        match expression:
            case Attribute(name):
                return self.columns[name]
            case Constant(value):
                return _constant(value)
            case Call():
                return self._call(expression)

    def _call(self, call: Call) -> str:
        name, arguments = call.function, call.arguments
        if name in _COMPARISONS:
            left, right = self._numbers_alike(arguments)
            return f"({left} {_COMPARISONS[name]} {right})"
        if name in ("and", "or"):
            return "(" + f" {name.upper()} ".join(map(self.value, arguments)) + ")"
        if name == "not":
            return f"(NOT {self.value(arguments[0])})"
        if name == "is_null":
            return f"({self.value(arguments[0])} IS NULL)"
        return self._number(call)

    def _number(self, call: Call) -> str:
        """The SQL of a function whose value is a number, kept inside of the interval that its type states."""
        result = type_of(call, self.schema)
        name, arguments = call.function, call.arguments
        match name:
            case "add" | "subtract" | "multiply":
                left, right = self._numbers_alike(arguments)
                value = f"({left} {_ARITHMETIC[name]} {right})"
            case "divide":
                left, right = (self._double(each) for each in arguments)
                value = f"({left} / NULLIF({right}, 0e0))"
            case "negate":
                value = f"(-{self.value(arguments[0])})"
            case "abs":
                value = f"abs({self.value(arguments[0])})"
            case "clip":
                lower, upper = (type_of(each, self.schema) for each in arguments[1:])
                assert isinstance(lower, IntType | RealType)
                assert isinstance(upper, IntType | RealType)
                return self._clamped(call, self._as(arguments[0], result), lower.lower, upper.upper)
            case _:
                raise ValueError(f"no function {name!r}")
        if isinstance(result, RealType) and max(-result.lower, result.upper) >= REAL_LIMIT:
            return self._clamped(call, value, -REAL_LIMIT, REAL_LIMIT)
        return value

    def _clamped(self, call: Call, value: str, lower: float, upper: float) -> str:
        whole = isinstance(type_of(call, self.schema), IntType)
        low, high = (
            int_literal(int(end)) if whole else real_literal(end) for end in (lower, upper)
        )
        return clamped(self.bind(value), low, high)

    def _numbers_alike(self, arguments: Sequence[Expression]) -> list[str]:
        """The values of two arguments; as doubles, if one of them is an INT and the other a REAL."""
        if {type(type_of(each, self.schema)) for each in arguments} == {IntType, RealType}:
            return [self._double(each) for each in arguments]
        return [self.value(each) for each in arguments]

    def _as(self, expression: Expression, wanted: object) -> str:
        return self._double(expression) if isinstance(wanted, RealType) else self.value(expression)

    def _double(self, expression: Expression) -> str:
        value = self.value(expression)
        return (
            value
            if isinstance(type_of(expression, self.schema), RealType)
            else f"CAST({value} AS DOUBLE)"
        )


@frozen
class _Rendering:
    """What stays the same throughout a query."""

    tables: Mapping[Table, Scanned]
    numbers: "count[int]"

    def relation(self, relation: Relation, needed: frozenset[str]) -> _Rows:
        """The rows of a relation, with no other attributes than the needed ones."""
        match relation:
            case Table():
                return self._table(self.tables[relation], needed)
            case Where(source, predicate):
                rows = self.relation(source, needed | attributes_of(predicate))
                condition = rows.value(predicate)
                columns = {name: rows.columns[name] for name in needed}
                kept = ", ".join(columns.values()) or "1"
                schema = {name: rows.schema[name] for name in needed}
                return _Rows(
                    f"SELECT {kept} FROM ({rows.sql}) WHERE {condition}",
                    columns,
                    schema,
                    self.numbers,
                )
            case Project(source, attributes):
                computed = [each for each in attributes if each.name in needed]
                below = frozenset().union(*(attributes_of(each.expression) for each in computed))
                rows = self.relation(source, below)
                values = {each.name: rows.value(each.expression) for each in computed}
                schema = {each.name: type_of(each.expression, rows.schema) for each in computed}
                return self._select(values, rows.sql, schema)

    def _table(self, table: Scanned, needed: frozenset[str]) -> _Rows:
        # In the order of the schema: a set has another order in every process, and the same question shall be the
        # same query.
        schema = {name: given for name, given in table.schema.items() if name in needed}
        values = {name: identifier(name) for name in schema}
        return self._select(values, table.sql, schema)

    def _select(self, values: Mapping[str, str], source: str, schema: Schema) -> _Rows:
        columns = {name: f"c{next(self.numbers)}" for name in values}
        selected = (
            ", ".join(f"{values[name]} AS {column}" for name, column in columns.items()) or "1"
        )
        return _Rows(f"SELECT {selected} FROM {_from(source)}", columns, schema, self.numbers)


def _from(source: str) -> str:
    return f"({source})" if source.startswith("SELECT ") else source


def _sum(summand: Summand, rows: _Rows) -> str:
    match summand:
        case RowCount():
            return "COUNT(*)"
        case ValueCount(expression):
            return f"COUNT({rows.value(expression)})"
        case LatticeTotal(expression, centre, exponent, (lower, upper)):
            given = type_of(expression, rows.schema)
            value = rows.value(expression)
            if isinstance(given, BoolType):
                value = f"CAST({value} AS BIGINT)"
            if isinstance(given, RealType) or exponent != 0 or centre != 0:
                value = f"CAST({value} AS DOUBLE)"
                scaled = f"FLOOR(({value} - {real_literal(centre)}) * {real_literal(2.0**-exponent)} + 5e-1)"
                value = f"TRY_CAST({scaled} AS BIGINT)"
            bounded = clamped(rows.bind(value), int_literal(lower), int_literal(upper))
            return f"COALESCE(SUM({bounded}), 0)"


def _constant(value: bool | int | float | str | dt.date | dt.datetime) -> str:
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return int_literal(value)
        case float():
            return real_literal(value)
        case str():
            return text_literal(value)
        case dt.datetime():
            return moment_literal(value)
        case dt.date():
            return date_literal(value)
