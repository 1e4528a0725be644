"""A Core in memory, its application, and two who call it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve

from leapyear_core.core import Core
from tests.in_process import ADMIN_PASSWORD, SETTINGS, InProcess, core_in_memory, serving


@pytest.fixture
def data_root(tmp_path: Path) -> Path:
    """A data root with the file ``visits.csv``."""
    root = tmp_path / "data"
    root.mkdir()
    (root / "visits.csv").write_text("age,smoker\n33,true\n58,false\n41,true\n")
    return root


@pytest.fixture
def core(data_root: Path) -> Iterator[Core]:
    """An empty Core."""
    with core_in_memory(evolve(SETTINGS, data_roots=(data_root,))) as core:
        yield core


@pytest.fixture
def anyone(core: Core) -> Iterator[InProcess]:
    """One without a token."""
    with serving(core) as caller:
        yield caller


@pytest.fixture
def admin(anyone: InProcess) -> InProcess:
    """The first administrator."""
    return anyone.login("admin", ADMIN_PASSWORD)


@pytest.fixture
def ada(core: Core, anyone: InProcess) -> InProcess:
    """A user who is no administrator."""
    core.users.create("ada", "pale ale", is_administrator=False)
    return anyone.login("ada", "pale ale")
