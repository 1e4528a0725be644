"""What somebody is told who mistypes, or types what another library takes: the thing, and the way out."""

import enum
import math
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest

from leapyear import DataSet
from leapyear import functions as f
from leapyear._relations import TableRelation
from leapyear._types import Type
from leapyear.admin import ColumnDefinition
from leapyear.exceptions import AttributeNotFound, InvalidExpression, InvalidRequest
from tests.leapyear.servers import connected

SCHEMA = {
    "age": Type("INT", (0, 10)),
    "sex": Type("FACTOR", ("f", "m")),
    "smoker": Type("BOOL"),
    "income": Type("REAL", (0.0, 10.0)),
    "born": Type("DATE"),
    "seen": Type("DATETIME"),
}


@pytest.fixture
def ds() -> Iterator[DataSet]:
    with connected({}) as (client, _server):
        yield DataSet(TableRelation("clinic", "visits"), client._connection, SCHEMA)


@pytest.mark.parametrize(
    ("misuse", "says"),
    [
        (lambda ds: ds.head(), "rows cannot be looked at"),
        (lambda ds: ds.mean("age"), r"leapyear.analytics, as in mean\('age', ds\)"),
        (lambda ds: ds.shape, "leapyear.analytics"),
        (lambda ds: ds.filter(ds.age > 3), r"ds.where\(condition\)"),
        (lambda ds: ds.groupby("sex"), r"ds.group_by\(names\)"),
        (lambda ds: ds.columns, "ds.schema"),
        (lambda ds: ds.agee, "did you mean 'age'"),
    ],
)
def test_the_methods_of_other_libraries_are_no_attributes_and_have_a_way_out(
    ds: DataSet, misuse: Callable[[DataSet], Any], says: str
) -> None:
    with pytest.raises(AttributeNotFound, match=says):
        misuse(ds)


@pytest.mark.parametrize(
    ("misuse", "says"),
    [
        (lambda ds: ds.age == pd.NA, "is_null"),
        (lambda ds: ds.age + None, "fill_null"),
        (lambda ds: ds.age * float("nan"), "fill_null"),
        (lambda ds: ds.age + float("inf"), "as far as a REAL goes"),
        (lambda ds: ds.age + True, "write 1"),
        (lambda ds: ds.smoker + 1, "to_int"),
        (lambda ds: ds.sex + "x", "concat"),
        (lambda ds: ds.seen - ds.seen, "seconds_between"),
        (lambda ds: ds.born + 1, "add_time"),
        (lambda ds: 2**ds.age, r"exp\(age \* log\(2\)\)"),
        (lambda ds: ds.age.clip(None, 3), "least and greatest"),
        (lambda ds: f.year(ds.sex), r"to_date\(sex, '%Y-%m-%d'\)"),
        (lambda ds: f.concat(ds.sex, ds.age), r"write to_text\(age\)"),
        (lambda ds: f.log(ds.smoker), r"write to_int\(smoker\)"),
        (lambda ds: f.make_date(ds.income, 1, 1), r"write to_int\(income\)"),
        (lambda ds: f.hour(ds.born), "a day has no time"),
        (lambda ds: f.truncate(ds.born, "months"), "did you mean 'month'"),
        (lambda ds: ds.group_by("sex").agg(age="mean"), r"age=\('age', 'mean'\)"),
    ],
)
def test_what_an_attribute_does_not_take_is_told_with_what_does(
    ds: DataSet, misuse: Callable[[DataSet], Any], says: str
) -> None:
    with pytest.raises(InvalidExpression, match=says):
        misuse(ds)


