"""Bodies: cheap checks first, each refusal at its place, and nothing that breaks what comes after."""

import contextlib
import json
import time
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leapyear_core.api import contract
from leapyear_core.api.bodies import LONGEST, Body, parse
from leapyear_core.api.normal_form import NormalForms
from leapyear_core.api.problems import Refused
from leapyear_core.api.schemas import Shapes
from leapyear_core.model.trees import DEEPEST
from tests.in_process import InProcess

OPERATIONS = {operation.id: operation for operation in contract.load().operations}
SHAPES = Shapes(contract.load())
FORMS = NormalForms(contract.load().schemas)


def reader(operation: str) -> Body:
    return Body(OPERATIONS[operation], SHAPES, FORMS)


def model(operation: str, body: Any) -> Any:
    return reader(operation).model(json.dumps(body).encode())


def refusal(operation: str, body: Any) -> Refused:
    with pytest.raises(Refused) as raised:
        model(operation, body)
    return raised.value


def table_with(column_type: Any) -> dict[str, Any]:
    return {
        "name": "visits",
        "credentials": "visits.csv",
        "columns": [{"name": "a", "type": {"kind": "bool"}}, {"name": "b", "type": column_type}],
    }


def count_of(relation: Any) -> dict[str, Any]:
    return {"analysis": {"kind": "count_rows", "relation": relation}}


def split_by(attributes: list[str]) -> dict[str, Any]:
    table = {"kind": "table", "database": "clinic", "table": "visits"}
    part = {"buckets": 2, "start": 0, "stop": 1}
    return {
        "name": "part",
        "relation": {"kind": "split", "relation": table, "attributes": attributes, **part},
    }


def nested(depth: int, inner: Any) -> Any:
    """A relation of that many predicates around an inner one."""
    for _ in range(depth):
        inner = {"kind": "where", "relation": inner, "predicate": {"kind": "bool", "value": True}}
    return inner


TABLE = {"kind": "table", "database": "clinic", "table": "visits"}


@pytest.mark.parametrize(
    ("column_type", "at", "message"),
    [
        ({"kind": "int", "lower": "x", "upper": 1}, "/columns/1/type/lower", "integer"),
        ({"kind": "int", "lower": 0.5, "upper": 1}, "/columns/1/type/lower", "integer"),
        ({"kind": "int", "lower": 0, "upper": 2**53}, "/columns/1/type/upper", "maximum"),
        ({"kind": "int", "lower": 0}, "/columns/1/type", "upper"),
        ({"kind": "bool", "lower": 0}, "/columns/1/type", "lower"),
        ({"kind": "factor", "values": ["a", "a"]}, "/columns/1/type/values", "non-unique"),
        ({"kind": "nope"}, "/columns/1/type/kind", "not one of"),
        ({}, "/columns/1/type", "kind"),
        (7, "/columns/1/type", "object"),
        (None, "/columns/1/type", "object"),
    ],
)
def test_an_error_in_a_variant_is_found_at_its_place(
    column_type: Any, at: str, message: str
) -> None:
    """The tag says which variant is meant; the others are not spoken of."""
    places = refusal("create_table", table_with(column_type)).places
    assert [place for place, _ in places] == [at]
    assert message in places[0][1]


def test_an_error_deep_in_a_tree_is_found_at_its_place() -> None:
    bad = nested(30, {"kind": "table", "database": "clinic", "table": "a b"})
    (place,) = refusal("run_analysis", count_of(bad)).places
    assert place[0] == "/analysis" + "/relation" * 31 + "/table"


@pytest.mark.parametrize("inner", [TABLE, {**TABLE, "table": "a b"}, 7])
def test_a_deep_tree_takes_no_longer_than_its_size(inner: Any) -> None:
    """Trying all variants at each level took minutes at a depth of 14."""
    body = json.dumps(count_of(nested(DEEPEST - 3, inner))).encode()
    started = time.process_time()
    if inner is TABLE:
        reader("run_analysis").model(body)
    else:
        with pytest.raises(Refused, match="does not fit"):
            reader("run_analysis").model(body)
    assert time.process_time() - started < 1


def test_the_deepest_tree_is_read_over_the_whole_way(admin: InProcess) -> None:
    """No recursion on it ends in a fault; one level more is refused."""
    for depth, status in ((DEEPEST - 3, 404), (DEEPEST - 2, 413)):
        assert admin.post("/v1/analyses", count_of(nested(depth, TABLE))).status == status


