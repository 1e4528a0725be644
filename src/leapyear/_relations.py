"""Relations as frozen trees: which rows a data set means, in the words of those who typed it.

As of an expression, the depth of a relation is counted while it is built.
"""

from typing import Final, Literal, TypeAlias

from attrs import field, fields, frozen

from leapyear._expressions import Expression
from leapyear._refusals import invalid_expression

#: The most levels that a relation may have, its deepest expression included: 200 less the envelope
#: around it.
DEEPEST_RELATION: Final = 190


@frozen
class TableRelation:
    """A table."""

    database: str
    table: str
    depth: int = field(default=1, init=False, eq=False, repr=False)


@frozen
class ViewRelation:
    """What a view stands for."""

    database: str
    view: str
    depth: int = field(default=1, init=False, eq=False, repr=False)


@frozen
class WhereRelation:
    """The rows of a relation for which a predicate is true."""

    relation: "Relation"
    predicate: Expression
    depth: int = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(
            self, "depth", _checked(1 + max(self.relation.depth, self.predicate.depth))
        )


@frozen
class ProjectRelation:
    """Other attributes for the rows of a relation: names, each with its expression."""

    relation: "Relation"
    attributes: tuple[tuple[str, Expression], ...]
    depth: int = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        expressions = 2 + max(expression.depth for _, expression in self.attributes)
        object.__setattr__(self, "depth", _checked(1 + max(self.relation.depth, expressions)))


@frozen
class UnionRelation:
    """The rows of all of several relations."""

    relations: tuple["Relation", ...]
    depth: int = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        deepest = max(relation.depth for relation in self.relations)
        object.__setattr__(self, "depth", _checked(2 + deepest))


@frozen
class SplitRelation:
    """A part of the rows of a relation, by a hash of attributes: the shares of all parts, and which one it is."""

    relation: "Relation"
    attributes: tuple[str, ...]
    shares: tuple[int, ...]
    part: int
    seed: int
    depth: int = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "depth", _checked(2 + self.relation.depth))


@frozen
class GroupAggregate:
    """A value for each group of rows: its name, its kind, and what it is of; of rows that is None."""

    name: str
    kind: str
    expression: Expression | None

    @property
    def depth(self) -> int:
        """The levels of it."""
        return 1 if self.expression is None else 1 + self.expression.depth


@frozen
class GroupRelation:
    """One row for each group of the rows of a relation: names of keys, each with its expression, and aggregates."""

    relation: "Relation"
    keys: tuple[tuple[str, Expression], ...]
    aggregates: tuple[GroupAggregate, ...]
    depth: int = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        keys = 2 + max(expression.depth for _, expression in self.keys)
        aggregates = 1 + max(aggregate.depth for aggregate in self.aggregates)
        deepest = max(self.relation.depth, keys, aggregates)
        object.__setattr__(self, "depth", _checked(1 + deepest))


@frozen
class JoinRelation:
    """The pairs of rows of two relations that are equal in their keys: names, of the left and of the right."""

    left: "Relation"
    right: "Relation"
    keys: tuple[tuple[str, str], ...]
    how: Literal["inner", "left"]
    left_rows: int | None
    right_rows: int | None
    depth: int = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        deepest = max(2, self.left.depth, self.right.depth)
        object.__setattr__(self, "depth", _checked(1 + deepest))


Relation: TypeAlias = (
    TableRelation
    | ViewRelation
    | WhereRelation
    | ProjectRelation
    | UnionRelation
    | SplitRelation
    | GroupRelation
    | JoinRelation
)


def splits_in(relation: Relation) -> int:
    """How many splits of splits a relation is made in."""
    below = [
        splits_in(each)
        for part in fields(type(relation))
        for value in (getattr(relation, part.name),)
        for each in (value if isinstance(value, tuple) else (value,))
        if isinstance(each, Relation)
    ]
    return max(below, default=0) + isinstance(relation, SplitRelation)


def names_its_attributes(relation: Relation) -> bool:
    """Whether a relation says itself which attributes it has: a table has those that its user sees."""
    match relation:
        case ProjectRelation() | GroupRelation() | JoinRelation():
            return True
        case WhereRelation() | SplitRelation():
            return names_its_attributes(relation.relation)
        case UnionRelation(relations):
            return all(map(names_its_attributes, relations))
        case TableRelation() | ViewRelation():
            return False


def _checked(depth: int) -> int:
    if depth > DEEPEST_RELATION:
        raise invalid_expression(
            f"this data set is made in {depth} levels of where and project, more than the server "
            "takes"
        )
    return depth
