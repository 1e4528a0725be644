"""The engine on DuckDB, over copies of its own."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import duckdb
from attrs import evolve, frozen

from leapyear_core.engine.attachment import Attachment
from leapyear_core.engine.cancellation import Cancellation
from leapyear_core.engine.literals import text_literal
from leapyear_core.engine.persistence import PersistedKey, Persistence, key_of
from leapyear_core.engine.reading import File, detected, open_file, reader
from leapyear_core.engine.rendering import Scanned, render, render_counts, render_groups
from leapyear_core.engine.storage import Source, Storage, UnitBound, stored_rows
from leapyear_core.engine.zooming import Counted, Within, ZoomedRanks
from leapyear_core.model.errors import InvalidColumn, Unavailable
from leapyear_core.model.keys import Key, UnknownKey, ValueKey, groups_of
from leapyear_core.model.lattice import LatticeTotal, Summand
from leapyear_core.model.relations import Relation, Table
from leapyear_core.model.types import Column, Schema
from leapyear_core.model.units import RECORD, Contribution

#: A filter is computed where it stands: within a scan, it would be of what the optimiser knows (`leapyear_core.engine.opaque`),
#: and whether blocks are read at all would depend on their values.
#:
#: Relations are joined in the order of the question, and its right side is the one that is looked up in: the engine would
#: choose by how many rows and different values there are, and one row would turn a join around.
#:
#: Nothing depends on the order of rows, and keeping it costs memory. What is free goes back to the system after seconds.
_SETTINGS = (
    "disabled_optimizers='filter_pullup,filter_pushdown,join_filter_pushdown,join_order,build_side_probe_side'",
    "allocator_background_threads=true",
    "preserve_insertion_order=false",
    "enable_external_access=false",
    "TimeZone='UTC'",
    "lock_configuration=true",
)

AnswerT = TypeVar("AnswerT")


#: Rows of an answer that are held at a time.
_BATCH = 100_000


class StorageUnusable(Exception):
    """The copies cannot be opened; the message says why, and what to do."""


@frozen
class Sourced:
    """A table's declared types, and its rows.

    Attributes
    ----------
    contribution
        What one privacy unit has in it.
    database_id
        The database whose limit pays for what is told of it; None where nothing is going to be.
    """

    schema: Schema
    source: Source
    contribution: Contribution = RECORD
    database_id: int | None = None


class DuckDBEngine:
    """An engine on one DuckDB, with its copies of the rows of tables.

    It can keep relations: `keeps_relations` is what is asked of an engine first.

    Parameters
    ----------
    home
        Where the copies are kept, in the folder ``slices``; None keeps them in memory.
    data_roots
        The folders that files are read from, by another DuckDB (`leapyear_core.engine.reading`). This one is locked to its
        copies: even a query that went wrong could reach no other file, load no extension and change no setting.

    Attributes
    ----------
    scratch
        A folder for files that are read once: what is elsewhere is copied to it first.

    Raises
    ------
    StorageUnusable
        If the copies cannot be opened.
    """

    #: Whether relations can be persisted.
    keeps_relations: ClassVar[bool] = True

    def __init__(self, home: Path | None, data_roots: Sequence[Path] = ()) -> None:
        self._connection = duckdb.connect(
            ":memory:", config={"autoinstall_known_extensions": "false"}
        )
        if home is None:
            copies, own = None, None
            self.scratch = Path(tempfile.mkdtemp(prefix="leapyear-")).resolve()
        else:
            own = home.resolve() / "slices"
            own.mkdir(mode=0o700, exist_ok=True)
            copies = own / "slices.duckdb"
            self.scratch = own / "scratch"
            shutil.rmtree(self.scratch, ignore_errors=True)  # what a stop left behind
            self.scratch.mkdir(mode=0o700)
            # Where a large computation goes on that memory does not hold: the rows of tables are here anyway. A computation
            # that a stop cut off has left some.
            shutil.rmtree(own / "tmp", ignore_errors=True)
            self._connection.execute(f"SET temp_directory={text_literal(str(own / 'tmp'))}")
        self._reader = reader([*(root.resolve() for root in data_roots), self.scratch])
        try:
            self._copies = Attachment(self._connection, copies)
        except duckdb.Error as error:
            self.close()
            raise StorageUnusable(
                f"the copies of tables in {copies} cannot be opened: they are damaged, of a newer version, or in use"
            ) from error
        allowed = "" if own is None else text_literal(str(own))
        self._connection.execute(f"SET allowed_directories=[{allowed}]")
        for setting in _SETTINGS:
            self._connection.execute(f"SET {setting}")
        self._storage = Storage(self._connection, self._reader)
        self._persistence = Persistence(self._connection)

    def close(self) -> None:
        """Let go of everything."""
        self._connection.close()
        self._reader.close()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def check(self) -> None:
        """See whether the engine answers.

        Raises
        ------
        Unavailable
            If it does not.
        """
        try:
            self._connection.cursor().execute("SELECT 1").fetchall()
        except duckdb.Error as error:
            raise Unavailable("the engine does not answer") from error

    def register(
        self,
        files: Iterable[File],
        columns: Sequence[Column],
        bound: UnitBound | None = None,
        onto: Source | None = None,
        cancellation: Cancellation | None = None,
    ) -> Source:
        """Copy the rows of files for a table with these columns: of all of them, or of none.

        Parameters
        ----------
        bound
            How many rows a privacy unit may have, where it is no record.
        onto
            The rows that the table has already, and keeps.

        Raises
        ------
        SourceUnreadable
            If one is neither Parquet nor CSV, or holds what cannot be read.
        InvalidColumn
            If one lacks a column, or a column's type does not fit its declaration.
        Unavailable
            If it was cancelled.
        """
        with self._copies.written():
            added = self._storage.add(files, columns, bound, onto, cancellation or Cancellation())
        if onto is not None:
            self._forget(onto)
        return added

    def narrow(self, source: Source, columns: Sequence[Column]) -> Source:
        """Copy the rows of a table whose INT and REAL columns have narrower bounds from now on."""
        with self._copies.written():
            narrower = self._storage.narrow(source, columns)
        self._forget(source)
        return narrower

    def detect(self, files: Iterable[File]) -> tuple[Column, ...]:
        """The columns that the first of some files has, by its own schema; no value is looked at.

        Raises
        ------
        SourceUnreadable
            If it is neither Parquet nor CSV.
        InvalidColumn
            If it has no column of a type that can be declared.
        """
        with self._reader.cursor() as reads:
            reading = open_file(reads, next(iter(files)))
            columns = detected(reads, reading)
        if not columns:
            raise InvalidColumn(f"{reading.file.name!r} has no column of a type that a table has")
        return columns

    def drop(self, source: Source) -> None:
        """Delete the copies behind a source."""
        self._forget(source)
        with self._copies.used():
            self._storage.drop(source)

    def sweep(self, known: Iterable[Source]) -> None:
        """Delete the copies that no table knows of: a stop between the copy and the table leaves one behind."""
        with self._copies.used():
            self._storage.sweep(known)

    def persisted_key(self, relation: Relation, tables: Mapping[Table, Sourced]) -> PersistedKey:
        """What a kept relation over these tables is found by."""
        return key_of(relation, _versions(tables))

    def persist(
        self, relation: Relation, tables: Mapping[Table, Sourced], cancellation: Cancellation
    ) -> None:
        """Compute a relation and keep its rows: what reads it over the same data is sooner from then on, and the same.

        Raises
        ------
        Unavailable
            If that failed, or was cancelled. No value of a row can be the reason.
        """
        with self._copies.written():
            self._persistence.keep(relation, _scanned(tables), _versions(tables), cancellation)

    def unpersist(self, key: PersistedKey) -> None:
        """Keep a relation no longer."""
        with self._copies.used():
            self._persistence.forget(key)

    def _forget(self, source: Source) -> None:
        """Keep no relation that holds rows of a source."""
        with self._copies.used():
            self._persistence.forget_version(source.version)

    def exact(
        self,
        relation: Relation,
        summands: Sequence[Summand],
        tables: Mapping[Table, Sourced],
        cancellation: Cancellation | None = None,
        keys: tuple[Key, ...] = (),
    ) -> tuple[int, ...]:
        """The exact sums of the summands over the relation. For `leapyear_core.privacy.measure` alone.

        Returns
        -------
        tuple of int
            One for each summand; with keys, as many for each of their groups in turn, the last key varying fastest.
            A group without rows has zeros.

        Raises
        ------
        Unavailable
            If the computation failed or was cancelled. No value of a row can be the reason.
        """
        scanned = _scanned(tables)

        def query(kept: Mapping[str, Scanned]) -> str:
            return render(relation, summands, scanned, keys, kept)

        found = self._answered(query, _rows, tables, cancellation or Cancellation())
        if not keys and len(found) != 1:
            raise Unavailable("the engine gave no answer")
        return _laid_out(found, keys, len(summands))

    def ranks(
        self,
        relation: Relation,
        total: LatticeTotal,
        tables: Mapping[Table, Sourced],
        cancellation: Cancellation | None = None,
    ) -> ZoomedRanks:
        """The exact ranks of the lattice points of an expression. For `leapyear_core.privacy.measure` alone.

        Parameters
        ----------
        total
            Says what the points are.

        Returns
        -------
        ZoomedRanks
            It reads rows as it is asked, and fails as this does.

        Raises
        ------
        Unavailable
            As `exact`.
        """
        scanned = _scanned(tables)
        watch = cancellation or Cancellation()

        def counts(shift: int, within: Within | None) -> Counted:
            def query(kept: Mapping[str, Scanned]) -> str:
                return render_counts(relation, total, scanned, shift, within, kept)

            return Counted(*self._answered(query, _columns, tables, watch))

        return ZoomedRanks(*total.bounds, counts)

    def groups(
        self,
        relation: Relation,
        summands: Sequence[Summand],
        keys: Sequence[UnknownKey],
        least: int,
        tables: Mapping[Table, Sourced],
        read: Callable[[Iterator[list[tuple[Any, ...]]]], AnswerT],
        cancellation: Cancellation | None = None,
    ) -> AnswerT:
        """The exact sums of each group of private keys, read. For `leapyear_core.privacy.measure` alone.

        Parameters
        ----------
        least
            Groups of fewer rows are left out.
        read
            Reads the groups, some at a time, since there may be millions; in no order: the keys of each, then its sums.

        Raises
        ------
        Unavailable
            As `exact`.
        """
        scanned = _scanned(tables)

        def query(kept: Mapping[str, Scanned]) -> str:
            return render_groups(relation, summands, scanned, keys, least, kept)

        def fetch(cursor: duckdb.DuckDBPyConnection, sql: str) -> AnswerT:
            return read(_batches(cursor.execute(sql)))

        return self._answered(query, fetch, tables, cancellation or Cancellation())

    def _answered(
        self,
        query: Callable[[Mapping[str, Scanned]], str],
        fetch: Callable[[duckdb.DuckDBPyConnection, str], AnswerT],
        tables: Mapping[Table, Sourced],
        watch: Cancellation,
    ) -> AnswerT:
        """What is fetched of a query, which is made for the relations that are kept."""
        with self._copies.used():
            return self._fetched(query, fetch, tables, watch)

    def _fetched(
        self,
        query: Callable[[Mapping[str, Scanned]], str],
        fetch: Callable[[duckdb.DuckDBPyConnection, str], AnswerT],
        tables: Mapping[Table, Sourced],
        watch: Cancellation,
    ) -> AnswerT:
        kept = self._persistence.of(_versions(tables))
        cursor = self._connection.cursor()
        watch.watch(cursor)
        try:
            watch.check()
            try:
                return fetch(cursor, query(kept))
            except duckdb.CatalogException:
                # A relation is kept no longer, since a moment ago.
                return fetch(cursor, query({}))
        except duckdb.Error as error:
            # The engine's own words may quote a row: they go nowhere.
            raise Unavailable(
                "the engine could not compute this: ask again, or tell the administrator"
            ) from (error if isinstance(error, duckdb.InterruptException) else None)
        finally:
            watch.watch(None)
            cursor.close()


def _rows(cursor: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return cursor.execute(query).fetchall()


def _batches(cursor: duckdb.DuckDBPyConnection) -> Iterator[list[tuple[Any, ...]]]:
    while rows := cursor.fetchmany(_BATCH):
        yield rows


def _columns(cursor: duckdb.DuckDBPyConnection, query: str) -> list[Sequence[int]]:
    """The columns of a query, which are of 64-bit integers without nulls: no object is made of each."""
    columns = (column.combine_chunks() for column in cursor.sql(query).to_arrow_table().columns)
    return [memoryview(column.buffers()[1]).cast("q")[: len(column)] for column in columns]


def _scanned(tables: Mapping[Table, Sourced]) -> dict[Table, Scanned]:
    return {
        name: evolve(stored_rows(table.source, table.schema), contribution=table.contribution)
        for name, table in tables.items()
    }


def _versions(tables: Mapping[Table, Sourced]) -> dict[Table, str]:
    return {name: table.source.version for name, table in tables.items()}


def _laid_out(
    found: Sequence[tuple[Any, ...]], keys: tuple[Key, ...], summands: int
) -> tuple[int, ...]:
    """The sums of each group at its place among all groups."""
    sums = [0] * (groups_of(keys) * summands)
    places = [_places(key) for key in keys]
    for row in found:
        steps = [place.get(value) for place, value in zip(places, row, strict=False)]
        group = 0
        for place, step in zip(places, steps, strict=True):
            # A value outside of the list is in no group: it must not be an error, since a row could cause it.
            if step is None:
                break
            group = group * len(place) + step
        else:
            sums[group * summands : (group + 1) * summands] = map(int, row[len(keys) :])
    return tuple(sums)


def _places(key: Key) -> dict[Any, int]:
    values = key.values if isinstance(key, ValueKey) else range(key.size)
    return {value: place for place, value in enumerate(values)}
