"""Views: data sets that were given a name on the server."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, Self

from leapyear._connection import Connection, connection_for
from leapyear._mapping import LazyMapping
from leapyear._records import ViewRecord
from leapyear._refusals import invalid_request
from leapyear._types import Schema, Type
from leapyear.admin._in_database import InDatabase, kept_in_database
from leapyear.admin._resource import optional_text
from leapyear.admin.database import Database
from leapyear.exceptions import ViewNotFound

if TYPE_CHECKING:
    from leapyear.dataset.data_set import DataSet


class View(InDatabase[ViewRecord]):
    """A data set that was given a name on the server, for others to start from.

    A view is a shorthand and grants nothing: it is there for those who see every column that it
    reads, and a question through it costs what it costs without it. `DataSet.from_view` asks about
    it. A table that views are made of cannot be dropped before them.

    Parameters
    ----------
    name
        Up to 64 letters, digits, ``_`` and ``-``, the first of them a letter or ``_``.
    database
        The database, or its name.
    data_set
        What the view stands for: made of tables and views of the database. Needed to make a view.
    description
        A text for people.
    view_id
        The number that the server knows it by. It is the server that gives it; leave it out.

    Examples
    --------
    >>> View("women", database="clinic", data_set=ds.where(ds.sex == "f")).create()
    <View clinic.women>
    """

    _noun = "view"
    _changeable: ClassVar = ("description",)

    def __init__(
        self,
        name: str,
        *,
        database: Database | str,
        data_set: "DataSet | None" = None,
        description: str | None = None,
        view_id: int | None = None,
    ) -> None:
        super().__init__(name, database)
        self._data_set = None if data_set is None else _checked_data_set(data_set)
        self._description = optional_text(description, "description") or None
        self._id = view_id

    @property
    def id(self) -> int | None:
        """A number that no other view of the server ever had; None before the server was asked."""
        return self._record.id if self._record else self._id

    @property
    def description(self) -> str | None:
        """A text for people."""
        return self._record.description if self._record else self._description

    @property
    def data_set(self) -> "DataSet | None":
        """What it stands for, made of tables and views; None before it was given or read.

        Raises
        ------
        NotConnected
            If it was read, and there is no connection any more.

        Examples
        --------
        >>> View("women", database="clinic", data_set=ds.where(ds.sex == "f")).create().data_set
        DataSet.from_table('clinic.visits').where(sex == 'f')
        """
        if self._record is None or self._record.relation is None:
            return self._data_set
        from leapyear.dataset.data_set import DataSet

        return DataSet(self._record.relation, connection_for(self._connection), self.schema)

    @property
    def schema(self) -> Mapping[str, Type]:
        """The names and types of its attributes, in their order.

        As the server has derived them, with bounds; before it was asked, as far as they are known
        without.
        """
        if self._record is not None:
            return Schema(dict(self._record.columns))
        return Schema({} if self._data_set is None else self._data_set._schema)

    @property
    def created_at(self) -> dt.datetime | None:
        """When it was made; None before the server was asked."""
        return self._record.created_at if self._record else None

    @classmethod
    def all(cls, database: Database | str) -> Iterator["View"]:
        """The views of a database, in the order of their names. For its administrators.

        Raises
        ------
        DatabaseNotFound
            If there is no such database.
        PermissionDenied
            If the user administers neither the server nor the database.
        NotConnected
            If there is no connection.
        """
        found = database if isinstance(database, Database) else Database(database)
        return iter(views_of(connection_for(found._connection), found.name).load().values())

    @classmethod
    def _from_record(cls, record: ViewRecord, connection: Connection) -> Self:
        return cls(record.name, database=record.database)._bind(connection, record)

    def _fetch(self, connection: Connection) -> ViewRecord:
        return connection.server.get_view(self._database, self.name, self._record)

    def _create_on(self, connection: Connection) -> ViewRecord:
        if self._data_set is None:
            raise invalid_request(
                f"view '{self._database}.{self.name}' needs data_set=ds.where(...): what it stands "
                "for"
            )
        return connection.server.create_view(
            self._database, self.name, self._data_set._relation, self._description
        )

    def _update_on(self, connection: Connection, changes: dict[str, object]) -> ViewRecord:
        description = optional_text(changes["description"], "description")
        return connection.server.update_view(self._database, self.name, description)

    def _drop_on(self, connection: Connection) -> None:
        connection.server.delete_view(self._database, self.name)

    def _forget_on(self, connection: Connection) -> None:
        views_of(connection, self._database).forget(self.name)

    def _html_row(self) -> Mapping[str, object]:
        return {"attributes": ", ".join(self.schema), "description": self.description}


def _checked_data_set(data_set: object) -> "DataSet":
    from leapyear.dataset.data_set import DataSet

    if not isinstance(data_set, DataSet):
        raise TypeError(f"data_set is a DataSet, not {type(data_set).__name__}")
    return data_set


def views_of(connection: Connection, database: str) -> LazyMapping[View]:
    """The views of a database, kept with the connection."""
    return kept_in_database(
        connection,
        database,
        "view",
        View._from_record,
        get=lambda name: connection.server.get_view(database, name),
        list_page=lambda limit, cursor: connection.server.list_views(database, limit, cursor),
        missing=ViewNotFound,
    )
