"""The rows of several data sets: a union, and the types of its attributes."""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from leapyear._refusals import invalid_expression
from leapyear._relations import UnionRelation
from leapyear._types import Type
from leapyear.dataset._typed_relation import TypedRelation


def union(first: TypedRelation, others: Sequence[TypedRelation]) -> TypedRelation:
    """See `DataSet.union`."""
    if not others:
        return first
    relations = tuple(each.relation for each in (first, *others))
    return TypedRelation(
        UnionRelation(relations), reduce(_hull, [each.schema for each in (first, *others)])
    )


def _hull(one: Mapping[str, Type], other: Mapping[str, Type]) -> Mapping[str, Type]:
    """The schema of both, with the bounds of both where they are known."""
    if differing := [name for name in (*one, *other) if (name in one) != (name in other)]:
        raise invalid_expression(
            f"a union is of data sets with the same attributes, and {differing[0]!r} is in one of "
            "them alone: project both to the same attributes"
        )
    hull = {}
    for name, its in one.items():
        if its.tag != other[name].tag:
            raise invalid_expression(
                f"{name!r} is {its.tag} in one data set and {other[name].tag} in the other: compute "
                "one type of it"
            )
        hull[name] = its if its == other[name] else Type(its.tag, _wider(its, other[name]))
    return hull


def _wider(one: Type, other: Type) -> tuple[Any, ...] | None:
    match one.contents, other.contents:
        case (tuple(mine), tuple(theirs)) if one.tag == "FACTOR":
            return tuple(dict.fromkeys((*mine, *theirs)))
        case ((lower, upper), (least, most)):
            return (min(lower, least), max(upper, most))
    return None
