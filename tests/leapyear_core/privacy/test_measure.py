"""The one door opens for a charge, once."""

from collections.abc import Callable

import pytest
from attrs import evolve

from leapyear_core.catalog.charges import find_release
from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.model.errors import InternalError, Unavailable
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.keys import ValueKey
from leapyear_core.model.lattice import RowCount
from leapyear_core.model.profiles import Definition
from leapyear_core.model.units import Contribution
from leapyear_core.privacy.measure import measure
from leapyear_core.privacy.pricing import Accuracy, Exact, Plan, Spend, price
from leapyear_core.privacy.slots import Slots
from tests.leapyear_core.privacy.conftest import NOW, TABLE, Clinic

PURE = Definition.PURE
PLAN = price(TABLE, [RowCount()], Spend(2_500_000))
EXACT = price(TABLE, [RowCount()], Exact())


def ask(clinic: Clinic, charge_id: int, plan: Plan = PLAN) -> int:
    release = measure(
        clinic.catalog,
        clinic.engine,
        charge_id,
        plan,
        clinic.tables,
        clock=lambda: NOW,
        slots=Slots(0),
    )
    return release.noisy[0]


def test_a_charge_buys_one_release(clinic: Clinic) -> None:
    """Asked for again, it is the same one: noise drawn twice would average out."""
    charge_id = clinic.charge(PLAN)
    answers = {ask(clinic, charge_id) for _ in range(20)}
    assert len(answers) == 1


def test_another_charge_buys_fresh_noise(clinic: Clinic) -> None:
    """Of 20 draws at scale 14, all equal: a false alarm of (0.029)**19, about 1e-29."""
    assert len({ask(clinic, clinic.charge(PLAN)) for _ in range(20)}) > 1


def test_an_answer_is_noisy_and_near(clinic: Clinic) -> None:
    """Within 8 scales of the truth: a false alarm of 1e-15."""
    assert abs(ask(clinic, clinic.charge(PLAN)) - 1000) < 8 * PLAN.scales[0]


def test_each_group_has_noise_of_its_own(clinic: Clinic) -> None:
    """100 groups of 10 rows, 100 without: all within 8 scales (a false alarm of 1e-13), and of 200 draws at scale 14 not
    ten in a row alike (1e-13)."""
    groups = (ValueKey(Attribute("age"), tuple(range(200))),)
    plan = price(TABLE, [RowCount()], Spend(2_500_000), groups)
    release = measure(
        clinic.catalog,
        clinic.engine,
        clinic.charge(plan),
        plan,
        clinic.tables,
        clock=lambda: NOW,
        slots=Slots(0),
    )
    noise = [noisy - (10 if age < 100 else 0) for age, noisy in enumerate(release.noisy)]
    assert len(noise) == 200
    assert max(map(abs, noise)) < 8 * plan.scales[0]
    assert len(set(noise[:10])) > 1
    assert len(set(noise[100:110])) > 1


IN_EPSILON = price(TABLE, [RowCount()], Spend(40_000_000), definition=PURE)


def test_a_charge_in_epsilon_buys_laplace_noise(clinic: Clinic) -> None:
    """Of scale 25: over 400 releases the mean distance from the truth is within 6 standard errors of it.

    False alarms: 3e-8 (a sum of 400 exponential draws). Power: noise of half or twice of the scale is 10 errors off, or
    more. (That it is no Gaussian noise, `test_noise` sees.)
    """
    clinic.spend_epsilon()
    clinic.limit(10**12)
    noise = [abs(ask(clinic, clinic.charge(IN_EPSILON), IN_EPSILON) - 1000) for _ in range(400)]
    assert abs(sum(noise) / len(noise) / 25 - 1) < 6 / 20


@pytest.mark.parametrize("dearest", [40_000_000, 10**15])
def test_a_charge_in_epsilon_covers_no_gaussian_noise(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, dearest: int
) -> None:
    """However much it paid; nor does one in rho cover Laplace noise, at the very same scales."""
    monkeypatch.setattr(DuckDBEngine, "exact", lambda *_: pytest.fail("rows were read"))
    in_rho = clinic.charge(PLAN)
    clinic.spend_epsilon()
    clinic.limit(10**16)
    in_epsilon = clinic.charge(price(TABLE, [RowCount()], Spend(dearest), definition=PURE))
    for charge_id, other in ((in_epsilon, PLAN), (in_rho, evolve(PLAN, definition=PURE))):
        with pytest.raises(InternalError, match="no charge covers"):
            ask(clinic, charge_id, other)


def test_without_a_charge_no_row_is_read(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DuckDBEngine, "exact", lambda *_: pytest.fail("rows were read"))
    with pytest.raises(InternalError):
        ask(clinic, 12345)


