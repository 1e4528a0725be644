"""A home belongs to one Core at a time, and to its owner alone."""

import multiprocessing
import stat
from pathlib import Path

import pytest

from leapyear_core.home import Home, HomeUnusable


def test_a_home_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    """Parents too, as they are needed."""
    home = Home.open(tmp_path / "a" / "home")
    home.token_key()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in home.path.iterdir()}
    home.close()
    assert stat.S_IMODE(home.path.stat().st_mode) == 0o700
    assert modes == {"data": 0o700, "core.lock": 0o600, "token.key": 0o600}


def test_two_cores_do_not_share_a_home(tmp_path: Path) -> None:
    """Until the first one has closed."""
    first = Home.open(tmp_path)
    with pytest.raises(HomeUnusable, match="another LeapYear Core"):
        Home.open(tmp_path)
    first.close()
    first.close()
    Home.open(tmp_path).close()


def _open_and_die(path: Path) -> None:
    Home.open(path)


def test_a_core_that_died_leaves_its_home_free(tmp_path: Path) -> None:
    """The lock goes with the process, however it ends."""
    process = multiprocessing.get_context("spawn").Process(target=_open_and_die, args=(tmp_path,))
    process.start()
    process.join(30)
    assert process.exitcode == 0
    Home.open(tmp_path).close()


def test_the_key_stays_the_same(tmp_path: Path) -> None:
    """Otherwise everybody would have to log in after a restart."""
    home = Home.open(tmp_path)
    key = home.token_key()
    assert len(key) == 32
    assert home.token_key() == key
    assert {path.name for path in tmp_path.iterdir()} == {"data", "core.lock", "token.key"}
    home.close()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    """They could sign tokens with it."""
    home = Home.open(tmp_path)
    home.token_key()
    (tmp_path / "token.key").chmod(mode)
    with pytest.raises(HomeUnusable, match="can be read by others"):
        home.token_key()
    home.close()


def test_a_damaged_key_is_refused(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    home.token_key()
    (tmp_path / "token.key").write_bytes(b"")
    with pytest.raises(HomeUnusable, match="damaged"):
        home.token_key()
    home.close()


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    with pytest.raises(HomeUnusable, match="--home DIR"):
        Home.open(tmp_path / "home")
