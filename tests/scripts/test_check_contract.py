"""What breaks a contract, and which versions say so."""

import subprocess
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.check_contract import CONTRACT, announces, breaks, main, verdict

OBJECT: dict[str, Any] = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {"name": {"type": "string"}, "size": {"type": "integer"}},
}


def contract(
    request: Any = True, response: Any = True, version: str = "1.0.0", **schemas: Any
) -> dict[str, Any]:
    """A contract of one operation, with these schemas of its body and of its answer."""
    return {
        "info": {"version": version},
        "security": [{"bearer": []}],
        "paths": {
            "/things/{thing}": {
                "parameters": [
                    {"in": "path", "name": "thing", "required": True, "schema": {"type": "string"}}
                ],
                "put": {
                    "operationId": "put_thing",
                    "tags": ["things"],
                    "parameters": [{"in": "query", "name": "limit", "schema": {"maximum": 100}}],
                    "requestBody": {"content": {"application/json": {"schema": request}}},
                    "responses": {
                        "200": {
                            "headers": {"Location": {"required": True}},
                            "content": {"application/json": {"schema": response}},
                        },
                        "404": {},
                    },
                },
                "get": {"operationId": "get_thing", "responses": {"200": {}}},
            }
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def in_request(old: Any, new: Any) -> list[str]:
    """The breaks of a body's schema."""
    return breaks(contract(request=old), contract(request=new))


def in_response(old: Any, new: Any) -> list[str]:
    """The breaks of an answer's schema."""
    return breaks(contract(response=old), contract(response=new))


def changed(*path: str | int, to: Any = None) -> list[str]:
    """The breaks of a contract in which one place is another one, or gone."""
    new = deepcopy(contract())
    node: Any = new
    for step in path[:-1]:
        node = node[step]
    if to is None:
        del node[path[-1]]
    else:
        node[path[-1]] = to
    return breaks(contract(), new)


PUT = ("paths", "/things/{thing}", "put")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            changed("paths", "/things/{thing}", to=contract()["paths"]["/things/{thing}"]),
            [],
        ),
        (changed("paths", "/things/{thing}"), ["/things/{thing}: the path is gone"]),
        (changed("paths", "/more", to={"get": {}}), []),
        (
            changed("paths", "/things/{thing}", "get"),
            ["GET /things/{thing}: the operation is gone"],
        ),
        (
            changed(*PUT, "operationId", to="set_thing"),
            ["PUT /things/{thing}: operationId was 'put_thing' and is 'set_thing'"],
        ),
        (
            changed(*PUT, "tags", to=["others", "things"]),
            ["PUT /things/{thing}: tags was 'things' and is 'others'"],
        ),
        (changed(*PUT, "tags", to=["things", "others"]), []),
        (changed(*PUT, "summary", to="Put a thing."), []),
    ],
)
def test_paths_and_operations_stay_where_they_are(found: list[str], expected: list[str]) -> None:
    """New ones are welcome; the first tag and the operationId name a module of the generated package."""
    assert found == expected


@pytest.mark.parametrize("security", [[], [{}], [{"bearer": []}, {}], [{"bearer": ["admin"]}]])
def test_security_stays_as_it_is(security: Any) -> None:
    """Stricter breaks callers; laxer breaks what the others were promised."""
    assert changed(*PUT, "security", to=security) == [
        "PUT /things/{thing}: the security is another one"
    ]


def test_security_that_is_said_elsewhere_is_the_same() -> None:
    """An operation may say for itself what the whole contract says."""
    assert changed(*PUT, "security", to=[{"bearer": []}]) == []


def test_another_scheme_under_the_same_name_is_another_security() -> None:
    """It is what the name stands for that counts, but for its description."""
    scheme = ("components", "securitySchemes", "bearer")
    assert len(changed(*scheme, "scheme", to="basic")) == 2
    assert changed(*scheme, "description", to="A token.") == []


