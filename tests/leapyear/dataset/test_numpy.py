"""The numbers of NumPy in the operators of a data set: what they are on the wire is Python's own."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from leapyear import DataSet
from leapyear._seam.requests import relation_model


@pytest.mark.parametrize(
    ("of_numpy", "plain"),
    [
        (
            lambda ds: ds.split(np.int64(3), np.uint8(1), seed=np.int32(7)),
            lambda ds: ds.split(3, 1, seed=7),
        ),
        (
            lambda ds: ds.splits(np.array([0.75, 0.25]), seed=np.int64(7))[1],
            lambda ds: ds.split([0.75, 0.25], 1, seed=7),
        ),
        (
            lambda ds: ds.stratified("sex", np.array([1, 3]), np.int64(0)),
            lambda ds: ds.stratified("sex", [1, 3], 0),
        ),
        (
            lambda ds: ds.join(ds.project(["sex"]), on="sex", rows_per_key=(np.int64(2), None)),
            lambda ds: ds.join(ds.project(["sex"]), on="sex", rows_per_key=(2, None)),
        ),
        (
            lambda ds: ds.where(
                ds.age.isin(np.arange(3)) & ds.age.between(np.int8(1), np.int64(9))
            ),
            lambda ds: ds.where(ds.age.isin([0, 1, 2]) & ds.age.between(1, 9)),
        ),
        (
            lambda ds: ds.with_attribute("x", (ds.age * np.float64(0.5)).round(np.int64(1))),
            lambda ds: ds.with_attribute("x", (ds.age * 0.5).round(1)),
        ),
        (
            lambda ds: ds.with_attribute("x", ds.age.clip(np.int64(1), np.float32(9.5))),
            lambda ds: ds.with_attribute("x", ds.age.clip(1, 9.5)),
        ),
        (
            lambda ds: ds.transform(["age"], np.array([[2.0]]), np.array([np.int64(1)])),
            lambda ds: ds.transform(["age"], [[2.0]], [1]),
        ),
    ],
)
def test_the_numbers_of_numpy_are_taken(
    ds: DataSet, of_numpy: Callable[[DataSet], DataSet], plain: Callable[[DataSet], DataSet]
) -> None:
    """As notebooks have them; what is sent and printed is the same as with Python's own."""
    taken, wanted = of_numpy(ds), plain(ds)
    sent = [json.dumps(relation_model(each._relation).to_dict()) for each in (taken, wanted)]
    assert sent[0] == sent[1]
    assert repr(taken) == repr(wanted)


@pytest.mark.parametrize("odd", [np.float64(2), np.bool_(True), np.array([[2]]), np.str_("2")])
def test_what_is_no_whole_number_of_numpy_is_refused(ds: DataSet, odd: Any) -> None:
    with pytest.raises(TypeError):
        ds.split(odd)
    with pytest.raises(TypeError, match="the part of a split is a whole number"):
        ds.split(3, odd)
    with pytest.raises(TypeError, match="whole numbers"):
        ds.join(ds.project(["sex"]), on="sex", rows_per_key=odd)
