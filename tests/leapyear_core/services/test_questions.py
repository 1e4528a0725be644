"""What a charge of another version of the lattice buys."""

from attrs import evolve

from leapyear_core.catalog.charges import ChargeRecord
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.lattice import lattice_total
from leapyear_core.model.relations import Table
from leapyear_core.model.types import RealType
from leapyear_core.privacy.pricing import Spend, price
from leapyear_core.services.questions import as_paid

TABLE = Table("d", "t")
TOTAL = lattice_total(Attribute("x"), RealType(0.0, 1000.0), centred=False)
PLAN = price(TABLE, [TOTAL], Spend(2_500_000))


def charge(scale: float) -> ChargeRecord:
    return ChargeRecord(1, 1, "key", 2_500_000, 0, (scale,))


def test_a_charge_buys_the_noise_that_it_was_made_for() -> None:
    """More than the same price would buy today, even."""
    assert as_paid(PLAN, charge(2 * PLAN.scales[0])).scales == (2 * PLAN.scales[0],)


def test_noise_that_is_too_little_for_the_lattice_of_today_is_drawn_anew_for_the_same_price() -> (
    None
):
    """A scale is in units of the lattice: on a finer one it is less noise, which was not paid for."""
    coarser = PLAN.scales[0] / 2
    plan = as_paid(PLAN, charge(coarser))
    assert plan == PLAN
    assert plan.cost() <= 2_500_000


def test_a_charge_for_no_noise_stays_one() -> None:
    exact = as_paid(PLAN, evolve(charge(0.0), exposure_nano=0))
    assert exact.scales == (0.0,)
