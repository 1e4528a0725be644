"""Comparisons, conditions, and choices between values."""

from collections.abc import Sequence
from typing import TypeVar

from leapyear_core.model.errors import InvalidExpression
from leapyear_core.model.functions.intervals import union
from leapyear_core.model.functions.signature import (
    ANY,
    CONDITION,
    Arguments,
    Function,
    Parameter,
    named,
)
from leapyear_core.model.types import (
    BoolType,
    DataType,
    DatetimeType,
    DateType,
    FactorType,
    IntType,
    RealType,
    TextType,
)

T = TypeVar("T")

_FAMILIES: list[tuple[type[DataType], ...]] = [
    (IntType, RealType),
    (TextType, FactorType),
    (DateType,),
    (DatetimeType,),
]
_TWO = (Parameter("left", ANY), Parameter("right", ANY))


def _comparable(name: str, left: DataType, right: DataType, *, bools: bool) -> None:
    families = [*_FAMILIES, (BoolType,)] if bools else _FAMILIES
    if any(isinstance(left, family) and isinstance(right, family) for family in families):
        return
    message = f"{name!r} cannot compare {named(left)} with {named(right)}"
    if isinstance(left, BoolType) or isinstance(right, BoolType):
        message += ": a BOOL is a condition already, use it (or its negation) as it is"
    raise InvalidExpression(message)


def _comparison(given: Arguments) -> DataType:
    left, right = given.types
    _comparable(given.function, left, right, bools=given.function in ("eq", "ne"))
    return BoolType()


def _coalesce(given: Arguments) -> DataType:
    return union(given.function, given.types, given.constants)


def _extreme(given: Arguments) -> DataType:
    if any(isinstance(each, BoolType) for each in given.types):
        raise InvalidExpression(
            f"{given.function!r} takes no BOOL: join conditions with 'and' or 'or'"
        )
    return union(given.function, given.types, given.constants)


def _null_if(given: Arguments) -> DataType:
    left, right = given.types
    _comparable(given.function, left, right, bools=True)
    return left


def _when(given: Arguments) -> DataType:
    conditions, values = branches(range(len(given.types)))
    for index in conditions:
        if not isinstance(given.types[index], BoolType):
            raise InvalidExpression(
                f"'when' takes BOOL as a condition, not {named(given.types[index])}: compare it with something first"
            )
    return union(
        given.function,
        [given.types[index] for index in values],
        [given.constants[index] for index in values],
    )


def branches(arguments: Sequence[T]) -> tuple[Sequence[T], Sequence[T]]:
    """The conditions of `when`, and its values: one more than conditions where there is one for all other rows."""
    pairs = len(arguments) // 2 * 2
    return arguments[:pairs:2], [*arguments[1:pairs:2], *arguments[pairs:]]


def _bool(given: Arguments) -> DataType:
    return BoolType()


FUNCTIONS = (
    Function("eq", _TWO, _comparison, "Whether two values are equal; null where one is null."),
    Function("ne", _TWO, _comparison, "Whether two values differ; null where one is null."),
    Function("lt", _TWO, _comparison, "Whether the left is less; null where one is null."),
    Function("le", _TWO, _comparison, "Whether the left is less or equal; null where one is null."),
    Function("gt", _TWO, _comparison, "Whether the left is greater; null where one is null."),
    Function(
        "ge", _TWO, _comparison, "Whether the left is greater or equal; null where one is null."
    ),
    Function(
        "and",
        (Parameter("condition", CONDITION),),
        _bool,
        "Whether all are true: false where one is false, else null where one is null.",
        repeated=True,
    ),
    Function(
        "or",
        (Parameter("condition", CONDITION),),
        _bool,
        "Whether one is true: true where one is true, else null where one is null.",
        repeated=True,
    ),
    Function("not", (Parameter("condition", CONDITION),), _bool, "The opposite; null of null."),
    Function("is_null", (Parameter("x", ANY),), _bool, "Whether there is no value; never null."),
    Function(
        "coalesce",
        (Parameter("x", ANY), Parameter("other", ANY)),
        _coalesce,
        "The first that is not null; null where all are. FACTORs and constant strings make a FACTOR of all their values.",
        repeated=True,
    ),
    Function("null_if", _TWO, _null_if, "The left; null where it equals the right."),
    Function(
        "greatest",
        (Parameter("x", ANY), Parameter("other", ANY)),
        _extreme,
        "The greatest of those that are not null; null where all are.",
        repeated=True,
    ),
    Function(
        "least",
        (Parameter("x", ANY), Parameter("other", ANY)),
        _extreme,
        "The least of those that are not null; null where all are.",
        repeated=True,
    ),
    Function(
        "when",
        (Parameter("condition", CONDITION), Parameter("value", ANY), Parameter("more", ANY)),
        _when,
        "Conditions and values in turn: the value behind the first condition that is true. A last value without a"
        " condition is for all other rows, which are null without one.",
        repeated=True,
        optional=True,
    ),
)
