"""Amounts of privacy: what may be spent, and what was.

A privacy limit is stated as (epsilon, delta), the form in which promises are made. It is kept, and
spent, in rho of zero-concentrated differential privacy (Bun and Steinke 2016), because rhos of
answers simply add up. Where the delta is 0, it is spent in epsilon, which add up too.
"""

import math
import re
from numbers import Real

from attrs import field, frozen

from leapyear._refusals import invalid_request

_SMALLEST_EPSILON, _LARGEST_EPSILON = 0.001, 1_000_000.0
_LARGEST_DELTA = 0.1
_SMALLEST_EXPOSURE, _LARGEST_EXPOSURE = 1e-9, 1_000_000.0
_DEFINITIONS = ("zcdp", "pure")


def _epsilon(value: float) -> float:
    return _within(value, "epsilon", _SMALLEST_EPSILON, _LARGEST_EPSILON)


def _delta(value: float) -> float:
    return _within(value, "delta", 0.0, _LARGEST_DELTA)


def _within(value: object, what: str, least: float, most: float) -> float:
    number = as_float(value, f"{what} is a number")
    if not least <= number <= most:  # refuses NaN too
        raise invalid_request(f"{what} lies between {least:g} and {most:g}, not at {number:g}")
    return number


def as_float(value: object, wanted: str) -> float:
    """A number as a float: an infinite one, where it is greater than any. Numpy's are taken as well.

    Parameters
    ----------
    wanted
        What it is, in words: the beginning of the error.

    Raises
    ------
    TypeError
        If it is no number.

    Examples
    --------
    >>> as_float(3, "size is a number"), as_float(10**400, "size is a number")
    (3.0, inf)
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Real):
        raise TypeError(f"{wanted}, not {value!r}")
    try:
        return float(value) + 0.0  # no negative zero, which would print as one
    except OverflowError:
        return math.copysign(math.inf, -1 if str(value).startswith("-") else 1)


def _exposure(value: float) -> float:
    return _within(value, "exposure", _SMALLEST_EXPOSURE, _LARGEST_EXPOSURE)


def _accuracy(value: float | None) -> float | None:
    return None if value is None else _within(value, "accuracy", 1e-9, 1.0)


def _size(value: int) -> int:
    return _whole(value, "minimum_dataset_size", 0, 10**12)


def _multiplier(value: int | None) -> int | None:
    return None if value is None else _whole(value, "maximum_sensitivity_multiplier", 1, 1_000_000)


def _whole(value: object, what: str, least: int, most: int) -> int:
    number = _within(value, what, least, most)
    if not number.is_integer():
        raise invalid_request(f"{what} is a whole number, not {number:g}")
    return int(number)


def _definition(value: str) -> str:
    if value not in _DEFINITIONS:
        raise invalid_request(f"definition is one of {', '.join(_DEFINITIONS)}, not {value!r}")
    return value


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

    exposure: float = field(converter=_exposure)
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


@frozen(kw_only=True)
class Exposure:
    """Privacy spent.

    Attributes
    ----------
    share
        The amount as a share of the limit of the database: 1 is all of it. Amounts add up.
    rho
        The amount in rho of rho-zCDP; None in a database that spends epsilon.
    epsilon
        The amount in epsilon; None in a database that spends rho.

    Examples
    --------
    >>> print(Exposure(rho=0.0025, share=0.0135))
    1.35 % of the limit (rho 0.0025)
    >>> print(Exposure(epsilon=0.04, share=0.0133))
    1.33 % of the limit (epsilon 0.04)
    """

    share: float
    rho: float | None = None
    epsilon: float | None = None

    @property
    def amount(self) -> float:
        """The amount, in rho or in epsilon: of whichever the database spends."""
        return (self.rho if self.epsilon is None else self.epsilon) or 0.0

    def __str__(self) -> str:
        unit = "rho" if self.epsilon is None else "epsilon"
        return f"{percent(self.share)} of the limit ({unit} {self.amount:.3g})"


_PERCENT = re.compile(r"\s*(\d+\.?\d*|\.\d+)\s*%\s*")


def exposure_and_share(wanted: float | str | None) -> tuple[float | None, float | None]:
    """What to spend: an amount, or a share of the limit of the database; or neither, of None.

    Raises
    ------
    InvalidRequest
        If the amount or the share lies outside of its range.
    TypeError
        If it is neither a number nor a percentage.

    Examples
    --------
    >>> exposure_and_share(0.0025), exposure_and_share("1%"), exposure_and_share("0.5 %")
    ((0.0025, None), (None, 0.01), (None, 0.005))
    """
    if wanted is None:
        return None, None
    if not isinstance(wanted, str):
        return _exposure(wanted), None
    if (written := _PERCENT.fullmatch(wanted)) is None:
        raise TypeError(
            f"exposure is an amount such as 0.0025, or a share of the limit such as '1%', not {wanted!r}"
        )
    return None, _within(float(written[1]) / 100, "a share of the limit", 1e-9, 1.0)


def _optional_delta(value: float | None) -> float | None:
    return None if value is None else _within(value, "delta", 1e-18, _LARGEST_DELTA)


def _optional_size(value: int | None) -> int | None:
    return None if value is None else _whole(value, "minimum_dataset_size", 1, 10**12)


@frozen
class Terms:
    """How much a question may spend, as far as it says so itself; see `Analysis.run`."""

    accuracy: float | None = None
    exposure: float | None = None
    exposure_share: float | None = None
    minimum_dataset_size: int | None = field(default=None, converter=_optional_size)
    allow_max_budget_allocation: bool = True
    delta: float | None = field(default=None, converter=_optional_delta)


@frozen
class AnalysisPrice:
    """What the answer to a question would cost: what ``Analysis.price()`` returns.

    Attributes
    ----------
    exposure
        Its price; nothing, where the answer is on record.
    exposure_left
        What is left of the limit now.
    half_width
        The half-width of the 95 % noise interval that the answer would have, in its own unit. None
        where it is not one count or one sum: then it depends on the values.
    cached
        Whether the answer is on record, or being computed, and so costs nothing.
    delta
        What it would take of the delta of the limit, where groups of unknown keys are asked about;
        0 elsewhere.
    """

    exposure: Exposure
    exposure_left: Exposure
    half_width: float | None
    cached: bool
    delta: float = 0.0

    def __repr__(self) -> str:
        price = "nothing, from the record" if self.cached else str(self.exposure)
        width = "" if self.half_width is None else f", for ± {self.half_width:.3g} (95 %)"
        delta = f", and delta {self.delta:.3g}" if self.delta else ""
        return f"<AnalysisPrice {price}{delta}{width}>"


@frozen
class DeltaStatus:
    """How much of the delta of a privacy limit is spent on groups of unknown keys.

    Attributes
    ----------
    total
        All that may be: a thousandth of the delta of the limit. (The rest pays for stating what
        is spent as an epsilon.)
    spent
        What the answers so far have taken.
    left
        What further answers may take.
    """

    total: float
    spent: float
    left: float


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
    delta
        What groups of unknown keys have taken of delta, beside the exposure. None where they may
        take nothing, since the limit is older than they are: set it anew.
    """

    limit: PrivacyLimit
    total: Exposure
    spent: Exposure
    left: Exposure
    delta: DeltaStatus | None = None

    def __repr__(self) -> str:
        return (
            f"<PrivacyLimitStatus epsilon {self.limit.epsilon:g}, delta {self.limit.delta:g}: "
            f"{percent(self.spent.share)} spent, {percent(self.left.share)} left{self._delta()}>"
        )

    def _delta(self) -> str:
        if self.delta is None or self.delta.spent == 0:
            return ""
        return f"; of delta {self.delta.spent:.3g} spent, {self.delta.left:.3g} left"


