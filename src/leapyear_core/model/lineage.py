"""Lineage: which columns of which tables a question reads.

A column is read where a value that depends on it decides which rows there are, or is counted or summed. An attribute
that was projected and is then not used is not read. To count the rows of a table reads none of its columns.
"""

from collections.abc import Mapping

from attrs import frozen

from leapyear_core.model.analyses import Analysis, expressions_in
from leapyear_core.model.expressions import Expression, attributes_of
from leapyear_core.model.relations import (
    GroupRows,
    Join,
    Project,
    Relation,
    Split,
    Table,
    Union,
    Where,
)
from leapyear_core.model.types import Schema


@frozen
class TableColumn:
    """A column of a registered table."""

    table: Table
    column: str


_Columns = frozenset[TableColumn]


def columns_read(analysis: Analysis, tables: Mapping[Table, Schema]) -> frozenset[TableColumn]:
    """The columns that an analysis reads.

    Parameters
    ----------
    analysis
        One that fits the schemas.
    tables
        The schemas of its tables.
    """
    made_of, read = _lineage(analysis.relation, tables)
    return read.union(*(_of(each, made_of) for each in expressions_in(analysis)))


def _lineage(
    relation: Relation, tables: Mapping[Table, Schema]
) -> tuple[Mapping[str, _Columns], _Columns]:
    """The columns that each attribute of a relation is made of, and those that decide which rows it has."""
    match relation:
        case Table():
            return {
                name: frozenset((TableColumn(relation, name),)) for name in tables[relation]
            }, frozenset()
        case Where(source, predicate):
            made_of, read = _lineage(source, tables)
            return made_of, read | _of(predicate, made_of)
        case Project(source, attributes):
            made_of, read = _lineage(source, tables)
            return {each.name: _of(each.expression, made_of) for each in attributes}, read
        case Union(relations):
            return _lineage_of_union([_lineage(each, tables) for each in relations])
        case Split(source, names, _, _, _):
            made_of, read = _lineage(source, tables)
            return made_of, read.union(*(made_of[name] for name in names))
        case GroupRows(source, keys, aggregates):
            made_of, read = _lineage(source, tables)
            by = {key.name: _of(key.expression, made_of) for key in keys}
            values = {
                each.name: frozenset() if each.expression is None else _of(each.expression, made_of)
                for each in aggregates
            }
            return {**by, **values}, read.union(*by.values())
        case Join():
            return _lineage_of_join(relation, tables)


def _lineage_of_union(
    parts: list[tuple[Mapping[str, _Columns], _Columns]],
) -> tuple[Mapping[str, _Columns], _Columns]:
    made_of = {name: frozenset().union(*(each[name] for each, _ in parts)) for name in parts[0][0]}
    return made_of, frozenset().union(*(read for _, read in parts))


def _lineage_of_join(
    join: Join, tables: Mapping[Table, Schema]
) -> tuple[Mapping[str, _Columns], _Columns]:
    left, read = _lineage(join.left, tables)
    right, read_on_right = _lineage(join.right, tables)
    read |= read_on_right.union(*(left[key.left] | right[key.right] for key in join.keys))
    for made_of, rows in ((left, join.left_rows), (right, join.right_rows)):
        if rows is not None:
            # Which rows a cut keeps follows from all of their values.
            read = read.union(*made_of.values())
    keys = {key.right for key in join.keys}
    added = {name: columns for name, columns in right.items() if name not in keys}
    return {**left, **added}, read


def _of(expression: Expression, made_of: Mapping[str, _Columns]) -> _Columns:
    return frozenset().union(*(made_of[name] for name in attributes_of(expression)))
