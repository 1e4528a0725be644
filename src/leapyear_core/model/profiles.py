"""Privacy profiles: what one computation may spend, and of which data."""

from enum import Enum

from attrs import frozen


class Definition(Enum):
    """What amounts of privacy are amounts of, and so how they add up.

    ``ZCDP`` is zero-concentrated differential privacy (Bun and Steinke 2016), whose rhos add up; ``PURE`` is differential
    privacy (Dwork, McSherry, Nissim and Smith 2006), whose epsilons add up.
    """

    ZCDP = "zcdp"
    PURE = "pure"


@frozen
class PrivacyLimit:
    """(epsilon, delta)-differential privacy of all answers together.

    Attributes
    ----------
    delta
        0 for epsilon-differential privacy, which nothing but epsilons that add up keep to.
    """

    epsilon: float
    delta: float

    @property
    def definition(self) -> Definition:
        """The definition that it is kept by. One database has one: what was spent under the other is no amount of it."""
        return Definition.ZCDP if self.delta else Definition.PURE


@frozen
class ProfileParams:
    """What one computation may spend, and of which data.

    Attributes
    ----------
    exposure_nano
        The most that one computation may spend, in units of 1e-9 of the definition: of rho, or of epsilon.
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

    @property
    def definition(self) -> Definition:
        """What the amounts are amounts of: as of the limit."""
        return self.default_limit.definition


@frozen
class PrivacyProfile:
    """Parameters under a name."""

    name: str
    params: ProfileParams
    description: str | None = None
