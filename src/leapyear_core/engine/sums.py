"""Summands and keys of groups as SQL, over the rows of a relation."""

import datetime as dt
from collections.abc import Sequence

from leapyear_core.engine.expressions import Rows
from leapyear_core.engine.literals import date_literal, int_literal, real_literal
from leapyear_core.engine.points import nearest_point
from leapyear_core.engine.scan import clamped
from leapyear_core.engine.zooming import Within
from leapyear_core.model.expressions import Attribute, Constant, Expression, type_of
from leapyear_core.model.keys import LONGEST_KEY, Key, UnknownKey, ValueKey
from leapyear_core.model.lattice import (
    REAL_BITS,
    DistinctCount,
    Lattice,
    LatticeTotal,
    RowCount,
    Scaled,
    ScaledProduct,
    Summand,
    ValueCount,
    expressions_of,
    lattice_of,
    never_leaves,
)
from leapyear_core.model.types import BoolType, DateType, FactorType, RealType, TextType


def select_sums(rows: Rows, summands: Sequence[Summand], keys: Sequence[Key]) -> str:
    """The query for the exact sums of the summands over these rows, in order; with keys, of each group that has rows."""
    groups = [rows.bind(_group(key, rows)) for key in keys]
    known = [_known(key, group, rows) for key, group in zip(keys, groups, strict=True)]
    sums = [_sum(each, rows) for each in summands]
    query = f"SELECT {', '.join([*groups, *sums])} FROM ({rows.sql})"
    if not keys:
        return query
    return f"{query} WHERE {' AND '.join(known)} GROUP BY {', '.join(groups)}"


def select_groups(
    rows: Rows, summands: Sequence[Summand], keys: Sequence[UnknownKey], least: int
) -> str:
    """The query for the sums of each group of private keys that has as many rows at least."""
    groups = [rows.bind(_value(key.expression, rows)) for key in keys]
    told = [_can_be_told(key, group, rows) for key, group in zip(keys, groups, strict=True)]
    sums = [_sum(each, rows) for each in summands]
    return (
        f"SELECT {', '.join([*groups, *sums])} FROM ({rows.sql}) WHERE {' AND '.join(told)}"
        f" GROUP BY {', '.join(groups)} HAVING COUNT(*) >= {least}"
    )


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
        return _value(key.expression, rows)
    value = rows.bind(_double(key.expression, rows))
    first, *inner, last = map(real_literal, key.edges)
    outside = f"{value} IS NULL OR {value} < {first} OR {value} > {last}"
    return f"CASE WHEN {outside} THEN NULL ELSE {_bin(value, inner, 0)} END"


def _value(expression: Expression, rows: Rows) -> str:
    value = rows.value(expression)
    # A mere constant would be taken for the position of a column.
    return value if value in rows.columns.values() else f"({value})"


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


def _can_be_told(key: UnknownKey, group: str, rows: Rows) -> str:
    """The condition that the value of a private key is one that an answer can hold: no row may be an error there."""
    if key.values is not None:
        return f"{group} IN ({', '.join(rows.value(Constant(value)) for value in key.values)})"
    match type_of(key.expression, rows.schema):
        case TextType():
            return f"length({group}) <= {LONGEST_KEY} AND NOT contains({group}, chr(0))"
        case DateType():
            return f"{group} BETWEEN {date_literal(dt.date.min)} AND {date_literal(dt.date.max)}"
        case _:
            return f"{group} IS NOT NULL"


def _sum(summand: Summand, rows: Rows) -> str:
    match summand:
        case RowCount():
            return "COUNT(*)"
        case ValueCount(expression):
            return _count(expression, rows)
        case DistinctCount(expression):
            return f"COUNT(DISTINCT {rows.value(expression)})"
        case LatticeTotal():
            return _total(summand, rows)
        case ScaledProduct(factors, offset):
            product = " * ".join(_factor(each, rows) for each in factors)
            moved = f"({product} - {real_literal(offset)})" if offset else product
            nearest = nearest_point(moved, Lattice(0.0, -REAL_BITS))
            return f"COALESCE(SUM({_within(nearest, summand, rows)}), 0)"


def _count(expression: Expression, rows: Rows) -> str:
    # A value and its point are null together, and the sum beside it reads the point.
    point = _kept(expression, rows)
    return f"COUNT({rows.value(expression) if point is None else point})"


