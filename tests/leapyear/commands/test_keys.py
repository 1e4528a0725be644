"""``leapyear keys``: from no key to logging in with one, and back."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leapyear import Client
from leapyear.admin import keys
from leapyear.exceptions import InvalidKey, KeyNotFound, PublicKeyCredentialsError, UserNotFound
from leapyear_core.core import Core
from tests.assertions import SigningKey
from tests.in_process import ADMIN_PASSWORD
from tests.leapyear.commands.conftest import URL, Run, parsed

PALE_ALE = "pale ale\n"

README = (Path(__file__).parents[3] / "README.md").read_text()


def test_three_commands_are_the_set_up(run: Run, home: Path) -> None:
    """As the help has it; then neither a user nor a password is needed."""
    made = parsed(run("keys", "new", "--user", "ada", "--json"))
    assert made["file"] == str(home / ".leapyear" / "keys" / "default.pem")
    registered = parsed(
        run("keys", "register", "--name", "laptop", "--user", "ada", "--json", typed=PALE_ALE)
    )
    assert registered["id"] == made["id"]
    assert registered["public_key"] == made["public_key"]
    assert parsed(run("whoami", "--json"))["username"] == "ada"
    assert [each["name"] for each in parsed(run("keys", "list", "--json"))] == ["laptop"]
    assert "laptop" in run("keys", "list").stdout
    with Client(URL, public_key_auth=True) as client:
        assert client.username == "ada"
    assert "revoked  laptop" in run("keys", "revoke", "laptop").stdout
    refused = run("whoami", fails=True).stderr
    assert "does not take the key" in refused
    assert "leapyear keys register" in refused


def test_the_set_up_of_the_readme_works(run: Run) -> None:
    """Line by line; the password is typed where it is asked for."""
    section = README.partition("## Public keys")[2].partition("\n## ")[0]
    lines = re.findall(r"^    leapyear ([^#\n]+)", section, re.MULTILINE)
    assert len(lines) == 5
    for line in lines:
        run(*line.split(), typed=PALE_ALE)
    with pytest.raises(PublicKeyCredentialsError):
        Client(URL, "ada", public_key_auth=True)


def test_an_expired_token_is_renewed_with_the_key(run: Run, core: Core) -> None:
    """Nobody is asked: an assertion is signed anew."""
    run("keys", "new", "--user", "ada")
    run("keys", "register", "--user", "ada", typed=PALE_ALE)
    with Client(URL, "ada", public_key_auth=True) as client:
        auth = client._connection._http.auth
        first = auth._token  # type: ignore[union-attr]
        assert auth._renewed(first) != first  # type: ignore[union-attr]
        assert client.connected


def test_a_key_of_another_file_is_used_where_that_is_said(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For making, for registering, for logging in."""
    file = tmp_path / "work.pem"
    run("keys", "new", "--file", str(file))
    run("keys", "register", "--file", str(file), "--user", "ada", typed=PALE_ALE)
    monkeypatch.setenv("LY_PRIVATE_KEY_FILE", str(file))
    assert "whose is the key" in run("whoami", fails=True).stderr
    assert parsed(run("whoami", "--key", "--user", "ada", "--json"))["username"] == "ada"
    assert run("login", "--key", "--user", "ada").stdout.startswith("export LY_JWT=")


def test_an_administrator_registers_for_others(run: Run) -> None:
    """What they were sent is no secret."""
    key = SigningKey()
    run(
        *("keys", "register", "--user", "admin", "--for", "ada"),
        *("--name", "laptop", "--public-key", key.public),
        typed=f"{ADMIN_PASSWORD}\n",
    )
    of_ada = parsed(run("keys", "list", "--user", "ada", "--json", typed=PALE_ALE))
    assert [each["id"] for each in of_ada] == [key.id]
    run("keys", "revoke", key.id, "--for", "ada", "--user", "admin", typed=f"{ADMIN_PASSWORD}\n")
    assert parsed(run("keys", "list", "--user", "ada", "--json", typed=PALE_ALE)) == []


def test_mistakes_with_keys_are_told(run: Run) -> None:
    """In a sentence each."""
    assert "there is no key in" in run("keys", "register", "--user", "ada", fails=True).stderr
    run("keys", "new")
    assert "there is a key in" in run("keys", "new", fails=True).stderr
    no_way = run("keys", "register", fails=True).stderr
    assert "there is nothing to log in with" in no_way
    run("keys", "register", "--user", "ada", typed=PALE_ALE)
    again = run("keys", "register", "--user", "ada", typed=PALE_ALE, fails=True)
    assert "registered already" in again.stderr
    absent = run("keys", "revoke", "nope", "--user", "ada", typed=PALE_ALE, fails=True)
    assert "leapyear keys list" in absent.stderr
    hidden = run("keys", "list", "--for", "admin", "--user", "ada", typed=PALE_ALE, fails=True)
    assert "there is no user 'admin'" in hidden.stderr
    bad = ("keys", "register", "--public-key", "x", "--user", "ada")
    assert "43 letters" in run(*bad, typed=PALE_ALE, fails=True).stderr


def test_a_server_that_knows_itself_by_another_url_takes_no_key(run: Run) -> None:
    """Whoever stands in between must not use what was signed for them."""
    run("keys", "new", "--user", "ada")
    run("keys", "register", "--user", "ada", typed=PALE_ALE)
    with pytest.raises(PublicKeyCredentialsError, match="serve --url"):
        Client("http://other.test:4401", public_key_auth=True)


def test_keys_are_to_be_had_from_python() -> None:
    """One's own, or for administrators everybody's."""
    made = [SigningKey() for _ in range(3)]
    with Client(URL, "ada", "pale ale"):
        for number, key in enumerate(made):
            registered = keys.register_key(f"key {number}", key.public)
            assert registered.id == key.id
            assert datetime.now(UTC) >= registered.created_at
        assert [each.name for each in keys.list_keys()] == ["key 0", "key 1", "key 2"]
        keys.revoke_key(made[1].id)
        assert [each.name for each in keys.list_keys("ada")] == ["key 0", "key 2"]
        with pytest.raises(KeyNotFound):
            keys.revoke_key(made[1].id)
        with pytest.raises(KeyNotFound):
            keys.revoke_key("../admin")
        with pytest.raises(InvalidKey):
            keys.register_key("", made[1].public)
        with pytest.raises(InvalidKey):
            keys.register_key("x", "A" * 43)
        with pytest.raises(UserNotFound):
            keys.list_keys("admin")


def test_help_teaches_the_set_up(run: Run) -> None:
    told = run("keys", "--help").stdout
    for word in (
        "keys new --user ada",
        "keys register --user ada",
        "public_key_auth=True",
        "--url",
    ):
        assert word in told
    for command in ("new", "register", "list", "revoke"):
        assert len(run("keys", command, "--help").stdout.splitlines()) > 10
