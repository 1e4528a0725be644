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


def opaque(source: str, columns: Mapping[str, str]) -> str:
    """The query for columns of which the optimiser knows nothing but their types.

    Parameters
    ----------
    source
        What stands behind FROM.
    columns
        Their SQL, which is a mere name, and their SQL types.

    Without a column there are the rows all the same: of a stored table that has some, their number would be told without
    a look at it, and of one that has none it would not.

    Examples
    --------
    >>> opaque("t", {"c0": "BIGINT"})
    'SELECT c0 FROM t UNION ALL SELECT TRY(CAST(CAST(n AS VARCHAR) AS BIGINT)) FROM (SELECT UNNEST(range(0)) AS n)'
    """
    # Of what TRY gives nothing is known; and a mere null would be: that it is one.
    nothing = (f"TRY(CAST(CAST(n AS VARCHAR) AS {each}))" for each in columns.values())
    return (
        f"SELECT {', '.join(columns) or '1'} FROM {source} UNION ALL"
        f" SELECT {', '.join(nothing) or '1'} FROM (SELECT UNNEST(range(0)) AS n)"
    )
