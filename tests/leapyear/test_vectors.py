"""Questions for many numbers, from the line that is typed to what comes back, against the real Core."""

import datetime as dt
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve

from leapyear import Client, DataSet
from leapyear._transport import substitute_transport
from leapyear.admin import ColumnDefinition, Database, PrivacyLimit, Table
from leapyear.analytics import (
    Analysis,
    Bin,
    Histogram,
    VectorResult,
    correlation,
    count_rows,
    covariance,
    describe,
    group_by,
    histogram,
    histogram2d,
    kurtosis,
    mean,
    median,
    quantile,
    skewness,
    std,
    variance,
)
from leapyear.exceptions import (
    AttributeNotFound,
    GroupbyAggTooManyKeysError,
    InvalidAnalysis,
    InvalidExpression,
    InvalidRequest,
    NotSupportedError,
)
from leapyear.functions import make_date, to_datetime
from leapyear.jobs import AsyncJob
from leapyear_core.privacy import partitions
from tests.core_transport import CoreTransport
from tests.in_process import ADMIN_PASSWORD, SETTINGS, core_in_memory, serving

AGES = np.array([20 + index % 60 for index in range(2000)])
#: Of no type that anything takes.
ANY: Any = None
NUMBER: Any = 50
UNNAMED: Any = {"": "count_rows"}
WANTED: Any = {"age": "mean"}
MANY: Any = {f"n{number}": "count_rows" for number in range(65)}
EDGES: Any = [0, 1, 2]
SMOKERS = np.arange(2000) % 4 == 0


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DataSet]:
    """The rows of a table whose limit allows for a great deal, for one who may have exact answers."""
    folder = tmp_path_factory.mktemp("people")
    data = {
        "age": AGES,
        "income": 1000.0 * AGES,
        "smoker": SMOKERS,
        "sex": [None if index % 10 == 0 else "fm"[index % 2] for index in range(2000)],
        "city": ["Rome" if index % 3 == 0 else "Oslo" for index in range(2000)],
    }
    pq.write_table(pa.table(data), folder / "people.parquet")
    columns = [
        ColumnDefinition("age", type="INT", bounds=(0, 120)),
        ColumnDefinition("income", type="REAL", bounds=(0, 200_000)),
        ColumnDefinition("smoker", type="BOOL"),
        ColumnDefinition("sex", type="FACTOR", bounds=["f", "m", "x"]),
        ColumnDefinition("city", type="TEXT"),
    ]
    with (
        core_in_memory(evolve(SETTINGS, data_roots=(folder,))) as core,
        serving(core) as app,
        substitute_transport(CoreTransport(app)),
        Client("http://core.test:4401", "admin", ADMIN_PASSWORD),
    ):
        Database("clinic", privacy_limit=PrivacyLimit(epsilon=10_000, delta=1e-6)).create()
        table = Table("people", database="clinic", columns=columns, credentials="people.parquet")
        yield DataSet.from_table(table.create())


@pytest.mark.parametrize(
    ("question", "exact"),
    [
        (variance, AGES.var(ddof=1)),
        (std, AGES.std(ddof=1)),
        (skewness, pd.Series(AGES).skew()),
        (kurtosis, pd.Series(AGES).kurt()),
    ],
)
def test_a_moment_is_a_float_with_an_interval(people: DataSet, question: Any, exact: float) -> None:
    assert question("age", people).run(precise=True) == pytest.approx(exact, abs=1e-6)
    rich = question("age", people).run(rich_result=True)
    assert rich.interval.low <= rich.value <= rich.interval.high
    assert isinstance(question("age", people).run(), float)


def test_a_population_has_a_divisor_of_its_own(people: DataSet) -> None:
    assert variance("age", people, ddof=0).run(precise=True) == pytest.approx(AGES.var())


def test_a_histogram_has_counts_and_edges_as_numpy_has_them(people: DataSet) -> None:
    counts, edges = np.histogram(AGES, bins=6, range=(0, 120))
    found = histogram("age", people, bins=6).run(precise=True)
    assert found == Histogram(tuple(counts.tolist()), tuple(edges.tolist()))
    assert all(type(each) is int for each in histogram("age", people).run().counts)


