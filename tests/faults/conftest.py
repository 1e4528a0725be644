"""A Core that faults are played on which leave it as it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from leapyear_core.demo.process import CoreProcess
from tests import serving


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CoreProcess]:
    """A served Core with a home, and the thousand people in its data root."""
    folder: Path = tmp_path_factory.mktemp("core")
    serving.write_people(folder / "data")
    with serving.served_core(folder / "home", folder / "data") as core:
        yield core
