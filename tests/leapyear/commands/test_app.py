"""The script ``leapyear`` finds its commands, and says what to install where something is missing."""

import subprocess
import sys
from importlib.metadata import entry_points

import pytest
import typer

from leapyear._version import __version__
from leapyear.commands import main, teaching
from leapyear.commands.app import GROUP
from tests.leapyear.commands.conftest import Run


def modules_without(monkeypatch: pytest.MonkeyPatch, *missing: str) -> None:
    """As if these were not installed, and nothing of ours were imported yet."""
    for name in [each for each in sys.modules if each.startswith("leapyear.commands.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "leapyear_core.cli.commands", raising=False)
    for name in missing:
        monkeypatch.setitem(sys.modules, name, None)


@pytest.mark.parametrize("missing", ["typer", "rich.console"])
def test_without_its_extra_it_says_what_to_install(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The script comes with the client, too."""
    modules_without(monkeypatch, missing)
    with pytest.raises(SystemExit, match=r"pip install 'leapyear\[cli\]'"):
        main()


def test_without_the_server_its_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The others work all the same."""
    modules_without(monkeypatch, "uvicorn")
    for name in ("running", "serving"):
        monkeypatch.delitem(sys.modules, f"leapyear_core.cli.{name}", raising=False)
    monkeypatch.setattr(sys, "argv", ["leapyear", "--version"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    monkeypatch.setattr(sys, "argv", ["leapyear", "serve", "--in-memory", "--port", "0"])
    with pytest.raises(SystemExit, match=r"pip install 'leapyear\[server\]'"):
        main()


def test_a_fault_of_ours_is_not_told_as_a_missing_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing that is installed would mend it."""
    modules_without(monkeypatch, "leapyear.commands.app")
    with pytest.raises(ModuleNotFoundError):
        main()


def test_the_server_adds_its_command_without_being_imported_by_name() -> None:
    """Through an entry point of this distribution."""
    (found,) = [each for each in entry_points(group=GROUP) if each.name == "serve"]
    assert found.value == "leapyear_core.cli.commands:serve"


def test_what_is_registered_is_listed_without_loading_the_server() -> None:
    """Whoever asks for help does not wait for an engine."""
    code = "import sys, leapyear.commands.app; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(done.stdout.split())
    for heavy in ("duckdb", "sqlalchemy", "starlette", "leapyear_api", "cryptography", "opendp"):
        assert heavy not in loaded


def test_the_version_is_shown(run: Run) -> None:
    assert run("--version").stdout == f"leapyear {__version__}\n"


def test_a_docstring_becomes_a_help_text_that_fits_any_width() -> None:
    """Examples in it stay as they are."""
    app = typer.Typer()

    def command() -> None:
        """Do it.

        Two lines
        of one paragraph.

            an example

            another one
        """

    teaching.add(app, command)
    (added,) = app.registered_commands
    assert added.help == (
        "Do it.\n\nTwo lines of one paragraph.\n\n    an example\n\n    another one"
    )
