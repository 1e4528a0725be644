"""A kill -9 of Core, at each point of a question: no charge is lost, and none is made twice."""

import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from leapyear import Client, DataSet
from leapyear.analytics import count_rows
from leapyear.analytics.classes import RichResult
from leapyear.auth import ClientInfo, ly_login
from leapyear.exceptions import ConnectionError
from tests import serving

POINTS = ["charged", "computing", "released"]

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
    with client:
        return count_rows(DataSet.from_table("clinic.people")).run(rich_result=True)


def kill_at(point: str, home: Path, data: Path) -> None:
    """Ask one question, and end Core when it gets to the point."""
    pipe = home.parent / "pipe"
    command = serving.script("faults/stopping_core.py", point, str(pipe))
    with serving.signals(pipe) as arrived, serving.served_core(home, data, command) as core:
        with serving.administrator(core) as owner:
            serving.make_people(owner, "clinic")
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(lambda: ask(serving.administrator(core)))
            arrived.wait()
            core.kill()
            with pytest.raises(ConnectionError):
                asked.result(serving.PATIENCE)


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    """What the catalogue holds."""
    connection = sqlite3.connect(home / "catalog.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def spent(client: Client) -> float:
    return client.databases["clinic"].exposure().spent.rho


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_loses_no_charge_and_the_question_is_answered_on_it(
    point: str, home: Path, data: Path
) -> None:
    """Where Core dies after the charge, the charge stays, and buys one answer after the restart: no more, no less."""
    kill_at(point, home, data)

    assert rows(home, "SELECT rho_nano FROM charges") == [(PRICE,)], "one charge was made before the kill"
    assert len(rows(home, "SELECT * FROM releases")) == (1 if point == "released" else 0)
    with serving.served_core(home, data) as core, serving.administrator(core) as client:
        assert spent(client) == PRICE / 1e9, "the charge is on the ledger"
        first = ask(serving.administrator(core))
        second = ask(serving.administrator(core))
        assert spent(client) == PRICE / 1e9, "it was answered on that charge"
    assert first.interval.high - first.interval.low == pytest.approx(2 * 27.72, abs=0.01)
    assert (second.value, second.interval, second.cached) == (first.value, first.interval, True)
    assert rows(home, "SELECT rho_nano FROM charges") == [(PRICE,)]
    assert len(rows(home, "SELECT * FROM releases")) == 1


def test_a_release_that_was_stored_is_answered_byte_for_byte(home: Path, data: Path) -> None:
    """What was released before the kill, and maybe seen, is the answer ever after: not a second draw of noise."""
    kill_at("released", home, data)
    ((stored,),) = rows(home, "SELECT estimate FROM releases")
    estimate = json.loads(str(stored))

    answers = []
    for _ in range(2):
        with serving.served_core(home, data) as core:
            token = ly_login(ClientInfo(core.url), "admin", serving.PASSWORD)
            relation = {"kind": "table", "database": "clinic", "table": "people"}
            for _ in range(2):
                response = httpx.post(
                    f"{core.url}/v1/analyses",
                    json={"analysis": {"kind": "count_rows", "relation": relation}},
                    headers={"Authorization": f"Bearer {token}", "Prefer": "wait=30"},
                    trust_env=False,
                )
                assert response.status_code == 200, response.text
                answers.append(response.content)
    assert len(set(answers)) == 1
    answer = json.loads(answers[0])
    assert answer["value"] == estimate["value"]
    assert answer["interval"] == {"low": estimate["low"], "high": estimate["high"]}
    assert (answer["cached"], answer["exposure"]["rho"]) == (True, 0)


def test_what_was_cut_off_is_finished_at_the_next_start(home: Path, data: Path) -> None:
    """A job that a kill cut off needs nobody to ask again: it is finished after the restart, on its charge."""
    kill_at("computing", home, data)
    ((job,),) = rows(home, "SELECT id FROM jobs")
    with serving.served_core(home, data) as core:
        token = ly_login(ClientInfo(core.url), "admin", serving.PASSWORD)
        response = httpx.get(
            f"{core.url}/v1/jobs/{job}",
            headers={"Authorization": f"Bearer {token}", "Prefer": "wait=30"},
            timeout=serving.PATIENCE,
            trust_env=False,
        )
        assert response.json()["state"] == "finished"
    assert rows(home, "SELECT rho_nano FROM charges") == [(PRICE,)]
