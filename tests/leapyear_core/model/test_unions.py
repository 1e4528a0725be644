"""Unions and splits: their schemas, their stability, and what they read."""

import pytest

from leapyear_core.model.analyses import CountRows
from leapyear_core.model.errors import AttributeNotFound, InvalidExpression
from leapyear_core.model.expressions import Attribute, Call, Constant
from leapyear_core.model.lineage import TableColumn, columns_read
from leapyear_core.model.relations import Project, Projection, Relation, Split, Table, Union, Where
from leapyear_core.model.schemas import schema_of
from leapyear_core.model.stability import stability
from leapyear_core.model.trees import read_relation, relation_to_tree
from leapyear_core.model.types import FactorType, IntType, RealType, Schema, TextType
from leapyear_core.model.units import Contribution

ONE, OTHER = Table("d", "one"), Table("d", "other")
SCHEMAS: dict[Table, Schema] = {
    ONE: {"age": IntType(0, 10), "sex": FactorType(("f", "m"))},
    OTHER: {"age": IntType(5, 20), "sex": FactorType(("m", "x"))},
}


def only(relation: Relation, name: str, of: str) -> Project:
    return Project(relation, (Projection(name, Attribute(of)),))


def test_a_union_has_the_bounds_of_all() -> None:
    assert schema_of(Union((ONE, OTHER)), SCHEMAS) == {
        "age": IntType(0, 20),
        "sex": FactorType(("f", "m", "x")),
    }


def test_a_union_of_other_attributes_or_types_makes_no_sense() -> None:
    for other in (only(OTHER, "age", "age"), only(OTHER, "x", "age")):
        with pytest.raises(InvalidExpression):
            schema_of(Union((ONE, other)), SCHEMAS)
    for unlike in (RealType(0.0, 1.0), TextType()):
        with pytest.raises(InvalidExpression):
            schema_of(Union((ONE, OTHER)), {**SCHEMAS, OTHER: {**SCHEMAS[OTHER], "age": unlike}})


def test_a_split_goes_by_attributes_that_there_are_and_has_the_parts_that_it_has() -> None:
    assert schema_of(Split(ONE, ("age",), 5, range(1, 4), 0), SCHEMAS) == SCHEMAS[ONE]
    with pytest.raises(AttributeNotFound):
        schema_of(Split(ONE, ("x",), 2, range(1), 0), SCHEMAS)
    for kept in (range(2, 3), range(1, 3), range(1, 1), range(1, 0)):
        with pytest.raises(InvalidExpression, match="within its 2 buckets"):
            schema_of(Split(ONE, ("age",), 2, kept, 0), SCHEMAS)


def test_a_unit_counts_in_each_relation_of_a_union_and_once_in_a_split() -> None:
    rows = {ONE: Contribution(3, "age"), OTHER: Contribution(5, "age")}
    assert stability(Union((ONE, OTHER)), rows) == 8
    assert stability(Union((ONE, Split(ONE, ("age",), 2, range(1), 0))), rows) == 6
    assert stability(Union((Union((ONE, ONE)), ONE)), {}) == 3


def test_what_a_split_goes_by_is_read() -> None:
    """Below a union as well, in which an attribute is made of columns of each relation."""
    split = Split(Union((ONE, OTHER)), ("sex",), 2, range(1), 0)
    assert columns_read(CountRows(split), SCHEMAS) == {
        TableColumn(ONE, "sex"),
        TableColumn(OTHER, "sex"),
    }
    counted = CountRows(Where(Union((ONE, OTHER)), Call("gt", (Attribute("age"), Constant(1)))))
    assert columns_read(counted, SCHEMAS) == {TableColumn(ONE, "age"), TableColumn(OTHER, "age")}


def test_unions_and_splits_are_read_as_they_were_written() -> None:
    relation = Split(Union((ONE, OTHER)), ("age", "sex"), 7, range(3, 5), 11)
    assert read_relation(relation_to_tree(relation)) == relation
