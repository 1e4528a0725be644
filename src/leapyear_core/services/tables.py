"""Sensitive tables: what is declared of them, and where their rows come from."""

import secrets
from collections.abc import Sequence
from contextlib import closing

from attrs import frozen
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from leapyear_core.catalog import grants, tables, views
from leapyear_core.catalog.store import Catalog
from leapyear_core.catalog.tables import TableRecord
from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.engine.sources import Sources, fetched
from leapyear_core.engine.storage import Source, UnitBound
from leapyear_core.model.errors import AlreadyExists, InvalidColumn, InvalidRequest, TableInUse
from leapyear_core.model.types import LONGEST_NAME, Column, is_attribute_name, schema_of_columns
from leapyear_core.model.units import PrivacyUnit, check_unit
from leapyear_core.services import access
from leapyear_core.services.access import SeenDatabase
from leapyear_core.services.clocks import Clock, utc_now
from leapyear_core.services.inferred_bounds import InferredBounds, columns_to_infer
from leapyear_core.services.paging import Page, decode_name, page_of
from leapyear_core.services.sessions import Caller
from leapyear_core.services.sizes import Sizes
from leapyear_core.services.slices import Wanted, copied, record_slices, watched
from leapyear_core.services.work import Work


@frozen
class NamedTable:
    """A table with the columns that its caller sees, and the name of its database.

    Attributes
    ----------
    is_administered
        Whether the caller administers the database, and so may know where its files are.
    """

    database: str
    table: TableRecord
    is_administered: bool


