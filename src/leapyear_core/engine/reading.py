"""A file as it is read: once, when its rows are copied, by an engine of its own.

What a file can make fail, fails here, for the owner of the table, and never in a question, where it would tell of a row.

The engine that answers questions opens no file of others: what it reads is its own copies. A file says of its values what
whoever wrote it pleased: so it is read by another engine, which believes none of it, and rows alone pass from one to the other.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
from attrs import frozen

from leapyear_core.engine.csv_files import NoHeader, header_of
from leapyear_core.engine.literals import identifier, text_literal
from leapyear_core.engine.scan import family_of, scan, scan_unit, type_of
from leapyear_core.model.errors import InvalidColumn, SourceUnreadable
from leapyear_core.model.types import BoolType, Column, IntType, TextType

_PARQUET_MAGIC = b"PAR1"
_PARQUET_SUFFIXES = frozenset((".parquet", ".parq", ".pq"))
_TEXT_SUFFIXES = frozenset((".csv", ".tsv", ".txt"))


#: The statistics of a file may be wrong, and leave out NaN (DuckDB issue 25521). An optimiser that believes them drops the
#: tests for NaN and for the bounds of a value as never true; whether it does depends on the greatest value of the file, so
#: that one record more would change what others add. A clamp is to be done, not reasoned away.
#:
#: Text of any length passes on: an offset of 32 bits would be an error where a batch has too much of it. A file is read once,
#: so that nothing of it is kept, in memory or elsewhere.
_SETTINGS = (
    "disabled_optimizers='statistics_propagation'",
    "preserve_insertion_order=false",
    "arrow_large_buffer_size=true",
    "enable_external_file_cache=false",
    "temp_directory=''",
    "enable_external_access=false",
    "TimeZone='UTC'",
    "lock_configuration=true",
)

#: The types of columns in files of which every value is one of the declared type as well (`leapyear_core.engine.scan`).
_ALWAYS_THERE = (BoolType, IntType, TextType)

#: Rows that pass on at a time. Of long text, a batch is a matter of gigabytes.
_BATCH = 10_240


@frozen
class File:
    """A file on this machine.

    Attributes
    ----------
    path
        Where it is.
    name
        What its owner calls it.
    """

    path: Path
    name: str


@frozen
class Reading:
    """How a file is read.

    Attributes
    ----------
    file
        The file.
    sql
        What stands behind FROM.
    is_text
        Whether it is CSV.
    physical
        The names of its columns, and the engine's types of them.
    """

    file: File
    sql: str
    is_text: bool
    physical: dict[str, str]


def reader(folders: Sequence[Path]) -> duckdb.DuckDBPyConnection:
    """An engine that reads files, of these folders alone.

    It is locked to them, so that even a query that went wrong could reach no other file, load no extension and change no
    setting.
    """
    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"})
    listed = ", ".join(text_literal(str(folder)) for folder in folders)
    connection.execute(f"SET allowed_directories=[{listed}]")
    for setting in _SETTINGS:
        connection.execute(f"SET {setting}")
    return connection


def rows_of(connection: duckdb.DuckDBPyConnection, query: str) -> pa.RecordBatchReader:
    """The rows of a query, which are computed as they are taken."""
    return connection.sql(query).to_arrow_reader(_BATCH)


def open_file(connection: duckdb.DuckDBPyConnection, file: File) -> Reading:
    """See what a file is, and which columns it has.

    Parameters
    ----------
    connection
        A cursor of a `reader`.

    Raises
    ------
    SourceUnreadable
        If it is neither Parquet nor CSV.
    """
    is_text = _is_text(file)
    try:
        # The statistics of a Parquet file leave out NaN.
        sql = (
            header_of(file.path).sql(file.path)
            if is_text
            else f"read_parquet({text_literal(str(file.path))}, can_have_nan=true)"
        )
        described = connection.execute(f"DESCRIBE SELECT * FROM {sql}").fetchall()
    except (duckdb.Error, NoHeader, OSError):
        raise _unreadable(file, is_text=is_text) from None
    return Reading(file, sql, is_text, {name: kind for name, kind, *_ in described})


def select(reading: Reading, columns: Sequence[Column], unit: str | None = None) -> str:
    """The query for the rows of a file, cleaned: each value is one of its column's declared type, or null.

    Parameters
    ----------
    unit
        The column that says whose a row is: there, what is out of bounds is null as well.

    Raises
    ------
    InvalidColumn
        If the file lacks a column, or a column's type does not fit its declaration.
    """
    values = [
        f"{_value(reading, each, is_unit=each.name == unit)} AS {identifier(each.name)}"
        for each in columns
    ]
    return f"SELECT {', '.join(values)} FROM {reading.sql}"


def detected(connection: duckdb.DuckDBPyConnection, reading: Reading) -> tuple[Column, ...]:
    """The columns of a file with the types that the file's own schema says; those of other types are left out.

    No value is looked at: a type that depended on one would tell of it. So numbers have the widest bounds of their type,
    and all columns of CSV are TEXT. Those that Parquet requires are not nullable, where every value that a file can hold
    is one here: a NaN, or a day beyond the calendar, is there for Parquet, and null for us.

    Raises
    ------
    SourceUnreadable
        If the file is damaged.
    """
    required = frozenset() if reading.is_text else _required(connection, reading)
    found = ((name, type_of(physical)) for name, physical in reading.physical.items())
    return tuple(
        Column(name, given, nullable=not (name in required and isinstance(given, _ALWAYS_THERE)))
        for name, given in found
        if given is not None
    )


def _required(connection: duckdb.DuckDBPyConnection, reading: Reading) -> frozenset[str]:
    """The columns of a Parquet file that its schema requires."""
    path = text_literal(str(reading.file.path))
    try:
        elements = connection.execute(
            f"SELECT repetition_type, num_children FROM parquet_schema({path})"
        ).fetchall()
    except duckdb.Error:
        raise _unreadable(reading.file, is_text=False) from None
    # The tree of the schema, its root first and what is below an element behind it. Names are as they are in the file,
    # where two may be alike: it is the places that say which column is which. Behind the last one of the file there may be
    # some that are made of its path.
    top, below = [], 0
    for repetition, children in elements[1:]:
        if not below:
            top.append(repetition)
        below += (children or 0) - bool(below)
    return frozenset(
        name
        for name, repetition in zip(reading.physical, top, strict=False)
        if repetition == "REQUIRED"
    )


def why_unreadable(
    connection: duckdb.DuckDBPyConnection, reading: Reading, columns: Sequence[Column]
) -> SourceUnreadable:
    """What to tell of a file whose rows could not be read: the column that it failed on.

    A reader of Parquet fails on a string that is no UTF-8, or a moment that does not fit 64 bits.
    """
    if not reading.is_text:
        for column in columns:
            try:
                value = _value(reading, column)
                connection.execute(f"SELECT max(hash({value})) FROM {reading.sql}").fetchall()
            except duckdb.Error:
                return SourceUnreadable(
                    f"the column {column.name!r} of {reading.file.name!r} holds a value that cannot be read, a string"
                    " that is no UTF-8 or a moment out of range: mend the file, or leave the column out"
                )
    return _unreadable(reading.file, is_text=reading.is_text)


def _value(reading: Reading, column: Column, *, is_unit: bool = False) -> str:
    physical = reading.physical.get(column.name)
    if physical is None:
        there = ", ".join(map(repr, list(reading.physical)[:20]))
        raise InvalidColumn(
            f"the file {reading.file.name!r} has no column {column.name!r}; it begins with {there}"
        )
    family, name = family_of(column, physical), identifier(column.name)
    return scan_unit(name, family, column.type) if is_unit else scan(name, family, column.type)


def _is_text(file: File) -> bool:
    try:
        with file.path.open("rb") as opened:
            is_parquet = opened.read(4) == _PARQUET_MAGIC
    except OSError:
        raise SourceUnreadable(f"{file.name!r} cannot be opened by the server") from None
    if is_parquet or file.path.suffix.lower() in _PARQUET_SUFFIXES:
        return False
    suffixes = [suffix.lower() for suffix in file.path.suffixes[-2:]]
    if suffixes and (
        suffixes[-1] in _TEXT_SUFFIXES or (suffixes[-1] == ".gz" and suffixes[0] in _TEXT_SUFFIXES)
    ):
        return True
    raise SourceUnreadable(
        f"{file.name!r} is no Parquet file, and not named as a CSV file (.csv, .tsv, .txt): register one of these"
    )


def _unreadable(file: File, *, is_text: bool) -> SourceUnreadable:
    if is_text:
        return SourceUnreadable(
            f"{file.name!r} could not be read as CSV: it is text in UTF-8, with a header, and as many fields in each line"
        )
    return SourceUnreadable(f"{file.name!r} is no Parquet file, or a damaged one: check the file")
