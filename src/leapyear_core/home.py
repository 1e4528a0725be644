"""The home of a Core: its directory, locked, and the key that signs its tokens.

One Core at a time owns a home. Two would each keep jobs in flight, prepared noise and tokens in their own memory, and
neither would know what the other one is about to charge.
"""

import fcntl
import os
import secrets
import stat
from pathlib import Path
from typing import Self

_KEY_BYTES = 32


class HomeUnusable(Exception):
    """The home cannot be used; the message says why, and what to do."""


class Home:
    """The directory of one Core, open and locked until it is closed."""

    def __init__(self, path: Path, lock: int) -> None:
        self.path = path
        self._lock: int | None = lock

    @classmethod
    def open(cls, path: Path) -> Self:
        """Make the directory with mode 0700 where there is none, and lock it.

        Raises
        ------
        HomeUnusable
            If it cannot be made or written, or another Core has it.
        """
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            (path / "data").mkdir(mode=0o700, exist_ok=True)
            lock = os.open(path / "core.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise HomeUnusable(
                f"the home {path} cannot be used: {error.strerror}. Name another one with --home DIR."
            ) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(lock)
            raise HomeUnusable(
                f"another LeapYear Core uses the home {path}. Stop it, or name another home with --home DIR."
            ) from error
        return cls(path, lock)

    @property
    def catalog_url(self) -> str:
        """Where the catalogue is, as a SQLAlchemy URL."""
        return f"sqlite:///{self.path / 'catalog.db'}"

    def token_key(self) -> bytes:
        """The key that signs tokens, made at the first start.

        Raises
        ------
        HomeUnusable
            If others can read it, or it is damaged.
        """
        path = self.path / "token.key"
        try:
            if not path.exists():
                _write_whole(path, secrets.token_bytes(_KEY_BYTES))
            mode = stat.S_IMODE(path.stat().st_mode)
            key = path.read_bytes()
        except OSError as error:
            raise HomeUnusable(f"{path} cannot be used: {error.strerror}.") from error
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise HomeUnusable(
                f"{path} can be read by others, who could sign tokens with it. "
                "Delete it: the next start makes another one, and everybody logs in again."
            )
        if len(key) != _KEY_BYTES:
            raise HomeUnusable(f"{path} is damaged. Delete it, and everybody logs in again.")
        return key

    def close(self) -> None:
        """Let go of the home. Closing again does nothing."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file that only we can read, so that it is there whole or not at all, power cut or not."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
