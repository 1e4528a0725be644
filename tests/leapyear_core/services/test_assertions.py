"""A key logs its user in with an assertion that is good once, here and now; and nothing else does."""

import hashlib
import hmac
import json
import threading
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from joserfc import jws, jwt
from joserfc.jwk import RSAKey

from leapyear_core.catalog import keys as key_records
from leapyear_core.catalog.store import Catalog
from leapyear_core.model.errors import AuthenticationFailed
from leapyear_core.services import assertions
from leapyear_core.services.assertions import Assertions, claimed_username
from leapyear_core.services.keys import Keys
from leapyear_core.services.passwords import Passwords
from leapyear_core.services.sessions import Caller, Sessions
from leapyear_core.services.users import Users
from tests.assertions import AUDIENCE, SigningKey, encoded
from tests.in_process import CHEAP

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Desk:
    """All that a login with a key needs, over a catalogue, at a time that a test sets."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.now = NOW
        passwords = Passwords(CHEAP)
        self.sessions = Sessions(catalog, passwords, b"k" * 32, timedelta(hours=12), self.clock)
        self.users = Users(catalog, passwords, self.sessions, self.clock)
        self.keys = Keys(catalog, self.clock)
        self.assertions = Assertions(
            catalog, self.sessions, [AUDIENCE, "http://localhost:4401"], self.clock
        )

    def clock(self) -> datetime:
        return self.now

    def caller(self, username: str) -> Caller:
        return self.sessions.authenticate(self.sessions.login(username, "pw").token)

    def register(self, username: str, key: SigningKey, name: str = "laptop") -> None:
        self.keys.register(self.caller("admin"), username, name=name, public_key=key.public)

    def logged_in(self, assertion: str) -> str:
        """Whose token the assertion is exchanged for."""
        session = self.assertions.login(assertion)
        return self.sessions.authenticate(session.token).username

    def refuses(self, assertion: str) -> bool:
        """Whether it is refused; in the words of all refusals."""
        with pytest.raises(AuthenticationFailed) as raised:
            self.assertions.login(assertion)
        assert str(raised.value) == str(assertions._refused())
        assert raised.value.__cause__ is None
        return True


@frozen
class Scene:
    """Ada and Eve, who each have a key."""

    desk: Desk
    ada: SigningKey
    eve: SigningKey


def furnished(catalog: Catalog) -> Scene:
    desk = Desk(catalog)
    desk.users.create("admin", "pw", is_administrator=True)
    scene = Scene(desk, SigningKey(), SigningKey())
    for username, key in (("ada", scene.ada), ("eve", scene.eve)):
        desk.users.create(username, "pw", is_administrator=False)
        desk.register(username, key)
    return scene


@pytest.fixture
def scene() -> Iterator[Scene]:
    catalog = Catalog.in_memory()
    yield furnished(catalog)
    catalog.close()


def test_a_key_logs_its_user_in(scene: Scene) -> None:
    """With a token like any other."""
    desk = scene.desk
    session = desk.assertions.login(scene.ada.assertion("ada", NOW))
    caller = desk.sessions.authenticate(session.token)
    assert caller.username == "ada"
    assert session.expires_at == NOW + timedelta(hours=12)
    assert desk.logged_in(scene.eve.assertion("eve", NOW, aud="http://localhost:4401")) == "eve"


def test_an_assertion_is_good_once(scene: Scene) -> None:
    """Also where its signature is another one, or it is good for a longer time."""
    assertion = scene.ada.assertion("ada", NOW, jti="x")
    assert scene.desk.logged_in(assertion) == "ada"
    assert scene.desk.refuses(assertion)
    assert scene.desk.refuses(scene.ada.assertion("ada", NOW, jti="x", exp=_seconds(NOW) + 30))
    assert scene.desk.logged_in(scene.eve.assertion("eve", NOW, jti="x")) == "eve"


def test_an_assertion_is_good_once_across_a_restart(tmp_path: Path) -> None:
    """What was used is in the catalogue."""
    url = f"sqlite:///{tmp_path / 'catalog.db'}"
    catalog = Catalog.open(url)
    scene = furnished(catalog)
    assertion = scene.ada.assertion("ada", NOW)
    assert scene.desk.logged_in(assertion) == "ada"
    catalog.close()
    catalog = Catalog.open(url)
    assert Desk(catalog).refuses(assertion)
    catalog.close()


def test_of_many_at_once_one_is_good(tmp_path: Path) -> None:
    """All of them may have seen that it was not used."""
    catalog = Catalog.open(f"sqlite:///{tmp_path / 'catalog.db'}")
    scene = furnished(catalog)
    assertion = scene.ada.assertion("ada", NOW)
    start, good = threading.Barrier(4), []

    def log_in() -> None:
        start.wait(10)
        with suppress(AuthenticationFailed):
            good.append(scene.desk.assertions.login(assertion))

    threads = [threading.Thread(target=log_in) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(good) == 1
    catalog.close()


def test_the_second_of_two_at_once_is_refused_as_others_are(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Although it was not used when it was looked up."""
    assertion = scene.ada.assertion("ada", NOW)
    assert scene.desk.logged_in(assertion) == "ada"
    monkeypatch.setattr(key_records, "is_used", lambda connection, digest: False)
    assert scene.desk.refuses(assertion)


