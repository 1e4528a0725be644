"""Tables: files of sensitive rows, with what is public about them."""

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar, Final, Self

from leapyear._access import ColumnAccessType
from leapyear._connection import Connection, connection_for
from leapyear._jobs import AsyncJobInformation
from leapyear._mapping import PAGE_SIZE, Columns, LazyMapping
from leapyear._names import check_attribute_name
from leapyear._numbers import truth_value, whole_number
from leapyear._records import TableDeclaration, TableRecord
from leapyear._refusals import described, invalid_request
from leapyear._types import Type
from leapyear.admin._in_database import InDatabase, kept_in_database
from leapyear.admin._resource import optional_text
from leapyear.admin.access import (
    AccessSubject,
    checked_column_access,
    may_be_oneself,
    subject_named,
    subject_or_oneself,
)
from leapyear.admin.column import ColumnDefinition, TableColumn
from leapyear.admin.database import Database, databases_of
from leapyear.admin.slices import DataSlice
from leapyear.exceptions import InvalidColumn, TableNotFound

#: The most rows of one privacy unit that the server takes.
MOST_ROWS_PER_UNIT: Final = 10_000


class Table(InDatabase[TableRecord]):
    """A sensitive table, made from a Parquet or CSV file that the server can read.

    Parameters
    ----------
    name
        Up to 64 letters, digits, ``_`` and ``-``, the first of them a letter or ``_``.
    database
        The database, or its name.
    columns
        The columns of the files that the table shall have, with their types and bounds. None takes
        all that the first file has, by its own schema: of Parquet BOOL, INT, REAL, TEXT, DATE and
        DATETIME, of CSV, which has no types, TEXT; columns of other types (times of day, lists,
        bytes) are left out. Bounds are public, so they are not read off the values: those of INT and
        REAL are then the widest that the type has, and sums and means are refused until a question
        narrows them with `clip`. ``infer_bounds`` finds better ones. A BOOL, INT or TEXT that the
        schema of a Parquet file requires is not nullable. The values of a public table are
        no secret: its bounds are those of the rows that it is made with, and values in later slices
        that lie outside are clamped, so declare the columns where more is to come.
    credentials
        Where the first rows are, as the server sees it: a path below one of its data roots,
        absolute, or a URL ``file:///...``, ``hdfs://host/...`` or ``s3://bucket/...``. A folder
        stands for the files in it, and ``*``, ``?`` and ``[...]`` in names for all that match. It is
        told to administrators only. More rows follow with `add_data_slice`.
    watch_folder
        A folder whose files become slices: those that are there when the table is made, and later
        ones by themselves, a minute or two after they were written, or at once with `refresh`. To make a table one needs this or ``credentials``, or both.
    description
        A text for people.
    public
        Whether the table holds no secrets, as those say who administer its database: everybody who
        sees it gets exact answers about public tables, for nothing. None is no. It cannot be
        changed, since exact answers cannot be taken back: drop the table, and make it anew.
    privacy_unit
        The column that says whose a row is, an INT, a FACTOR or a TEXT. Answers then keep secret
        each person, or whatever it names, with all their rows. Rows without a unit, or with one
        outside of the bounds, are left out. None: each row is secret by itself. Tables of one
        database whose units' columns have one name are about the same entities: equal values are
        one unit, so call the columns differently where they are not.
    max_rows_per_unit
        The most rows of one unit, up to 10,000; needed with ``privacy_unit``. Of units that have
        more, so many are chosen at random. Noise grows with it: choose what most units have.
    infer_bounds
        Whether the server finds narrower bounds of every INT and REAL column but the privacy unit
        when it makes the table; see `ColumnDefinition`, which asks for it column by column. It costs
        the database 0.001 rho for each, or 0.016 epsilon where that is counted. None is no.
    table_id
        The number that the server knows it by. It is the server that gives it; leave it out.

    Examples
    --------
    >>> Table("visits", database="clinic", credentials="clinic/visits.parquet", columns=[
    ...     ColumnDefinition("age", type="INT", bounds=(0, 120)),
    ...     ColumnDefinition("smoker", type="BOOL"),
    ... ])
    <Table clinic.visits>
    >>> found = Table(
    ...     "found", database="clinic", credentials="clinic/visits.parquet", infer_bounds=True
    ... ).create()
    >>> found.columns["age"].bounds
    (0, 127)
    """

    _noun = "table"
    _changeable: ClassVar = ("description",)

    def __init__(
        self,
        name: str,
        *,
        database: Database | str,
        columns: Iterable[ColumnDefinition] | None = None,
        credentials: str | os.PathLike[str] | None = None,
        description: str | None = None,
        public: bool | None = None,
        privacy_unit: str | None = None,
        max_rows_per_unit: int | None = None,
        table_id: int | None = None,
        watch_folder: str | os.PathLike[str] | None = None,
        infer_bounds: bool | None = None,
    ) -> None:
        super().__init__(name, database)
        self._definitions = None if columns is None else _checked_columns(columns)
        self._credentials = None if credentials is None else _path(credentials, "credentials")
        self._watch_folder = None if watch_folder is None else _path(watch_folder, "watch_folder")
        self._description = optional_text(description, "description") or None
        self._public = _switch(public, "public")
        self._infer_bounds = _switch(infer_bounds, "infer_bounds")
        self._unit = _checked_unit(privacy_unit, max_rows_per_unit)
        self._id = table_id
        self._columns: Columns[TableColumn] | None = None

    @property
    def id(self) -> int | None:
        """A number that no other table of the server ever had; None before the server was asked."""
        return self._record.id if self._record else self._id

    @property
    def columns(self) -> Mapping[str, TableColumn]:
        """The columns by name, in their order; empty before they were given or read."""
        if self._columns is None:
            if self._record is not None:
                types, required = self._record.columns, self._record.required
            else:
                declared = self._definitions or ()
                types = tuple((one.name, Type(one.type, one.bounds)) for one in declared)
                required = frozenset(one.name for one in declared if not one.nullable)
            self._columns = Columns(
                self._described(),
                {name: TableColumn(name, of_type, name not in required) for name, of_type in types},
            )
        return self._columns

    @property
    def credentials(self) -> str | None:
        """Where the first rows came from; None to those who are no administrators."""
        return self._record.credentials if self._record else self._credentials

    @property
    def watch_folder(self) -> str | None:
        """The folder whose new files become slices; None to those who are no administrators."""
        return self._record.watch_folder if self._record else self._watch_folder

    @property
    def slices(self) -> list[DataSlice]:
        """Ask the server what the table was made of, oldest first.

        Raises
        ------
        PermissionDenied
            If the user administers neither the server nor the database.

        Examples
        --------
        >>> [each.credentials for each in client.databases["clinic"].tables["visits"].slices]
        ['clinic/visits.parquet']
        """
        connection, cursor = self._connected(), None
        found: list[DataSlice] = []
        while True:
            page = connection.server.list_slices(self._database, self.name, PAGE_SIZE, cursor)
            found += map(DataSlice._from_record, page.items)
            cursor = page.next_cursor
            if cursor is None:
                return found

    def add_data_slice(self, credentials: str | os.PathLike[str]) -> DataSlice:
        """Add the rows of files to the table: of all of them, or of none.

        Answers that are on record were of other rows: the same questions cost something again.

        Parameters
        ----------
        credentials
            Where the files are, as for the table.

        Returns
        -------
        DataSlice
            What was added.

        Raises
        ------
        AlreadyExists
            If the rows of one of the files are in the table: whoever was in it would be twice.
        InvalidColumn
            If a file has not the columns of the table.
        SourceError
            If a file cannot be used.
        PermissionDenied
            If the user administers neither the server nor the database.
        """
        server = self._connected().server
        return DataSlice._from_record(
            server.add_slice(self._database, self.name, _path(credentials, "credentials"))
        )

    def refresh(self) -> list[DataSlice]:
        """Make slices of the new files in the folder that the table watches.

        Let files come into the folder whole, under their names: one that is still being written is
        refused, or read in part.

        Returns
        -------
        list of DataSlice
            What was added.

        Raises
        ------
        InvalidRequest
            If the table watches no folder.
        InvalidColumn, SourceError
            If a file cannot be used. Then no row is added.
        PermissionDenied
            If the user administers neither the server nor the database.
        """
        server = self._connected().server
        return [
            DataSlice._from_record(each) for each in server.refresh_table(self._database, self.name)
        ]

    @property
    def description(self) -> str | None:
        """A text for people."""
        return self._record.description if self._record else self._description

    @property
    def public(self) -> bool:
        """Whether it holds no secrets, and answers about it are exact."""
        return self._record.public if self._record else bool(self._public)

    @property
    def privacy_unit(self) -> str | None:
        """The column that says whose a row is; None where each row is secret by itself."""
        return self._record.privacy_unit if self._record else self._unit[0]

    @property
    def max_rows_per_unit(self) -> int | None:
        """The most rows of one privacy unit; None where each row is secret by itself."""
        return self._record.max_rows_per_unit if self._record else self._unit[1]

    @property
    def created_at(self) -> dt.datetime | None:
        """When it was made; None before the server was asked."""
        return self._record.created_at if self._record else None

    @classmethod
    def all(cls, database: Database | str) -> Iterator["Table"]:
        """The tables of a database, in the order of their names.

        Raises
        ------
        DatabaseNotFound
            If there is no such database.
        NotConnected
            If there is no connection.
        """
        found = database if isinstance(database, Database) else Database(database)
        return iter(tables_of(connection_for(found._connection), found.name).load().values())

    def get_access(self, subject: AccessSubject | None = None) -> Mapping[str, ColumnAccessType]:
        """Ask the server what a user or a group may do with each column, all grants counted.

        Parameters
        ----------
        subject
            A `User` or a `Group`; None is the user who is logged in.

        Returns
        -------
        Mapping from str to ColumnAccessType
            By column; those that the user who is logged in may not know of are left out.

        Raises
        ------
        TableNotFound, DatabaseNotFound, UserNotFound, GroupNotFound
            If there is no such table or subject, or the user may not know of it.

        Examples
        --------
        >>> access = client.databases["clinic"].tables["visits"].get_access(User("ada"))
        >>> access["age"]
        ColumnAccessType.COMPUTE
        """
        connection = self._connected()
        asked = subject_or_oneself(subject, connection)
        found = connection.server.get_table_access(self._database, self.name, asked)
        return Columns(self._described(), dict(found.effective))

    def set_access(self, subject: AccessSubject, access: Mapping[str, ColumnAccessType]) -> None:
        """Grant a user or a group access to columns, in place of all it was granted on them before.

        Parameters
        ----------
        subject
            A `User` or a `Group`.
        access
            What to grant on each column. A column that is left out follows what the subject was
            granted on the database; ``{}`` lets all of them follow it.

        Raises
        ------
        AttributeNotFound
            If the table has no such column.
        TableNotFound, DatabaseNotFound, UserNotFound, GroupNotFound
            If there is no such table or subject, or the user may not know of it.
        PermissionDenied
            If the user administers neither the server nor the database.

        Examples
        --------
        >>> visits.set_access(Group("nurses"), {"age": ColumnAccessType.FULL})
        """
        named, checked = subject_named(subject), checked_column_access(access)
        connection = self._connected()
        try:
            connection.server.set_table_access(self._database, self.name, named, checked)
        finally:
            # Which columns one sees, and whether a table and its database at all, depends on it.
            if may_be_oneself(named, connection):
                self._forget_on(connection)
                databases_of(connection).forget(self._database)

    @classmethod
    def _from_record(cls, record: TableRecord, connection: Connection) -> Self:
        return cls(record.name, database=record.database)._bind(connection, record)

    def _bind(self, connection: Connection, record: TableRecord | None) -> Self:
        self._columns = None
        return super()._bind(connection, record)

    def _fetch(self, connection: Connection) -> TableRecord:
        return connection.server.get_table(self._database, self.name, self._record)

    def _create_on(self, connection: Connection) -> TableRecord:
        return connection.server.create_table(self._database, self._declared())

    def _begin_on(self, connection: Connection) -> AsyncJobInformation:
        return connection.server.begin_table(self._database, self._declared())

    def _declared(self) -> TableDeclaration:
        """What the server is to make the table of."""
        columns = tuple((column.name, column.schema_type) for column in self.columns.values())
        if not (self.credentials or self.watch_folder):
            raise invalid_request(
                f"table '{self._database}.{self.name}' needs "
                "credentials='path/of/the/file.parquet', where the server finds its rows, or a "
                "watch_folder"
            )
        return TableDeclaration(
            self.name,
            columns,
            frozenset(column.name for column in self.columns.values() if not column.nullable),
            self.credentials,
            self.watch_folder,
            self.description,
            self.public,
            self.privacy_unit,
            self.max_rows_per_unit,
            self._infer_bounds
            or tuple(one.name for one in self._definitions or () if one.infer_bounds),
        )

    def _update_on(self, connection: Connection, changes: dict[str, object]) -> TableRecord:
        description = optional_text(changes["description"], "description")
        return connection.server.update_table(self._database, self.name, description)

    def _drop_on(self, connection: Connection) -> None:
        connection.server.delete_table(self._database, self.name)

    def _forget_on(self, connection: Connection) -> None:
        tables_of(connection, self._database).forget(self.name)

    def _described(self) -> str:
        return f"table '{self._database}.{self._name}'"

    def _html_row(self) -> Mapping[str, object]:
        return {"columns": ", ".join(self.columns), "description": self.description}


