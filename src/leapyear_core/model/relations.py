"""Relations: a table, or what is made of one, with its schema and its stability.

The stability of a relation is the number of its rows that can come or go when one privacy unit comes or goes (McSherry
2009, "Privacy integrated queries", definition 2). The privacy unit of a table is a record of it, or an entity that has up
to so many of its rows.
"""

from collections.abc import Mapping

from attrs import frozen

from leapyear_core.model.errors import InvalidExpression
from leapyear_core.model.expressions import Expression, type_of
from leapyear_core.model.types import BoolType, Column, Schema, schema_of_columns


@frozen
class Table:
    """A registered table."""

    database: str
    table: str

    def __str__(self) -> str:
        return f"{self.database}.{self.table}"


@frozen
class Where:
    """The rows for which a predicate is true; not those for which it is null."""

    relation: "Relation"
    predicate: Expression


@frozen
class Projection:
    """An attribute to compute, and its name."""

    name: str
    expression: Expression


@frozen
class Project:
    """Other attributes for the same rows."""

    relation: "Relation"
    attributes: tuple[Projection, ...]


Relation = Table | Where | Project


def schema_of(relation: Relation, tables: Mapping[Table, Schema]) -> Schema:
    """The schema of a relation over tables with these schemas.

    Raises
    ------
    AttributeNotFound, InvalidExpression
        If an expression in it does not fit.
    InvalidColumn
        If two attributes of a projection have the same name.
    """
    match relation:
        case Table():
            return tables[relation]
        case Where(source, predicate):
            schema = schema_of(source, tables)
            if not isinstance(kind := type_of(predicate, schema), BoolType):
                raise InvalidExpression(
                    f"a predicate is a BOOL, not {kind.kind.upper()}: compare it with something"
                )
            return schema
        case Project(source, attributes):
            schema = schema_of(source, tables)
            return schema_of_columns(
                tuple(Column(each.name, type_of(each.expression, schema)) for each in attributes)
            )


def stability(relation: Relation, rows_per_unit: Mapping[Table, int]) -> int:
    """The most rows of the relation that one privacy unit can add or remove.

    Parameters
    ----------
    rows_per_unit
        The most rows of a table that one unit has; 1 where it is not named.
    """
    match relation:
        case Table():
            return rows_per_unit.get(relation, 1)
        case Where(source, _) | Project(source, _):
            # Both look at each row by itself: a row that comes or goes below takes at most itself along.
            return stability(source, rows_per_unit)


def tables_of(relation: Relation) -> frozenset[Table]:
    """The tables that a relation is made of."""
    match relation:
        case Table():
            return frozenset((relation,))
        case Where(source, _) | Project(source, _):
            return tables_of(source)
