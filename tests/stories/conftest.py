"""A served Core for the stories that need no home of their own."""

from collections.abc import Iterator

import pytest

from leapyear import Client
from leapyear_core.demo.process import CoreProcess
from tests import serving


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CoreProcess]:
    """A served Core with nothing on disk, and the thousand people in its data root."""
    data = tmp_path_factory.mktemp("data")
    serving.write_people(data)
    with serving.served_core(None, data) as served:
        yield served


@pytest.fixture
def client(core: CoreProcess) -> Iterator[Client]:
    """The administrator's client."""
    with serving.administrator(core) as connected:
        yield connected
