"""Relations and summands as one SQL query.

The names that people gave appear only where a file is scanned: inside, columns are ``c0``, ``c1``, ..., so that no name
can collide with another or mean something to the engine. What SQL an expression is: `leapyear_core.engine.expressions`;
what a sum is: `leapyear_core.engine.sums`.
"""

from collections.abc import Mapping, Sequence
from itertools import count

from attrs import frozen

from leapyear_core.engine.expressions import Rows
from leapyear_core.engine.literals import identifier
from leapyear_core.engine.sums import select_counts, select_sums
from leapyear_core.model.expressions import (
    attributes_of,
    type_of,
)
from leapyear_core.model.keys import Key
from leapyear_core.model.lattice import LatticeTotal, Summand, expressions_of
from leapyear_core.model.relations import Project, Relation, Table, Where
from leapyear_core.model.types import Schema


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


def render(
    relation: Relation,
    summands: Sequence[Summand],
    tables: Mapping[Table, Scanned],
    keys: Sequence[Key] = (),
) -> str:
    """The query for the exact sums of the summands over the relation, in order.

    Without keys it has one row. With keys it has a row for each group that has rows: the keys, then the sums. The key of
    a `ValueKey` is its value, that of a `BinKey` the number of the bin.
    """
    read = [key.expression for key in keys] + [
        expression for each in summands for expression in expressions_of(each)
    ]
    needed = frozenset().union(*map(attributes_of, read))
    return select_sums(_Rendering(tables, count()).relation(relation, needed), summands, keys)


def render_counts(
    relation: Relation,
    total: LatticeTotal,
    tables: Mapping[Table, Scanned],
    shift: int,
    ranges: Sequence[range],
) -> str:
    """The query for how many values of a relation lie in each bucket of lattice points; see `select_counts`."""
    rows = _Rendering(tables, count()).relation(relation, attributes_of(total.expression))
    return select_counts(rows, total, shift, ranges)


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
