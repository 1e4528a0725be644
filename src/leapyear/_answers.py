"""The answer to a question, with its error and its price."""

import math
from typing import NamedTuple

from attrs import frozen

from leapyear import _html
from leapyear._exposure import Exposure
from leapyear._numbers import percent

#: As many digits after the point are read; smaller numbers have an exponent.
_MOST_PLACES = 8
#: Whole numbers below are written out; greater ones have an exponent, too.
_MOST_IN_FULL = 1e16


class Interval(NamedTuple):
    """Holds the exact value with the confidence stated beside it, as far as noise is concerned."""

    low: float
    high: float


@frozen
class RichResult:
    """An answer with everything that is known about it.

    Attributes
    ----------
    value
        The answer, with its noise: an int for counts and for sums of whole numbers, otherwise a
        float.
    interval
        ``(low, high)``: holds the exact value with the stated confidence. Only the noise is meant;
        whether the table is a good sample of anything is another question. That of a quantile has
        its confidence where values lie about as densely on both sides of it: see `median`.
    confidence
        Of the interval, 0.95; of an exact answer 1.
    mechanism
        Where the noise comes from: ``"discrete_gaussian"``; ``"discrete_laplace"`` in a database that
        spends epsilon; ``"exponential"`` of a quantile, which is chosen by chance; ``"none"`` of an exact answer.
    noise_scale
        The standard deviation of the noise, in the unit of the value; of a mean, to first order.
        0 of an exact answer.
    exposure
        What this answer cost.
    exposure_left
        What the user may still spend: by the limit of the database, by their own, or by that of a
        group of theirs, whichever leaves least. Shares are those of the limit of the database.
    cached
        Whether the answer was on record, or being computed for somebody else, and so cost nothing
        now.

    Examples
    --------
    >>> RichResult(
    ...     value=4182,
    ...     interval=Interval(4154.28, 4209.72),
    ...     confidence=0.95,
    ...     mechanism="discrete_gaussian",
    ...     noise_scale=14.14,
    ...     exposure=Exposure(rho=0.0025, share=0.0135),
    ...     exposure_left=Exposure(rho=0.1825, share=0.9865),
    ...     cached=False,
    ... )
    <RichResult 4182 ± 28 (95 %), 1.35 % of the limit spent, 98.7 % left>
    """

    value: float
    interval: Interval
    confidence: float
    mechanism: str
    noise_scale: float
    exposure: Exposure
    exposure_left: Exposure
    cached: bool

    def __str__(self) -> str:
        return f"{self._estimate()}, {self._price()}"

    def __repr__(self) -> str:
        return f"<RichResult {self}>"

    def _repr_html_(self) -> str:
        rows = (
            ("answer", self._estimate()),
            ("noise", self._noise()),
            ("spent", self._spent_in_full()),
            ("left", str(self.exposure_left)),
        )
        return _html.table(("", ""), rows)

    @property
    def _is_exact(self) -> bool:
        return self.mechanism == "none"

    def _noise(self) -> str:
        if self._is_exact:
            return "none"
        return f"{self.mechanism}, standard deviation {self.noise_scale:.3g}"

    def _spent_in_full(self) -> str:
        if self.cached:
            return "nothing, from the record"
        return "nothing" if self._is_exact else str(self.exposure)

    def _estimate(self) -> str:
        low, high = self.interval
        if self._is_exact and low == high:
            return f"{self.value} exactly"
        half_width = (high - low) / 2
        confidence = percent(self.confidence)
        if not (math.isfinite(half_width) and half_width > 0):
            return f"{self.value:.6g} ({confidence}: {low:.6g} to {high:.6g})"
        # As many digits as the noise leaves meaning: two of the half-width, all else to its place.
        places = max(0, 1 - math.floor(math.log10(half_width)))
        if places > _MOST_PLACES or max(abs(low), abs(high)) >= _MOST_IN_FULL:
            return f"{self.value:.6g} ({confidence}: {low:.6g} to {high:.6g})"
        # A value that rounds to zero has no sign.
        value = f"{self.value}" if isinstance(self.value, int) else f"{self.value:z.{places}f}"
        if math.isclose(high - self.value, self.value - low, rel_tol=0.02):
            return f"{value} ± {half_width:.{places}f} ({confidence})"
        # The interval of a mean need not lie evenly about it.
        return f"{value} ({confidence}: {low:z.{places}f} to {high:z.{places}f})"

    def _price(self) -> str:
        left = f"{percent(self.exposure_left.share)} left"
        if self.cached:
            return f"from the record, nothing spent, {left}"
        if self._is_exact:
            return f"nothing spent, {left}"
        return f"{percent(self.exposure.share)} of the limit spent, {left}"
