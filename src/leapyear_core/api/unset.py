"""What is left out, in Python and in the models of the generated package: None here, ``Unset`` there."""

from typing import TypeVar

from leapyear_api.types import UNSET, Unset

T = TypeVar("T")


def given(value: T | Unset) -> T | None:
    """The value of a member of a request; None where it was left out."""
    return None if isinstance(value, Unset) else value


def whole(value: int | Unset) -> int | None:
    """A whole number of a request, which JSON may write as 10.0; None where it was left out."""
    return None if isinstance(value, Unset) else int(value)


def shown(value: T | None) -> T | Unset:
    """The value of a member of a response, left out where it is None."""
    return UNSET if value is None else value
