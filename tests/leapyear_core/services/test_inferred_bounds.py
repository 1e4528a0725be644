"""Bounds that are found when a table is made: charged with it, once, and there whole or not yet.

Of the columns of the table here, each value has so many rows that noise hides or makes one with 1e-9 at most.
"""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve
from sqlalchemy import func, select

from leapyear_core.catalog import inferred_bounds, sizes
from leapyear_core.catalog.charges import Cells
from leapyear_core.catalog.schema import charges, releases
from leapyear_core.catalog.slices import SliceRecord
from leapyear_core.catalog.tables import TableRecord
from leapyear_core.core import Core
from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.engine.storage import Source
from leapyear_core.model.analyses import Aggregate, GroupBy, GroupKey, Mean, Sum
from leapyear_core.model.errors import InvalidColumn, PrivacyLimitExceeded, TableNotFound
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.profiles import PrivacyLimit
from leapyear_core.model.relations import Table
from leapyear_core.model.types import (
    INT_LIMIT,
    REAL_LIMIT,
    Column,
    DataType,
    IntType,
    RealType,
    TextType,
)
from leapyear_core.model.units import PrivacyUnit
from leapyear_core.services.analyses import Analyses, Pending
from leapyear_core.services.creations import Registration
from leapyear_core.services.inferred_bounds import BOUNDS_NANO, InferredBounds
from leapyear_core.services.questions import Question
from leapyear_core.services.sizes import SIZE_NANO
from leapyear_core.settings import Settings
from tests.in_process import ADMINISTRATOR, SETTINGS, core_in_memory, number
from tests.leapyear_core.services.visits import VISITS, answer

ROWS = 20_000
WIDE = RealType(-REAL_LIMIT, REAL_LIMIT)
WHOLE = IntType(-INT_LIMIT, INT_LIMIT)
COLUMNS = (
    Column("patient", WHOLE),
    Column("age", IntType(0, 1000)),
    Column("income", WIDE),
    Column("note", TextType()),
)
FOUND = {"age": IntType(0, 127), "income": RealType(-32.0, 1024.0)}
SPENT = SIZE_NANO + 2 * BOUNDS_NANO

#: Long enough for anything here, and an end.
PATIENCE = 30.0


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Ages from 0 to 99; incomes from -30 to 970, and one of a billion; patients of a row or two each."""
    root = tmp_path / "data"
    root.mkdir()
    rows: dict[str, list[Any]] = {
        "patient": [n // 2 for n in range(ROWS)],
        "age": [n % 100 for n in range(ROWS)],
        "income": [float(n % 2 * 1000 - 30) for n in range(ROWS - 1)] + [1e9],
        "note": ["x"] * ROWS,
    }
    pq.write_table(pa.table(rows), root / "visits.parquet")
    few = {name: values[:9] for name, values in rows.items()}
    pq.write_table(pa.table(few), root / "few.parquet")
    return root


@pytest.fixture
def settings(root: Path) -> Settings:
    return evolve(SETTINGS, home=root.parent / "home", data_roots=(root,))


@pytest.fixture
def core(root: Path) -> Iterator[Core]:
    with core_in_memory(evolve(SETTINGS, data_roots=(root,))) as core:
        core.databases.create("clinic")
        yield core


def make(core: Core, name: str = "visits", file: str = "visits.parquet", **options: Any) -> None:
    core.tables.create(
        ADMINISTRATOR,
        "clinic",
        name,
        **{"columns": COLUMNS, "credentials": file, "infer_bounds": ("age", "income"), **options},
    )


def spent(core: Core) -> int:
    return core.databases.get(ADMINISTRATOR, "clinic").spent_nano


def table(core: Core, name: str = "visits") -> TableRecord:
    return core.tables.get(ADMINISTRATOR, "clinic", name).table


def types(core: Core, name: str = "visits") -> dict[str, DataType]:
    return {each.name: each.type for each in table(core, name).columns}


def copies(core: Core) -> list[tuple[str]]:
    return core.engine._connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()


def greatest(core: Core, column: str) -> float:
    """Of the rows that are stored."""
    (name,) = Source.from_json(dict(table(core).source)).slices
    query = f'SELECT max("{column}") FROM slices.main."{name}"'
    ((value,),) = core.engine._connection.execute(query).fetchall()
    return float(value)


def count(core: Core, what: Any) -> int:
    with core.catalog.read() as connection:
        return int(connection.execute(select(func.count()).select_from(what)).scalar_one())


def test_the_bounds_that_are_found_are_declared_and_charged_with_the_table(core: Core) -> None:
    """Other columns stay as they were declared."""
    make(core)
    assert types(core) == {"patient": WHOLE, "note": TextType(), **FOUND}
    assert spent(core) == SPENT


def test_a_column_whose_bounds_are_found_is_nullable_or_not_as_before(core: Core) -> None:
    make(core, columns=tuple(evolve(each, nullable=each.name != "age") for each in COLUMNS))
    assert types(core)["age"] == FOUND["age"]
    assert [each.name for each in table(core).columns if not each.nullable] == ["age"]


def test_rows_are_clamped_to_the_bounds_that_were_found(core: Core) -> None:
    """Every stored value is one of its column's type."""
    make(core)
    assert greatest(core, "income") == 1024.0
    assert greatest(core, "age") == 99


