"""From settings to a server that runs: the port, the Core, the application, in this order."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from attrs import evolve
from sqlalchemy.exc import SQLAlchemyError

from leapyear_core.app import build_app
from leapyear_core.catalog.migrate import CatalogueTooNew
from leapyear_core.cli.serving import AddressUnusable, is_loopback, listen, serve_on
from leapyear_core.core import FIRST_USER, Core
from leapyear_core.engine.duckdb import StorageUnusable
from leapyear_core.home import HomeUnusable
from leapyear_core.model.errors import SourceUnreadable
from leapyear_core.services import audit
from leapyear_core.settings import Settings, own_urls


class Unusable(Exception):
    """The server cannot start; the message says why, and what to do."""


def run(settings: Settings, host: str, port: int) -> None:
    """Run a Core until the process is asked to stop.

    Raises
    ------
    Unusable
        If it cannot start.
    """
    try:
        # The port before the home: a Core that cannot listen should not have opened a ledger.
        with listen(host, port) as listener, _audit_log():
            if not settings.urls:
                settings = evolve(settings, urls=own_urls(host, listener.getsockname()[1]))
            core = Core.open(settings)
            try:
                _tell(core, host)
                serve_on(listener, build_app(core))
            finally:
                core.close()
    except (
        AddressUnusable,
        CatalogueTooNew,
        HomeUnusable,
        SourceUnreadable,
        StorageUnusable,
    ) as error:
        raise Unusable(str(error)) from error
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or type(error).__name__
        raise Unusable(f"the catalogue in {settings.home} cannot be used: {cause}") from error


@contextmanager
def _audit_log() -> Iterator[None]:
    """Write the audit log to stderr, where whoever runs the server keeps it."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s: %(message)s"))
    audit.logger.addHandler(handler)
    audit.logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        audit.logger.removeHandler(handler)


def _tell(core: Core, host: str) -> None:
    if core.first_password is not None:
        print(f"The password of the user {FIRST_USER} is {core.first_password}")
        print("It is not shown again.", flush=True)
    if not is_loopback(host):
        print(
            "Passwords and tokens travel as they are: let others in through a proxy with TLS only.",
            file=sys.stderr,
        )