def parameter(**values: Any) -> dict[str, Any]:
    """A query parameter."""
    return {"in": "query", "name": "limit", "schema": {"maximum": 100}} | values


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ([], [": the parameter query limit is gone"]),
        ([parameter(required=True)], [", query limit: is required now"]),
        ([parameter(schema={"maximum": 10})], [", query limit: maximum is narrower now"]),
        ([parameter(schema={"maximum": 1000})], []),
        ([parameter(explode=False)], [", query limit: explode is another one"]),
        ([parameter(), parameter(name="cursor")], []),
        (
            [parameter(), parameter(name="cursor", required=True)],
            [": the parameter query cursor is new and required"],
        ),
    ],
)
def test_parameters(parameters: list[dict[str, Any]], expected: list[str]) -> None:
    """What was asked for without one, or with one, is answered still."""
    found = changed(*PUT, "parameters", to=parameters)
    assert found == [f"PUT /things/{{thing}}{fault}" for fault in expected]


def test_a_parameter_of_the_path_item_is_one_of_the_operation() -> None:
    """Wherever it is written."""
    path = contract()["paths"]["/things/{thing}"]
    moved = {**path["put"], "parameters": [*path["put"]["parameters"], *path["parameters"]]}
    without = {method: moved if method == "put" else path[method] for method in ("put", "get")}
    assert changed("paths", "/things/{thing}", to=without) == [
        "GET /things/{thing}: the parameter path thing is gone"
    ]


def test_bodies() -> None:
    """A body may become needless, and not more."""
    where = "PUT /things/{thing}"
    assert changed(*PUT, "requestBody") == [f"{where}: the body is gone"]
    assert changed(*PUT, "requestBody", "required", to=True) == [f"{where}: a body is required now"]
    assert changed(*PUT, "requestBody", "content", to={"text/csv": {}}) == [
        f"{where}, body: the media type application/json is gone"
    ]
    get = ("paths", "/things/{thing}", "get")
    assert changed(*get, "requestBody", to={"content": {}}) == []
    assert len(changed(*get, "requestBody", to={"content": {}, "required": True})) == 1


def test_statuses() -> None:
    """A client handles failures that it does not know; another success would pass it by."""
    where = "PUT /things/{thing}"
    assert changed(*PUT, "responses", "404") == [f"{where}: the status 404 is gone"]
    assert changed(*PUT, "responses", "429", to={}) == []
    assert changed(*PUT, "responses", "202", to={}) == [
        f"{where}: the status 202 is new, and none of failure"
    ]


def test_headers() -> None:
    """What a response always had, it keeps."""
    where = ("responses", "200", "headers")
    place = "PUT /things/{thing}, 200"
    assert changed(*PUT, *where, to={"Other": {}}) == [f"{place}: the header Location is gone"]
    assert changed(*PUT, *where, "Location", to={"required": False}) == [
        f"{place}, Location: may be left out now"
    ]


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        (True, {"type": "string"}),
        ({"type": ["string", "null"]}, {"type": "string"}),
        ({"type": "number"}, {"type": "integer"}),
        ({"minimum": 1}, {"minimum": 2}),
        ({"minimum": 1}, {"exclusiveMinimum": 1}),
        ({}, {"minimum": 0}),
        ({"maximum": 2}, {"maximum": 1}),
        ({"maximum": 2}, {"exclusiveMaximum": 2}),
        ({"minLength": 0}, {"minLength": 1}),
        ({}, {"maxLength": 64}),
        ({"maxItems": 8}, {"maxItems": 7}),
        ({}, {"minItems": 1}),
        ({"maxProperties": 3}, {"maxProperties": 2}),
        ({}, {"minProperties": 1}),
        ({}, {"pattern": "^a"}),
        ({}, {"format": "date"}),
        ({}, {"uniqueItems": True}),
        ({}, {"enum": ["a", "b"]}),
        ({"items": {"maximum": 2}}, {"items": {"maximum": 1}}),
        ({}, {"items": {"maximum": 1}}),
        ({"properties": {"a": {}}}, {"properties": {"a": {"maximum": 1}}}),
        ({"properties": {"a": {}}}, {"properties": {"a": {}}, "required": ["a"]}),
        ({"additionalProperties": {}}, {"additionalProperties": {"maximum": 1}}),
    ],
)
def test_requests_may_get_wider_and_responses_narrower(wide: Any, narrow: Any) -> None:
    """And never the other way round: what was sent is taken, and what comes was announced."""
    assert len(in_request(wide, narrow)) == 1
    assert in_request(narrow, wide) == []
    assert len(in_response(narrow, wide)) == 1
    assert in_response(wide, narrow) == []


