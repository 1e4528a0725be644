"""Statistics of groups of rows, whether their keys are known or private."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from attrs import evolve

from leapyear_core.model.analyses import Aggregate, GroupBy, GroupKey
from leapyear_core.model.errors import InvalidAnalysis
from leapyear_core.model.expressions import type_of
from leapyear_core.model.keys import KeyValue, UnknownKey, ValueKey
from leapyear_core.model.lattice import RowCount
from leapyear_core.model.types import (
    BoolType,
    DataType,
    DateType,
    FactorType,
    IntType,
    Schema,
    TextType,
)
from leapyear_core.privacy.estimates import Statistic
from leapyear_core.privacy.partitions import KeptGroups
from leapyear_core.privacy.planning.asked import Asked, AskedKeys
from leapyear_core.privacy.planning.cells import check_names, table_of
from leapyear_core.privacy.planning.sums import Sums
from leapyear_core.privacy.pricing import MOST_GROUPS, check_size

#: What the values are of each type that has groups.
_VALUES_OF: Final[Mapping[type[DataType], type[KeyValue]]] = {
    BoolType: bool,
    IntType: int,
    FactorType: str,
    TextType: str,
    DateType: dt.date,
}


def group_by(analysis: GroupBy, schema: Schema, *, exact: bool) -> Asked | AskedKeys:
    """Statistics of each group; where a key's values are private, of the groups that its rows tell of."""
    check_names([key.name for key in analysis.keys])
    check_names([each.name for each in analysis.aggregates])
    given = [type_of(key.expression, schema) for key in analysis.keys]
    values = [_values(key, each) for key, each in zip(analysis.keys, given, strict=True)]
    known = [each for each in values if each is not None]
    if analysis.unknown_keys or len(known) < len(values):
        return _of_private_keys(analysis, schema, Sums(exact=exact))
    return _of_known_keys(analysis, known, schema, Sums(exact=exact))


def _of_private_keys(analysis: GroupBy, schema: Schema, sums: Sums) -> AskedKeys:
    sums.place(RowCount())  # what groups are told by
    named = _named(analysis.aggregates, sums, schema)
    check_size((), len(sums.places))
    return AskedKeys(
        evolve(analysis, unknown_keys=True),
        analysis.relation,
        tuple(sums.places),
        tuple(UnknownKey(key.expression, key.values) for key in analysis.keys),
        KeptGroups(tuple(key.name for key in analysis.keys), tuple(named)),
    )


def _of_known_keys(
    analysis: GroupBy, values: list[tuple[KeyValue, ...]], schema: Schema, sums: Sums
) -> Asked:
    keys = tuple(
        ValueKey(key.expression, each) for key, each in zip(analysis.keys, values, strict=True)
    )
    named = _named(analysis.aggregates, sums, schema)
    check_size(keys, len(sums.places))
    reading = table_of(tuple(key.name for key in analysis.keys), keys, named)
    return sums.asked(analysis, analysis.relation, keys, reading)


def _named(
    aggregates: tuple[Aggregate, ...], sums: Sums, schema: Schema
) -> list[tuple[str, Statistic]]:
    return [(each.name, sums.statistic(each.kind, each.expression, schema)) for each in aggregates]


def _values(key: GroupKey, given: DataType) -> tuple[KeyValue, ...] | None:
    """The values of a key; None where they are private."""
    if key.values is None:
        return _declared_values(key.name, given)
    if not all(type(value) is _VALUES_OF.get(type(given)) for value in key.values):
        raise InvalidAnalysis(
            f"{key.name!r} is {given.kind.upper()}, and the values to have groups of are not all of that kind"
        )
    if len(set(key.values)) != len(key.values):
        raise InvalidAnalysis(f"a value of {key.name!r} is named twice")
    return key.values


def _declared_values(name: str, given: DataType) -> tuple[KeyValue, ...] | None:
    match given:
        case BoolType():
            return (False, True)
        case FactorType(values):
            return values
        case IntType(lower, upper):
            return tuple(range(lower, upper + 1)) if upper - lower < MOST_GROUPS else None
        case TextType() | DateType():
            return None
        case _:
            raise InvalidAnalysis(
                f"groups are of BOOL, INT, FACTOR, TEXT or DATE, and {name!r} is {given.kind.upper()}: a"
                " histogram has bins of numbers"
            )
