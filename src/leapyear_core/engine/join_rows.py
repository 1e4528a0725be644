"""Joined rows in SQL: `leapyear_core.model.joins` says what they mean.

The right side is the one that is looked up in (`leapyear_core.engine.duckdb`). Where it has no row at all, a join is over
soon: then a single row more would make it read the whole left side, and the clock would tell. So the right side has a row of
its own that matches nothing: its keys are beyond all that a value can be.
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
    """A key, as it is compared.

    Attributes
    ----------
    left, right
        Its SQL on each side.
    nowhere
        What the row has in its place that matches nothing.
    """

    left: str
    right: str
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
    is_looked_up = is_once and len(join.keys) == 1
    compared = [
        _compared(left, key.left, right, key.right, in_array=is_looked_up) for key in join.keys
    ]
    # A key on the right may be called as an attribute of the left is: that one is meant.
    sides = {name: left if name in left.schema else right for name in names}
    columns = {name: side.columns[name] for name, side in sides.items()}
    points = {name: side.points[name] for name, side in sides.items() if name in side.points}
    of_right = [columns[name] for name in names if sides[name] is right]
    of_right += [points[name] for name in points if sides[name] is right]
    keys = [f"c{next(left.numbers)}" for _ in compared]
    read = [
        *of_right,
        *(f"{key.right} AS {name}" for key, name in zip(compared, keys, strict=True)),
    ]
    nowhere = [*("NULL" for _ in of_right), *(key.nowhere for key in compared)]
    matches = " AND ".join(f"{key.left} = {name}" for key, name in zip(compared, keys, strict=True))
    listed = ", ".join([*columns.values(), *points.values()]) or "1"
    how = "LEFT JOIN" if join.how is JoinKind.LEFT else "JOIN"
    return Rows(
        f"SELECT {listed} FROM ({left.sql}) {how}"
        f" (SELECT {', '.join(read)} FROM ({right.sql}) UNION ALL SELECT {', '.join(nowhere)})"
        f" ON {matches}",
        columns,
        {name: schema[name] for name in names},
        left.numbers,
        points,
        frozenset(name for name, side in sides.items() if name in side.bounded),
    )


def _compared(left: Rows, left_key: str, right: Rows, right_key: str, *, in_array: bool) -> _Key:
    """A key, as it is compared.

    Of whole numbers, the optimiser knows the declared bounds. Where these are narrow and the same on both sides, and each key
    is on the right once, it has a join look rows up in an array (DuckDB's perfect hash table), as it would for values that
    are known to be narrow.
    """
    one, other = left.columns[left_key], right.columns[right_key]
    match left.schema[left_key], right.schema[right_key]:
        case IntType(lower, upper) as of_left, of_right:
            has_bounds = left_key in left.keys and right_key in right.keys
            if (
                in_array
                and has_bounds
                and of_left == of_right
                and upper - lower + 2 <= _MOST_PLACES
            ):
                # The number beyond is one that both sides might have, for all that is known.
                one, other = left.keys[left_key], right.keys[right_key]
                return _Key(one, other, int_literal(upper + 1))
            return _Key(one, other, int_literal(2**62))
        case BoolType(), _:
            return _Key(
                f"CAST({one} AS TINYINT)", f"CAST({other} AS TINYINT)", "CAST(2 AS TINYINT)"
            )
        case ((FactorType() | TextType()), _):
            # The bytes of a text are UTF-8, and this one is not.
            return _Key(f"encode({one})", f"encode({other})", r"'\xFF'::BLOB")
        case DateType(), _:
            return _Key(one, other, "DATE 'infinity'")
        case _:
            return _Key(one, other, "TIMESTAMP 'infinity'")
