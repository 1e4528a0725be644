"""Privacy profiles over HTTP."""

import pytest

from tests.in_process import InProcess

LIMIT = {"epsilon": 1.0, "delta": 1e-9}
CAREFUL = {
    "name": "careful",
    "description": "all of it",
    "params": {"exposure": 0.001, "accuracy": 0.01, "default_limit": LIMIT},
}


def test_a_profile_is_created_found_changed_and_deleted(admin: InProcess, ada: InProcess) -> None:
    """What is left out has its default."""
    created = admin.post("/v1/privacy-profiles", CAREFUL)
    assert (created.status, created.headers["location"]) == (201, "/v1/privacy-profiles/careful")
    filled = {**CAREFUL["params"], "minimum_dataset_size": 0, "definition": "zcdp"}  # type: ignore[dict-item]
    assert created.json == {**CAREFUL, "is_built_in": False, "params": filled}
    assert ada.get("/v1/privacy-profiles/careful").json == created.json
    assert created.json in ada.get("/v1/privacy-profiles").json["items"]
    params = {"exposure": 0.5, "maximum_sensitivity_multiplier": 3, "default_limit": LIMIT}
    changed = admin.send("PATCH", "/v1/privacy-profiles/careful", {"params": params})
    assert changed.json["params"] == {**params, "minimum_dataset_size": 0, "definition": "zcdp"}
    assert changed.json["description"] == "all of it"
    assert admin.send("DELETE", "/v1/privacy-profiles/careful").status == 204
    assert admin.get("/v1/privacy-profiles/careful").code == "privacy_profile_not_found"


@pytest.mark.parametrize(
    ("method", "body"), [("PATCH", {"description": "x"}), ("DELETE", None)], ids=str
)
def test_a_built_in_profile_stays_as_it_is(admin: InProcess, method: str, body: object) -> None:
    reply = admin.send(method, "/v1/privacy-profiles/balanced", body)
    assert (reply.status, reply.code) == (409, "privacy_profile_built_in")


def test_a_profile_in_use_stays(admin: InProcess) -> None:
    admin.post("/v1/privacy-profiles", CAREFUL)
    admin.post("/v1/databases", {"name": "clinic", "privacy_profile": "careful"})
    assert admin.get("/v1/databases/clinic").json["privacy_limit"] == LIMIT
    reply = admin.send("DELETE", "/v1/privacy-profiles/careful")
    assert (reply.status, reply.code) == (409, "privacy_profile_in_use")


@pytest.mark.parametrize(
    "params",
    [
        {"exposure": 0.1},
        {"exposure": 0, "default_limit": LIMIT},
        {"exposure": 0.1, "accuracy": 2, "default_limit": LIMIT},
        {"exposure": 0.1, "minimum_dataset_size": -1, "default_limit": LIMIT},
        {"exposure": 0.1, "definition": "approximate", "default_limit": LIMIT},
    ],
)
def test_parameters_outside_of_the_contract_are_refused(admin: InProcess, params: object) -> None:
    body = {"name": "careful", "params": params}
    assert admin.post("/v1/privacy-profiles", body).code == "invalid_request"
