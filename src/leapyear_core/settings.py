"""What a Core is told when it starts: one frozen value, and nothing read from anywhere else.

No switch here touches privacy: noise, accounting and refusals are not configurable, so that no configuration, and no
one who can edit it, makes Core tell more than its ledger says.
"""

from datetime import timedelta
from pathlib import Path

from attrs import field, frozen


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


@frozen
class Settings:
    """How a Core runs.

    Parameters
    ----------
    home
        The directory of the catalogue, the token key and the copies of CSV files; None keeps everything in memory.
    data_roots
        The directories that tables may be made from. None stands for ``<home>/data``, or for no directory at all
        where there is no home.
    token_lifetime
        How long a login lasts.
    answer_slot
        Answers leave at whole multiples of this time, in seconds, so that the time of an answer tells little.
    workers
        How many jobs run at once.
    administrator_password
        The password of the first user, ``admin``. None makes a random one, which is shown once.
    password_cost
        What trying one password costs.
    """

    home: Path | None = None
    data_roots: tuple[Path, ...] = field(
        default=None, converter=lambda roots: None if roots is None else tuple(map(Path, roots))
    )
    token_lifetime: timedelta = timedelta(hours=12)
    answer_slot: float = 0.010
    workers: int = 2
    administrator_password: str | None = field(default=None, repr=False)
    password_cost: PasswordCost = PasswordCost()

    def __attrs_post_init__(self) -> None:
        if self.data_roots is None:
            default = () if self.home is None else (self.home / "data",)
            object.__setattr__(self, "data_roots", default)
