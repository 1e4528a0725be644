"""Joined rows in SQL: `leapyear_core.model.joins` says what they mean.

A join is over soon where one side has no row at all: then a single row more would make it read the whole other side, and
the clock would tell. So each side has a row of its own that matches nothing. It has keys that are beyond all that a value can
be, and other ones on each side.
"""

from collections.abc import Sequence

from attrs import frozen

from leapyear_core.engine.expressions import Rows
from leapyear_core.engine.literals import int_literal
from leapyear_core.model.joins import JoinKind
from leapyear_core.model.relations import Join
from leapyear_core.model.types import BoolType, DateType, FactorType, IntType, Schema, TextType

#: Of so many keys at most, a join looks rows up in an array (DuckDB's perfect hash table).
_MOST_PLACES = 2**20


@frozen
class _Key:
    """A key of one side, as it is compared.

    Attributes
    ----------
    value
        Its SQL.
    nowhere
        What the row that matches nothing has in its place.
    """

    value: str
    nowhere: str


def joined_rows(
    join: Join,
    left: Rows,
    right: Rows,
    names: Sequence[str],
    schema: Schema,
    *,
    is_once: bool,
) -> Rows:
    """The pairs of rows of two sides that match, with these attributes alone.

    Parameters
    ----------
    left, right
        The sides, as they are joined: cut, where they are.
    names
        The attributes that are asked for, by `schema`.
    is_once
        Whether no key is in two rows on the right, whatever the rows are.
    """
    compared = [
        _compared(left, key.left, right, key.right, in_places=is_once and len(join.keys) == 1)
        for key in join.keys
    ]
    # A key on the right may be called as an attribute of the left is: that one is meant.
    sides = {name: left if name in left.schema else right for name in names}
    columns = {name: side.columns[name] for name, side in sides.items()}
    points = {name: side.points[name] for name, side in sides.items() if name in side.points}
    read = [
        [
            *(columns[name] for name in names if sides[name] is side),
            *(points[name] for name in points if sides[name] is side),
        ]
        for side in (left, right)
    ]
    left_keys, right_keys = ([f"c{next(left.numbers)}" for _ in compared] for _ in read)
    of_left = _side(left, read[0], left_keys, [one for one, _ in compared])
    of_right = _side(right, read[1], right_keys, [other for _, other in compared])
    matches = " AND ".join(map("{} = {}".format, left_keys, right_keys))
    listed = ", ".join([*columns.values(), *points.values()]) or "1"
    if join.how is JoinKind.LEFT:
        pairs = f"({of_left}) LEFT JOIN ({of_right}) ON {matches}"
        pairs += f" WHERE {left_keys[0]} IS DISTINCT FROM {compared[0][0].nowhere}"
    else:
        pairs = f"({of_left}) JOIN ({of_right}) ON {matches}"
    return Rows(
        f"SELECT {listed} FROM {pairs}",
        columns,
        {name: schema[name] for name in names},
        left.numbers,
        points,
        frozenset(name for name, side in sides.items() if name in side.bounded),
    )


def _side(rows: Rows, columns: Sequence[str], called: Sequence[str], keys: Sequence[_Key]) -> str:
    """The query for these columns of one side and its keys, and the row that matches nothing."""
    named = (f"{key.value} AS {name}" for key, name in zip(keys, called, strict=True))
    nowhere = [*("NULL" for _ in columns), *(key.nowhere for key in keys)]
    return (
        f"SELECT {', '.join([*columns, *named])} FROM ({rows.sql})"
        f" UNION ALL SELECT {', '.join(nowhere)}"
    )


def _compared(
    left: Rows, left_key: str, right: Rows, right_key: str, *, in_places: bool
) -> tuple[_Key, _Key]:
    """A key of both sides, as it is compared."""
    one, other = left.columns[left_key], right.columns[right_key]
    match left.schema[left_key], right.schema[right_key]:
        case IntType() as of_left, IntType() as of_right:
            lower = min(of_left.lower, of_right.lower)
            places = max(of_left.upper, of_right.upper) - lower + 1
            is_bounded = left_key in left.bounded and right_key in right.bounded
            if in_places and is_bounded and places + 2 <= _MOST_PLACES:
                return (
                    _Key(_place(one, lower, places + 2), _unsigned(places)),
                    _Key(_place(other, lower, places + 2), _unsigned(places + 1)),
                )
            return _Key(one, int_literal(-(2**62))), _Key(other, int_literal(2**62))
        case BoolType(), _:
            return (
                _Key(f"CAST({one} AS TINYINT)", "CAST(2 AS TINYINT)"),
                _Key(f"CAST({other} AS TINYINT)", "CAST(3 AS TINYINT)"),
            )
        case ((FactorType() | TextType()), _):
            # The bytes of a text are UTF-8, and these are not.
            return (
                _Key(f"encode({one})", r"'\xFE'::BLOB"),
                _Key(f"encode({other})", r"'\xFF'::BLOB"),
            )
        case given, _:
            kind = "DATE" if isinstance(given, DateType) else "TIMESTAMP"
            return _Key(one, f"{kind} '-infinity'"), _Key(other, f"{kind} 'infinity'")


def _place(column: str, lower: int, places: int) -> str:
    """The SQL of a whole number's place among all that its type has, of which the optimiser knows how many there are.

    A join of places each of which is on the right once looks rows up in an array (DuckDB's perfect hash table), as it does
    for keys whose statistics are narrow: here, declared bounds decide. Every value is within them: another would be taken
    for one of these.
    """
    moved = f"{column} - {int_literal(lower)}" if lower else column
    return f"TRY_CAST({moved} AS UINTEGER) % {_unsigned(places)}"


def _unsigned(number: int) -> str:
    return f"CAST({number} AS UINTEGER)"
