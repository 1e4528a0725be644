"""The command line: it serves, says what is wrong in a sentence, and ends when it is told to."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

import leapyear_core
from leapyear import Client
from leapyear.admin.keys import register_key
from leapyear_core import cli
from leapyear_core.api.bodies import LONGEST
from tests.assertions import SigningKey

READY = re.compile(r"LeapYear Core \S+ listens on http://127\.0\.0\.1:(\d+)\n")


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "leapyear_core", *arguments]


def environment(**changes: str) -> dict[str, str]:
    sources = {str(Path(leapyear_core.__file__).parents[1]), *filter(None, sys.path)}
    kept = {key: value for key, value in os.environ.items() if key != "LY_ADMIN_PASSWORD"}
    return {**kept, "PYTHONPATH": os.pathsep.join(sources), "COLUMNS": "200", **changes}


def run(*arguments: str, **changes: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command(*arguments),
        capture_output=True,
        text=True,
        timeout=60,
        env=environment(**changes),
        check=False,
    )


@contextmanager
def server(*arguments: str, **changes: str) -> Iterator[tuple["subprocess.Popen[str]", int, str]]:
    """A server that is ready: its process, its port, and what it said before."""
    process = subprocess.Popen(
        command("serve", "--port", "0", *arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(**changes),
    )
    try:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            if ready := READY.fullmatch(line):
                yield process, int(ready[1]), said
                break
            said += line
        else:
            raise AssertionError(process.communicate()[1])
    finally:
        process.kill()
        process.communicate()


def status_of(port: int, method: str, path: str, **options: object) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, **options)  # type: ignore[arg-type]
        return connection.getresponse().status
    finally:
        connection.close()


def test_a_server_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    """It names its URL once it takes requests, tells the first password once, and stops without a fuss."""
    arguments = ("--home", str(tmp_path / "home"))
    with server(*arguments) as (process, port, said):
        (password,) = re.findall(r"The password of the user admin is (\S+)", said)
        credentials = f'{{"username": "admin", "password": "{password}"}}'
        headers = {"Content-Type": "application/json"}
        assert status_of(port, "GET", "/v1/health") == 200
        assert status_of(port, "POST", "/v1/login", body=credentials, headers=headers) == 200
        # The answer must arrive although the body was not read to its end.
        assert status_of(port, "POST", "/v1/login", body=b"x" * 8 * LONGEST, headers=headers) == 413
        second = run("serve", "--port", "0", *arguments)
        assert second.returncode == 1
        assert second.stderr.startswith("leapyear: another LeapYear Core uses the home")
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out, err) == (0, "", "")
    with server(*arguments) as (process, port, said):
        assert said == ""
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out, err) == (0, "", "")


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    """And the home is not touched."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--home", str(tmp_path / "home"), "--port", str(port))
    assert result.returncode == 1
    assert f"cannot listen on 127.0.0.1 port {port}" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "home").exists()


def test_a_home_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    """In a sentence, without a traceback."""
    (tmp_path / "file").touch()
    result = run("serve", "--port", "0", "--home", str(tmp_path / "file" / "home"))
    assert result.returncode == 1
    assert re.fullmatch(r"leapyear: the home .* cannot be used: .*\n", result.stderr)


def test_a_catalogue_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "catalog.db").write_bytes(b"no database at all" * 100)
    result = run("serve", "--port", "0", "--home", str(tmp_path))
    assert result.returncode == 1
    assert re.fullmatch(r"leapyear: the catalogue in .* cannot be used: .*\n", result.stderr)


def test_a_password_that_was_set_is_not_printed() -> None:
    with server("--in-memory", LY_ADMIN_PASSWORD="correct horse") as (_, port, said):
        assert said == ""
        body = '{"username": "admin", "password": "correct horse"}'
        headers = {"Content-Type": "application/json"}
        assert status_of(port, "POST", "/v1/login", body=body, headers=headers) == 200


def status_of_key_login(port: int, key: SigningKey, url: str) -> int:
    body = json.dumps({"assertion": key.assertion("admin", datetime.now(UTC), aud=url)})
    headers = {"Content-Type": "application/json"}
    return status_of(port, "POST", "/v1/login/assertion", body=body, headers=headers)


@contextmanager
def server_with_key(*arguments: str) -> Iterator[tuple[int, SigningKey]]:
    """A server whose administrator has a key."""
    key = SigningKey()
    with server("--in-memory", *arguments, LY_ADMIN_PASSWORD="pw") as (_, port, _):
        url = f"http://127.0.0.1:{port}"
        with Client(url, "admin", "pw"):
            register_key("laptop", key.public)
        yield port, key


def test_a_server_knows_itself_by_the_urls_of_its_machine() -> None:
    """With the port that it has taken; whatever a request says of its host."""
    with server_with_key() as (port, key):
        for host in ("localhost", "127.0.0.1", "[::1]"):
            assert status_of_key_login(port, key, f"http://{host}:{port}") == 200
        for url in (
            f"http://localhost:{port + 1}",
            "http://localhost:4401",
            "https://core.example",
        ):
            assert status_of_key_login(port, key, url) == 401


def test_a_server_knows_itself_by_the_urls_that_it_is_told() -> None:
    """And by no others."""
    urls = ("--url", "HTTPS://Core.Example:443/", "--url", "http://core:4401")
    with server_with_key(*urls) as (port, key):
        assert status_of_key_login(port, key, "https://core.example") == 200
        assert status_of_key_login(port, key, "http://core:4401") == 200
        assert status_of_key_login(port, key, f"http://localhost:{port}") == 401


def test_a_url_that_is_none_is_named() -> None:
    result = run("serve", "--in-memory", "--url", "core.example")
    assert result.returncode == 1
    assert result.stderr.startswith("leapyear: 'core.example' is no URL of a server")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--data-root", "/nowhere/at/all"), "'/nowhere/at/all' is no directory"),
        (("--data-root", "gs://bucket/x"), "'gs://bucket/x' names no place"),
        (("--webhdfs", "namenode"), "'namenode' is no address of WebHDFS"),
    ],
)
def test_a_root_that_is_none_is_named(arguments: tuple[str, str], told: str) -> None:
    result = run("serve", "--in-memory", "--port", "0", *arguments)
    assert result.returncode == 1
    assert told in result.stderr


def test_help_teaches() -> None:
    """Each option is there, and a way to begin."""
    text = run("serve", "--help").stdout
    for word in (
        "--host",
        "--port",
        "--home",
        "--in-memory",
        "--data-root",
        "--webhdfs",
        "--url",
        "--proxies",
        "--watch",
        "LY_ADMIN_PASSWORD",
        "leapyear serve --in-memory",
    ):
        assert word in text
    assert "serve" in run("--help").stdout
    assert run("--version").stdout == f"LeapYear Core {leapyear_core.__version__}\n"


def test_without_the_server_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The script comes with the client, too."""
    monkeypatch.delitem(sys.modules, "leapyear_core.cli.commands", raising=False)
    monkeypatch.setitem(sys.modules, "typer", None)
    with pytest.raises(SystemExit, match=r"pip install 'leapyear\[server\]'"):
        cli.main()
