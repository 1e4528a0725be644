"""Privacy profiles: what one computation may spend, and of which data."""

from attrs import frozen


@frozen
class PrivacyLimit:
    """(epsilon, delta)-differential privacy of all answers together."""

    epsilon: float
    delta: float


@frozen
class ProfileParams:
    """What one computation may spend, and of which data.

    Attributes
    ----------
    exposure_nano
        The most that one computation may spend, in units of 1e-9 rho.
    accuracy
        What it spends for where the question does not say it: a 95 % noise interval of a count whose half-width is this
        share of the size of the data set; of sums and means relative to the reach of the values. None: it spends the
        most.
    minimum_dataset_size
        The smallest data set that may be asked about, in rows, as far as the noisy size of its table tells.
    maximum_sensitivity_multiplier
        The largest stability of a relation that may be asked about; None for any.
    default_limit
        The privacy limit of a database that is made without one.
    """

    exposure_nano: int
    default_limit: PrivacyLimit
    accuracy: float | None = None
    minimum_dataset_size: int = 0
    maximum_sensitivity_multiplier: int | None = None


@frozen
class PrivacyProfile:
    """Parameters under a name."""

    name: str
    params: ProfileParams
    description: str | None = None