@frozen
class SubjectExposure:
    """What a user or a group has spent in a database, and the most that it may.

    Attributes
    ----------
    kind, name
        Whose it is: ``"user"`` or ``"group"``, and the name. What a group has spent is what those
        have who are in it now.
    spent
        What its answers have cost, in the last `window_days` where there are any. Shares are those
        of the limit of the database.
    limit
        Its own limit; None where it has none. That of the database holds beside it.
    window_days
        Only what was spent in so many days counts; None: all that ever was.
    left
        What its own limit leaves; None where it has none.
    """

    kind: str
    name: str
    spent: Exposure
    limit: PrivacyLimit | None = None
    window_days: int | None = None
    left: Exposure | None = None

    def __repr__(self) -> str:
        days = "" if self.window_days is None else f" in {self.window_days} days"
        left = "" if self.left is None else f", {percent(self.left.share)} left"
        return (
            f"<SubjectExposure {self.kind} {self.name}: {percent(self.spent.share)} spent"
            f"{days}{left}>"
        )


@frozen
class DatabaseExposure:
    """What was spent of the limit of a database, and by whom: what ``client.exposure`` returns.

    Attributes
    ----------
    total
        The limit of the database, and how much of it is spent.
    own
        What the user who asks has spent.
    subjects
        Everybody who has spent there, or has a limit of their own: for those who administer the
        database. For others: themselves alone.
    """

    total: PrivacyLimitStatus
    own: SubjectExposure
    subjects: tuple[SubjectExposure, ...]


def checked_window(days: object) -> int | None:
    """A window of days, from 1 to 36,500; None for none.

    Raises
    ------
    InvalidRequest
        If it is no such number.
    """
    return None if days is None else _whole(days, "window_days", 1, 36_500)
