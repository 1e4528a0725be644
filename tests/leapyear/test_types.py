"""Declarations of columns: what is taken, and that what is refused is refused in words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leapyear._types import LARGEST_INT, Type, declared_type
from leapyear.exceptions import InvalidBounds, InvalidColumn


@pytest.mark.parametrize(
    ("tag", "bounds", "expected"),
    [
        ("BOOL", None, Type("BOOL")),
        ("INT", (0, 120), Type("INT", (0, 120))),
        ("int", [0, 120], Type("INT", (0, 120))),
        ("INT", (0.0, 120.0), Type("INT", (0, 120))),
        ("REAL", (-3.0, 3), Type("REAL", (-3.0, 3.0))),
        ("REAL", (5, 5), Type("REAL", (5.0, 5.0))),
        ("FACTOR", ["f", "m"], Type("FACTOR", ("f", "m"))),
        ("TEXT", None, Type("TEXT")),
        ("DATE", None, Type("DATE")),
        ("DATETIME", None, Type("DATETIME")),
    ],
)
def test_declarations_are_taken_as_people_write_them(tag: str, bounds: Any, expected: Type) -> None:
    """Any case, any sequence, whole floats."""
    declared = declared_type("x", tag, bounds)
    assert declared == expected
    assert [type(one) for one in declared.contents or ()] == [
        type(one) for one in expected.contents or ()
    ]


@pytest.mark.parametrize(
    ("tag", "bounds", "says"),
    [
        ("REAL", (3.0, -3.0), r"wrong way round: did you mean bounds=\(-3.0, 3.0\)"),
        ("INT", (9, 0), r"wrong way round: did you mean bounds=\(0, 9\)"),
        ("REAL", None, "needs bounds"),
        ("INT", None, "needs bounds"),
        ("FACTOR", None, "needs bounds"),
        ("BOOL", (0, 1), "takes no bounds"),
        ("DATE", ("2020-01-01", "2021-01-01"), "takes no bounds"),
        ("REAL", 5, "pair"),
        ("REAL", "05", "pair"),
        ("REAL", (1, 2, 3), "3 values"),
        ("REAL", (float("-inf"), 0), "not both finite"),
        ("REAL", (float("nan"), 0), "not both finite"),
        ("REAL", (0, 1e101), "beyond"),
        ("REAL", (False, True), "numbers"),
        ("REAL", ("0", "1"), "numbers"),
        ("INT", (0.5, 3), "is it a REAL"),
        ("INT", (0, float("inf")), "whole numbers"),
        ("INT", (0, LARGEST_INT + 1), "beyond"),
        ("FACTOR", "abc", "list of strings"),
        ("FACTOR", [1, 2], "is it an INT"),
        ("FACTOR", [], "1 to"),
        ("FACTOR", ["a", "b", "a"], "'a' twice"),
    ],
)
def test_bounds_that_are_none_are_refused_at_once(tag: str, bounds: Any, says: str) -> None:
    """Each with the column's name, and the way out."""
    with pytest.raises(InvalidBounds, match=says) as caught:
        declared_type("the column", tag, bounds)
    assert "'the column'" in str(caught.value)
    assert caught.value.code == "invalid_bounds"


@pytest.mark.parametrize(
    ("tag", "says"), [("REEL", "did you mean 'REAL'"), ("STR", "the types are"), (int, "none")]
)
def test_a_type_that_is_none_is_refused(tag: Any, says: str) -> None:
    """With those that there are."""
    with pytest.raises(InvalidColumn, match=says):
        declared_type("x", tag, None)


@given(st.tuples(st.floats(-1e100, 1e100), st.floats(-1e100, 1e100)))
def test_real_bounds_are_taken_in_order_and_in_no_other(bounds: tuple[float, float]) -> None:
    """Exactly the pairs with lowest <= highest."""
    if bounds[0] <= bounds[1]:
        assert declared_type("x", "REAL", bounds).contents == bounds
    else:
        with pytest.raises(InvalidBounds):
            declared_type("x", "REAL", bounds)
