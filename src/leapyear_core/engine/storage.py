"""The rows of tables: copies of our own, cleaned once, in the engine's own storage.

A copy is made when a slice is registered: every value is one of its column's declared type, or null
(`leapyear_core.engine.scan`); rows without a value in a column that is not nullable are left out. So questions read stored
columns as they are, and what becomes of a file afterwards changes nothing. A copy is there whole, on the disk, or not at
all; one that no table knows of is swept at the next start.

Beside each REAL column stands that of its lattice points (`leapyear_core.engine.points`). Before a copy counts, the least
and the greatest of its numbers are looked at, as the engine wrote them: one that is out of bounds would be a fault of ours,
and the copy is given up. So a question about stored columns needs no clamps; what it computes of them is clamped as ever.

A copy of the first format, made before that, has no points and was not looked at: points of its rows are computed when it
is read, and what is summed is clamped. It is read like that until the table's data are replaced.

How many rows a copy has, and in which order, shows on the disk, and to nobody who asks.
"""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, Self

import duckdb
from attrs import evolve, field, frozen

from leapyear_core.engine.attachment import DATABASE
from leapyear_core.engine.cancellation import Cancellation
from leapyear_core.engine.literals import (
    SQL_TYPES,
    identifier,
    int_literal,
    real_literal,
    text_literal,
)
from leapyear_core.engine.opaque import opaque
from leapyear_core.engine.points import POINT_TYPE, points_of
from leapyear_core.engine.reading import (
    File,
    open_file,
    rows_of,
    select,
    why_unreadable,
)
from leapyear_core.engine.rendering import Scanned
from leapyear_core.engine.scan import clamped
from leapyear_core.model.errors import InternalError, Unavailable
from leapyear_core.model.types import (
    BoolType,
    Column,
    DataType,
    IntType,
    RealType,
    Schema,
    schema_of_columns,
)

_NUMBERS = (BoolType, IntType, RealType)

#: What the rows of a file are called in the statement that copies them.
_ARRIVING = "arriving"

#: What the name of a copy of the second format begins with. Those of the first have hexadecimal digits alone.
_SECOND = "second-"


