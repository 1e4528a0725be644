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
        "import leapyear, leapyear.admin, leapyear.analytics, leapyear.auth, leapyear.jobs"
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
    assert "httpx" not in names or place == Path("_transport.py")
    assert "leapyear_api" not in names or place.parts[0] == "_seam"


def test_the_package_says_that_it_is_typed() -> None:
    """PEP 561."""
    assert (PACKAGE / "py.typed").exists()
