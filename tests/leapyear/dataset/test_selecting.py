"""Rows that are chosen by a condition."""

import pytest

from leapyear import DataSet
from leapyear.exceptions import AttributeNotFound
from tests.leapyear.dataset.visits import PRINTED


def test_nulls_are_dropped_by_a_condition(ds: DataSet) -> None:
    assert repr(ds.drop_nulls()) == f"{PRINTED}.where(~age.is_null() & ~sex.is_null())"
    assert ds.drop_nulls("age") == ds.where(~ds.age.is_null())
    with pytest.raises(AttributeNotFound):
        ds.drop_nulls("x")
