"""Quantiles as analysts ask for them: against a Core, and refused where they are typed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve

from leapyear import Client, DataSet, analytics
from leapyear._transport import substitute_transport
from leapyear.admin import ColumnDefinition, Database, PrivacyLimit, Table
from leapyear.analytics import VectorResult, iqr, median, quantile
from leapyear.exceptions import InvalidAnalysis
from tests.core_transport import CoreTransport
from tests.in_process import ADMIN_PASSWORD, SETTINGS, core_in_memory, serving

URL = "http://core"


@pytest.fixture(scope="module")
def ds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DataSet]:
    """Ages from 0 to 99 and heights from 1 to 2, of 10,000 people."""
    root: Path = tmp_path_factory.mktemp("data")
    rows = {
        "age": [n % 100 for n in range(10_000)],
        "height": [1 + n / 10_000 for n in range(10_000)],
    }
    pq.write_table(pa.table({**rows, "sex": ["f"] * 10_000}), root / "t.parquet")
    with (
        core_in_memory(evolve(SETTINGS, data_roots=(root,))) as core,
        serving(core) as app,
        substitute_transport(CoreTransport(app)),
        Client(URL, "admin", ADMIN_PASSWORD),
    ):
        Database("d", privacy_limit=PrivacyLimit(1000, 1e-6), privacy_profile="accuracy").create()
        columns = [
            ColumnDefinition("age", type="INT", bounds=(0, 120)),
            ColumnDefinition("height", type="REAL", bounds=(0.0, 3.0)),
            ColumnDefinition("sex", type="FACTOR", bounds=["f", "m"]),
        ]
        Table("t", database="d", columns=columns, credentials="t.parquet").create()
        yield DataSet.from_table("d.t")


def test_a_median_is_near_and_a_whole_number_where_the_attribute_is_one(ds: DataSet) -> None:
    """A choice strays by 10 ranks; by 800, a twelfth of all, with a probability below 1e-30."""
    assert abs(median("height", ds).run() - 1.5) < 0.08
    found = median("age", ds).run()
    assert isinstance(found, int)
    assert abs(found - 49) <= 8


def test_an_answer_tells_its_interval_and_its_mechanism(ds: DataSet) -> None:
    """As every answer does."""
    found = quantile("height", ds, 0.9).run(rich_result=True)
    assert found.mechanism == "exponential"
    assert found.interval.low <= found.value <= found.interval.high
    assert 0 < found.exposure.amount <= 0.0125


def test_several_quantiles_are_a_dict_and_a_table(ds: DataSet) -> None:
    """In the order of their shares as they were typed."""
    asked = quantile("height", ds, [0.9, 0.1])
    values = asked.run()
    assert list(values) == [0.9, 0.1]
    assert values[0.9] > values[0.1]
    rich = asked.run(rich_result=True)
    assert isinstance(rich, VectorResult)
    assert (rich.cached, list(rich.to_pandas()["quantile"])) == (True, [0.9, 0.1])
    assert repr(rich).startswith("<VectorResult of height by quantile, ")


def test_several_quantiles_of_whole_numbers_are_whole_numbers(ds: DataSet) -> None:
    """As one is."""
    asked = quantile("age", ds, [0.1, 0.9])
    assert [type(value) for value in asked.run().values()] == [int, int]
    assert [type(cell.value) for cell in asked.run(rich_result=True).cells] == [int, int]


def test_extremes_and_the_range_between_quartiles(ds: DataSet) -> None:
    """With some values beyond the extremes: a twentieth of all would be 500, and these are a hundred or so."""
    low, high = analytics.min("height", ds).run(), analytics.max("height", ds).run()
    assert 0.99 < low < 1.05
    assert 1.95 < high < 2.01
    assert abs(iqr("height", ds).run() - 0.5) < 0.12


def test_an_exact_quantile_is_exact(ds: DataSet) -> None:
    """For those who may see exact values."""
    assert median("age", ds).run(precise=True) == 49
    assert analytics.max("age", ds).run(precise=True) == 99


def test_questions_print_as_they_were_typed(ds: DataSet) -> None:
    """By their own names."""
    of = "DataSet.from_table('d.t')"
    assert repr(median("age", ds)) == f"median(age, {of})"
    assert repr(analytics.min(ds.age * 2, ds)) == f"min(age * 2, {of})"
    assert repr(quantile("age", ds, 0.5)) == f"quantile(age, {of}, 0.5)"
    assert repr(quantile("age", ds, [0, 1])) == f"quantile(age, {of}, [0.0, 1.0])"
    assert repr(iqr("age", ds)) == f"iqr(age, {of})"


@pytest.mark.parametrize(
    ("q", "error"),
    [
        (1.5, InvalidAnalysis),
        (-0.1, InvalidAnalysis),
        (float("nan"), InvalidAnalysis),
        ([], InvalidAnalysis),
        ([0.5, 0.5], InvalidAnalysis),
        ([n / 1000 for n in range(101)], InvalidAnalysis),
        ("0.5", TypeError),
        (True, TypeError),
        (["a"], TypeError),
        (None, TypeError),
    ],
)
def test_shares_that_are_none_are_refused_where_they_are_typed(
    ds: DataSet, q: Any, error: type[Exception]
) -> None:
    """Before anything is sent."""
    with pytest.raises(error, match=r"q|share"):
        quantile("age", ds, q)


@pytest.mark.parametrize("ask", [median, analytics.min, analytics.max, iqr])
def test_what_has_no_order_has_no_quantiles(ds: DataSet, ask: Any) -> None:
    """Of a FACTOR."""
    with pytest.raises(InvalidAnalysis, match="sex is FACTOR"):
        ask("sex", ds)
