"""Relations: a table, or what is made of one, with its schema and its stability.

The stability of a relation is the number of its rows that can come or go when one privacy unit comes or goes (McSherry
2009, "Privacy integrated queries", definition 2). The privacy unit of a table is a record of it, or an entity that has up
to so many of its rows.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from attrs import frozen

from leapyear_core.model.aggregates import GroupAggregate, check_key, type_of_aggregate
from leapyear_core.model.errors import InvalidExpression
from leapyear_core.model.expressions import Attribute, Expression, type_of
from leapyear_core.model.joins import JoinKey, JoinKind, Side, rows_moved
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
from leapyear_core.model.units import RECORD, Contribution


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


@frozen
class Union:
    """The rows of all of several relations: a row that two of them have is there twice."""

    relations: tuple["Relation", ...]


@frozen
class Split:
    """A part of the rows of a relation.

    A row is in one of several buckets, which follows from its own values of some attributes, by a hash: neither from the
    order of rows nor from what other rows there are. So rows that are equal in these attributes fall together, and buckets
    are of about one size where there are many different ones. A part is a run of buckets: whole numbers, so that parts that
    follow one another are disjoint, and together everything.

    Attributes
    ----------
    attributes
        The attributes that are hashed: that of the privacy unit alone keeps a unit's rows together.
    buckets
        How many buckets there are.
    kept
        Which of them the part has, from 0.
    seed
        Public: another one gives other parts.
    """

    relation: "Relation"
    attributes: tuple[str, ...]
    buckets: int
    kept: range
    seed: int


@frozen
class GroupRows:
    """One row for each group of the rows of a relation.

    Rows with equal keys are a group; a null key equals another one. A group that no row is in has no row here, so that how
    many rows there are is as private as the rows below.

    Attributes
    ----------
    keys
        What tells groups apart: BOOL, INT, FACTOR, TEXT or DATE.
    aggregates
        What else is told of each group.
    """

    relation: "Relation"
    keys: tuple[Projection, ...]
    aggregates: tuple[GroupAggregate, ...]


@frozen
class Join:
    """The pairs of rows of two relations that are equal in their keys; null is equal to nothing.

    A pair has the attributes of both, except for the keys on the right, which say the same as those on the left. Each
    side names its attributes (`names_its_attributes`): so one who does not see all columns of a table means the same
    join as one who does.

    A side may be cut to so many rows of each combination of keys: those whose hashes, over all of its attributes, are
    least. What is kept follows from the rows with these keys alone, whatever their order; rows with one hash are put in
    the order of their values, and what is alike in them all is the same row. A row with a null in a key matches nothing,
    and is not counted.

    Attributes
    ----------
    keys
        At least one.
    how
        Whether a row on the left that matches nothing stays, with nulls in place of the attributes of the right.
    left_rows, right_rows
        The most rows of each side with the same keys; None for all of them.
    """

    left: "Relation"
    right: "Relation"
    keys: tuple[JoinKey, ...]
    how: JoinKind
    left_rows: int | None = None
    right_rows: int | None = None


Relation = Table | Where | Project | Union | Split | GroupRows | Join

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


def stability(relation: Relation, contributions: Mapping[Table, Contribution]) -> int:
    """The most rows of the relation that one privacy unit can add or remove.

    Parameters
    ----------
    contributions
        What one unit has in each table; a record where a table is not named.
    """
    match relation:
        case Table():
            return contributions.get(relation, RECORD).rows
        case Where(source, _) | Project(source, _):
            # Both look at each row by itself: a row that comes or goes below takes at most itself along.
            return stability(source, contributions)
        case Split(source, _, _, _, _):
            # The hash is of the row itself, and its seed is public.
            return stability(source, contributions)
        case Union(relations):
            # Each row of each relation is one row here, whatever rows the others have; and a unit may have its rows in
            # all of them, be they of one table or of several.
            return sum(stability(each, contributions) for each in relations)
        case GroupRows(source, keys, _):
            # Which row a group has follows from the rows of the group, in whatever order. A row that comes or goes below
            # is in one group; the row of that group goes, and another one may come: so s rows below are 2 s here.
            #
            # Where a key says whose a row is, a group is of one unit's rows, and it goes as a whole when the unit goes:
            # its row goes and none comes, and no other group changes. The unit has s rows at most below, so s groups;
            # and one group, where the keys say nothing else.
            rows = stability(source, contributions)
            of_units = _keys_of_units(source, keys, contributions)
            if not of_units:
                return 2 * rows
            return min(rows, 1) if len(of_units) == len(keys) else rows
        case Join(left, right, keys, how, left_rows, right_rows):
            # `leapyear_core.model.joins` says why.
            left_units, right_units = (
                unit_attributes(each, contributions) for each in (left, right)
            )
            return rows_moved(
                Side(
                    stability(left, contributions),
                    left_rows,
                    any(key.left in left_units for key in keys),
                ),
                Side(
                    stability(right, contributions),
                    right_rows,
                    any(key.right in right_units for key in keys),
                ),
                how,
                on_the_unit=_is_on_the_unit(relation, contributions),
            )


def unit_attributes(
    relation: Relation, contributions: Mapping[Table, Contribution]
) -> Mapping[str, str]:
    """The attributes of the relation each of which says whose a row is, and the unit columns that they were.

    Where an attribute does, there is a value of it in each row, and the rows with the value *u* depend on the rows of
    the unit *u* alone: they are the relation of that unit's rows of the tables. So they all go when the unit goes, and
    stay as they are when any other one comes or goes. Of a table its unit column does. A filter or a split decides about
    each row by itself, and a projection computes each by itself: what is there of the attribute, under whatever name,
    still does. The rows of a union with one value are those of each relation, so it has to be so in all of them, of unit
    columns of one name: a patient 7 may be another one than a doctor 7, and stay when that one goes. A join has the rows
    on the left, each with rows of the same unit, or with rows that are nobody's: so what it has of them still does, but where a cut
    lets in rows of others when one unit's go.

    A public table has no such attribute: its rows stay when a unit goes.
    """
    match relation:
        case Table():
            column = contributions.get(relation, RECORD).column
            return {} if column is None else {column: column}
        case Where(source, _) | Split(source, _, _, _, _):
            return unit_attributes(source, contributions)
        case Project(source, attributes):
            return _keys_of_units(source, attributes, contributions)
        case Union(relations):
            first, *others = (unit_attributes(each, contributions) for each in relations)
            return {
                name: column
                for name, column in first.items()
                if all(each.get(name) == column for each in others)
            }
        case GroupRows(source, keys, _):
            return _keys_of_units(source, keys, contributions)
        case Join(left, right, _, _, left_rows, _):
            # A cut by keys that are nobody's own lets rows of others in where one unit's go.
            is_uncut = left_rows is None and not stability(right, contributions)
            is_own = is_uncut or _is_on_the_unit(relation, contributions)
            return unit_attributes(left, contributions) if is_own else {}


def _keys_of_units(
    source: Relation, keys: Sequence[Projection], contributions: Mapping[Table, Contribution]
) -> Mapping[str, str]:
    """The keys that say whose the rows of a group are, and the unit columns that they were.

    Without one, a group may have rows of several units: then its row is nobody's, whatever is aggregated of a column that
    said it below.
    """
    below = unit_attributes(source, contributions)
    return {
        key.name: below[key.expression.name]
        for key in keys
        if isinstance(key.expression, Attribute) and key.expression.name in below
    }


def _is_on_the_unit(join: Join, contributions: Mapping[Table, Contribution]) -> bool:
    left = unit_attributes(join.left, contributions)
    right = unit_attributes(join.right, contributions)
    return any(key.left in left and left[key.left] == right.get(key.right) for key in join.keys)


def rows_of_a_group(relation: GroupRows, contributions: Mapping[Table, Contribution]) -> int | None:
    """The most rows that a group has, where it is of one unit's rows: else that is private, and None."""
    if not _keys_of_units(relation.relation, relation.keys, contributions):
        return None
    return stability(relation.relation, contributions)


