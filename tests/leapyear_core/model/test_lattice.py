"""The lattice is chosen from the bounds alone."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leapyear_core.model.errors import InvalidAnalysis
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.lattice import (
    INT_BITS,
    REAL_BITS,
    LatticeTotal,
    exact_total,
    lattice_of,
    lattice_total,
    never_leaves,
    product,
    scaled,
)
from leapyear_core.model.types import (
    INT_LIMIT,
    REAL_LIMIT,
    BoolType,
    DataType,
    IntType,
    RealType,
    TextType,
)

X = Attribute("x")


def test_whole_numbers_are_summed_as_they_are() -> None:
    total = lattice_total(X, IntType(-5, 100), centred=False)
    assert (total.step, total.centre, total.bounds) == (1.0, 0.0, (-5, 100))


def test_centring_halves_the_sensitivity() -> None:
    """For a BOOL it needs a lattice of halves."""
    total = lattice_total(X, BoolType(), centred=True)
    assert (total.step, total.centre, total.bounds) == (0.5, 0.5, (-1, 1))


REALS = st.floats(-REAL_LIMIT / 2, REAL_LIMIT / 2) | st.floats(-20, 20)


@given(REALS, REALS, st.booleans())
def test_the_bounds_of_a_real_span_the_lattice(one: float, other: float, centred: bool) -> None:
    """Fine enough for sums of a billion rows, and small enough for noise of 64 bits."""
    total = lattice_total(X, RealType(min(one, other), max(one, other)), centred=centred)
    reach = max(map(abs, total.bounds))
    # Without a centre it is of the same points, unless these would be too many.
    assert reach <= (2**REAL_BITS + 1 if centred else 2**INT_BITS)
    assert reach * total.step == pytest.approx(
        max(abs(min(one, other) - total.centre), abs(max(one, other) - total.centre)),
        rel=1e-8,
        abs=2.0**-990,
    )


@given(REALS, REALS)
def test_sums_with_and_without_a_centre_are_of_points_that_32_bits_hold(
    one: float, other: float
) -> None:
    """So one column of points serves both: they differ by a whole number in each row, if at all."""
    given = RealType(min(one, other), max(one, other))
    lattice = lattice_of(given)
    assert lattice is not None
    least, greatest = lattice.numbers(given)
    assert -(2**31) <= least <= greatest < 2**31

    centred, whole = (lattice_total(X, given, centred=centred) for centred in (True, False))

    assert centred.lattice == lattice
    assert (centred.centre, centred.bounds) == (lattice.origin, (least, greatest))
    if max(abs(least), abs(greatest)) + abs(lattice.origin * 2.0**-lattice.exponent) < 2**INT_BITS:
        assert whole.lattice == lattice
        assert whole.bounds == (least + whole.shift, greatest + whole.shift)


@pytest.mark.parametrize("upper", [1.0, 3.0, 1000.0, 200_000.0, 0.1])
def test_a_sum_far_from_zero_is_as_fine_as_its_bounds_are_narrow(upper: float) -> None:
    far = lattice_total(X, RealType(16 * upper, 17 * upper), centred=False)
    near = lattice_total(X, RealType(0.0, upper), centred=False)
    assert far.step == near.step


def test_what_has_no_useful_bounds_has_no_lattice() -> None:
    assert lattice_of(RealType(-REAL_LIMIT, 0.0)) is None
    assert lattice_of(IntType(0, 1)) is None


TYPES = st.one_of(
    st.tuples(REALS, REALS).map(lambda ends: RealType(min(ends), max(ends))),
    st.tuples(*[st.integers(1 - INT_LIMIT, INT_LIMIT - 1) | st.integers(-9, 9)] * 2).map(
        lambda ends: IntType(min(ends), max(ends))
    ),
    st.just(BoolType()),
)


@given(TYPES, st.booleans())
def test_no_value_of_its_type_leaves_the_bounds_of_a_total(given: DataType, centred: bool) -> None:
    """So the clamp can be left out where values were looked at, but for whole numbers that doubles do not hold."""
    total = lattice_total(X, given, centred=centred)
    assert never_leaves(total, {"x": given})


@given(TYPES, st.data())
def test_a_sum_without_noise_is_of_the_values_themselves(
    given: DataType, data: st.DataObject
) -> None:
    """Whole numbers as they are, and a REAL to far more digits than a sum of doubles has."""
    total = exact_total(X, given)
    value = data.draw(_values(given))
    point = total.lattice.nearest(value) if isinstance(given, RealType) else int(value)
    assert total.bounds[0] <= point <= total.bounds[1]
    assert -(2**61) <= total.bounds[0] <= total.bounds[1] <= 2**61
    if isinstance(given, RealType):
        off = abs(Fraction(value) - point * Fraction(2) ** total.exponent)
        assert (
            off <= Fraction(max(abs(given.lower), abs(given.upper))) / 2**60 + Fraction(2) ** -1000
        )
    else:
        assert (total.exponent, total.centre) == (0, 0.0)


def test_whole_numbers_of_the_widest_bounds_are_summed_without_noise_and_not_with() -> None:
    widest = IntType(-INT_LIMIT, INT_LIMIT)
    assert exact_total(X, widest).bounds == (-INT_LIMIT, INT_LIMIT)
    with pytest.raises(InvalidAnalysis, match="'x' has no useful bounds"):
        lattice_total(X, widest, centred=False)
    with pytest.raises(InvalidAnalysis, match="'x' has no useful bounds"):
        exact_total(X, RealType(-REAL_LIMIT, REAL_LIMIT))


@given(st.lists(TYPES, min_size=1, max_size=3), st.data())
def test_no_values_of_their_types_leave_the_bounds_of_a_product(
    types: list[DataType], data: st.DataObject
) -> None:
    """What the engine computes of values within, in doubles and in this order, stays within."""
    schema = {f"x{number}": given for number, given in enumerate(types)}
    factors = [scaled(Attribute(name), given) for name, given in schema.items()]
    chosen = data.draw(st.lists(st.sampled_from(factors), min_size=1, max_size=4))
    asked = product(*chosen)
    values = {
        name: data.draw(_values(given), label=f"a value of {name}")
        for name, given in schema.items()
    }
    assert never_leaves(asked, schema)
    of_row = 1.0
    for factor in chosen:
        assert isinstance(factor.expression, Attribute)
        of_row *= (values[factor.expression.name] - factor.centre) * factor.stretch
    least, greatest = asked.bounds
    assert least <= math.floor((of_row - asked.offset) * 2.0**REAL_BITS + 0.5) <= greatest


def _values(given: DataType) -> st.SearchStrategy[float]:
    match given:
        case RealType(lower, upper):
            return st.floats(lower, upper)
        case IntType(lower, upper):
            return st.integers(lower, upper).map(float)
        case _:
            return st.sampled_from([0.0, 1.0])


def test_a_wider_type_leaves_the_bounds() -> None:
    """A value that was computed, or a column of other bounds, is not what the summand was made for."""
    narrow, wide = RealType(0.0, 1.0), RealType(0.0, 1.5)
    for asked in (
        lattice_total(X, narrow, centred=True),
        lattice_total(X, narrow, centred=False),
        product(scaled(X, narrow)),
        product(*[scaled(X, narrow)] * 2),
    ):
        assert never_leaves(asked, {"x": narrow})
        assert not never_leaves(asked, {"x": wide})


def test_whole_numbers_that_doubles_do_not_hold_are_clamped() -> None:
    most = 2**53 - 1
    total = LatticeTotal(X, 0.0, 0, (-most + 1, most))
    assert not never_leaves(total, {"x": IntType(-most, most)})


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
