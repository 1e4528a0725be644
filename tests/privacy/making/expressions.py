"""Generated expressions over a schema."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from leapyear_core.model.errors import InvalidExpression
from leapyear_core.model.expressions import Attribute, Call, Constant, Expression, type_of
from leapyear_core.model.functions import FUNCTIONS
from leapyear_core.model.functions.times import UNITS
from leapyear_core.model.types import (
    INT_LIMIT,
    BoolType,
    DataType,
    DatetimeType,
    DateType,
    FactorType,
    IntType,
    RealType,
    Schema,
    TextType,
)
from tests.privacy.making.chances import Chances
from tests.privacy.making.literals import DAYS, MOMENTS, TEXTS

_FUNCTIONS = sorted(FUNCTIONS.values(), key=lambda each: each.name)
SUMMABLE: Sequence[type[DataType]] = (IntType, RealType, BoolType, IntType)
NUMBERS: Sequence[type[DataType]] = (IntType, RealType)
KEYS: Sequence[type[DataType]] = (BoolType, IntType, FactorType, TextType, DateType)

_ALL: Sequence[type[DataType]] = (
    BoolType,
    IntType,
    RealType,
    FactorType,
    TextType,
    DateType,
    DatetimeType,
)

#: Constants that a parameter takes, by its name.
_FITTING: Mapping[str, Callable[[Chances], Any]] = {
    "unit": lambda chances: chances.one(sorted(UNITS)),
    "format": lambda chances: chances.one(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"]),
    "digits": lambda chances: chances.one([0, 2, 15, -1, -15]),
    "exponent": lambda chances: chances.one([0, 1, 2, -1, 3, 64, 0.5, -0.5]),
    "start": lambda chances: chances.one([1, 2, 9]),
    "length": lambda chances: chances.one([0, 1, 9]),
    "old": lambda chances: chances.one(["a", "'", "xx"]),
    "new": lambda chances: chances.one(["", "bb", "'"]),
    "value": lambda chances: chances.one(TEXTS),
}


def make_expression(
    chances: Chances, schema: Schema, depth: int = 2, kinds: Sequence[type[DataType]] = ()
) -> Expression:
    """An expression that type-checks, of one of these types or of any, and of at most this depth."""
    wanted = tuple(kinds) or tuple(_ALL)
    if depth and chances.chance(0.5):
        call = _call(chances, schema, depth)
        try:
            if isinstance(type_of(call, schema), wanted):
                return call
        except InvalidExpression:
            pass
    return make_leaf(chances, schema, wanted)


def make_leaf(chances: Chances, schema: Schema, kinds: Sequence[type[DataType]]) -> Expression:
    """An attribute of one of these types; a constant where there is none, and now and then."""
    fitting = [name for name, given in schema.items() if isinstance(given, tuple(kinds))]
    if fitting and chances.chance(0.85):
        return Attribute(chances.one(fitting))
    if fitting and FactorType in kinds:  # of which there are no constants
        return Attribute(chances.one(fitting))
    return _constant(chances, chances.one(kinds))


def _constant(chances: Chances, kind: type[DataType]) -> Constant:
    """A constant of this type, or of the strings for a FACTOR, of which there is none."""
    if kind is BoolType:
        return Constant(chances.chance(0.5))
    if kind is IntType:
        return Constant(chances.one([0, 1, -1, 2, 7, 12, INT_LIMIT, -INT_LIMIT]))
    if kind is RealType:
        return Constant(chances.one([0.0, 0.5, -1.5, 3.0, 1e100, 1e-300]))
    if kind is DateType:
        return Constant(chances.one(DAYS))
    if kind is DatetimeType:
        return Constant(chances.one(MOMENTS))
    return Constant(chances.one(TEXTS))


def _call(chances: Chances, schema: Schema, depth: int) -> Expression:
    function = chances.one(_FUNCTIONS)
    count = function.arity or chances.numbers.randint(len(function.takes), 4)
    arguments: list[Expression] = []
    for index in range(count):
        parameter = function.parameter(index)
        if parameter.constant:
            arguments.append(Constant(_FITTING[parameter.name](chances)))
            continue
        kinds = parameter.kind.types
        if arguments and len(kinds) > 3 and function.name not in ("when", "to_text"):
            # What is compared or chosen from is of one type.
            kinds = (type(type_of(arguments[-1], schema)),)
        arguments.append(make_expression(chances, schema, depth - 1, kinds))
    if function.name == "clip":
        arguments[1:] = map(Constant, sorted(chances.one([-9.5, 0.0, 2.0, 40.0]) for _ in "lu"))
    return Call(function.name, tuple(arguments))


def make_of_kind(chances: Chances, schema: Schema, kind: type[DataType]) -> Expression:
    """An expression of exactly this type, made of the attributes that there are."""
    if kind is not FactorType:
        return make_expression(chances, schema, 1, (kind,))
    there = [name for name, given in schema.items() if isinstance(given, FactorType)]
    if there and chances.chance(0.8):
        return Attribute(chances.one(there))
    text = make_leaf(chances, schema, (TextType, FactorType))
    return Call("to_factor", (text, *map(Constant, chances.some(TEXTS, 3))))


def make_predicate(chances: Chances, schema: Schema) -> Expression:
    """A BOOL expression; true of most rows more often than not."""
    if chances.chance(0.4):
        return make_expression(chances, schema, 2, (BoolType,))
    null = Call("is_null", (make_expression(chances, schema, 1),))
    if chances.chance(0.7):
        return Call("not", (null,))
    return Call("or", (null, make_expression(chances, schema, 1, (BoolType,))))
