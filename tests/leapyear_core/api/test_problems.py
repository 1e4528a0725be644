"""Every error of the contract has one status and one title, and tells nothing that it should not."""

import inspect
import logging

import pytest

from leapyear_core.api import contract
from leapyear_core.api.problems import PROBLEMS, answer_of_error, error_of, problem_of, refused_at
from leapyear_core.core import Core
from leapyear_core.model import errors
from leapyear_core.model.errors import CoreError, InternalError, TableNotFound
from tests.in_process import InProcess

CLASSES = [
    each
    for each in vars(errors).values()
    if inspect.isclass(each) and issubclass(each, CoreError) and hasattr(each, "code")
]


def test_every_code_of_the_contract_has_a_status_and_no_other_has() -> None:
    assert set(PROBLEMS) == set(contract.load().error_codes)


@pytest.mark.parametrize("error", CLASSES, ids=lambda each: each.__name__)
def test_every_error_has_a_code_of_the_contract(error: type[CoreError]) -> None:
    """And comes back from its code."""
    assert error.code in contract.load().error_codes
    assert type(error_of(error.code, "x")) is error


def test_no_two_errors_share_a_code() -> None:
    assert len({each.code for each in CLASSES}) == len(CLASSES)


def test_a_status_of_the_table_is_one_of_the_contract() -> None:
    """Each is described for some operation; 405 belongs to no operation."""
    described = {status for each in contract.load().operations for status in each.statuses}
    assert {kind.status for kind in PROBLEMS.values()} - described == {405}


def test_a_problem_names_the_thing_and_the_place() -> None:
    problem = problem_of(TableNotFound("there is no table 'x'")).to_dict()
    assert problem == {
        "code": "table_not_found",
        "title": "There is no such table",
        "status": 404,
        "detail": "there is no table 'x'",
    }
    refused = problem_of(refused_at("query limit", "the value is not a whole number")).to_dict()
    assert refused["errors"] == [
        {"at": "query limit", "message": "the value is not a whole number"}
    ]


def test_an_unknown_code_is_a_fault_of_ours() -> None:
    assert isinstance(error_of("nope", "x"), InternalError)


def test_a_fault_is_neither_told_nor_logged_with_its_values(
    core: Core, admin: InProcess, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The words of an exception may quote a row. Its type and its place are enough to find it."""

    def fail(name: str) -> None:
        try:
            int("row of Mrs. Miller")
        except ValueError as error:
            raise KeyError("password of Mrs. Miller") from error

    monkeypatch.setattr(type(core.databases), "get", lambda self, caller, name: fail(name))
    with caplog.at_level(logging.DEBUG):
        reply = admin.get("/v1/databases/clinic")
    assert (reply.status, reply.code) == (500, "internal_error")
    assert b"Miller" not in reply.content
    logged = "\n".join(
        f"{record.getMessage()}{record.exc_info}{record.exc_text}{record.stack_info}"
        for record in caplog.records
    )
    assert "Miller" not in logged
    assert "get_database failed: builtins.KeyError at" in logged
    assert "builtins.ValueError at" in logged
    assert "test_problems.py" in logged


def test_a_fault_that_a_service_raised_tells_nothing_either() -> None:
    answer = answer_of_error(InternalError("row of Mrs. Miller"), doing="x")
    assert b"Miller" not in answer.body
    assert b"Miller" not in str(problem_of(InternalError("row of Mrs. Miller"))).encode()
