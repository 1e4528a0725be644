"""Comparisons, conditions, and choices between values."""

from leapyear_core.model.errors import InvalidExpression
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
)