@frozen
class Source:
    """The rows behind a table, as the engine finds them again.

    Attributes
    ----------
    slices
        The names of the copies that together hold the rows.
    version
        What identifies the data: the same version, the same rows.
    replaced
        The names of the copies that these took the place of last. Questions under way may still read them; they go with
        the next change, or at the next start.
    """

    slices: tuple[str, ...]
    version: str
    replaced: tuple[str, ...] = ()

    def beside(self, older: Self | None) -> Self:
        """What of it an older source of the same table does not have: to be dropped where the newer one came to nothing."""
        kept = () if older is None else older.slices
        return evolve(
            self, slices=tuple(each for each in self.slices if each not in kept), replaced=()
        )

    def outlived(self) -> Self:
        """The copies that it took the place of, to be dropped once another source takes its own place."""
        return evolve(self, slices=self.replaced, replaced=())

    def to_json(self) -> dict[str, Any]:
        """The source as plain data."""
        return {
            "slices": list(self.slices),
            "version": self.version,
            "replaced": list(self.replaced),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The source that `to_json` made the data of."""
        return cls(tuple(data["slices"]), data["version"], tuple(data.get("replaced", ())))


@frozen
class UnitBound:
    """How many rows a privacy unit may have.

    Of each unit the rows are kept whose hashes are least, with a key that belongs to the table: what is kept follows
    from the unit's own rows, whatever their order and whoever else is there. So one unit moves at most so many rows, and
    never a row of another one. A row without a unit is nobody's, and is left out.

    The k least of all rows are the k least of those that were kept and those that are new: a row that was cut before had
    k rows before it, and has them still. Rows with one hash are put in the order of their values; what is alike in them
    all is the same row.

    Attributes
    ----------
    column
        The column that says whose a row is.
    rows
        The most rows of one unit.
    key
        Chosen at random for each table, so that nobody can choose rows that are kept.
    """

    column: str
    rows: int
    key: str = field(repr=False)


class Storage:
    """The copies of an engine.

    Parameters
    ----------
    connection
        An engine to which the database of the copies is attached.
    reader
        One that files are read with (`leapyear_core.engine.reading`).
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, reader: duckdb.DuckDBPyConnection
    ) -> None:
        self._connection = connection
        self._reader = reader

    def add(
        self,
        files: Iterable[File],
        columns: Sequence[Column],
        bound: UnitBound | None = None,
        onto: Source | None = None,
        cancellation: Cancellation | None = None,
    ) -> Source:
        """Copy the rows of files: of all of them, or of none.

        Parameters
        ----------
        bound
            How many rows a privacy unit may have, where it is no record.
        onto
            The rows that there are already. Where units are cut, a copy of all rows takes their place.

        Raises
        ------
        SourceUnreadable
            If one is neither Parquet nor CSV, or holds what cannot be read.
        InvalidColumn
            If one lacks a column, or a column's type does not fit its declaration.
        Unavailable
            If it was cancelled.
        """
        name, watch = _new_name(), cancellation or Cancellation()
        schema = schema_of_columns(tuple(columns))
        there = Source((), "") if onto is None else onto
        with self._connection.cursor() as cursor, self._reader.cursor() as reads:
            cursor.execute("BEGIN")
            watch.watch(cursor)
            try:
                _make(cursor, name, schema)
                for file in files:
                    watch.check()
                    _insert(cursor, name, reads, file, columns, bound)
                if bound is None:
                    added = Source((*there.slices, name), name)
                else:
                    cut = _new_name()
                    _make(cursor, cut, schema)
                    cursor.execute(_cut(cut, (*there.slices, name), schema, bound))
                    cursor.execute(f"DROP TABLE {_stored(name)}")
                    added = Source((cut,), cut, replaced=there.slices)
                _check(cursor, added.slices[-1], schema)
                watch.check()
                cursor.execute("COMMIT")
            except duckdb.InterruptException:
                cursor.execute("ROLLBACK")
                raise Unavailable("the copy was cancelled") from None
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            finally:
                watch.watch(None)
        return added

    def narrow(self, source: Source, columns: Sequence[Column]) -> Source:
        """Copy the rows of a source, with INT and REAL clamped to the bounds of these columns.

        The copy takes the place of what it is made of. Which rows of a privacy unit are kept was decided before, and
        stays so.
        """
        name, schema = _new_name(), schema_of_columns(tuple(columns))
        names = list(map(identifier, schema))
        values = ", ".join(
            f"{_within(each, given)} AS {each}"
            for each, given in zip(names, schema.values(), strict=True)
        )
        rows = " UNION ALL ".join(opaque(_stored(each), _types(schema)) for each in source.slices)
        with self._connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                _make(cursor, name, schema)
                if rows:
                    clamped_rows = f"(SELECT {values} FROM ({rows}))"
                    cursor.execute(
                        f"INSERT INTO {_stored(name)} {_pointed_rows(clamped_rows, schema)}"
                    )
                _check(cursor, name, schema)
                cursor.execute("COMMIT")
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
        return Source((name,), name, replaced=source.slices)

    def drop(self, source: Source) -> None:
        """Delete the copies behind a source."""
        with self._connection.cursor() as cursor:
            for name in (*source.slices, *source.replaced):
                cursor.execute(f"DROP TABLE IF EXISTS {_stored(name)}")

    def sweep(self, known: Iterable[Source]) -> None:
        """Delete the copies that no table knows of: a stop between the copy and the table leaves one behind."""
        with self._connection.cursor() as cursor:
            found = cursor.execute(
                "SELECT table_name FROM duckdb_tables() WHERE database_name = ?", [DATABASE]
            ).fetchall()
            copies = {name for (name,) in found}
            if not copies:  # then a large catalogue is not read for it
                return
            for source in known:
                copies.difference_update(source.slices)
            for name in copies:
                cursor.execute(f"DROP TABLE {_stored(name)}")


def stored_rows(source: Source, schema: Schema) -> Scanned:
    """All rows of a source."""
    points = points_of(schema)
    columns = {name: each.column for name, each in points.items()}
    numbers = frozenset(name for name, given in schema.items() if isinstance(given, _NUMBERS))
    if not source.slices:
        nothing = ", ".join(
            f"CAST(NULL AS {kind}) AS {name}" for name, kind in _stored_columns(schema).items()
        )
        return Scanned(f"SELECT {nothing} WHERE FALSE", schema, columns, numbers)
    if all(map(_is_second, source.slices)):
        if len(source.slices) == 1:
            return Scanned(_stored(source.slices[0]), schema, columns, numbers)
        looked_at = numbers
    else:
        looked_at = frozenset()
    rows = " UNION ALL ".join(_rows_of(name, schema) for name in source.slices)
    return Scanned(rows, schema, columns, looked_at)


def _rows_of(name: str, schema: Schema) -> str:
    """The query for the rows of a copy of either format."""
    stored = _stored(name)
    if _is_second(name):
        return f"SELECT * FROM {stored}"
    return _pointed_rows(f"({opaque(stored, _types(schema))})", schema)


def _pointed_rows(rows: str, schema: Schema) -> str:
    """The query for rows with their points, from what stands behind FROM without these."""
    listed = [identifier(name) for name in schema]
    listed += [
        f"{each.of(identifier(name))} AS {each.column}" for name, each in points_of(schema).items()
    ]
    return f"SELECT {', '.join(listed)} FROM {rows}"


def _stored_columns(schema: Schema) -> dict[str, str]:
    """The SQL names of the columns of a copy, and their types."""
    return _types(schema) | {each.column: POINT_TYPE for each in points_of(schema).values()}


