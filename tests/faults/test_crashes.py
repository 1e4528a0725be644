"""A kill -9 of Core, at each point of a question: no charge is lost, and none is made twice."""

import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from leapyear import Client, DataSet, exceptions
from leapyear.analytics import VectorResult, count_rows, group_by
from leapyear.analytics.classes import RichResult
from leapyear.auth import ClientInfo, ly_login
from leapyear_core.demo.process import CoreProcess
from leapyear_core.services.inferred_bounds import BOUNDS_NANO
from leapyear_core.services.sizes import SIZE_NANO
from tests import serving

#: The charges and releases of questions: all but those for the sizes of tables.
CHARGES = "SELECT exposure_nano FROM charges WHERE id NOT IN (SELECT charge_id FROM table_sizes)"
RELEASES = (
    "SELECT estimate FROM releases WHERE charge_id NOT IN (SELECT charge_id FROM table_sizes)"
)

#: What the question costs, in nano-units of rho, with the privacy profile of the database.
PRICE = 2_500_000


@pytest.fixture
def home(tmp_path: Path) -> Path:
    serving.write_people(tmp_path / "data")
    return tmp_path / "home"


@pytest.fixture
def data(home: Path) -> Path:
    return home.parent / "data"


def ask(client: Client) -> RichResult:
    """Through the client; in whatever thread this runs, its connection is the current one there."""
    with client:
        return count_rows(DataSet.from_table("clinic.people")).run(rich_result=True)


def ask_for_groups(client: Client) -> VectorResult:
    """The ages of more people than noise explains, whichever these are."""
    with client:
        people = DataSet.from_table("clinic.people")
        return (
            group_by("married", people, unknown_keys=True)
            .agg(rows="count_rows")
            .run(rich_result=True)
        )