def test_what_was_used_is_forgotten_once_it_has_expired(scene: Scene) -> None:
    """And not a second before it is refused for its age."""
    scene.desk.logged_in(scene.ada.assertion("ada", NOW, jti="first"))
    for passed, kept in ((89, 2), (90, 2)):
        scene.desk.now = NOW + timedelta(seconds=passed)
        scene.desk.logged_in(scene.ada.assertion("ada", scene.desk.now))
        with scene.desk.catalog.read() as connection:
            rows = connection.exec_driver_sql("SELECT count(*) FROM used_assertions").scalar_one()
        assert rows == kept


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


@pytest.mark.parametrize(
    ("iat", "exp", "is_good"),
    [
        (0, 60, True),
        (0, 1, True),
        (-60, 0, True),  # expired, within what clocks may be apart
        (-89, -29, True),
        (-90, -30, False),
        (-3600, -3540, False),
        (30, 90, True),  # made in the future, within what clocks may be apart
        (31, 91, False),
        (0, 61, False),  # good for too long
        (0, 3600, False),
        (-3600, 30, False),
        (0, 0, False),
        (30, 20, False),
    ],
)
def test_an_assertion_is_good_for_a_minute(scene: Scene, iat: int, exp: int, is_good: bool) -> None:
    """By the clock of the server, give or take 30 seconds."""
    now = _seconds(NOW)
    assertion = scene.ada.assertion("ada", NOW, iat=now + iat, exp=now + exp)
    if is_good:
        assert scene.desk.logged_in(assertion) == "ada"
    else:
        assert scene.desk.refuses(assertion)


@pytest.mark.parametrize(
    "audience",
    [
        "https://core.example/",
        "https://CORE.example",
        "https://core.example:443",
        "http://core.example",
        "https://other.example",
        "core.example",
        "",
        ["https://core.example"],
        ["https://core.example", "https://other.example"],
        None,
        4401,
    ],
)
def test_an_assertion_is_for_one_server(scene: Scene, audience: Any) -> None:
    """One that another server was given, and that it brings here, is worth nothing."""
    assert scene.desk.refuses(scene.ada.assertion("ada", NOW, aud=audience))


def test_a_core_without_a_url_takes_none(scene: Scene) -> None:
    desk = scene.desk
    desk.assertions = Assertions(desk.catalog, desk.sessions, (), desk.clock)
    for audience in (AUDIENCE, "", "None"):
        assert desk.refuses(scene.ada.assertion("ada", NOW, aud=audience))


def test_a_key_speaks_for_its_own_user(scene: Scene) -> None:
    """Whatever the assertion says of users and keys."""
    desk, ada, eve = scene.desk, scene.ada, scene.eve
    assert desk.refuses(eve.assertion("ada", NOW))
    assert desk.refuses(eve.assertion("ada", NOW, header={"kid": ada.id}))
    assert desk.refuses(eve.assertion("eve", NOW, header={"kid": ada.id}))
    assert desk.refuses(eve.assertion("eve", NOW, sub="ada"))
    assert desk.refuses(eve.assertion("ada", NOW, sub="eve"))
    assert desk.refuses(eve.assertion("nobody", NOW))
    assert desk.refuses(SigningKey().assertion("ada", NOW))
    assert desk.refuses(SigningKey().assertion("ada", NOW, header={"kid": ada.id}))


