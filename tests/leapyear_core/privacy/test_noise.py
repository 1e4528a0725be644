"""The noise of sums, by the definition of privacy: what it costs, how it is spread, and how far it reaches.

The statistical tests draw from the real sampler, seeded by the operating system. Each states its false-alarm rate, at
most 1e-6, and what it would notice. The discrete Gaussian itself is tested with `leapyear_core.privacy.mechanisms`.
"""

import math
from collections import Counter
from fractions import Fraction

import opendp.prelude as dp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leapyear_core.model.profiles import Definition
from leapyear_core.privacy.noise import GAUSSIAN, LAPLACE, Noise, noise_of

DRAWS = 40_000
BOTH = pytest.mark.parametrize("noise", [GAUSSIAN, LAPLACE], ids=["gaussian", "laplace"])


def probabilities(scale: float) -> dict[int, float]:
    """Of the discrete Laplace, as far as they are above exp(-40)."""
    ratio = math.exp(-1 / scale)
    reach = math.ceil(40 * scale)
    return {
        each: (1 - ratio) / (1 + ratio) * ratio ** abs(each) for each in range(-reach, reach + 1)
    }


def covered(half_width: float, law: dict[int, float]) -> float:
    return math.fsum(share for value, share in law.items() if abs(value) <= half_width)


def of_two(law: dict[int, float], other: dict[int, float]) -> dict[int, float]:
    """The law of the difference of two draws."""
    found: Counter[int] = Counter()
    for value, share in law.items():
        for less, other_share in other.items():
            found[value - less] += share * other_share  # type: ignore[assignment]
    return dict(found)


def test_each_definition_of_privacy_has_its_own_noise() -> None:
    assert [noise_of(each) for each in Definition] == [GAUSSIAN, LAPLACE]


@pytest.mark.parametrize("scale", [0.3, 1.0, 2.5, 10.0])
@pytest.mark.parametrize("moved", [1, 2, 7])
def test_the_privacy_loss_of_laplace_noise_is_its_price(scale: float, moved: int) -> None:
    """By enumeration: of two sums that one privacy unit tells apart, no answer is likelier by more than exp(price).

    And some answer is by just that much: half of the scale would cost twice as much.
    """
    law = probabilities(scale)
    shifted = {value + moved: share for value, share in law.items()}
    losses = [abs(math.log(law[value] / share)) for value, share in shifted.items() if value in law]
    assert max(losses) == pytest.approx(float(LAPLACE.price(moved, scale)), rel=1e-9)


@given(st.integers(1, 2**30), st.floats(0.01, 1e12))
def test_the_price_is_what_opendp_proves_of_its_mechanism(moved: int, scale: float) -> None:
    """OpenDP's own privacy map, in epsilon, for the very mechanism that is drawn from."""
    measurement = dp.m.make_laplace(
        dp.atom_domain(T=dp.i64), dp.absolute_distance(T=dp.i64), scale=scale
    )
    proven: float = measurement.map(moved)  # type: ignore[no-untyped-call]
    assert float(LAPLACE.price(moved, scale)) == pytest.approx(proven, rel=1e-9)


@BOTH
@given(moved=st.integers(1, 2**40), nano=st.integers(1, 10**15))
def test_the_scale_of_a_price_is_the_least_that_costs_no_more(
    noise: Noise, moved: int, nano: int
) -> None:
    price = Fraction(nano, 10**9)
    scale = noise.scale_of_price(moved, price)
    assert noise.price(moved, scale) <= price < noise.price(moved, scale * (1 - 1e-12))


def test_laplace_noise_has_the_shape_that_its_price_assumes() -> None:
    """Every probability from -9 to 9, within 6 standard errors of the discrete Laplace's.

    False alarms: 19 x 2.0e-9 < 1e-6. Power: noise of a scale that is 5 % too small, or Gaussian noise of the same
    variance (0.09 at zero instead of 0.17), is over 6 and over 40 standard errors off at zero.
    """
    law, counts = probabilities(3.0), Counter(LAPLACE.draw(3.0, DRAWS))
    for value in range(-9, 10):
        error = math.sqrt(law[value] * (1 - law[value]) / DRAWS)
        assert abs(counts[value] / DRAWS - law[value]) <= 6 * error, value


