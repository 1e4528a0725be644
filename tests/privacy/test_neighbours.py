"""What an analyst sees of two neighbouring tables differs in the noisy numbers and in nothing else.

Status, code, text, price, mechanism, scale of the noise, movement of the ledger, what the table says of itself: all of
it is compared, for questions that are answered and for questions that are refused, where one table has a record more,
and that record holds the worst that a file can hold.
"""

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve

from tests.in_process import ADMIN_PASSWORD, SETTINGS, InProcess, core_in_memory, serving

COLUMNS = [
    {"name": "age", "type": {"kind": "int", "lower": 0, "upper": 120}},
    {"name": "income", "type": {"kind": "real", "lower": 0, "upper": 1e6}},
    {"name": "region", "type": {"kind": "factor", "values": ["north", "south"]}},
    {"name": "note", "type": {"kind": "text"}},
]
ORDINARY = {"age": 40, "income": 5e4, "region": "north", "note": "7"}
WORST = [
    {"age": 2**63 - 1, "income": math.nan, "region": "x" * 10**6, "note": ""},
    {"age": -(2**63), "income": math.inf, "region": None, "note": "\0\uffff'\";--"},
    {"age": None, "income": -1e308, "region": "", "note": None},
]
TABLE = {"kind": "table", "database": "d", "table": "t"}
AGE, INCOME, REGION, NOTE = ({"kind": "attribute", "name": each["name"]} for each in COLUMNS)


def call(function: str, *arguments: object) -> dict[str, object]:
    return {"kind": "call", "function": function, "arguments": list(arguments)}


def real(value: float) -> dict[str, object]:
    return {"kind": "real", "value": value}


def where(predicate: object) -> dict[str, object]:
    return {"kind": "where", "relation": TABLE, "predicate": predicate}


QUESTIONS: list[dict[str, Any]] = [
    {"kind": "count_rows", "relation": TABLE},
    {"kind": "count", "relation": TABLE, "expression": REGION},
    {"kind": "sum", "relation": TABLE, "expression": INCOME},
    {"kind": "mean", "relation": TABLE, "expression": AGE},
    # Nobody, or somebody, is left.
    {"kind": "mean", "relation": where(call("gt", AGE, real(119.5))), "expression": INCOME},
    # Whom nobody else is like.
    {"kind": "group_by", "relation": where(call("gt", AGE, real(119.5))), "keys": [{"name": "note", "expression": NOTE}], "aggregates": [{"kind": "count_rows", "name": "n"}]},
    # What overflows, divides by zero, or is the logarithm of nothing.
    {"kind": "count", "relation": TABLE, "expression": call("divide", INCOME, call("subtract", AGE, AGE))},
    {"kind": "sum", "relation": TABLE, "expression": call("clip", call("divide", real(1e100), INCOME), real(0), real(9))},
    {"kind": "count_rows", "relation": where(call("or", call("lt", NOTE, {"kind": "text", "value": "a"}), call("is_null", NOTE)))},
    # Refused: no such attribute, no number, no bounds, no accuracy for a mean.
    {"kind": "sum", "relation": TABLE, "expression": {"kind": "attribute", "name": "nobody"}},
    {"kind": "sum", "relation": TABLE, "expression": NOTE},
    {"kind": "sum", "relation": TABLE, "expression": call("divide", INCOME, INCOME)},
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def analyst(folder: Path) -> Iterator[InProcess]:
    """An administrator of an empty Core whose data root is the folder."""
    with core_in_memory(evolve(SETTINGS, data_roots=(folder,))) as core, serving(core) as anyone:
        yield anyone.login("admin", ADMIN_PASSWORD)


def seen(
    analyst: InProcess,
    folder: Path,
    rows: list[dict[str, Any]],
    columns: list[dict[str, Any]] = COLUMNS,
) -> list[Any]:
    """All that the answers tell of a table of these rows, but for the noisy numbers."""
    schema = pa.schema(
        [
            ("age", pa.int64()),
            ("income", pa.float64()),
            ("region", pa.string()),
            ("note", pa.string()),
        ]
    )
    pq.write_table(pa.Table.from_pylist(rows, schema), folder / "t.parquet")
    tables, limit = "/v1/databases/d/tables", {"epsilon": 0.8, "delta": 1e-6}
    analyst.post("/v1/databases", {"name": "d", "privacy_limit": limit})
    told = [
        analyst.post(tables, {"name": "t", "columns": columns, "credentials": "t.parquet"}),
        analyst.get(f"{tables}/t"),
    ]
    for question in QUESTIONS:
        wait = {"prefer": "wait=30"}
        told.append(analyst.post("/v1/analyses", {"analysis": question}, headers=wait))
        told.append(analyst.get("/v1/databases/d/privacy-limit"))
    analyst.send("DELETE", "/v1/databases/d")
    return [(each.status, without_digests(each.headers), without_noise(each.json)) for each in told]


def without_digests(headers: Mapping[str, str]) -> dict[str, str]:
    """The same, with a dash for what follows from the body."""
    return {
        name: "-" if name in ("content-length", "etag") else each for name, each in headers.items()
    }


def without_noise(told: dict[str, Any]) -> dict[str, Any]:
    """The same, with a dash for what is noisy, and for what is another one in every run.

    The noise of a mean depends, to first order, on how many rows there are: it is computed from the noisy count.
    """
    dashed = {"value", "interval", "noise_scale", "created_at", "id"}
    return {key: "-" if key in dashed else each for key, each in told.items()}


@pytest.mark.parametrize("record", WORST)
def test_a_record_more_changes_nothing_but_noisy_numbers(
    analyst: InProcess, folder: Path, record: dict[str, Any]
) -> None:
    """Of twelve questions six are answered, three exceed the limit and three make no sense.

    A group of one is told with a probability of 1e-11: a false alarm of 1e-11.
    """
    with_record = seen(analyst, folder, [ORDINARY] * 50 + [record])
    without = seen(analyst, folder, [ORDINARY] * 50)
    assert with_record == without
    statuses = [status for status, _, _ in without[2::2]]
    assert statuses == [200] * 6 + [409] * 3 + [422] * 3


@pytest.mark.parametrize("record", WORST)
def test_a_record_that_is_left_out_changes_nothing_either(
    analyst: InProcess, folder: Path, record: dict[str, Any]
) -> None:
    """Nor does it tell that there was one: each lacks a value of a column that is not nullable."""
    columns = [{**each, "nullable": each["name"] == "note"} for each in COLUMNS]
    with_record = seen(analyst, folder, [ORDINARY] * 50 + [record], columns)
    assert with_record == seen(analyst, folder, [ORDINARY] * 50, columns)