def _checked_unit(unit: str | None, rows: int | None) -> tuple[str | None, int | None]:
    if (unit is None) != (rows is None):
        raise invalid_request(
            "privacy_unit, the column that says whose a row is, and max_rows_per_unit, the most rows "
            "of one unit, are given together"
        )
    if unit is None or rows is None:
        return None, None
    most = whole_number(rows)
    if most is None:
        raise TypeError(f"max_rows_per_unit is a whole number, not {rows!r}")
    if not 1 <= most <= MOST_ROWS_PER_UNIT:
        raise invalid_request(f"max_rows_per_unit is from 1 to {MOST_ROWS_PER_UNIT}, not {most}")
    return check_attribute_name(unit), most


def _path(given: object, what: str) -> str:
    """Where files are, as a string."""
    path = os.fspath(given) if isinstance(given, os.PathLike) else given
    if not isinstance(path, str):
        raise TypeError(
            f"{what} is a path or a URL, 'visits.parquet' for one, not {described(given)}"
        )
    if not path:
        raise invalid_request(f"{what} is empty: give the path of a file or a folder, or a URL")
    return path


def _switch(given: object, what: str) -> bool | None:
    truth = truth_value(given)
    if given is not None and truth is None:
        raise TypeError(f"{what} is True or False, not {given!r}")
    return truth


