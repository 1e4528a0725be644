"""Handlers of the tag ``privacy_profiles``."""

from leapyear_api.models import (
    ComputationExposure,
    PrivacyLimit,
    PrivacyProfile,
    PrivacyProfilePage,
)
from leapyear_core.api.unset import shown
from leapyear_core.core import Core
from leapyear_core.services import profiles
from leapyear_core.services.sessions import Caller


async def list_privacy_profiles(
    core: Core, caller: Caller, *, limit: int, cursor: str | None
) -> PrivacyProfilePage:
    """A page of privacy profiles."""
    page = profiles.page(limit=limit, cursor=cursor)
    return PrivacyProfilePage(
        items=[_present(profile) for profile in page.items], next_cursor=shown(page.next_cursor)
    )


async def get_privacy_profile(core: Core, caller: Caller, *, profile: str) -> PrivacyProfile:
    """A privacy profile."""
    return _present(profiles.find(profile))


def _present(profile: profiles.PrivacyProfile) -> PrivacyProfile:
    limit = profile.default_limit
    return PrivacyProfile(
        name=profile.name,
        description=profile.description,
        computation=ComputationExposure(rho=profile.rho),
        default_limit=PrivacyLimit(epsilon=limit.epsilon, delta=limit.delta),
    )