def test_one_key_may_be_that_of_two_users(scene: Scene) -> None:
    """Each assertion says whose it is."""
    scene.desk.register("eve", scene.ada, "shared")
    assert scene.desk.logged_in(scene.ada.assertion("eve", NOW)) == "eve"
    assert scene.desk.logged_in(scene.ada.assertion("ada", NOW)) == "ada"


def test_no_other_algorithm_is_taken(scene: Scene) -> None:
    """Neither none, nor the public key as the secret of an HMAC, nor a key that the assertion brings along."""
    desk, ada = scene.desk, scene.ada
    good = ada.assertion("ada", NOW)
    _, payload, signature = good.split(".")

    def header(**parts: Any) -> str:
        return encoded(json.dumps({"kid": ada.id, **parts}).encode())

    for alg in ("none", "None", "NONE", "", None, 1, ["EdDSA"], "eddsa", "Ed25519"):
        assert desk.refuses(f"{header(alg=alg)}.{payload}.")
        assert desk.refuses(f"{header(alg=alg)}.{payload}.{signature}")
        assert desk.refuses(ada.assertion("ada", NOW, header={"alg": alg}))
    for secret in (ada.raw, ada.public.encode(), b""):
        text = f"{header(alg='HS256')}.{payload}"
        forged = hmac.digest(secret, text.encode(), hashlib.sha256)
        assert desk.refuses(f"{text}.{encoded(forged)}")
    rsa = RSAKey.import_key(generate_private_key(65537, 2048))
    claims = json.loads(urlsafe_b64decode(f"{payload}=="))
    told = {"alg": "RS256", "kid": ada.id}
    assert desk.refuses(jwt.encode(told, claims, rsa, algorithms=["RS256"]))
    other = SigningKey()
    for parts in (
        {"jwk": {"kty": "OKP", "crv": "Ed25519", "x": other.public}},
        {"jku": "https://evil.example/keys"},
        {"x5c": [other.public]},
        {"b64": False, "crit": ["b64"]},
        {"crit": ["exp"]},
        {"unheard": "of"},
    ):
        assert desk.refuses(other.assertion("ada", NOW, header={"kid": ada.id, **parts}))
        assert desk.refuses(ada.assertion("ada", NOW, header=parts))
    assert desk.logged_in(good) == "ada"


@pytest.mark.parametrize("part", ["alg", "kid", "iss", "sub", "aud", "iat", "exp", "jti"])
def test_each_part_is_needed(scene: Scene, part: str) -> None:
    assert scene.desk.refuses(scene.ada.assertion("ada", NOW, without=part))


@pytest.mark.parametrize(
    ("claim", "values"),
    [
        ("iss", ["", None, 1, ["ada"], {"a": "b"}, "a\0", "\ud800", "é", "x" * 129]),
        ("jti", ["", None, 1, True, ["x"], "a\0", "\ud800", "x" * 129]),
        ("iat", [None, True, "1", 1.5, 10**30, -(10**30), [0]]),
        ("exp", [None, True, "1", 1.5, 10**30, -(10**30), float("nan")]),
    ],
)
def test_a_part_of_another_type_is_none(scene: Scene, claim: str, values: list[Any]) -> None:
    """And no fault of ours."""
    for value in values:
        assert scene.desk.refuses(scene.ada.assertion("ada", NOW, **{claim: value}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "..",
        "a.b.c",
        "é.ü.ß",
        "\ud800",
        "\0",
        f"{encoded(b'[]')}.{encoded(b'{}')}.",
        f"{encoded(b'null')}.{encoded(b'null')}.x",
        f"{encoded(b'x')}.{encoded(b'x')}.x",
        f"{encoded(b'[' * 3000)}.{encoded(b'[' * 3000)}.x",
        "." * 100,
    ],
)
def test_what_is_no_assertion_is_refused_alike(scene: Scene, text: str) -> None:
    assert claimed_username(text) == ""
    assert scene.desk.refuses(text)


