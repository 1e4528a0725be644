"""The discrete Gaussian and its interval.

The statistical tests draw from the real sampler, seeded by the operating system. Each states its false-alarm rate, at
most 1e-6, and what it would notice.
"""

import math
from collections import Counter

import opendp.prelude as dp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leapyear_core.privacy.mechanisms import (
    GREATEST_SCALE,
    discrete_gaussian,
    half_width_of_scale,
    scale_of_half_width,
)
from leapyear_core.privacy.pricing import cost_nano

DRAWS = 40_000


def probability(scale: float, value: int) -> float:
    weight = sum(math.exp(-((each / scale) ** 2) / 2) for each in range(-200, 201))
    return math.exp(-((value / scale) ** 2) / 2) / weight


@pytest.fixture(scope="module")
def draws() -> list[int]:
    """Noise of scale 3."""
    return discrete_gaussian(3.0, DRAWS)


def test_noise_has_the_variance_that_its_price_assumes(draws: list[int]) -> None:
    """The mean of squares, within 6 standard errors of 9.

    False alarms: 4e-9 (the sum of 40,000 squares is all but normal). Power: a scale that is 5 % too small is 13
    standard errors off.
    """
    mean_square = math.fsum(draw * draw for draw in draws) / DRAWS
    assert abs(mean_square / 9 - 1) <= 6 * math.sqrt(2 / DRAWS)


def test_noise_has_the_shape_that_its_price_assumes(draws: list[int]) -> None:
    """Every probability from -9 to 9, within 6 standard errors of the discrete Gaussian's.

    False alarms: 19 x 2.0e-9 < 1e-6. Power: noise that is never zero, or is rounded from a Laplace distribution of the
    same variance (0.21 at zero instead of 0.13), is over 40 standard errors off.
    """
    counts = Counter(draws)
    for value in range(-9, 10):
        expected = probability(3.0, value)
        error = math.sqrt(expected * (1 - expected) / DRAWS)
        assert abs(counts[value] / DRAWS - expected) <= 6 * error, value


def test_noise_of_the_greatest_scale_fits_64_bits_and_has_its_variance() -> None:
    """The mean of squares over 2,000 draws lies within 6 standard errors of scale**2.

    False alarms: about 1e-6 for a sum of 2,000 squares (its upper tail at 6 errors, by the chi-square distribution, is
    4e-8). Power: saturation at 64 bits or a scale 15 % off is noticed almost surely.
    """
    draws = [each / GREATEST_SCALE for each in discrete_gaussian(GREATEST_SCALE, 2000)]
    mean_square = math.fsum(draw * draw for draw in draws) / len(draws)
    assert abs(mean_square - 1) <= 6 * math.sqrt(2 / len(draws))


@pytest.mark.parametrize("scale", [0.0, -1.0, math.nan, math.inf, 2.0**58])
def test_a_scale_without_noise_is_refused(scale: float) -> None:
    with pytest.raises(ValueError, match="scale"):
        discrete_gaussian(scale, 1)


@given(st.floats(0.05, 60))
def test_the_interval_covers_95_percent_of_the_noise(scale: float) -> None:
    """At least, below a scale of 8; within 0.75 % beyond it."""
    half_width = half_width_of_scale(scale)
    reach = math.ceil(12 * scale) + 1
    weights = {each: math.exp(-((each / scale) ** 2) / 2) for each in range(-reach, reach + 1)}
    covered = sum(weight for each, weight in weights.items() if abs(each) <= half_width) / sum(
        weights.values()
    )
    if scale < 8:
        assert covered >= 0.95 - 1e-12
    else:
        assert covered == pytest.approx(0.95, abs=0.0075)


@given(st.floats(0, 1e6))
def test_the_scale_for_a_half_width_keeps_to_it(half_width: float) -> None:
    """And a hundredth more would not."""
    scale = scale_of_half_width(half_width)
    assert half_width_of_scale(scale) <= half_width * (1 + 1e-12)
    assert half_width_of_scale(scale * 1.01) > half_width


def test_the_half_width_of_27_72_is_a_variance_of_200() -> None:
    assert scale_of_half_width(27.72) ** 2 == pytest.approx(200, rel=2e-4)


@given(st.integers(1, 2**30), st.floats(0.01, 1e12))
def test_the_price_is_what_opendp_proves_of_its_mechanism(sensitivity: int, scale: float) -> None:
    """OpenDP's own privacy map, in rho, for the very mechanism that is drawn from."""
    measurement = dp.m.make_gaussian(
        dp.atom_domain(T=dp.i64), dp.absolute_distance(T=dp.i64), scale=scale
    )
    proven: float = measurement.map(sensitivity)  # type: ignore[no-untyped-call]
    assert cost_nano([sensitivity], [scale]) / 1e9 >= proven * (1 - 1e-9)
