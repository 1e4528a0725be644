"""Databases and their limits over HTTP."""

import pytest

from leapyear_core.core import Core
from leapyear_core.model.access import DatabaseLevel
from tests.in_process import InProcess, grant


def test_a_database_is_created_found_changed_and_deleted(admin: InProcess) -> None:
    created = admin.post("/v1/databases", {"name": "clinic", "description": "all of it"})
    assert (created.status, created.headers["location"]) == (201, "/v1/databases/clinic")
    assert created.json["privacy_profile"] == "balanced"
    assert created.json["privacy_limit"] == {"epsilon": 3.0, "delta": 1e-6}
    assert admin.get("/v1/databases/clinic").json == created.json
    assert admin.get("/v1/databases").json == {"items": [created.json]}
    changed = admin.send("PATCH", "/v1/databases/clinic", {"privacy_profile": "exploration"})
    assert changed.json == {**created.json, "privacy_profile": "exploration"}
    assert admin.send("DELETE", "/v1/databases/clinic").status == 204
    assert admin.get("/v1/databases/clinic").code == "database_not_found"


def test_the_status_of_a_limit_is_in_rho_and_in_shares(admin: InProcess) -> None:
    """All of a fresh one is left."""
    admin.post("/v1/databases", {"name": "clinic"})
    status = admin.get("/v1/databases/clinic/privacy-limit").json
    assert status["limit"] == {"epsilon": 3.0, "delta": 1e-6}
    assert status["total"] == status["left"]
    assert status["total"]["share"] == 1
    assert status["total"]["rho"] == pytest.approx(0.18506, abs=1e-5)
    assert status["delta"] == {"total": 1e-9, "spent": 0, "left": 1e-9}
    assert status["spent"] == {"rho": 0, "share": 0}


def test_a_limit_is_set(admin: InProcess) -> None:
    admin.post("/v1/databases", {"name": "clinic"})
    limit = {"epsilon": 1, "delta": 1e-9}
    status = admin.send("PUT", "/v1/databases/clinic/privacy-limit", limit)
    assert status.json["limit"] == limit
    assert admin.get("/v1/databases/clinic").json["privacy_limit"] == limit
    assert admin.get("/v1/databases/clinic/privacy-limit").json == status.json


@pytest.mark.parametrize(
    "limit",
    [
        {"epsilon": 0, "delta": 1e-6},
        {"epsilon": 3, "delta": -1e-9},
        {"epsilon": 1e7, "delta": 1e-6},
        {"epsilon": "3", "delta": 1e-6},
        {"epsilon": 3},
        {"epsilon": 10**30, "delta": 1e-6},
    ],
)
def test_a_limit_outside_of_the_contract_is_refused(admin: InProcess, limit: object) -> None:
    """It could not be kept exactly, or would mean nothing."""
    admin.post("/v1/databases", {"name": "clinic"})
    assert admin.send("PUT", "/v1/databases/clinic/privacy-limit", limit).status == 400
    assert admin.post("/v1/databases", {"name": "d", "privacy_limit": limit}).status == 400


def test_users_read_and_administrators_write(core: Core, admin: InProcess, ada: InProcess) -> None:
    admin.post("/v1/databases", {"name": "clinic"})
    grant(core, "ada", "clinic", DatabaseLevel.FULL)
    for path in ("/v1/databases", "/v1/databases/clinic", "/v1/databases/clinic/privacy-limit"):
        assert ada.get(path).json == admin.get(path).json
    for method, path, body in (
        ("POST", "/v1/databases", {"name": "d"}),
        ("PATCH", "/v1/databases/clinic", {"description": "x"}),
        ("PUT", "/v1/databases/clinic/privacy-limit", {"epsilon": 1, "delta": 1e-6}),
        ("DELETE", "/v1/databases/clinic", None),
    ):
        assert ada.send(method, path, body).code == "permission_denied"


def test_an_unknown_profile_is_not_found(admin: InProcess) -> None:
    reply = admin.post("/v1/databases", {"name": "clinic", "privacy_profile": "fast"})
    assert (reply.status, reply.code) == (404, "privacy_profile_not_found")


def test_a_database_tells_epsilon_where_the_delta_of_its_limit_is_nothing(admin: InProcess) -> None:
    """And no rho; limits of the other definition are refused, and change nothing."""
    limit = {"epsilon": 3, "delta": 0}
    made = admin.post("/v1/databases", {"name": "clinic", "privacy_limit": limit}).json
    assert (made["privacy_profile"], made["privacy_limit"]) == ("pure-balanced", limit)
    path = "/v1/databases/clinic/privacy-limit"
    assert admin.get(path).json["total"] == {"epsilon": 3, "share": 1}
    other = admin.send("PUT", path, {"epsilon": 3, "delta": 1e-6})
    assert (other.status, other.code) == (409, "privacy_definition_mismatch")
    assert admin.get(path).json["limit"] == limit


def test_a_profile_does_not_say_two_definitions(admin: InProcess) -> None:
    params = {
        "exposure": 0.1,
        "definition": "zcdp",
        "default_limit": {"epsilon": 3, "delta": 0},
    }
    reply = admin.post("/v1/privacy-profiles", {"name": "mine", "params": params})
    assert (reply.status, reply.code) == (400, "invalid_request")


def test_profiles_are_listed_and_found(ada: InProcess) -> None:
    items = ada.get("/v1/privacy-profiles").json["items"]
    names = ["accuracy", "balanced", "exploration"]
    assert [each["name"] for each in items] == [*names, *(f"pure-{name}" for name in names)]
    definitions = [each["params"]["definition"] for each in items]
    assert definitions == ["zcdp"] * 3 + ["pure"] * 3
    for each in items:
        assert ada.get(f"/v1/privacy-profiles/{each['name']}").json == each
    assert ada.get("/v1/privacy-profiles/fast").code == "privacy_profile_not_found"
