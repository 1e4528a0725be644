"""Declarations that make no sense are refused."""

import math

import pytest

from leapyear_core.model.errors import InvalidBounds, InvalidColumn
from leapyear_core.model.types import (
    BoolType,
    Column,
    FactorType,
    IntType,
    RealType,
    schema_of_columns,
)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: IntType(5, 1), r"\(5, 1\) are the wrong way round"),
        (lambda: RealType(1.0, -1.0), "wrong way round"),
        (lambda: RealType(math.nan, 1.0), "finite"),
        (lambda: RealType(0.0, math.inf), "finite"),
        (lambda: RealType(0.0, 1e101), "outside"),
        (lambda: IntType(0, 2**53), "outside"),
        (lambda: FactorType(()), "no values"),
        (lambda: FactorType(("a", "a")), "twice"),
    ],
)
def test_bounds_that_bound_nothing_are_refused(make: object, told: str) -> None:
    with pytest.raises(InvalidBounds, match=told):
        make()  # type: ignore[operator]


@pytest.mark.parametrize("names", [("age", "age"), ("Age", "age"), ("ß", "SS")])
def test_two_columns_of_one_name_are_refused(names: tuple[str, str]) -> None:
    """Names that differ in case alone are one name to the engines."""
    with pytest.raises(InvalidColumn, match="one name"):
        schema_of_columns(tuple(Column(name, BoolType()) for name in names))
