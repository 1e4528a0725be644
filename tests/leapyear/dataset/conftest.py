"""A data set that asks nothing of a server."""

from collections.abc import Iterator

import pytest

from leapyear import DataSet
from leapyear._relations import TableRelation
from tests.leapyear.dataset.visits import SCHEMA
from tests.leapyear.servers import connected


@pytest.fixture
def ds() -> Iterator[DataSet]:
    with connected({}) as (client, _server):
        yield DataSet(TableRelation("clinic", "visits"), client._connection, SCHEMA)