def test_a_histogram_takes_edges_or_a_range(people: DataSet) -> None:
    counts, edges = np.histogram(AGES, bins=[0, 25.5, 60, 100])
    found = histogram("age", people, bins=[0, 25.5, 60, 100]).run(precise=True)
    assert found == Histogram(tuple(counts.tolist()), tuple(edges.tolist()))
    counts, edges = np.histogram(AGES, bins=3, range=(30, 60))
    found = histogram("age", people, bins=3, range=(30, 60)).run(precise=True)
    assert found == Histogram(tuple(counts.tolist()), tuple(edges.tolist()))


def test_a_histogram_of_two_attributes_is_a_table_of_counts(people: DataSet) -> None:
    counts, _, _ = np.histogram2d(AGES, 1000 * AGES, bins=(3, 4), range=((0, 120), (0, 100_000)))
    found = histogram2d("age", "income", people, bins=(3, 4), range=(None, (0, 100_000))).run(
        precise=True
    )
    assert [list(row) for row in found.counts] == counts.tolist()
    assert found.x_edges == (0, 40, 80, 120)


def test_all_bins_cost_what_one_count_does(people: DataSet) -> None:
    one = count_rows(people).run(rich_result=True, cache=False)
    many = histogram("age", people, bins=100).run(rich_result=True, cache=False)
    assert many.exposure == one.exposure
    assert len(many.cells) == 100


def test_counts_are_told_as_they_are_unless_negative_ones_are_not_wanted(people: DataSet) -> None:
    """Of 500 bins without rows half have a negative count: none has with a probability below 1e-100."""
    empty = people.where(people["age"] > 100)
    counts = histogram("age", empty, bins=500).run().counts
    raised = histogram("age", empty, bins=500, nonnegative=True)
    assert min(counts) < 0
    assert raised.run().counts == tuple(max(0, each) for each in counts)
    assert all(each.interval.low >= 0 for each in raised.run(rich_result=True).cells)


def test_the_accuracy_of_a_histogram_can_be_asked_for(people: DataSet) -> None:
    found = histogram("age", people, bins=11).run(accuracy=50, rich_result=True)
    assert {round(each.interval.high - each.value, 6) for each in found.cells} == {50}
    with pytest.raises(InvalidAnalysis, match="accuracy of variance"):
        variance("age", people).run(accuracy=1)


def test_a_matrix_is_read_by_names_either_way_round(people: DataSet) -> None:
    found = covariance(["age", "income", "smoker"], people).run(precise=True)
    assert found["age", "income"] == found["income", "age"]
    assert found["age", "income"] == pytest.approx(1000 * AGES.var(ddof=1))
    assert found.to_pandas().loc["income", "age"] == found["income", "age"]
    with pytest.raises(KeyError, match="wealth"):
        found["age", "wealth"]


def test_a_correlation_with_itself_is_one(people: DataSet) -> None:
    found = correlation(["age", "income"], people).run(precise=True)
    assert found.names == ("age", "income")
    assert np.array(found.values) == pytest.approx(np.ones((2, 2)))


def test_groups_are_told_by_their_keys(people: DataSet) -> None:
    found = group_by("smoker", people).agg(rows="count_rows", age=("age", "mean"))
    assert found.run(precise=True) == {
        False: {"rows": 1500, "age": pytest.approx(AGES[~SMOKERS].mean())},
        True: {"rows": 500, "age": pytest.approx(AGES[SMOKERS].mean())},
    }


def test_groups_of_several_keys_are_told_by_tuples(people: DataSet) -> None:
    question = group_by(["sex", people["smoker"]], people).agg(rows="count_rows")
    found = question.run(precise=True)
    assert list(found) == [(sex, smoker) for sex in "fmx" for smoker in (False, True)]
    assert found["x", True] == {"rows": 0}


def test_groups_of_private_values_are_those_that_are_named(people: DataSet) -> None:
    question = group_by("city", people, values={"city": ["Rome", "Bonn"]}).agg(rows="count_rows")
    assert question.run(precise=True) == {"Rome": {"rows": 667}, "Bonn": {"rows": 0}}


def test_the_values_of_keys_are_given_beside_them(people: DataSet) -> None:
    """Of a dict in place of the keys, the values would be lost, and other groups told than were asked for."""
    with pytest.raises(TypeError, match="values="):
        group_by({"city": ["Rome", "Bonn"]}, people)