def test_bounds_of_zero_say_nothing_of_lengths() -> None:
    """No string is shorter than none."""
    assert in_request({}, {"minLength": 0}) == in_response({"minItems": 0}, {}) == []


@pytest.mark.parametrize("found", [in_request, in_response])
def test_what_has_a_name_keeps_it(found: Any) -> None:
    """Properties, values, alternatives: somebody uses them, whichever way they travel."""
    smaller = {**OBJECT, "properties": {"name": {"type": "string"}}}
    assert len(found(OBJECT, smaller)) == 1
    assert len(found({"enum": ["a", "b"]}, {"enum": ["a"]})) == 1
    assert len(found({"const": "a"}, {"const": "b"})) >= 1
    assert len(found({"oneOf": [{"const": "a"}, {"const": "b"}]}, {"oneOf": [{"const": "a"}]})) == 1
    assert len(found({"allOf": [{"minimum": 1}, OBJECT]}, {"allOf": [OBJECT]})) == 1


def test_a_new_property_breaks_where_it_is_required_of_requests() -> None:
    """Clients overlook what they do not know in a response, and cannot send it."""
    optional = {**OBJECT, "properties": {**OBJECT["properties"], "more": {}}}
    required = {**optional, "required": ["name", "more"]}
    assert in_request(OBJECT, optional) == in_response(OBJECT, optional) == []
    assert in_response(OBJECT, required) == []
    assert in_request(OBJECT, required) == [
        "PUT /things/{thing}, body: the property more is required now"
    ]
    assert in_request(optional, required) == [
        "PUT /things/{thing}, body: the property more is required now"
    ]


def test_new_alternatives_and_values_break_responses_only() -> None:
    """A client has no code for them."""
    assert in_request({"enum": ["a"]}, {"enum": ["a", "b"]}) == []
    assert len(in_response({"enum": ["a"]}, {"enum": ["a", "b"]})) == 1
    one, two = {"anyOf": [{"const": "a"}]}, {"anyOf": [{"const": "a"}, {"const": "b"}]}
    assert in_request(one, two) == []
    assert len(in_response(one, two)) == 1


def test_a_new_condition_breaks_requests_only() -> None:
    """All of an allOf must hold."""
    one, two = {"allOf": [OBJECT]}, {"allOf": [OBJECT, {"minProperties": 2}]}
    assert len(in_request(one, two)) == 1
    assert in_response(one, two) == []


def test_refusing_other_properties_breaks_requests() -> None:
    """Somebody sends them."""
    opened = {**OBJECT, "additionalProperties": True}
    assert len(in_request(opened, OBJECT)) == 1
    assert in_request(OBJECT, opened) == in_response(OBJECT, opened) == []


def test_what_cannot_be_compared_counts_as_broken() -> None:
    """Two patterns, a keyword that is not known here, a union with what is none."""
    assert len(in_request({"pattern": "^a"}, {"pattern": "^[ab]"})) == 1
    assert len(in_response({"pattern": "^a"}, {"pattern": "^[ab]"})) == 1
    assert len(in_request({}, {"propertyNames": {"maxLength": 3}})) == 1
    assert len(in_request({"type": "string"}, {"type": "string", "oneOf": [{"minLength": 1}]})) == 1


def test_remarks_are_free() -> None:
    """They are for people."""
    said = {**OBJECT, "description": "A thing.", "examples": [{}], "deprecated": True}
    assert in_request(OBJECT, said) == in_response(OBJECT, said) == []


def test_a_schema_that_is_used_twice_is_named_once() -> None:
    """For each way that it travels, and by its own name."""
    reference = {"$ref": "#/components/schemas/Thing"}
    pair = {"type": "array", "items": reference, "properties": {"first": reference}}
    found = breaks(contract(pair, pair, Thing=OBJECT), contract(pair, pair, Thing=True))
    assert sorted(found) == [
        "Thing in requests: the property name is gone",
        "Thing in requests: the property size is gone",
        "Thing in responses: the property name is gone",
        "Thing in responses: the property size is gone",
        "Thing in responses: the type was object and is any",
    ]