class Tables:
    """The tables of all databases."""

    def __init__(
        self,
        catalog: Catalog,
        engine: DuckDBEngine,
        sources: Sources,
        sizes: Sizes,
        bounds: InferredBounds,
        clock: Clock = utc_now,
    ) -> None:
        self._catalog = catalog
        self._engine = engine
        self._sources = sources
        self._sizes = sizes
        self._bounds = bounds
        self._clock = clock

    def create(
        self,
        caller: Caller,
        database: str,
        name: str,
        *,
        columns: Sequence[Column] | None = None,
        credentials: str | None = None,
        watch_folder: str | None = None,
        description: str | None = None,
        is_public: bool = False,
        privacy_unit: PrivacyUnit | None = None,
        infer_bounds: tuple[str, ...] | None = (),
        work: Work | None = None,
    ) -> NamedTable:
        """Register files as a table. Where that fails, nothing of it stays.

        Its columns are those of the first file, where none are declared, with the bounds that its rows have, where it is
        public; its rows are those that the credentials name,
        and those of the files in the watched folder.

        Whether it is public is said here, and never changed: what was told exactly cannot be taken back, and what was
        private is to be made public by dropping the table, which everybody notices.

        Parameters
        ----------
        infer_bounds
            The INT and REAL columns whose bounds are to be found within those that are declared, each for a charge; None
            for all of them.

        Raises
        ------
        DatabaseNotFound
            If there is no such database that the caller sees.
        PermissionDenied
            If the caller does not administer it.
        AlreadyExists
            If it has a table of that name.
        InvalidColumn
            If the columns fit neither each other nor the file.
        InvalidRequest
            If there is neither a file nor a folder to watch.
        SourceError
            If a file cannot be used.
        PrivacyLimitExceeded
            If the database has too little left for the bounds that are to be found.
        """
        if columns is not None:
            _check_columns(columns, privacy_unit, is_public=is_public)
        unit_key = None if privacy_unit is None else secrets.token_hex(16)
        # Copying the rows can take minutes: before that, and outside of the transaction, see whether it is for nothing.
        with self._catalog.read() as connection:
            asked = access.find_database(connection, caller, "create_table", database)
            if tables.find(connection, asked.record.id, name) is not None:
                raise table_taken(database, name)
        wanted = self._wanted(credentials, watch_folder)
        if columns is None:
            columns = self._detected(wanted)
            # Nobody declared bounds. Those of the rows are no secret here, and cost nothing; they clamp no row.
            infer_bounds = None if is_public else infer_bounds
            _check_columns(columns, privacy_unit, is_public=is_public)
        inferred = columns_to_infer(tuple(columns), infer_bounds, privacy_unit)
        work = work or Work()
        bound = _bound(privacy_unit, unit_key)
        source = copied(self._engine, columns, bound, wanted, work=work)
        try:
            with self._catalog.write() as connection:
                there = access.find_database(connection, caller, "create_table", database)
                now = self._clock()
                table_id = tables.add(
                    connection,
                    database_id=there.record.id,
                    name=name,
                    description=description,
                    credentials=credentials or "",
                    columns=columns,
                    is_public=is_public,
                    privacy_unit=privacy_unit,
                    unit_key=unit_key,
                    watch_folder=watch_folder,
                    watched_by=None if watch_folder is None else caller.user_id,
                    source=source.to_json(),
                    data_version=source.version,
                    created_at=now,
                )
                record_slices(connection, table_id, wanted, now)
                made = _named(connection, caller, there, name)
                # Who makes a table administers its database, and sees all of its columns.
                charge_id = self._sizes.charge(connection, caller.user_id, database, made.table)
                self._bounds.charge(connection, caller.user_id, database, made.table, inferred)
                work.at_end(connection)
        except IntegrityError:
            self._engine.drop(source)
            raise table_taken(database, name) from None
        except BaseException:
            self._engine.drop(source)
            raise
        if charge_id is not None:
            self._sizes.release(database, made.table, charge_id)
        if not inferred:
            return made
        self._bounds.settle(database, made.table)
        with self._catalog.read() as connection:
            there = access.find_database(connection, caller, "create_table", database)
            return _named(connection, caller, there, name)

    def _wanted(self, credentials: str | None, watch_folder: str | None) -> list[Wanted]:
        if credentials is None and watch_folder is None:
            raise InvalidRequest(
                "a table needs credentials, which say where its rows are, or a folder to watch"
            )
        wanted = []
        if credentials is not None:
            wanted.append(Wanted(credentials, self._sources.find(credentials)))
        if watch_folder is not None:
            there = {file.identity for each in wanted for file in each.files}
            wanted += watched(self._sources, watch_folder, there)
        return wanted

    def _detected(self, wanted: Sequence[Wanted]) -> tuple[Column, ...]:
        first = [file for each in wanted for file in each.files][:1]
        if not first:
            raise InvalidColumn("there is no file to find the columns in yet: declare them")
        with closing(fetched(first, self._engine.scratch)) as files:
            found = self._engine.detect(files)
        for name in (column.name for column in found):
            if not is_attribute_name(name):
                raise InvalidColumn(
                    f"{name[:LONGEST_NAME]!r} in the file is no name of a column, which has 1 to {LONGEST_NAME} characters"
                    " and no control characters: declare the columns that you want"
                )
        return found

    def page(
        self, caller: Caller, database: str, *, limit: int, cursor: str | None
    ) -> Page[NamedTable]:
        """The tables of a database that the caller sees, in the order of their names.

        Raises
        ------
        DatabaseNotFound
            If there is no such database that the caller sees.
        """
        after = decode_name(cursor)
        with self._catalog.read() as connection:
            there = access.find_database(connection, caller, "list_tables", database)
            found = access.page_of_tables(connection, caller, there, after=after, limit=limit + 1)
        named = [NamedTable(database, table, there.is_administered) for table in found]
        return page_of(named, limit, lambda each: each.table.name)

    def get(self, caller: Caller, database: str, name: str) -> NamedTable:
        """The table of that name.

        Raises
        ------
        DatabaseNotFound, TableNotFound
            If there is no such thing that the caller sees.
        """
        with self._catalog.read() as connection:
            there = access.find_database(connection, caller, "get_table", database)
            return _named(connection, caller, there, name)

    def update(self, caller: Caller, database: str, name: str, *, description: str) -> NamedTable:
        """Set the description of a table.

        Raises
        ------
        DatabaseNotFound, TableNotFound
            If there is no such thing that the caller sees.
        PermissionDenied
            If the caller does not administer the database.
        """
        with self._catalog.write() as connection:
            there = access.find_database(connection, caller, "update_table", database)
            table = access.find_table(connection, caller, there, name).whole
            tables.change(connection, table.id, description=description)
            return _named(connection, caller, there, name)

    def delete(self, caller: Caller, database: str, name: str) -> None:
        """Delete a table with what was granted on its columns.

        The file that it was made from stays, and so does what was spent on it.

        Raises
        ------
        DatabaseNotFound, TableNotFound
            If there is no such thing that the caller sees.
        PermissionDenied
            If the caller does not administer the database.
        TableInUse
            If views are made of it.
        """
        with self._catalog.write() as connection:
            there = access.find_database(connection, caller, "delete_table", database)
            table = access.find_table(connection, caller, there, name).whole
            if made_of_it := views.of_table(connection, table.id):
                raise TableInUse(
                    f"the view {made_of_it[0]!r} is made of the table {name!r}: drop it first"
                )
            tables.change(connection, table.id, dropped_at=self._clock())
            grants.forget_table(connection, table.id)
        self._engine.drop(Source.from_json(dict(table.source)))


def _named(connection: Connection, caller: Caller, database: SeenDatabase, name: str) -> NamedTable:
    seen = access.find_table(connection, caller, database, name)
    return NamedTable(database.record.name, seen.record, database.is_administered)


def _check_columns(
    columns: Sequence[Column], privacy_unit: PrivacyUnit | None, *, is_public: bool
) -> None:
    schema_of_columns(tuple(columns))
    if privacy_unit is None:
        return
    if is_public:
        raise InvalidColumn("a public table has no privacy unit: leave one of them out")
    check_unit(privacy_unit, columns)


def _bound(unit: PrivacyUnit | None, key: str | None) -> UnitBound | None:
    return None if unit is None or key is None else UnitBound(unit.column, unit.rows, key)


def table_taken(database: str, name: str) -> AlreadyExists:
    """The error of a name that a table has already."""
    return AlreadyExists(
        f"there is a table {name!r} in the database {database!r} already: drop it first, or take another name"
    )