@pytest.mark.parametrize(
    ("key", "of_numpy", "plain"),
    [
        ("age", np.arange(20, 23), [20, 21, 22]),
        ("smoker", [np.bool_(True)], [True]),
        ("city", np.array(["Rome", "Bonn"]), ["Rome", "Bonn"]),
    ],
)
def test_values_and_switches_of_numpy_are_taken(
    people: DataSet, key: str, of_numpy: Any, plain: list[Any]
) -> None:
    """And are the same ones: the groups of ages of an array are no slip of the pen."""
    one = group_by(key, people, values={key: of_numpy}, unknown_keys=np.bool_(True))  # type: ignore[arg-type]
    other = group_by(key, people, values={key: plain}, unknown_keys=True)
    assert one == other
    told = one.agg(rows="count_rows", nonnegative=np.bool_(False))  # type: ignore[arg-type]
    found = told.run(precise=True)
    assert found == other.agg(rows="count_rows").run(precise=True)
    with pytest.raises(TypeError, match="nonnegative is True or False"):
        one.agg(rows="count_rows", nonnegative="no")  # type: ignore[arg-type]


def test_days_are_named_as_they_are_typed(people: DataSet) -> None:
    """As beside an operator; what could be two days is refused."""
    days = make_date(2024, 1, people.age - 19)
    name = str(days)
    asked = group_by(days, people, values={name: ["2024-01-01", "2 January 2024"]})
    found = asked.agg(n="count_rows").run(precise=True)
    rows = np.bincount(AGES)
    assert [found[dt.date(2024, 1, day)]["n"] for day in (1, 2)] == [rows[20], rows[21]]
    with pytest.raises(InvalidExpression, match="can mean two days"):
        group_by(days, people, values={name: ["01/02/2024"]})


def test_groups_of_unknown_keys_are_those_of_enough_rows(people: DataSet) -> None:
    """At delta 1e-10 and the noise of the profile, those of 1,333 and of 667 rows are: a false alarm of 1e-100."""
    question = group_by("city", people).agg(rows="count_rows")
    assert question.run(precise=True) == {"Oslo": {"rows": 1333}, "Rome": {"rows": 667}}
    found = question.run(rich_result=True, delta=1e-10)
    assert [cell.keys for cell in found.cells] == [("Oslo",), ("Rome",)]
    assert found.threshold is not None
    assert 50 < found.threshold < 200
    assert found.mechanism == "discrete_gaussian"
    assert found.delta == pytest.approx(1e-10)
    assert "and delta 1e-10 spent" in repr(found)
    assert f"groups of {found.threshold} rows or more" in repr(found)
    again = question.run(rich_result=True, delta=1e-10)
    assert (again.cells, again.cached, again.delta) == (found.cells, True, 0)
    assert list(found.to_pandas()["city"]) == ["Oslo", "Rome"]


def test_groups_of_few_rows_are_not_told(people: DataSet) -> None:
    """Each age has 34 rows at most, below a threshold above 60: nothing is told, and that as chance has it."""
    question = group_by("age", people, unknown_keys=True).agg(rows="count_rows")
    found = question.run(rich_result=True)
    assert len(found.cells) < 10
    assert found.mechanism == "discrete_gaussian"
    assert len(question.run(precise=True)) == 60


