"""What databases, tables and users have in common.

A resource is a handle: a name, what it was made with, and what the server last said of it, as one
frozen record. One made by hand tells what it was given until `load` or `create` has asked the
server; one that came from the server tells what that said when it was read. Nothing but a method
with parentheses, and the mappings of other resources, makes a request.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Generic, Self, TypeVar

from leapyear import _html
from leapyear._connection import Connection, connection_for
from leapyear._jobs import AsyncJobInformation
from leapyear.exceptions import AlreadyExists, NotFound

RecordT = TypeVar("RecordT")


class Readable(ABC, Generic[RecordT]):
    """A resource that can be read.

    Parameters
    ----------
    name
        Its name.
    """

    #: What it is, in words.
    _noun: ClassVar[str]

    def __init__(self, name: str) -> None:
        self._name = name
        self._connection: Connection | None = None
        self._record: RecordT | None = None

    @classmethod
    @abstractmethod
    def _from_record(cls, record: RecordT, connection: Connection) -> Self:
        """The resource that a record describes."""

    @abstractmethod
    def _fetch(self, connection: Connection) -> RecordT:
        """Ask the server for the record; for the one that is there, if that is so still."""

    @property
    def name(self) -> str:
        """The name."""
        return self._name

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._name}>"

    def _repr_html_(self) -> str | None:
        # Asks nobody: of what was not read yet, a notebook shows the repr.
        if self._record is None:
            return None
        rows = self._html_row().items()
        return _html.table(("", ""), rows, caption=f"{self._noun} {self._name!r}")

    def _html_row(self) -> Mapping[str, object]:
        """What a table of such resources tells beside the name. Nothing secret."""
        return {}

    def load(self) -> Self:
        """Ask the server how things stand, and return the resource itself.

        What has not changed since it was last read by itself is not sent again (by its ``ETag``).

        Raises
        ------
        NotFound
            If the server has no such thing.
        NotConnected
            If there is no connection.
        """
        connection = self._connected()
        return self._bind(connection, self._fetch(connection))

    def _connected(self) -> Connection:
        return connection_for(self._connection)

    def _bind(self, connection: Connection, record: RecordT | None) -> Self:
        self._connection = connection
        self._record = record
        return self


class Resource(Readable[RecordT]):
    """A resource that can be made, changed and dropped."""

    #: What `update` takes.
    _changeable: ClassVar[tuple[str, ...]]

    @abstractmethod
    def _create_on(self, connection: Connection) -> RecordT:
        """Have the server make it."""

    def _begin_on(self, connection: Connection) -> AsyncJobInformation | None:
        """Have the server begin to make it, and give the job; None where it is made at once."""
        self.create_through(connection)
        return None

    @abstractmethod
    def _update_on(self, connection: Connection, changes: dict[str, object]) -> RecordT:
        """Have the server change it."""

    @abstractmethod
    def _drop_on(self, connection: Connection) -> None:
        """Have the server drop it."""

    @abstractmethod
    def _forget_on(self, connection: Connection) -> None:
        """Drop from the cache what a write of this resource touches."""

    def create(self, *, ignore_if_exists: bool = False) -> Self:
        """Make it on the server.

        Parameters
        ----------
        ignore_if_exists
            Whether to leave it at that where the name is taken: the resource then tells how the one
            is that is there, which may be unlike what this one was made with.

        Returns
        -------
        Self
            The resource itself.

        Raises
        ------
        AlreadyExists
            If the name is taken.
        PermissionDenied
            If the user is no administrator.
        """
        return self.create_through(self._connected(), ignore_if_exists=ignore_if_exists)

    def update(self, **changes: object) -> Self:
        """Change it on the server; what is not named stays as it is.

        Returns
        -------
        Self
            The resource itself, as it is then.

        Raises
        ------
        TypeError
            If a thing is named that cannot be changed.
        NotFound
            If the server has no such thing.
        PermissionDenied
            If the user is no administrator.
        """
        return self.update_through(self._connected(), changes)

    def drop(self, *, ignore_missing: bool = False) -> None:
        """Drop it from the server. What was spent on its data stays spent.

        Parameters
        ----------
        ignore_missing
            Whether it is all right if there is no such thing.

        Raises
        ------
        NotFound
            If the server has no such thing.
        PermissionDenied
            If the user is no administrator.
        """
        self.drop_through(self._connected(), ignore_missing=ignore_missing)

    # The same with the connection named: for `leapyear.Client`, whose methods use its own and not
    # the current one.

    def create_through(
        self,
        connection: Connection,
        *,
        ignore_if_exists: bool = False,
        drop_if_exists: bool = False,
    ) -> Self:
        """Make it on the server of a connection; see `create`."""
        if ignore_if_exists and drop_if_exists:
            raise ValueError(
                "ignore_if_exists and drop_if_exists contradict each other: give one of them"
            )
        try:
            record = self._create_on(connection)
        except AlreadyExists:
            if ignore_if_exists:
                record = self._fetch(connection)
            elif drop_if_exists:
                self._drop_on(connection)
                record = self._create_on(connection)
            else:
                raise
        finally:
            self._forget_on(
                connection
            )  # also after a failure, which may be only that of the answer
        return self._bind(connection, record)

    def begin_through(self, connection: Connection) -> AsyncJobInformation | None:
        """Begin to make it on the server of a connection; see `leapyear.Client.create_async`."""
        try:
            return self._begin_on(connection)
        finally:
            self._forget_on(connection)

    def made_through(self, connection: Connection) -> Self:
        """See what a job has made."""
        self._forget_on(connection)
        return self._bind(connection, self._fetch(connection))

    def update_through(self, connection: Connection, changes: dict[str, object]) -> Self:
        """Change it on the server of a connection; see `update`."""
        if unknown := [name for name in changes if name not in self._changeable]:
            raise TypeError(
                f"{unknown[0]!r} of a {self._noun} cannot be changed: "
                f"{', '.join(map(repr, self._changeable))} can"
            )
        if not changes:
            raise TypeError(
                f"there is nothing to change: name one of {', '.join(map(repr, self._changeable))}"
            )
        try:
            record = self._update_on(connection, changes)
        finally:
            self._forget_on(connection)
        return self._bind(connection, record)

    def drop_through(self, connection: Connection, *, ignore_missing: bool = False) -> None:
        """Drop it from the server of a connection; see `drop`."""
        try:
            self._drop_on(connection)
        except NotFound:
            if not ignore_missing:
                raise
        finally:
            self._forget_on(connection)
        self._record = None


def optional_text(value: object, what: str) -> str:
    """A text for people to be stored; None empties it.

    Raises
    ------
    TypeError
        If it is neither.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(f"the {what} is a string, not {type(value).__name__}")
    return value