def test_the_size_of_the_table_is_known_all_the_same(core: Core) -> None:
    """It was charged once: clamped rows are as many."""
    make(core)
    made = table(core)
    with core.catalog.read() as connection:
        (size,) = sizes.of_tables(connection, [made])
    assert size is not None
    assert abs(size - ROWS) < 700
    assert count(core, charges) == count(core, releases) == 3


def test_all_numbers_are_meant_where_none_is_named_but_for_the_privacy_unit(core: Core) -> None:
    """A clamp would make one unit of many. The noise is that of all rows of one."""
    make(core, infer_bounds=None, privacy_unit=PrivacyUnit("patient", 1))
    assert types(core) == {"patient": WHOLE, "note": TextType(), **FOUND}
    make(core, "others", infer_bounds=None, columns=None)
    assert types(core, "others")["patient"] != WHOLE


@pytest.mark.parametrize("name", ["patient", "note", "nosuch"])
def test_what_has_no_bounds_to_find_is_refused_before_anything_is_charged(
    core: Core, name: str
) -> None:
    """The privacy unit, a TEXT, what is not there."""
    with pytest.raises(InvalidColumn, match=name):
        make(core, infer_bounds=("age", name), privacy_unit=PrivacyUnit("patient", 2))
    assert spent(core) == 0
    assert copies(core) == []


def test_where_too_little_is_left_for_the_bounds_no_table_is_made(core: Core) -> None:
    """Nothing is charged, and no copy stays."""
    core.databases.set_limit(ADMINISTRATOR, "clinic", PrivacyLimit(0.01, 1e-6))
    with pytest.raises(PrivacyLimitExceeded):
        make(core)
    assert spent(core) == 0
    assert copies(core) == []
    with pytest.raises(TableNotFound):
        table(core)


def test_where_too_few_values_are_alike_the_declared_bounds_stay(core: Core) -> None:
    """That is what the charge bought."""
    make(core, file="few.parquet")
    assert types(core) == {each.name: each.type for each in COLUMNS}
    assert spent(core) == SPENT
    made = table(core)
    with core.catalog.read() as connection:
        assert inferred_bounds.waiting(connection, made.id) == {}


def test_the_bounds_of_a_public_table_are_exact_and_free(core: Core) -> None:
    """The one income of a billion counts."""
    make(core, is_public=True)
    assert types(core)["income"] == RealType(-32.0, 2.0**30)
    assert spent(core) == 0


def test_bounds_that_were_found_are_no_answer(core: Core) -> None:
    """They are not counted as one, nor forgotten with them."""
    make(core)
    assert core.analysis_cache.count(ADMINISTRATOR) == 0


