"""The ledger never passes its limit and never forgets."""

import contextlib
import threading

import pytest
from attrs import frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from leapyear_core.catalog.schema import databases
from leapyear_core.model.errors import DatabaseNotFound, InternalError, PrivacyLimitExceeded
from leapyear_core.model.lattice import RowCount
from leapyear_core.model.profiles import Definition
from leapyear_core.privacy import ledger
from leapyear_core.privacy.accounting import allowance_of
from leapyear_core.privacy.pricing import Accuracy, Plan, Spend, price
from tests.leapyear_core.privacy.conftest import NOW, TABLE, Clinic


@frozen
class Thresholded:
    """What the ledger reads of a measurement that takes delta."""

    nano: int
    delta_atto: int
    scales: tuple[float, ...] = (1.0,)
    definition: Definition = Definition.ZCDP


def plan_of(nano: int) -> Plan:
    return price(TABLE, [RowCount()], Spend(nano))


def test_the_usual_limit_grants_74_counts_and_refuses_the_75th(clinic: Clinic) -> None:
    """Counts of variance 200; plain addition of Laplace counts of that variance grants 30."""
    clinic.limit(allowance_of(3, 1e-6).exposure_nano)
    plan = price(TABLE, [RowCount()], Accuracy(27.72))
    for _ in range(74):
        clinic.charge(plan)
    with pytest.raises(PrivacyLimitExceeded, match="limit"):
        clinic.charge(plan)
    assert clinic.spent() == 74 * plan.nano


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    prices=st.lists(st.integers(1, 10**10), min_size=1, max_size=12),
    limit=st.integers(1, 2 * 10**10),
)
def test_what_is_spent_is_the_sum_of_what_was_charged_and_within_the_limit(
    clinic: Clinic, prices: list[int], limit: int
) -> None:
    """Whatever is asked in whatever order; a refusal leaves no trace, and a smaller price may still be granted."""
    before = clinic.spent()
    clinic.limit(before + limit)
    left = limit
    for nano in prices:
        plan = plan_of(nano)
        if plan.nano <= left:
            clinic.charge(plan)
            left -= plan.nano
        else:
            with pytest.raises(PrivacyLimitExceeded):
                clinic.charge(plan)
    assert clinic.spent() == before + limit - left == sum(clinic.charged())


def test_a_price_of_another_definition_of_privacy_is_never_charged(clinic: Clinic) -> None:
    """An amount of rho is none of epsilon."""
    in_epsilon = price(TABLE, [RowCount()], Spend(10**6), definition=Definition.PURE)
    with pytest.raises(InternalError, match="definition"):
        clinic.charge(in_epsilon)
    clinic.spend_epsilon()
    with pytest.raises(InternalError, match="definition"):
        clinic.charge(plan_of(10**6))
    clinic.charge(in_epsilon)
    assert clinic.charged() == [in_epsilon.nano]


