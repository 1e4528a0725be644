"""The stability of relations, and which of their attributes say whose a row is.

The stability of a relation is the number of its rows that can come or go when one privacy unit comes or goes (McSherry
2009, "Privacy integrated queries", definition 2). The privacy unit of a table is a record of it, or an entity that has up
to so many of its rows.
"""

from collections.abc import Mapping, Sequence

from leapyear_core.model.errors import InvalidExpression
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.joins import Side, rows_moved
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
from leapyear_core.model.units import RECORD, Contribution


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
            return rows_moved(
                _side(left, left_rows, [key.left for key in keys], contributions),
                _side(right, right_rows, [key.right for key in keys], contributions),
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


def rows_of_a_key(join: Join, contributions: Mapping[Table, Contribution]) -> int | None:
    """The most rows on the right with one combination of keys, where there is such a number."""
    keys = [key.right for key in join.keys]
    try:
        return _side(join.right, join.right_rows, keys, contributions).per_key
    except InvalidExpression:  # a join on the right has any number of rows of a unit
        return join.right_rows


def _side(
    relation: Relation,
    cut: int | None,
    keys: Sequence[str],
    contributions: Mapping[Table, Contribution],
) -> Side:
    units = unit_attributes(relation, contributions)
    return Side(stability(relation, contributions), cut, any(key in units for key in keys))


def _is_on_the_unit(join: Join, contributions: Mapping[Table, Contribution]) -> bool:
    left = unit_attributes(join.left, contributions)
    right = unit_attributes(join.right, contributions)
    return any(key.left in left and left[key.left] == right.get(key.right) for key in join.keys)


def rows_of_a_group(relation: GroupRows, contributions: Mapping[Table, Contribution]) -> int | None:
    """The most rows that a group has, where it is of one unit's rows: else that is private, and None."""
    if not _keys_of_units(relation.relation, relation.keys, contributions):
        return None
    return stability(relation.relation, contributions)
