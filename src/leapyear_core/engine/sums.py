"""Summands and keys of groups as SQL, over the rows of a relation."""

from collections.abc import Sequence

from leapyear_core.engine.expressions import Rows
from leapyear_core.engine.literals import int_literal, real_literal
from leapyear_core.engine.scan import clamped
from leapyear_core.engine.zooming import Within
from leapyear_core.model.expressions import Constant, Expression, type_of
from leapyear_core.model.keys import Key, ValueKey
from leapyear_core.model.lattice import (
    DistinctCount,
    LatticeTotal,
    RowCount,
    Scaled,
    ScaledProduct,
    Summand,
    ValueCount,
)
from leapyear_core.model.types import BoolType, FactorType, RealType


def select_sums(rows: Rows, summands: Sequence[Summand], keys: Sequence[Key]) -> str:
    """The query for the exact sums of the summands over these rows, in order; with keys, of each group that has rows."""
    groups = [rows.bind(_group(key, rows)) for key in keys]
    known = [_known(key, group, rows) for key, group in zip(keys, groups, strict=True)]
    sums = [_sum(each, rows) for each in summands]
    query = f"SELECT {', '.join([*groups, *sums])} FROM ({rows.sql})"
    if not keys:
        return query
    return f"{query} WHERE {' AND '.join(known)} GROUP BY {', '.join(groups)}"


def select_counts(rows: Rows, total: LatticeTotal, shift: int, within: Within | None) -> str:
    """The query whose rows are buckets of lattice points, ascending, and how many of these rows' values lie in each.

    The bucket of a point is ``point >> shift``, which rounds down, below zero too. Points outside of the wider buckets
    that are named are left out. These are joined and not compared one by one: it takes as long for one as for thousands.
    """
    point = rows.bind(_point(total, rows))
    if within is None:
        kept = f"WHERE {point} IS NOT NULL"
    else:
        # As one literal: thousands of them take longer to parse than the rows to read.
        listed = f"CAST('[{', '.join(map(str, within.buckets))}]' AS BIGINT[])"
        kept = f"SEMI JOIN (SELECT UNNEST({listed}) AS wide) ON {point} >> {within.shift} = wide"
    # The names are of no column: those of columns are c0, c1 and so on.
    return (
        f"SELECT CAST({point} >> {shift} AS BIGINT) AS bucket, COUNT(*) AS held FROM ({rows.sql}) {kept}"
        " GROUP BY bucket ORDER BY bucket"
    )


def _group(key: Key, rows: Rows) -> str:
    if isinstance(key, ValueKey):
        value = rows.value(key.expression)
        # A mere constant would be taken for the position of a column.
        return value if value in rows.columns.values() else f"({value})"
    value = rows.bind(_double(key.expression, rows))
    first, *inner, last = map(real_literal, key.edges)
    outside = f"{value} IS NULL OR {value} < {first} OR {value} > {last}"
    return f"CASE WHEN {outside} THEN NULL ELSE {_bin(value, inner, 0)} END"


def _bin(value: str, edges: Sequence[str], number: int) -> str:
    """The number of the bin, counted from a first one, by halving: as deep as the logarithm of how many there are."""
    if not edges:
        return str(number)
    middle = len(edges) // 2
    below = _bin(value, edges[:middle], number)
    above = _bin(value, edges[middle + 1 :], number + middle + 1)
    return f"CASE WHEN {value} < {edges[middle]} THEN {below} ELSE {above} END"


def _known(key: Key, group: str, rows: Rows) -> str:
    """The condition that a row is in a group of the key, so that there are no more groups than it has."""
    if not isinstance(key, ValueKey) or isinstance(
        type_of(key.expression, rows.schema), BoolType | FactorType
    ):
        return f"{group} IS NOT NULL"
    return f"{group} IN ({', '.join(rows.value(Constant(value)) for value in key.values)})"


def _sum(summand: Summand, rows: Rows) -> str:
    match summand:
        case RowCount():
            return "COUNT(*)"
        case ValueCount(expression):
            return f"COUNT({rows.value(expression)})"
        case DistinctCount(expression):
            return f"COUNT(DISTINCT {rows.value(expression)})"
        case LatticeTotal():
            return f"COALESCE(SUM({_point(summand, rows)}), 0)"
        case ScaledProduct(factors, offset):
            product = " * ".join(_factor(each, rows) for each in factors)
            moved = f"({product} - {real_literal(offset)})"
            nearest = _nearest(moved, 1 / summand.step)
            return f"COALESCE(SUM({_bounded(nearest, summand.bounds, rows)}), 0)"


def _point(total: LatticeTotal, rows: Rows) -> str:
    """The lattice point of each row's value; null where there is none."""
    expression, centre = total.expression, total.centre
    given = type_of(expression, rows.schema)
    if isinstance(given, RealType) or total.exponent != 0 or centre != 0:
        moved = f"({_double(expression, rows)} - {real_literal(centre)})"
        return _bounded(_nearest(moved, 2.0**-total.exponent), total.bounds, rows)
    value = rows.value(expression)
    whole = f"CAST({value} AS BIGINT)" if isinstance(given, BoolType) else value
    return _bounded(whole, total.bounds, rows)


def _nearest(value: str, stretch: float) -> str:
    return f"TRY_CAST(FLOOR({value} * {real_literal(stretch)} + 5e-1) AS BIGINT)"


def _bounded(value: str, bounds: tuple[int, int], rows: Rows) -> str:
    """A whole number, clamped to the bounds of what a row can add."""
    lower, upper = map(int_literal, bounds)
    return clamped(rows.bind(value), lower, upper)


def _factor(factor: Scaled, rows: Rows) -> str:
    stretch = 1 / factor.reach if factor.reach > 0 else 0.0
    moved = f"({_double(factor.expression, rows)} - {real_literal(factor.centre)})"
    return rows.bind(f"({moved} * {real_literal(stretch)})")


def _double(expression: Expression, rows: Rows) -> str:
    """A number as a double; of a BOOL 0 or 1."""
    value, given = rows.value(expression), type_of(expression, rows.schema)
    if isinstance(given, RealType):
        return value
    # By way of an integer: the engine does not take every BOOL for a number.
    whole = f"CAST({value} AS BIGINT)" if isinstance(given, BoolType) else value
    return f"CAST({whole} AS DOUBLE)"
