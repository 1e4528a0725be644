"""Databases and their limits."""

import pytest

from leapyear_core.catalog import databases as records
from leapyear_core.core import Core
from leapyear_core.model.errors import AlreadyExists, DatabaseNotFound, PrivacyProfileNotFound
from leapyear_core.privacy.accounting import rho_of_limit_nano
from leapyear_core.services.profiles import PrivacyLimit
from tests.in_process import ADMINISTRATOR


def test_a_database_gets_the_default_profile_and_its_limit(core: Core) -> None:
    database = core.databases.create("clinic")
    assert (database.privacy_profile, database.epsilon, database.delta) == ("balanced", 3.0, 1e-6)
    assert database.limit_nano == rho_of_limit_nano(3.0, 0.999e-6)
    assert database.spent_nano == 0


def test_a_name_is_taken_until_its_database_is_deleted(core: Core) -> None:
    """And the next one starts with an empty ledger, under another id."""
    first = core.databases.create("clinic")
    with pytest.raises(AlreadyExists, match="'clinic'"):
        core.databases.create("clinic")
    core.databases.delete("clinic")
    assert core.databases.create("clinic").id > first.id


def test_an_unknown_profile_is_refused(core: Core) -> None:
    with pytest.raises(PrivacyProfileNotFound):
        core.databases.create("clinic", privacy_profile="fast")
    core.databases.create("clinic")
    with pytest.raises(PrivacyProfileNotFound):
        core.databases.update(ADMINISTRATOR, "clinic", privacy_profile="fast")


def test_what_is_left_out_of_an_update_stays(core: Core) -> None:
    """An empty description is not left out."""
    core.databases.create("clinic", description="all of it", limit=PrivacyLimit(1.0, 1e-9))
    changed = core.databases.update(ADMINISTRATOR, "clinic", privacy_profile="accuracy")
    assert (changed.description, changed.privacy_profile) == ("all of it", "accuracy")
    assert (changed.epsilon, changed.delta) == (1.0, 1e-9)
    assert core.databases.update(ADMINISTRATOR, "clinic", description="").description == ""


def test_a_limit_below_what_was_spent_leaves_nothing(core: Core) -> None:
    """What was spent stays spent."""
    database = core.databases.create("clinic")
    with core.catalog.write() as connection:
        records.change(connection, database.id, spent_nano=10**8)
    status = core.databases.set_limit(ADMINISTRATOR, "clinic", PrivacyLimit(0.1, 1e-6))
    assert status.total_nano == rho_of_limit_nano(0.1, 0.999e-6)
    assert (status.spent_nano, status.left_nano) == (10**8, 0)
    assert core.databases.limit_status(ADMINISTRATOR, "clinic") == status


@pytest.mark.parametrize("epsilon", [0.001, 1_000_000.0])
@pytest.mark.parametrize("delta", [1e-15, 0.1])
def test_the_extreme_limits_of_the_contract_fit(core: Core, epsilon: float, delta: float) -> None:
    """None is nothing, and none is too much for the catalogue."""
    database = core.databases.create("clinic", limit=PrivacyLimit(epsilon, delta))
    assert 0 < database.limit_nano < 2**63


def test_what_is_not_there_is_not_found(core: Core) -> None:
    for call in (
        lambda: core.databases.get(ADMINISTRATOR, "x"),
        lambda: core.databases.delete("x"),
        lambda: core.databases.update(ADMINISTRATOR, "x", description="y"),
        lambda: core.databases.limit_status(ADMINISTRATOR, "x"),
        lambda: core.databases.set_limit(ADMINISTRATOR, "x", PrivacyLimit(1.0, 1e-6)),
    ):
        with pytest.raises(DatabaseNotFound, match="'x'"):
            call()


def test_a_database_has_delta_for_unknown_keys_once_its_limit_is_set(core: Core) -> None:
    """One of before there were any has none, until then: all of its delta went into its rho."""
    database = core.databases.create("clinic")
    assert core.databases.limit_status(ADMINISTRATOR, "clinic").total_delta_atto == 10**9
    with core.catalog.write() as connection:
        records.change(connection, database.id, limit_delta_atto=0)
    assert core.databases.limit_status(ADMINISTRATOR, "clinic").left_delta_atto == 0
    status = core.databases.set_limit(ADMINISTRATOR, "clinic", PrivacyLimit(3.0, 1e-3))
    assert status.left_delta_atto == status.total_delta_atto == pytest.approx(10**12)
