"""Type rules and interval rules."""

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
    ],
)
def test_a_function_names_what_does_not_fit(
    function: str, arguments: list[DataType], told: str
) -> None:
    with pytest.raises(InvalidExpression, match=told):
        FUNCTIONS[function].type_of(arguments)


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
