"""From a changed contract to a changed package, a server that does it and a client that calls it: in one command."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.check_contract import breaks

ROOT = Path(__file__).parents[2]
CONTRACT = ROOT / "openapi" / "leapyear.yaml"

_JSON = "application/json"

SHOUT: dict[str, Any] = {
    "operationId": "shout",
    "tags": ["server"],
    "parameters": [
        {"in": "path", "name": "word", "required": True, "schema": {"type": "string"}},
        {
            "in": "query",
            "name": "times",
            "schema": {"type": "integer", "minimum": 1, "maximum": 3, "default": 1},
        },
    ],
    "requestBody": {
        "required": True,
        "content": {_JSON: {"schema": {"$ref": "#/components/schemas/ShoutRequest"}}},
    },
    "responses": {
        "200": {
            "description": "It, loud.",
            "content": {_JSON: {"schema": {"$ref": "#/components/schemas/Shout"}}},
        },
        "400": {"$ref": "#/components/responses/BadRequest"},
        "401": {"$ref": "#/components/responses/Unauthorized"},
        "500": {"$ref": "#/components/responses/InternalError"},
    },
}

SCHEMAS: dict[str, Any] = {
    "ShoutRequest": {
        "type": "object",
        "required": ["ending"],
        "additionalProperties": False,
        "properties": {"ending": {"type": "string"}},
    },
    "Shout": {
        "type": "object",
        "required": ["text", "username"],
        "properties": {"text": {"type": "string"}, "username": {"type": "string"}},
    },
}


def run(command: Sequence[str | Path], **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a program to its end; its output is text."""
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        timeout=300,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a contract that has one operation more, and the package made from it."""
    made = run([ROOT / "scripts/venv.sh", ".cache/generator", "requirements/generator.lock"])
    if made.returncode:
        pytest.skip(f"the generator's environment cannot be made here:\n{made.stderr}")
    folder = tmp_path_factory.mktemp("changed")
    document = yaml.safe_load(CONTRACT.read_text())
    document["paths"]["/v1/shout/{word}"] = {"post": SHOUT}
    document["components"]["schemas"] |= SCHEMAS
    changed = folder / "leapyear.yaml"
    changed.write_text(yaml.safe_dump(document, sort_keys=False, allow_unicode=True))
    done = run(
        [ROOT / "scripts/regen.sh", "--contract", changed, "--output", folder / "leapyear_api"]
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_a_new_operation_is_called_through_the_regenerated_package(folder: Path) -> None:
    """Bound by the binder that binds all others, checked against the changed contract, with our errors."""
    # Before the folders of the installation, so that the regenerated package is the one that is found.
    path = os.pathsep.join([str(folder), str(ROOT)])
    done = run([sys.executable, Path(__file__).with_name("shouting_core.py")], PYTHONPATH=path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "without a handler": "operations without a handler: shout",
        "called": "admin: HA HA HA!",
        "default": "admin: HA!",
        "refused": "InvalidRequest",
        "not new": "admin",
    }


def test_a_new_operation_breaks_nothing(folder: Path) -> None:
    """The version need not announce it."""
    changed = yaml.safe_load((folder / "leapyear.yaml").read_text())
    assert breaks(yaml.safe_load(CONTRACT.read_text()), changed) == []


def test_nothing_else_of_the_package_changes(folder: Path) -> None:
    """The tree is a function of the contract: new files, and the lists that name them."""
    old, new = ROOT / "generated/leapyear_api", folder / "leapyear_api"

    def files(package: Path) -> dict[str, bytes]:
        return {
            str(path.relative_to(package)): path.read_bytes()
            for path in package.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }

    before, after = files(old), files(new)
    assert before.keys() <= after.keys()
    assert after.keys() - before.keys() == {
        "api/server/shout.py",
        "models/shout.py",
        "models/shout_request.py",
    }
    assert {name for name in before if before[name] != after[name]} == {
        "contract.json",
        "models/__init__.py",
    }
