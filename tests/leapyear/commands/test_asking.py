"""The command line asks what the client asks, and prints it for people or for programs."""

import re
from pathlib import Path

import pytest

from leapyear_core.core import Core
from tests.in_process import ADMIN_PASSWORD
from tests.leapyear.commands.conftest import URL, Run, parsed


def test_a_login_prints_a_line_for_the_shell(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing else on the standard output; the token in it is good."""
    out = run("login", "--user", "ada", typed="pale ale\n").stdout
    found = re.fullmatch(r"export LY_JWT=(\S+)\n", out)
    assert found
    monkeypatch.setenv("LY_JWT", found[1])
    assert parsed(run("whoami", "--json"))["username"] == "ada"


def test_a_login_stores_nothing(run: Run, home: Path) -> None:
    """Neither the token nor the password."""
    run("login", "--user", "ada", typed="pale ale\n")
    assert not home.exists()


def test_who_one_is_is_told(run: Run) -> None:
    """The token of a login with a password serves for this command."""
    told = run("whoami", "--user", "ada", typed="pale ale\n").stdout
    assert re.search(r"^username +ada$", told, re.MULTILINE)
    assert re.search(r"^is administrator +no$", told, re.MULTILINE)
    assert re.search(rf"^server +{URL}$", told, re.MULTILINE)


@pytest.mark.usefixtures("as_admin")
def test_databases_and_tables_are_listed(run: Run, clinic: Core) -> None:
    """With what is declared of them; brackets are no markup."""
    assert "All [visits]" in run("databases").stdout
    (database,) = parsed(run("databases", "--json"))
    assert (database["name"], database["epsilon"]) == ("clinic", 3.0)
    told = run("tables", "clinic").stdout
    for column in ("age INT 0 to 120", "smoker BOOL", "sex FACTOR f, m (not nullable)"):
        assert column in told
    (table,) = parsed(run("tables", "clinic", "--json"))
    assert table["columns"] == {
        "age": {"type": "INT", "bounds": [0, 120], "nullable": True},
        "smoker": {"type": "BOOL", "bounds": None, "nullable": True},
        "sex": {"type": "FACTOR", "bounds": ["f", "m"], "nullable": False},
    }


@pytest.mark.usefixtures("as_admin")
def test_where_there_is_nothing_people_are_told_so(run: Run) -> None:
    """And programs get an empty list."""
    assert run("databases").stdout == "There are no databases that you may know of.\n"
    assert parsed(run("databases", "--json")) == []
    assert run("jobs").stdout == "No jobs are running.\n"
    assert parsed(run("jobs", "--finished", "--json")) == []


@pytest.mark.usefixtures("as_admin")
def test_users_are_listed(run: Run) -> None:
    assert [each["username"] for each in parsed(run("users", "--json"))] == ["ada", "admin"]
    assert re.search(r"^ ?admin +yes ", run("users").stdout, re.MULTILINE)


@pytest.mark.usefixtures("as_admin")
def test_a_question_is_answered(run: Run, clinic: Core) -> None:
    """With its error and its price; and again for nothing."""
    answer = parsed(run("analyze", "count_rows", "clinic.visits", "--json"))
    assert abs(answer["value"] - 600) <= 8 * answer["noise_scale"] + 1
    assert answer["interval"][0] < answer["value"] < answer["interval"][1]
    assert (answer["cached"], answer["exposure"]["rho"] > 0) == (False, True)
    again = run("analyze", "count_rows", "clinic.visits").stdout
    assert str(answer["value"]) in again
    (job,) = parsed(run("jobs", "--finished", "--json"))
    assert (job["state"], job["database"], job["error"]) == ("finished", "clinic", None)
    assert job["id"] in run("jobs", "--finished").stdout
    for kind in ("count", "sum", "mean"):
        assert parsed(run("analyze", kind, "clinic.visits", "age", "--json"))["noise_scale"] > 0
    wide = parsed(run("analyze", "count", "clinic.visits", "age", "--accuracy", "50", "--json"))
    assert wide["value"]


@pytest.mark.usefixtures("as_admin")
def test_a_mistake_is_told_in_a_sentence(run: Run, clinic: Core) -> None:
    """On the standard error output, without a traceback."""
    for arguments, told in (
        (["analyze", "mean", "clinic.visits"], "mean takes an attribute"),
        (["analyze", "count_rows", "clinic.visits", "age"], "count_rows takes a table and no"),
        (["analyze", "mean", "clinic.visits", "agee"], "did you mean 'age'"),
        (["analyze", "count_rows", "clinic.visit"], "did you mean 'visits'"),
        (["analyze", "count_rows", "clinic"], "clinic"),
        (["tables", "clinik"], "clinik"),
        (["whoami", "--url", "nonsense"], "is no URL of a server"),
    ):
        result = run(*arguments, fails=True)
        assert result.stdout == ""
        assert result.stderr.startswith("leapyear: ")
        assert told in result.stderr
        assert "Traceback" not in result.stderr


def test_a_wrong_password_is_told_and_not_repeated(run: Run) -> None:
    result = run("whoami", "--user", "admin", typed="not the password\n", fails=True)
    assert result.stderr == "leapyear: the username or the password is wrong\n"


def test_without_anything_to_log_in_with_each_way_is_told(run: Run) -> None:
    """For every command, and for the login itself."""
    for command in ("whoami", "login", "databases"):
        result = run(command, fails=True)
        for way in ("--user NAME", "LY_JWT", "leapyear keys new"):
            assert way in result.stderr
    assert "no password of ada" in run("whoami", "--user", "ada", fails=True).stderr


def test_a_password_is_not_taken_from_the_command_line(run: Run) -> None:
    """Every user of the machine can read that."""
    result = run("whoami", "--user", "ada", "--password", ADMIN_PASSWORD, fails=True)
    assert "No such option" in result.stderr


def test_only_administrators_see_users(run: Run) -> None:
    result = run("users", "--user", "ada", typed="pale ale\n", fails=True)
    assert "administrators" in result.stderr


@pytest.mark.parametrize(
    "command",
    ["login", "whoami", "databases", "tables", "users", "jobs", "analyze", "serve", "keys"],
)
def test_help_teaches(run: Run, command: str) -> None:
    """Each command has one, and the server's is among them."""
    assert command in run("--help").stdout
    assert len(run(command, "--help").stdout.splitlines()) > 10