def test_schemas_may_hold_themselves() -> None:
    """As relations and expressions do."""
    reference = {"$ref": "#/components/schemas/Tree"}

    def tree(most: int) -> dict[str, Any]:
        return {
            "oneOf": [{"type": "integer", "maximum": 3}, {"type": "array", "items": reference}],
            "maxItems": most,
        }

    old, new = contract(reference, Tree=tree(3)), contract(reference, Tree=tree(2))
    assert breaks(old, new) == ["Tree in requests: maxItems is narrower now"]


def test_keywords_beside_a_reference_hold_too() -> None:
    """Since OpenAPI 3.1."""
    reference = {"$ref": "#/components/schemas/Thing"}
    found = breaks(contract(reference, Thing={}), contract({**reference, "maxLength": 3}, Thing={}))
    assert found == ["Thing in requests: maxLength is narrower now"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("0.1.0", "0.2.0", True),
        ("0.1.9", "0.1.10", False),
        ("0.9.0", "1.0.0", True),
        ("0.9.0", "0.10.0", True),
        ("1.2.0", "1.3.0", False),
        ("1.2.0", "2.0.0", True),
        ("1.2.0", "1.2.0", False),
    ],
)
def test_the_version_announces(old: str, new: str, expected: bool) -> None:
    """With its major number, and while that is 0 with its minor one."""
    assert announces(old, new) is expected


def test_an_announced_break_is_in_order() -> None:
    """The version tells everybody."""
    old, new = contract(version="1.1.0"), contract(request=False, version="1.2.0")
    assert verdict(old, new, "v1.1.0")[-1] == (
        f"Take it back, or step the major number of info.version in {CONTRACT}."
    )
    new["info"]["version"] = "2.0.0"
    assert verdict(old, new, "v1.1.0") == []


def test_a_version_never_goes_back() -> None:
    """Not even where nothing is broken."""
    assert verdict(contract(version="1.1.0"), contract(version="1.0.9"), "v1.1.0") == [
        "The version of the contract went back from 1.1.0 (v1.1.0) to 1.0.9."
    ]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a contract in it, and no tag."""
    write(tmp_path, contract(OBJECT, OBJECT))
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "The first")
    return tmp_path


def write(root: Path, document: dict[str, Any]) -> None:
    """Write the contract of a repository."""
    (root / CONTRACT).parent.mkdir(exist_ok=True)
    (root / CONTRACT).write_text(yaml.safe_dump(document))


def git(root: Path, *arguments: str) -> None:
    """Run git as nobody in particular, with nobody's settings."""
    settings = ["-c", "user.name=n", "-c", "user.email=e@x", "-c", "commit.gpgsign=false"]
    settings += ["-c", f"core.hooksPath={root}/none", "-c", "tag.gpgsign=false"]
    subprocess.run(["git", "-C", str(root), *settings, *arguments], check=True)


def test_without_a_tag_there_is_nothing_to_compare_with(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says so and passes; so it does where there is no repository, as in a source distribution."""
    assert main([], repository) == 0
    assert capsys.readouterr().out == "The contract is compared with nothing: no tag yet.\n"


def test_the_contract_is_held_to_that_of_the_last_tag(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As it is in the tree, committed or not."""
    git(repository, "tag", "v1.0.0")
    assert main([], repository) == 0
    write(repository, contract(OBJECT, {**OBJECT, "properties": {"name": {"type": "string"}}}))
    assert main([], repository) == 1
    assert capsys.readouterr().err.splitlines() == [
        "The contract breaks what 1.0.0 (v1.0.0) promised, and 1.0.0 does not announce it:",
        "  PUT /things/{thing}, 200: the property size is gone",
        f"Take it back, or step the major number of info.version in {CONTRACT}.",
    ]


def test_two_files_can_be_compared(tmp_path: Path) -> None:
    """Before anything is committed."""
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(yaml.safe_dump(contract(OBJECT)))
    new.write_text(yaml.safe_dump(contract({**OBJECT, "maxProperties": 1})))
    assert main([str(old), str(old)]) == 0
    assert main([str(old), str(new)]) == 1
