r"""Amounts of privacy, and what a limit (epsilon, delta) allows of them.

Amounts are kept as whole numbers, so that they add up without rounding: rho in nano-units (1e-9), or epsilon in those where
the delta is 0; delta in atto-units (1e-18). A limit is rounded down, a price up.

Under a limit with the delta 0 epsilons are spent, and add up (Dwork, McSherry, Nissim and Smith 2006; under adaptive
composition with a filter Rogers, Roth, Ullman and Vadhan 2016, "Privacy odometers and filters", section 3). Under any other
rhos of zero-concentrated differential privacy are.

A mechanism that is rho-zCDP (Bun and Steinke 2016) is (epsilon, delta)-differentially private with

.. math:: \delta = \inf_{\alpha > 1} \frac{e^{(\alpha-1)(\alpha\rho-\varepsilon)}}{\alpha-1}
          \left(1 - \frac{1}{\alpha}\right)^{\alpha}

(Canonne, Kamath and Steinke 2020, "The discrete Gaussian for differential privacy", proposition 12 with corollary 13).
rho adds up under adaptive composition, and a sum that is stopped before it passes a limit keeps to the limit (Feldman
and Zrnic 2021, "Individual privacy accounting via a Rényi filter", theorem 4.3 for the filter).

What tells which groups there are cannot keep to rho alone: a group that only one privacy unit is in must be told at
times. Such a mechanism is delta-approximately rho-zCDP: outside of an event of probability delta it is rho-zCDP (Bun and
Steinke 2016, definition 8.1). Under composition the rhos add up, and the deltas do (lemma 8.2), also where each question
is chosen by the answers to those before, as long as neither sum passes a limit that was fixed in advance (Whitehouse,
Ramdas, Rogers and Wu 2023, "Fully-adaptive composition in differential privacy", theorem 1). What is
delta'-approximately rho-zCDP is (epsilon, delta' + delta)-differentially private, where rho-zCDP is (epsilon, delta)-
differentially private. So a small part of the delta of a limit is a limit of its own, for the events, and the rest pays
for the conversion of rho. That part is small because it hardly matters to anybody how small it is: a thousandth less of
delta takes 0.01 % of rho, and a delta a thousand times smaller moves the size from which a group is told from 4.9 to 6.1
standard deviations.
"""

import math
from collections.abc import Callable
from fractions import Fraction

from attrs import frozen

from leapyear_core.model.profiles import Definition, PrivacyLimit

#: Nano-units in one rho, and in one epsilon.
NANO = 10**9

#: Atto-units in a delta of 1.
ATTO = 10**18

#: The share of the delta of a limit that is for unknown keys.
_FOR_KEYS = Fraction(1, 1000)

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


@frozen
class Allowance:
    """What may be spent under a limit (epsilon, delta).

    Attributes
    ----------
    exposure_nano
        In nano-units: of rho, or of epsilon where the delta is 0.
    delta_atto
        In atto-units of delta: for the groups of unknown keys.
    """

    exposure_nano: int
    delta_atto: int


def allowance_of(epsilon: float, delta: float) -> Allowance:
    """What may be spent under a limit, both amounts in full.

    Parameters
    ----------
    epsilon, delta
        As of `rho_of_limit_nano`; or a delta of 0, which is nothing for the groups of unknown keys either.

    Examples
    --------
    >>> allowance_of(3, 1e-6)
    Allowance(exposure_nano=185055700, delta_atto=1000000000)
    >>> allowance_of(3, 0)
    Allowance(exposure_nano=3000000000, delta_atto=0)
    """
    if delta == 0:
        return Allowance(limit_nano(PrivacyLimit(epsilon, 0.0)), 0)
    converted = delta * float(1 - _FOR_KEYS)
    rest = Fraction(delta) - Fraction(converted)
    return Allowance(rho_of_limit_nano(epsilon, converted), math.floor(rest * ATTO))


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
