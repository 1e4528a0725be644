"""Values become plain data and come back the same."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leapyear_core.model.analyses import (
    Aggregate,
    Analysis,
    Axis,
    Count,
    CountDistinct,
    CountRows,
    Describe,
    GroupBy,
    GroupKey,
    Histogram,
    InferBounds,
    Matrix,
    Mean,
    Moment,
    Sum,
)
from leapyear_core.model.analysis_trees import analysis_to_tree, read_analysis
from leapyear_core.model.errors import InvalidExpression
from leapyear_core.model.expressions import Constant
from leapyear_core.model.relations import Projection
from leapyear_core.model.trees import (
    columns_to_tree,
    read_columns,
    read_expression,
)
from leapyear_core.model.types import BoolType, Column
from tests.tables import expressions, relations, tables

VALUES = st.lists(st.booleans() | st.integers(-9, 9) | st.text(max_size=3) | st.dates(), min_size=1)


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    """One of each kind; whether it makes sense for the types is another matter."""
    schema = draw(tables(max_rows=0)).schema
    relation = draw(relations(schema))
    expression = draw(expressions(schema))
    named = (Projection("x", expression), Projection("y", draw(expressions(schema))))
    ddof = draw(st.integers(0, 1))
    kinds: list[Analysis] = [
        CountRows(relation),
        Count(relation, expression),
        InferBounds(relation, expression),
        CountDistinct(relation, expression),
        Sum(relation, expression),
        Mean(relation, expression),
        Moment("variance", relation, expression, ddof),
        Moment("std", relation, expression, ddof),
        Moment("skewness", relation, expression),
        Moment("kurtosis", relation, expression),
        Matrix("covariance", relation, named, ddof),
        Matrix("correlation", relation, named),
        Histogram(relation, (Axis("x", expression, (0.5, 2.0, 3.25)),)),
        Histogram(
            relation,
            (Axis("x", expression, None, 7), Axis("y", expression, None, 3, -1.0, 2.5)),
        ),
        GroupBy(
            relation,
            (GroupKey("x", expression), GroupKey("y", expression, tuple(draw(VALUES)))),
            (Aggregate("rows", "count_rows"), Aggregate("m", "mean", expression)),
        ),
        Describe(relation, tuple(schema)),
    ]
    return draw(st.sampled_from(kinds))


@given(analyses())
def test_an_analysis_survives_the_way_through_json(analysis: Analysis) -> None:
    assert read_analysis(json.loads(json.dumps(analysis_to_tree(analysis)))) == analysis


@given(tables(max_rows=0).map(lambda table: table.columns))
def test_columns_survive_the_way_through_json(columns: tuple[object, ...]) -> None:
    assert read_columns(json.loads(json.dumps(columns_to_tree(columns)))) == columns  # type: ignore[arg-type]


def test_a_column_of_before_that_says_nothing_of_nulls_is_nullable() -> None:
    """And one that is nullable says nothing still: what is on record, and the tags of tables, stay as they were."""
    tree = {"name": "age", "type": {"kind": "bool"}}
    assert read_columns([tree]) == (Column("age", BoolType()),)
    assert columns_to_tree(read_columns([tree])) == [tree]


def test_a_moment_with_an_offset_is_read_in_utc() -> None:
    read = read_expression({"kind": "datetime", "value": "2026-11-23T01:30:00+02:00"})
    assert read == Constant(dt.datetime(2026, 11, 22, 23, 30))


def test_a_moment_outside_of_the_calendar_is_refused() -> None:
    """Its offset carries it into the year 0, which no engine agrees on."""
    with pytest.raises(InvalidExpression, match="1 and 9999"):
        read_expression({"kind": "datetime", "value": "0001-01-01T00:00:00+02:00"})
