"""Keys, and assertions that are signed with them: good ones, and such as are wrong in one way."""

import base64
import hashlib
import json
import uuid
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

AUDIENCE = "https://core.example"


def encoded(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class SigningKey:
    """A private key, as its owner has it."""

    def __init__(self) -> None:
        self.private = Ed25519PrivateKey.generate()
        self.raw = self.private.public_key().public_bytes_raw()
        self.public = encoded(self.raw)
        self.id = hashlib.sha256(self.raw).hexdigest()[:32]

    def sign(self, header: Any, claims: Any) -> str:
        """A JWT of that header and these claims, whatever they are."""
        text = f"{encoded(json.dumps(header).encode())}.{encoded(json.dumps(claims).encode())}"
        return f"{text}.{encoded(self.private.sign(text.encode()))}"

    def assertion(
        self,
        username: str,
        now: datetime,
        *,
        header: dict[str, Any] | None = None,
        without: str = "",
        **claims: Any,
    ) -> str:
        """A good assertion, but for what is given to be otherwise or left out."""
        issued_at = int(now.timestamp())
        usual = {
            "iss": username,
            "sub": username,
            "aud": AUDIENCE,
            "iat": issued_at,
            "exp": issued_at + 60,
            "jti": uuid.uuid4().hex,
        }
        full_header = {"alg": "EdDSA", "kid": self.id, "typ": "JWT"} | (header or {})
        full_claims = usual | claims
        full_header.pop(without, None)
        full_claims.pop(without, None)
        return self.sign(full_header, full_claims)
