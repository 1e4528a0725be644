"""Type rules and interval rules."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leapyear_core.model.errors import InvalidExpression
from leapyear_core.model.expressions import Attribute, Call, Constant, type_of
from leapyear_core.model.functions import FUNCTIONS
from leapyear_core.model.types import (
    INT_LIMIT,
    REAL_LIMIT,
    BoolType,
    DataType,
    DatetimeType,
    DateType,
    FactorType,
    IntType,
    RealType,
    TextType,
)

AGE = IntType(0, 120)
SHARE = RealType(-1.0, 2.0)


@pytest.mark.parametrize(
    ("function", "arguments", "expected"),
    [
        ("gt", [AGE, RealType(1.0, 1.0)], BoolType()),
        ("eq", [FactorType(("a", "b")), TextType()], BoolType()),
        ("eq", [BoolType(), BoolType()], BoolType()),
        ("and", [BoolType(), BoolType(), BoolType()], BoolType()),
        ("is_null", [DateType()], BoolType()),
        ("add", [AGE, AGE], IntType(0, 240)),
        ("add", [AGE, SHARE], RealType(-1.0, 122.0)),
        ("subtract", [AGE, AGE], IntType(-120, 120)),
        ("multiply", [AGE, IntType(-2, 3)], IntType(-240, 360)),
        ("negate", [SHARE], RealType(-2.0, 1.0)),
        ("abs", [SHARE], RealType(0.0, 2.0)),
        ("abs", [IntType(-5, -2)], IntType(2, 5)),
        ("divide", [AGE, IntType(2, 4)], RealType(0.0, 60.0)),
        ("divide", [AGE, AGE], RealType(-120.0, 120.0)),
        ("divide", [AGE, SHARE], RealType(-REAL_LIMIT, REAL_LIMIT)),
        ("multiply", [RealType(0, 1e60), RealType(0, 1e60)], RealType(0.0, REAL_LIMIT)),
        ("clip", [AGE, IntType(18, 18), IntType(65, 65)], IntType(18, 65)),
        ("clip", [AGE, RealType(0.5, 0.5), IntType(200, 200)], RealType(0.5, 120.0)),
        ("floor_divide", [AGE, IntType(10, 10)], IntType(0, 12)),
        ("floor_divide", [IntType(-5, 120), AGE], IntType(-120, 120)),
        ("floor_divide", [SHARE, IntType(2, 2)], RealType(-1.0, 1.0)),
        ("modulo", [AGE, IntType(7, 7)], IntType(0, 6)),
        ("modulo", [AGE, IntType(-7, -7)], IntType(-6, 0)),
        ("modulo", [SHARE, RealType(0.5, 0.5)], RealType(0.0, 0.5)),
        ("modulo", [IntType(0, 3), IntType(100, 100)], IntType(0, 3)),
        ("sign", [SHARE], IntType(-1, 1)),
        ("floor", [SHARE], RealType(-1.0, 2.0)),
        ("ceil", [AGE], AGE),
        ("sqrt", [SHARE], RealType(0.0, math.sqrt(2.0))),
        ("sqrt", [RealType(-2.0, -1.0)], RealType(0.0, 0.0)),
        ("exp", [RealType(0.0, 1e6)], RealType(1.0, REAL_LIMIT)),
        ("log", [RealType(0.0, 1.0)], RealType(math.log(5e-324), 0.0)),
        ("log1p", [AGE], RealType(0.0, math.log1p(120))),
        ("acos", [SHARE], RealType(0.0, math.pi)),
        ("tan", [RealType(0.0, 1.0)], RealType(0.0, math.tan(1.0))),
        ("tan", [RealType(0.0, 2.0)], RealType(-REAL_LIMIT, REAL_LIMIT)),
        ("cosh", [SHARE], RealType(1.0, math.cosh(2.0))),
        ("atan2", [AGE, SHARE], RealType(0.0, math.pi)),
        ("coalesce", [AGE, SHARE], RealType(-1.0, 120.0)),
        ("greatest", [AGE, IntType(18, 18)], IntType(0, 120)),
        ("when", [BoolType(), AGE, BoolType(), IntType(-9, -9)], IntType(-9, 120)),
        ("coalesce", [FactorType(("a",)), FactorType(("b", "a"))], FactorType(("a", "b"))),
        ("coalesce", [FactorType(("a",)), TextType()], TextType()),
        ("length", [FactorType(("", "abc"))], IntType(0, 3)),
        ("length", [TextType()], IntType(0, 1_000_000)),
        ("to_int", [RealType(-0.5, 1e100)], IntType(-1, INT_LIMIT)),
        ("to_int", [FactorType(("7", "-3", "x"))], IntType(-3, 7)),
        ("to_real", [FactorType(("x",))], RealType(0.0, 0.0)),
        ("to_real", [BoolType()], RealType(0.0, 1.0)),
        ("to_text", [BoolType()], FactorType(("false", "true"))),
        ("month", [DateType()], IntType(1, 12)),
    ],
)
def test_a_function_states_the_type_and_the_bounds_of_its_value(
    function: str, arguments: list[DataType], expected: DataType
) -> None:
    assert FUNCTIONS[function].type_of(arguments) == expected


@pytest.mark.parametrize(
    ("function", "arguments", "told"),
    [
        ("gt", [AGE, TextType()], "INT with TEXT"),
        ("lt", [BoolType(), BoolType()], "BOOL"),
        ("and", [AGE, BoolType()], "'and' takes BOOL, not INT"),
        ("add", [TextType(), AGE], "numbers, not TEXT"),
        ("not", [BoolType(), BoolType()], "takes 1 arguments, not 2"),
        ("clip", [AGE, AGE, AGE], "constants"),
        ("clip", [AGE, IntType(5, 5), IntType(1, 1)], "wrong way round"),
        ("multiply", [IntType(0, INT_LIMIT), IntType(0, 2)], "clip the arguments"),
        ("coalesce", [AGE], "takes 2 or more arguments, not 1"),
        ("coalesce", [AGE, TextType()], "cannot choose between INT and TEXT"),
        ("greatest", [BoolType(), BoolType()], "takes no BOOL"),
        ("when", [BoolType()], "takes 2 or more"),
        ("when", [BoolType(), AGE, AGE, AGE], "takes BOOL as a condition, not INT"),
        ("to_text", [SHARE], "takes no REAL"),
        ("hour", [DateType()], "takes moments, not DATE"),
        ("power", [AGE, AGE], "takes a constant as its exponent"),
    ],
)
def test_a_function_names_what_does_not_fit(
    function: str, arguments: list[DataType], told: str
) -> None:
    with pytest.raises(InvalidExpression, match=told):
        FUNCTIONS[function].type_of(arguments)


@pytest.mark.parametrize(
    ("function", "first", "constants", "expected"),
    [
        ("power", AGE, (2,), IntType(0, 14_400)),
        ("power", IntType(-3, 2), (2,), IntType(0, 9)),
        ("power", IntType(-3, 2), (3,), IntType(-27, 8)),
        ("power", AGE, (0,), IntType(1, 1)),
        ("power", AGE, (-1,), RealType(1 / 120, REAL_LIMIT)),
        ("power", SHARE, (-2,), RealType(0.0, REAL_LIMIT)),
        ("power", SHARE, (0.5,), RealType(0.0, math.sqrt(2.0))),
        ("round", RealType(0.04, 2.25), (1,), RealType(0.0, 2.3)),
        ("round", AGE, (1,), AGE),
        ("round", IntType(-16, 14), (-1,), IntType(-20, 10)),
        ("to_factor", TextType(), ("a", "b"), FactorType(("a", "b"))),
        ("null_if", AGE, (99,), AGE),
        ("when", BoolType(), ("child", "adult"), FactorType(("child", "adult"))),
        ("coalesce", FactorType(("f",)), ("?",), FactorType(("f", "?"))),
        ("truncate", DateType(), ("month",), DateType()),
        ("parse_datetime", TextType(), ("%d.%m.%Y %H:%M:%S",), DatetimeType()),
    ],
)
def test_a_constant_takes_part_in_the_type(
    function: str, first: DataType, constants: tuple[Any, ...], expected: DataType
) -> None:
    call = Call(function, (Attribute("x"), *map(Constant, constants)))
    assert type_of(call, {"x": first}) == expected


@pytest.mark.parametrize(
    ("function", "first", "constants", "told"),
    [
        ("power", AGE, (100,), "exponent from -64 to 64"),
        ("power", AGE, (10,), "more than a whole number holds"),
        ("round", SHARE, (99,), "from -15 to 15"),
        ("substring", TextType(), (0, 1), "from 1 to 1000000"),
        ("replace", TextType(), ("", "x"), "not empty"),
        ("replace", TextType(), ("x", "y" * 65), "at most 64"),
        ("truncate", DateType(), ("hour",), "one of year, quarter, month, week, day"),
        ("parse_date", TextType(), ("%Y-%m",), "each once"),
        ("parse_date", TextType(), ("%Y-%m-%d-%d",), "each once"),
        ("parse_date", TextType(), ("(%Y-%m-%d)+",), "each once"),
        ("to_factor", TextType(), ("a", "a"), "twice"),
    ],
)
def test_a_constant_that_does_not_fit_is_named(
    function: str, first: DataType, constants: tuple[Any, ...], told: str
) -> None:
    call = Call(function, (Attribute("x"), *map(Constant, constants)))
    with pytest.raises(InvalidExpression, match=told):
        type_of(call, {"x": first})


@given(
    lower=st.integers(-50, 50),
    width=st.integers(0, 50),
    value=st.integers(0, 50),
    other=st.integers(-50, 50),
    name=st.sampled_from(["add", "subtract", "multiply"]),
)
def test_a_value_never_leaves_the_interval_of_its_type(
    lower: int, width: int, value: int, other: int, name: str
) -> None:
    """For an argument anywhere in its bounds."""
    given_type = type_of(
        Call(name, (Attribute("x"), Constant(other))), {"x": IntType(lower, lower + width)}
    )
    x = lower + min(value, width)
    result = {"add": x + other, "subtract": x - other, "multiply": x * other}[name]
    assert isinstance(given_type, IntType)
    assert given_type.lower <= result <= given_type.upper
