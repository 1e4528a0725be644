"""A private key is read from a file that nobody else can read, and signs what the contract says."""

import base64
import json
import os
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from leapyear import _keys, auth
from leapyear.auth import ClientInfo, public_key_login
from leapyear.exceptions import AuthenticationError, PublicKeyCredentialsError

URL = "https://core.example"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without keys."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv(_keys.VARIABLE, raising=False)
    return tmp_path


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def pem(key: object, encryption: object = None) -> bytes:
    return key.private_bytes(  # type: ignore[attr-defined, no-any-return]
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        encryption or serialization.NoEncryption(),
    )


def put(path: Path, content: bytes, mode: int = 0o600) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(mode)
    return path


def test_a_key_that_was_made_is_found_again(home: Path) -> None:
    """With who it belongs to; and is for its owner alone to read."""
    made = _keys.write(_keys.default_path(), "ada")
    assert made.path == home / ".leapyear" / "keys" / "default.pem"
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert made.path.parent.stat().st_mode & 0o777 == 0o700
    assert _keys.read() == made
    assert (made.username, _keys.username_for(made, None)) == ("ada", "ada")
    assert _keys.username_for(made, "eve") == "eve"


def test_a_key_is_never_replaced(home: Path) -> None:
    """Whoever loses it loses the way in."""
    made = _keys.write(_keys.default_path(), "ada")
    with pytest.raises(PublicKeyCredentialsError, match=r"there is a key in .* already"):
        _keys.write(made.path, "eve")
    assert _keys.read() == made


def test_a_variable_names_another_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home in it is understood."""
    monkeypatch.setenv(_keys.VARIABLE, "~/elsewhere.pem")
    made = _keys.write(home / "elsewhere.pem", None)
    assert _keys.read() == made
    assert made.username is None


def test_an_assertion_says_what_the_contract_wants(home: Path) -> None:
    """Signed with the key that it names, new each time."""
    key = _keys.write(_keys.default_path(), "ada")
    one, other = (key.assertion("ada", "HTTPS://Core.Example:443/", lambda: 1000.7) for _ in "ab")
    text, _, signature = one.rpartition(".")
    header, claims = (json.loads(decoded(part)) for part in text.split("."))
    assert header == {"alg": "EdDSA", "kid": key.id, "typ": "JWT"}
    jti = claims.pop("jti")
    assert claims == {"iss": "ada", "sub": "ada", "aud": URL, "iat": 1000, "exp": 1060}
    assert jti != json.loads(decoded(other.split(".")[1]))["jti"]
    public = Ed25519PublicKey.from_public_bytes(decoded(key.public_key))
    public.verify(decoded(signature), text.encode())


def test_nothing_shows_the_key(home: Path) -> None:
    """Its file says more than its repr."""
    key = _keys.write(_keys.default_path(), "ada")
    assert "Private" not in repr(key)
    assert key.path.read_text().splitlines()[1] not in repr(key)


def test_where_there_is_no_key_each_way_out_is_named() -> None:
    with pytest.raises(PublicKeyCredentialsError) as raised:
        _keys.read()
    for way in ("leapyear keys new", "LY_PRIVATE_KEY_FILE", "leapyear keys register", "LY_JWT"):
        assert way in str(raised.value)
    assert "default.pem" in str(raised.value)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610, 0o644])
def test_a_key_that_others_can_read_is_none(mode: int) -> None:
    """They could log in with it."""
    put(_keys.default_path(), pem(Ed25519PrivateKey.generate()), mode)
    with pytest.raises(PublicKeyCredentialsError, match=r"others can read .*chmod") as raised:
        _keys.read()
    assert "revoke" in str(raised.value)


def test_a_key_behind_a_link_is_judged_by_itself(home: Path) -> None:
    """A link has a mode of its own, which says nothing."""
    target = put(home / "open.pem", pem(Ed25519PrivateKey.generate()), 0o644)
    _keys.default_path().parent.mkdir(parents=True)
    _keys.default_path().symlink_to(target)
    with pytest.raises(PublicKeyCredentialsError, match="others can read"):
        _keys.read()
    target.chmod(0o400)
    assert _keys.read().id


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is no private key in PEM form"),
        (b"secret-that-is-not-told", "is no private key in PEM form"),
        (b"\xff" * 100_000, "is no private key in PEM form"),
        (pem(generate_private_key(65537, 2048)), "is no Ed25519 key"),
        (
            pem(Ed25519PrivateKey.generate(), serialization.BestAvailableEncryption(b"x")),
            "is encrypted",
        ),
    ],
    ids=["empty", "text", "binary", "rsa", "encrypted"],
)
def test_a_file_that_is_no_key_is_named_and_not_quoted(content: bytes, reason: str) -> None:
    put(_keys.default_path(), content)
    with pytest.raises(PublicKeyCredentialsError, match=reason) as raised:
        _keys.read()
    assert "secret-that" not in str(raised.value)
    assert raised.value.__context__ is None or raised.value.__suppress_context__


def test_a_directory_is_no_key() -> None:
    _keys.default_path().mkdir(parents=True)
    with pytest.raises(PublicKeyCredentialsError, match="cannot be read: Is a directory"):
        _keys.read()


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_cannot_be_read_is_named() -> None:
    put(_keys.default_path(), b"", 0o000)
    with pytest.raises(PublicKeyCredentialsError, match="cannot be read: Permission denied"):
        _keys.read()


@pytest.mark.parametrize("beside", ["", "ada", "[]", "{}", '{"username": 1}', "[" * 100_000])
def test_what_stands_beside_a_key_is_checked(beside: str) -> None:
    made = _keys.write(_keys.default_path(), None)
    made.path.with_suffix(".json").write_text(beside)
    with pytest.raises(PublicKeyCredentialsError, match=r"default.json should say who"):
        _keys.read()


def test_a_key_that_is_nobodys_asks_whose_it_is() -> None:
    """And takes only what can be a name."""
    key = _keys.write(_keys.default_path(), None)
    with pytest.raises(PublicKeyCredentialsError, match="Give the username"):
        _keys.username_for(key, None)
    with pytest.raises(PublicKeyCredentialsError, match="cannot be the name of a user"):
        _keys.username_for(key, "a/b")


def test_without_cryptography_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client itself does not need it."""
    for module in [each for each in sys.modules if each.startswith("cryptography")]:
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(PublicKeyCredentialsError, match=r"pip install 'leapyear\[keys\]'"):
        public_key_login(ClientInfo(URL), "ada")


def test_a_refusal_tells_what_may_be_the_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server does not tell. What else goes wrong is left as it is."""
    key = _keys.write(_keys.default_path(), "ada")

    def refuse(code: str) -> None:
        def log_in(url: str, assertion: str) -> str:
            raise AuthenticationError("no", code=code, status=401)

        monkeypatch.setattr("leapyear._seam.log_in_with_assertion", log_in)

    refuse("authentication_failed")
    with pytest.raises(PublicKeyCredentialsError) as raised:
        public_key_login(ClientInfo(URL), None)
    for told in (key.id, "'ada'", URL, "serve --url", "clocks", "keys register"):
        assert told in str(raised.value)
    assert (raised.value.code, raised.value.status) == ("authentication_failed", 401)
    refuse("token_invalid")
    with pytest.raises(AuthenticationError, match=r"^no$"):
        public_key_login(ClientInfo(URL), None)


def test_a_password_and_a_key_are_one_too_many() -> None:
    """Which of them was meant?"""
    with pytest.raises(PublicKeyCredentialsError, match="leave out the password"):
        public_key_login(ClientInfo(URL), "ada", "pw")
    assert "public_key_login" in auth.__all__
