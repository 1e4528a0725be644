"""Logging in with a key: an assertion (RFC 7523) that is signed with it.

An assertion is a JWT. What it must be::

    header    alg   EdDSA, and nothing else
              kid   the id of the key
    claims    iss   the username
              sub   the same
              aud   a URL of this Core, see `Settings.urls`
              iat   when it was made
              exp   until when it is good: at most `LONGEST` after iat
              jti   made for this one: an assertion is good once

The key is looked up by user and id, so that one user's key speaks for no other, and its kind is that of the catalogue: no
header can make an Ed25519 key be taken for the secret of an HMAC. The audience is a setting, and never what a request
says of the server (``Host``): otherwise an assertion that was made for another server would be good here, if only whoever
got hold of it there says so. What was used is kept in the catalogue for as long as it would be good, and so is refused
after a restart as well.

Whatever is wrong with an assertion, the refusal says the same, after the same two look-ups and one verification: where there is
no such user or key, a key is tried that nobody has. Only one that is good writes.
"""

import hashlib
import json
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import frozen
from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jwk import OKPKey
from joserfc.jws import CompactSignature, JWSRegistry, extract_compact, validate_compact
from sqlalchemy.exc import IntegrityError

from leapyear_core.catalog import keys, users
from leapyear_core.catalog.store import Catalog
from leapyear_core.model.errors import AuthenticationFailed
from leapyear_core.services.clocks import Clock, utc_now
from leapyear_core.services.sessions import Session, Sessions, exactly

#: The longest time that an assertion may be good.
LONGEST = timedelta(seconds=60)

#: How far the clocks of two machines may be apart.
SKEW = timedelta(seconds=30)

_HEADERS = frozenset({"alg", "kid", "typ"})
_LONGEST_NAME = 128

#: A public key that nobody has the private one of: its own was thrown away at once.
_NOBODYS = str(OKPKey.generate_key("Ed25519").as_dict(private=False)["x"])


@frozen
class _Assertion:
    """What an assertion says, whether that is true or not."""

    key_id: str
    username: str
    subject: str
    audience: str
    issued_at: datetime
    expires_at: datetime
    id: str
    _signature: CompactSignature

    @classmethod
    def read(cls, text: str) -> "_Assertion":
        """Read it, and verify nothing yet. What is none raises what it happens to, see `_read`."""
        signature = extract_compact(text.encode("ascii"), registry=_EdDSA())
        header = signature.headers()
        if not header.keys() <= _HEADERS:
            raise ValueError
        claims: dict[str, Any] = exactly(dict, json.loads(signature.payload))
        return cls(
            key_id=_name(header["kid"]),
            username=_name(claims["iss"]),
            subject=_name(claims["sub"]),
            audience=exactly(str, claims["aud"]),
            issued_at=_moment(claims["iat"]),
            expires_at=_moment(claims["exp"]),
            id=_name(claims["jti"]),
            signature=signature,
        )

    @property
    def digest(self) -> str:
        """What it is remembered by once it was used."""
        told = json.dumps([self.username, self.key_id, self.id])
        return hashlib.sha256(told.encode()).hexdigest()

    def is_signed_with(self, public_key: str) -> bool:
        """Whether the signature is one of that key."""
        key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": public_key})
        try:
            return validate_compact(self._signature, key, registry=_EdDSA())
        except (JoseError, ValueError, TypeError):
            return False


class Assertions:
    """Logs users in with assertions.

    Parameters
    ----------
    urls
        The URLs of this Core.
    clock
        Gives the time.
    """

    def __init__(
        self, catalog: Catalog, sessions: Sessions, urls: Collection[str], clock: Clock = utc_now
    ) -> None:
        self._catalog = catalog
        self._sessions = sessions
        self._urls = frozenset(urls)
        self._clock = clock

    def login(self, text: str) -> Session:
        """Make a token for the user whose key signed the assertion.

        Raises
        ------
        AuthenticationFailed
            If it is not good, or was used. Why, neither the answer nor its time tells.
        """
        assertion = _read(text)
        if assertion is None:
            raise _refused()
        with self._catalog.read() as connection:
            key = keys.find_for_login(connection, assertion.username, assertion.key_id)
            is_used = keys.is_used(connection, assertion.digest)
        is_signed = assertion.is_signed_with(_NOBODYS if key is None else key.public_key)
        if key is None or is_used or not is_signed or not self._fits(assertion):
            raise _refused()
        try:
            with self._catalog.write() as connection:
                keys.forget_expired_assertions(connection, self._clock())
                keys.use(connection, assertion.digest, expires_at=assertion.expires_at + SKEW)
                user = users.find_by_id(connection, key.user_id)
                # Either may have gone since it was looked up.
                if user is None or keys.find(connection, key.user_id, key.key_id) is None:
                    raise _refused()
        except IntegrityError:  # of two at once the second
            raise _refused() from None
        return self._sessions.begin(user)

    def _fits(self, assertion: _Assertion) -> bool:
        now = self._clock()
        return (
            assertion.subject == assertion.username
            and assertion.audience in self._urls
            and timedelta(0) < assertion.expires_at - assertion.issued_at <= LONGEST
            and assertion.issued_at <= now + SKEW
            and now < assertion.expires_at + SKEW
        )


def claimed_username(text: str) -> str:
    """The user whom an assertion claims to be of, for counting refusals; empty where it is none."""
    assertion = _read(text)
    return "" if assertion is None else assertion.username


class _EdDSA(JWSRegistry):
    """Knows one algorithm, by the one name of it that the contract has.

    joserfc warns that RFC 9864 has a new name for it; clients sign with the old one, as libraries do.
    """

    def get_alg(self, name: str) -> Any:
        """The algorithm, if that is its name."""
        if name != "EdDSA":
            raise UnsupportedAlgorithmError
        return self.algorithms[name]


def _read(text: str) -> _Assertion | None:
    try:
        return _Assertion.read(text)
    except (JoseError, LookupError, TypeError, ValueError, ArithmeticError, OSError):
        return None
    except RecursionError:  # thousands of brackets
        return None


def _moment(claim: Any) -> datetime:
    return datetime.fromtimestamp(exactly(int, claim), UTC)


def _name(claim: Any) -> str:
    """A string that the catalogue can be asked for."""
    name = exactly(str, claim)
    if not 0 < len(name) <= _LONGEST_NAME or not name.isascii() or not name.isprintable():
        raise ValueError
    return name


def _refused() -> AuthenticationFailed:
    return AuthenticationFailed(
        "the assertion is not good: it may be expired, used, for another server, or signed with a "
        "key that is not registered"
    )