def kill_at(point: str, home: Path, data: Path, asking: Callable[[Client], object] = ask) -> None:
    """Ask one question, and end Core when it gets to the point."""
    pipe = home.parent / "pipe"
    command = serving.script("faults/stopping_core.py", point, str(pipe))
    with serving.signals(pipe) as arrived, serving.served_core(home, data, command) as core:
        with serving.administrator(core) as owner:
            serving.make_people(owner, "clinic")
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(lambda: asking(serving.administrator(core)))
            arrived.wait()
            core.kill()
            with pytest.raises(exceptions.ConnectionError):
                asked.result(serving.PATIENCE)


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    """What the catalogue holds."""
    connection = sqlite3.connect(home / "catalog.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def spent(client: Client) -> float:
    return client.databases["clinic"].exposure().spent.amount


def get_job(core: CoreProcess, token: str, job: object) -> dict[str, object]:
    """A job, once it has ended."""
    response = httpx.get(
        f"{core.url}/v1/jobs/{job}",
        headers={"Authorization": f"Bearer {token}", "Prefer": "wait=30"},
        timeout=serving.PATIENCE,
        trust_env=False,
    )
    found: dict[str, object] = response.json()
    return found


def ask_in_bytes(core: CoreProcess, token: str) -> bytes:
    """The answer to the question, as it comes over the wire."""
    relation = {"kind": "table", "database": "clinic", "table": "people"}
    response = httpx.post(
        f"{core.url}/v1/analyses",
        json={"analysis": {"kind": "count_rows", "relation": relation}},
        headers={"Authorization": f"Bearer {token}", "Prefer": "wait=30"},
        timeout=serving.PATIENCE,
        trust_env=False,
    )
    assert response.status_code == 200, response.text
    return response.content


@pytest.mark.parametrize("point", ["charged", "computing", "released"])
def test_a_kill_loses_no_charge_and_the_question_is_answered_on_it(
    point: str, home: Path, data: Path
) -> None:
    """A charge outlives a kill and buys one answer, the same for ever after, byte for byte: no more, and no less.

    What was released before the kill may have been seen, so it has to be the answer; and what was cut off is finished
    after the restart, whether anybody asks again or not.
    """
    kill_at(point, home, data)
    assert rows(home, CHARGES) == [(PRICE,)], "one charge was made before the kill"
    stored = rows(home, RELEASES)
    assert len(stored) == (1 if point == "released" else 0)
    ((job,),) = rows(home, "SELECT id FROM jobs")

    with serving.served_core(home, data) as core, serving.administrator(core) as client:
        token = ly_login(ClientInfo(core.url), "admin", serving.PASSWORD)
        assert spent(client) == (PRICE + SIZE_NANO) / 1e9, "the charge is on the ledger"
        assert get_job(core, token, job)["state"] == "finished"
        answers = [ask_in_bytes(core, token) for _ in range(2)]
        asked_again = ask(serving.administrator(core))
        assert spent(client) == (PRICE + SIZE_NANO) / 1e9, "all was answered on that charge"
    assert rows(home, CHARGES) == [(PRICE,)]
    ((released,),) = rows(home, RELEASES)
    assert stored in ([], [(released,)])

    estimate = json.loads(str(released))
    assert answers[0] == answers[1]
    answer = json.loads(answers[0])
    assert (answer["value"], answer["cached"], answer["exposure"]["rho"]) == (
        estimate["value"],
        True,
        0,
    )
    assert answer["interval"] == {"low": estimate["low"], "high": estimate["high"]}
    assert (asked_again.value, asked_again.interval.low) == (estimate["value"], estimate["low"])


@pytest.mark.parametrize("point", ["computing", "released"])
def test_a_kill_does_not_let_unknown_keys_be_told_twice(point: str, home: Path, data: Path) -> None:
    """Their delta is charged once, with their rho, and buys one answer: with another one, more groups would be told."""
    charged = "SELECT exposure_nano, delta_atto FROM charges WHERE delta_atto > 0"
    kill_at(point, home, data, ask_for_groups)
    assert rows(home, charged) == [(PRICE, 10**7)]
    with serving.served_core(home, data) as core:
        found = [ask_for_groups(serving.administrator(core)) for _ in range(2)]
        with serving.administrator(core) as client:
            delta = client.databases["clinic"].exposure().delta
    assert delta is not None
    assert delta.spent == pytest.approx(1e-11)
    assert found[0] == found[1]
    assert (found[0].cached, found[0].delta, len(found[0].cells)) == (True, 0, 2)
    assert rows(home, charged) == [(PRICE, 10**7)]


def test_a_kill_while_a_table_is_measured_loses_neither_the_table_nor_the_charge(
    home: Path, data: Path
) -> None:
    """The charge for the size was made with the table, and buys it once, after the restart."""
    pipe = home.parent / "pipe"
    command = serving.script("faults/stopping_core.py", "sizing", str(pipe))
    with serving.signals(pipe) as arrived, serving.served_core(home, data, command) as core:
        owner = serving.administrator(core)
        with ThreadPoolExecutor(1) as pool:
            made = pool.submit(lambda: make_in(owner))
            arrived.wait()
            core.kill()
            with pytest.raises(exceptions.ConnectionError):
                made.result(serving.PATIENCE)
    assert rows(home, "SELECT exposure_nano FROM charges") == [(SIZE_NANO,)]
    assert rows(home, "SELECT charge_id FROM releases") == []
    with serving.served_core(home, data) as core, serving.administrator(core) as client:
        assert "people" in client.databases["clinic"].tables
        assert spent(client) == SIZE_NANO / 1e9
    assert len(rows(home, "SELECT charge_id FROM releases")) == 1
    assert rows(home, "SELECT exposure_nano FROM charges") == [(SIZE_NANO,)]


def test_a_kill_while_bounds_are_found_loses_neither_the_table_nor_the_charge(
    home: Path, data: Path
) -> None:
    """What was found before is given to the columns after the restart, and nothing is paid twice."""
    pipe = home.parent / "pipe"
    command = serving.script("faults/stopping_core.py", "narrowing", str(pipe))
    with serving.signals(pipe) as arrived, serving.served_core(home, data, command) as core:
        owner = serving.administrator(core)
        with ThreadPoolExecutor(1) as pool:
            made = pool.submit(lambda: make_in(owner, infer_bounds=True))
            arrived.wait()
            core.kill()
            with pytest.raises(exceptions.ConnectionError):
                made.result(serving.PATIENCE)
    stored = rows(home, "SELECT charge_id, estimate FROM releases ORDER BY charge_id")
    paid = rows(home, "SELECT exposure_nano FROM charges ORDER BY id")
    assert paid[0] == (SIZE_NANO,)
    assert set(paid[1:]) == {(BOUNDS_NANO,)}
    assert len(stored) == len(paid) == 2
    cells = json.loads(str(stored[1][1]))["cells"]
    found = tuple(value for _, _, value, *_ in cells)
    with serving.served_core(home, data) as core, serving.administrator(core) as client:
        columns = client.databases["clinic"].tables["people"].columns
        assert columns["age"].bounds == found
    assert rows(home, "SELECT exposure_nano FROM charges ORDER BY id") == paid
    assert rows(home, "SELECT charge_id, estimate FROM releases ORDER BY charge_id") == stored
    assert rows(home, "SELECT * FROM inferred_bounds") == []


def make_in(client: Client, *, infer_bounds: bool = False) -> None:
    """Make the people; in whatever thread this runs."""
    with client:
        serving.make_people(client, "clinic", infer_bounds=infer_bounds)
