"""What analysts join for: visits with what is known of the patients and of the wards, through the client.

Each answer is compared with the exact one at seven standard deviations of its noise: a false alarm has a probability below
3e-12 for each. That a match is lost, or found twice, moves each of them by a hundred standard deviations or more.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from leapyear import Client, DataSet
from leapyear._transport import substitute_transport
from leapyear.admin import ColumnDefinition, Database, PrivacyLimit, Table
from leapyear.analytics import count_rows, mean
from leapyear.analytics.classes import Analysis
from leapyear.exceptions import InvalidExpression
from tests.core_transport import CoreTransport
from tests.in_process import ADMIN_PASSWORD, SETTINGS, core_in_memory, serving

#: Every patient has three visits; every other one is known, and was born in a year that follows from the number.
PATIENTS = 10_000

PID = ColumnDefinition("pid", type="INT", bounds=(0, PATIENTS))
WARD = ColumnDefinition("ward", type="FACTOR", bounds=["north", "south"])


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder: Path = tmp_path_factory.mktemp("data")
    visits = [
        f"{pid},{('south', 'north')[visit % 2]}" for pid in range(PATIENTS) for visit in range(3)
    ]
    (folder / "visits.csv").write_text("\n".join(["pid,ward", *visits]))
    known = [f"{pid},{1930 + pid % 80}" for pid in range(0, PATIENTS, 2)]
    (folder / "patients.csv").write_text("\n".join(["pid,born", *known]))
    (folder / "wards.csv").write_text("ward,beds\nnorth,10\nsouth,40\n")
    with (
        core_in_memory(evolve(SETTINGS, data_roots=(folder,))) as core,
        serving(core) as app,
        substitute_transport(CoreTransport(app)),
        Client("http://localhost:4401", "admin", ADMIN_PASSWORD) as client,
    ):
        limit = PrivacyLimit(epsilon=100, delta=1e-6)
        Database("clinic", privacy_limit=limit, privacy_profile="accuracy").create()
        born = ColumnDefinition("born", type="INT", bounds=(1900, 2030))
        beds = ColumnDefinition("beds", type="INT", bounds=(0, 100))
        for name, columns, rows in (("visits", [PID, WARD], 3), ("patients", [PID, born], 1)):
            Table(
                name,
                database="clinic",
                credentials=f"{name}.csv",
                columns=columns,
                privacy_unit="pid",
                max_rows_per_unit=rows,
            ).create()
        Table(
            "wards", database="clinic", credentials="wards.csv", columns=[WARD, beds], public=True
        ).create()
        yield client


def check(question: Analysis[Any, Any], exact: float) -> float:
    """See whether an answer is right, and give the scale of its noise."""
    found = question.run(exposure=0.01, rich_result=True)
    assert abs(found.value - exact) <= 7 * found.noise_scale
    return float(found.noise_scale)


@pytest.mark.usefixtures("client")
def test_visits_are_seen_beside_what_is_known_of_the_patients() -> None:
    """On the patient, who has three visits: noise for three rows, no more than without the join."""
    visits = DataSet.from_table("clinic.visits")
    patients = DataSet.from_table("clinic.patients")
    known = visits.join(patients, on="pid")
    everybody = visits.join(patients, on="pid", how="left")
    alone = check(count_rows(visits), 3 * PATIENTS)
    assert check(count_rows(known), 3 * PATIENTS / 2) == pytest.approx(alone)
    assert check(count_rows(everybody), 3 * PATIENTS) == pytest.approx(alone)
    unknown = everybody.where(everybody.born.is_null())
    assert check(count_rows(unknown), 3 * PATIENTS / 2) == pytest.approx(alone)
    old = known.where(known.born < 1950)
    check(count_rows(old), 3 * len([pid for pid in range(0, PATIENTS, 2) if pid % 80 < 20]))


@pytest.mark.usefixtures("client")
def test_wards_are_looked_up_in_a_public_table() -> None:
    visits = DataSet.from_table("clinic.visits")
    placed = visits.join(DataSet.from_table("clinic.wards"), on="ward")
    found = mean("beds", placed).run(exposure=0.01, rich_result=True)
    # Two of three visits are in the south; the noise of a sum and of a count is divided by 30,000.
    assert abs(found.value - 30) <= 7 * found.noise_scale
    assert found.noise_scale < 0.5


@pytest.mark.usefixtures("client")
def test_rows_that_meet_those_of_others_are_cut_and_cost_more() -> None:
    """Pairs of visits in one ward: none without a cut, and with one as many as it leaves of the two wards."""
    wards = DataSet.from_table("clinic.visits").project(["ward"])
    with pytest.raises(InvalidExpression, match="rows_per_key"):
        count_rows(wards.join(wards, on="ward")).run()
    pairs = wards.join(wards, on="ward", rows_per_key=(200, 100))
    alone = check(count_rows(wards), 3 * PATIENTS)
    crossed = check(count_rows(pairs), 2 * 200 * 100)
    assert crossed == pytest.approx(alone / 3 * (2 * 3 * 100 + 2 * 3 * 200))
