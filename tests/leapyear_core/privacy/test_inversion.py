"""Noise that is drawn many times at once has the law of each draw.

What a table is sure of is checked by enumeration of all its cells, against probabilities of 60 digits. The statistical tests
draw from the real sampler, seeded by the operating system, and state their false-alarm rate, at most 1e-6.
"""

import math
from collections import Counter
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leapyear_core.privacy import inversion, mechanisms
from leapyear_core.privacy.inversion import many_discrete_gaussian, table_of
from leapyear_core.privacy.mechanisms import GREATEST_SCALE

DRAWS = 200_000


def probabilities(scale: float, bits: int) -> dict[int, Fraction]:
    """The discrete Gaussian as far as it matters to cells of so many bits, to 60 digits."""
    far = math.ceil(scale * math.sqrt(2 * (bits + 40) * math.log(2))) + 2
    with localcontext(prec=60):
        width = 2 * Decimal(scale) ** 2
        weights = [(-(each**2) / width).exp() for each in map(Decimal, range(-far, far + 1))]
        total = sum(weights)
        shares = [weight / total for weight in weights]
    return {x: Fraction(share) for x, share in zip(range(-far, far + 1), shares, strict=True)}


@given(
    st.floats(0.05, 30),
    st.sampled_from([3, 6, 9]),
    st.sampled_from([12, 16, 64]),
    st.none() | st.integers(0, 9),
)
def test_every_cell_that_is_sure_lies_within_its_value(
    scale: float, bits: int, guard: int, far: int | None
) -> None:
    """By enumeration: what is told at once is the inverse of the distribution function, in all of the cell; however roughly
    that is known, and even if much of it lies beyond the table."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inversion, "_GUARD", guard)
        if far is not None:
            patch.setattr(inversion, "_far", lambda scale, bits: far)
        table = table_of(scale, bits)
    shares = probabilities(scale, bits)
    ends, total = {}, Fraction(0)
    for x, share in shares.items():
        ends[x] = (total, total + share)
        total += share
    error = Fraction(1, 10**40)
    for cell, value in enumerate(table.values(range(2**bits))):
        if cell not in table.unsure:
            first, last = ends[value]
            assert first - error <= Fraction(cell, 2**bits)
            assert Fraction(cell + 1, 2**bits) <= last + error


@given(st.fractions(0, 300), st.integers(2, 40))
def test_bounds_of_an_exponential_hold(rate: Fraction, precision: int) -> None:
    low, high = inversion._exponential(rate, precision)
    with localcontext(prec=60):
        exact = (-Decimal(rate.numerator) / rate.denominator).exp() * 2**precision
        assert low <= exact * (1 + Decimal("1e-50"))
        assert exact * (1 - Decimal("1e-50")) <= high


@given(st.floats(0.05, 30), st.integers(16, 40), st.integers(0, 60))
def test_bounds_of_weights_hold(scale: float, precision: int, far: int) -> None:
    """Of those up to a place, and of all that are beyond it together."""
    weights, tail = inversion._weights(scale, far, precision)
    with localcontext(prec=60):
        width = 2 * Decimal(scale) ** 2
        exact = [(-(each**2) / width).exp() * 2**precision for each in map(Decimal, range(500))]
        assert len(weights) == far + 1
        for (low, high), weight in zip(weights, exact, strict=False):
            assert low <= weight * (1 + Decimal("1e-50"))
            assert weight * (1 - Decimal("1e-50")) <= high
        assert sum(exact[far + 1 :]) <= tail


@given(st.floats(0.05, 1024))
def test_few_cells_are_unsure(scale: float) -> None:
    """One for each value, at the border to the next: a draw takes more bits about once in 2**49 times, and never for long."""
    table = table_of(scale, 64)
    assert len(table.unsure) <= len(table.lower) + 2
    assert len(table.lower) < 25 * scale + 6


@given(st.floats(0.05, 30))
def test_more_bits_never_change_what_was_sure(scale: float) -> None:
    """And halve what is unsure at least, of the same share of U: in the end, all is sure."""
    coarse, fine = table_of(scale, 6), table_of(scale, 12)
    values = fine.values(range(2**12))
    for cell, value in enumerate(coarse.values(range(2**6))):
        if cell not in coarse.unsure:
            within = range(cell << 6, (cell + 1) << 6)
            assert fine.unsure.isdisjoint(within)
            assert {values[each] for each in within} == {value}
    assert len(fine.unsure) <= len(fine.lower) + 2


@pytest.mark.parametrize("scale", [0.6, 3.0, 20.5])
def test_noise_has_the_shape_of_the_discrete_gaussian(scale: float) -> None:
    """Every probability within 2 scales, by 6.5 standard errors.

    False alarms: at most 103 x 1e-9 (500 draws of a value and more are expected, and each count is all but normal). Power: a
    table that is off by one value, or half a value, is over 40 standard errors off.
    """
    shares = probabilities(scale, 8)
    counts = Counter(many_discrete_gaussian(scale, DRAWS))
    for value in range(-math.floor(2 * scale), math.floor(2 * scale) + 1):
        expected = float(shares[value])
        error = math.sqrt(expected * (1 - expected) / DRAWS)
        assert abs(counts[value] / DRAWS - expected) <= 6.5 * error, value


@pytest.mark.parametrize("scale", [3.0, 1024.0])
def test_noise_has_the_variance_that_its_price_assumes(scale: float) -> None:
    """The mean of squares within 6 standard errors of the square of the scale.

    False alarms: 2 x 4e-9. Power: a scale that is 3 % too small is 19 standard errors off.
    """
    mean_square = sum(each * each for each in many_discrete_gaussian(scale, DRAWS)) / DRAWS
    assert abs(mean_square / scale**2 - 1) <= 6 * math.sqrt(2 / DRAWS)


def test_a_cell_of_two_values_is_decided_by_more_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 256 cells for noise of scale 0.6, the one at 43 is -1 up to 43.03 and 0 from there on; 0.03 is 8 of 256, and a
    little more."""
    bits = iter([bytes([43, 43, 43, 128]), bytes([7]), bytes([9]), bytes([8]), bytes([0, 0])])
    monkeypatch.setattr(inversion, "_BITS", 8)
    monkeypatch.setattr(inversion, "_kept_table", table_of)
    monkeypatch.setattr(inversion, "urandom", lambda size: next(bits))
    assert (43 << 8) + 8 in table_of(0.6, 16).unsure
    assert many_discrete_gaussian(0.6, 4) == [-1, 0, -1, 0]
    assert next(bits, None) is None


@pytest.mark.parametrize(("scale", "draws"), [(1024.5, 10_000), (30.0, 100), (GREATEST_SCALE, 3)])
def test_where_a_table_takes_longer_the_noise_is_that_of_one_draw(
    monkeypatch: pytest.MonkeyPatch, scale: float, draws: int
) -> None:
    monkeypatch.setattr(mechanisms, "discrete_gaussian", lambda scale, draws: [scale] * draws)
    assert many_discrete_gaussian(scale, draws) == [scale] * draws


@pytest.mark.parametrize("scale", [0.0, -1.0, math.nan, math.inf, 2.0**58])
def test_a_scale_without_noise_is_refused(scale: float) -> None:
    with pytest.raises(ValueError, match="scale"):
        many_discrete_gaussian(scale, 1000)
