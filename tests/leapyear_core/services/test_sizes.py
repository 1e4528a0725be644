"""The noisy sizes of tables."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from sqlalchemy import func, select

from leapyear_core.catalog import sizes, tables
from leapyear_core.catalog.schema import charges, releases
from leapyear_core.core import Core
from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.model.analyses import CountRows
from leapyear_core.model.errors import DataSetSizeBlocked, DataSetTooSmall
from leapyear_core.model.profiles import PrivacyLimit, ProfileParams
from leapyear_core.model.relations import Table
from leapyear_core.model.types import Column, IntType
from leapyear_core.model.units import PrivacyUnit
from leapyear_core.services.analyses import Pending
from leapyear_core.services.questions import Question
from leapyear_core.services.sizes import SIZE_NANO
from tests.in_process import ADMINISTRATOR, SETTINGS, core_in_memory

ROWS = 60_000
COLUMNS = (Column("age", IntType(0, 120)),)
ALL = Question(CountRows(Table("clinic", "visits")))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "data"
    root.mkdir()
    (root / "visits.csv").write_text("age\n" + "33\n" * ROWS)
    (root / "few.csv").write_text("age\n33\n")
    return root


@pytest.fixture
def core(root: Path) -> Iterator[Core]:
    with core_in_memory(evolve(SETTINGS, data_roots=(root,))) as core:
        yield core


def make(core: Core, *, epsilon: float = 3.0, file: str = "visits.csv", **options: Any) -> None:
    core.databases.create("clinic", limit=PrivacyLimit(epsilon, 1e-6))
    core.tables.create(
        ADMINISTRATOR, "clinic", "visits", columns=COLUMNS, credentials=file, **options
    )


def spent(core: Core) -> int:
    return core.databases.get(ADMINISTRATOR, "clinic").spent_nano


def size(core: Core) -> int | None:
    with core.catalog.read() as connection:
        found = tables.find(connection, 1, "visits")
        assert found is not None
        (known,) = sizes.of_tables(connection, [found])
    return known


def price(core: Core, question: Question = ALL) -> int:
    return core.analyses.price(ADMINISTRATOR, question).exposure_nano


def test_the_size_of_a_table_is_charged_once_and_released_with_noise(core: Core) -> None:
    """Of scale 100: within 700 but with probability 3e-12, and two draws are alike with 0.3 % at most."""
    make(core)
    found = size(core)
    assert spent(core) == SIZE_NANO
    assert found is not None
    assert abs(found - ROWS) < 700
    core.tables.delete(ADMINISTRATOR, "clinic", "visits")
    core.tables.create(ADMINISTRATOR, "clinic", "visits", columns=COLUMNS, credentials="visits.csv")
    assert spent(core) == 2 * SIZE_NANO
    with core.catalog.read() as connection:
        noisy = list(connection.execute(select(releases.c.noisy)).scalars())
    assert len(noisy) == 2


def test_a_price_follows_from_the_size(core: Core) -> None:
    """A table of 60,000 rows takes less than the most, and so needs nobody's leave."""
    make(core)
    assert 400_000 < price(core) < 700_000
    assert price(core, evolve(ALL, allow_max_budget_allocation=False)) == price(core)
    asked = core.analyses.ask(ADMINISTRATOR, ALL)
    assert isinstance(asked, Pending)
    asked.end.result(timeout=30)
    assert core.jobs.result(ADMINISTRATOR, asked.job_id).exposure_nano < 700_000


def test_a_small_table_takes_the_most(core: Core) -> None:
    make(core, file="few.csv")
    assert price(core) == 2_500_000
    with pytest.raises(DataSetTooSmall):
        price(core, evolve(ALL, allow_max_budget_allocation=False))
    assert price(core, evolve(ALL, minimum_dataset_size=60_000)) < 700_000


def test_a_table_below_the_least_size_of_its_profile_cannot_be_asked_about(core: Core) -> None:
    """Nothing is charged for the refusal."""
    params = ProfileParams(10_000_000, PrivacyLimit(3.0, 1e-6), minimum_dataset_size=5000)
    core.profiles.create("careful", params=params)
    make(core, file="few.csv")
    core.databases.update(ADMINISTRATOR, "clinic", privacy_profile="careful")
    for question in (ALL, evolve(ALL, minimum_dataset_size=10**6)):
        with pytest.raises(DataSetSizeBlocked):
            core.analyses.ask(ADMINISTRATOR, question)
    assert spent(core) == SIZE_NANO


