"""Which attributes: those that are kept, and those that are computed."""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import add

from leapyear._names import check_attribute_names
from leapyear._refusals import invalid_request
from leapyear._relations import ProjectRelation
from leapyear.dataset._typed_relation import TypedRelation
from leapyear.dataset.attribute import Attribute


def project(
    of: TypedRelation,
    attributes: Iterable[str | Attribute] | Mapping[str, Attribute],
    computed: Mapping[str, Attribute],
) -> TypedRelation:
    """See `DataSet.project`."""
    named = [*_named(of, attributes), *computed.items()]
    if not named:
        raise invalid_request("project needs at least one attribute")
    check_attribute_names(name for name, _ in named)
    for name, attribute in named:
        of.check_computed(name, attribute, "ds['age'] * 2")
    relation = ProjectRelation(
        of.relation, tuple((name, attribute.expression) for name, attribute in named)
    )
    return TypedRelation(relation, {name: attribute.type for name, attribute in named})


def _named(
    of: TypedRelation, attributes: Iterable[str | Attribute] | Mapping[str, Attribute]
) -> Iterable[tuple[str, Attribute]]:
    if isinstance(attributes, Mapping):
        return attributes.items()
    if isinstance(attributes, str | Attribute):
        raise TypeError("project takes a list of names: ds.project(['age'])")
    return [of.named(attribute, "ds.project([...], ") for attribute in attributes]


def with_attributes(
    of: TypedRelation, attributes: Mapping[str, Attribute], computed: Mapping[str, Attribute]
) -> TypedRelation:
    """See `DataSet.with_attributes`."""
    if both := [name for name in attributes if name in computed]:
        raise invalid_request(f"{both[0]!r} is given twice")
    added = {**attributes, **computed}
    if not added:
        raise invalid_request("with_attributes needs at least one attribute")
    return project(of, {name: of.attribute(name) for name in of.schema} | added, {})


def transformed(
    of: TypedRelation,
    attributes: Iterable[str | Attribute],
    matrix: Iterable[Iterable[float]],
    offset: Iterable[float] | None,
    names: Iterable[str] | None,
) -> TypedRelation:
    """See `DataSet.transform`."""
    old = [of.resolved(each) for each in attributes]
    rows = [[float(one) for one in row] for row in matrix]
    constants = [0.0] * len(rows) if offset is None else [float(one) for one in offset]
    called = [each.name or "" for each in old] if names is None else list(names)
    if not (rows and old) or any(len(row) != len(old) for row in rows):
        raise invalid_request(
            f"each row of the matrix has a coefficient for each of the {len(old)} attributes"
        )
    if len(constants) != len(rows) or len(called) != len(rows):
        raise invalid_request(
            f"there are {len(rows)} new attributes: give as many names, and as many offsets"
        )
    replaced = {each.name for each in old}
    result = {name: of.attribute(name) for name in of.schema if name not in replaced}
    for name, row, constant in zip(called, rows, constants, strict=True):
        terms = (attribute * factor for attribute, factor in zip(old, row, strict=True))
        total: Attribute = reduce(add, terms)
        result[name] = total + constant if constant else total
    return project(of, result, {})
