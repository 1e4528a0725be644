"""A token is good until it expires, is given back, or its user changes; and no other one is good."""

import json
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from joserfc import jwt
from joserfc.jwk import OctKey

from leapyear_core.catalog import users as user_records
from leapyear_core.catalog.store import Catalog
from leapyear_core.model.errors import AuthenticationFailed, TokenExpired, TokenInvalid
from leapyear_core.services.passwords import Passwords
from leapyear_core.services.sessions import Caller, Sessions
from leapyear_core.services.users import Users
from tests.in_process import CHEAP

KEY = b"k" * 32


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Desk:
    """Sessions and users over a catalogue."""

    def __init__(self, catalog: Catalog, clock: Clock, key: bytes = KEY) -> None:
        self.catalog, self.clock = catalog, clock
        self.passwords = Passwords(CHEAP)
        self.sessions = Sessions(catalog, self.passwords, key, timedelta(hours=12), clock)
        self.users = Users(catalog, self.passwords, self.sessions, clock)


@pytest.fixture
def desk() -> Iterator[Desk]:
    catalog = Catalog.in_memory()
    desk = Desk(catalog, Clock())
    desk.users.create("admin", "pw", is_administrator=True)
    desk.users.create("ada", "pale ale", is_administrator=False)
    yield desk
    catalog.close()


def admin(desk: Desk) -> Caller:
    return desk.sessions.authenticate(desk.sessions.login("admin", "pw").token)


def test_a_token_tells_who_calls(desk: Desk) -> None:
    """The first time from the catalogue, then from memory."""
    session = desk.sessions.login("ada", "pale ale")
    assert desk.sessions.remembered(session.token) is None
    caller = desk.sessions.authenticate(session.token)
    assert (caller.username, caller.is_administrator) == ("ada", False)
    assert caller.token_expires_at == session.expires_at == desk.clock.now + timedelta(hours=12)
    assert desk.sessions.remembered(session.token) is caller


