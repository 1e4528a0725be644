"""An engine with 400 rows of visits."""

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from leapyear_core.engine.duckdb import DuckDBEngine, Sourced
from tests.leapyear_core.privacy.planning.visits import COLUMNS, SCHEMA, TABLE, Exactly
from tests.tables import on_disk


@pytest.fixture(scope="module")
def exactly(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exactly]:
    folder, numbers, rows = tmp_path_factory.mktemp("table"), np.random.default_rng(3), 400
    age = pd.array(numbers.integers(18, 101, rows), dtype="Int64")
    age[::17] = pd.NA
    income = np.clip(numbers.lognormal(10.4, 0.7, rows), 0, 2e5)
    income[::13] = np.nan
    smoker = pd.array(numbers.random(rows) < 0.3, dtype="boolean")
    smoker[::19] = pd.NA
    frame = pd.DataFrame(
        {
            "age": age,
            "income": income,
            "smoker": smoker,
            "region": numbers.choice(np.array(["north", "south", None], dtype=object), rows),
            "note": numbers.choice(["a", "b", "c"], rows),
            "day": pd.to_datetime("2026-11-23").date(),
            "wide": 1,
            "free": 1.0,
            "free_int": 1,
        }
    )
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), folder / "t.parquet")
    with closing(DuckDBEngine(None, [folder])) as engine:
        source = engine.register(on_disk(folder / "t.parquet"), COLUMNS)
        yield Exactly(engine, {TABLE: Sourced(SCHEMA, source)}, frame)
