"""The contract, as the server needs it: operations with their parameters, bodies and statuses."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import frozen

_METHODS = ("get", "put", "post", "patch", "delete")


@frozen
class Parameter:
    """A parameter of an operation.

    Parameters
    ----------
    place
        ``path``, ``query`` or ``header``.
    schema
        A JSON schema, which may refer to the components of the contract.
    """

    name: str
    place: str
    required: bool
    schema: Mapping[str, Any]


@frozen
class Operation:
    """One operation of the contract.

    Parameters
    ----------
    body
        The name of the schema of the request body; None where there is no body.
    statuses
        The statuses that it may answer with.
    needs_token
        Whether it is for those who have logged in.
    """

    id: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    body: str | None
    statuses: frozenset[int]
    needs_token: bool


@frozen(eq=False)
class Contract:
    """The contract: its version, its operations, and the document itself. Each that is read is one of its own."""

    version: str
    operations: tuple[Operation, ...]
    document: Mapping[str, Any]

    @property
    def schemas(self) -> Mapping[str, Any]:
        """The schemas by name."""
        schemas: Mapping[str, Any] = self.document["components"]["schemas"]
        return schemas

    @property
    def error_codes(self) -> tuple[str, ...]:
        """The codes that a problem may have."""
        return tuple(self.schemas["ErrorCode"]["enum"])


@cache
def load() -> Contract:
    """Read the contract that the generated package was made from."""
    text = files("leapyear_api").joinpath("contract.json").read_bytes()
    document = json.loads(text)
    return Contract(document["info"]["version"], tuple(_operations(document)), document)


def _operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        shared = item.get("parameters", [])
        for method in _METHODS:
            if method in item:
                yield _operation(document, method.upper(), path, item[method], shared)


def _operation(
    document: Mapping[str, Any],
    method: str,
    path: str,
    operation: Mapping[str, Any],
    shared: list[Mapping[str, Any]],
) -> Operation:
    parameters = (_resolve(document, each) for each in [*shared, *operation.get("parameters", [])])
    body = None
    if "requestBody" in operation:
        # One content type and a schema by name: the generator of the client demands both.
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        body = schema["$ref"].rpartition("/")[2]
    return Operation(
        id=operation["operationId"],
        method=method,
        path=path,
        parameters=tuple(
            Parameter(each["name"], each["in"], each.get("required", False), each["schema"])
            for each in parameters
        ),
        body=body,
        statuses=frozenset(int(status) for status in operation["responses"]),
        needs_token=bool(operation.get("security", document["security"])),
    )


def _resolve(document: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference within the document refers to."""
    while "$ref" in node:
        target: Any = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node
