"""The built-in privacy profiles, and what their descriptions promise."""

import math
import re

import pytest

from leapyear_core.model.errors import PrivacyProfileNotFound
from leapyear_core.privacy.accounting import rho_of_limit_nano
from leapyear_core.services import profiles
from leapyear_core.services.profiles import PROFILES, PrivacyProfile


@pytest.mark.parametrize("profile", PROFILES.values(), ids=str)
def test_the_numbers_in_a_description_are_true(profile: PrivacyProfile) -> None:
    """The noise of a count, and the questions until the default limit is spent."""
    off, questions = map(int, re.findall(r"\d+", profile.description))
    limit = profile.default_limit
    assert off == round(1 / math.sqrt(2 * profile.rho))
    assert questions == rho_of_limit_nano(limit.epsilon, limit.delta) // profile.rho_nano


def test_an_unknown_profile_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(PrivacyProfileNotFound, match="accuracy, balanced, exploration"):
        profiles.find("fast")


def test_profiles_are_paged_by_name() -> None:
    first = profiles.page(limit=2, cursor=None)
    rest = profiles.page(limit=2, cursor=first.next_cursor)
    assert [each.name for each in first.items + rest.items] == sorted(PROFILES)
    assert rest.next_cursor is None