def test_what_a_database_cannot_afford_is_not_known(core: Core) -> None:
    """The table is made all the same."""
    make(core, epsilon=0.001)
    assert (spent(core), size(core)) == (0, None)
    core.databases.set_limit(ADMINISTRATOR, "clinic", PrivacyLimit(3.0, 1e-6))
    assert price(core) == 2_500_000


def test_the_size_of_a_public_table_is_nobodys_secret(core: Core) -> None:
    """So nothing is charged; an exact answer costs nothing, however small the table is."""
    make(core, is_public=True)
    assert (spent(core), price(core)) == (0, 0)


def test_the_size_of_a_table_of_units_has_the_noise_of_all_rows_of_one(core: Core) -> None:
    """The door refuses a plan that reckons with fewer, and nothing would be known of the size then.

    All rows are of one unit here, of which 50 are kept: the noise has the scale 5,000, and is beyond 35,000 with a
    probability below 1e-11.
    """
    make(core, privacy_unit=PrivacyUnit("age", 50))
    found = size(core)
    assert spent(core) == SIZE_NANO
    assert found is not None
    assert abs(found - 50) < 35_000


def test_a_size_is_no_answer(core: Core) -> None:
    """It is not counted as one, not forgotten with them, and not given to those who ask the same."""
    make(core)
    assert core.analysis_cache.count(ADMINISTRATOR) == 0
    core.analysis_cache.clear(ADMINISTRATOR)
    assert size(core) is not None
    assert not core.analyses.price(ADMINISTRATOR, evolve(ALL, exposure_nano=SIZE_NANO)).cached


def test_a_size_that_a_stop_cut_off_is_released_at_the_next_start(
    root: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """On the charge that was made for it; what went wrong is told without its rows."""
    settings = evolve(SETTINGS, home=root / "home", data_roots=(root,))

    def exact(*_: object) -> object:
        raise RuntimeError("the row of Mrs Miller")

    with monkeypatch.context() as broken:
        broken.setattr(DuckDBEngine, "exact", exact)
        with core_in_memory(settings) as core:
            make(core)
            assert (spent(core), size(core)) == (SIZE_NANO, None)
    assert "RuntimeError" in caplog.text
    assert "Miller" not in caplog.text
    for _ in range(2):
        with core_in_memory(settings) as core:
            assert size(core) is not None
            assert spent(core) == SIZE_NANO
            with core.catalog.read() as connection:
                made = connection.execute(select(func.count()).select_from(charges)).scalar_one()
            assert made == 1


def test_rows_that_are_added_are_a_size_of_their_own(core: Core, root: Path) -> None:
    """Charged and released once more: both have the noise of scale 100, within 700 but with probability 6e-12."""
    make(core)
    (root / "more.csv").write_text("age\n" + "34\n" * ROWS)
    core.slices.add(ADMINISTRATOR, "clinic", "visits", "more.csv")
    found = size(core)
    assert spent(core) == 2 * SIZE_NANO
    assert found is not None
    assert abs(found - 2 * ROWS) < 700


def test_rows_that_are_added_to_a_public_table_are_nobodys_secret(core: Core) -> None:
    make(core, is_public=True)
    core.slices.add(ADMINISTRATOR, "clinic", "visits", "few.csv")
    assert spent(core) == 0


def test_a_size_is_released_of_the_rows_that_it_was_charged_for_and_of_no_others(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stop cut the release off, and the rows that came then had no budget left for theirs."""
    settings = evolve(SETTINGS, home=root / "home", data_roots=(root,))

    def exact(*_: object) -> object:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(DuckDBEngine, "exact", exact)
        with core_in_memory(settings) as core:
            make(core, epsilon=0.05)
            core.slices.add(ADMINISTRATOR, "clinic", "visits", "few.csv")
            assert spent(core) == SIZE_NANO
    with core_in_memory(settings) as core, core.catalog.read() as connection:
        assert connection.execute(select(func.count()).select_from(releases)).scalar_one() == 0