def test_two_threads_with_budget_for_one_answer_get_one(clinic: Clinic) -> None:
    """Eight, for good measure, at the same moment; the condition is part of the update itself."""
    plan = plan_of(10**6)
    clinic.limit(plan.nano)
    start, granted, refused = threading.Barrier(8), [], []

    def charge() -> None:
        start.wait(timeout=10)
        try:
            granted.append(clinic.charge(plan))
        except PrivacyLimitExceeded:
            refused.append(1)

    threads = [threading.Thread(target=charge) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert (len(granted), len(refused)) == (1, 7)
    assert clinic.spent() == plan.nano


def test_a_balance_that_was_true_a_moment_ago_grants_nothing(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a database lets another transaction in between the look and the charge, the update itself refuses."""
    plan = plan_of(10**6)
    clinic.limit(plan.nano)
    clinic.charge(plan)
    then = ledger.Balance(limit=plan.nano, spent=0)
    monkeypatch.setattr(ledger, "balance", lambda *_, **__: then)
    with pytest.raises(PrivacyLimitExceeded):
        clinic.charge(plan)


def test_a_price_beyond_any_integer_of_the_database_is_refused(clinic: Clinic) -> None:
    with pytest.raises(PrivacyLimitExceeded):
        clinic.charge(price(TABLE, [RowCount()], Spend(10**30)))


def test_under_a_limit_that_was_lowered_nothing_more_is_granted(clinic: Clinic) -> None:
    clinic.charge(plan_of(10**6))
    clinic.limit(10**5)
    with pytest.raises(PrivacyLimitExceeded):
        clinic.charge(plan_of(10))


def test_a_database_that_was_dropped_grants_nothing(clinic: Clinic) -> None:
    with clinic.catalog.write() as connection:
        connection.execute(update(databases).values(dropped_at=NOW))
    with pytest.raises(DatabaseNotFound):
        clinic.charge(plan_of(10))


@pytest.mark.parametrize(
    ("nano", "told"),
    [
        (10**6, r"would cost 100 % of the privacy limit, and 0 % of the privacy limit is left"),
        (4 * 10**6, "would cost 4 times the privacy limit"),
        (10**30, "would cost far more than the privacy limit"),
    ],
)
def test_a_refusal_says_what_it_would_have_cost_and_what_is_left(
    clinic: Clinic, nano: int, told: str
) -> None:
    clinic.limit(10**6)
    clinic.charge(plan_of(10**6))
    with pytest.raises(PrivacyLimitExceeded, match=told):
        clinic.charge(plan_of(nano))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    prices=st.lists(st.tuples(st.integers(0, 10**5), st.integers(0, 10**6)), max_size=12),
    limits=st.tuples(st.integers(1, 5 * 10**5), st.integers(1, 5 * 10**6)),
)
def test_a_charge_passes_the_limits_of_rho_and_of_delta_or_is_not_made(
    clinic: Clinic, prices: list[tuple[int, int]], limits: tuple[int, int]
) -> None:
    """Neither sum passes its limit, and a refusal moves none of them."""
    before = clinic.balance()
    clinic.limit(before.spent + limits[0])
    clinic.limit_delta(before.delta_spent + limits[1])
    left, delta_left = limits
    for nano, atto in prices:
        if nano <= left and atto <= delta_left:
            clinic.charge(Thresholded(nano, atto))
            left, delta_left = left - nano, delta_left - atto
        else:
            with pytest.raises(PrivacyLimitExceeded):
                clinic.charge(Thresholded(nano, atto))
    after = clinic.balance()
    assert (after.left, after.delta_left) == (left, delta_left)


def test_two_threads_with_delta_for_one_answer_get_one(clinic: Clinic) -> None:
    """The condition on delta is part of the update, too."""
    clinic.limit_delta(10)
    start, granted = threading.Barrier(4), []

    def charge() -> None:
        start.wait(timeout=10)
        with contextlib.suppress(PrivacyLimitExceeded):
            granted.append(clinic.charge(Thresholded(1, 10)))

    threads = [threading.Thread(target=charge) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(granted) == 1
    assert clinic.balance().delta_spent == 10


def test_a_delta_that_was_left_a_moment_ago_grants_nothing(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with rho: the update itself refuses."""
    clinic.limit_delta(10)
    clinic.charge(Thresholded(1, 10))
    then = ledger.Balance(limit=10**9, spent=0, delta_limit=10, delta_spent=0)
    monkeypatch.setattr(ledger, "balance", lambda *_, **__: then)
    with pytest.raises(PrivacyLimitExceeded):
        clinic.charge(Thresholded(1, 10))


def test_where_no_delta_is_left_known_keys_are_answered_all_the_same(clinic: Clinic) -> None:
    """Also under a limit that was lowered below what was spent."""
    clinic.charge(Thresholded(1, 10**6))
    clinic.limit_delta(10**3)
    with pytest.raises(PrivacyLimitExceeded, match=r"1e-15 .* 0 is left for unknown keys"):
        clinic.charge(Thresholded(1, 10**3))
    assert clinic.charge(plan_of(10))


def test_a_limit_of_before_there_were_unknown_keys_says_how_to_have_them(clinic: Clinic) -> None:
    clinic.limit_delta(0)
    with pytest.raises(PrivacyLimitExceeded, match="set the limit anew"):
        clinic.charge(Thresholded(1, 1))


def test_what_takes_delta_alone_passes_its_limit_too(clinic: Clinic) -> None:
    """What costs no rho is had beyond the limit of rho, and not beyond that of delta."""
    clinic.charge(plan_of(10**6))
    clinic.limit(10**5)
    clinic.limit_delta(10)
    clinic.charge(Thresholded(0, 10))
    with pytest.raises(PrivacyLimitExceeded, match="of the delta"):
        clinic.charge(Thresholded(0, 1))
    assert clinic.balance().delta_spent == 10
