"""Private keys: their files, and the assertions that they sign.

A key is an Ed25519 key in a PEM file (PKCS #8, not encrypted), which only its owner may read. It is
found

- at ``LY_PRIVATE_KEY_FILE``, if that is set,
- else at ``~/.leapyear/keys/default.pem``.

Beside it, in a file of the same name that ends in ``.json``, may stand who logs in with it:
``{"username": "ada"}``; `write` makes both.

The key never leaves the machine. For each login it signs an assertion (RFC 7523): a few words that
say who logs in, and at which server; good for a minute, and once. The id that a server knows the
key by is the beginning of the SHA-256 of the public key, so that it need not be kept.

The package ``cryptography`` comes with the extra ``leapyear[keys]``, and is imported when a key is.
"""

import base64
import hashlib
import json
import os
import stat
import time
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from attrs import field, frozen

from leapyear._names import USERNAME, is_name
from leapyear.exceptions import PublicKeyCredentialsError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

#: Names the file of the private key.
VARIABLE: Final = "LY_PRIVATE_KEY_FILE"

#: Seconds that an assertion is good: the longest that the contract allows.
LIFETIME: Final = 60

#: A key file has about 120 bytes; what is longer is something else.
_LONGEST: Final = 16_384

_PORTS: Final = {"http": 80, "https": 443}

_WAYS: Final = f"""\
to log in with a key, do one of
  - make one:              leapyear keys new
  - name the file of one:  {VARIABLE}=/path/to/key.pem
and register it once:      leapyear keys register
or log in otherwise:
  - with a password:       Client(url, 'ada', password)
  - with a token:          in the environment variable LY_JWT"""


@frozen
class KeyFile:
    """A private key, and what is known of it.

    Attributes
    ----------
    path
        Where it was read from.
    username
        Who logs in with it, as far as the file beside it says.
    public_key
        The public key: its 32 bytes in base64url without padding.
    id
        What servers know it by.
    """

    path: Path
    username: str | None
    public_key: str
    id: str
    _private: "Ed25519PrivateKey" = field(repr=False, eq=False)

    def assertion(self, username: str, url: str, clock: Callable[[], float] = time.time) -> str:
        """A new assertion for a user of the server at a URL.

        Parameters
        ----------
        username
            Who logs in.
        url
            The URL that the server is reached by, and that it must know as its own.
        clock
            Gives the time, in seconds since 1970.
        """
        now = int(clock())
        header = {"alg": "EdDSA", "kid": self.id, "typ": "JWT"}
        claims = {
            "iss": username,
            "sub": username,
            "aud": audience_of(url),
            "iat": now,
            "exp": now + LIFETIME,
            "jti": uuid.uuid4().hex,
        }
        text = f"{_encoded_json(header)}.{_encoded_json(claims)}"
        return f"{text}.{_encoded(self._private.sign(text.encode('ascii')))}"


def default_path() -> Path:
    """Where the private key is, if there is one."""
    named = os.environ.get(VARIABLE, "").strip()
    return Path(named).expanduser() if named else directory() / "default.pem"


def directory() -> Path:
    """Where keys are made."""
    return Path("~/.leapyear/keys").expanduser()


def read(path: Path | None = None) -> KeyFile:
    """Read a private key.

    Parameters
    ----------
    path
        Its file; None takes `default_path`.

    Raises
    ------
    PublicKeyCredentialsError
        If there is none, others may read it, or it is no Ed25519 key; or if the package
        ``cryptography`` is missing.
    """
    path = default_path() if path is None else path
    serialization, ed25519 = _cryptography()
    content = _private_content(path)
    try:
        private = serialization.load_pem_private_key(content, password=None)
    except TypeError:
        raise PublicKeyCredentialsError(
            f"the key in {path} is encrypted, and there is nobody to ask for its passphrase: make "
            "one that is not, with `leapyear keys new`; its file is for you alone to read"
        ) from None
    except Exception:  # noqa: BLE001  # whatever its parser raises, which may quote the file
        raise PublicKeyCredentialsError(
            f"{path} is no private key in PEM form (PKCS #8)\n{_WAYS}"
        ) from None
    if not isinstance(private, ed25519.Ed25519PrivateKey):
        raise PublicKeyCredentialsError(f"the key in {path} is no Ed25519 key\n{_WAYS}")
    return _key_file(path, _username_beside(path), private)


