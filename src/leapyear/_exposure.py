"""Exposure: what answers cost, what they may, and what was spent of a limit and by whom."""

import re

from attrs import field, frozen

from leapyear import _html
from leapyear._numbers import percent, whole_within, within
from leapyear._privacy import LARGEST_DELTA, PrivacyLimit, checked_exposure


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
        return checked_exposure(wanted), None
    if (written := _PERCENT.fullmatch(wanted)) is None:
        raise TypeError(
            f"exposure is an amount such as 0.0025, or a share of the limit such as '1%', not {wanted!r}"
        )
    return None, within(float(written[1]) / 100, "a share of the limit", 1e-9, 1.0)


def _optional_delta(value: float | None) -> float | None:
    return None if value is None else within(value, "delta", 1e-18, LARGEST_DELTA)


def _optional_size(value: int | None) -> int | None:
    return None if value is None else whole_within(value, "minimum_dataset_size", 1, 10**12)


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
        What the user may spend now; see `RichResult`.
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
        return f"<PrivacyLimitStatus {self._told()}>"

    def _told(self) -> str:
        return (
            f"epsilon {self.limit.epsilon:g}, delta {self.limit.delta:g}: "
            f"{percent(self.spent.share)} spent, {percent(self.left.share)} left{self._delta()}"
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
        return f"<SubjectExposure {self._told()}>"

    def _told(self) -> str:
        days = "" if self.window_days is None else f" in {self.window_days} days"
        left = "" if self.left is None else f", {percent(self.left.share)} left"
        return f"{self.kind} {self.name}: {percent(self.spent.share)} spent{days}{left}"


@frozen(repr=False)
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
        database. For others: themselves, and those of their groups that have a limit. What users spent
        who were deleted is in the total alone.
    """

    total: PrivacyLimitStatus
    own: SubjectExposure
    subjects: tuple[SubjectExposure, ...]

    def __repr__(self) -> str:
        lines = [
            f"<DatabaseExposure {self.total._told()}",
            *(f"  {each._told()}" for each in self.subjects),
        ]
        return "\n".join(lines) + ">"

    def _repr_html_(self) -> str:
        rows: list[tuple[object, ...]] = [
            ("everybody", *_cells(self.total.spent, self.total.left, self.total.limit), None)
        ]
        rows += [
            (
                f"{each.kind} {each.name}",
                *_cells(each.spent, each.left, each.limit),
                each.window_days,
            )
            for each in self.subjects
        ]
        heads = ("who", "spent", "left", "limit", "in days")
        return _html.table(heads, rows, caption=self.total._told())


def _cells(
    spent: Exposure, left: Exposure | None, limit: PrivacyLimit | None
) -> tuple[str, str | None, str | None]:
    return (
        str(spent),
        None if left is None else str(left),
        None if limit is None else f"epsilon {limit.epsilon:g}, delta {limit.delta:g}",
    )
