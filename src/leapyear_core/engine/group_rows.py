"""Groups of rows, each as one row, in SQL: `leapyear_core.model.aggregates` says what they mean."""

from collections.abc import Collection, Sequence

from leapyear_core.engine.expressions import Rows
from leapyear_core.engine.literals import int_literal, real_literal
from leapyear_core.engine.scan import clamped
from leapyear_core.model.aggregates import GroupAggregate, sum_exponent
from leapyear_core.model.expressions import type_of
from leapyear_core.model.relations import Projection
from leapyear_core.model.types import BoolType, DataType, IntType, RealType, Schema


def grouped_rows(
    rows: Rows,
    keys: Sequence[Projection],
    aggregates: Sequence[GroupAggregate],
    needed: Collection[str],
    schema: Schema,
) -> Rows:
    """One row for each group of rows; a null key is a group of its own.

    Parameters
    ----------
    rows
        Those that are grouped.
    needed
        The keys and aggregates that are read.
    schema
        The types of all of them.
    """
    # Bound, since a mere constant would be taken for the position of a column.
    groups = [rows.bind(rows.value(key.expression)) for key in keys]
    listed: list[str] = []

    def column(sql: str) -> str:
        listed.append(f"{sql} AS {(name := f'c{next(rows.numbers)}')}")
        return name

    values = {
        key.name: column(group)
        for key, group in zip(keys, groups, strict=True)
        if key.name in needed
    }
    raw = {
        each: [column(sql) for sql in _raw(each, rows)]
        for each in aggregates
        if each.name in needed
    }
    of_groups = Rows("", {}, {}, rows.numbers)
    of_groups.base = (
        f"SELECT {', '.join(listed) or '1'} FROM ({rows.sql}) GROUP BY {', '.join(groups)}"
    )
    for each, names in raw.items():
        given = None if each.expression is None else type_of(each.expression, rows.schema)
        values[each.name] = _value(each, names, given, schema[each.name], of_groups)
    columns = {name: f"c{next(rows.numbers)}" for name in values}
    selected = ", ".join(f"{values[name]} AS {column}" for name, column in columns.items()) or "1"
    return Rows(
        f"SELECT {selected} FROM ({of_groups.sql})",
        columns,
        {name: schema[name] for name in columns},
        rows.numbers,
    )


def _raw(aggregate: GroupAggregate, rows: Rows) -> list[str]:
    """What is aggregated over the rows of a group."""
    expression = aggregate.expression
    if expression is None:
        return ["COUNT(*)"]
    value, given = rows.value(expression), type_of(expression, rows.schema)
    match aggregate.kind:
        case "count_distinct":
            return [f"COUNT(DISTINCT {value})"]
        case "min" | "max":
            return [f"{aggregate.kind.upper()}({value})"]
        case "sum":
            return [f"SUM({_whole(value, given)})"]
        case "mean":
            value = rows.bind(value)
            return [f"SUM({_whole(value, given)})", f"COUNT({value})"]
        case _:
            return [f"COUNT({value})"]


def _whole(value: str, given: DataType) -> str:
    """A number as a whole one: of a REAL its lattice point."""
    if isinstance(given, RealType):
        stretch = real_literal(2.0 ** -sum_exponent(given))
        return f"TRY_CAST(ROUND({value} * {stretch}) AS BIGINT)"
    return f"CAST({value} AS BIGINT)" if isinstance(given, BoolType) else value


def _value(
    aggregate: GroupAggregate,
    names: Sequence[str],
    given: DataType | None,
    result: DataType,
    groups: Rows,
) -> str:
    """An aggregate in the type that it has, of what was aggregated."""
    first = names[0]
    match aggregate.kind, result:
        case "min" | "max", RealType():
            # Which of two zeros is the least depends on the order of rows.
            return f"CASE WHEN {first} = 0e0 THEN 0e0 ELSE {first} END"
        case "min" | "max", _:
            return first
        case "mean", RealType(lower, upper):
            mean = f"CAST({first} AS DOUBLE) / CAST({names[1]} AS DOUBLE)"
            return _clamped(_stretched(mean, given), lower, upper, groups)
        case "sum", RealType(lower, upper):
            total = f"CAST(COALESCE({first}, 0) AS DOUBLE)"
            return _clamped(_stretched(total, given), lower, upper, groups)
        case _, IntType(lower, upper):
            count = f"COALESCE({first}, 0)"
            low, high = int_literal(lower), int_literal(upper)
            return f"CAST({clamped(groups.bind(count), low, high)} AS BIGINT)"
        case _:
            raise AssertionError(aggregate)


def _stretched(value: str, given: DataType | None) -> str:
    if isinstance(given, RealType):
        return f"({value}) * {real_literal(2.0 ** sum_exponent(given))}"
    return value


def _clamped(value: str, lower: float, upper: float, groups: Rows) -> str:
    return clamped(groups.bind(value), real_literal(lower), real_literal(upper))
