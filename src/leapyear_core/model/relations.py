"""Relations: a table, or what is made of one.

Which attributes they have is told by `leapyear_core.model.schemas`, and how many rows one privacy unit may move in them by
`leapyear_core.model.stability`.
"""

from attrs import frozen

from leapyear_core.model.aggregates import GroupAggregate
from leapyear_core.model.expressions import Expression
from leapyear_core.model.joins import JoinKey, JoinKind


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
