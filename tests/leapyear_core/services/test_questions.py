"""What is public about a question, what follows from it, and what a charge of another version of the lattice buys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve

from leapyear_core.catalog.charges import ChargeRecord
from leapyear_core.core import Core
from leapyear_core.model.analyses import CountRows
from leapyear_core.model.errors import SensitivityMultiplierTooLarge
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.lattice import lattice_total
from leapyear_core.model.profiles import PrivacyLimit, ProfileParams
from leapyear_core.model.relations import Project, Projection, Relation, Table, Union
from leapyear_core.model.types import Column, IntType, RealType
from leapyear_core.model.units import PrivacyUnit
from leapyear_core.privacy.pricing import Spend, price
from leapyear_core.services.questions import Question, as_paid
from tests.in_process import ADMINISTRATOR, SETTINGS, core_in_memory

VISITS = Table("clinic", "visits")
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


def test_a_charge_for_other_sums_buys_those_of_today_for_the_same_price() -> None:
    """What was a question of unknown keys may be one of known ones by now, which counts no rows beside."""
    plan = as_paid(PLAN, evolve(charge(1.0), scales=(1.0, PLAN.scales[0])))
    assert plan == PLAN


def test_a_charge_for_no_noise_stays_one() -> None:
    exact = as_paid(PLAN, evolve(charge(0.0), exposure_nano=0))
    assert exact.scales == (0.0,)


@pytest.fixture
def core(tmp_path: Path) -> Iterator[Core]:
    """A table whose units have 50 rows each, in a database where a row may count twice."""
    (tmp_path / "visits.csv").write_text("age\n33\n34\n")
    with core_in_memory(evolve(SETTINGS, data_roots=(tmp_path,))) as core:
        limit = PrivacyLimit(3.0, 1e-6)
        params = ProfileParams(1_000_000, limit, maximum_sensitivity_multiplier=2)
        core.profiles.create("careful", params=params)
        core.databases.create("clinic", limit=limit, privacy_profile="careful")
        core.tables.create(
            ADMINISTRATOR,
            "clinic",
            "visits",
            columns=(Column("age", IntType(0, 120)),),
            credentials="visits.csv",
            privacy_unit=PrivacyUnit("age", 50),
        )
        yield core


def test_a_union_multiplies_what_one_row_counts_for(core: Core) -> None:
    """Not the rows of a unit: how many these are is the table's own business, and part of the noise."""
    same = Project(VISITS, (Projection("age", Attribute("age")),))
    for allowed in (VISITS, same, Union((VISITS, same))):
        core.analyses.price(ADMINISTRATOR, Question(CountRows(allowed)))
    too_many: tuple[Relation, ...] = (
        Union((VISITS, same, VISITS)),
        Union((VISITS, Union((same, VISITS)))),
    )
    for relation in too_many:
        with pytest.raises(SensitivityMultiplierTooLarge, match="3 times"):
            core.analyses.price(ADMINISTRATOR, Question(CountRows(relation)))
