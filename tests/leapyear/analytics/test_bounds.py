"""Bounds as analysts ask for them, against a Core."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve

from leapyear import Client, DataSet
from leapyear._transport import substitute_transport
from leapyear.admin import Database, PrivacyLimit, Table
from leapyear.analytics import VectorResult, infer_bounds
from leapyear.exceptions import InvalidAnalysis
from tests.core_transport import CoreTransport
from tests.in_process import ADMIN_PASSWORD, SETTINGS, core_in_memory, serving

URL = "http://core"


@pytest.fixture(scope="module")
def ds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DataSet]:
    """20,000 rows of a table whose columns have no bounds: the file says no more than their types."""
    root: Path = tmp_path_factory.mktemp("data")
    rows = {
        "age": [n % 100 for n in range(20_000)],
        "loss": [-float(n % 1000) if n % 7 else float("-inf") for n in range(20_000)],
        "odd": [float("nan")] * 20_000,
        "sex": ["f"] * 20_000,
    }
    pq.write_table(pa.table(rows), root / "t.parquet")
    with (
        core_in_memory(evolve(SETTINGS, data_roots=(root,))) as core,
        serving(core) as app,
        substitute_transport(CoreTransport(app)),
        Client(URL, "admin", ADMIN_PASSWORD),
    ):
        Database("d", privacy_limit=PrivacyLimit(3, 1e-6)).create()
        Table("t", database="d", credentials="t.parquet").create()
        yield DataSet.from_table("d.t")


def test_bounds_are_a_pair_of_numbers_of_the_attributes_kind(ds: DataSet) -> None:
    """The noise has a scale of 14 or more; each bin at the ends has 600 rows, each other bin is empty or has as many."""
    found = infer_bounds("age", ds).run(exposure=0.0025)
    assert found is not None
    assert [type(each) for each in found] == [int, int]
    assert found == (0, 127)


def test_infinities_count_at_the_end_of_the_type(ds: DataSet) -> None:
    """A seventh of the values is there: such bounds say that something is wrong with the data."""
    assert infer_bounds("loss", ds).run(exposure=0.0025) == (-1e100, 0.0)
    finite = ds.where(ds["loss"] > -1e99)
    assert infer_bounds("loss", finite).run(exposure=0.0025) == (-1024.0, 0.0)


def test_no_values_have_no_bounds(ds: DataSet) -> None:
    """None is an answer as any other: it is paid for, and on record."""
    asked = infer_bounds("odd", ds)
    assert asked.run(exposure=0.0025) is None
    again = asked.run(exposure=0.0025, rich_result=True)
    assert isinstance(again, VectorResult)
    assert (again.cached, again.mechanism) == (True, "discrete_gaussian")
    assert [cell.statistic for cell in again.cells] == ["no_bound", "no_bound"]


def test_a_rich_result_has_intervals_for_the_least_and_the_greatest_value(ds: DataSet) -> None:
    """And a price, which is that of one count."""
    rich = infer_bounds("age", ds).run(exposure=0.0025, rich_result=True)
    assert [cell.keys for cell in rich.cells] == [("lower",), ("upper",)]
    low, high = (cell.interval for cell in rich.cells)
    assert low.low <= 0 <= low.high
    assert high.low <= 99 <= high.high
    assert infer_bounds("age", ds).price(cache=False, exposure=0.0025).exposure.amount <= 0.0025


def test_exact_bounds_hold_every_value(ds: DataSet) -> None:
    """For those who may see exact values. No number of rows is too small then."""
    few = ds.where(ds["age"] > 98)
    assert infer_bounds("age", few).run(precise=True) == (96, 127)


def test_what_is_asked_for_prints_as_it_was_typed(ds: DataSet) -> None:
    """As other questions do."""
    assert repr(infer_bounds("age", ds)) == "infer_bounds(age, DataSet.from_table('d.t'))"


def test_what_is_no_number_is_refused_where_it_is_typed(ds: DataSet) -> None:
    """Of a TEXT; and an accuracy, which bounds have not."""
    with pytest.raises(InvalidAnalysis, match="sex is TEXT"):
        infer_bounds("sex", ds)
    with pytest.raises(InvalidAnalysis, match="accuracy"):
        infer_bounds("age", ds).run(accuracy=10)
