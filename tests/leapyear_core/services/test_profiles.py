"""Privacy profiles: the built-in ones and what their descriptions promise, and those that administrators make."""

import math
import re

import pytest

from leapyear_core.core import Core
from leapyear_core.model.errors import (
    AlreadyExists,
    PrivacyProfileBuiltIn,
    PrivacyProfileInUse,
    PrivacyProfileNotFound,
)
from leapyear_core.model.profiles import Definition, PrivacyLimit, PrivacyProfile, ProfileParams
from leapyear_core.privacy.accounting import NANO, allowance_of
from leapyear_core.services.profiles import BUILT_IN
from tests.in_process import ADMINISTRATOR

PURE = ("pure-accuracy", "pure-balanced", "pure-exploration")
CAREFUL = ProfileParams(
    exposure_nano=1_000_000,
    default_limit=PrivacyLimit(1.0, 1e-9),
    accuracy=0.01,
    minimum_dataset_size=1000,
    maximum_sensitivity_multiplier=2,
)


@pytest.mark.parametrize("profile", BUILT_IN.values(), ids=str)
def test_the_numbers_in_a_description_are_true(profile: PrivacyProfile) -> None:
    """The noise of a count, and the questions until the default limit is spent."""
    off, questions = map(int, re.findall(r"\d+", str(profile.description)))
    params = profile.params
    limit = params.default_limit
    amount = params.exposure_nano / NANO
    is_pure = params.definition is Definition.PURE
    assert off == round(math.sqrt(2) / amount if is_pure else 1 / math.sqrt(2 * amount))
    allowance = allowance_of(limit.epsilon, limit.delta)
    assert questions == allowance.exposure_nano // params.exposure_nano


def test_a_profile_is_made_changed_and_deleted(core: Core) -> None:
    made = core.profiles.create("careful", description="d", params=CAREFUL)
    assert core.profiles.get("careful") == made == PrivacyProfile("careful", CAREFUL, "d")
    core.profiles.update("careful", description="for the open day")
    other = ProfileParams(5, PrivacyLimit(3.0, 1e-6))
    changed = core.profiles.update("careful", params=other)
    assert (
        core.profiles.get("careful")
        == changed
        == PrivacyProfile("careful", other, "for the open day")
    )
    core.profiles.delete("careful")
    with pytest.raises(PrivacyProfileNotFound):
        core.profiles.get("careful")


def test_without_parameters_a_profile_has_those_of_the_default_one(core: Core) -> None:
    assert core.profiles.create("mine").params == BUILT_IN["balanced"].params


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_profile_stays_as_it_is(core: Core, name: str) -> None:
    """Nobody makes another one of that name, either."""
    for change in (
        lambda: core.profiles.update(name, description="x"),
        lambda: core.profiles.delete(name),
    ):
        with pytest.raises(PrivacyProfileBuiltIn, match="make one of yours"):
            change()
    with pytest.raises(AlreadyExists):
        core.profiles.create(name)
    assert core.profiles.get(name) == BUILT_IN[name]


def test_a_name_is_taken_once(core: Core) -> None:
    core.profiles.create("careful")
    with pytest.raises(AlreadyExists):
        core.profiles.create("careful")


def test_a_profile_that_a_database_has_is_not_deleted(core: Core) -> None:
    """Until the database has another one, or is gone."""
    core.profiles.create("careful", params=CAREFUL)
    made = core.databases.create("clinic", privacy_profile="careful")
    core.databases.create("ward", privacy_profile="careful")
    assert (made.epsilon, made.delta) == (1.0, 1e-9)
    with pytest.raises(PrivacyProfileInUse):
        core.profiles.delete("careful")
    core.databases.update(ADMINISTRATOR, "clinic", privacy_profile="balanced")
    with pytest.raises(PrivacyProfileInUse):
        core.profiles.delete("careful")
    core.databases.delete("ward")
    core.profiles.delete("careful")


def test_an_unknown_profile_is_refused_with_those_that_there_are(core: Core) -> None:
    with pytest.raises(PrivacyProfileNotFound, match="accuracy, balanced, exploration"):
        core.databases.create("clinic", privacy_profile="fast")


def test_profiles_are_paged_by_name(core: Core) -> None:
    """The server's own and the others in one order."""
    for name in ("zeal", "calm"):
        core.profiles.create(name)
    cursor, found = None, []
    for _ in range(4):
        page = core.profiles.page(limit=2, cursor=cursor)
        found += [each.name for each in page.items]
        cursor = page.next_cursor
    assert found == ["accuracy", "balanced", "calm", "exploration", *PURE, "zeal"]
    assert cursor is None