@pytest.mark.parametrize(("username", "password"), [("ada", "wrong"), ("nobody", "pale ale")])
def test_an_unknown_user_and_a_wrong_password_are_one(
    desk: Desk, username: str, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same words, and one hash verified: time does not tell either."""
    verified: list[str] = []
    hasher = type(desk.passwords._hasher)
    verify = hasher.verify

    def verify_and_count(self: PasswordHasher, password_hash: str, password: str) -> object:
        verified.append(password)
        return verify(self, password_hash, password)

    monkeypatch.setattr(hasher, "verify", verify_and_count)
    with pytest.raises(AuthenticationFailed) as raised:
        desk.sessions.login(username, password)
    assert str(raised.value) == "the username or the password is wrong"
    assert verified == [password]


def test_a_token_expires(desk: Desk) -> None:
    """For those who are remembered as well."""
    token = desk.sessions.login("ada", "pale ale").token
    desk.sessions.authenticate(token)
    desk.clock.now += timedelta(hours=12)
    with pytest.raises(TokenExpired):
        desk.sessions.remembered(token)
    with pytest.raises(TokenExpired):
        desk.sessions.authenticate(token)
    assert desk.sessions.remembered(token) is None


def test_a_token_that_was_given_back_is_refused_after_a_restart_too(desk: Desk) -> None:
    """And it alone: another token of the same user stays good."""
    given, kept = (desk.sessions.login("ada", "pale ale").token for _ in range(2))
    desk.sessions.authenticate(kept)
    desk.sessions.logout(desk.sessions.authenticate(given))
    restarted = Desk(desk.catalog, desk.clock)
    for sessions in (desk.sessions, restarted.sessions):
        assert sessions.remembered(given) is None
        with pytest.raises(TokenInvalid):
            sessions.authenticate(given)
        assert sessions.authenticate(kept).username == "ada"


def test_a_token_may_be_given_back_twice_at_once(desk: Desk) -> None:
    """Two requests may be under way with the same token."""
    caller = desk.sessions.authenticate(desk.sessions.login("ada", "pale ale").token)
    desk.sessions.logout(caller)
    desk.sessions.logout(caller)


def test_revocations_are_forgotten_once_the_token_has_expired(desk: Desk) -> None:
    """Otherwise the table would grow for ever."""
    first = desk.sessions.authenticate(desk.sessions.login("ada", "pale ale").token)
    desk.sessions.logout(first)
    desk.clock.now += timedelta(hours=13)
    desk.sessions.logout(admin(desk))
    with desk.catalog.read() as connection:
        assert not user_records.is_revoked(connection, first.token_id)


def test_a_new_password_ends_all_tokens(desk: Desk) -> None:
    """Whoever stole the old one is out."""
    token = desk.sessions.login("ada", "pale ale").token
    desk.sessions.authenticate(token)
    desk.users.update(admin(desk), "ada", password="new")
    assert desk.sessions.remembered(token) is None
    with pytest.raises(TokenInvalid):
        desk.sessions.authenticate(token)
    desk.sessions.login("ada", "new")


def test_a_deleted_users_tokens_end_and_nobody_inherits_them(desk: Desk) -> None:
    """Not even one who gets the same name."""
    token = desk.sessions.login("ada", "pale ale").token
    desk.sessions.authenticate(token)
    desk.users.delete("ada")
    assert desk.sessions.remembered(token) is None
    desk.users.create("ada", "pale ale", is_administrator=True)
    with pytest.raises(TokenInvalid):
        desk.sessions.authenticate(token)


def test_a_change_of_role_holds_at_once(desk: Desk) -> None:
    """What is remembered is forgotten by it."""
    token = desk.sessions.login("ada", "pale ale").token
    assert not desk.sessions.authenticate(token).is_administrator
    desk.users.update(admin(desk), "ada", is_administrator=True)
    assert desk.sessions.remembered(token) is None
    assert desk.sessions.authenticate(token).is_administrator


def test_a_change_while_a_token_is_read_is_not_forgotten(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader saw the user as it was before; that must not be remembered."""
    token = desk.sessions.login("ada", "pale ale").token
    find, caller = user_records.is_revoked, admin(desk)

    def change_meanwhile(connection, token_id):  # type: ignore[no-untyped-def]
        revoked = find(connection, token_id)
        desk.sessions.user_changed(caller.user_id + 1)
        return revoked

    monkeypatch.setattr(user_records, "is_revoked", change_meanwhile)
    desk.sessions.authenticate(token)
    assert desk.sessions.remembered(token) is None


def test_memory_is_bounded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many tokens there are."""
    monkeypatch.setattr("leapyear_core.services.sessions._REMEMBERED", 3)
    for _ in range(10):
        desk.sessions.authenticate(desk.sessions.login("ada", "pale ale").token)
    assert len(desk.sessions._remembered) <= 3


def _encoded(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def forgeries(desk: Desk) -> Iterator[tuple[str, str]]:
    """Tokens that we did not sign, or not as tokens."""
    good = desk.sessions.login("ada", "pale ale").token
    header, payload, signature = good.split(".")
    claims = json.loads(urlsafe_b64decode(payload + "=="))
    key, other = OctKey.import_key(KEY), OctKey.import_key(b"o" * 32)

    def signed(header: dict[str, object], claims: dict[str, object], key: OctKey = key) -> str:
        return jwt.encode(header, claims, key, algorithms=["HS256", "HS512"])

    yield "nothing", ""
    yield "no token at all", "x"
    yield "not ASCII", "é.ü.ß"
    yield "without a signature", f"{header}.{payload}."
    yield "algorithm none", f"{_encoded({'alg': 'none'})}.{payload}."
    yield "algorithm None", f"{_encoded({'alg': 'None'})}.{payload}.{signature}"
    yield "another algorithm", signed({"alg": "HS512"}, claims)
    yield "another key", signed({"alg": "HS256"}, claims, other)
    yield "another user", f"{header}.{_encoded({**claims, 'sub': '1'})}.{signature}"
    yield "cut off", good[:-2]
    for name in ("jti", "sub", "generation", "exp"):
        yield f"no {name}", signed({"alg": "HS256"}, {k: v for k, v in claims.items() if k != name})
    for name, value in (
        ("sub", "x"),
        ("sub", "9" * 5000),
        ("sub", "9" * 30),
        ("jti", 7),
        ("generation", "0"),
        ("generation", True),
        ("exp", 10**30),
        ("exp", "tomorrow"),
    ):
        yield f"{name} {value!r:.10}", signed({"alg": "HS256"}, {**claims, name: value})
    yield "a list", f"{header}.{_encoded([1])}.{signature}"


def test_forgeries_are_refused(desk: Desk) -> None:
    """With one answer, that says nothing of what is wrong, and without its cause."""
    for what, token in forgeries(desk):
        with pytest.raises(TokenInvalid) as raised:
            desk.sessions.authenticate(token)
        assert "log in again" in str(raised.value), what
        assert raised.value.__suppress_context__ or raised.value.__context__ is None, what


def test_threads_agree_on_what_is_remembered(desk: Desk) -> None:
    """Reading and forgetting at once breaks nothing."""
    tokens = [desk.sessions.login("ada", "pale ale").token for _ in range(4)]

    def work() -> None:
        for _ in range(20):
            for token in tokens:
                desk.sessions.remembered(token) or desk.sessions.authenticate(token)
                desk.sessions.user_changed(2)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert desk.sessions.authenticate(tokens[0]).username == "ada"


def test_a_token_of_another_core_is_refused(tmp_path: Path) -> None:
    """Keys are made anew for each home."""
    catalogs = [Catalog.in_memory(), Catalog.in_memory()]
    one, other = (Desk(c, Clock(), key) for c, key in zip(catalogs, (KEY, b"o" * 32), strict=True))
    for each in (one, other):
        each.users.create("ada", "pw", is_administrator=False)
    with pytest.raises(TokenInvalid):
        other.sessions.authenticate(one.sessions.login("ada", "pw").token)
    for catalog in catalogs:
        catalog.close()
