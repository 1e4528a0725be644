"""Attributes that are added, replaced and transformed."""

import pytest

from leapyear import DataSet
from leapyear.exceptions import InvalidRequest
from tests.leapyear.dataset.visits import PRINTED


def test_attributes_are_added_and_replaced(ds: DataSet) -> None:
    more = ds.with_attributes(age=ds.age + 1, old=ds.age > 5)
    assert list(more._schema) == ["age", "sex", "old"]
    assert repr(more) == f"{PRINTED}.project(['sex'], age=age + 1, old=age > 5)"
    assert ds.with_attribute("old", ds.age > 5) == ds.with_attributes({"old": ds.age > 5})
    with pytest.raises(InvalidRequest):
        ds.with_attributes()
    with pytest.raises(InvalidRequest):
        ds.with_attributes({"old": ds.age}, old=ds.age)


def test_a_linear_transformation_is_a_projection(ds: DataSet) -> None:
    turned = ds.transform(["age"], [[2.0], [-1.0]], [0, 3], names=["twice", "less"])
    assert list(turned._schema) == ["sex", "twice", "less"]
    assert repr(turned) == f"{PRINTED}.project(['sex'], twice=age * 2.0, less=age * -1.0 + 3.0)"
    for matrix, offset in (([[1.0, 2.0]], None), ([], None), ([[1.0]], [1.0, 2.0])):
        with pytest.raises(InvalidRequest):
            ds.transform(["age"], matrix, offset)
