"""Relations and summands as one SQL query.

The names that people gave appear only where a file is scanned: inside, columns are ``c0``, ``c1``, ..., so that no name
can collide with another or mean something to the engine. What SQL an expression is: `leapyear_core.engine.expressions`.
"""

from collections.abc import Mapping, Sequence
from itertools import count

from attrs import frozen

from leapyear_core.engine.expressions import Rows
from leapyear_core.engine.literals import (
    identifier,
    int_literal,
    real_literal,
)
from leapyear_core.engine.scan import clamped
from leapyear_core.model.expressions import (
    attributes_of,
    type_of,
)
from leapyear_core.model.lattice import LatticeTotal, RowCount, Summand, ValueCount
from leapyear_core.model.relations import Project, Relation, Table, Where
from leapyear_core.model.types import BoolType, RealType, Schema


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


@frozen
class _Rendering:
    """What stays the same throughout a query."""

    tables: Mapping[Table, Scanned]
    numbers: "count[int]"

    def relation(self, relation: Relation, needed: frozenset[str]) -> Rows:
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
                return Rows(
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

    def _table(self, table: Scanned, needed: frozenset[str]) -> Rows:
        # In the order of the schema: a set has another order in every process, and the same question shall be the
        # same query.
        schema = {name: given for name, given in table.schema.items() if name in needed}
        values = {name: identifier(name) for name in schema}
        return self._select(values, table.sql, schema)

    def _select(self, values: Mapping[str, str], source: str, schema: Schema) -> Rows:
        columns = {name: f"c{next(self.numbers)}" for name in values}
        selected = (
            ", ".join(f"{values[name]} AS {column}" for name, column in columns.items()) or "1"
        )
        return Rows(f"SELECT {selected} FROM {_from(source)}", columns, schema, self.numbers)


def _from(source: str) -> str:
    return f"({source})" if source.startswith("SELECT ") else source


def _sum(summand: Summand, rows: Rows) -> str:
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
