"""Limits on privacy, and profiles: what may be spent.

A privacy limit is stated as (epsilon, delta), the form in which promises are made. It is kept, and
spent, in rho of zero-concentrated differential privacy (Bun and Steinke 2016), because rhos of
answers simply add up. Where the delta is 0, it is spent in epsilon, which add up too.
"""

from attrs import field, frozen

from leapyear._numbers import whole_within, within
from leapyear._refusals import invalid_request

_SMALLEST_EPSILON, _LARGEST_EPSILON = 0.001, 1_000_000.0
LARGEST_DELTA = 0.1
_SMALLEST_EXPOSURE, _LARGEST_EXPOSURE = 1e-9, 1_000_000.0
_DEFINITIONS = ("zcdp", "pure")


def _epsilon(value: float) -> float:
    return within(value, "epsilon", _SMALLEST_EPSILON, _LARGEST_EPSILON)


def _delta(value: float) -> float:
    return within(value, "delta", 0.0, LARGEST_DELTA)


def checked_exposure(value: float) -> float:
    """An amount of exposure, in rho or in epsilon."""
    return within(value, "exposure", _SMALLEST_EXPOSURE, _LARGEST_EXPOSURE)


def _accuracy(value: float | None) -> float | None:
    return None if value is None else within(value, "accuracy", 1e-9, 1.0)


def _size(value: int) -> int:
    return whole_within(value, "minimum_dataset_size", 0, 10**12)


def _multiplier(value: int | None) -> int | None:
    return (
        None
        if value is None
        else whole_within(value, "maximum_sensitivity_multiplier", 1, 1_000_000)
    )


def _definition(value: str) -> str:
    if value not in _DEFINITIONS:
        raise invalid_request(f"definition is one of {', '.join(_DEFINITIONS)}, not {value!r}")
    return value


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
        The probability with which that may fail, up to 0.1; well below one over the number of
        records. 0 for a promise that never fails, pure differential privacy: noise is greater then,
        and adds up faster. A database keeps to the one or the other kind from the beginning.

    Raises
    ------
    InvalidRequest
        If one of them lies outside of its range.

    Examples
    --------
    >>> PrivacyLimit(epsilon=3, delta=1e-6)
    PrivacyLimit(epsilon=3, delta=1e-06)
    >>> PrivacyLimit(epsilon=3, delta=0).definition
    'pure'
    """

    epsilon: float = field(converter=_epsilon)
    delta: float = field(converter=_delta)

    @property
    def definition(self) -> str:
        """What is spent under it: ``"zcdp"``, or with a delta of 0 ``"pure"``."""
        return "zcdp" if self.delta else "pure"

    def __repr__(self) -> str:
        return f"PrivacyLimit(epsilon={self.epsilon:g}, delta={self.delta:g})"


@frozen
class PrivacyProfileParams:
    """What one computation may spend, and of which data.

    Parameters
    ----------
    exposure
        The most that one computation may spend, from 1e-9 to 1,000,000: in rho of
        zero-concentrated differential privacy, where the noise in a count has the standard
        deviation 1 / sqrt(2 rho); or in epsilon of pure differential privacy, where it has
        sqrt(2) / epsilon.
    accuracy
        What a computation spends for where it does not say so itself: a 95 % noise interval of a
        count whose half-width is this share of the size of the data set, from 1e-9 to 1; of sums
        and means, relative to the reach of the values. None: every computation spends the most.
    minimum_dataset_size
        The smallest data set that may be asked about, in rows: the noisy size of its table decides.
    maximum_sensitivity_multiplier
        By how much a data set derived from a table may multiply the influence of one record. None:
        as much as it does.
    definition
        What the amounts are amounts of: ``"zcdp"`` or ``"pure"``. Only databases of the same
        definition have the profile.
    default_limit
        The privacy limit of a database that is made without one. Left out: epsilon 3, and a delta
        of 1e-6, or of 0 where the definition is pure.

    Raises
    ------
    InvalidRequest
        If one of them lies outside of its range, or the definition is not that of the limit.

    Examples
    --------
    >>> PrivacyProfileParams(exposure=0.01, accuracy=0.001).default_limit
    PrivacyLimit(epsilon=3, delta=1e-06)
    >>> PrivacyProfileParams(exposure=0.1, definition="pure").default_limit
    PrivacyLimit(epsilon=3, delta=0)
    """

    exposure: float = field(converter=checked_exposure)
    accuracy: float | None = field(default=None, converter=_accuracy)
    minimum_dataset_size: int = field(default=0, converter=_size)
    maximum_sensitivity_multiplier: int | None = field(default=None, converter=_multiplier)
    definition: str = field(default="zcdp", converter=_definition)
    default_limit: PrivacyLimit = field()

    @default_limit.default
    def _default_limit_of_definition(self) -> PrivacyLimit:
        return PrivacyLimit(epsilon=3, delta=0 if self.definition == "pure" else 1e-6)

    def __attrs_post_init__(self) -> None:
        """Check the type of the limit, and that it says what the definition does."""
        if not isinstance(self.default_limit, PrivacyLimit):
            raise TypeError(f"default_limit is a PrivacyLimit, not {self.default_limit!r}")
        if self.default_limit.definition != self.definition:
            raise invalid_request(
                f"the definition is {self.definition!r}, and {self.default_limit!r} is a limit on "
                f"{self.default_limit.definition!r}: that is 'pure' where the delta is 0"
            )


def checked_window(days: object) -> int | None:
    """A window of days, from 1 to 36,500; None for none.

    Raises
    ------
    InvalidRequest
        If it is no such number.
    """
    return None if days is None else whole_within(days, "window_days", 1, 36_500)
