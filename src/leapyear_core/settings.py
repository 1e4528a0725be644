"""What a Core is told when it starts: one frozen value, and nothing read from anywhere else.

No switch here touches privacy: noise, accounting and refusals are not configurable, so that no configuration, and no
one who can edit it, makes Core tell more than its ledger says.
"""

from datetime import timedelta
from pathlib import Path

from attrs import Factory, field, frozen


class SettingsUnusable(ValueError):
    """A setting makes no sense; the message says which one."""


@frozen
class PasswordCost:
    """What it costs to try one password: parameters of argon2id (RFC 9106).

    The default is the RFC's second recommended choice, which is argon2-cffi's own.

    Parameters
    ----------
    time_cost
        Passes over the memory.
    memory_cost
        Memory, in KiB.
    parallelism
        Lanes.
    """

    time_cost: int = 3
    memory_cost: int = 65536
    parallelism: int = 4


def _default_roots(settings: "Settings") -> tuple[Path, ...]:
    return () if settings.home is None else (settings.home / "data",)


@frozen
class Settings:
    """How a Core runs.

    Parameters
    ----------
    home
        The directory of the catalogue, the token key and the copies of CSV files; None keeps everything in memory.
    data_roots
        The directories that tables may be made from; where none is given, ``<home>/data``, if there is a home.
    token_lifetime
        How long a login lasts.
    answer_slot
        Answers come into being at whole multiples of this time, in seconds, after their computation began, so that
        their time tells little.
    workers
        How many jobs run at once.
    administrator_password
        The password of the first user, ``admin``. None makes a random one, which is shown once.
    password_cost
        What trying one password costs.
    """

    home: Path | None = None
    data_roots: tuple[Path, ...] = field(default=Factory(_default_roots, takes_self=True))
    token_lifetime: timedelta = timedelta(hours=12)
    answer_slot: float = 0.010
    workers: int = 2
    administrator_password: str | None = field(default=None, repr=False)
    password_cost: PasswordCost = PasswordCost()

    def __attrs_post_init__(self) -> None:
        password = self.administrator_password
        if password is not None and not (0 < len(password) <= 1024 and _is_text(password)):
            raise SettingsUnusable(
                "the administrator's password must have 1 to 1024 characters, none of them NUL"
            )


def _is_text(password: str) -> bool:
    """Whether a password can be sent in a request: the environment may hold bytes that are no text."""
    return "\0" not in password and not any("\ud800" <= each <= "\udfff" for each in password)
