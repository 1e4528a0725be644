"""What is imported, and when."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import leapyear

PACKAGE = Path(leapyear.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))


def imported_by(statement: str) -> set[str]:
    """The modules that a fresh Python has after a statement."""
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.split())


def test_importing_leapyear_imports_neither_models_nor_core() -> None:
    """Nor what only some will need."""
    found = imported_by(
        "import leapyear.admin, leapyear.analytics, leapyear.auth, leapyear.client, leapyear.jobs"
    )
    assert "leapyear.client" in found
    for heavy in (
        "leapyear_api",
        "leapyear_api.models",
        "leapyear_core",
        "dateutil",
        "duckdb",
        "starlette",
    ):
        assert heavy not in found


def test_importing_leapyear_alone_imports_next_to_nothing() -> None:
    """Its names come when they are used."""
    found = imported_by("import leapyear")
    assert {name for name in found if name.startswith("leapyear")} == {
        "leapyear",
        "leapyear._version",
    }
    assert not found & {"attrs", "httpx", "ssl", "logging"}


def test_names_and_modules_come_when_they_are_used() -> None:
    """As if they had been there all along."""
    assert "leapyear.client" in imported_by("from leapyear import Client")
    assert "leapyear.exceptions" in imported_by("import leapyear; leapyear.exceptions.APIError")
    for name in leapyear.__all__:
        assert getattr(leapyear, name) is not None
        assert name in dir(leapyear)
    for name in leapyear._MODULES:
        assert getattr(leapyear, name).__name__ == f"leapyear.{name}"
    assert leapyear.Client is leapyear.client.Client


def test_a_name_that_there_is_not_is_an_attribute_error() -> None:
    """Which hasattr and getattr rely on."""
    assert not hasattr(leapyear, "Clinet")
    with pytest.raises(AttributeError, match=r"^module 'leapyear' has no attribute 'Clinet'$"):
        leapyear.Clinet  # type: ignore[attr-defined]  # noqa: B018


def test_an_annotation_for_type_checkers_is_all_that_the_client_has_of_the_generated_package() -> (
    None
):
    """The seam comes with the first client."""
    assert "leapyear._seam" not in imported_by("import leapyear")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_one_place_knows_httpx_and_one_the_generated_package(path: Path) -> None:
    """Each of them can then be exchanged in one place."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    place = path.relative_to(PACKAGE)
    assert "leapyear_core" not in names
    assert "httpx" not in names or place.parts[0] == "_transport"
    assert "leapyear_api" not in names or place.parts[0] == "_seam"


def test_the_package_says_that_it_is_typed() -> None:
    """PEP 561."""
    assert (PACKAGE / "py.typed").exists()
