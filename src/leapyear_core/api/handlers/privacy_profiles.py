"""Handlers of the tag ``privacy_profiles``."""

from leapyear_api import models
from leapyear_api.models import (
    PrivacyProfile,
    PrivacyProfileCreate,
    PrivacyProfilePage,
    PrivacyProfileUpdate,
)
from leapyear_core.api.answers import Created
from leapyear_core.api.presenters import present_params
from leapyear_core.api.unset import given, shown, whole
from leapyear_core.core import Core
from leapyear_core.model.errors import InvalidRequest
from leapyear_core.model.profiles import PrivacyLimit, ProfileParams
from leapyear_core.privacy.accounting import NANO
from leapyear_core.services import profiles
from leapyear_core.services.sessions import Caller


def list_privacy_profiles(
    core: Core, caller: Caller, *, limit: int, cursor: str | None
) -> PrivacyProfilePage:
    """A page of privacy profiles."""
    page = core.profiles.page(limit=limit, cursor=cursor)
    return PrivacyProfilePage(
        items=[_present(profile) for profile in page.items], next_cursor=shown(page.next_cursor)
    )


def create_privacy_profile(core: Core, caller: Caller, *, body: PrivacyProfileCreate) -> Created:
    """A new privacy profile."""
    params = given(body.params)
    made = core.profiles.create(
        body.name,
        description=given(body.description),
        params=None if params is None else _params(params),
    )
    return Created(_present(made), f"/v1/privacy-profiles/{made.name}")


def get_privacy_profile(core: Core, caller: Caller, *, profile: str) -> PrivacyProfile:
    """A privacy profile."""
    return _present(core.profiles.get(profile))


def update_privacy_profile(
    core: Core, caller: Caller, *, profile: str, body: PrivacyProfileUpdate
) -> PrivacyProfile:
    """A privacy profile as it is once it was changed."""
    params = given(body.params)
    changed = core.profiles.update(
        profile,
        description=given(body.description),
        params=None if params is None else _params(params),
    )
    return _present(changed)


def delete_privacy_profile(core: Core, caller: Caller, *, profile: str) -> None:
    """Delete a privacy profile."""
    core.profiles.delete(profile)


def _params(params: models.PrivacyProfileParams) -> ProfileParams:
    limit = PrivacyLimit(params.default_limit.epsilon, params.default_limit.delta)
    said = given(params.definition)
    if said is not None and said.value != limit.definition.value:
        raise InvalidRequest(
            f"the definition is {said.value!r} and the delta of the default limit {limit.delta:g}: it is 'pure' where that"
            " is 0, and 'zcdp' where it is not"
        )
    return ProfileParams(
        exposure_nano=max(1, round(params.exposure * NANO)),
        default_limit=limit,
        accuracy=given(params.accuracy),
        minimum_dataset_size=whole(params.minimum_dataset_size) or 0,
        maximum_sensitivity_multiplier=whole(params.maximum_sensitivity_multiplier),
    )


def _present(profile: profiles.PrivacyProfile) -> PrivacyProfile:
    return PrivacyProfile(
        name=profile.name,
        description=shown(profile.description),
        is_built_in=profile.name in profiles.BUILT_IN,
        params=present_params(profile.params),
    )
