"""What scripts/regen.sh does to the contract before and after the generator runs.

    contract.py check CONTRACT             refuse what the generator would misread without a word
    contract.py finish CONTRACT PACKAGE    prove the package complete, then add header lines, py.typed, contract.json

It runs in the generator's environment. Three things go wrong silently there, and are errors here:

- YAML 1.1 and 1.2 disagree about plain `on`, `no` or `1_0`, and other parsers than the generator's read the contract.
  It is read as both, and the two readings must be one.
- JSON has no dates and no NaN, and its keys are strings. The server reads the contract as JSON.
- An operation without an operationId gets an invented name, and two whose names become the same module overwrite
  each other.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from openapi_python_client.strings import PythonIdentifier
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

HEADER = "# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.\n"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
FIELD_PREFIX = "field_"  # the generator's default


class ContractError(Exception):
    """The contract cannot be used; the message says where and why, one fault per line."""


def load(path: Path) -> dict[str, Any]:
    """Read a contract that means the same to every YAML parser and to JSON."""
    text = path.read_text(encoding="utf-8")
    try:
        document = YAML(typ="safe", pure=True).load(text)
        older = yaml.safe_load(text)
    except (YAMLError, yaml.YAMLError) as error:
        raise ContractError(f"not valid YAML: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("paths"), dict):
        raise ContractError("not an OpenAPI document: it has no mapping 'paths'")
    if faults := [*not_json(document, ""), *differences(document, older, "")]:
        raise ContractError("\n".join(faults))
    return document


def not_json(value: object, where: str) -> Iterator[str]:
    """Name every value below `where` that JSON cannot hold."""
    match value:
        case dict():
            for key, item in value.items():
                if isinstance(key, str):
                    yield from not_json(item, f"{where}/{escape(key)}")
                else:
                    yield f"{where}: the key {key!r} is not a string; put it in quotes"
        case list():
            for index, item in enumerate(value):
                yield from not_json(item, f"{where}/{index}")
        case float() if not math.isfinite(value):
            yield f"{where}: JSON has no {value}"
        case str() | int() | float() | None:
            pass
        case _:
            yield f"{where}: JSON has no {type(value).__name__} ({value}); put it in quotes"


def differences(new: object, old: object, where: str) -> Iterator[str]:
    """Name every place where YAML 1.2 (`new`) and YAML 1.1 (`old`) read different values."""
    match new, old:
        case dict(), dict():
            for key in {**new, **old}:
                if key in new and key in old:
                    yield from differences(new[key], old[key], f"{where}/{escape(str(key))}")
                elif key in new:
                    yield f"{where}: YAML 1.1 does not read the key {key!r} as that; put it in quotes"
        case list(), list() if len(new) == len(old):
            for index, (one, other) in enumerate(zip(new, old, strict=True)):
                yield from differences(one, other, f"{where}/{index}")
        case _ if type(new) is not type(old) or new != old:
            yield f"{where}: {new!r} to YAML 1.2 but {old!r} to YAML 1.1; put it in quotes"


def escape(key: str) -> str:
    """Write a key as a step of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def references(value: object, where: str) -> Iterator[tuple[str, str]]:
    """Yield every `$ref` below `where`, with its place."""
    if isinstance(value, dict):
        target = value.get("$ref")
        if isinstance(target, str):
            yield where, target
        for key, item in value.items():
            yield from references(item, f"{where}/{escape(key)}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from references(item, f"{where}/{index}")


def resolves(document: dict[str, Any], target: str) -> bool:
    """Tell whether a `$ref` leads somewhere inside this document."""
    if not target.startswith("#/"):
        return False
    node: Any = document
    for step in target[2:].split("/"):
        key = step.replace("~1", "/").replace("~0", "~")
        if not isinstance(node, dict) or key not in node:
            return False
        node = node[key]
    return True


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every operation, as ("GET /v1/jobs", its object)."""
    for path, item in document["paths"].items():
        if isinstance(item, dict):
            for method in METHODS:
                if isinstance(operation := item.get(method), dict):
                    yield f"{method.upper()} {path}", operation


def module_of(operation: dict[str, Any]) -> str:
    """Return the path of an operation's module inside the package, by the generator's own rule for names."""
    tag = (operation.get("tags") or ["default"])[0]
    folder = PythonIdentifier(value=tag, prefix="tag")
    return f"api/{folder}/{PythonIdentifier(operation['operationId'], FIELD_PREFIX)}.py"


def check(document: dict[str, Any]) -> None:
    """Refuse dangling references, and operations that are nameless or would overwrite each other."""
    faults = [
        f"{where}: nothing in this file is called {target}"
        for where, target in references(document, "")
        if not resolves(document, target)
    ]
    names: dict[str, str] = {}
    modules: dict[str, str] = {}
    for place, operation in operations(document):
        name = operation.get("operationId")
        if not isinstance(name, str) or not name:
            faults.append(f"{place}: no operationId")
            continue
        module = module_of(operation)
        if other := names.get(name) or modules.get(module):
            faults.append(f"{place}: operationId {name} makes the same module as that of {other}")
        names[name] = modules[module] = place
    if faults:
        raise ContractError("\n".join(faults))


def finish(document: dict[str, Any], package: Path) -> None:
    """Prove that no operation was dropped, then complete the package."""
    missing = [
        f"{place}: the generator made no {module_of(operation)} for operationId {operation['operationId']}"
        for place, operation in operations(document)
        if not (package / module_of(operation)).is_file()
    ]
    if missing:
        raise ContractError("\n".join(missing))
    for module in package.rglob("*.py"):
        source = module.read_text(encoding="utf-8")
        module.write_text(HEADER + source, encoding="utf-8", newline="\n")
    (package / "py.typed").touch()
    compact = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    (package / "contract.json").write_text(compact + "\n", encoding="utf-8", newline="\n")


def main(arguments: list[str]) -> int:
    """Run one of the two subcommands; return the exit status."""
    match arguments:
        case ["check", contract]:
            package = None
        case ["finish", contract, folder]:
            package = Path(folder)
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    try:
        document = load(Path(contract))
        if package is None:
            check(document)
        else:
            finish(document, package)
    except ContractError as error:
        print(f"The contract {contract} cannot be used:", file=sys.stderr)
        for line in str(error).splitlines():
            print(f"  {line}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