def test_too_many_groups_of_unknown_keys_are_an_error_of_their_own(
    people: DataSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Known from the answer alone, which is paid for; asked again it costs nothing."""
    monkeypatch.setattr(partitions, "MOST_GROUPS", 1)
    question = group_by("city", people).agg(n="count_rows", age=("age", "mean"))
    assert question.check() == question
    for ask in (question.run, question.run, question.check, question.price):
        with pytest.raises(GroupbyAggTooManyKeysError, match="2 groups have enough rows"):
            ask()


def test_known_and_unknown_keys_go_together(people: DataSet) -> None:
    """A combination is told by the rows that it has; of known keys those that are named alone."""
    question = group_by(["smoker", "city"], people, values={"smoker": [True]}).agg(
        rows="count_rows", age=("age", "mean")
    )
    assert set(question.run(precise=True)) == {(True, "Oslo"), (True, "Rome")}
    assert question.run(rich_result=True).dimensions == ("smoker", "city")


def test_the_price_of_unknown_keys_says_their_delta(people: DataSet) -> None:
    price = group_by("city", people).agg(n="count_rows").price(delta=1e-10)
    assert price.delta == pytest.approx(1e-10)
    assert "and delta 1e-10" in repr(price)
    assert group_by("smoker", people).agg(n="count_rows").price().delta == 0


def test_delta_is_for_unknown_keys_alone(people: DataSet) -> None:
    with pytest.raises(InvalidAnalysis, match="unknown keys alone"):
        group_by("smoker", people).agg(n="count_rows").run(delta=1e-9)
    with pytest.raises(InvalidAnalysis, match="exact answer"):
        group_by("city", people).agg(n="count_rows").run(delta=1e-9, precise=True)
    with pytest.raises(InvalidRequest, match="delta lies between"):
        group_by("city", people).agg(n="count_rows").run(delta=0)


def test_a_description_is_of_every_attribute(people: DataSet) -> None:
    found = describe(people).run(precise=True)
    assert list(found) == ["age", "income", "smoker", "sex", "city"]
    assert found["sex"] == {"count": 1800, "missing": 200}
    assert found["age"]["std"] == pytest.approx(AGES.std(ddof=1))


def test_rich_results_of_many_numbers_become_tables(people: DataSet) -> None:
    found = histogram("age", people, bins=3).run(precise=True, rich_result=True)
    assert isinstance(found, VectorResult)
    assert found.cells[0].keys == (Bin(0, 40),)
    frame, table = found.to_pandas(), found.to_arrow()
    assert list(frame["age_lower"]) == [0, 40, 80]
    assert list(frame["value"]) == table["value"].to_pylist() == [680, 1320, 0]
    assert table.column_names == list(frame.columns)


@pytest.fixture
def pyplot() -> Iterator[Any]:
    """Matplotlib, without a screen."""
    pytest.importorskip("matplotlib").use("Agg")
    from matplotlib import pyplot

    yield pyplot
    pyplot.close("all")


def test_a_histogram_plots_itself_with_error_bars(people: DataSet, pyplot: Any) -> None:
    found = histogram("age", people, bins=3).run(rich_result=True)
    axes: Any = found.plot()
    assert [bar.get_height() for bar in axes.patches] == [each.value for each in found.cells]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("age", "count_rows")
    assert axes.get_title(loc="right") == "95 % intervals"
    groups = group_by("smoker", people).agg(age=("age", "mean")).run(rich_result=True)
    assert groups.plot(pyplot.figure().gca()).get_xlabel() == "smoker"


def test_quantiles_are_drawn_at_their_shares(people: DataSet, pyplot: Any) -> None:
    """And the axis beside them says what they are of."""
    found = quantile("age", people, [0.1, 0.5, 0.9]).run(rich_result=True)
    axes: Any = found.plot()
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("quantile", "age")
    points = axes.lines[0].get_xydata()
    assert points.tolist() == [[each.keys[0], each.value] for each in found.cells]
    lows = [segment[0][1] for segment in axes.collections[0].get_segments()]
    assert lows == pytest.approx([each.interval.low for each in found.cells])


def test_days_are_drawn_at_their_distances(people: DataSet, pyplot: Any) -> None:
    found = group_by("smoker", people).agg(n="count_rows").run(rich_result=True)
    days = (dt.date(2024, 1, 1), dt.date(2024, 1, 31))
    cells = [evolve(cell, keys=(day,)) for cell, day in zip(found.cells, days, strict=True)]
    axes: Any = evolve(found, dimensions=("visited",), cells=tuple(cells)).plot()
    first, second = axes.lines[0].get_xdata(orig=False)
    assert second - first == 30


def test_one_number_of_two_dimensions_is_a_map(people: DataSet, pyplot: Any) -> None:
    """Its scale says how wide the intervals are."""
    found = histogram2d("age", "income", people, bins=(2, 3)).run(rich_result=True)
    axes: Any = found.plot()
    mesh = axes.collections[0]
    counts = [each.value for each in found.cells]
    assert mesh.get_array().T.ravel().tolist() == counts
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("age", "income")
    assert (axes.get_xlim(), axes.get_ylim()) == ((0, 120), (0, 200_000))
    assert axes.figure.axes[1].get_ylabel().startswith("count_rows ± ")
    matrix: Any = correlation(["age", "income", "smoker"], people).run(precise=True)
    axes = (
        correlation(["age", "income", "smoker"], people).run(precise=True, rich_result=True).plot()
    )
    assert axes.collections[0].get_array().tolist() == [list(row) for row in matrix.values]
    assert [label.get_text() for label in axes.get_xticklabels()] == list(matrix.names)


def test_an_answer_of_no_groups_is_drawn_and_has_the_types_of_others(
    people: DataSet, pyplot: Any
) -> None:
    asked = group_by("city", people.where(people.age > 100)).agg(n="count_rows")
    found = asked.run(rich_result=True)
    assert not found.cells
    assert found.plot().get_title() == f"no group of {found.threshold} rows or more"
    fields = {field.name: str(field.type) for field in found.to_arrow().schema}
    numbers = dict.fromkeys(("value", "low", "high", "noise_scale"), "double")
    assert fields == {"city": "null", "statistic": "string", **numbers}


@pytest.mark.parametrize(
    ("module", "method", "extra"),
    [
        ("pandas", "to_pandas", r"leapyear\[pandas\]"),
        ("pyarrow", "to_arrow", "pip install pyarrow"),
        ("matplotlib", "plot", r"leapyear\[plot\]"),
    ],
)
def test_what_is_not_installed_is_named(
    people: DataSet, monkeypatch: pytest.MonkeyPatch, module: str, method: str, extra: str
) -> None:
    found = histogram("age", people, bins=3).run(rich_result=True)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(NotSupportedError, match=extra):
        getattr(found, method)()


def test_several_numbers_of_two_dimensions_are_not_plotted(people: DataSet) -> None:
    asked = group_by(["smoker", "sex"], people).agg(rows="count_rows", age=("age", "mean"))
    found = asked.run(rich_result=True)
    with pytest.raises(NotSupportedError, match="2 of 2: use to_pandas"):
        found.plot()


def test_rich_results_print_their_numbers_with_errors(people: DataSet) -> None:
    found = group_by("smoker", people).agg(rows="count_rows").run(rich_result=True, precise=True)
    assert repr(found).splitlines()[1:] == [
        "  False: rows 1500 exactly",
        "  True: rows 500 exactly>",
    ]
    assert "<td>rows 1500 exactly</td>" in found._repr_html_()
    many = histogram("age", people, bins=50).run(rich_result=True)
    assert "… 40 more" in repr(many)


def test_a_detached_question_gives_what_it_would_have_given(people: DataSet) -> None:
    question = histogram("age", people, bins=7)
    asked = question.run(detach=True)
    assert asked.result() == question.run()
    assert asked.id is not None
    assert isinstance(AsyncJob(asked.id).result(), VectorResult)


@pytest.mark.parametrize(
    ("question", "printed"),
    [
        (lambda ds: variance("age", ds), "variance(age, {ds}, ddof=1)"),
        (lambda ds: skewness("age", ds), "skewness(age, {ds})"),
        (lambda ds: correlation(["age", "income"], ds), "correlation([age, income], {ds})"),
        (lambda ds: histogram("age", ds, bins=[0, 9]), "histogram(age, {ds}, bins=[0.0, 9.0])"),
        (
            lambda ds: histogram2d("age", "income", ds, 3),
            "histogram2d(age, income, {ds}, bins=(3, 3))",
        ),
        (
            lambda ds: group_by("sex", ds).agg(n="count_rows", m=("age", "mean")),
            "group_by([sex], {ds}).agg(n='count_rows', m=(age, 'mean'))",
        ),
        (
            lambda ds: group_by("sex", ds, unknown_keys=True).agg(n="count_rows"),
            "group_by([sex], {ds}, unknown_keys=True).agg(n='count_rows')",
        ),
        (describe, "describe({ds})"),
    ],
)
def test_questions_print_as_they_are_typed(people: DataSet, question: Any, printed: str) -> None:
    assert repr(question(people)) == printed.format(ds=repr(people))


@pytest.mark.parametrize(
    ("typed", "error", "told"),
    [
        (lambda ds: variance("aeg", ds), AttributeNotFound, "age"),
        (lambda ds: variance("city", ds), InvalidAnalysis, "city is TEXT"),
        (lambda ds: variance("age", ds, ddof=2), InvalidAnalysis, "ddof is 1"),
        (lambda ds: histogram("smoker", ds), InvalidAnalysis, "smoker is BOOL"),
        (lambda ds: histogram("age", ds, bins=0), InvalidAnalysis, "1 to 10000 bins"),
        (lambda ds: histogram("age", ds, bins=[3, 2]), InvalidAnalysis, "increase"),
        (lambda ds: histogram("age", ds, bins=ANY), TypeError, "number of bins"),
        (lambda ds: histogram("age", ds, range=(3, 2)), InvalidAnalysis, "wrong way round"),
        (lambda ds: histogram("age", ds, range=NUMBER), TypeError, r"\(lowest, highest\)"),
        (lambda ds: histogram("age", ds, bins=[0, 9, np.inf]), InvalidAnalysis, "inf does not"),
        (lambda ds: histogram("age", ds, range=(0, np.inf)), InvalidAnalysis, "inf does not"),
        (lambda ds: histogram("age", ds, bins=[0, np.nan]), InvalidAnalysis, "nan does not"),
        (lambda ds: histogram("age", ds, [0, 9], (0, 9)), InvalidAnalysis, "leave out the range"),
        (lambda ds: histogram2d("age", "age", ds), InvalidAnalysis, "age twice"),
        (lambda ds: histogram2d("age", "income", ds, EDGES), TypeError, "a pair such as"),
        (lambda ds: covariance(["age", ds.age], ds), InvalidAnalysis, "age twice"),
        (lambda ds: covariance("age", ds), TypeError, "list of attributes"),
        (lambda ds: covariance([], ds), InvalidAnalysis, "an attribute at least"),
        (lambda ds: group_by("income", ds), InvalidAnalysis, "a histogram has"),
        (lambda ds: group_by(["sex", "sex"], ds), InvalidAnalysis, "sex twice"),
        (lambda ds: group_by(to_datetime(ds.city), ds), InvalidAnalysis, "to_date"),
        (lambda ds: group_by("sex", ds).agg(m=("mean", "age")), InvalidAnalysis, "comes first"),
        (lambda ds: group_by("sex", ds, values=EDGES), TypeError, "a mapping from keys"),
        (lambda ds: group_by("sex", ds, values={"sex": "f"}), TypeError, r"such as \['f'\]"),
        (lambda ds: group_by("sex", ds, values={"sex": ["g"]}), InvalidAnalysis, "never 'g'"),
        (lambda ds: covariance([ds.age + n for n in range(101)], ds), InvalidAnalysis, "up to 100"),
        (
            lambda ds: group_by("age", ds, values={"age": range(10_001)}),
            GroupbyAggTooManyKeysError,
            "10001 values of age",
        ),
        (lambda ds: group_by("sex", ds).agg(WANTED), TypeError, "each number has a name"),
        (lambda ds: group_by("sex", ds).agg(**UNNAMED), InvalidRequest, "'' cannot be the name"),
        (lambda ds: group_by([ds.age + n for n in range(9)], ds), InvalidAnalysis, "up to 8 keys"),
        (lambda ds: group_by("sex", ds).agg(**MANY), InvalidAnalysis, "up to 64 numbers"),
        (lambda ds: median("smoker", ds), InvalidAnalysis, "to_int of"),
        (lambda ds: median(to_datetime(ds.city), ds), InvalidAnalysis, "days_between"),
        (lambda ds: group_by("sex", ds).agg(), InvalidAnalysis, "a number at least"),
        (lambda ds: group_by("sex", ds).agg(m="mean"), InvalidAnalysis, "a pair such as"),
        (lambda ds: group_by("sex", ds).agg(m=("age", "maen")), InvalidAnalysis, "mean"),
        (lambda ds: group_by("sex", ds, values={"six": []}), InvalidAnalysis, "sex"),
        (lambda ds: group_by("sex", ds, values={"sex": [1]}), InvalidAnalysis, "no value of it"),
        (lambda ds: group_by("age", ds, values={"age": [1.5]}), InvalidAnalysis, "no value of it"),
        (lambda ds: group_by("age", ds, values={"age": [ANY]}), InvalidAnalysis, "no value of it"),
        (lambda ds: group_by("age", ds, values={"age": [ds]}), InvalidAnalysis, "no value of it"),
        (lambda ds: group_by("city", ds, values={"city": ["a\0"]}), InvalidExpression, "NUL"),
        (lambda ds: group_by("sex", ds, unknown_keys=ANY), TypeError, "True or False"),
        (lambda ds: group_by("sex", ANY), TypeError, "with a DataSet"),
    ],
)
def test_what_makes_no_sense_is_told_on_the_line_that_says_it(
    people: DataSet, typed: Any, error: type[Exception], told: str
) -> None:
    with pytest.raises(error, match=told):
        typed(people)


def test_too_many_groups_are_refused_before_anything_is_charged(people: DataSet) -> None:
    question: Analysis[Any, Any] = histogram2d("age", "income", people, bins=200)
    before = mean("age", people).run(rich_result=True).exposure_left
    with pytest.raises(GroupbyAggTooManyKeysError, match="40000 groups"):
        question.run()
    assert mean("age", people).run(rich_result=True).exposure_left == before