@pytest.mark.parametrize(
    "payload", [b"[" * 5000, b'{"exp": ' + b"9" * 5000 + b"}", b"[]", b"1", b"\xff"]
)
def test_a_signed_oddity_is_refused_alike(scene: Scene, payload: bytes) -> None:
    """A payload that Python cannot read is one of them."""
    header = encoded(json.dumps({"alg": "EdDSA", "kid": scene.ada.id}).encode())
    text = f"{header}.{encoded(payload)}"
    assert scene.desk.refuses(f"{text}.{encoded(scene.ada.private.sign(text.encode()))}")


def test_a_signature_that_was_changed_is_none(scene: Scene) -> None:
    """In any of its bits; or where the rest was changed below it."""
    good = scene.ada.assertion("ada", NOW)
    text, _, signature = good.rpartition(".")
    for position in range(0, len(signature), 7):
        other = "A" if signature[position] != "A" else "B"
        assert scene.desk.refuses(
            f"{text}.{signature[:position]}{other}{signature[position + 1 :]}"
        )
    assert scene.desk.refuses(f"{good}A")
    assert scene.desk.refuses(f"{good}=")
    assert scene.desk.refuses(f" {good}")
    later = scene.ada.assertion("ada", NOW).rpartition(".")[0]
    assert scene.desk.refuses(f"{later}.{signature}")
    assert scene.desk.logged_in(good) == "ada"


def test_a_revoked_key_is_none(scene: Scene) -> None:
    """Another key of the same user goes on; and tokens that it was used for."""
    desk, second = scene.desk, SigningKey()
    desk.register("ada", second, "second")
    token = desk.assertions.login(scene.ada.assertion("ada", NOW)).token
    desk.keys.revoke(desk.caller("ada"), "ada", scene.ada.id)
    assert desk.refuses(scene.ada.assertion("ada", NOW))
    assert desk.logged_in(second.assertion("ada", NOW)) == "ada"
    assert desk.sessions.authenticate(token).username == "ada"


def test_the_keys_of_a_deleted_user_die(scene: Scene) -> None:
    """Nobody inherits them with the name."""
    scene.desk.users.delete("ada")
    assert scene.desk.refuses(scene.ada.assertion("ada", NOW))
    scene.desk.users.create("ada", "pw", is_administrator=True)
    assert scene.desk.refuses(scene.ada.assertion("ada", NOW))


def test_what_goes_while_an_assertion_is_looked_at_is_gone(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the assertion is not used up by it."""
    found, use = scene.ada.assertion("ada", NOW), key_records.use

    def revoke_meanwhile(connection: Any, digest: str, **options: Any) -> None:
        key_records.remove_all(connection, 2)
        use(connection, digest, **options)

    with monkeypatch.context() as patched:
        patched.setattr(key_records, "use", revoke_meanwhile)
        assert scene.desk.refuses(found)
    assert scene.desk.logged_in(found) == "ada"


def test_each_refusal_looks_up_and_verifies_as_much(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two questions to the catalogue and one signature, so that time does not tell which names and keys there are."""
    done: list[str] = []

    def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            done.append(name)
            return function(*arguments, **options)

        return call

    for name in ("find_for_login", "is_used", "use", "find"):
        monkeypatch.setattr(key_records, name, counted(name, getattr(key_records, name)))
    verify = counted("verify", jws.validate_compact)
    monkeypatch.setattr(assertions, "validate_compact", verify)
    used = scene.ada.assertion("ada", NOW)
    scene.desk.logged_in(used)
    now = _seconds(NOW)
    for refused in (
        used,
        scene.ada.assertion("nobody", NOW),
        SigningKey().assertion("ada", NOW),
        scene.eve.assertion("ada", NOW, header={"kid": scene.ada.id}),
        scene.ada.assertion("ada", NOW, iat=now - 600, exp=now - 540),
        scene.ada.assertion("ada", NOW, aud="https://other.example"),
        scene.ada.assertion("ada", NOW, sub="eve"),
    ):
        done.clear()
        assert scene.desk.refuses(refused)
        assert done == ["find_for_login", "is_used", "verify"]


def test_who_an_assertion_claims_to_be_of_is_counted(scene: Scene) -> None:
    """Whether that is so or not."""
    assert claimed_username(scene.eve.assertion("ada", NOW)) == "ada"
