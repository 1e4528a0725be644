"""An engine for the laws of privacy, and the folder that its tables come from."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from leapyear_core.engine.duckdb import DuckDBEngine


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DuckDBEngine, Path]]:
    folder = tmp_path_factory.mktemp("tables")
    with closing(DuckDBEngine(None, [folder])) as engine:
        yield engine, folder