@pytest.mark.parametrize(
    ("misuse", "says"),
    [
        (lambda ds: ds.project(3), "project takes a list of names"),
        (lambda ds: ds.with_attributes(["age"]), "names and what they are"),
        (lambda ds: ds.project(a=f.when(ds.age > 3, 1)), r"end `when` with .otherwise\(value\)"),
        (lambda ds: f.when(cast(Any, True), 1), "when takes a condition .* not True"),
        (lambda ds: f.null_if(cast(Any, 3), ds.age), "null_if takes an attribute .* not 3"),
        (lambda ds: ds.transform(["age"], 3), "the matrix is a list of rows"),
        (lambda ds: ds.transform(["age"], [3]), "each row of the matrix is a list of numbers"),
        (lambda ds: ds.transform(["age"], ["3"]), "each row of the matrix is a list of numbers"),
        (lambda ds: ds.transform(["age"], [["3"]]), "each row of the matrix is a list of numbers"),
        (lambda ds: ds.transform(["age"], [[3]], 3), "the offset is a list of numbers"),
        (lambda ds: ds.transform(["age"], [[3]], names="a"), "names is a list of names"),
        (lambda ds: ds.join(ds, on="age", suffix=3), "suffix is a string"),
        (lambda ds: ds.split(3, seed="a"), "the seed of a split"),
        (lambda ds: ds.split(3, by=3), "a name or a list of names"),
        (lambda ds: ds.group_by("sex").agg({"age": "mean"}), "a name for each value"),
        (lambda ds: list(ds.group_by("sex")), "which there are is private"),
    ],
)
def test_what_is_no_such_thing_at_all_is_named(
    ds: DataSet, misuse: Callable[[DataSet], Any], says: str
) -> None:
    with pytest.raises(TypeError, match=says):
        misuse(ds)


