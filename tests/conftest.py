"""What holds for all tests."""

import atexit
import gc
from collections.abc import Iterator

import pytest
from hypothesis import settings

from leapyear import _connection

# No test depends on how fast the machine is just now; a failure tells how to have it again.
settings.register_profile("leapyear", deadline=None, print_blob=True)
settings.load_profile("leapyear")

# Hypothesis leaves a callback with the collector, which keeps everything that pytest held to the very end, duckdb with
# it, of which nanobind would complain below pytest's last line.
atexit.register(gc.callbacks.clear)


@pytest.fixture(autouse=True)
def no_connection_is_left() -> Iterator[None]:
    """Close what a test left open, as a test that fails as expected does: the next begins without.

    What fixtures of wider scope opened was there before, and stays.
    """
    before = _connection._stack.get()
    yield
    for connection in _connection._stack.get():
        if connection not in before:
            connection.close()
