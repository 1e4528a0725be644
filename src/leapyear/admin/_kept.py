"""The resources of a server as mappings by name, kept with the connection."""

from collections.abc import Callable
from typing import Any, TypeVar

from leapyear._connection import Connection
from leapyear._mapping import LazyMapping
from leapyear._names import is_name
from leapyear._records import Page
from leapyear.admin._resource import Readable
from leapyear.exceptions import NotFound

RecordT = TypeVar("RecordT")
ResourceT = TypeVar("ResourceT", bound=Readable[Any])


def kept(
    connection: Connection,
    key: tuple[str, ...],
    title: tuple[str, str],
    made: Callable[[RecordT, Connection], ResourceT],
    *,
    get: Callable[[str], RecordT],
    list_page: Callable[[int, str | None], Page[RecordT]],
    missing: type[NotFound],
    is_name: Callable[[object], bool] = is_name,
) -> LazyMapping[ResourceT]:
    """The resources of one kind.

    Parameters
    ----------
    key
        What they are kept under.
    title, missing, is_name
        As `LazyMapping` takes them.
    made
        The resource that a record describes.
    get, list_page
        Ask the server for a record, and for a page of them.
    """
    return connection.cached(
        key,
        lambda: LazyMapping(
            title,
            get=lambda name: made(get(name), connection),
            list_page=lambda limit, cursor: list_page(limit, cursor).map(
                lambda record: made(record, connection)
            ),
            name_of=lambda resource: resource.name,
            is_name=is_name,
            missing=missing,
        ),
    )