def _total(total: LatticeTotal, rows: Rows) -> str:
    """The sum of what each row adds: of a kept integer, and once for all rows what is the same in each of them.

    Sums of integers are exact, so that to add a number to each of n integers, or n times to their sum, is the same.
    """
    if (point := _kept_point(total, rows)) is not None:
        return f"COALESCE(SUM({point}), 0){_for_each(total.shift, total, rows)}"
    if (whole := _whole(total, rows)) is not None:
        stretch = 2**-total.exponent
        moved = _for_each(-round(total.centre * stretch), total, rows)
        return f"COALESCE(SUM({whole}), 0) * {int_literal(stretch)}{moved}"
    return f"COALESCE(SUM({_point(total, rows)}), 0)"


def _for_each(number: int, total: LatticeTotal, rows: Rows) -> str:
    """What is added to a sum where each row adds so much more."""
    if number == 0:
        return ""
    return f" + CAST({_count(total.expression, rows)} AS HUGEINT) * {int_literal(number)}"


def _point(total: LatticeTotal, rows: Rows) -> str:
    """The lattice point of each row's value; null where there is none."""
    expression, centre = total.expression, total.centre
    if (kept := _kept_point(total, rows)) is not None:
        return f"({kept} + {int_literal(total.shift)})" if total.shift else kept
    given = type_of(expression, rows.schema)
    if isinstance(given, RealType) or total.exponent != 0 or centre != 0:
        nearest = nearest_point(_double(expression, rows), total.lattice)
        shifted = f"({nearest} + {int_literal(total.shift)})" if total.shift else nearest
        return _within(shifted, total, rows)
    value = rows.value(expression)
    whole = f"CAST({value} AS BIGINT)" if isinstance(given, BoolType) else value
    return _within(whole, total, rows)


def _kept(expression: Expression, rows: Rows) -> str | None:
    """The column that an expression's lattice points are kept in, if there is one."""
    return rows.points.get(expression.name) if isinstance(expression, Attribute) else None


def _kept_point(total: LatticeTotal, rows: Rows) -> str | None:
    """The column that the points of a total are kept in, before their shift, if there is one.

    They were clamped when they were kept. A total with other points or narrower bounds has none.
    """
    kept = _kept(total.expression, rows)
    if kept is None or not never_leaves(total, rows.schema):
        return None
    return kept if total.lattice == lattice_of(type_of(total.expression, rows.schema)) else None


def _whole(total: LatticeTotal, rows: Rows) -> str | None:
    """The whole number that a total is of, where its sum can be had from that of these numbers."""
    given = type_of(total.expression, rows.schema)
    if isinstance(given, RealType) or total.exponent not in (0, -1) or total.shift:
        return None
    if not (total.centre * 2**-total.exponent).is_integer():
        return None
    if not (_is_bounded(total.expression, rows) and never_leaves(total, rows.schema)):
        return None
    value = rows.value(total.expression)
    return f"CAST({value} AS BIGINT)" if isinstance(given, BoolType) else value


def _is_bounded(expression: Expression, rows: Rows) -> bool:
    return isinstance(expression, Attribute) and expression.name in rows.bounded


def _within(value: str, summand: LatticeTotal | ScaledProduct, rows: Rows) -> str:
    """What each row adds: clamped to its bounds, but where nothing can leave them."""
    bounded = all(_is_bounded(each, rows) for each in expressions_of(summand))
    if bounded and never_leaves(summand, rows.schema):
        return value
    return _bounded(value, summand.bounds, rows)


def _bounded(value: str, bounds: tuple[int, int], rows: Rows) -> str:
    """A whole number, clamped to the bounds of what a row can add."""
    lower, upper = map(int_literal, bounds)
    return clamped(rows.bind(value), lower, upper)


def _factor(factor: Scaled, rows: Rows) -> str:
    moved = f"({_double(factor.expression, rows)} - {real_literal(factor.centre)})"
    return rows.bind(f"({moved} * {real_literal(factor.stretch)})")


def _double(expression: Expression, rows: Rows) -> str:
    """A number as a double; of a BOOL 0 or 1."""
    value, given = rows.value(expression), type_of(expression, rows.schema)
    if isinstance(given, RealType):
        return value
    # By way of an integer: the engine does not take every BOOL for a number.
    whole = f"CAST({value} AS BIGINT)" if isinstance(given, BoolType) else value
    return f"CAST({whole} AS DOUBLE)"
