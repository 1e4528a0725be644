"""Relations and summands as one SQL query.

The names that people gave appear only where a file is scanned: inside, columns are ``c0``, ``c1``, ..., so that no name
can collide with another or mean something to the engine. What SQL an expression is: `leapyear_core.engine.expressions`;
what a sum is: `leapyear_core.engine.sums`.
"""

import json
from collections.abc import Mapping, Sequence
from itertools import count
from types import MappingProxyType

from attrs import frozen

from leapyear_core.engine.expressions import Rows
from leapyear_core.engine.group_rows import grouped_rows
from leapyear_core.engine.join_rows import joined_rows
from leapyear_core.engine.literals import SQL_TYPES, identifier, text_literal
from leapyear_core.engine.opaque import opaque
from leapyear_core.engine.points import POINT_TYPE, points_of
from leapyear_core.engine.sums import select_counts, select_groups, select_sums
from leapyear_core.engine.zooming import Within
from leapyear_core.model.expressions import Attribute, Call, Expression, attributes_of, type_of
from leapyear_core.model.joins import JoinKind
from leapyear_core.model.keys import Key, UnknownKey
from leapyear_core.model.lattice import LatticeTotal, RowCount, Summand, expressions_of
from leapyear_core.model.relations import (
    GroupRows,
    Join,
    Project,
    Relation,
    Split,
    Table,
    Union,
    Where,
    named_attributes,
)
from leapyear_core.model.schemas import hull_of, joined, schema_of, schema_of_groups
from leapyear_core.model.stability import rows_of_a_group, rows_of_a_key
from leapyear_core.model.trees import relation_to_tree
from leapyear_core.model.types import IntType, RealType, Schema
from leapyear_core.model.units import RECORD, Contribution


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
    contribution
        What one privacy unit has in it.
    points
        The columns that hold the lattice points of others, by the names of these.
    bounded
        The columns whose values are known to be within their types, since they were looked at.
    """

    sql: str
    schema: Schema
    points: Mapping[str, str] = MappingProxyType({})
    bounded: frozenset[str] = frozenset()
    contribution: Contribution = RECORD


_NOTHING: Mapping[str, Scanned] = MappingProxyType({})


def canonical(relation: Relation) -> str:
    """The text that tells a relation from every other: their values do not, since 1, 1.0 and true are equal in them."""
    return json.dumps(relation_to_tree(relation), sort_keys=True, separators=(",", ":"))


def render(
    relation: Relation,
    summands: Sequence[Summand],
    tables: Mapping[Table, Scanned],
    keys: Sequence[Key] = (),
    kept: Mapping[str, Scanned] = _NOTHING,
) -> str:
    """The query for the exact sums of the summands over the relation, in order.

    Without keys it has one row. With keys it has a row for each group that has rows: the keys, then the sums. The key of
    a `ValueKey` is its value, that of a `BinKey` the number of the bin. Relations that are kept, by their `canonical`
    text, are read instead of being computed.
    """
    if isinstance(relation, Table) and not keys and all(isinstance(s, RowCount) for s in summands):
        # The engine knows how many rows it stored, without a look at any of them, and however many they are.
        return (
            f"SELECT {', '.join('COUNT(*)' for _ in summands)} FROM {_from(tables[relation].sql)}"
        )
    read = [key.expression for key in keys] + [
        expression for each in summands for expression in expressions_of(each)
    ]
    needed = frozenset().union(*map(attributes_of, read))
    rendering = _Rendering(tables, kept, count())
    return select_sums(rendering.relation(relation, needed), summands, keys)


def render_groups(
    relation: Relation,
    summands: Sequence[Summand],
    tables: Mapping[Table, Scanned],
    keys: Sequence[UnknownKey],
    least: int,
    kept: Mapping[str, Scanned] = _NOTHING,
) -> str:
    """The query for the groups of private keys that have as many rows at least: the keys, then the sums."""
    read = [key.expression for key in keys] + [
        expression for each in summands for expression in expressions_of(each)
    ]
    needed = frozenset().union(*map(attributes_of, read))
    rendering = _Rendering(tables, kept, count())
    return select_groups(rendering.relation(relation, needed), summands, keys, least)


def render_rows(
    relation: Relation,
    tables: Mapping[Table, Scanned],
    kept: Mapping[str, Scanned] = _NOTHING,
) -> Scanned:
    """The query for the rows of a relation, its columns named as its attributes, and their lattice points."""
    schema = schema_of(
        relation, {name: table.schema for name, table in tables.items()}, _contributions(tables)
    )
    rows = _Rendering(tables, kept, count()).relation(relation, frozenset(schema))
    points = points_of(schema)
    listed = [f"{rows.columns[name]} AS {identifier(name)}" for name in schema]
    for name, each in points.items():
        value = rows.points.get(name) or each.of(rows.columns[name])
        listed.append(f"{value} AS {each.column}")
    return Scanned(
        f"SELECT {', '.join(listed)} FROM {_from(rows.sql)}",
        schema,
        {name: each.column for name, each in points.items()},
        rows.bounded,
    )


def render_counts(
    relation: Relation,
    total: LatticeTotal,
    tables: Mapping[Table, Scanned],
    shift: int,
    within: Within | None = None,
    kept: Mapping[str, Scanned] = _NOTHING,
) -> str:
    """The query for how many values of a relation lie in each bucket of lattice points; see `select_counts`."""
    rendering = _Rendering(tables, kept, count())
    rows = rendering.relation(relation, attributes_of(total.expression))
    return select_counts(rows, total, shift, within)


@frozen
class _Rendering:
    """What stays the same throughout a query."""

    tables: Mapping[Table, Scanned]
    kept: Mapping[str, Scanned]
    numbers: "count[int]"

    def relation(
        self, relation: Relation, needed: frozenset[str], keys: frozenset[str] = frozenset()
    ) -> Rows:
        """The rows of a relation, with no other attributes than the needed ones, of which some are keys of a join."""
        if self.kept:
            if (copy := self.kept.get(canonical(relation))) is not None:
                return self._table(copy, needed, keys)
            relation = self._in_two(relation)
        match relation:
            case Table():
                return self._table(self.tables[relation], needed, keys)
            case Where(source, predicate):
                rows = self.relation(source, needed | attributes_of(predicate), keys)
                condition = rows.value(predicate)
                return self._filtered(rows, condition, sorted(needed))
            case Project(source, attributes):
                computed = [each for each in attributes if each.name in needed]
                below = frozenset().union(*(attributes_of(each.expression) for each in computed))
                moved = {
                    each.name: each.expression.name
                    for each in computed
                    if isinstance(each.expression, Attribute)
                }
                rows = self.relation(
                    source, below, frozenset(old for name, old in moved.items() if name in keys)
                )
                values = {each.name: rows.value(each.expression) for each in computed}
                schema = {each.name: type_of(each.expression, rows.schema) for each in computed}
                points = {
                    name: rows.points[old] for name, old in moved.items() if old in rows.points
                }
                known = {name: rows.keys[old] for name, old in moved.items() if old in rows.keys}
                bounded = frozenset(name for name, old in moved.items() if old in rows.bounded)
                return self._select(values, rows.sql, schema, points, bounded, known)
            case Union(relations):
                return self._union([self.relation(each, needed) for each in relations], needed)
            case Split(source, names, buckets, kept, seed):
                rows = self.relation(source, needed | frozenset(names), keys)
                hashed = ", ".join(rows.columns[name] for name in names)
                bucket = f"hash({text_literal(str(seed))}, {hashed}) % {buckets}"
                condition = f"{bucket} BETWEEN {kept.start} AND {kept.stop - 1}"
                return self._filtered(rows, condition, sorted(needed))
            case GroupRows(source, grouped, aggregates):
                wanted = [each for each in aggregates if each.name in needed]
                read = [key.expression for key in grouped] + [
                    each.expression for each in wanted if each.expression is not None
                ]
                rows = self.relation(source, frozenset().union(*map(attributes_of, read)))
                most_rows = rows_of_a_group(relation, _contributions(self.tables))
                types = schema_of_groups(grouped, wanted, rows.schema, most_rows)
                return grouped_rows(rows, grouped, wanted, needed, types)
            case Join():
                return self._join(relation, needed)

    def _filtered(self, rows: Rows, condition: str, names: Sequence[str]) -> Rows:
        """The rows that meet a condition, with these attributes alone."""
        columns = {name: rows.columns[name] for name in names}
        points = {name: rows.points[name] for name in names if name in rows.points}
        keys = {name: rows.keys[name] for name in names if name in rows.keys}
        kept = ", ".join([*columns.values(), *points.values(), *keys.values()]) or "1"
        return Rows(
            f"SELECT {kept} FROM {_from(rows.sql)} WHERE {condition}",
            columns,
            {name: rows.schema[name] for name in names},
            self.numbers,
            points,
            rows.bounded.intersection(names),
            keys,
        )

    def _join(self, join: Join, needed: frozenset[str]) -> Rows:
        left_keys = [key.left for key in join.keys]
        right_keys = [key.right for key in join.keys]
        keeps_all = join.how is JoinKind.LEFT
        left = self._side(join.left, needed, left_keys, join.left_rows, keeps_null=keeps_all)
        right = self._side(join.right, needed, right_keys, join.right_rows, keeps_null=False)
        schema = joined(join, left.schema, right.schema)
        names = [name for name in schema if name in needed]
        is_once = rows_of_a_key(join, _contributions(self.tables)) == 1
        return joined_rows(join, left, right, names, schema, is_once=is_once)

    def _side(
        self,
        relation: Relation,
        needed: frozenset[str],
        keys: Sequence[str],
        most: int | None,
        *,
        keeps_null: bool,
    ) -> Rows:
        """One side of a join, with the most rows of each combination of keys."""
        names = frozenset(named_attributes(relation) or ())
        if most is None:
            return self.relation(relation, (needed & names) | frozenset(keys), frozenset(keys))
        # Which rows are kept follows from all that tells one row from another, so all of it is computed. Two zeros are
        # equal to the engine, and not in what may be computed of them: their signs come last.
        rows = self.relation(relation, names, frozenset(keys))
        ordered = [rows.columns[name] for name in sorted(names)]
        signs = [
            f"signbit({rows.columns[name]})"
            for name in sorted(names)
            if isinstance(rows.schema[name], RealType)
        ]
        hashed = f"hash({text_literal('join')}, {', '.join(ordered)})"
        partition = ", ".join(rows.columns[name] for name in keys)
        order = ", ".join([hashed, *ordered, *signs])
        kept = f"row_number() OVER (PARTITION BY {partition} ORDER BY {order}) <= {most}"
        if keeps_null:
            kept += "".join(f" OR {rows.columns[name]} IS NULL" for name in keys)
        columns = ", ".join([*rows.columns.values(), *rows.points.values(), *rows.keys.values()])
        return Rows(
            f"SELECT {columns} FROM {_from(rows.sql)} QUALIFY {kept}",
            rows.columns,
            rows.schema,
            self.numbers,
            rows.points,
            rows.bounded,
            rows.keys,
        )

    def _union(self, all_rows: Sequence[Rows], needed: frozenset[str]) -> Rows:
        # In one order for all of them: UNION ALL goes by the places of columns.
        names = sorted(needed)
        schema = hull_of([{name: rows.schema[name] for name in names} for rows in all_rows])
        columns = {name: f"c{next(self.numbers)}" for name in names}
        # Of one type, they have one lattice.
        alike = [
            name
            for name in names
            if all(name in rows.points and rows.schema[name] == schema[name] for rows in all_rows)
        ]
        points = {name: f"c{next(self.numbers)}" for name in alike}
        selects = []
        for rows in all_rows:
            each = [f"{rows.columns[name]} AS {columns[name]}" for name in names]
            each += [f"{rows.points[name]} AS {points[name]}" for name in alike]
            selects.append(f"SELECT {', '.join(each) or '1'} FROM {_from(rows.sql)}")
        listed = ", ".join([*columns.values(), *points.values()]) or "1"
        return Rows(
            f"SELECT {listed} FROM ({' UNION ALL '.join(selects)})",
            columns,
            schema,
            self.numbers,
            points,
            frozenset(names).intersection(*(rows.bounded for rows in all_rows)),
        )

    def _in_two(self, relation: Relation) -> Relation:
        """A filter of a filter that is kept, where this filter is both in one; otherwise the relation itself."""
        match relation:
            case Where(source, Call("and", parts)):
                for end in range(len(parts) - 1, 0, -1):
                    inner = Where(source, _all(parts[:end]))
                    if canonical(inner) in self.kept:
                        return Where(inner, _all(parts[end:]))
        return relation

    def _table(self, table: Scanned, needed: frozenset[str], keys: frozenset[str]) -> Rows:
        # In the order of the schema: a set has another order in every process, and the same question shall be the
        # same query.
        schema = {name: given for name, given in table.schema.items() if name in needed}
        values = {name: identifier(name) for name in schema}
        points = {name: table.points[name] for name in schema if name in table.points}
        types = {values[name]: SQL_TYPES[given.kind] for name, given in schema.items()}
        types |= dict.fromkeys(points.values(), POINT_TYPE)
        bounded = table.bounded.intersection(schema)
        compared = {
            name: (f"k{next(self.numbers)}", given)
            for name, given in schema.items()
            if name in keys and name in bounded and isinstance(given, IntType)
        }
        known = {column: (values[name], given) for name, (column, given) in compared.items()}
        source = opaque(_from(table.sql), types, known)
        read = {name: column for name, (column, _) in compared.items()}
        return self._select(values, source, schema, points, bounded, read)

    def _select(
        self,
        values: Mapping[str, str],
        source: str,
        schema: Schema,
        points: Mapping[str, str],
        bounded: frozenset[str],
        keys: Mapping[str, str],
    ) -> Rows:
        columns = {name: f"c{next(self.numbers)}" for name in values}
        carried = {name: f"c{next(self.numbers)}" for name in points}
        listed = [f"{values[name]} AS {column}" for name, column in columns.items()]
        listed += [f"{points[name]} AS {column}" for name, column in carried.items()]
        compared = {name: f"c{next(self.numbers)}" for name in keys}
        listed += [f"{keys[name]} AS {column}" for name, column in compared.items()]
        return Rows(
            f"SELECT {', '.join(listed) or '1'} FROM {_from(source)}",
            columns,
            schema,
            self.numbers,
            carried,
            bounded,
            compared,
        )


def _contributions(tables: Mapping[Table, Scanned]) -> dict[Table, Contribution]:
    return {name: table.contribution for name, table in tables.items()}


def _from(source: str) -> str:
    return f"({source})" if source.startswith("SELECT ") else source


def _all(parts: tuple[Expression, ...]) -> Expression:
    return parts[0] if len(parts) == 1 else Call("and", parts)