def test_laplace_noise_of_the_greatest_scale_fits_64_bits_and_has_its_spread() -> None:
    """The mean distance from zero over 4,000 draws lies within 6 standard errors of the scale.

    False alarms: about 1e-8 for a sum of 4,000 exponential draws. Power: saturation at 64 bits (never met at this scale,
    with a probability below exp(-500)), or a scale that is 15 % off, is noticed almost surely.
    """
    draws = [abs(each) / LAPLACE.greatest_scale for each in LAPLACE.draw(2.0**54, 4000)]
    assert math.fsum(draws) / len(draws) == pytest.approx(1, abs=6 / math.sqrt(4000))


@BOTH
@pytest.mark.parametrize("scale", [0.0, -1.0, math.nan, math.inf, 2.0**58])
def test_a_scale_without_noise_is_refused(noise: Noise, scale: float) -> None:
    with pytest.raises(ValueError, match="scale"):
        noise.draw(scale, 1)


@given(st.floats(0.05, 60))
def test_the_interval_covers_95_percent_of_laplace_noise(scale: float) -> None:
    """At least, below a scale of 8; within 0.4 % beyond it."""
    share = covered(LAPLACE.half_width(scale), probabilities(scale))
    if scale < 8:
        assert share >= 0.95 - 1e-12
    else:
        assert share == pytest.approx(0.95, abs=0.004)


@pytest.mark.parametrize("scale", [0.1, 0.33, 0.5, 1.0, 3.0, 7.9, 8.0, 20.0])
@pytest.mark.parametrize("smaller", [1.0, 0.5, 0.1])
def test_the_interval_of_a_difference_covers_95_percent_of_it(scale: float, smaller: float) -> None:
    """Or more, where one scale is smaller than the other; within 0.4 %, where both are one and not small."""
    other = scale * smaller
    half_width = LAPLACE.half_width_of_difference(scale, other)
    assert half_width == LAPLACE.half_width_of_difference(other, scale)
    share = covered(half_width, of_two(probabilities(scale), probabilities(other)))
    assert share >= 0.946
    if smaller == 1 and scale >= 8:
        assert share == pytest.approx(0.95, abs=0.004)


def test_the_interval_of_the_noise_of_a_quotient_is_hardly_wider_than_it_has_to_be() -> None:
    """Two half-widths as the sides of a right angle: Laplace noise is within them together 95 to 95.6 times in 100."""
    for smaller in (0.05, 0.2, 0.5, 0.8, 1.0):
        half_width = math.hypot(LAPLACE.half_width(20.0), LAPLACE.half_width(20.0 * smaller))
        share = covered(half_width, of_two(probabilities(20.0), probabilities(20.0 * smaller)))
        assert 0.947 <= share <= 0.957, smaller


@BOTH
@given(half_width=st.floats(0, 1e6))
def test_the_scale_for_a_half_width_keeps_to_it(noise: Noise, half_width: float) -> None:
    """And a hundredth more would not."""
    scale = noise.scale_of_half_width(half_width)
    assert noise.half_width(scale) <= half_width * (1 + 1e-12)
    assert noise.half_width(scale * 1.01) > half_width


@BOTH
def test_the_half_width_and_the_deviation_are_those_of_the_quantiles(noise: Noise) -> None:
    shares = [(number + 0.5) / 20_000 for number in range(20_000)]
    points = [noise.quantile(share) for share in shares]
    assert points == sorted(points)
    assert noise.quantile(0.975) == pytest.approx(noise.unit_half_width)
    assert -noise.quantile(0.025) == pytest.approx(noise.unit_half_width)
    variance = math.fsum(point**2 for point in points) / len(points)
    assert math.sqrt(variance) == pytest.approx(noise.unit_deviation, rel=1e-3)


@pytest.mark.parametrize("scale", [0.3, 1.0, 5.0])
@pytest.mark.parametrize("share", [0.3, 1e-3, 1e-9])
def test_laplace_noise_is_seldom_above_its_threshold(scale: float, share: float) -> None:
    least = LAPLACE.threshold(scale, share)
    above = math.fsum(each for value, each in probabilities(scale).items() if value > least)
    assert above <= share


def test_sums_of_laplace_noise_are_seldom_above_their_threshold() -> None:
    """By convolution, of 2, 4 and 8 draws; and no threshold is more than half too high."""
    law, draws = probabilities(2.0), 1
    while draws < 8:
        law, draws = of_two(law, law), 2 * draws
        law = {value: share for value, share in law.items() if share > 1e-30}
        for share in (1e-4, 1e-9):
            least = LAPLACE.threshold(2.0, share, draws)
            assert math.fsum(each for value, each in law.items() if value > least) <= share
            assert math.fsum(each for value, each in law.items() if value > least / 1.5) > share
