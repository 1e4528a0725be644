"""Parts of rows and strata: what they are on the wire, and what is refused where it is typed."""

import math
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

import pytest

from leapyear import DataSet
from leapyear._relations import SplitRelation, TableRelation
from leapyear._seam.requests import relation_model
from leapyear._types import Type
from leapyear.exceptions import AttributeNotFound, InvalidExpression, InvalidRequest
from leapyear_api.models import SplitRelation as SplitModel
from tests.leapyear.dataset.visits import PRINTED


def test_splits_are_every_part_in_turn(ds: DataSet) -> None:
    parts = ds.splits(3, by=(name for name in ["age"]), seed=7)
    assert [each._relation for each in parts] == [
        SplitRelation(ds._relation, ("age",), (1, 1, 1), part, 7) for part in range(3)
    ]
    assert repr(parts[2]) == f"{PRINTED}.split(3, 2, by=['age'], seed=7)"
    assert ds.split(2)._relation == SplitRelation(ds._relation, ("age", "sex"), (1, 1), 0, 0)
    assert ds.split(parts=2, part=1) == ds.split([1, 1], 1)


@pytest.mark.parametrize(
    ("parts", "shares"),
    [
        ([0.8, 0.2], (4, 1)),
        ([0.7, 0.2, 0.1], (7, 2, 1)),
        ((7, 2, 1), (7, 2, 1)),
        ([50, 50], (1, 1)),
        ([0.1] * 10, (1,) * 10),
        ([Fraction(1, 3), Fraction(2, 3)], (1, 2)),
        ([1 / 3, 1 / 3, 1 / 3], (1, 1, 1)),
        ([1, math.pi], (241_453, 758_547)),
        ([1e-300, 1e-300], (1, 1)),
        ([1, 999_999], (1, 999_999)),
        ([math.pi] * 7 + [1e-3] * 3, None),
        ([3], (1,)),
        ([10**400, 10**400], (1, 1)),
    ],
)
def test_shares_are_whole_numbers_that_are_together_everything(
    ds: DataSet, parts: Iterable[float], shares: tuple[int, ...] | None
) -> None:
    """Simple ones as they are typed, others to a millionth of all; so that no rounding moves a row from part to part."""
    found = ds.splits(parts)
    relations = [each._relation for each in found]
    assert all(isinstance(each, SplitRelation) for each in relations)
    models = [relation_model(each) for each in relations]
    assert all(isinstance(each, SplitModel) for each in models)
    ends = [(each.start, each.stop) for each in models if isinstance(each, SplitModel)]
    assert ends[0][0] == 0
    assert all(one[1] == other[0] for one, other in pairwise(ends))
    assert {each.buckets for each in models if isinstance(each, SplitModel)} == {ends[-1][1]}
    assert shares is None or tuple(stop - start for start, stop in ends) == shares


def test_a_part_of_a_part_is_hashed_anew(ds: DataSet) -> None:
    """Else a half of a half would be all of it, or nothing. Who names a seed has that one."""
    rest = ds.split([0.8, 0.2], 1).where(ds.age > 3)
    assert repr(rest.split(2)) == f"{rest!r}.split(2, 0, by=['age', 'sex'], seed=1)"
    assert repr(rest.split(2, seed=0)) == f"{rest!r}.split(2, 0, by=['age', 'sex'], seed=0)"
    thrice = rest.split(2).union(ds).split(2)
    assert isinstance(thrice._relation, SplitRelation)
    assert thrice._relation.seed == 2


def test_strata_are_hashed_with_what_stays_together(ds: DataSet) -> None:
    training, test = ds.stratified("sex", [0.8, 0.2])
    assert training == ds.split([0.8, 0.2], 0, by=["sex", "age"])
    assert ds.stratified("sex", [0.8, 0.2], 1) == test
    by_unit = ds.stratified(["sex"], 2, 0, together="age", seed=3)
    assert by_unit == ds.split(2, 0, by=["sex", "age"], seed=3)
    assert ds.stratified("age", 2, 0, together="age") == ds.split(2, 0, by="age")


def test_strata_are_of_few_values(ds: DataSet) -> None:
    schema = {
        "pid": Type("TEXT"),
        "wage": Type("INT", (0, 1000)),
        "decade": Type("INT", (0, 999)),
        "height": Type("REAL", (0.0, 1.0)),
    }
    other = DataSet(TableRelation("clinic", "others"), ds._connection, schema)
    for name, found in (("pid", "is TEXT"), ("wage", "has 1001 values"), ("height", "is REAL")):
        with pytest.raises(InvalidExpression, match=f"{name} {found}"):
            other.stratified(name, 2)
    assert len(other.stratified("decade", 2)) == 2
    with pytest.raises(InvalidRequest):
        other.stratified(other.decade // 10, 2)
    with pytest.raises(AttributeNotFound):
        other.stratified("x", 2)


def test_a_part_that_there_is_not_is_refused_where_it_is_typed(ds: DataSet) -> None:
    for parts, part in ((0, 0), (2, 2), (2, -1), (1001, 0), ([], 0), ([0.5, 0.5], 2)):
        with pytest.raises(InvalidRequest):
            ds.split(parts, part)
    for shares in ([1, 0], [1, -1], [1, math.nan], [math.inf], [1, 1e-7], [1] * 1001):
        with pytest.raises(InvalidRequest):
            ds.splits(shares)
    for wrong in (0.5, "2", ["a"], [True, True], True, None):
        with pytest.raises(TypeError):
            ds.split(wrong)  # type: ignore[arg-type]
    for seed in (-1, 2**32):
        with pytest.raises(InvalidRequest):
            ds.split(2, seed=seed)
    with pytest.raises(AttributeNotFound):
        ds.split(2, by="x")
    with pytest.raises(InvalidRequest):
        ds.split(2, by=[ds.age + 1])
