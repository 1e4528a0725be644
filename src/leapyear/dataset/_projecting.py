"""Which attributes: those that are kept, and those that are computed."""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import reduce
from numbers import Real
from operator import add
from typing import TypeAlias

from leapyear._literals import constant, type_of_value
from leapyear._names import check_attribute_names, plain_text
from leapyear._numbers import as_float, truth_value
from leapyear._refusals import described, invalid_request
from leapyear._relations import ProjectRelation
from leapyear.dataset._typed_relation import TypedRelation, listed
from leapyear.dataset.attribute import Attribute

#: What an attribute is to be: an attribute, or a constant that is the same in each row.
Computed: TypeAlias = Attribute | bool | float | dt.date


def project(
    of: TypedRelation,
    attributes: Iterable[str | Attribute] | Mapping[str, Computed],
    computed: Mapping[str, Computed],
) -> TypedRelation:
    """See `DataSet.project`."""
    named = [(name, each) for name, each in (*_named(of, attributes), *computed.items())]
    if not named:
        raise invalid_request("project needs at least one attribute")
    check_attribute_names(name for name, _ in named)
    named = [(plain_text(name), each) for name, each in named]
    made = [(name, _computed(of, name, each)) for name, each in named]
    relation = ProjectRelation(
        of.relation, tuple((name, attribute.expression) for name, attribute in made)
    )
    return TypedRelation(relation, {name: attribute.type for name, attribute in made})


def _computed(of: TypedRelation, name: str, given: object) -> Attribute:
    """What an attribute is to be: computed, or a constant that is the same in each row."""
    if isinstance(given, str):
        # Whether it is a name or a value, nobody knows.
        meant = f"ds[{given!r}]" if given in of.schema else f"to_factor({given!r}, [{given!r}])"
        raise TypeError(
            f"{name!r} is to be an attribute such as ds['age'] * 2, or a number, not a string: did you "
            f"mean {meant}?"
        )
    if isinstance(given, bool | Real | dt.date) or truth_value(given) is not None:
        of_type = type_of_value(given)
        return Attribute(constant(given, of_type, name), of_type)
    of.check_computed(name, given, "ds['age'] * 2")
    assert isinstance(given, Attribute)
    return given


def _named(
    of: TypedRelation, attributes: Iterable[str | Attribute] | Mapping[str, Computed]
) -> Iterable[tuple[str, Computed]]:
    if isinstance(attributes, Mapping):
        return attributes.items()
    if isinstance(attributes, str | Attribute):
        raise TypeError("project takes a list of names: ds.project(['age'])")
    if not isinstance(attributes, Iterable):
        raise TypeError(
            f"project takes a list of names, ds.project(['age']), not {described(attributes)}"
        )
    return [of.named(attribute, "ds.project([...], ") for attribute in attributes]


def with_attributes(
    of: TypedRelation, attributes: Mapping[str, Computed], computed: Mapping[str, Computed]
) -> TypedRelation:
    """See `DataSet.with_attributes`."""
    if not isinstance(attributes, Mapping):
        raise TypeError(
            "with_attributes takes names and what they are: ds.with_attributes(old=ds['age'] > 60), "
            f"not {described(attributes)}"
        )
    if both := [name for name in attributes if name in computed]:
        raise invalid_request(f"{both[0]!r} is given twice")
    added = {**attributes, **computed}
    if not added:
        raise invalid_request("with_attributes needs at least one attribute")
    kept: dict[str, Computed] = {name: of.attribute(name) for name in of.schema}
    return project(of, kept | added, {})


def transformed(
    of: TypedRelation,
    attributes: Iterable[str | Attribute],
    matrix: Iterable[Iterable[float]],
    offset: Iterable[float] | None,
    names: Iterable[str] | None,
) -> TypedRelation:
    """See `DataSet.transform`."""
    old = [of.resolved(each) for each in listed(attributes)]
    rows = [_numbers(row, "each row of the matrix") for row in _rows(matrix)]
    constants = [0.0] * len(rows) if offset is None else _numbers(offset, "the offset")
    called = [each.name or "" for each in old] if names is None else _names(names)
    if not old:
        raise invalid_request("transform needs at least one attribute")
    if not rows or any(len(row) != len(old) for row in rows):
        raise invalid_request(
            f"each row of the matrix has a coefficient for each of the {len(old)} attributes"
        )
    if len(constants) != len(rows) or len(called) != len(rows):
        raise invalid_request(
            f"the matrix has a row for each new attribute, {len(rows)} here: there are "
            f"{len(called)} names and {len(constants)} offsets"
        )
    replaced = {each.name for each in old}
    new: dict[str, Attribute] = {}
    for name, row, added in zip(called, rows, constants, strict=True):
        if name in new or (name in of.schema and name not in replaced):
            raise invalid_request(f"{name!r} is there already: give the new attributes names")
        terms = (_number(attribute) * factor for attribute, factor in zip(old, row, strict=True))
        total: Attribute = reduce(add, terms)
        new[name] = total + added if added else total
    kept = [name for name in of.schema if name in new or name not in replaced]
    result = {name: new[name] if name in new else of.attribute(name) for name in kept}
    return project(of, result | new, {})


def _number(attribute: Attribute) -> Attribute:
    if attribute.type.tag != "BOOL":
        return attribute
    from leapyear.functions import to_int  # functions are made of attributes

    return to_int(attribute)


def _rows(matrix: Iterable[Iterable[float]]) -> list[Iterable[float]]:
    # What a data frame gives one by one is the names of its columns.
    of_frame = getattr(matrix, "to_numpy", None)
    rows = matrix if of_frame is None else of_frame()
    if isinstance(rows, str | Mapping) or not isinstance(rows, Iterable):
        raise TypeError(
            "the matrix is a list of rows, each with a coefficient for each attribute, not "
            f"{described(matrix)}"
        )
    return list(rows)


def _numbers(values: Iterable[float], what: str) -> list[float]:
    if isinstance(values, str | Mapping) or not isinstance(values, Iterable):
        raise TypeError(f"{what} is a list of numbers, not {described(values)}")
    return [as_float(each, f"{what} is a list of numbers") for each in values]


def _names(names: Iterable[str]) -> list[str]:
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise TypeError(f"names is a list of names, not {described(names)}")
    return list(names)
