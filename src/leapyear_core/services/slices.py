"""Slices: rows that are added to a table.

Each one makes the table another one, as far as answers go: what is on record was answered of other rows, and is no
repeat. Where a table watches a folder, its new files become slices when somebody asks for it (`Slices.refresh`), and by
themselves after a while (`leapyear_core.services.watching`).
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime

from attrs import frozen
from sqlalchemy import Connection

from leapyear_core.catalog import slices as records
from leapyear_core.catalog import tables
from leapyear_core.catalog.slices import SliceRecord
from leapyear_core.catalog.store import Catalog
from leapyear_core.catalog.tables import TableRecord
from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.engine.sources import Found, Sources, fetched
from leapyear_core.engine.storage import Source, UnitBound
from leapyear_core.model.errors import (
    AlreadyExists,
    CoreError,
    InvalidColumn,
    InvalidRequest,
    SourceError,
)
from leapyear_core.model.types import Column
from leapyear_core.services import access
from leapyear_core.services.access import Asker
from leapyear_core.services.clocks import Clock, utc_now
from leapyear_core.services.paging import Page, bad_cursor, decode, page_of
from leapyear_core.services.sessions import Caller
from leapyear_core.services.sizes import Sizes
from leapyear_core.services.work import Work

#: What is wrong with a file, and with no other one.
FILE_ERRORS = (SourceError, InvalidColumn)


@frozen
class Wanted:
    """What a slice is to be made of.

    Attributes
    ----------
    credentials
        Where it is, as it was said.
    files
        The files that this names.
    """

    credentials: str
    files: tuple[Found, ...]


class Slices:
    """The slices of all tables."""

    def __init__(
        self,
        catalog: Catalog,
        engine: DuckDBEngine,
        sources: Sources,
        sizes: Sizes,
        clock: Clock = utc_now,
    ) -> None:
        self._catalog = catalog
        self._engine = engine
        self._sources = sources
        self._sizes = sizes
        self._clock = clock

    def page(
        self, caller: Caller, database: str, table: str, *, limit: int, cursor: str | None
    ) -> Page[SliceRecord]:
        """The slices of a table, oldest first.

        Raises
        ------
        DatabaseNotFound, TableNotFound
            If there is no such thing that the caller sees.
        PermissionDenied
            If the caller does not administer the database.
        """
        after = 0 if cursor is None else decode(cursor)
        if isinstance(after, bool) or not isinstance(after, int):
            raise bad_cursor()
        with self._catalog.read() as connection:
            record = _table(connection, caller, "list_slices", database, table)
            found = records.page(connection, record.id, after=after, limit=limit + 1)
        return page_of(found, limit, lambda each: each.id)

    def add(self, caller: Caller, database: str, table: str, credentials: str) -> SliceRecord:
        """Add the rows of files to a table: of all of them, or of none.

        Raises
        ------
        DatabaseNotFound, TableNotFound
            If there is no such thing that the caller sees.
        PermissionDenied
            If the caller does not administer the database.
        AlreadyExists
            If the rows of one of the files are in the table: whoever was in it would be in it twice.
        InvalidColumn
            If a file does not have the columns of the table.
        SourceError
            If a file cannot be used.
        """
        with self._catalog.read() as connection:
            record = _table(connection, caller, "add_slice", database, table)
            there = records.files_of(connection, record.id)
        found = self._sources.find(credentials)
        for each in found:
            if each.identity in there:
                raise AlreadyExists(
                    f"the rows of {each.name!r} are in the table {table!r} already: make the table anew to read it again"
                )
        (added,) = self._add(caller, "add_slice", database, record, [Wanted(credentials, found)])
        return added

    def refresh(self, caller: Caller, database: str, table: str) -> tuple[SliceRecord, ...]:
        """Make slices of the files in the folder that a table watches, those that are new.

        Raises
        ------
        DatabaseNotFound, TableNotFound
            If there is no such thing that the caller sees.
        PermissionDenied
            If the caller does not administer the database.
        InvalidRequest
            If the table watches no folder.
        InvalidColumn
            If a file does not have the columns of the table.
        SourceError
            If the folder or a file cannot be used.
        """
        with self._catalog.read() as connection:
            record = _table(connection, caller, "refresh_table", database, table)
            there = records.files_of(connection, record.id)
        if record.watch_folder is None:
            raise InvalidRequest(
                f"the table {table!r} watches no folder: add slices by their names"
            )
        wanted = watched(self._sources, record.watch_folder, there)
        return self._add(caller, "refresh_table", database, record, wanted) if wanted else ()

    def follow(
        self,
        watcher: Asker,
        database: str,
        table: TableRecord,
        is_whole: Callable[[Found], bool],
        work: Work,
    ) -> dict[str, CoreError]:
        """Make slices of the new files in a watched folder, as `refresh` does, but of those alone that are whole and can be read.

        Returns
        -------
        dict
            What was wrong with each file that cannot be.

        Raises
        ------
        CoreError
            If nothing could be added for another reason; `Unavailable`, if the work was cancelled.
        """
        assert table.watch_folder is not None
        with self._catalog.read() as connection:
            there = records.files_of(connection, table.id)
        new = watched(self._sources, table.watch_folder, there)
        wanted = [each for each in new if all(list(map(is_whole, each.files)))]
        try:
            self._follow(watcher, database, table, wanted, work)
        except FILE_ERRORS as error:
            left_out: dict[str, CoreError]
            if len(wanted) == 1:
                left_out = {wanted[0].credentials: error}
            else:
                # Which of them it was is seen one by one; and what is left is added together, since each time costs.
                left_out = self._unreadable(table, wanted, work)
                good = [each for each in wanted if each.credentials not in left_out]
                self._follow(watcher, database, table, good, work)
            return left_out
        return {}

    def _follow(
        self,
        watcher: Asker,
        database: str,
        table: TableRecord,
        wanted: Sequence[Wanted],
        work: Work,
    ) -> None:
        if wanted:
            self._add(watcher, "refresh_table", database, table, wanted, work)

    def _unreadable(
        self, table: TableRecord, wanted: Sequence[Wanted], work: Work
    ) -> dict[str, CoreError]:
        """What is wrong with each of some files that cannot be used."""
        found: dict[str, CoreError] = {}
        for each in wanted:
            try:
                copy = copied(self._engine, table.columns, bound_of(table), [each], work=work)
            except FILE_ERRORS as error:
                found[each.credentials] = error
            else:
                self._engine.drop(copy)
        return found

    def _add(
        self,
        caller: Asker,
        operation: str,
        database: str,
        table: TableRecord,
        wanted: Sequence[Wanted],
        work: Work | None = None,
    ) -> tuple[SliceRecord, ...]:
        while True:
            older = Source.from_json(dict(table.source))
            added: tuple[SliceRecord, ...] | None = None
            changed, charge_id = table, None
            newer = copied(self._engine, table.columns, bound_of(table), wanted, older, work)
            try:
                with self._catalog.write() as connection:
                    now = _table(connection, caller, operation, database, table.name)
                    if now.id == table.id and now.data_version == table.data_version:
                        tables.change(
                            connection,
                            table.id,
                            source=newer.to_json(),
                            data_version=newer.version,
                        )
                        added = record_slices(connection, table.id, wanted, self._clock())
                        changed = _table(connection, caller, operation, database, table.name)
                        charge_id = self._sizes.charge(
                            connection, caller.user_id, database, changed
                        )
            except BaseException:
                self._engine.drop(newer.beside(older))
                raise
            if added is not None:
                self._engine.drop(older.outlived())
                if charge_id is not None:
                    self._sizes.release(database, changed, charge_id)
                return added
            # Another one added rows meanwhile: these go on top of those, unless they are the same.
            self._engine.drop(newer.beside(older))
            with self._catalog.read() as connection:
                table = _table(connection, caller, operation, database, table.name)
                there = records.files_of(connection, table.id)
            wanted = [
                each for each in wanted if not any(file.identity in there for file in each.files)
            ]
            if not wanted:
                raise AlreadyExists(
                    f"another one added these rows to the table {table.name!r} meanwhile"
                )


def watched(sources: Sources, folder: str, there: set[str]) -> list[Wanted]:
    """What slices are to be made of the files in a folder, but for those that are there already."""
    return [
        Wanted(f"{folder.rstrip('/')}/{each.name}", (each,))
        for each in sources.find(folder, is_watched=True)
        if each.identity not in there
    ]


def copied(
    engine: DuckDBEngine,
    columns: Sequence[Column],
    bound: UnitBound | None,
    wanted: Sequence[Wanted],
    onto: Source | None = None,
    work: Work | None = None,
) -> Source:
    """The rows of slices, on top of those that a table has."""
    found = [each for one in wanted for each in one.files]
    work = work or Work()
    with closing(fetched(found, engine.scratch)) as files:
        counted = work.counted(files, len(found))
        return engine.register(counted, columns, bound, onto, work.cancellation)


def record_slices(
    connection: Connection, table_id: int, wanted: Sequence[Wanted], now: datetime
) -> tuple[SliceRecord, ...]:
    """Remember what slices were made of."""
    return tuple(
        records.add(
            connection,
            table_id=table_id,
            credentials=each.credentials,
            files=[file.identity for file in each.files],
            created_at=now,
        )
        for each in wanted
    )


def bound_of(table: TableRecord) -> UnitBound | None:
    """How many rows a privacy unit of a table may have, where it is no record."""
    if table.privacy_unit is None or table.max_rows_per_unit is None or table.unit_key is None:
        return None
    return UnitBound(table.privacy_unit, table.max_rows_per_unit, table.unit_key)


def _table(
    connection: Connection, caller: Asker, operation: str, database: str, name: str
) -> TableRecord:
    there = access.find_database(connection, caller, operation, database)
    return access.find_table(connection, caller, there, name).whole
