"""Passwords, kept as argon2id hashes (RFC 9106)."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from leapyear_core.settings import PasswordCost

#: How many hashes may be computed at once. Each takes tens of MiB and all the cores it is given: whoever lets logins
#: run freely can be stopped by a few hundred of them. Whoever calls `hash` and `verify` keeps to it.
AT_ONCE = 2


class Passwords:
    """Makes and tries hashes of passwords."""

    def __init__(self, cost: PasswordCost) -> None:
        self._hasher = PasswordHasher(
            time_cost=cost.time_cost,
            memory_cost=cost.memory_cost,
            parallelism=cost.parallelism,
        )
        self._nobodys = self._hasher.hash(secrets.token_urlsafe())

    def hash(self, password: str) -> str:
        """The hash of a password, with its salt and its cost."""
        return self._hasher.hash(password)

    def verify(self, password_hash: str | None, password: str) -> bool:
        """Whether the password is the one that the hash was made of.

        With None, for a user that there is not, it is not, and takes as long to be so: otherwise time would tell which
        names there are.
        """
        try:
            self._hasher.verify(self._nobodys if password_hash is None else password_hash, password)
        except VerificationError:
            return False
        return password_hash is not None
