"""One tree of errors: complete, pickle-able, and never the reason for an error itself."""

import builtins
import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import leapyear_api
from leapyear import exceptions
from leapyear.exceptions import (
    CLASS_OF_CODE,
    CLASS_OF_STATUS,
    APIError,
    AttributeNotFound,
    ClientError,
    DatabaseNotFound,
    ErrorPlace,
    InvalidRequest,
    ServerUnavailable,
    error_of_response,
)

CLASSES = [
    value
    for name in exceptions.__all__
    if isinstance(value := getattr(exceptions, name), type) and issubclass(value, Exception)
]


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


def test_all_classes_are_exported_and_have_one_root() -> None:
    """Who catches `ClientError` catches everything, and every class can be imported."""
    defined = {
        value
        for value in vars(exceptions).values()
        if isinstance(value, type) and issubclass(value, Exception)
    }
    assert defined == set(CLASSES)
    assert all(issubclass(one, ClientError) for one in CLASSES)


def test_the_docstring_draws_the_tree_as_it_is() -> None:
    """Every class is in the drawing, under its parent."""
    assert exceptions.__doc__ is not None
    drawn: list[tuple[int, str]] = []
    for line in exceptions.__doc__.splitlines():
        stripped = line.lstrip("│├└─ ")
        name = stripped.split(" ")[0]
        if (
            hasattr(exceptions, name)
            and ("─" in line or name == "ClientError")
            and line[:4] == "    "
        ):
            drawn.append((len(line) - len(stripped), name))
    assert {name for _, name in drawn} == {one.__name__ for one in CLASSES}
    path: list[tuple[int, str]] = []
    for depth, name in drawn:
        path = [(at, parent) for at, parent in path if at < depth]
        if path:
            assert getattr(exceptions, path[-1][1]) in getattr(exceptions, name).__bases__
        path.append((depth, name))


@pytest.mark.parametrize("kind", CLASSES)
def test_errors_survive_pickling(kind: type[ClientError]) -> None:
    """Errors cross process boundaries with all that they know."""
    error = kind("what", code="a_code", status=418, details=(ErrorPlace("/name", "too long"),))
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind
    assert (str(copy), copy.code, copy.status, copy.details, copy.info) == (
        "what\n  /name: too long",
        "a_code",
        418,
        error.details,
        error.info,
    )


def test_errors_are_the_builtin_ones_as_well() -> None:
    """`mapping.get`, `hasattr` and `except ConnectionError` work as people expect."""
    assert issubclass(DatabaseNotFound, KeyError)
    assert issubclass(AttributeNotFound, AttributeError)
    assert issubclass(exceptions.ConnectionError, builtins.ConnectionError)
    assert issubclass(exceptions.AsyncTimeoutError, TimeoutError)
    assert issubclass(InvalidRequest, ValueError)


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
    if status not in CLASS_OF_STATUS:  # and nobody draws one of our codes at random
        assert type(error) is APIError
