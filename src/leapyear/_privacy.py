"""Amounts of privacy: what may be spent, and what was.

A privacy limit is stated as (epsilon, delta), the form in which promises are made. It is kept, and
spent, in rho of zero-concentrated differential privacy (Bun and Steinke 2016), because rhos of
answers simply add up.
"""

import math
from numbers import Real

from attrs import field, frozen

from leapyear.exceptions import InvalidRequest

_SMALLEST_EPSILON, _LARGEST_EPSILON = 0.001, 1_000_000.0
_SMALLEST_DELTA, _LARGEST_DELTA = 1e-15, 0.1


def _epsilon(value: float) -> float:
    return _within(value, "epsilon", _SMALLEST_EPSILON, _LARGEST_EPSILON)


def _delta(value: float) -> float:
    return _within(value, "delta", _SMALLEST_DELTA, _LARGEST_DELTA)


def _within(value: object, what: str, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{what} is a number, not {value!r}")
    number = float(value)
    if not least <= number <= most:  # refuses NaN too
        raise InvalidRequest(
            f"{what} lies between {least:g} and {most:g}, not at {number:g}", code="invalid_request"
        )
    return number


def percent(share: float) -> str:
    """A share as people write it, ``98.6 %``, with three digits that mean something.

    Examples
    --------
    >>> percent(0.0135066), percent(1), percent(0), percent(0.9999)
    ('1.35 %', '100 %', '0 %', '99.99 %')
    """
    value = 100 * share
    if 99 < value < 100:  # "100 % left" of a limit that was touched would be wrong
        digits = min(12, 1 + math.ceil(-math.log10(100 - value)))
        return f"{value:.{max(1, digits)}f}".rstrip("0") + " %"
    return f"{float(f'{value:.3g}'):.12g} %"


@frozen
class PrivacyLimit:
    """The most that all answers about a database together may tell of one record.

    Parameters
    ----------
    epsilon
        How far the answers may shift anybody's odds about a record: at most by the factor
        exp(epsilon). Between 0.001 and 1,000,000; 3 is usual, 1 is strict, above 10 there is little
        left of a promise.
    delta
        The probability with which that may fail, between 1e-15 and 0.1; well below one over the
        number of records.

    Raises
    ------
    InvalidRequest
        If one of them lies outside of its range.

    Examples
    --------
    >>> PrivacyLimit(epsilon=3, delta=1e-6)
    PrivacyLimit(epsilon=3, delta=1e-06)
    """

    epsilon: float = field(converter=_epsilon)
    delta: float = field(converter=_delta)

    def __repr__(self) -> str:
        return f"PrivacyLimit(epsilon={self.epsilon:g}, delta={self.delta:g})"


@frozen
class Exposure:
    """Privacy spent.

    Attributes
    ----------
    rho
        The amount, rho of rho-zCDP. Amounts add up.
    share
        The amount as a share of the limit of the database: 1 is all of it.

    Examples
    --------
    >>> print(Exposure(rho=0.0025, share=0.0135))
    1.35 % of the limit (rho 0.0025)
    """

    rho: float
    share: float

    def __str__(self) -> str:
        return f"{percent(self.share)} of the limit (rho {self.rho:.3g})"


@frozen
class PrivacyLimitStatus:
    """A privacy limit, and how much of it is spent.

    Attributes
    ----------
    limit
        The limit, as (epsilon, delta).
    total
        All of it, as an exposure.
    spent
        What the answers so far have cost. It can exceed the total where the limit was lowered
        afterwards.
    left
        What further answers may cost.
    """

    limit: PrivacyLimit
    total: Exposure
    spent: Exposure
    left: Exposure

    def __repr__(self) -> str:
        return (
            f"<PrivacyLimitStatus epsilon {self.limit.epsilon:g}, delta {self.limit.delta:g}: "
            f"{percent(self.spent.share)} spent, {percent(self.left.share)} left>"
        )
