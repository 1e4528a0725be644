r"""The two laws of the noise that is added to sums, each with its price: which one it is, the privacy definition says.

*Zero-concentrated differential privacy: the discrete Gaussian.* Of scale sigma, on an integer that one privacy unit moves
by at most Delta, it costs (Delta / sigma)**2 / 2 of rho (Canonne, Kamath and Steinke 2020, theorem 14). See
`leapyear_core.privacy.mechanisms`.

*Pure differential privacy: the discrete Laplace.* Of scale b, the value k has a probability proportional to
exp(-abs(k) / b). A move by Delta changes every probability by a factor of exp(Delta / b) at most, so it costs Delta / b of
epsilon (Ghosh, Roughgarden and Sundararajan 2012, "Universally utility-maximizing privacy mechanisms"; the sampler is
OpenDP's, that of Canonne, Kamath and Steinke 2020, algorithm 2).

Prices of the parts of a vector add up in both definitions. Beyond a scale of 8 the noise of a Laplace distribution is as
good as continuous: it is farther from zero than t with the probability exp(-t / b), and the sum of two of one scale with
(1 + t / 2b) exp(-t / b).
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from statistics import NormalDist
from types import MappingProxyType
from typing import Any, ClassVar

# Not `opendp.prelude`: it loads what we do not use, for 0.6 s.
from opendp.domains import atom_domain, vector_domain
from opendp.measurements import make_laplace
from opendp.metrics import l1_distance

from leapyear_core.model.profiles import Definition
from leapyear_core.privacy import mechanisms
from leapyear_core.privacy.mechanisms import CONFIDENCE


class Noise(ABC):
    """A law of noise around zero, up to its scale, and what it costs. Scales are in lattice units.

    Attributes
    ----------
    greatest_scale
        The greatest scale that there is: its noise leaves 64 bits with a probability below exp(-500).
    unit_half_width
        The half-width of the 95 % interval of the continuous law of scale 1.
    unit_deviation
        The standard deviation of the continuous law of scale 1.
    """

    greatest_scale: ClassVar[float]
    unit_half_width: ClassVar[float]
    unit_deviation: ClassVar[float]

    @abstractmethod
    def draw(self, scale: float, draws: int) -> list[int]:
        """Independent draws, exact and seeded by the operating system.

        Raises
        ------
        ValueError
            If there is no such noise of this scale.
        """

    @abstractmethod
    def price(self, moved: int, scale: float) -> Fraction:
        """What noise of this scale costs on a sum that one privacy unit moves by so much at most."""

    @abstractmethod
    def scale_of_price(self, moved: int, price: Fraction) -> float:
        """The least scale that costs no more than this price."""

    @abstractmethod
    def half_width(self, scale: float) -> float:
        """The half-width of the 95 % interval; 0 where there is no noise."""

    @abstractmethod
    def half_width_of_difference(self, scale: float, other: float) -> float:
        """The half-width of the 95 % interval of the difference of two independent draws, of these scales."""

    @abstractmethod
    def threshold(self, scale: float, share: float, draws: int = 1) -> float:
        """What the sum of so many draws is above with a probability of this share at most; and its negative what it is below."""

    @abstractmethod
    def scale_of_half_width(self, half_width: float) -> float:
        """The greatest scale whose 95 % interval has at most this half-width."""

    @abstractmethod
    def quantile(self, share: float) -> float:
        """The point below which the continuous law of scale 1 has this share, above 0 and below 1."""


class _Gaussian(Noise):
    greatest_scale = mechanisms.GREATEST_SCALE
    unit_half_width = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    unit_deviation = 1.0

    def draw(self, scale: float, draws: int) -> list[int]:
        return mechanisms.discrete_gaussian(scale, draws)

    def price(self, moved: int, scale: float) -> Fraction:
        return (Fraction(moved) / Fraction(scale)) ** 2 / 2

    def scale_of_price(self, moved: int, price: Fraction) -> float:
        return _rounded_up(self, moved, price, moved / math.sqrt(2 * price))

    def half_width(self, scale: float) -> float:
        return mechanisms.half_width_of_scale(scale)

    def half_width_of_difference(self, scale: float, other: float) -> float:
        return self.half_width(math.hypot(scale, other))

    def threshold(self, scale: float, share: float, draws: int = 1) -> float:
        # Sub-Gaussian with its own scale (Canonne, Kamath and Steinke 2020), and so are sums.
        return scale * math.sqrt(-2 * draws * math.log(share))

    def scale_of_half_width(self, half_width: float) -> float:
        return mechanisms.scale_of_half_width(half_width)

    def quantile(self, share: float) -> float:
        return NormalDist().inv_cdf(share)


class _Laplace(Noise):
    greatest_scale = 2.0**54
    unit_half_width = -math.log(1 - CONFIDENCE)
    unit_deviation = math.sqrt(2)

    #: From this scale on an interval of the continuous law covers 95 % of the discrete one to within 0.4 %.
    _smooth: ClassVar[float] = 8.0
    #: The same half-width of the sum of two: the root of (1 + t / 2) exp(-t) = 0.05, rounded up.
    _of_two: ClassVar[float] = 4.1131

    def draw(self, scale: float, draws: int) -> list[int]:
        if not 0 < scale <= self.greatest_scale:
            raise ValueError(f"no discrete Laplace of scale {scale}")
        return [int(each) for each in _laplace_sampler(scale)([0] * draws)]

    def price(self, moved: int, scale: float) -> Fraction:
        return Fraction(moved) / Fraction(scale)

    def scale_of_price(self, moved: int, price: Fraction) -> float:
        return _rounded_up(self, moved, price, float(moved / price))

    def half_width(self, scale: float) -> float:
        if scale >= self._smooth:
            return self.unit_half_width * scale
        return 0.0 if scale == 0 else float(self._least_half_width(scale))

    def half_width_of_difference(self, scale: float, other: float) -> float:
        # As if both were of the greater scale: no interval is wider than it has to be where they are one.
        greater = max(scale, other)
        if greater >= self._smooth:
            return self._of_two * greater
        half_width, ratio = 0, _ratio(greater)
        weight = ((1 - ratio) / (1 + ratio)) ** 2
        even = (1 + ratio**2) / (1 - ratio**2)  # the sum of two geometric series on each side
        covered = weight * even
        while covered < CONFIDENCE:
            half_width += 1
            covered += 2 * weight * ratio**half_width * (half_width + even)
        return float(half_width)

    def threshold(self, scale: float, share: float, draws: int = 1) -> float:
        return scale * _unit_threshold(share, draws)

    def scale_of_half_width(self, half_width: float) -> float:
        if half_width >= self.unit_half_width * self._smooth:
            return half_width / self.unit_half_width
        whole = math.floor(half_width)
        low, high = 0.01, self._smooth
        while high - low > 1e-12:
            middle = (low + high) / 2
            if self._least_half_width(middle) <= whole:
                low = middle
            else:
                high = middle
        return low

    def quantile(self, share: float) -> float:
        return math.copysign(math.log(2 * min(share, 1 - share)), share - 0.5)

    def _least_half_width(self, scale: float) -> int:
        """The least whole number that covers 95 % or more: beyond k there is 2 r**(k + 1) / (1 + r), r = exp(-1 / scale)."""
        ratio, half_width = _ratio(scale), 0
        while 2 * ratio ** (half_width + 1) > (1 - CONFIDENCE) * (1 + ratio):
            half_width += 1
        return half_width


@lru_cache(maxsize=4096)
def _unit_threshold(share: float, draws: int) -> float:
    r"""Of the sum of draws of scale 1, by Chernoff's bound.

    A discrete draw of scale b has :math:`E[\exp(x k / b)] \le 1 / (1 - x^2)` for :math:`0 < x < 1`, as a continuous one has
    with equality: :math:`(\cosh y - 1) / y^2` grows with y, and the left side is
    :math:`1 / (1 - (\cosh(x/b) - 1) / (\cosh(1/b) - 1))`. So :math:`(\ln(1/s) - m \ln(1 - x^2)) / x` is a threshold of the
    sum of m draws, whatever x is; the least over a grid is taken. A single draw is beyond t with the probability
    :math:`\exp(-t)` at most.
    """
    wanted = -math.log(share)
    if draws == 1:
        return wanted
    grid = (number / 512 for number in range(1, 512))
    return min((wanted - draws * math.log1p(-(x**2))) / x for x in grid)


def _ratio(scale: float) -> float:
    """How much less likely each point of a discrete Laplace is than the one before."""
    return math.exp(-1 / scale)


def _rounded_up(noise: Noise, moved: int, price: Fraction, scale: float) -> float:
    """The next scale from this one on that costs no more than a price: in fractions, since a double could cost more."""
    while noise.price(moved, scale) > price:
        scale = math.nextafter(scale, math.inf)
    return scale


@lru_cache(maxsize=256)
def _laplace_sampler(scale: float) -> Any:
    return make_laplace(vector_domain(atom_domain(T="i64")), l1_distance(T="i64"), scale=scale)


GAUSSIAN: Noise = _Gaussian()
LAPLACE: Noise = _Laplace()

_NOISE: Mapping[Definition, Noise] = MappingProxyType(
    {Definition.ZCDP: GAUSSIAN, Definition.PURE: LAPLACE}
)


def noise_of(definition: Definition) -> Noise:
    """The noise that sums have under a definition of privacy."""
    return _NOISE[definition]
