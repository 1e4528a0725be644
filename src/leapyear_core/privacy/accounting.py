r"""Amounts of privacy, and what a limit (epsilon, delta) allows of them.

Amounts are kept as whole numbers of nano-units (1e-9 rho, or 1e-9 epsilon where the delta is 0), so that they add up
without rounding: a limit is rounded down, a price up.

Under a limit with the delta 0 epsilons are spent, and add up (Dwork, McSherry, Nissim and Smith 2006; under adaptive
composition with a filter Rogers, Roth, Ullman and Vadhan 2016, "Privacy odometers and filters", section 3). Under any other
rhos of zero-concentrated differential privacy are.

A mechanism that is rho-zCDP (Bun and Steinke 2016) is (epsilon, delta)-differentially private with

.. math:: \delta = \inf_{\alpha > 1} \frac{e^{(\alpha-1)(\alpha\rho-\varepsilon)}}{\alpha-1}
          \left(1 - \frac{1}{\alpha}\right)^{\alpha}

(Canonne, Kamath and Steinke 2020, "The discrete Gaussian for differential privacy", proposition 12 with corollary 13).
rho adds up under adaptive composition, and a sum that is stopped before it passes a limit keeps to the limit (Feldman
and Zrnic 2021, "Individual privacy accounting via a Rényi filter", theorem 4.3 for the filter).
"""

import math
from collections.abc import Callable
from fractions import Fraction

from leapyear_core.model.profiles import Definition, PrivacyLimit

#: Nano-units in one rho, and in one epsilon.
NANO = 10**9

_GOLDEN = (math.sqrt(5) - 1) / 2


def limit_nano(limit: PrivacyLimit) -> int:
    """What a limit allows to be spent, in nano-units of its definition, rounded down.

    Examples
    --------
    >>> limit_nano(PrivacyLimit(epsilon=3, delta=1e-6)), limit_nano(PrivacyLimit(epsilon=0.3, delta=0))
    (185069840, 300000000)
    """
    if limit.definition is Definition.PURE:
        # Of the number as people write it, which the double next to it may be a bit below or above.
        return math.floor(Fraction(repr(float(limit.epsilon))) * NANO)
    return rho_of_limit_nano(limit.epsilon, limit.delta)


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
        Above 0, and up to 0.1.

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