def _types(schema: Schema) -> dict[str, str]:
    """The SQL names of the columns of a copy that hold values, and their types."""
    return {identifier(name): SQL_TYPES[given.kind] for name, given in schema.items()}


def _make(cursor: duckdb.DuckDBPyConnection, name: str, schema: Schema) -> None:
    typed = ", ".join(f"{column} {kind}" for column, kind in _stored_columns(schema).items())
    cursor.execute(f"CREATE TABLE {_stored(name)} ({typed})")


def _insert(
    cursor: duckdb.DuckDBPyConnection,
    name: str,
    reads: duckdb.DuckDBPyConnection,
    file: File,
    columns: Sequence[Column],
    bound: UnitBound | None,
) -> None:
    """Add the rows of a file to a copy."""
    schema = schema_of_columns(tuple(columns))
    reading = open_file(reads, file)
    rows = select(reading, columns, unit=None if bound is None else bound.column)
    try:
        cursor.register(_ARRIVING, rows_of(reads, rows))
        arriving = f"{_pointed_rows(_ARRIVING, schema)}{_with_values(columns)}"
        cursor.execute(f"INSERT INTO {_stored(name)} {arriving}")
    except duckdb.InterruptException:
        raise
    except duckdb.Error:
        raise why_unreadable(reads, reading, columns) from None


def _with_values(columns: Sequence[Column]) -> str:
    """The condition on rows that they have a value in each column that is not nullable.

    It is put to values that are clean, here and not where files are read: what a file says of its nulls decides nothing.
    And before units are cut, so that a row that is left out does not count among those that are kept. Each row is decided
    by itself: one row more of a file is one more here at most, and changes no other.
    """
    needed = [f"{identifier(each.name)} IS NOT NULL" for each in columns if not each.nullable]
    return f" WHERE {' AND '.join(needed)}" if needed else ""


def _cut(name: str, slices: Sequence[str], schema: Schema, bound: UnitBound) -> str:
    """The statement that fills a copy with the rows of others that a bound keeps."""
    stored = ", ".join(_stored_columns(schema))
    # Which rows are kept follows from what a unit's rows are, and not from how they are stored.
    names = ", ".join(map(identifier, schema))
    rows = opaque(
        f"({' UNION ALL '.join(_rows_of(each, schema) for each in slices)})",
        _stored_columns(schema),
    )
    unit = identifier(bound.column)
    # Two zeros are equal to the engine, and not in what may be computed of them.
    signs = (
        f"signbit({identifier(name)})"
        for name, given in schema.items()
        if isinstance(given, RealType)
    )
    order = ", ".join([f"hash({text_literal(bound.key)}, {names})", names, *signs])
    return (
        f"INSERT INTO {_stored(name)} SELECT {stored} FROM ({rows}) WHERE {unit} IS NOT NULL"
        f" QUALIFY row_number() OVER (PARTITION BY {unit} ORDER BY {order}) <= {bound.rows}"
    )


def _within(name: str, given: DataType) -> str:
    """The SQL of a stored value, clamped to bounds that may be narrower than those that it was stored with."""
    match given:
        case IntType(lower, upper):
            return clamped(name, int_literal(lower), int_literal(upper))
        case RealType(lower, upper):
            return clamped(name, real_literal(lower), real_literal(upper))
        case _:
            return name


def _check(cursor: duckdb.DuckDBPyConnection, name: str, schema: Schema) -> None:
    """See whether each number of a copy is within its bounds, NaN and points included.

    Raises
    ------
    InternalError
        If one is not. No row can be the reason: `leapyear_core.engine.scan` clamps them all.
    """
    looks = []
    for value, given in schema.items():
        match given:
            case IntType(lower, upper):
                looks.append(_is_within(identifier(value), int_literal(lower), int_literal(upper)))
            case RealType(lower, upper):
                bounds = real_literal(lower), real_literal(upper)
                looks.append(_is_within(identifier(value), *bounds))
            case _:
                pass
    for value, each in points_of(schema).items():
        looks.append(_is_within(each.column, *map(int_literal, each.bounds)))
        looks.append(f"count({each.column}) = count({identifier(value)})")
    if not looks:
        return
    # What the engine says of its rows is no proof: it has to read them.
    rows = opaque(_stored(name), _stored_columns(schema))
    (found,) = cursor.execute(
        f"SELECT {', '.join(f'coalesce({look}, TRUE)' for look in looks)} FROM ({rows})"
    ).fetchall()
    if not all(found):
        raise InternalError("a copy holds what is out of bounds: tell the administrator")


def _is_within(column: str, lower: str, upper: str) -> str:
    # NaN is greater than everything.
    return f"min({column}) >= {lower} AND max({column}) <= {upper}"


def _new_name() -> str:
    return _SECOND + uuid.uuid4().hex


def _is_second(name: str) -> bool:
    return name.startswith(_SECOND)


def _stored(name: str) -> str:
    return f"{DATABASE}.main.{identifier(name)}"
