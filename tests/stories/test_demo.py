"""The demo, run as people run it: what it prints, and that nothing of it stays."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from leapyear import Client
from leapyear_core.demo.__main__ import Subject, _say_what_next
from leapyear_core.demo.population import column_definitions, write_population
from leapyear_core.demo.process import served
from tests import serving

#: A share of the limit at the end of a line, which every answer and every refusal has.
ROW = re.compile(r"(?P<spent>[\d.]+ %|free|-) +(?P<left>[\d.]+) %$")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder for temporary files, which the demo has to leave empty."""
    made = tmp_path / "temporary"
    made.mkdir()
    return made


def command(*options: str) -> list[str]:
    return [sys.executable, "-m", "leapyear_core.demo", *options]


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "TMPDIR": str(folder), "TERM": "dumb"}


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*options),
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=2 * serving.PATIENCE,
        check=False,
    )


def answers(printed: str) -> list[re.Match[str]]:
    return [found for line in printed.splitlines() if (found := ROW.search(line))]


def test_the_demo_answers_repeats_and_refuses(folder: Path) -> None:
    """Every question has its row; the repeat is free, the last one refused; the exposure left goes down by what is spent."""
    done = run(folder)
    assert (done.returncode, done.stderr) == (0, "")
    rows = answers(done.stdout)
    assert len(rows) >= 10
    assert [row["spent"] for row in rows].count("free") == 1
    assert [row["spent"] for row in rows].count("-") == 1
    left = 100.0
    for row in rows:
        left -= float(row["spent"].removesuffix(" %")) if row["spent"][0].isdigit() else 0
        assert float(row["left"]) == pytest.approx(left, abs=0.011 * len(rows))
    assert "refused" in done.stdout
    for note in ("Free: ", "Refused: ", "Accuracy: "):
        assert done.stdout.count(f"  {note}") == 1
    assert "leapyear serve" in done.stdout
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert list(folder.iterdir()) == []


SURVEY = """\
id;Größe in m;Wohnort;seen;Datum;note
1;1.82;Wien;true;2024-01-05;first
2;1.64;Graz;false;2024-02-07;second
3;;Wien;true;2024-02-09;third
4;1.71;Wien;false;2024-03-01;fourth
"""


def test_the_demo_takes_a_file_of_ones_own(folder: Path, tmp_path: Path) -> None:
    """It proposes types and rounded bounds, says that owners do not do so in earnest, and that small tables are noisy."""
    file = tmp_path / "meine Umfrage (2).csv"
    file.write_text(SURVEY, encoding="utf-8")
    done = run(folder, "--file", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    for pattern in (
        r"Größe in m +REAL +1\.\d+ to 1\.\d+",
        r"Wohnort +FACTOR +Graz, Wien",
        r"seen +BOOL",
        r"Datum +DATE",
        r"note +TEXT",
        r"leaves out 'id'",
        r"In real life",
        r"Noisy: ",
    ):
        assert re.search(pattern, done.stdout), pattern
    assert len(answers(done.stdout)) >= 9
    assert list(folder.iterdir()) == []
    assert [path.name for path in tmp_path.iterdir() if path != folder] == [file.name]


def test_a_file_that_is_not_there_is_said_in_one_line(folder: Path) -> None:
    """No traceback, before anything is started."""
    done = run(folder, "--file=nothing.csv")
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert "'nothing.csv'" in done.stderr
    assert list(folder.iterdir()) == []


def test_the_lines_to_type_next_work(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What the demo says to type next is Python that runs against the Core that it says to start."""
    write_population(tmp_path / "people.parquet", people=100)
    with served(["--in-memory", "--data-root", str(tmp_path)], password="secret") as core:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("LY_API_URL", core.url)
            _say_what_next(
                Subject("people", tmp_path / "people.parquet", column_definitions(), []),
                invented=False,
            )
            lines = capsys.readouterr().out.partition("from leapyear import")
            names: dict[str, object] = {}
            exec(f"{lines[1]}{lines[2]}", names)
        client = names["client"]
        assert isinstance(client, Client)
        assert list(client.databases["demo"].tables) == ["people"]
        assert client.databases["demo"].exposure().spent.share > 0
        client.close()


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_stops_all_that_the_demo_started(
    number: signal.Signals, status: int, folder: Path
) -> None:
    """Ctrl-C in the middle: Core is stopped, its home is removed, and there is no traceback."""
    with subprocess.Popen(
        command(),
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as demo:
        assert demo.stdout is not None
        assert demo.stderr is not None
        url = next(
            found[0] for line in demo.stdout if (found := re.search(r"http://\S+:\d+", line))
        )
        demo.send_signal(number)
        demo.stdout.read()
        errors = demo.stderr.read()
        assert demo.wait(serving.PATIENCE) == status
    assert "Traceback" not in errors
    assert list(folder.iterdir()) == []
    with pytest.raises(ConnectionRefusedError):
        _connect(url)


def _connect(url: str) -> None:
    host, _, port = url.removeprefix("http://").partition(":")
    socket.create_connection((host, int(port.rstrip(","))), timeout=5).close()
