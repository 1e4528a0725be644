"""The engine on DuckDB: Parquet in place, CSV once."""

import os
import threading
import uuid
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
from attrs import frozen

from leapyear_core.engine.literals import identifier, text_literal
from leapyear_core.engine.rendering import Scanned, render
from leapyear_core.engine.scan import family_of, scan
from leapyear_core.engine.sources import Source
from leapyear_core.model.errors import InvalidColumn, SourceChanged, SourceUnreadable, Unavailable
from leapyear_core.model.keys import Key, ValueKey, groups_of
from leapyear_core.model.lattice import Summand
from leapyear_core.model.relations import Relation, Table
from leapyear_core.model.types import Column, Schema

_PARQUET_MAGIC = b"PAR1"
_PARQUET_SUFFIXES = frozenset((".parquet", ".parq", ".pq"))
_TEXT_SUFFIXES = frozenset((".csv", ".tsv", ".txt"))

#: The statistics of a Parquet file leave out NaN, and a writer may get them wrong. An optimiser that believes them drops
#: the tests for NaN and for the bounds of a value as never true; whether it does depends on the greatest value of the
#: file, so that one record more would change what others add. A clamp is to be done, not reasoned away.
_SETTINGS = (
    "disabled_optimizers='statistics_propagation'",
    "enable_external_access=false",
    "TimeZone='UTC'",
    "lock_configuration=true",
)

#: The families of the types that our own copies hold, by the kind of the declared type.
_STORED_FAMILIES = {
    "bool": "boolean",
    "int": "integer",
    "real": "float",
    "factor": "text",
    "text": "text",
    "date": "date",
    "datetime": "timestamp",
}


@frozen
class Sourced:
    """A table's declared types, and its rows."""

    schema: Schema
    source: Source


