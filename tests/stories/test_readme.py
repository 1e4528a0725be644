"""The README says what works."""

import re
from pathlib import Path

import pytest

from leapyear import Client
from leapyear_core.demo.population import write_population
from leapyear_core.demo.process import served

README = (Path(__file__).parents[2] / "README.md").read_text()


def section_of(title: str) -> str:
    """A section of the README."""
    return README.partition(f"## {title}\n")[2].partition("\n## ")[0]


def test_the_lines_of_python_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """They run, word for word but for the address, against a Core with the password that the README starts it with."""
    found = [
        code
        for title in ("The first lines", "What to ask", "Calling the endpoints")
        for code in re.findall(r"```python\n(.*?)```", section_of(title), re.DOTALL)
    ]
    password = re.search(r"LY_ADMIN_PASSWORD=(\S+) ", README)
    assert found
    assert password
    write_population(tmp_path / "people.parquet", people=5000)
    with served(["--in-memory", "--data-root", str(tmp_path)], password=password[1]) as core:
        lines = "".join(found)
        assert "http://localhost:4401" in lines
        names: dict[str, object] = {}
        exec(lines.replace("http://localhost:4401", core.url), names)
        client = names["client"]
        assert isinstance(client, Client)
        client.close()
    share, count, middle, deciles, *_, names_of_databases = capsys.readouterr().out.splitlines()
    assert 0 < float(share) < 1
    assert re.fullmatch(r"<RichResult \d+ ± 100 .*left>", count)
    assert 18 <= int(middle) <= 100
    assert deciles.startswith("{0.1: ")
    assert names_of_databases == "['census']"


@pytest.mark.parametrize("path", re.findall(r"\]\(([^)#:]+)\)", README))
def test_links_lead_to_files(path: str) -> None:
    """Those into the repository."""
    assert (Path(__file__).parents[2] / path).exists()


def test_the_map_names_what_is_there() -> None:
    """Each path of the map exists."""
    drawn = README.partition("## The map")[2].partition("## ")[0]
    root = Path(__file__).parents[2]
    found = re.findall(r"^    ((?: {4})?)([\w./]+/|[\w./]+\.\w+)(?= )", drawn, re.MULTILINE)
    assert len(found) >= 10
    for indent, path in found:
        assert (root / ("src/leapyear_core" if indent else "") / path).exists(), path
