"""One tree of errors: complete, pickle-able, and never the reason for an error itself."""

import builtins
import pickle

import pytest

from leapyear import exceptions
from leapyear.exceptions import (
    AttributeNotFound,
    ClientError,
    DatabaseNotFound,
    ErrorPlace,
    InvalidRequest,
)

CLASSES = [
    value
    for name in exceptions.__all__
    if isinstance(value := getattr(exceptions, name), type) and issubclass(value, Exception)
]


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
