"""What a Core is told when it starts: one frozen value, and nothing read from anywhere else.

No switch here touches privacy: noise, accounting and refusals are not configurable, so that no configuration, and no
one who can edit it, makes Core tell more than its ledger says.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from attrs import Factory, field, frozen

_PORTS = {"http": 80, "https": 443}

#: A month is as good as never.
_LONGEST_WATCH = 30 * 86_400

_ALL_ADDRESSES = ("0.0.0.0", "::")  # noqa: S104 - nothing is bound to them here


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
    return () if settings.home is None or settings.remote_roots else (settings.home / "data",)


@frozen
class Settings:
    """How a Core runs.

    Parameters
    ----------
    home
        The directory of the catalogue, the token key and the copies of the rows of tables; None keeps everything in memory.
    data_roots
        The directories that tables may be made from; where no root is given, ``<home>/data``, if there is a home.
    remote_roots
        The URLs of places elsewhere that tables may be made from, ``hdfs://HOST/PATH`` or ``s3://BUCKET/PREFIX``.
    webhdfs
        For the authority of an ``hdfs://`` URL the address that serves it by WebHDFS, ``http://[USER@]HOST:PORT``;
        where it is not there, that host at port 9870.
    token_lifetime
        How long a login lasts.
    answer_slot
        Answers come into being at the ends of slots, counted from when their computation began, so that their time tells
        little. This is the length of the first slots in seconds; see `leapyear_core.privacy.slots`.
    workers
        How many jobs run at once.
    watch_seconds
        How long a server waits between two looks at the folders that tables watch; 0 never looks.
    administrator_password
        The password of the first user, ``admin``. None makes a random one, which is shown once.
    password_cost
        What trying one password costs.
    urls
        The URLs that clients reach this Core by. An assertion that a key signs is for one of them, and good nowhere
        else; where there are none, nobody logs in with a key. See `server_url`.
    proxies
        How many proxies before this Core add the address that they were called from to ``X-Forwarded-For``. 0 takes
        the address of whoever connects, and ignores that header: anybody can send it.
    """

    home: Path | None = None
    remote_roots: tuple[str, ...] = ()
    data_roots: tuple[Path, ...] = field(default=Factory(_default_roots, takes_self=True))
    webhdfs: Mapping[str, str] = field(factory=dict)
    token_lifetime: timedelta = timedelta(hours=12)
    answer_slot: float = 0.005
    workers: int = 2
    watch_seconds: float = 60.0
    administrator_password: str | None = field(default=None, repr=False)
    password_cost: PasswordCost = PasswordCost()
    urls: tuple[str, ...] = ()
    proxies: int = 0

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.watch_seconds <= _LONGEST_WATCH:
            raise SettingsUnusable(
                f"the time between two looks at watched folders is 0 to {_LONGEST_WATCH:,} seconds"
            )
        password = self.administrator_password
        if password is not None and not (0 < len(password) <= 1024 and _is_text(password)):
            raise SettingsUnusable(
                "the administrator's password must have 1 to 1024 characters, none of them NUL"
            )


def server_url(url: str) -> str:
    """A URL of a server in the one form that assertions name it by.

    Scheme and host are in small letters, the port is left out where it is that of the scheme, and there is no slash at
    the end: ``https://core.example``, ``http://localhost:4401``.

    Raises
    ------
    SettingsUnusable
        If it is none.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise SettingsUnusable(f"{url!r} is no URL") from None
    host = (parts.hostname or "").lower()
    if parts.scheme not in _PORTS or not host or parts.query or parts.fragment or parts.username:
        raise SettingsUnusable(
            f"{url!r} is no URL of a server: give one such as https://core.example:4401"
        )
    shown = f"[{host}]" if ":" in host else host
    at = "" if port in (None, _PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{shown}{at}{parts.path.rstrip('/')}"


def split_roots(roots: Sequence[str]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Data roots as they are given on a command line: folders of this machine, and URLs of places elsewhere.

    Raises
    ------
    SettingsUnusable
        If one is to be a folder of this machine and is none.
    """
    folders, urls = [], []
    for root in roots:
        if "://" in root and not root.startswith("file://"):
            urls.append(root)
            continue
        folder = Path(root.removeprefix("file://"))
        if not folder.is_dir():
            raise SettingsUnusable(f"the data root {root!r} is no directory")
        folders.append(folder)
    return tuple(folders), tuple(urls)


def webhdfs_address(setting: str) -> tuple[str, str]:
    """``HOST=URL`` taken apart: which WebHDFS address serves the ``hdfs://`` URLs of an authority.

    Raises
    ------
    SettingsUnusable
        If it is none.
    """
    authority, _, address = setting.partition("=")
    try:
        parts = urlsplit(address)
        is_address = parts.scheme in _PORTS and parts.hostname is not None and parts.port != 0
        has_more = bool(parts.path.strip("/") or parts.query or parts.fragment or parts.password)
    except ValueError:
        is_address = has_more = False
    if not (authority and is_address) or has_more:
        raise SettingsUnusable(
            f"{setting!r} is no address of WebHDFS: write HOST=http://[USER@]HOST:PORT, such as"
            " namenode:8020=http://namenode:9870"
        )
    return authority.lower(), address


def own_urls(host: str, port: int) -> tuple[str, ...]:
    """The URLs that a Core knows as its own where it is told of none.

    Parameters
    ----------
    host
        The address that it listens on. Where that is one of this machine alone, or all there are, they are the URLs
        that it has on this machine: others call it by names that it cannot know.
    """
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "::1")
    if host and host not in (*hosts, *_ALL_ADDRESSES):
        hosts = (host,)
    return tuple(
        server_url(f"http://{f'[{each}]' if ':' in each else each}:{port}") for each in hosts
    )


def _is_text(password: str) -> bool:
    """Whether a password can be sent in a request: the environment may hold bytes that are no text."""
    return "\0" not in password and not any("\ud800" <= each <= "\udfff" for each in password)
