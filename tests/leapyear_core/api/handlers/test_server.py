"""The server itself, over HTTP."""

import pytest

from leapyear_core import __version__
from leapyear_core.api import contract
from leapyear_core.catalog.store import Catalog, CatalogueBusy
from tests.in_process import InProcess


def test_versions_are_told_to_anyone(anyone: InProcess) -> None:
    """In a body, and in the header of every response."""
    reply = anyone.get("/v1/version")
    version = contract.load().version
    assert reply.json == {"server": __version__, "contract": version}
    for each in (
        reply,
        anyone.get("/v1/nope"),
        anyone.get("/v1/users"),
        anyone.send("PUT", "/v1/login"),
    ):
        assert each.headers["leapyear-version"] == version


def test_health_is_told_to_anyone(anyone: InProcess) -> None:
    assert anyone.get("/v1/health").json == {"status": "ok"}


def test_a_server_that_cannot_answer_says_so(
    anyone: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503, so that whoever watches it takes it out of service."""

    def fail(self: Catalog) -> None:
        raise CatalogueBusy

    monkeypatch.setattr(Catalog, "read", fail)
    reply = anyone.get("/v1/health")
    assert (reply.status, reply.code) == (503, "unavailable")