@pytest.mark.parametrize(
    ("misuse", "says"),
    [
        (lambda ds: ds.project(["age", "age"]), "'age' is there twice"),
        (lambda ds: ds.project(["age"], AGE=ds.age), "differ in case alone"),
        (lambda ds: ds.project({"": ds.age}), "the name of an attribute: a name is 1 to 128"),
        (lambda ds: ds.split(3, seed=-1), "the seed of a split is a number from 0 to 4294967295"),
        (lambda ds: ds.split(3, by=[]), "a split goes by one attribute at least"),
        (lambda ds: ds.stratified(ds.age // 10, 2), r"age // 10 is computed: give it one"),
        (lambda ds: ds.join(ds, on=["sex", "age"], other_on="sex"), r"\['sex', 'age'\]"),
        (lambda ds: ds.join(ds, on=["sex", "sex"]), "each attribute once"),
        (lambda ds: ds.join(ds, on="sex", how="right"), "left join of the other data set"),
        (lambda ds: ds.transform([], []), "transform needs at least one attribute"),
        (lambda ds: ds.transform(["age"], [[1], [2]]), "1 names and 2 offsets"),
        (lambda ds: ds.transform(["age"], [[1]], names=["sex"]), "'sex' is there already"),
        (lambda ds: ds.drop_nulls([]), "one attribute at least"),
    ],
)
def test_what_makes_no_sense_is_told_in_its_own_words(
    ds: DataSet, misuse: Callable[[DataSet], Any], says: str
) -> None:
    with pytest.raises(InvalidRequest, match=says):
        misuse(ds)


def test_groups_have_no_values_before_they_are_rows(ds: DataSet) -> None:
    """As they would in pandas."""
    with pytest.raises(AttributeError, match=r"agg\(n='count_rows'"):
        ds.group_by("sex").mean("age")
    assert not hasattr(ds.group_by("sex"), "_repr_html_")


def test_a_truth_value_of_numpy_joins_conditions(ds: DataSet) -> None:
    assert str(ds.smoker & np.True_) == str(ds.smoker & True)
    assert str(np.False_ | ds.smoker) == str(False | ds.smoker)


def test_the_strings_of_numpy_are_plain_ones(ds: DataSet) -> None:
    """A data set that is made of them prints as one that is made without."""
    names = np.array(["age", "sex"])
    assert repr(ds.project(names)) == repr(ds.project(["age", "sex"]))
    assert repr(ds[names[0]]) == repr(ds["age"])
    assert repr(ds.project({names[0]: ds.sex})) == repr(ds.project(age=ds.sex))


def test_missing_values_are_dropped_by_names_in_a_list_too(ds: DataSet) -> None:
    assert ds.drop_nulls(["age", "sex"]) == ds.drop_nulls("age", "sex")


def test_a_transformation_takes_conditions_and_a_matrix_in_a_data_frame(ds: DataSet) -> None:
    """A frame's own items are the names of its columns, and no rows: they are never read as numbers."""
    of_frame = ds.transform(["age", "income"], pd.DataFrame({"12": [1.0, 2.0], "34": [0.0, 3.0]}))
    assert of_frame == ds.transform(["age", "income"], [[1, 0], [2, 3]])
    assert ds.transform(["smoker"], [[2]]) == ds.with_attributes(smoker=f.to_int(ds.smoker) * 2.0)


def test_branches_print_as_they_were_typed(ds: DataSet) -> None:
    branches = f.when(ds.age > 3, "old").when(ds.smoker, ds.sex)
    assert repr(branches).startswith("<Branches when(age > 3, 'old').when(smoker, sex): end them")


def test_names_that_python_keeps_for_itself_are_printed_in_quotes(ds: DataSet) -> None:
    """So that what is printed can be typed."""
    assert repr(ds.project({"class": ds.age})).endswith(".project({'class': age})")


def test_a_constant_is_an_attribute_that_is_the_same_in_each_row(ds: DataSet) -> None:
    """A string is none, since it may be meant as the name of an attribute."""
    marked = ds.project(
        ["age"], year=cast(Any, np.int64(2025)), new=True, since=pd.Timestamp("2025-01-01")
    )
    printed = ".project(['age'], year=2025, new=True, since='2025-01-01 00:00:00Z')"
    assert repr(marked).endswith(printed)
    assert [each.type.tag for each in marked.attributes] == ["INT", "INT", "BOOL", "DATETIME"]
    for wrong, meant in [("sex", r"ds\['sex'\]"), ("red", r"to_factor\('red', \['red'\]\)")]:
        with pytest.raises(TypeError, match=f"did you mean {meant}"):
            ds.with_attribute("new", cast(Any, wrong))


class Colour(str, enum.Enum):  # noqa: UP042  # that is the point
    """Whose members are strings, and print as something else."""

    RED = "f"


def test_members_of_an_enumeration_of_strings_are_these_strings(ds: DataSet) -> None:
    assert str(ds.sex == Colour.RED) == "sex == 'f'"
    assert ds.project({Colour.RED: ds.age}) == ds.project(f=ds.age)
    assert ColumnDefinition("sex", "FACTOR", Colour).bounds == ("f",)


def test_a_factor_is_ordered_by_any_string_and_equal_to_its_own_alone(ds: DataSet) -> None:
    """None of its values has to be where the alphabet is cut."""
    assert str(ds.sex < "h") == "sex < 'h'"
    assert str(ds.sex.between("a", "h")) == "sex.between('a', 'h')"
    with pytest.raises(InvalidExpression, match="sex is never 'h'"):
        ds.sex == "h"  # noqa: B015  # it is refused where it is written


def test_the_floor_and_the_ceiling_of_pythons_own_are_taken(ds: DataSet) -> None:
    assert str(math.floor(ds.income)) == "floor(income)"
    assert str(math.ceil(ds.income)) == "ceil(income)"


def test_decimals_are_numbers(ds: DataSet) -> None:
    """As databases give them."""
    assert str(ds.income > Decimal("1.5")) == "income > 1.5"
    with pytest.raises(InvalidExpression, match="fill_null"):
        ds.income == Decimal("NaN")  # noqa: B015  # it is refused where it is written


def test_data_sets_of_two_servers_make_none(ds: DataSet) -> None:
    """The first would answer about its own table of that name."""
    with connected({}) as (client, _server):
        client._connection.url = "http://elsewhere:4401"
        other = DataSet(TableRelation("clinic", "visits"), client._connection, SCHEMA)
        with pytest.raises(InvalidRequest, match="http://elsewhere:4401"):
            ds.union(other)
        with pytest.raises(InvalidRequest, match="http://elsewhere:4401"):
            ds.join(other.project(["sex"]), on="sex")
