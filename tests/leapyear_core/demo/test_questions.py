"""The questions of the demo: what is printed is what is asked."""

from functools import partial
from typing import Any, cast

import pytest
from attrs import evolve

from leapyear import DataSet, analytics
from leapyear.admin import ColumnDefinition
from leapyear_core.demo.population import column_definitions
from leapyear_core.demo.questions import Question, about_columns, about_people

AWKWARD = [
    ColumnDefinition("Größe in m", type="REAL", bounds=(1, 2.5)),
    ColumnDefinition("it's", type="FACTOR", bounds=["don't", 'say "so"']),
    ColumnDefinition("seen", type="BOOL"),
    ColumnDefinition("note", type="TEXT"),
]


class Recorder:
    """Stands in for `leapyear.analytics`: takes down which analyses are made, and how they are run."""

    def __init__(self) -> None:
        self.made: list[tuple[object, float | None]] = []

    def names(self) -> dict[str, object]:
        """What the analyst has imported."""
        return {name: partial(self._make, name) for name in ("count_rows", "count", "sum", "mean")}

    def _make(self, name: str, *arguments: object) -> "Recorder":
        self.made.append((getattr(analytics, name)(*arguments), None))
        return self

    def run(self, accuracy: float) -> None:
        """Take down how the last one is run."""
        self.made[-1] = (self.made[-1][0], accuracy)


def data_of(columns: list[ColumnDefinition]) -> DataSet:
    """A data set of a table with these columns, connected to nothing."""
    from leapyear._relations import TableRelation
    from leapyear._types import Type

    schema = {column.name: Type(column.type, column.bounds) for column in columns}
    return DataSet(TableRelation("demo", "t"), cast(Any, None), schema)


@pytest.mark.parametrize(
    ("columns", "questions"),
    [(column_definitions(), about_people())]
    + [
        (columns, about_columns(columns))
        for columns in (column_definitions(), AWKWARD, *([each] for each in AWKWARD))
    ],
)
def test_what_is_printed_is_what_is_asked(
    columns: list[ColumnDefinition], questions: list[Question]
) -> None:
    """Each question, typed as it is printed, is the analysis that the demo runs."""
    data = data_of(columns)
    for question in questions:
        recorder = Recorder()
        eval(question.typed("t"), {**recorder.names(), "t": data})
        ((analysis, accuracy),) = recorder.made
        assert repr(analysis) == repr(question.about(data))
        assert accuracy == question.accuracy


@pytest.mark.parametrize("columns", [column_definitions(), AWKWARD, *([each] for each in AWKWARD)])
def test_questions_for_any_columns_repeat_one_and_overask_one(
    columns: list[ColumnDefinition],
) -> None:
    """The last two are a repeat and a refusal; everything before them is asked once."""
    *asked, repeated, refused = about_columns(columns)
    assert len(set(asked)) == len(asked) <= 9
    assert repeated in asked
    assert refused not in asked
    assert evolve(refused, accuracy=None) == Question("count_rows")
