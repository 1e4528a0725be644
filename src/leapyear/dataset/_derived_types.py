"""Types of attributes that the client derives: what it can tell without the server."""

from collections.abc import Mapping
from typing import Any

from leapyear._types import Type
from leapyear.exceptions import InvalidExpression


def is_to_be_derived(given: Type) -> bool:
    """Whether bounds or values follow from an expression, so that the server has to say them."""
    return given.contents is None and given.tag in ("INT", "REAL", "FACTOR")


def hull(one: Mapping[str, Type], other: Mapping[str, Type]) -> dict[str, Type]:
    """The schema of a union, with the bounds of both where they are known."""
    if differing := [name for name in (*one, *other) if (name in one) != (name in other)]:
        raise InvalidExpression(
            f"a union is of data sets with the same attributes, and {differing[0]!r} is in one of "
            "them alone: project both to the same attributes",
            code="invalid_expression",
        )
    hull = {}
    for name, its in one.items():
        if its.tag != other[name].tag:
            raise InvalidExpression(
                f"{name!r} is {its.tag} in one data set and {other[name].tag} in the other: compute "
                "one type of it",
                code="invalid_expression",
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
