"""Questions and jobs over the wire."""

from typing import Any

import pytest

from leapyear_core.core import Core
from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.model.access import DatabaseLevel
from leapyear_core.privacy.accounting import NANO
from leapyear_core.services.sizes import SIZE_NANO
from tests.in_process import InProcess, grant

VISITS = {"kind": "table", "database": "clinic", "table": "visits"}
ROWS = {"analysis": {"kind": "count_rows", "relation": VISITS}}
WAIT = {"prefer": "wait=30"}


@pytest.fixture
def clinic(admin: InProcess) -> InProcess:
    """The administrator of a database ``clinic`` with a table ``visits``."""
    admin.post("/v1/databases", {"name": "clinic", "privacy_limit": {"epsilon": 3, "delta": 1e-6}})
    columns = [
        {"name": "age", "type": {"kind": "int", "lower": 0, "upper": 120}},
        {"name": "smoker", "type": {"kind": "bool"}},
    ]
    table = {"name": "visits", "credentials": "visits.csv", "columns": columns}
    assert admin.post("/v1/databases/clinic/tables", table).status == 201
    return admin


@pytest.fixture
def ada(core: Core, clinic: InProcess, ada: InProcess) -> InProcess:
    """A user who may ask questions of it."""
    grant(core, "ada", "clinic", DatabaseLevel.COMPUTE)
    return ada


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that fails, with a row in its mouth."""

    def exact(*_: object) -> Any:
        raise RuntimeError("the row of Mrs Miller")

    monkeypatch.setattr(DuckDBEngine, "exact", exact)


def test_an_answer_comes_at_once_to_one_who_waits(clinic: InProcess, ada: InProcess) -> None:
    reply = ada.post("/v1/analyses", ROWS, headers=WAIT)
    told = reply.json
    assert reply.status == 200
    assert isinstance(told["value"], int)
    assert told["interval"]["high"] - told["interval"]["low"] == pytest.approx(
        2 * 1.959964 * told["noise_scale"], rel=1e-6
    )
    assert told["mechanism"] == "discrete_gaussian"
    total = ada.get("/v1/databases/clinic/privacy-limit").json["total"]["rho"]
    of_size = SIZE_NANO / NANO / total
    assert told["exposure"]["share"] + told["exposure_left"]["share"] + of_size == pytest.approx(1)
    assert told["cached"] is False


def test_a_question_that_nobody_waits_for_is_a_job(clinic: InProcess, ada: InProcess) -> None:
    accepted = ada.post("/v1/analyses", ROWS)
    assert accepted.status == 202
    location = accepted.headers["location"]

    ended = ada.get(location, headers=WAIT)
    result = ada.get(f"{location}/result")
    again = ada.post("/v1/analyses", ROWS)

    assert ended.json["state"] == "finished"
    assert "finished_at" in ended.json
    assert result.json["cached"] is False
    # On record: there is nothing to wait for.
    assert again.status == 200
    assert again.json["value"] == result.json["value"]
    assert again.json["cached"] is True


def test_jobs_are_listed_newest_first_and_to_their_owner(clinic: InProcess, ada: InProcess) -> None:
    asked = [ada.post("/v1/analyses", {**ROWS, "cache": False}).json["id"] for _ in range(3)]
    first = ada.get("/v1/jobs?limit=2").json
    second = ada.get(f"/v1/jobs?limit=2&cursor={first['next_cursor']}").json
    listed = [job["id"] for page in (first, second) for job in page["items"]]
    assert sorted(listed) == sorted(asked)
    assert [job["created_at"] for job in first["items"] + second["items"]] == sorted(
        (job["created_at"] for job in first["items"] + second["items"]), reverse=True
    )
    assert [job["id"] for job in clinic.get("/v1/jobs").json["items"]] == listed


def test_a_job_of_another_user_is_not_there(clinic: InProcess, ada: InProcess) -> None:
    job = clinic.post("/v1/analyses", ROWS).json["id"]
    for method, target in (("GET", ""), ("GET", "/result"), ("POST", "/cancel")):
        reply = ada.send(method, f"/v1/jobs/{job}{target}")
        assert (reply.status, reply.code) == (404, "job_not_found")


def test_a_failure_is_told_without_its_cause(
    clinic: InProcess, ada: InProcess, broken: None
) -> None:
    """At once to one who waits, and with the job to one who does not."""
    at_once = ada.post("/v1/analyses", ROWS, headers=WAIT)
    location = ada.post("/v1/analyses", {**ROWS, "cache": False}).headers["location"]
    job = ada.get(location, headers=WAIT)
    later = ada.get(f"{location}/result")

    assert (at_once.status, at_once.code) == (later.status, later.code) == (500, "internal_error")
    assert (job.json["state"], job.json["problem"]["code"]) == ("failed", "internal_error")
    assert b"Miller" not in at_once.content + job.content + later.content


def test_a_cancelled_job_stays_cancelled(clinic: InProcess, ada: InProcess) -> None:
    job = ada.post("/v1/analyses", ROWS).json["id"]
    state = ada.post(f"/v1/jobs/{job}/cancel").json["state"]
    # It may have been done by then.
    assert state in ("cancelled", "finished")
    assert ada.get(f"/v1/jobs/{job}", headers=WAIT).json["state"] == state


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"analysis": {"kind": "count_rows", "relation": {**VISITS, "database": "x"}}}, 404, "database_not_found"),
        ({"analysis": {"kind": "count_rows", "relation": {**VISITS, "table": "x"}}}, 404, "table_not_found"),
        ({"analysis": {"kind": "sum", "relation": VISITS, "expression": {"kind": "attribute", "name": "x"}}}, 422, "attribute_not_found"),
        ({**ROWS, "accuracy": 0.0001}, 422, "high_privacy_exposure"),
        ({**ROWS, "exposure": 0.1}, 422, "high_privacy_exposure"),
        ({**ROWS, "exposure": 0.001, "accuracy": 30}, 422, "invalid_analysis"),
        ({**ROWS, "allow_max_budget_allocation": False}, 422, "data_set_too_small"),
        ({**ROWS, "accuracy": 0}, 400, "invalid_request"),
        ({"analysis": {"kind": "median", "relation": VISITS}}, 400, "invalid_request"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_answered_is_refused_with_its_code(
    clinic: InProcess, ada: InProcess, body: dict[str, Any], status: int, code: str
) -> None:
    before = ada.get("/v1/databases/clinic/privacy-limit").json
    reply = ada.post("/v1/analyses", body, headers=WAIT)
    assert (reply.status, reply.code) == (status, code)
    assert ada.post("/v1/analyses/price", body).json == reply.json
    assert ada.get("/v1/databases/clinic/privacy-limit").json == before


def test_a_price_is_told_and_not_charged(clinic: InProcess, ada: InProcess) -> None:
    """What is on record is free, and what would not be granted is refused."""
    before = ada.get("/v1/databases/clinic/privacy-limit").json
    price = ada.post("/v1/analyses/price", ROWS).json
    assert ada.get("/v1/databases/clinic/privacy-limit").json == before
    assert (price["exposure"]["rho"], price["cached"]) == (0.0025, False)
    assert price["half_width"] == pytest.approx(27.72, abs=0.01)
    assert price["exposure_left"] == before["left"]

    paid = ada.post("/v1/analyses", ROWS, headers=WAIT).json
    assert paid["exposure"] == price["exposure"]
    again = ada.post("/v1/analyses/price", ROWS).json
    assert (again["exposure"]["rho"], again["cached"]) == (0, True)

    clinic.send("PUT", "/v1/databases/clinic/privacy-limit", {"epsilon": 0.1, "delta": 1e-6})
    assert ada.post("/v1/analyses/price", ROWS).json["cached"]
    refused = ada.post("/v1/analyses/price", {**ROWS, "cache": False})
    assert (refused.status, refused.code) == (409, "privacy_limit_exceeded")
    mean = {"kind": "mean", "relation": VISITS, "expression": {"kind": "attribute", "name": "age"}}
    clinic.send("PUT", "/v1/databases/clinic/privacy-limit", {"epsilon": 3, "delta": 1e-6})
    assert "half_width" not in ada.post("/v1/analyses/price", {"analysis": mean}).json


def test_a_question_as_deep_as_the_server_takes_is_answered(
    clinic: InProcess, ada: InProcess
) -> None:
    """Bodies nest 200 levels at most; none of them runs out of stack."""
    expression: dict[str, Any] = {"kind": "attribute", "name": "age"}
    for _ in range(96):
        expression = {"kind": "call", "function": "abs", "arguments": [expression]}
    body = {"analysis": {"kind": "sum", "relation": VISITS, "expression": expression}}
    assert ada.post("/v1/analyses", body, headers=WAIT).status == 200
    deeper = {"kind": "call", "function": "abs", "arguments": [expression] * 1}
    for _ in range(10):
        deeper = {"kind": "call", "function": "abs", "arguments": [deeper]}
    body["analysis"]["expression"] = deeper
    assert ada.post("/v1/analyses", body, headers=WAIT).status == 413
