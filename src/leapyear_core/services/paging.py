"""Pages of lists, and the opaque cursors between them.

A cursor is the key of the last item of its page. So a page never holds an item twice, and none is left out, however
much is created and deleted between two pages.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from attrs import frozen

from leapyear_core.model.errors import InvalidRequest

T = TypeVar("T")


@frozen
class Page(Generic[T]):
    """Some items of a list, and where it goes on; None behind the last one."""

    items: tuple[T, ...]
    next_cursor: str | None


def page_of(found: Sequence[T], limit: int, key: Callable[[T], Any]) -> Page[T]:
    """The page that holds the first `limit` of what was found, when one more was looked for."""
    items = tuple(found[:limit])
    return Page(items, encode(key(items[-1])) if len(found) > limit else None)


def encode(key: Any) -> str:
    """The cursor of a key: a string, a number, or a list of them."""
    text = json.dumps(key, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def decode(cursor: str) -> Any:
    """The key of a cursor.

    Raises
    ------
    InvalidRequest
        If it is not one of ours.
    """
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, RecursionError, ValueError):
        raise bad_cursor() from None
    # What decodes and yet is written otherwise by us is not ours: one key, one cursor.
    if encode(key) != cursor:
        raise bad_cursor()
    return key


def decode_name(cursor: str | None) -> str | None:
    """The name that a cursor holds; None where there is no cursor.

    Raises
    ------
    InvalidRequest
        If it is not one of ours.
    """
    if cursor is None:
        return None
    name = decode(cursor)
    if not isinstance(name, str) or not name.isascii() or not name.isprintable():
        raise bad_cursor()
    return name


def bad_cursor() -> InvalidRequest:
    """The refusal of a cursor that is not one of ours."""
    return InvalidRequest(
        "the cursor is not one of this list: take the next_cursor of its page before"
    )