@pytest.mark.parametrize(
    "dearer",
    [
        price(TABLE, [RowCount()], Accuracy(1.0)),
        evolve(PLAN, scales=(1.0,)),
        evolve(PLAN, scales=(1.0,), nano=1),
        evolve(PLAN, scales=(0.0,)),
        EXACT,
        evolve(EXACT, scales=PLAN.scales),
    ],
    ids=[
        "another plan",
        "less noise",
        "less noise with a forged price",
        "no noise",
        "an exact plan",
        "an exact plan with scales",
    ],
)
def test_a_charge_buys_no_more_than_it_paid_for(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, dearer: Plan
) -> None:
    charge_id = clinic.charge(PLAN)
    monkeypatch.setattr(DuckDBEngine, "exact", lambda *_: pytest.fail("rows were read"))
    with pytest.raises(InternalError):
        ask(clinic, charge_id, dearer)


def test_a_plan_that_reckons_with_fewer_rows_of_a_unit_is_refused(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many there are is said by the table, whatever the plan was made of."""
    charge_id = clinic.charge(PLAN)
    monkeypatch.setattr(DuckDBEngine, "exact", lambda *_: pytest.fail("rows were read"))
    tables = {
        name: evolve(table, contribution=Contribution(2)) for name, table in clinic.tables.items()
    }
    with pytest.raises(InternalError):
        ask(evolve(clinic, tables=tables), charge_id, PLAN)


@pytest.mark.parametrize("plan", [PLAN, EXACT], ids=["a noisy plan", "an exact plan"])
@pytest.mark.parametrize("of_another", [lambda own: own + 1, lambda own: None])
def test_a_charge_of_one_database_pays_for_tables_of_no_other(
    clinic: Clinic,
    monkeypatch: pytest.MonkeyPatch,
    plan: Plan,
    of_another: Callable[[int], int | None],
) -> None:
    """Whoever asks the door: the limit of the other one would have paid for nothing."""
    charge_id = clinic.charge(plan)
    monkeypatch.setattr(DuckDBEngine, "exact", lambda *_: pytest.fail("rows were read"))
    tables = {
        name: evolve(table, database_id=of_another(clinic.database_id))
        for name, table in clinic.tables.items()
    }
    with pytest.raises(InternalError, match="not charged"):
        ask(evolve(clinic, tables=tables), charge_id, plan)


def test_a_charge_for_no_noise_buys_an_exact_release(clinic: Clinic) -> None:
    """And costs nothing."""
    assert ask(clinic, clinic.charge(EXACT), EXACT) == 1000
    assert clinic.spent() == 0


@pytest.mark.parametrize(
    "noisy",
    [PLAN, evolve(EXACT, precise=False)],
    ids=["a noisy plan", "no noise without the right"],
)
def test_a_charge_for_no_noise_buys_nothing_else(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, noisy: Plan
) -> None:
    charge_id = clinic.charge(EXACT)
    monkeypatch.setattr(DuckDBEngine, "exact", lambda *_: pytest.fail("rows were read"))
    with pytest.raises(InternalError):
        ask(clinic, charge_id, noisy)


def test_a_release_is_stored_before_it_is_told(clinic: Clinic) -> None:
    charge_id = clinic.charge(PLAN)
    told = measure(
        clinic.catalog,
        clinic.engine,
        charge_id,
        PLAN,
        clinic.tables,
        clock=lambda: NOW,
        slots=Slots(0),
    )
    with clinic.catalog.read() as connection:
        assert find_release(connection, charge_id) == told


def test_a_charge_outlives_a_failure_and_buys_its_release_later(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    charge_id = clinic.charge(PLAN)
    with monkeypatch.context() as broken:
        broken.setattr(DuckDBEngine, "exact", lambda *_: (_ for _ in ()).throw(Unavailable("gone")))
        with pytest.raises(Unavailable):
            ask(clinic, charge_id)

    assert abs(ask(clinic, charge_id) - 1000) < 8 * PLAN.scales[0]
    assert clinic.charged() == [PLAN.nano]


def test_nothing_is_released_before_its_slot_ends(clinic: Clinic) -> None:
    """Who polls, or asks the same, could otherwise tell how long the rows took."""
    charge_id, seen = clinic.charge(PLAN), []

    def sleep(_: float) -> None:
        with clinic.catalog.read() as connection:
            seen.append(find_release(connection, charge_id))

    slots = Slots(0.01, clock=lambda: 0.0, sleep=sleep)
    measure(
        clinic.catalog,
        clinic.engine,
        charge_id,
        PLAN,
        clinic.tables,
        clock=lambda: NOW,
        slots=slots,
    )
    assert seen == [None]