def test_the_deepest_expression_is_read_over_the_whole_way(admin: InProcess) -> None:
    """Two levels of nesting for each call."""
    predicate: Any = {"kind": "bool", "value": True}
    for _ in range((DEEPEST - 4) // 2):
        predicate = {"kind": "call", "function": "not", "arguments": [predicate]}
    reply = admin.post(
        "/v1/analyses", count_of({"kind": "where", "relation": TABLE, "predicate": predicate})
    )
    assert reply.status == 404


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nope",
        b"NaN",
        b'{"username": NaN}',
        b'{"username": Infinity}',
        b'{"username": 1e999}',
        b"{'username': 1}",
        b'{"username": "a",}',
        b"\xef\xbb\xbf{}",
        b"\xff",
        b'{"username": "\xed\xa0\x80"}',
        b'{"username": "\\ud800"}',
        b'{"password": "\\udfff\\ud800"}',
        b'{"username": "a", "username": "b", "password": "x"}',
        b'{"username": "a", "\\u0075sername": "b"}',
        b'{"a": {"b": 1, "b": 1}}',
        b'[{"a": 1, "a": 2}]',
        b"[" * 150,
        b'"',
        b'"\\',
    ],
)
def test_what_is_not_json_is_refused(anyone: InProcess, body: bytes) -> None:
    """Names that occur twice and lone surrogates too: parsers disagree on what they mean."""
    reply = anyone.post("/v1/login", content=body)
    assert (reply.status, reply.code) == (400, "invalid_json")


@pytest.mark.parametrize(
    "body",
    [
        {"username": "ada", "password": "a\0b"},
        {"username": "ada\0", "password": "x"},
        {"username": "ada", "password": "x", "\0": 1},
    ],
)
def test_a_nul_is_refused_everywhere(admin: InProcess, body: dict[str, Any]) -> None:
    """No database stores it, and C ends a string there."""
    reply = admin.post("/v1/users", body)
    assert (reply.status, reply.code) == (400, "invalid_request")


def test_a_nul_is_refused_in_descriptions_and_trees(admin: InProcess) -> None:
    """At any depth."""
    for path, body in (
        ("/v1/databases", {"name": "clinic", "description": "a\0"}),
        ("/v1/databases/clinic/tables", table_with({"kind": "factor", "values": ["\0"]})),
        ("/v1/databases/clinic/tables", {**table_with({"kind": "bool"}), "credentials": "a\0"}),
    ):
        assert admin.post(path, body).code == "invalid_request"


def test_text_about_a_nul_is_none() -> None:
    """A backslash and some letters are only that."""
    assert parse(rb'{"a": "\\u0000"}') == {"a": "\\u0000"}


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 401),
        ("Application/JSON", 401),
        ("application/json; charset=utf-8", 401),
        ('application/json;charset="UTF-8"', 401),
        ("application/json; charset=latin-1", 415),
        ("text/plain", 415),
        ("application/merge-patch+json", 415),
        ("application/x-www-form-urlencoded", 415),
        ("", 415),
        (None, 415),
    ],
)
def test_the_type_of_a_body_is_json(
    anyone: InProcess, content_type: str | None, status: int
) -> None:
    reply = anyone.send(
        "POST",
        "/v1/login",
        {"username": "nobody", "password": "x"},
        headers={"content-type": content_type},
    )
    assert reply.status == status


def test_a_body_that_is_missing_or_compressed_is_refused(anyone: InProcess) -> None:
    assert anyone.post("/v1/login").code == "invalid_json"
    compressed = {"content-encoding": "gzip"}
    assert anyone.post("/v1/login", content=b"\x1f\x8b", headers=compressed).status == 415


def test_a_body_that_is_too_long_is_refused(anyone: InProcess) -> None:
    """By what it says its length is, or by what it is."""
    fits = b'{"username": "nobody", "password": "x"}'.ljust(LONGEST)
    assert anyone.post("/v1/login", content=fits).status == 401
    assert anyone.post("/v1/login", content=fits + b" ").code == "payload_too_large"
    declared = {"content-length": "9" * 5000}
    assert anyone.post("/v1/login", content=b"{}", headers=declared).status == 413


@pytest.mark.parametrize(
    "body",
    [
        b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1),
        b'{"a":' * (DEEPEST + 1) + b"1" + b"}" * (DEEPEST + 1),
        b"[" * 1000 + b"]" * 1000,
        b"[[]," * 600 + b"1" + b"]" * 600,
        b"[" * 500_000,
    ],
)
def test_a_body_that_is_nested_too_deep_is_refused(anyone: InProcess, body: bytes) -> None:
    """Before it is parsed."""
    reply = anyone.post("/v1/login", content=body)
    assert (reply.status, reply.code) == (413, "payload_too_large")


def test_brackets_in_strings_are_no_nesting() -> None:
    text = "[{" * 1000 + '"'
    assert parse(json.dumps({"a": text}).encode()) == {"a": text}


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text().filter(lambda t: "\0" not in t),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text().filter(lambda t: "\0" not in t), inner)
    ),
)


@given(JSON)
def test_json_is_parsed_as_it_is(value: Any) -> None:
    """Whatever is in its strings."""
    assert parse(orjson.dumps(value)) == value


