"""Privacy profiles: how much one computation spends, where a question does not ask for an accuracy.

They are built in. The numbers in their descriptions follow from two facts: the noise in a count under rho of
zero-concentrated differential privacy has the standard deviation 1 / sqrt(2 rho), and the default limit, epsilon 3 with
delta 1e-6, is a rho of 0.185.
"""

from collections.abc import Mapping
from types import MappingProxyType

from attrs import frozen

from leapyear_core.model.errors import PrivacyProfileNotFound
from leapyear_core.services.paging import Page, decode_name, page_of


@frozen
class PrivacyLimit:
    """(epsilon, delta)-differential privacy of all answers together."""

    epsilon: float
    delta: float


@frozen
class PrivacyProfile:
    """How much one computation spends, in units of 1e-9 rho."""

    name: str
    description: str
    rho_nano: int
    default_limit: PrivacyLimit

    @property
    def rho(self) -> float:
        """How much one computation spends, in rho."""
        return self.rho_nano / 1e9


DEFAULT_PROFILE = "balanced"

_DEFAULT_LIMIT = PrivacyLimit(epsilon=3.0, delta=1e-6)

PROFILES: Mapping[str, PrivacyProfile] = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            PrivacyProfile(
                "accuracy",
                "A count is off by about 6, and the default limit lasts for 14 questions.",
                12_500_000,
                _DEFAULT_LIMIT,
            ),
            PrivacyProfile(
                "balanced",
                "A count is off by about 14, and the default limit lasts for 74 questions.",
                2_500_000,
                _DEFAULT_LIMIT,
            ),
            PrivacyProfile(
                "exploration",
                "A count is off by about 32, and the default limit lasts for 370 questions.",
                500_000,
                _DEFAULT_LIMIT,
            ),
        )
    }
)


def find(name: str) -> PrivacyProfile:
    """The privacy profile of that name.

    Raises
    ------
    PrivacyProfileNotFound
        If there is none.
    """
    try:
        return PROFILES[name]
    except KeyError:
        known = ", ".join(PROFILES)
        raise PrivacyProfileNotFound(
            f"there is no privacy profile {name!r}: there are {known}"
        ) from None


def page(*, limit: int, cursor: str | None) -> Page[PrivacyProfile]:
    """The privacy profiles, in the order of their names."""
    after = decode_name(cursor) or ""
    found = sorted(
        (each for each in PROFILES.values() if each.name > after), key=lambda each: each.name
    )
    return page_of(found, limit, lambda profile: profile.name)