def write(path: Path, username: str | None) -> KeyFile:
    """Make a new key, in a file that only we can read.

    Parameters
    ----------
    path
        The file, which must not be there yet.
    username
        Who logs in with it, to be kept beside it; None keeps nothing.

    Raises
    ------
    PublicKeyCredentialsError
        If the file is there, or cannot be made; or if the package ``cryptography`` is missing.
    """
    serialization, ed25519 = _cryptography()
    private = ed25519.Ed25519PrivateKey.generate()
    content = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        if username is not None:
            _beside(path).write_text(json.dumps({"username": username}) + "\n")
    except FileExistsError:
        raise PublicKeyCredentialsError(
            f"there is a key in {path} already: use it, or name another file. (Whoever replaces it "
            "can no longer log in where it is registered.)"
        ) from None
    except OSError as error:
        raise PublicKeyCredentialsError(f"{path} cannot be made: {error.strerror}") from None
    return _key_file(path, username, private)


def username_for(key: KeyFile, username: str | None) -> str:
    """Who logs in with a key: the one who is given, else the one who stands beside it.

    Raises
    ------
    PublicKeyCredentialsError
        If it is neither, or no name of a user.
    """
    found = username or key.username
    if not found:
        raise PublicKeyCredentialsError(
            f"whose is the key in {key.path}? Give the username, as in Client(url, 'ada', "
            f'public_key_auth=True), or write {{"username": "ada"}} into {_beside(key.path)}'
        )
    if not is_name(found, USERNAME):
        raise PublicKeyCredentialsError(f"{found!r} cannot be the name of a user")
    return found


def refusal(key: KeyFile, username: str, url: str) -> str:
    """What may be the matter where a server does not take an assertion: it does not tell."""
    return (
        f"the server at {url} does not take the key in {key.path} for user {username!r}. It does "
        "not say why. One of these:\n"
        f"  - the key is not registered for {username!r}, or was revoked: `leapyear keys list` "
        f"shows those that are, this one has the id {key.id}; `leapyear keys register` adds it\n"
        f"  - the server does not know itself by the URL {audience_of(url)}: it was started "
        "without `leapyear serve --url` of that\n"
        "  - the clocks of the two machines are more than 30 seconds apart"
    )


def audience_of(url: str) -> str:
    """The URL of a server in the one form that assertions name it by.

    Scheme and host are in small letters, the port is left out where it is that of the scheme, and
    there is no slash at the end.

    Examples
    --------
    >>> audience_of("HTTPS://Core.Example:443/")
    'https://core.example'
    >>> audience_of("http://localhost:4401")
    'http://localhost:4401'
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    shown = f"[{host}]" if ":" in host else host
    port = "" if parts.port in (None, _PORTS.get(parts.scheme)) else f":{parts.port}"
    return f"{parts.scheme}://{shown}{port}{parts.path.rstrip('/')}"


def _key_file(path: Path, username: str | None, private: "Ed25519PrivateKey") -> KeyFile:
    public = private.public_key().public_bytes_raw()
    return KeyFile(
        path=path,
        username=username,
        public_key=_encoded(public),
        id=hashlib.sha256(public).hexdigest()[:32],
        private=private,
    )


def _private_content(path: Path) -> bytes:
    """What the file holds, if nobody else can read it."""
    try:
        with path.open("rb") as file:
            # Of the very file that is read, which a link could exchange otherwise.
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(_LONGEST)
    except FileNotFoundError:
        raise PublicKeyCredentialsError(f"there is no key in {path}: {_WAYS}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "that is no path"
        raise PublicKeyCredentialsError(f"{path} cannot be read: {reason}\n{_WAYS}") from None
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise PublicKeyCredentialsError(
            f"others can read the private key in {path}, and log in with it. Close it with `chmod "
            "600` on the file; if they may have read it, revoke it with `leapyear keys revoke` and "
            "make another one with `leapyear keys new`"
        )
    return content


def _beside(path: Path) -> Path:
    return path.with_suffix(".json")


def _username_beside(path: Path) -> str | None:
    try:
        told = json.loads(_beside(path).read_text())
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError):
        told = None
    username = told.get("username") if isinstance(told, Mapping) else None
    if not isinstance(username, str):
        raise PublicKeyCredentialsError(
            f'{_beside(path)} should say who logs in with the key beside it: {{"username": "ada"}}'
        )
    return username


def _cryptography() -> tuple[Any, Any]:
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError:
        raise PublicKeyCredentialsError(
            "logging in with a key needs the package cryptography: install it with\n"
            "    pip install 'leapyear[keys]'"
        ) from None
    return serialization, ed25519


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _encoded_json(value: Mapping[str, object]) -> str:
    return _encoded(json.dumps(value, separators=(",", ":")).encode("ascii"))
