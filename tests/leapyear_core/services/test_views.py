"""Views: what they are made of, what they stand for, and what they hold on to."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve

from leapyear_core.core import Core
from leapyear_core.model.access import ColumnLevel, DatabaseLevel, SubjectKind
from leapyear_core.model.errors import (
    AlreadyExists,
    AttributeNotFound,
    InvalidExpression,
    PermissionDenied,
    TableInUse,
    TableNotFound,
    ViewNotFound,
)
from leapyear_core.model.types import BoolType, Column, IntType
from leapyear_core.services.sessions import Caller
from tests.in_process import ADMINISTRATOR, SETTINGS, core_in_memory, grant

AGE, SMOKER = Column("age", IntType(0, 120)), Column("smoker", BoolType())
TABLE = {"kind": "table", "database": "clinic", "table": "visits"}


def above(bound: int, relation: dict[str, Any] | None = None) -> dict[str, Any]:
    """The rows of a relation in which the age is above a bound."""
    arguments = [{"kind": "attribute", "name": "age"}, {"kind": "int", "value": bound}]
    predicate = {"kind": "call", "function": "gt", "arguments": arguments}
    return {"kind": "where", "relation": relation or TABLE, "predicate": predicate}


def view(name: str) -> dict[str, Any]:
    """A view of the database ``clinic``, in a relation."""
    return {"kind": "view", "database": "clinic", "view": name}


@pytest.fixture
def core(tmp_path: Path) -> Iterator[Core]:
    """A Core with one table."""
    pq.write_table(pa.table({"age": [33, 58], "smoker": [True, False]}), tmp_path / "v.parquet")
    with core_in_memory(evolve(SETTINGS, data_roots=(tmp_path,))) as core:
        core.databases.create("clinic")
        core.databases.create("study")
        for database in ("clinic", "study"):
            core.tables.create(
                ADMINISTRATOR, database, "visits", columns=[AGE, SMOKER], credentials="v.parquet"
            )
        yield core


def analyst(core: Core) -> Caller:
    """Ada, who may ask about the database ``clinic``."""
    user = core.users.create("ada", "pw", is_administrator=False)
    grant(core, "ada", "clinic", DatabaseLevel.COMPUTE)
    return evolve(ADMINISTRATOR, user_id=user.id, username="ada", is_administrator=False)


def test_a_view_has_the_attributes_of_its_relation_with_derived_bounds(core: Core) -> None:
    """By interval arithmetic, from public declarations."""
    doubled = {
        "kind": "call",
        "function": "add",
        "arguments": [{"kind": "attribute", "name": "age"}] * 2,
    }
    relation = {
        "kind": "project",
        "relation": TABLE,
        "attributes": [{"name": "twice", "expression": doubled}],
    }
    made = core.views.create(ADMINISTRATOR, "clinic", "twice", relation=relation)
    assert made.view.columns == (Column("twice", IntType(0, 240)),)
    assert core.views.get(ADMINISTRATOR, "clinic", "twice") == made


def test_a_question_through_views_is_the_question_without_them(core: Core) -> None:
    """Also through a view of a view, which is kept without the other: no view leads to another."""
    core.views.create(ADMINISTRATOR, "clinic", "adults", relation=above(18))
    core.views.create(ADMINISTRATOR, "clinic", "older", relation=above(40, view("adults")))
    expected = {"kind": "count_rows", "relation": above(40, above(18))}
    asked = {"kind": "count_rows", "relation": view("older")}
    assert core.views.expand(ADMINISTRATOR, asked) == expected
    assert core.views.expand(ADMINISTRATOR, expected) == expected
    core.views.delete(ADMINISTRATOR, "clinic", "adults")
    assert core.views.expand(ADMINISTRATOR, asked) == expected


def test_views_nest_no_deeper_than_bodies_do(core: Core) -> None:
    """Twenty at a time, until one is too deep: the error comes before Python's own."""
    relation = TABLE
    for number in range(20):
        for bound in range(20):
            relation = above(bound, relation)
        if number == 9:
            with pytest.raises(InvalidExpression, match="nested deeper than 200"):
                core.views.create(ADMINISTRATOR, "clinic", f"v{number}", relation=relation)
            break
        core.views.create(ADMINISTRATOR, "clinic", f"v{number}", relation=relation)
        relation = view(f"v{number}")
    with pytest.raises(ViewNotFound):
        core.views.get(ADMINISTRATOR, "clinic", "v9")


