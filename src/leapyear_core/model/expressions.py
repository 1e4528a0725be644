"""Expressions: a value for each row.

An expression is a tree of attributes, constants and calls of functions (`leapyear_core.model.functions`). Its type and
bounds follow from the schema alone, by interval arithmetic, so that they are public facts.
"""

import datetime as dt
from collections.abc import Sequence

from attrs import frozen

from leapyear_core.model.errors import AttributeNotFound
from leapyear_core.model.functions import FUNCTIONS
from leapyear_core.model.types import (
    BoolType,
    DataType,
    DatetimeType,
    DateType,
    IntType,
    RealType,
    Schema,
    TextType,
)


@frozen
class Attribute:
    """The value of an attribute."""

    name: str


@frozen
class Constant:
    """The same value for every row. A moment is naive and in UTC."""

    value: bool | int | float | str | dt.date | dt.datetime


@frozen
class Call:
    """A function of other expressions."""

    function: str
    arguments: tuple["Expression", ...]


Expression = Attribute | Constant | Call


def type_of(expression: Expression, schema: Schema) -> DataType:
    """The type of an expression over a relation with this schema, with its bounds.

    Raises
    ------
    AttributeNotFound
        If the schema has no such attribute.
    InvalidExpression
        If a function does not take arguments of these types.
    """
    match expression:
        case Attribute(name):
            try:
                return schema[name]
            except KeyError:
                raise AttributeNotFound(
                    f"there is no attribute {name!r}; there are {_listed(schema)}"
                ) from None
        case Constant(value):
            return _type_of_constant(value)
        case Call(function, arguments):
            return FUNCTIONS[function].type_of(
                [type_of(argument, schema) for argument in arguments], constants_of(arguments)
            )


def constants_of(arguments: Sequence[Expression]) -> list[object]:
    """The value of each argument that is a constant; None for the others."""
    return [each.value if isinstance(each, Constant) else None for each in arguments]


def attributes_of(expression: Expression) -> frozenset[str]:
    """The names of the attributes that an expression reads."""
    match expression:
        case Attribute(name):
            return frozenset((name,))
        case Constant():
            return frozenset()
        case Call(_, arguments):
            return frozenset().union(*map(attributes_of, arguments))


def _type_of_constant(value: bool | int | float | str | dt.date | dt.datetime) -> DataType:
    # The order matters: a bool is an int, and a datetime is a date.
    match value:
        case bool():
            return BoolType()
        case int():
            return IntType(value, value)
        case float():
            return RealType(value, value)
        case str():
            return TextType()
        case dt.datetime():
            return DatetimeType()
        case dt.date():
            return DateType()


def _listed(schema: Schema, most: int = 20) -> str:
    names = list(schema)
    listed = ", ".join(map(repr, names[:most]))
    return listed if len(names) <= most else f"{listed} and {len(names) - most} more"
