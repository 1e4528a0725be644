"""What the server says of its resources, and is told of new tables, as frozen values.

The seam makes them out of the generated models; the classes that people hold (`leapyear.admin`)
keep one each and replace it as a whole, so that a resource is never half old and half new. Those
that were read by themselves have an entity tag, by which reading them again costs less.
"""

import datetime as dt
from collections.abc import Callable
from typing import Generic, TypeVar

from attrs import field, frozen

from leapyear._privacy import PrivacyLimit, PrivacyProfileParams
from leapyear._relations import Relation
from leapyear._types import Type

RecordT = TypeVar("RecordT")
OtherT = TypeVar("OtherT")


def _etag() -> str | None:
    """What to ask the server by whether the record is as it was; None where it did not say so."""
    tag: str | None = field(default=None, eq=False, repr=False)
    return tag


@frozen
class DatabaseRecord:
    """A database. ``id`` is a number that no other database ever had."""

    name: str
    id: int
    description: str | None
    privacy_profile: str
    privacy_limit: PrivacyLimit
    created_at: dt.datetime
    etag: str | None = _etag()


@frozen
class TableRecord:
    """A table. ``credentials`` is told to administrators only; ``required`` are the columns that are not nullable."""

    name: str
    id: int
    database: str
    description: str | None
    columns: tuple[tuple[str, Type], ...]
    required: frozenset[str]
    credentials: str | None
    watch_folder: str | None
    public: bool
    privacy_unit: str | None
    max_rows_per_unit: int | None
    created_at: dt.datetime
    etag: str | None = _etag()


@frozen
class ViewRecord:
    """A view. ``columns`` are its attributes, with the bounds that the server has derived.

    ``relation`` is what it stands for; None where it has more levels than this client builds.
    """

    name: str
    id: int
    database: str
    description: str | None
    columns: tuple[tuple[str, Type], ...]
    created_at: dt.datetime
    relation: Relation | None = None
    etag: str | None = _etag()


@frozen
class SliceRecord:
    """Rows that were added to a table at one time."""

    id: int
    credentials: str
    created_at: dt.datetime


@frozen
class UserRecord:
    """A user."""

    username: str
    is_administrator: bool
    created_at: dt.datetime
    etag: str | None = _etag()


@frozen
class GroupRecord:
    """A group. ``members`` are the names of its users."""

    name: str
    description: str | None
    members: tuple[str, ...]
    created_at: dt.datetime
    etag: str | None = _etag()


@frozen
class KeyRecord:
    """A public key of a user. ``id`` is made from the key, ``name`` is what its owner calls it."""

    id: str
    name: str
    public_key: str
    created_at: dt.datetime


@frozen
class PrivacyProfileRecord:
    """A privacy profile. ``is_built_in``: it belongs to the server, and stays as it is."""

    name: str
    description: str | None
    is_built_in: bool
    params: PrivacyProfileParams
    etag: str | None = _etag()


@frozen
class Page(Generic[RecordT]):
    """A page of a list. ``next_cursor`` is None on the last one."""

    items: tuple[RecordT, ...]
    next_cursor: str | None

    def map(self, convert: Callable[[RecordT], OtherT]) -> "Page[OtherT]":
        """The page with each of its items converted."""
        return Page(items=tuple(convert(item) for item in self.items), next_cursor=self.next_cursor)


@frozen
class TableDeclaration:
    """What the server is to make a table of; see `leapyear.admin.Table`."""

    name: str
    columns: tuple[tuple[str, Type], ...]
    required: frozenset[str]
    credentials: str | None
    watch_folder: str | None
    description: str | None
    public: bool
    privacy_unit: str | None
    max_rows_per_unit: int | None
    infer_bounds: bool | tuple[str, ...]
