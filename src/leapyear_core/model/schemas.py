"""The schemas of relations: which attributes they have, of which types."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from leapyear_core.model.aggregates import GroupAggregate, check_key, type_of_aggregate
from leapyear_core.model.errors import InvalidExpression
from leapyear_core.model.expressions import Attribute, type_of
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
    named_attributes,
)
from leapyear_core.model.stability import rows_of_a_group
from leapyear_core.model.types import (
    BoolType,
    Column,
    DataType,
    FactorType,
    IntType,
    RealType,
    Schema,
    schema_of_columns,
)
from leapyear_core.model.units import Contribution

#: Of tables whose privacy units are all records.
_RECORDS: Mapping[Table, Contribution] = MappingProxyType({})


def schema_of(
    relation: Relation,
    tables: Mapping[Table, Schema],
    contributions: Mapping[Table, Contribution] = _RECORDS,
) -> Schema:
    """The schema of a relation over tables with these schemas.

    Parameters
    ----------
    contributions
        What one privacy unit has in each table; a record where a table is not named. How many rows a group may have
        follows from it where a group is of one unit.

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
            schema = schema_of(source, tables, contributions)
            if not isinstance(kind := type_of(predicate, schema), BoolType):
                raise InvalidExpression(
                    f"a predicate is a BOOL, not {kind.kind.upper()}: compare it with something"
                )
            return schema
        case Project(source, attributes):
            schema = schema_of(source, tables, contributions)
            return schema_of_columns(
                tuple(Column(each.name, type_of(each.expression, schema)) for each in attributes)
            )
        case Union(relations):
            return hull_of([schema_of(each, tables, contributions) for each in relations])
        case Split(source, attributes, buckets, kept, _):
            schema = schema_of(source, tables, contributions)
            for name in attributes:
                type_of(Attribute(name), schema)
            if not 0 <= kept.start < kept.stop <= buckets:
                raise InvalidExpression(
                    f"a part starts and stops within its {buckets} buckets, and not at {kept.start} and {kept.stop}"
                )
            return schema
        case GroupRows(source, keys, aggregates):
            schema = schema_of(source, tables, contributions)
            return schema_of_groups(
                keys, aggregates, schema, rows_of_a_group(relation, contributions)
            )
        case Join():
            return _schema_of_join(relation, tables, contributions)


def _schema_of_join(
    join: Join, tables: Mapping[Table, Schema], contributions: Mapping[Table, Contribution]
) -> Schema:
    for side in (join.left, join.right):
        if named_attributes(side) is None:
            raise InvalidExpression(
                "a relation that is joined names its attributes: project it to those that the join shall have"
            )
    left, right = (schema_of(side, tables, contributions) for side in (join.left, join.right))
    for key in join.keys:
        one, other = type_of(Attribute(key.left), left), type_of(Attribute(key.right), right)
        if one.kind != other.kind:
            raise InvalidExpression(
                f"the key {key.left!r} is {one.kind.upper()} and {key.right!r} is {other.kind.upper()}: compute one type of"
                " them"
            )
        if isinstance(one, RealType):
            raise InvalidExpression(
                f"the key {key.left!r} is REAL, and two of these are hardly ever equal: join on INT, FACTOR, TEXT, BOOL,"
                " DATE or DATETIME"
            )
    for names in ({key.left for key in join.keys}, {key.right for key in join.keys}):
        if len(names) < len(join.keys):
            raise InvalidExpression("a join names one of its keys twice")
    return joined(join, left, right)


def joined(join: Join, left: Schema, right: Schema) -> Schema:
    """The schema of a join of relations that have, of these schemas, what is asked for.

    Raises
    ------
    InvalidExpression
        If both have an attribute of one name that is no key of the right.
    """
    keys = {key.right for key in join.keys}
    added = {name: given for name, given in right.items() if name not in keys}
    seen = {name.casefold(): name for name in left}
    for name in added:
        if name.casefold() in seen:
            raise InvalidExpression(
                f"the attribute {seen[name.casefold()]!r} is in both relations of a join: rename it in one of them"
            )
    return {**left, **added}


def schema_of_groups(
    keys: Sequence[Projection],
    aggregates: Sequence[GroupAggregate],
    schema: Schema,
    most_rows: int | None,
) -> Schema:
    """The schema of groups of the rows of a relation with this schema; see `GroupRows`.

    Parameters
    ----------
    most_rows
        The most rows of a group, where that is public.

    Raises
    ------
    AttributeNotFound, InvalidExpression, InvalidColumn
        As `schema_of`.
    """
    columns = [Column(key.name, type_of(key.expression, schema)) for key in keys]
    for column in columns:
        check_key(column.name, column.type)
    values = [Column(each.name, type_of_aggregate(each, schema, most_rows)) for each in aggregates]
    return schema_of_columns((*columns, *values))


def hull_of(schemas: Sequence[Schema]) -> Schema:
    """The schema of a union of relations with these schemas.

    Raises
    ------
    InvalidExpression
        If they do not have the same attributes, each of one type up to its bounds.
    """
    first, *others = schemas
    for other in others:
        if differing := sorted(first.keys() ^ other.keys()):
            raise InvalidExpression(
                f"the attribute {differing[0]!r} is in one relation of a union and not in another: project both to the"
                " same attributes"
            )
    union = dict(first)
    for other in others:
        union = {name: _hull(name, given, other[name]) for name, given in union.items()}
    return union


def _hull(name: str, one: DataType, other: DataType) -> DataType:
    """The least type that has the values of both."""
    match one, other:
        case IntType(), IntType():
            return IntType(min(one.lower, other.lower), max(one.upper, other.upper))
        case RealType(), RealType():
            return RealType(min(one.lower, other.lower), max(one.upper, other.upper))
        case FactorType(), FactorType():
            return FactorType(tuple(dict.fromkeys((*one.values, *other.values))))
        case _ if one == other:
            return one
    raise InvalidExpression(
        f"the attribute {name!r} is {one.kind.upper()} in one relation of a union and {other.kind.upper()} in another:"
        " compute one type of it"
    )
