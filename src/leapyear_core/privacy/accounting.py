r"""Zero-concentrated differential privacy, and its conversion from a limit (epsilon, delta).

Amounts are kept as whole numbers of nano-units (1e-9 rho), so that they add up without rounding: a limit is rounded
down, a price up.

A mechanism that is rho-zCDP (Bun and Steinke 2016) is (epsilon, delta)-differentially private with

.. math:: \delta = \inf_{\alpha > 1} \frac{e^{(\alpha-1)(\alpha\rho-\varepsilon)}}{\alpha-1}
          \left(1 - \frac{1}{\alpha}\right)^{\alpha}

(Canonne, Kamath and Steinke 2020, "The discrete Gaussian for differential privacy", proposition 12 with corollary 13).
rho adds up under adaptive composition, and a sum that is stopped before it passes a limit keeps to the limit (Feldman
and Zrnic 2021, "Individual privacy accounting via a Rényi filter", theorem 4.3 for the filter).
"""

import math
from collections.abc import Callable

#: Nano-units in one rho.
NANO = 10**9

_GOLDEN = (math.sqrt(5) - 1) / 2


def log_delta_of_rho(rho: float, epsilon: float) -> float:
    """The logarithm of the least delta that the conversion gives for rho-zCDP at this epsilon; at most 0.

    Parameters
    ----------
    rho, epsilon
        Both positive.
    """

    def log_delta(t: float) -> float:
        # t = log(alpha - 1): both ends of the range of alpha matter, so it is searched on a logarithmic scale.
        order = math.exp(t)
        alpha = order + 1
        return order * (alpha * rho - epsilon) - t + alpha * (t - math.log1p(order))

    return min(0.0, _minimum(log_delta, -30.0, 30.0))


def rho_of_limit_nano(epsilon: float, delta: float) -> int:
    """The greatest rho whose zCDP implies (epsilon, delta)-differential privacy, in nano-units, rounded down.

    Parameters
    ----------
    epsilon
        From 0.001 to 1,000,000.
    delta
        From 1e-15 to 0.1.

    Examples
    --------
    >>> rho_of_limit_nano(3, 1e-6)
    185069840
    """
    target = math.log(delta)
    low, high = 0.0, epsilon + 1.0
    # The bisection ends a relative 1e-12 below the true value at the latest, never above it.
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        if log_delta_of_rho(middle, epsilon) <= target:
            low = middle
        else:
            high = middle
    return math.floor(low * NANO * (1 - 1e-12))


def _minimum(function: Callable[[float], float], low: float, high: float) -> float:
    """The least value of a function with one valley. Any value that is met is an upper bound of it."""
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = function(left), function(right)
    for _ in range(120):
        if at_left < at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = function(right)
    return min(at_left, at_right)
