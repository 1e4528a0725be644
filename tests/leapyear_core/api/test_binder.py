"""What the contract says and what the program does are the same, or it does not start."""

from typing import Any

import pytest

from leapyear_core.api import binder, contract
from leapyear_core.api.answers import Answer
from leapyear_core.api.binder import ContractMismatch, routes
from leapyear_core.api.handlers import HANDLERS
from leapyear_core.core import Core
from leapyear_core.services import access
from leapyear_core.services.access import Who
from tests.in_process import InProcess


def bound(core: Core, **changes: Any) -> None:
    handlers = {name: handler for name, handler in {**HANDLERS, **changes}.items() if handler}
    routes(core, contract.load(), handlers)


def test_an_operation_without_a_handler_is_refused(core: Core) -> None:
    with pytest.raises(ContractMismatch, match="without a handler: get_user"):
        bound(core, get_user=None)


def test_a_handler_without_an_operation_is_refused(core: Core) -> None:
    with pytest.raises(ContractMismatch, match="a handler without an operation: get_secret"):
        bound(core, get_secret=HANDLERS["get_user"])


def test_a_handler_with_other_arguments_is_refused(core: Core) -> None:
    """One too few, or one too many."""
    with pytest.raises(ContractMismatch, match="get_user takes nothing"):
        bound(core, get_user=lambda core, caller: None)
    with pytest.raises(ContractMismatch, match="get_user takes extra, username"):
        bound(core, get_user=lambda core, caller, *, username, extra: None)


def test_an_address_is_for_those_who_log_somebody_in(core: Core) -> None:
    """Where a request of a known user comes from is nobody's business."""
    bound(core, login=lambda core, caller, *, body, address: None)
    bound(core, login=lambda core, caller, *, body: None)
    with pytest.raises(ContractMismatch, match="get_user takes address, username"):
        bound(core, get_user=lambda core, caller, *, username, address: None)


def test_rules_of_access_that_are_not_the_contracts_are_refused(
    core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An operation must not be open by mistake."""
    monkeypatch.setattr(access, "ACCESS", {**access.ACCESS, "list_users": Who.ANYONE})
    with pytest.raises(ContractMismatch, match="disagree on list_users"):
        bound(core)
    monkeypatch.setattr(access, "ACCESS", {k: v for k, v in access.ACCESS.items() if k != "login"})
    with pytest.raises(ContractMismatch, match="without a rule of access: login"):
        bound(core)


def test_a_handler_that_answers_otherwise_is_a_fault(
    core: Core, admin: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A status that the contract does not have is not sent."""
    monkeypatch.setattr(binder, "answer_of", lambda result: Answer(204, (), b""))
    assert admin.get("/v1/users/me").code == "internal_error"


@pytest.mark.parametrize("path", ["/v1/users/me", "/v1/users", "/v1/databases", "/v1/version"])
def test_head_is_answered_where_there_is_get(admin: InProcess, path: str) -> None:
    """With the headers of GET, and without a body."""
    head, get = admin.send("HEAD", path), admin.get(path)
    assert (head.status, head.content) == (get.status, b"")
    assert head.headers == get.headers


def test_head_is_not_answered_where_there_is_no_get(anyone: InProcess) -> None:
    assert anyone.send("HEAD", "/v1/login").status == 405


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/v1/login", "POST"),
        ("DELETE", "/v1/users/me", "GET, HEAD"),
        ("PATCH", "/v1/users/me", "GET, HEAD"),
        ("POST", "/v1/users/ada", "DELETE, GET, HEAD, PATCH"),
        ("OPTIONS", "/v1/users", "GET, HEAD, POST"),
        ("TRACE", "/v1/version", "GET, HEAD"),
        ("QUERY", "/v1/version", "GET, HEAD"),
    ],
)
def test_another_method_is_told_which_there_are(
    anyone: InProcess, method: str, path: str, allowed: str
) -> None:
    """Before anybody is asked who they are."""
    reply = anyone.send(method, path)
    assert (reply.status, reply.code) == (405, "method_not_allowed")
    assert reply.headers["allow"] == allowed


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/v1",
        "/v1/",
        "/v1/users/",
        "/v1/version\n",
        "/V1/version",
        "/v1/users/a/b",
        "//v1/users",
        "/docs",
    ],
)
def test_another_path_is_not_found(anyone: InProcess, path: str) -> None:
    """Nor is it redirected: the token would be sent once more."""
    reply = anyone.get(path)
    assert (reply.status, reply.code) == (404, "route_not_found")


def test_no_cache_keeps_an_answer(admin: InProcess) -> None:
    """It may be a token, or about private data."""
    for path in ("/v1/users/me", "/v1/nope"):
        assert admin.get(path).headers["cache-control"] == "no-store"


def test_checks_come_in_order(anyone: InProcess, ada: InProcess, admin: InProcess) -> None:
    """Route, method, token, role, request: whoever fails an earlier one learns nothing of a later one."""
    bad: dict[str, Any] = {"content": b"\xff", "headers": {"content-type": "text/plain"}}
    assert anyone.post("/v1/nope", **bad).status == 404
    assert anyone.send("PUT", "/v1/users", **bad).status == 405
    assert anyone.post("/v1/users", **bad).status == 401
    assert ada.post("/v1/users", **bad).status == 403
    assert admin.post("/v1/users", **bad).status == 415
    assert ada.get("/v1/users?limit=x").status == 403
    assert admin.get("/v1/users?limit=x").status == 400