class Cancellation:
    """A way to stop a computation from another thread. Once cancelled, it stays so."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cancelled = False
        self._running: duckdb.DuckDBPyConnection | None = None

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._cancelled

    def cancel(self) -> None:
        """Stop what runs, and what would."""
        with self._lock:
            self._cancelled = True
            if self._running is not None:
                self._running.interrupt()

    def watch(self, running: duckdb.DuckDBPyConnection | None) -> None:
        """Set what there is to interrupt."""
        with self._lock:
            self._running = running


class DuckDBEngine:
    """An engine on one DuckDB database in memory, with the files of tables beside it.

    Parameters
    ----------
    home
        Where copies of CSV files are kept; None keeps them in memory.
    data_roots
        The folders that files are read from. DuckDB itself is locked to them and to `home`: even a query that went
        wrong could reach no other file, load no extension and change no setting.
    """

    def __init__(self, home: Path | None, data_roots: Sequence[Path] = ()) -> None:
        self._slices = None if home is None else home.resolve() / "slices"
        if self._slices is not None:
            self._slices.mkdir(mode=0o700, exist_ok=True)
        self._connection = duckdb.connect(
            ":memory:", config={"autoinstall_known_extensions": "false"}
        )
        folders = [root.resolve() for root in data_roots] + (
            [] if self._slices is None else [self._slices]
        )
        self._connection.execute(
            f"SET allowed_directories=[{', '.join(text_literal(str(each)) for each in folders)}]"
        )
        for setting in _SETTINGS:
            self._connection.execute(f"SET {setting}")

    def close(self) -> None:
        """Let go of everything."""
        self._connection.close()

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

    def register(self, path: Path, columns: Sequence[Column]) -> Source:
        """Make a file the source of a table with these columns.

        A Parquet file is read in place. A CSV file is read here, once, into a copy of our own: how a line of text is
        split can depend on the lines before it, so the records must be fixed before anyone asks about them.

        Raises
        ------
        SourceUnreadable
            If it is neither Parquet nor CSV.
        InvalidColumn
            If it lacks a column, or a column's type does not fit its declaration.
        """
        with path.open("rb") as file:
            is_parquet = file.read(4) == _PARQUET_MAGIC
        if is_parquet or path.suffix.lower() in _PARQUET_SUFFIXES:
            return self._register_parquet(path, columns)
        suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
        if suffixes and (
            suffixes[-1] in _TEXT_SUFFIXES
            or (suffixes[-1] == ".gz" and suffixes[0] in _TEXT_SUFFIXES)
        ):
            return self._copy_csv(path, columns)
        raise SourceUnreadable(
            f"{path.name!r} is no Parquet file, and not named as a CSV file (.csv, .tsv, .txt): register one of these"
        )

    def drop(self, source: Source) -> None:
        """Delete the copy behind a source, if it is ours."""
        if source.kind == "table":
            self._connection.cursor().execute(f"DROP TABLE IF EXISTS {identifier(source.location)}")
        elif source.owned:
            Path(source.location).unlink(missing_ok=True)

    def sweep(self, known: Iterable[Source]) -> None:
        """Delete the copies that no table knows of: a stop between the copy and the table leaves one behind."""
        if self._slices is None:
            return
        copies = {str(copy) for copy in self._slices.glob("*.parquet")}
        if not copies:  # then a large catalogue is not read for it
            return
        for source in known:
            copies.discard(source.location)
        for copy in copies:
            Path(copy).unlink(missing_ok=True)

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
        SourceChanged
            If a file is not the one that was registered.
        Unavailable
            If the computation failed or was cancelled. No value of a row can be the reason.
        """
        scanned = {
            name: Scanned(_from(table.source), table.source.families, table.schema)
            for name, table in tables.items()
        }
        query = render(relation, summands, scanned, keys)
        cursor = self._connection.cursor()
        watch = cancellation or Cancellation()
        watch.watch(cursor)
        try:
            if watch.cancelled:
                raise Unavailable("the computation was cancelled")
            found = cursor.execute(query).fetchall()
        except duckdb.Error as error:
            # The engine's own words may quote a row: they go nowhere.
            raise Unavailable(
                "the engine could not compute this: ask again, or tell the administrator"
            ) from (error if isinstance(error, duckdb.InterruptException) else None)
        finally:
            watch.watch(None)
            cursor.close()
        if not keys and len(found) != 1:
            raise Unavailable("the engine gave no answer")
        return _laid_out(found, keys, len(summands))

    def _register_parquet(self, path: Path, columns: Sequence[Column]) -> Source:
        try:
            described = (
                self._connection.cursor()
                .execute(f"DESCRIBE SELECT * FROM {_parquet(path)}")
                .fetchall()
            )
        except duckdb.Error:
            raise SourceUnreadable(
                f"{path.name!r} is no Parquet file, or a damaged one: check the file"
            ) from None
        physical = {name: kind for name, kind, *_ in described}
        _check_names(path, columns, physical)
        families = {column.name: family_of(column, physical[column.name]) for column in columns}
        version = _fingerprint(path)
        self._read_through(path, columns, families)
        return Source("parquet", str(path), families, version, owned=False)

    def _read_through(
        self, path: Path, columns: Sequence[Column], families: Mapping[str, str]
    ) -> None:
        """See that every value can be read.

        A reader of Parquet fails on a string that is no UTF-8, or a moment that does not fit 64 bits. Such a value must
        be met here, by the owner of the table, and never by a question: its failure would tell of the row.
        """
        for column in columns:
            value = scan(identifier(column.name), families[column.name], column.type)
            try:
                self._connection.cursor().execute(
                    f"SELECT max(hash({value})) FROM {_parquet(path)}"
                ).fetchall()
            except duckdb.Error:
                raise SourceUnreadable(
                    f"the column {column.name!r} of {path.name!r} holds a value that cannot be read, a string that is no"
                    " UTF-8 or a moment out of range: mend the file, or leave the column out"
                ) from None

    def _copy_csv(self, path: Path, columns: Sequence[Column]) -> Source:
        rows = f"read_csv({text_literal(str(path))}, header=true, all_varchar=true)"
        cursor = self._connection.cursor()
        name = uuid.uuid4().hex
        target = None if self._slices is None else self._slices / f"{name}.parquet"
        try:
            described = cursor.execute(f"DESCRIBE SELECT * FROM {rows}").fetchall()
            _check_names(path, columns, [each for each, *_ in described])
            names = [identifier(each.name) for each in columns]
            values = ", ".join(
                f"{scan(name, 'text', each.type)} AS {name}"
                for name, each in zip(names, columns, strict=True)
            )
            select = f"SELECT {values} FROM {rows}"
            if target is None:
                cursor.execute(f"CREATE TABLE {identifier(name)} AS {select}")
            else:
                _write_parquet(cursor, select, target)
        except duckdb.Error:
            raise SourceUnreadable(
                f"{path.name!r} could not be read as CSV: it needs a header, and as many fields in each line"
            ) from None
        families = {column.name: _STORED_FAMILIES[column.type.kind] for column in columns}
        if target is None:
            return Source("table", name, families, name, owned=True)
        return Source("parquet", str(target), families, _fingerprint(target), owned=True)


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


def _write_parquet(cursor: duckdb.DuckDBPyConnection, select: str, target: Path) -> None:
    """Write a copy that is whole or not there, for our eyes only."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        cursor.execute(f"COPY ({select}) TO {text_literal(str(target))} (FORMAT parquet)")
        target.chmod(0o600)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _from(source: Source) -> str:
    if source.kind == "table":
        return identifier(source.location)
    path = Path(source.location)
    if _fingerprint(path) != source.version:
        raise SourceChanged(
            f"the file {path.name!r} is not the one that was registered: drop the table and register the file anew"
        )
    return _parquet(path)


def _parquet(path: Path) -> str:
    return f"read_parquet({text_literal(str(path))}, can_have_nan=true)"


def _fingerprint(path: Path) -> str:
    """What tells a file from another, or from itself after a change."""
    try:
        stat = path.stat()
    except OSError:
        return "gone"
    return f"{stat.st_ino}-{stat.st_size}-{stat.st_mtime_ns}"


def _check_names(
    path: Path, columns: Sequence[Column], names: Mapping[str, str] | list[str]
) -> None:
    for column in columns:
        if column.name not in names:
            there = ", ".join(map(repr, list(names)[:20]))
            raise InvalidColumn(
                f"the file {path.name!r} has no column {column.name!r}; it begins with {there}"
            )
