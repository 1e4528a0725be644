"""Keys over HTTP."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from attrs import evolve

from leapyear_core.core import Core
from tests.assertions import AUDIENCE, SigningKey
from tests.in_process import SETTINGS, InProcess, core_in_memory


@pytest.fixture
def core() -> Iterator[Core]:
    """One that knows its URL."""
    with core_in_memory(evolve(SETTINGS, urls=(AUDIENCE,))) as core:
        yield core


@pytest.fixture
def key() -> SigningKey:
    return SigningKey()


def body_of(key: SigningKey, name: str = "laptop") -> dict[str, str]:
    return {"name": name, "public_key": key.public}


def test_a_key_is_registered_found_and_revoked(ada: InProcess, key: SigningKey) -> None:
    """Its id is the beginning of its hash."""
    created = ada.post("/v1/users/ada/keys", body_of(key))
    assert created.status == 201
    assert created.headers["location"] == f"/v1/users/ada/keys/{key.id}"
    assert created.json["id"] == key.id
    assert created.json["public_key"] == key.public
    assert ada.get("/v1/users/ada/keys").json == {"items": [created.json]}
    assert ada.send("DELETE", created.headers["location"]).status == 204
    assert ada.get("/v1/users/ada/keys").json == {"items": []}
    assert ada.send("DELETE", created.headers["location"]).code == "key_not_found"
    assert ada.post("/v1/users/ada/keys", body_of(key)).status == 201


def test_a_key_logs_its_user_in(ada: InProcess, anyone: InProcess, key: SigningKey) -> None:
    """Once for each assertion."""
    ada.post("/v1/users/ada/keys", body_of(key))
    assertion = key.assertion("ada", datetime.now(UTC))
    reply = anyone.post("/v1/login/assertion", {"assertion": assertion})
    assert reply.status == 200
    caller = evolve(anyone, token=reply.json["token"])
    assert caller.get("/v1/users/me").json["username"] == "ada"
    assert anyone.post("/v1/login/assertion", {"assertion": assertion}).status == 401


def test_each_refusal_is_one_and_the_same_answer(
    ada: InProcess, anyone: InProcess, key: SigningKey
) -> None:
    """To the byte."""
    ada.post("/v1/users/ada/keys", body_of(key))
    now = datetime.now(UTC)
    used = key.assertion("ada", now)
    anyone.post("/v1/login/assertion", {"assertion": used})
    replies = [
        anyone.post("/v1/login/assertion", {"assertion": assertion})
        for assertion in (
            used,
            "x",
            SigningKey().assertion("ada", now),
            key.assertion("nobody", now),
            key.assertion("ada", now, aud="https://other.example"),
            key.assertion("ada", now, exp=0, iat=-60),
            key.assertion("ada", now, header={"alg": "none"}),
        )
    ]
    assert {reply.code for reply in replies} == {"authentication_failed"}
    assert len({(reply.content, *sorted(reply.headers.items())) for reply in replies}) == 1


def test_the_host_that_a_request_names_is_no_audience(
    ada: InProcess, anyone: InProcess, key: SigningKey
) -> None:
    """Whoever brings an assertion for another server could name that one."""
    ada.post("/v1/users/ada/keys", body_of(key))
    assertion = key.assertion("ada", datetime.now(UTC), aud="https://other.example")
    headers = {
        "host": "other.example",
        "x-forwarded-host": "other.example",
        "x-forwarded-proto": "https",
        "forwarded": "host=other.example;proto=https",
    }
    reply = anyone.post("/v1/login/assertion", {"assertion": assertion}, headers=headers)
    assert reply.code == "authentication_failed"


def test_a_user_has_a_key_once_and_a_name_once(
    admin: InProcess, ada: InProcess, key: SigningKey
) -> None:
    """Another user may have the same."""
    ada.post("/v1/users/ada/keys", body_of(key))
    again = ada.post("/v1/users/ada/keys", body_of(key, "other"))
    assert (again.status, again.code) == (409, "already_exists")
    assert "'laptop'" in again.json["detail"]
    namesake = ada.post("/v1/users/ada/keys", body_of(SigningKey()))
    assert (namesake.status, namesake.code) == (409, "already_exists")
    assert admin.post("/v1/users/admin/keys", body_of(key)).status == 201


@pytest.mark.parametrize(
    "public_key",
    [
        "A" * 43,  # a point of order 4: one signature fits everything
        "AQ" + "A" * 41,  # the neutral point
        "Ag" + "A" * 41,  # no point of the curve
        "_" * 42 + "8",  # a number beyond the prime
        "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURp",  # a good key with a bit too many
    ],
)
def test_what_is_no_key_is_refused(ada: InProcess, public_key: str) -> None:
    """By what it is, not only by how it looks."""
    reply = ada.post("/v1/users/ada/keys", {"name": "x", "public_key": public_key})
    assert (reply.status, reply.code) == (422, "invalid_key")


def test_a_user_has_a_hundred_keys_at_the_most(
    ada: InProcess, key: SigningKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is revoked makes room."""
    monkeypatch.setattr("leapyear_core.services.keys.MOST", 2)
    for name in ("a", "b"):
        assert ada.post("/v1/users/ada/keys", body_of(SigningKey(), name)).status == 201
    full = ada.post("/v1/users/ada/keys", body_of(key))
    assert (full.status, full.code) == (422, "invalid_key")
    first = ada.get("/v1/users/ada/keys?limit=1").json["items"][0]
    ada.send("DELETE", f"/v1/users/ada/keys/{first['id']}")
    assert ada.post("/v1/users/ada/keys", body_of(key)).status == 201


def test_keys_are_listed_oldest_first_a_page_at_a_time(ada: InProcess) -> None:
    names = [f"key {number}" for number in range(5)]
    for name in names:
        ada.post("/v1/users/ada/keys", body_of(SigningKey(), name))
    found, target = [], "/v1/users/ada/keys?limit=2"
    while True:
        page = ada.get(target).json
        found += [each["name"] for each in page["items"]]
        if "next_cursor" not in page:
            break
        target = f"/v1/users/ada/keys?limit=2&cursor={page['next_cursor']}"
    assert found == names


@pytest.mark.parametrize("cursor", ["x", "InN0cmluZyI", "dHJ1ZQ", "LTE", "MS41", "MA"])
def test_a_cursor_of_another_list_is_refused(ada: InProcess, cursor: str) -> None:
    assert ada.get(f"/v1/users/ada/keys?cursor={cursor}").code == "invalid_request"


def test_others_keys_are_nobodys_business(
    admin: InProcess, ada: InProcess, core: Core, key: SigningKey
) -> None:
    """Except for administrators'. Whether there is such a user is not told either."""
    assert admin.post("/v1/users/admin/keys", body_of(key)).status == 201
    for method, path, body in (
        ("GET", "keys", None),
        ("POST", "keys", body_of(SigningKey())),
        ("DELETE", f"keys/{key.id}", None),
    ):
        there, absent = (
            ada.send(method, f"/v1/users/{name}/{path}", body) for name in ("admin", "nobody")
        )
        assert there.status == absent.status == 404
        assert there.code == "user_not_found"
        assert there.content.replace(b"admin", b"nobody") == absent.content
    assert len(admin.get("/v1/users/admin/keys").json["items"]) == 1
    of_ada = admin.post("/v1/users/ada/keys", body_of(key))
    assert of_ada.status == 201
    assert admin.send("DELETE", of_ada.headers["location"]).status == 204
