r"""How much one computation spends, from public facts alone.

These are what was asked for, what the privacy profile says, the stability of the relation, and how large the tables are:
not as they are, but as a noisy count told that was charged and released when their data came (`leapyear_core.services.sizes`).
So the price, and every refusal here, is arithmetic on what everybody may know.

The target of a profile is an accuracy `a`: a 95 % noise interval of a count whose half-width is the share `a` of the
size `N` of the data set. The noise of one of `k` sums that share a price :math:`\rho` evenly, of a relation with the
stability `s`, has the standard deviation :math:`s\sqrt{k/2\rho}`, so that the target costs

.. math:: \rho = \frac{k}{2} \left(\frac{1.96\, s}{a N}\right)^2

(Bun and Steinke 2016, proposition 6). Under pure differential privacy it has the scale :math:`sk/\varepsilon`, and a
half-width of :math:`\ln 20` times that, so that the target costs :math:`\varepsilon = k s \ln 20 / a N`. Sums and means are noisy in proportion to the reach of their values, so the same
price makes them as accurate relative to that. No more is spent than the profile allows one computation.
"""

import math
from collections.abc import Callable
from typing import TypeVar

from attrs import frozen

from leapyear_core.model.errors import (
    DataSetSizeBlocked,
    DataSetTooSmall,
    HighPrivacyExposure,
    InvalidAnalysis,
    SensitivityMultiplierTooLarge,
)
from leapyear_core.model.profiles import ProfileParams
from leapyear_core.privacy.accounting import NANO
from leapyear_core.privacy.choices import Measurement
from leapyear_core.privacy.noise import GAUSSIAN, Noise, noise_of
from leapyear_core.privacy.pricing import Accuracy, Spend


@frozen
class Wish:
    """How much a question shall spend, as far as it says so itself.

    Attributes
    ----------
    accuracy
        The half-width that the 95 % noise interval shall have, in the unit of the value.
    exposure_nano
        The price, in units of 1e-9 of the database's definition of privacy.
    minimum_dataset_size
        What is known otherwise of the size of the data set, in rows: it is taken in place of the noisy size.
    allow_max_budget_allocation
        Whether the most may be spent where the accuracy needs that or more.
    """

    accuracy: float | None = None
    exposure_nano: int | None = None
    minimum_dataset_size: int | None = None
    allow_max_budget_allocation: bool = True


@frozen
class Facts:
    """What is public about the data that a question is about.

    Attributes
    ----------
    parts
        How many sums share the price.
    stability
        How many rows of the relation one privacy unit can add or remove.
    multiplier
        How many of them for each of its rows in a table: what deriving the relation made of its influence.
    size
        The noisy size of the smallest of its tables, in rows; None where one is not known.
    """

    parts: int
    stability: int
    multiplier: int
    size: int | None


MeasurementT = TypeVar("MeasurementT", bound=Measurement)


def calibrate(
    priced: Callable[[Spend | Accuracy], MeasurementT],
    wish: Wish,
    params: ProfileParams,
    facts: Facts,
) -> MeasurementT:
    """Plan a measurement that spends what is wanted, within what the privacy profile allows.

    Parameters
    ----------
    priced
        Plans the measurement for an amount to spend, or for an accuracy.

    Raises
    ------
    SensitivityMultiplierTooLarge
        If deriving the relation multiplied the influence of a row by more than the profile allows.
    DataSetSizeBlocked
        If its data set is smaller than the profile allows, as far as the noisy size tells.
    HighPrivacyExposure
        If what it shall spend, or the accuracy that it shall have, is more than the profile allows one computation.
    DataSetTooSmall
        If the accuracy needs the most or more, and the most must not be spent.
    InvalidAnalysis
        If both an accuracy and a price are wanted.
    """
    _check_data(params, facts)
    most = params.exposure_nano
    if wish.exposure_nano is not None:
        if wish.accuracy is not None:
            raise InvalidAnalysis("the accuracy follows from the exposure: leave out one of them")
        if wish.exposure_nano > most:
            raise HighPrivacyExposure(
                "this would expose more than one computation may: name a smaller exposure. The most is that of the privacy"
                " profile of the database, Database.privacy_params.exposure"
            )
        return priced(Spend(wish.exposure_nano))
    if wish.accuracy is not None:
        plan = priced(Accuracy(wish.accuracy))
        if plan.nano < most or (plan.nano == most and wish.allow_max_budget_allocation):
            return plan
        # Who names an accuracy wants that one, and no other for the price of the most.
        if wish.allow_max_budget_allocation:
            raise HighPrivacyExposure(
                "this accuracy would expose more than one computation may: name a larger one (give or take more), or"
                " none. Analysis.price() tells which one an exposure buys"
            )
    elif params.accuracy is None:
        return priced(Spend(most))
    else:
        size = facts.size if wish.minimum_dataset_size is None else wish.minimum_dataset_size
        needed = nano_of_target(params.accuracy, size, facts, noise_of(params.definition))
        if needed < most:
            return priced(Spend(math.ceil(needed)))
    if not wish.allow_max_budget_allocation:
        raise DataSetTooSmall(
            "this data set is too small for the accuracy that is wanted: it would take the most that one computation may"
            " spend, or more. Name a larger accuracy (give or take more), or a smaller exposure; say how large the data"
            " set is with minimum_dataset_size; or let the most be spent with allow_max_budget_allocation=True"
        )
    return priced(Spend(most))


def nano_of_target(
    accuracy: float, size: int | None, facts: Facts, noise: Noise = GAUSSIAN
) -> float:
    """What it costs to have this accuracy relative to a size, in nano-units; infinite where there is no size.

    Examples
    --------
    >>> round(nano_of_target(0.001, 100_000, Facts(parts=1, stability=1, multiplier=1, size=None)))
    192073
    """
    if size is None or size <= 0:
        return math.inf
    scale = accuracy * size / noise.unit_half_width
    return float(facts.parts * noise.price(facts.stability, scale) * NANO)


def _check_data(params: ProfileParams, facts: Facts) -> None:
    largest = params.maximum_sensitivity_multiplier
    if largest is not None and facts.multiplier > largest:
        raise SensitivityMultiplierTooLarge(
            f"one record may count {facts.multiplier} times in this data set, and the privacy profile of the database"
            f" allows {largest}: derive it with fewer unions, joins or groups, which multiply a record"
        )
    smallest = params.minimum_dataset_size
    # What is not known might be too small: a profile that names a size means to be sure of it.
    if smallest and (facts.size is None or facts.size < smallest):
        raise DataSetSizeBlocked(
            f"the privacy profile of the database allows questions about data sets of {smallest} rows or more, and this"
            " one is not known to be so large: ask about a larger table, or ask an administrator for another profile"
        )