def _checked_columns(columns: Iterable[ColumnDefinition]) -> tuple[ColumnDefinition, ...]:
    if isinstance(columns, str | Mapping) or not isinstance(columns, Iterable):
        raise TypeError(f"columns is a list of ColumnDefinition, not {type(columns).__name__}")
    definitions = tuple(columns)
    seen: dict[str, str] = {}
    for definition in definitions:
        if not isinstance(definition, ColumnDefinition):
            raise TypeError(
                f"columns is a list of ColumnDefinition, not of {type(definition).__name__}"
            )
        # Names that differ in case alone are the same to the engines of the server.
        if (
            other := seen.setdefault(definition.name.casefold(), definition.name)
        ) != definition.name:
            raise InvalidColumn(
                f"the columns {other!r} and {definition.name!r} differ in case alone: rename one "
                "of them",
                code="invalid_column",
            )
    if len({definition.name for definition in definitions}) != len(definitions):
        names = [definition.name for definition in definitions]
        twice = next(name for name in names if names.count(name) > 1)
        raise InvalidColumn(f"the column {twice!r} is there twice", code="invalid_column")
    return definitions


def tables_of(connection: Connection, database: str) -> LazyMapping[Table]:
    """The tables of a database, kept with the connection."""
    return kept_in_database(
        connection,
        database,
        "table",
        Table._from_record,
        get=lambda name: connection.server.get_table(database, name),
        list_page=lambda limit, cursor: connection.server.list_tables(database, limit, cursor),
        missing=TableNotFound,
    )
