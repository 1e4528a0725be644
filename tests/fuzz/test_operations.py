"""Each operation, with requests that fit the contract and requests that do not."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.openapi.checks import RejectedPositiveData
from schemathesis.pytest.lazy import get_all_tests

from leapyear_core.api import contract
from tests.fuzz.subject import Subject
from tests.fuzz.under_test import described, holds_nul

SUBJECT = Subject(is_furnished=True)


@pytest.fixture(autouse=True)
def fresh_core() -> Iterator[None]:
    """Another Core for each operation."""
    with SUBJECT:
        yield


FEW = settings(
    max_examples=15,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


OPERATIONS = [each.id for each in contract.load().operations]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_keeps_the_contract(operation: str) -> None:
    """Whatever it is sent, it answers as the contract says."""

    @FEW
    def call(case: Any) -> None:
        if not holds_nul(case.body):
            case.call_and_validate()

    # What `parametrize` of schemathesis does, which makes up the requests of all operations wherever tests are collected:
    # that takes longer than to send them, in each process anew.
    others = [each for each in OPERATIONS if each != operation]
    (made,) = get_all_tests(
        schema=described(SUBJECT).exclude(operation_id=others),
        test_func=call,
        settings=None,
        given_kwargs=None,
    )
    assert isinstance(made, Ok), made
    _, test = made.ok()
    test()


@pytest.mark.parametrize("operation", ["get_current_user", "list_databases", "get_database"])
def test_a_run_whose_login_does_not_work_fails(operation: str) -> None:
    """A 401 is no answer to good data: otherwise such a run would look green, and would have tested nothing."""

    @given(case=described(SUBJECT, token="none").find_operation_by_id(operation).as_strategy())
    @FEW
    def run(case: Any) -> None:
        case.call_and_validate()

    with pytest.raises(FailureGroup) as raised:
        run()
    assert any(isinstance(each, RejectedPositiveData) for each in raised.value.exceptions)
