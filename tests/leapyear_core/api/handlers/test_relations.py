"""Schemas of relations over HTTP: bounds that follow from public declarations."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve

from tests.in_process import ADMIN_PASSWORD, SETTINGS, InProcess, core_in_memory, serving

VISITS = {"kind": "table", "database": "clinic", "table": "visits"}
AGE = {"kind": "attribute", "name": "age"}
COLUMNS = [
    {"name": "age", "type": {"kind": "int", "lower": 0, "upper": 120}},
    {"name": "smoker", "type": {"kind": "bool"}},
]


@pytest.fixture
def admin(tmp_path: Path) -> Iterator[InProcess]:
    """The administrator of a Core with one table, of two rows."""
    pq.write_table(pa.table({"age": [33, 58], "smoker": [True, False]}), tmp_path / "v.parquet")
    with (
        core_in_memory(evolve(SETTINGS, data_roots=(tmp_path,))) as core,
        serving(core) as anyone,
    ):
        caller = anyone.login("admin", ADMIN_PASSWORD)
        caller.post("/v1/databases", {"name": "clinic"})
        body = {"name": "visits", "columns": COLUMNS, "credentials": "v.parquet"}
        assert caller.post("/v1/databases/clinic/tables", body).status == 201
        yield caller


def project(**attributes: Any) -> dict[str, Any]:
    """The table with computed attributes."""
    named = [{"name": name, "expression": one} for name, one in attributes.items()]
    return {"kind": "project", "relation": VISITS, "attributes": named}


def call(function: str, *arguments: Any) -> dict[str, Any]:
    """An expression."""
    return {"kind": "call", "function": function, "arguments": list(arguments)}


def test_a_table_has_the_schema_that_was_declared(admin: InProcess) -> None:
    """Whatever its rows are."""
    reply = admin.post("/v1/relations/schema", {"relation": VISITS})
    assert (reply.status, reply.json) == (200, {"columns": COLUMNS})


def test_bounds_of_what_is_computed_follow_from_those_of_its_parts(admin: InProcess) -> None:
    """Also through a view, and in the order that was asked for."""
    view = {"name": "twice", "relation": project(twice=call("add", AGE, AGE))}
    admin.post("/v1/databases/clinic/views", view)
    for relation in (
        view["relation"],
        {"kind": "view", "database": "clinic", "view": "twice"},
    ):
        reply = admin.post("/v1/relations/schema", {"relation": relation})
        twice = {"name": "twice", "type": {"kind": "int", "lower": 0, "upper": 240}}
        assert reply.json == {"columns": [twice]}


@pytest.mark.parametrize(
    ("relation", "code"),
    [
        ({**VISITS, "database": "nosuch"}, "database_not_found"),
        ({**VISITS, "table": "nosuch"}, "table_not_found"),
        (project(x={"kind": "attribute", "name": "nosuch"}), "attribute_not_found"),
        ({"kind": "where", "relation": VISITS, "predicate": AGE}, "invalid_expression"),
    ],
)
def test_what_makes_no_sense_has_no_schema(
    admin: InProcess, relation: dict[str, Any], code: str
) -> None:
    """As it has no answer."""
    assert admin.post("/v1/relations/schema", {"relation": relation}).json["code"] == code
