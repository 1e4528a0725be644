"""Replies: what they have to be, and the values in them.

The generated models do not look at what simple values they are given, so that a name may turn out
to be a number: it is looked at here.
"""

import contextlib
import math
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any, TypeVar

from attrs import evolve

from leapyear._records import (
    DatabaseRecord,
    GroupRecord,
    Page,
    PrivacyProfileRecord,
    TableRecord,
    UserRecord,
    ViewRecord,
)
from leapyear._refusals import invalid_request
from leapyear.exceptions import ClientError, InvalidJson
from leapyear_api.types import Response, Unset

T = TypeVar("T")
RecordT = TypeVar(
    "RecordT",
    DatabaseRecord,
    GroupRecord,
    PrivacyProfileRecord,
    TableRecord,
    UserRecord,
    ViewRecord,
)


@contextlib.contextmanager
def understood(operation: str) -> Iterator[None]:
    """Raise `InvalidJson` for whatever the generated code raises on a reply that it cannot read."""
    try:
        yield
    except ClientError:  # some of which are KeyErrors and ValueErrors as well
        raise
    except UnicodeEncodeError:  # replies are decoded, requests alone are encoded
        raise invalid_request(
            f"{operation} was not sent: one of its strings holds half of a surrogate pair, which is "
            "no Unicode text"
        ) from None
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise InvalidJson(
            f"the server's reply to {operation} is not what the contract says "
            f"({type(error).__name__}): is there a proxy between you and LeapYear Core, or does it "
            "speak another version?"
        ) from None


def expected(reply: object, kind: type[T]) -> T:
    """A reply of the kind that was asked for; None is that of a status which the contract has not."""
    if not isinstance(reply, kind):
        raise TypeError(kind.__name__)
    return reply


def read(
    reply: Response[Any], known: RecordT | None, kind: type[T], convert: Callable[[T], RecordT]
) -> RecordT:
    """A resource that was read, with its entity tag; what was known of it where it is so still."""
    if reply.status_code == HTTPStatus.NOT_MODIFIED and known is not None:
        return known
    return evolve(convert(expected(reply.parsed, kind)), etag=reply.headers.get("ETag"))


def page(items: list[Any], cursor: str | Unset, convert: Callable[[Any], T]) -> Page[T]:
    """A page, each of its items converted."""
    return Page(items=tuple(convert(item) for item in items), next_cursor=optional(cursor))


def optional(value: str | Unset) -> str | None:
    """A string that may be left out, or be empty."""
    return None if isinstance(value, Unset) or value == "" else text(value)


def text(value: object) -> str:
    """A string, and nothing else."""
    if not isinstance(value, str):
        raise TypeError("a string was expected")
    return value


def number(value: object) -> float:
    """A finite number, and nothing else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError("a number was expected")
    return value


def optional_number(value: float | Unset) -> float | None:
    """A number that may be left out."""
    return None if isinstance(value, Unset) else number(value)


def whole(value: object) -> int:
    """A whole number, and nothing else."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("a whole number was expected")
    return value


def truth(value: object) -> bool:
    """True or false, and nothing else."""
    if not isinstance(value, bool):
        raise TypeError("true or false was expected")
    return value
