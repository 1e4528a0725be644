"""The discrete Gaussian: its noise, and the half-width of its 95 % interval.

The sampler is OpenDP's, exact and seeded by the operating system (Canonne, Kamath and Steinke 2020, algorithm 3). It is
asked for noise around zero: OpenDP's integers have 64 bits and saturate, ours do not.
"""

import math
from functools import lru_cache
from statistics import NormalDist
from typing import Any

# Not `opendp.prelude`: it loads what we do not use, for 0.6 s.
from opendp.domains import atom_domain, vector_domain
from opendp.measurements import make_gaussian
from opendp.metrics import l2_distance
from opendp.mod import enable_features

enable_features("contrib")

#: The confidence of every interval.
CONFIDENCE = 0.95

#: Half-width of the 95 % interval of a normal distribution of scale 1.
_Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)

#: From this scale on, in lattice units, an interval of the continuous Gaussian covers 95 % of the discrete one to within
#: 0.75 %: the half-width lies at most half a unit beside a step, of probability at most 0.0585 / scale each.
_SMOOTH = 8.0

#: Noise of this scale leaves 64 bits, where OpenDP would saturate, with a probability below exp(-2000).
GREATEST_SCALE = 2.0**57


def discrete_gaussian(scale: float, draws: int) -> list[int]:
    """Independent draws of discrete Gaussian noise around zero.

    Parameters
    ----------
    scale
        The parameter sigma, in lattice units: from above 0 to `GREATEST_SCALE`.
    draws
        How many.
    """
    if not 0 < scale <= GREATEST_SCALE:
        raise ValueError(f"no discrete Gaussian of scale {scale}")
    return [int(each) for each in _sampler(scale)([0] * draws)]


def half_width_of_scale(scale: float) -> float:
    """The half-width of the 95 % interval of the noise, in lattice units; 0 where there is none.

    From a scale of 8 on, that of the continuous Gaussian. Below, the least whole number that covers 95 % or more.
    """
    if scale == 0:
        return 0.0
    if scale >= _SMOOTH:
        return _Z * scale
    half_width = 0
    while _coverage(scale, half_width) < CONFIDENCE:
        half_width += 1
    return half_width


def scale_of_half_width(half_width: float) -> float:
    """The greatest scale whose 95 % interval has at most this half-width, in lattice units."""
    if half_width >= _Z * _SMOOTH:
        return half_width / _Z
    whole = math.floor(half_width)
    low, high = 0.01, _SMOOTH
    while high - low > 1e-12:
        middle = (low + high) / 2
        if _coverage(middle, whole) >= CONFIDENCE:
            low = middle
        else:
            high = middle
    return low


def _coverage(scale: float, half_width: int) -> float:
    """The probability that discrete Gaussian noise is at most this far from zero."""
    weights = [math.exp(-((each / scale) ** 2) / 2) for each in range(math.ceil(12 * scale) + 1)]
    inside = 2 * math.fsum(weights[1 : half_width + 1]) + 1
    return inside / (2 * math.fsum(weights[1:]) + 1)


@lru_cache(maxsize=256)
def _sampler(scale: float) -> Any:
    return make_gaussian(vector_domain(atom_domain(T="i64")), l2_distance(T="i64"), scale=scale)
