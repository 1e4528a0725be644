"""What is public about a question, and what follows from it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve

from leapyear_core.core import Core
from leapyear_core.model.analyses import CountRows
from leapyear_core.model.errors import SensitivityMultiplierTooLarge
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.profiles import PrivacyLimit, ProfileParams
from leapyear_core.model.relations import Project, Projection, Relation, Table, Union
from leapyear_core.model.types import Column, IntType
from leapyear_core.model.units import PrivacyUnit
from leapyear_core.services.questions import Question
from tests.in_process import ADMINISTRATOR, SETTINGS, core_in_memory

VISITS = Table("clinic", "visits")


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
