"""A real LeapYear Core as a child process.

It is stopped and reaped whatever happens to us, short of a kill -9. It is in a session of its own, so that a Ctrl-C at the
terminal reaches us alone and the order in which things end is ours.
"""

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attrs import frozen

#: ``leapyear serve`` of this very installation, whatever the PATH says.
SERVE = (sys.executable, "-m", "leapyear_core", "serve")

#: The line that says that it takes requests.
_READY = re.compile(r"listens on (http://\S+)\n")

#: Seconds. Core is up in about two; a machine under load may take its time.
_STARTING = 60.0
_STOPPING = 10.0


class CoreFailed(Exception):
    """Core did not start. The message holds what it printed."""


@frozen(eq=False)
class CoreProcess:
    """A running Core.

    Attributes
    ----------
    url
        Where it answers.
    log
        The file that holds what it prints.
    """

    url: str
    log: Path
    _process: "subprocess.Popen[bytes]"

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End it as a power cut would, and wait until it is gone."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """Ask it to end; kill it if it does not. Stopping again does nothing."""
        _stop(self._process)


@contextlib.contextmanager
def served(
    options: Sequence[str], *, password: str, command: Sequence[str] = SERVE
) -> Iterator[CoreProcess]:
    """Run Core on a free port while this block runs.

    Parameters
    ----------
    options
        Of ``leapyear serve``, but for the port.
    password
        For the user ``admin``, if this is the first start of a home.
    command
        What to run in the place of ``leapyear serve``; for tests.

    Raises
    ------
    CoreFailed
        If it does not say in time that it is ready.
    """
    with tempfile.TemporaryDirectory(prefix="leapyear-log-") as folder:
        log = Path(folder) / "core.log"
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603 - our own program
                [*command, *options, "--port", "0"],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=_environment(password),
                start_new_session=True,
            )
        try:
            yield CoreProcess(_address(process, log), log, process)
        finally:
            _stop(process)


@contextlib.contextmanager
def terminated_in_order() -> Iterator[None]:
    """Let a request to end (SIGTERM, SIGHUP) unwind this block, so that what it started is stopped."""

    def unwind(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, unwind) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _environment(password: str) -> Mapping[str, str]:
    return {**os.environ, "LY_ADMIN_PASSWORD": password, "PYTHONUNBUFFERED": "1"}


def _address(process: "subprocess.Popen[bytes]", log: Path) -> str:
    """Wait for the line that says where Core answers."""
    deadline = time.monotonic() + _STARTING
    while time.monotonic() < deadline:
        if found := _READY.search(_printed(log)):
            return found.group(1)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.02)
            raise CoreFailed(f"LeapYear Core did not start. It said:\n{_printed(log).strip()}")
    raise CoreFailed(
        f"LeapYear Core was not ready within {_STARTING:.0f} seconds. It said:\n{_printed(log).strip()}"
    )


def _printed(log: Path) -> str:
    return log.read_text(errors="replace")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(timeout=_STOPPING)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    except BaseException:  # an impatient second Ctrl-C
        process.kill()
        process.wait()
        raise