def named_attributes(relation: Relation) -> tuple[str, ...] | None:
    """The attributes of a relation that says itself which it has, so that they are the same for all who see them.

    None where it has those of a table: these are the columns that somebody sees.
    """
    match relation:
        case Table():
            return None
        case Project(_, attributes):
            return tuple(each.name for each in attributes)
        case GroupRows(_, keys, aggregates):
            return (*(key.name for key in keys), *(each.name for each in aggregates))
        case Where(source, _) | Split(source, _, _, _, _):
            return named_attributes(source)
        case Union(relations):
            all_named = [named_attributes(each) for each in relations]
            return None if None in all_named else all_named[0]
        case Join(left, right, keys, _, _, _):
            here, there = named_attributes(left), named_attributes(right)
            if here is None or there is None:
                return None
            return (*here, *(name for name in there if name not in {key.right for key in keys}))


def tables_of(relation: Relation) -> frozenset[Table]:
    """The tables that a relation is made of."""
    match relation:
        case Table():
            return frozenset((relation,))
        case (
            Where(source, _)
            | Project(source, _)
            | Split(source, _, _, _, _)
            | GroupRows(source, _, _)
        ):
            return tables_of(source)
        case Union(relations):
            return frozenset().union(*map(tables_of, relations))
        case Join(left, right, _, _, _, _):
            return tables_of(left) | tables_of(right)
