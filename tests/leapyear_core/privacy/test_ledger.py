"""The ledger never passes its limit and never forgets."""

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from leapyear_core.catalog.schema import databases
from leapyear_core.model.errors import DatabaseNotFound, InternalError, PrivacyLimitExceeded
from leapyear_core.model.lattice import RowCount
from leapyear_core.model.profiles import Definition
from leapyear_core.privacy import ledger
from leapyear_core.privacy.accounting import rho_of_limit_nano
from leapyear_core.privacy.pricing import Accuracy, Plan, Spend, price
from tests.leapyear_core.privacy.conftest import NOW, TABLE, Clinic


def plan_of(nano: int) -> Plan:
    return price(TABLE, [RowCount()], Spend(nano))


def test_the_usual_limit_grants_74_counts_and_refuses_the_75th(clinic: Clinic) -> None:
    """Counts of variance 200; plain addition of Laplace counts of that variance grants 30."""
    clinic.limit(rho_of_limit_nano(3, 1e-6))
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