@pytest.mark.parametrize("step", ["exact", "narrow"])
def test_bounds_that_a_stop_cut_off_are_found_at_the_next_start(
    settings: Settings,
    step: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """On the charges that were made for them; what went wrong is told without its rows."""

    def broken(*_arguments: object) -> object:
        raise RuntimeError("the row of Mrs Miller")

    with monkeypatch.context() as patched:
        patched.setattr(DuckDBEngine, step, broken)
        with core_in_memory(settings) as core:
            core.databases.create("clinic")
            make(core)
            assert types(core)["income"] == WIDE
            assert (spent(core), count(core, charges)) == (SPENT, 3)
            assert count(core, releases) == (0 if step == "exact" else 3)
    assert "RuntimeError" in caplog.text
    assert "Miller" not in caplog.text
    for _ in range(2):
        with core_in_memory(settings) as core:
            assert {name: types(core)[name] for name in FOUND} == FOUND
            assert (spent(core), count(core, charges), count(core, releases)) == (SPENT, 3, 3)
            assert greatest(core, "income") == 1024.0


def test_a_question_that_a_stop_cut_off_with_the_bounds_is_answered_within_them(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On its charge, though it needs other sums: the keys were unknown among a billion ages, and of 128 they are known."""
    visits, age = Table("clinic", "visits"), Attribute("age")
    ages = GroupBy(visits, (GroupKey("age", age),), (Aggregate("all", "sum", age),))
    columns = [Column("age", IntType(0, 10**9))]
    with monkeypatch.context() as patched:
        patched.setattr(InferredBounds, "settle", lambda *_: None)
        patched.setattr(Analyses, "_compute", lambda *_: None)
        with core_in_memory(settings) as core:
            core.databases.create("clinic")
            make(core, columns=columns, infer_bounds=("age",))
            asked = core.analyses.ask(ADMINISTRATOR, Question(ages))
            assert isinstance(asked, Pending)
            before = spent(core)
    with core_in_memory(settings) as core:
        end = core.jobs.end_of(ADMINISTRATOR, asked.job_id)
        if end is not None:
            end.result(timeout=PATIENCE)
        answer = core.jobs.result(ADMINISTRATOR, asked.job_id)
        assert isinstance(answer.estimate, Cells)
        assert len(answer.estimate.cells) == 128
        assert spent(core) == before


def test_rows_that_come_meanwhile_are_clamped_as_well(
    core: Core, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slice that is added between the copy of the clamped rows and its place in the catalogue is not lost."""
    narrow, added = DuckDBEngine.narrow, list[SliceRecord]()

    def meanwhile(engine: DuckDBEngine, *arguments: Any) -> Source:
        narrower = narrow(engine, *arguments)
        if not added:
            added.append(core.slices.add(ADMINISTRATOR, "clinic", "visits", "few.parquet"))
        return narrower

    monkeypatch.setattr(DuckDBEngine, "narrow", meanwhile)
    make(core)
    assert {name: types(core)[name] for name in FOUND} == FOUND
    (name,) = Source.from_json(dict(table(core).source)).slices
    found = core.engine._connection.execute(f'SELECT count(*) FROM slices.main."{name}"')
    assert found.fetchall() == [(ROWS + 9,)]
    assert spent(core) == SPENT + SIZE_NANO


def test_a_slice_that_is_added_later_is_read_with_the_bounds_that_were_found(core: Core) -> None:
    """As with any other bounds. What the clamped rows took the place of goes then."""
    make(core)
    core.slices.add(ADMINISTRATOR, "clinic", "visits", "few.parquet")
    assert {name: types(core)[name] for name in FOUND} == FOUND
    assert len(copies(core)) == 2


def test_a_table_that_is_dropped_meanwhile_leaves_nothing(
    core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for what was spent on it."""
    narrow = DuckDBEngine.narrow

    def meanwhile(engine: DuckDBEngine, *arguments: Any) -> Source:
        narrower = narrow(engine, *arguments)
        core.tables.delete(ADMINISTRATOR, "clinic", "visits")
        return narrower

    monkeypatch.setattr(DuckDBEngine, "narrow", meanwhile)
    with pytest.raises(TableNotFound):
        make(core)
    assert copies(core) == []
    assert spent(core) == SPENT


def test_a_job_runs_until_the_bounds_are_found(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waits for it finds the table with them."""
    reached, opened, settle = threading.Event(), threading.Event(), InferredBounds.settle

    def held(bounds: InferredBounds, *arguments: Any) -> None:
        reached.set()
        assert opened.wait(PATIENCE)
        settle(bounds, *arguments)

    monkeypatch.setattr(InferredBounds, "settle", held)
    asked = Registration("visits", COLUMNS, "visits.parquet", infer_bounds=("age", "income"))
    assert Registration.from_tree(asked.to_tree()) == asked
    assert Registration.from_tree(evolve(asked, infer_bounds=None).to_tree()).infer_bounds is None
    with core_in_memory(settings) as core:
        core.databases.create("clinic")
        job_id = core.creations.begin(ADMINISTRATOR, "clinic", asked)
        assert reached.wait(PATIENCE)
        view = core.jobs.get(ADMINISTRATOR, job_id)
        assert (view.state, view.record.finished_at) == ("running", None)
        end = core.jobs.end_of(ADMINISTRATOR, job_id)
        opened.set()
        assert end is not None
        end.result(PATIENCE)
        assert core.jobs.get(ADMINISTRATOR, job_id).state == "finished"
        assert {name: types(core)[name] for name in FOUND} == FOUND
        assert spent(core) == SPENT


def test_a_public_table_that_nobody_declared_has_the_bounds_of_its_rows(core: Core) -> None:
    """Of all of them, also of one value that lies far from all others, so that none is clamped; and nothing is spent."""
    make(core, columns=None, is_public=True, infer_bounds=())
    found = types(core)
    assert isinstance(found["income"], RealType)
    assert found["income"].upper >= 1e9
    assert found["patient"] == IntType(0, 12287)
    incomes = answer(core, ADMINISTRATOR, Question(Sum(VISITS, Attribute("income"))))
    assert number(incomes.estimate).value == 1e9 + 9_999 * 970.0 - 10_000 * 30.0
    assert spent(core) == 0


def test_a_private_table_that_nobody_declared_has_the_widest_bounds(core: Core) -> None:
    """Those of its rows are private: to find some is asked for, and charged."""
    make(core, columns=None, infer_bounds=())
    assert types(core)["income"] == WIDE


def test_whole_numbers_of_a_public_table_are_summed_whatever_their_bounds(core: Core) -> None:
    """And numbers of wide bounds as finely as their own digits: with noise they would be rounded to what it hides."""
    columns = (Column("patient", WHOLE), Column("income", RealType(-1e20, 1e20)))
    make(core, columns=columns, is_public=True, infer_bounds=())
    patients = answer(core, ADMINISTRATOR, Question(Sum(VISITS, Attribute("patient"))))
    assert number(patients.estimate).value == 2 * sum(range(ROWS // 2))
    incomes = answer(core, ADMINISTRATOR, Question(Mean(VISITS, Attribute("income"))))
    mean = (1e9 + 9_999 * 970.0 - 10_000 * 30.0) / ROWS
    assert number(incomes.estimate).value == pytest.approx(mean, abs=100)  # 1e20 * 2**-60
