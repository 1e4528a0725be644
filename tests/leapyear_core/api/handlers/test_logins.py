"""Logins over HTTP are slowed for those who guess."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from attrs import evolve

from leapyear_core.core import Core
from tests.assertions import AUDIENCE, SigningKey
from tests.in_process import ADMIN_PASSWORD, SETTINGS, InProcess, Reply, core_in_memory


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def core(clock: Clock) -> Iterator[Core]:
    """One whose time a test sets."""
    with core_in_memory(evolve(SETTINGS, urls=(AUDIENCE,)), clock) as core:
        yield core


def guess(caller: InProcess, username: str = "admin", password: str = "wrong") -> Reply:
    return caller.post("/v1/login", {"username": username, "password": password})


def test_the_eleventh_guess_waits(anyone: InProcess, clock: Clock) -> None:
    """Also where it is right; the answer says for how long."""
    for _ in range(10):
        assert guess(anyone).status == 401
    reply = guess(anyone, password=ADMIN_PASSWORD)
    assert (reply.status, reply.code) == (429, "too_many_logins")
    assert reply.headers["retry-after"] == "900"
    clock.now += timedelta(seconds=900)
    assert guess(anyone, password=ADMIN_PASSWORD).status == 200


def test_waiting_costs_no_hash(anyone: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a flood of guesses would keep the machine busy all the same."""
    for _ in range(10):
        guess(anyone)

    def verify(*arguments: object) -> None:
        raise AssertionError("a password was tried")

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    assert guess(anyone).status == 429


def test_names_that_nobody_has_wait_as_others_do(anyone: InProcess) -> None:
    """The same words, after as many guesses."""
    replies = {name: [guess(anyone, name) for _ in range(12)] for name in ("admin", "nobody")}
    assert [reply.status for reply in replies["admin"]] == [401] * 10 + [429] * 2
    for one, other in zip(*replies.values(), strict=True):
        assert (one.status, one.content, one.headers) == (
            other.status,
            other.content,
            other.headers,
        )


def test_from_elsewhere_one_gets_in(anyone: InProcess) -> None:
    """The guesses were another address's."""
    for _ in range(12):
        guess(anyone)
    elsewhere = evolve(anyone, peer="198.51.100.1")
    assert guess(elsewhere, password=ADMIN_PASSWORD).status == 200


def test_a_header_makes_no_other_address(anyone: InProcess) -> None:
    """Otherwise each guess would come from another one."""
    replies = [
        anyone.post(
            "/v1/login",
            {"username": "admin", "password": "x"},
            headers={"x-forwarded-for": f"203.0.113.{number}"},
        )
        for number in range(11)
    ]
    assert replies[-1].status == 429


def test_guesses_with_keys_are_slowed_as_well(
    admin: InProcess, anyone: InProcess, core: Core, clock: Clock
) -> None:
    """Those of both kinds are counted together."""
    key = SigningKey()
    public = {"name": "x", "public_key": key.public}
    assert admin.post("/v1/users/admin/keys", public).status == 201
    elsewhere = evolve(anyone, peer="198.51.100.1")
    for _ in range(5):
        assert guess(elsewhere).status == 401
        forged = SigningKey().assertion("admin", clock.now)
        assert elsewhere.post("/v1/login/assertion", {"assertion": forged}).status == 401
    good = key.assertion("admin", clock.now)
    reply = elsewhere.post("/v1/login/assertion", {"assertion": good})
    assert (reply.status, reply.code) == (429, "too_many_logins")
    assert guess(elsewhere, password=ADMIN_PASSWORD).status == 429
    # What was not looked at is not used up.
    assert anyone.post("/v1/login/assertion", {"assertion": good}).status == 200
