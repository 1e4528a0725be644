"""What the engine may not reason with: the values that it stored.

DuckDB knows the least and the greatest value of each column that it stored, and whether one of them is null, and its
optimiser reasons with that from one expression to the next (``statistics_propagation``). Where such a step is wrong by a bit,
it fails: that of 2.0.1 on a cube root of the least value, that of 2.0.0 on comparisons of what is known to be null. One row
would make a question fail, and others not. What it takes for never true it does not do: a clamp is to be done. And one row
would change how a question is computed, and so how long it takes: without a null, a count needs no column.

So columns are read together with those of a table without rows, of which nothing is known: of their union nothing is known
either, and what is computed of it is computed in one way, whatever the rows are. Nor is it known how many rows the union has at
most, since nothing says how many an UNNEST has: a sum of so many small numbers that it cannot overflow would be computed in
another way than that of one more.
"""

from collections.abc import Mapping
from types import MappingProxyType

from leapyear_core.engine.literals import int_literal
from leapyear_core.model.types import IntType

_NONE: Mapping[str, tuple[str, IntType]] = MappingProxyType({})


def opaque(
    source: str, columns: Mapping[str, str], keys: Mapping[str, tuple[str, IntType]] = _NONE
) -> str:
    """The query for columns of which the optimiser knows nothing but their types.

    Without a column there are the rows all the same: how many they are would decide how a constant is summed.

    Parameters
    ----------
    source
        What stands behind FROM.
    columns
        Their SQL, which is a mere name, and their SQL types.
    keys
        The names under which columns are there once more, and of these the optimiser knows the declared bounds, with the
        next number beyond the upper one. Each value is within them.

    Examples
    --------
    >>> opaque("t", {"c0": "BIGINT"})
    'SELECT c0 FROM t UNION ALL SELECT TRY(CAST(CAST(n AS VARCHAR) AS BIGINT)) FROM (SELECT UNNEST(range(0)) AS n)'
    """
    # Of what TRY gives nothing is known; and a mere null would be: that it is one.
    nothing = [f"TRY(CAST(CAST(n AS VARCHAR) AS {each}))" for each in columns.values()]
    # A remainder has bounds of its own, and those of the union are the widest: so they are the declared ones.
    nothing += [
        f"CAST(CAST(n AS UBIGINT) % {each.upper - each.lower + 2} AS BIGINT) + {int_literal(each.lower)}"
        for _, each in keys.values()
    ]
    listed = [*columns, *(f"{column} AS {name}" for name, (column, _) in keys.items())]
    return (
        f"SELECT {', '.join(listed) or '1'} FROM {source} UNION ALL"
        f" SELECT {', '.join(nothing) or '1'} FROM (SELECT UNNEST(range(0)) AS n)"
    )