def test_a_view_is_hidden_from_those_from_whom_a_column_of_it_is(core: Core) -> None:
    """And is back once they see it."""
    ada = analyst(core)
    core.views.create(ADMINISTRATOR, "clinic", "older", relation=above(40))
    assert [each.name for each in core.views.get(ada, "clinic", "older").view.columns] == [
        "age",
        "smoker",
    ]
    hide = [("age", ColumnLevel.NONE)]
    core.grants.set_on_table(ADMINISTRATOR, "clinic", "visits", SubjectKind.USER, "ada", hide)
    with pytest.raises(ViewNotFound):
        core.views.get(ada, "clinic", "older")
    with pytest.raises(ViewNotFound):
        core.views.expand(ada, view("older"))
    core.grants.set_on_table(ADMINISTRATOR, "clinic", "visits", SubjectKind.USER, "ada", [])
    assert core.views.get(ada, "clinic", "older").view.columns == (AGE, SMOKER)


def test_a_view_of_a_union_is_hidden_from_those_from_whom_a_column_of_one_table_is(
    core: Core,
) -> None:
    """As if it were not there: that the two tables differ now would say what it is made of, and which column is hidden."""
    ada = analyst(core)
    core.tables.create(
        ADMINISTRATOR, "clinic", "more", columns=[AGE, SMOKER], credentials="v.parquet"
    )
    union = {"kind": "union", "relations": [TABLE, {**TABLE, "table": "more"}]}
    core.views.create(ADMINISTRATOR, "clinic", "both", relation=union)
    hide = [("age", ColumnLevel.NONE)]
    core.grants.set_on_table(ADMINISTRATOR, "clinic", "visits", SubjectKind.USER, "ada", hide)
    with pytest.raises(ViewNotFound):
        core.views.get(ada, "clinic", "both")
    with pytest.raises(ViewNotFound):
        core.views.expand(ada, view("both"))


def test_analysts_neither_make_nor_list_views(core: Core) -> None:
    """The list is for administrators of the database."""
    ada = analyst(core)
    with pytest.raises(PermissionDenied):
        core.views.create(ada, "clinic", "mine", relation=TABLE)
    with pytest.raises(PermissionDenied):
        core.views.page(ada, "clinic", limit=10, cursor=None)


@pytest.mark.parametrize(
    ("relation", "error"),
    [
        ({**TABLE, "database": "study"}, InvalidExpression),
        ({**TABLE, "table": "nosuch"}, TableNotFound),
        (view("nosuch"), ViewNotFound),
        (
            {
                "kind": "project",
                "relation": TABLE,
                "attributes": [
                    {"name": "x", "expression": {"kind": "attribute", "name": "nosuch"}}
                ],
            },
            AttributeNotFound,
        ),
    ],
)
def test_a_view_of_what_makes_no_sense_is_refused_and_not_there(
    core: Core, relation: dict[str, Any], error: type[Exception]
) -> None:
    """Before anything is kept."""
    with pytest.raises(error):
        core.views.create(ADMINISTRATOR, "clinic", "bad", relation=relation)
    assert core.views.page(ADMINISTRATOR, "clinic", limit=10, cursor=None).items == ()


def test_a_table_stays_as_long_as_there_are_views_of_it(core: Core) -> None:
    """The refusal names one; a database takes its views along."""
    core.views.create(ADMINISTRATOR, "clinic", "adults", relation=above(18))
    with pytest.raises(TableInUse, match="'adults'"):
        core.tables.delete(ADMINISTRATOR, "clinic", "visits")
    core.views.delete(ADMINISTRATOR, "clinic", "adults")
    core.tables.delete(ADMINISTRATOR, "clinic", "visits")
    core.views.create(ADMINISTRATOR, "study", "all", relation={**TABLE, "database": "study"})
    core.databases.delete("study")
    core.databases.create("study")
    assert core.views.page(ADMINISTRATOR, "study", limit=10, cursor=None).items == ()


def test_names_are_unique_in_a_database_and_pages_are_in_their_order(core: Core) -> None:
    """One after another, each once."""
    for name in ("b", "a", "c"):
        core.views.create(ADMINISTRATOR, "clinic", name, relation=TABLE)
    with pytest.raises(AlreadyExists):
        core.views.create(ADMINISTRATOR, "clinic", "a", relation=TABLE)
    first = core.views.page(ADMINISTRATOR, "clinic", limit=2, cursor=None)
    rest = core.views.page(ADMINISTRATOR, "clinic", limit=2, cursor=first.next_cursor)
    assert [each.view.record.name for each in (*first.items, *rest.items)] == ["a", "b", "c"]
    assert rest.next_cursor is None


def test_a_description_can_be_changed(core: Core) -> None:
    """And nothing else."""
    made = core.views.create(ADMINISTRATOR, "clinic", "all", relation=TABLE)
    changed = core.views.update(ADMINISTRATOR, "clinic", "all", description="Everybody.")
    assert changed.view.record == evolve(made.view.record, description="Everybody.")
