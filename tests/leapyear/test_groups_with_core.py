"""Groups as data sets against the real Core: what they cost, what bounds they have, and what they answer."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve

from leapyear import Client, DataSet, analytics
from leapyear._transport import substitute_transport
from leapyear._types import Type
from leapyear.admin import ColumnDefinition, Database, PrivacyLimit, Table, View
from leapyear.analytics import count_rows, mean
from leapyear.exceptions import AttributeNotFound, InvalidAnalysis, InvalidExpression
from tests.core_transport import CoreTransport
from tests.in_process import ADMIN_PASSWORD, SETTINGS, core_in_memory, serving

PEOPLE, VISITS = 500, 4


@pytest.fixture
def ds(tmp_path: Path) -> Iterator[DataSet]:
    """Visits, of which a person has up to four; their costs are 10, 20, 30 and 40."""
    visits = [(person, visit) for person in range(PEOPLE) for visit in range(1 + person % VISITS)]
    data = pa.table(
        {
            "pid": [person for person, _ in visits],
            "cost": [10.0 * (visit + 1) for _, visit in visits],
            "ward": ["ab"[person % 2] for person, _ in visits],
        }
    )
    pq.write_table(data, tmp_path / "visits.parquet")
    with (
        core_in_memory(evolve(SETTINGS, data_roots=(tmp_path,))) as core,
        serving(core) as app,
        substitute_transport(CoreTransport(app)),
        Client("http://core.test:4401", "admin", ADMIN_PASSWORD),
    ):
        Database("clinic", privacy_limit=PrivacyLimit(epsilon=10_000, delta=1e-6)).create()
        Table(
            "visits",
            database="clinic",
            credentials="visits.parquet",
            columns=[
                ColumnDefinition("pid", type="INT", bounds=(0, 10_000)),
                ColumnDefinition("cost", type="REAL", bounds=(0, 100)),
                ColumnDefinition("ward", type="FACTOR", bounds=["a", "b"]),
            ],
            privacy_unit="pid",
            max_rows_per_unit=VISITS,
        ).create()
        yield DataSet.from_table("clinic.visits")


def test_a_table_of_visits_becomes_one_of_people(ds: DataSet) -> None:
    """What one had follows from how many rows one may have, so that it can be averaged at once."""
    people = ds.group_by("pid").agg(n="count_rows", cost=("cost", "sum"), most=("cost", "max"))
    assert people.schema == {
        "pid": Type("INT", (0, 10_000)),
        "n": Type("INT", (1, VISITS)),
        "cost": Type("REAL", (0.0, 400.0)),
        "most": Type("REAL", (0.0, 100.0)),
    }
    assert count_rows(people).run(precise=True) == PEOPLE
    assert mean("n", people).run(precise=True) == 2.5
    assert mean("cost", people).run(precise=True) == pytest.approx((10 + 30 + 60 + 100) / 4)
    assert count_rows(people.where(people.most >= 30)).run(precise=True) == PEOPLE / 2


def test_a_person_is_one_group_and_counts_once(ds: DataSet) -> None:
    """For one price, answers about people are as much better as visits a person may have; about wards half as good."""
    asked = (ds.group_by("pid").agg(n="count_rows"), ds, ds.group_by("ward").agg(n="count_rows"))
    people, visits, wards = (count_rows(each).run(rich_result=True).noise_scale for each in asked)
    assert visits == pytest.approx(VISITS * people)
    assert wards == pytest.approx(2 * VISITS * people)


def test_groups_of_many_have_no_bounds_until_they_are_clipped(ds: DataSet) -> None:
    wards = ds.group_by("ward").agg(n="count_rows", cost=("cost", "sum"))
    assert wards.schema["cost"].contents == (0.0, 1e100)
    for name in ("n", "cost"):
        with pytest.raises(InvalidAnalysis, match="clip"):
            mean(name, wards).run()
        assert mean(wards[name].clip(0, 1000), wards).run(precise=True) > 0


def test_numbers_of_known_groups_are_asked_of_groups(ds: DataSet) -> None:
    people = ds.group_by("pid", "ward").agg(n="count_rows")
    found = analytics.group_by("ward", people).agg(people="count_rows", n=("n", "mean"))
    assert found.run(precise=True) == {
        "a": {"people": PEOPLE / 2, "n": 2.0},
        "b": {"people": PEOPLE / 2, "n": 3.0},
    }


def test_what_the_client_cannot_know_is_refused_by_the_server(ds: DataSet) -> None:
    wards = ds.group_by("ward").agg(cost=("cost", "sum"))
    with pytest.raises(InvalidExpression, match="useful bounds"):
        count_rows(wards.group_by("ward").agg(cost=("cost", "sum"))).run()
    with pytest.raises(AttributeNotFound):
        mean("pid", wards)


def test_groups_are_persisted_and_named(ds: DataSet) -> None:
    people = ds.group_by("pid").agg(n="count_rows").persist()
    assert count_rows(people).run(precise=True) == PEOPLE
    View("people", database="clinic", data_set=people).create()
    named = DataSet.from_view("clinic.people")
    assert named.schema["n"] == Type("INT", (1, VISITS))
    assert mean("n", named).run(precise=True) == 2.5
    people.unpersist()
