"""The lattice is chosen from the bounds alone."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leapyear_core.model.errors import InvalidAnalysis
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.lattice import INT_BITS, REAL_BITS, lattice_total
from leapyear_core.model.types import INT_LIMIT, REAL_LIMIT, BoolType, IntType, RealType, TextType

X = Attribute("x")


def test_whole_numbers_are_summed_as_they_are() -> None:
    total = lattice_total(X, IntType(-5, 100), centred=False)
    assert (total.step, total.centre, total.bounds) == (1.0, 0.0, (-5, 100))


def test_centring_halves_the_sensitivity() -> None:
    """For a BOOL it needs a lattice of halves."""
    total = lattice_total(X, BoolType(), centred=True)
    assert (total.step, total.centre, total.bounds) == (0.5, 0.5, (-1, 1))


@given(
    st.floats(-REAL_LIMIT / 2, REAL_LIMIT / 2),
    st.floats(-REAL_LIMIT / 2, REAL_LIMIT / 2),
    st.booleans(),
)
def test_the_bounds_of_a_real_span_the_lattice(one: float, other: float, centred: bool) -> None:
    """Fine enough for sums of a billion rows, and small enough for noise of 64 bits."""
    total = lattice_total(X, RealType(min(one, other), max(one, other)), centred=centred)
    reach = max(map(abs, total.bounds))
    assert reach <= 2**REAL_BITS
    assert reach * total.step == pytest.approx(
        max(abs(min(one, other) - total.centre), abs(max(one, other) - total.centre)),
        rel=1e-8,
        abs=2.0**-990,
    )


@given(
    st.integers(1 - INT_LIMIT, INT_LIMIT - 1),
    st.integers(1 - INT_LIMIT, INT_LIMIT - 1),
    st.booleans(),
)
def test_the_bounds_of_an_int_stay_within_their_bits(one: int, other: int, centred: bool) -> None:
    total = lattice_total(X, IntType(min(one, other), max(one, other)), centred=centred)
    # One more for a centre between two whole numbers, which needs a lattice of halves.
    assert max(map(abs, total.bounds)) <= 2 ** (INT_BITS + 1)
    assert math.log2(total.step) == total.exponent


def test_what_has_no_bounds_is_not_summed() -> None:
    """A count of groups, for one, of which nobody said how large they are."""
    for unbounded in (RealType(-REAL_LIMIT, REAL_LIMIT), IntType(1, INT_LIMIT)):
        with pytest.raises(InvalidAnalysis, match="clip"):
            lattice_total(X, unbounded, centred=False)


def test_what_is_no_number_is_not_summed() -> None:
    with pytest.raises(InvalidAnalysis, match="TEXT"):
        lattice_total(X, TextType(), centred=False)
