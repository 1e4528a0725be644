"""What the server refuses becomes the error of its code, or of its status, whatever it sends."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import leapyear_api
from leapyear._problems import CLASS_OF_CODE, CLASS_OF_STATUS, error_of_response
from leapyear.exceptions import (
    APIError,
    ClientError,
    DatabaseNotFound,
    ErrorPlace,
    ServerUnavailable,
)


def test_every_code_of_the_contract_has_a_class() -> None:
    """No code of the contract is left to the guess by status, and we know no code that it has not."""
    contract = json.loads((Path(leapyear_api.__file__).parent / "contract.json").read_text())
    assert set(CLASS_OF_CODE) == set(contract["components"]["schemas"]["ErrorCode"]["enum"])


def test_every_status_of_the_contract_has_a_class() -> None:
    """An answer without a code still gets an error that says what kind of thing went wrong."""
    contract = json.loads((Path(leapyear_api.__file__).parent / "contract.json").read_text())
    statuses = {
        int(status)
        for path in contract["paths"].values()
        for name, operation in path.items()
        if name != "parameters"
        for status in operation["responses"]
    }
    assert {status for status in statuses if status >= 400} <= set(CLASS_OF_STATUS)


def test_the_code_decides_before_the_status() -> None:
    """A code that we know wins; the detail of the server is the message."""
    error = error_of_response(
        404, {"code": "database_not_found", "detail": "there is no database 'x'"}, request="GET /"
    )
    assert type(error) is DatabaseNotFound
    assert (str(error), error.code, error.status) == (
        "there is no database 'x'",
        "database_not_found",
        404,
    )


def test_a_code_of_a_newer_server_falls_back_to_the_status() -> None:
    """An unknown code is kept for those who know it."""
    error = error_of_response(503, {"code": "on_fire", "detail": "hot"}, request="GET /")
    assert type(error) is ServerUnavailable
    assert error.code == "on_fire"


def test_an_answer_that_is_no_problem_is_named_by_its_request() -> None:
    """The page of a proxy is told as such, and not repeated."""
    error = error_of_response(502, None, request="GET http://core/v1/users")
    assert type(error) is ServerUnavailable
    assert "GET http://core/v1/users was answered with 502 Bad Gateway" in str(error)


def test_the_places_of_a_bad_request_are_told() -> None:
    """Where the contract was broken is part of what is printed."""
    errors = [{"at": "/name", "message": "too long"}, "nonsense"]
    error = error_of_response(
        400, {"code": "invalid_request", "detail": "no", "errors": errors}, request=""
    )
    assert error.details == (ErrorPlace("/name", "too long"),)
    assert str(error) == "no\n  /name: too long"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(
    st.integers(100, 999),
    json_values
    | st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("code", "detail", "title", "errors"), json_values)
    ),
)
def test_the_mapper_takes_anything(status: int, body: object) -> None:
    """No answer, however odd, makes the mapper fail."""
    error = error_of_response(status, body, request="GET /")
    assert isinstance(error, ClientError)
    assert str(error)
    if status not in CLASS_OF_STATUS and error.code not in CLASS_OF_CODE:
        assert type(error) is APIError
