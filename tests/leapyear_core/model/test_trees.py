"""Values become plain data and come back the same."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leapyear_core.model.analyses import Analysis, Count, CountRows, Mean, Sum
from leapyear_core.model.errors import InvalidExpression
from leapyear_core.model.expressions import Constant
from leapyear_core.model.trees import (
    analysis_to_tree,
    columns_to_tree,
    read_analysis,
    read_columns,
    read_expression,
)
from tests.tables import expressions, relations, tables


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    schema = draw(tables(max_rows=0)).schema
    relation = draw(relations(schema))
    kind = draw(st.sampled_from([CountRows, Count, Sum, Mean]))
    return CountRows(relation) if kind is CountRows else kind(relation, draw(expressions(schema)))


@given(analyses())
def test_an_analysis_survives_the_way_through_json(analysis: Analysis) -> None:
    assert read_analysis(json.loads(json.dumps(analysis_to_tree(analysis)))) == analysis


@given(tables(max_rows=0).map(lambda table: table.columns))
def test_columns_survive_the_way_through_json(columns: tuple[object, ...]) -> None:
    assert read_columns(json.loads(json.dumps(columns_to_tree(columns)))) == columns  # type: ignore[arg-type]


def test_a_moment_with_an_offset_is_read_in_utc() -> None:
    read = read_expression({"kind": "datetime", "value": "2026-11-23T01:30:00+02:00"})
    assert read == Constant(dt.datetime(2026, 11, 22, 23, 30))


def test_a_moment_outside_of_the_calendar_is_refused() -> None:
    """Its offset carries it into the year 0, which no engine agrees on."""
    with pytest.raises(InvalidExpression, match="1 and 9999"):
        read_expression({"kind": "datetime", "value": "0001-01-01T00:00:00+02:00"})