@pytest.mark.parametrize(
    "body",
    [
        b'"' + b'\\"' * (LONGEST // 2 - 1),
        b'"' * LONGEST,
        b"[]" * (LONGEST // 2),
        b"[" * 200 + b"]" * (LONGEST - 200),
        b"{" * 201 + b"[]" * 500_000,
        b"[" + b"[]," * (LONGEST // 3 - 1) + b"1]",
        b'{"a":1,' * 2 + b":" * 1_000_000,
    ],
    ids=range(7),
)
def test_no_body_takes_long(body: bytes) -> None:
    """Anyone may send one to login."""
    started = time.process_time()
    with contextlib.suppress(Refused):
        parse(body)
    # Measured: 0.3 s. What is quadratic takes minutes.
    assert time.process_time() - started < 5


def test_numbers_are_what_the_contract_means() -> None:
    """1.0 is an integer where one is due, 3 a number; JSON does not tell them apart."""
    table = model("create_table", table_with({"kind": "int", "lower": -0.0, "upper": 1e3}))
    assert [repr(end) for end in (table.columns[1].type_.lower, table.columns[1].type_.upper)] == [
        "0",
        "1000",
    ]
    limit = model("set_privacy_limit", {"epsilon": 3, "delta": 1e-6})
    assert repr(limit.epsilon) == "3.0"


def test_numbers_deep_in_a_tree_are_what_the_contract_means() -> None:
    call = {
        "kind": "call",
        "function": "lt",
        "arguments": [{"kind": "int", "value": 2.0}, {"kind": "real", "value": 2}],
    }
    body = model("run_analysis", count_of({"kind": "where", "relation": TABLE, "predicate": call}))
    arguments = body.analysis.relation.predicate.arguments
    assert [repr(each.value) for each in arguments] == ["2", "2.0"]


@pytest.mark.parametrize(
    "value",
    [
        "2026-02-30",
        "2026-1-1",
        "0000-01-01",
        "20260101",
        "2026-01-01T00:00:00Z",
        "\u0662\u0660\u0662\u0666-\u0660\u0661-\u0660\u0661",
    ],
)
def test_a_day_that_there_is_not_is_refused(value: str) -> None:
    predicate = {"kind": "date", "value": value}
    (place,) = refusal(
        "run_analysis", count_of({"kind": "where", "relation": TABLE, "predicate": predicate})
    ).places
    assert place[0] == "/analysis/relation/predicate/value"


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("2026-01-01T00:00:00Z", True),
        ("2026-01-01t00:00:00z", False),
        ("2026-01-01T00:00:00.123456789+05:30", True),
        ("2026-01-01T00:00:00", False),
        ("2026-01-01 00:00:00Z", False),
        ("2026-01-01T23:59:60Z", False),
        ("2026-01-01T24:00:00Z", False),
        ("2026-01-01T00:00:00+24:00", False),
        ("0001-01-01T00:00:00+05:00", False),
        ("9999-12-31T23:59:59-05:00", False),
    ],
)
def test_a_moment_has_an_offset_and_can_be_held(value: str, fits: bool) -> None:
    """In UTC as well: at the ends of time an offset leads beyond."""
    body = count_of(
        {"kind": "where", "relation": TABLE, "predicate": {"kind": "datetime", "value": value}}
    )
    if fits:
        model("run_analysis", body)
    else:
        refusal("run_analysis", body)


def test_a_refusal_does_not_quote_a_password() -> None:
    """It may end up in a log."""
    refused = refusal("login", {"username": "ada", "password": "hunter2" * 1000})
    assert "hunter2" not in f"{refused} {refused.places}"
    assert refused.places[0][0] == "/password"


def test_many_errors_are_not_all_listed() -> None:
    """The answer is shorter than the question."""
    assert (
        len(refusal("create_table", {**table_with({"kind": "bool"}), "columns": [7] * 1000}).places)
        == 10
    )


def test_defaults_of_the_contract_hold() -> None:
    assert model("create_user", {"username": "ada", "password": "x"}).is_administrator is False
    assert model("run_analysis", count_of(TABLE)).cache is True


def test_long_lists_of_different_items_are_as_long_as_the_contract_says() -> None:
    """The fuzzer makes none: it would have to make up each item."""
    longest = {
        (name, key): each["maxItems"]
        for name, schema in contract.load().schemas.items()
        for key, each in schema.get("properties", {}).items()
        if each.get("uniqueItems") and each["maxItems"] > 1000
    }
    assert longest == {("FactorType", "values"): 10_000, ("SplitRelation", "attributes"): 10_000}
    for operation, body_of in (
        ("create_table", lambda items: table_with({"kind": "factor", "values": items})),
        ("create_view", split_by),
    ):
        items = [f"a{number}" for number in range(10_001)]
        model(operation, body_of(items[:10_000]))
        for wrong in (items, [*items[:9_999], "a0"], []):
            refused = refusal(operation, body_of(wrong))
            assert refused.code == "invalid_request"
            assert refused.places[0][0].endswith(("/values", "/attributes"))
