"""A Core opens whole or not at all, and remembers what it should."""

from pathlib import Path

import pytest
from attrs import evolve

from leapyear_core import core as core_module
from leapyear_core.core import Core
from leapyear_core.home import HomeUnusable
from leapyear_core.model.errors import AuthenticationFailed, TokenInvalid
from leapyear_core.model.types import BoolType, Column
from leapyear_core.settings import Settings, SettingsUnusable
from tests.in_process import ADMIN_PASSWORD, ADMINISTRATOR, CHEAP, SETTINGS
from tests.tables import on_disk


def at_home(path: Path) -> Settings:
    return evolve(SETTINGS, home=path, data_roots=(path / "data",))


def test_the_first_start_makes_an_administrator(tmp_path: Path) -> None:
    """With a random password, which is told once."""
    settings = Settings(home=tmp_path, password_cost=CHEAP)
    first = Core.open(settings)
    assert first.first_password is not None
    assert len(first.first_password) >= 20
    first.sessions.login("admin", first.first_password)
    assert first.first_password not in repr(first)
    first.close()
    second = Core.open(settings)
    assert second.first_password is None
    second.sessions.login("admin", first.first_password)
    second.close()


def test_a_password_that_was_set_is_not_told() -> None:
    """And is not shown."""
    core = Core.open(SETTINGS)
    assert core.first_password is None
    core.sessions.login("admin", ADMIN_PASSWORD)
    core.close()
    assert ADMIN_PASSWORD not in repr(SETTINGS)


def test_a_password_is_set_at_the_first_start_only(tmp_path: Path) -> None:
    """Later it is the administrator's own business."""
    Core.open(at_home(tmp_path)).close()
    core = Core.open(evolve(at_home(tmp_path), administrator_password="other"))
    with pytest.raises(AuthenticationFailed):
        core.sessions.login("admin", "other")
    core.close()


@pytest.mark.parametrize("password", ["", "x" * 1025, "a\0", "\ud800"])
def test_a_password_that_nobody_could_send_is_refused(password: str) -> None:
    with pytest.raises(SettingsUnusable):
        Settings(administrator_password=password)


def test_all_is_remembered_over_a_restart(tmp_path: Path) -> None:
    """Users, databases, tables, tokens, and the tokens that were given back."""
    core = Core.open(at_home(tmp_path))
    (tmp_path / "data" / "t.csv").write_text("a\ntrue\n")
    core.databases.create("clinic")
    core.tables.create(
        ADMINISTRATOR, "clinic", "t", columns=(Column("a", BoolType()),), credentials="t.csv"
    )
    kept, given = (core.sessions.login("admin", ADMIN_PASSWORD).token for _ in range(2))
    core.sessions.logout(core.sessions.authenticate(given))
    table = core.tables.get(ADMINISTRATOR, "clinic", "t")
    core.close()

    core = Core.open(at_home(tmp_path))
    assert core.tables.get(ADMINISTRATOR, "clinic", "t") == table
    assert core.sessions.authenticate(kept).username == "admin"
    with pytest.raises(TokenInvalid):
        core.sessions.authenticate(given)
    core.close()


def test_copies_that_no_table_knows_of_are_swept_at_the_start(tmp_path: Path) -> None:
    """A stop between the copy and the table leaves one behind. Those of tables stay."""
    core = Core.open(at_home(tmp_path))
    (tmp_path / "data" / "t.csv").write_text("a\ntrue\n")
    core.databases.create("clinic")
    columns = (Column("a", BoolType()),)
    core.tables.create(ADMINISTRATOR, "clinic", "t", columns=columns, credentials="t.csv")
    kept = core.tables.get(ADMINISTRATOR, "clinic", "t").table.source["slices"]
    (lost,) = core.engine.register(on_disk(tmp_path / "data" / "t.csv"), columns).slices
    core.close()
    core = Core.open(at_home(tmp_path))
    found = core.engine._connection.cursor().execute("SELECT table_name FROM duckdb_tables()")
    assert [name for (name,) in found.fetchall()] == kept != [lost]
    core.close()


def test_a_core_that_fails_to_open_lets_go_of_its_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next try finds it free."""
    with monkeypatch.context() as patched:
        patched.setattr(core_module, "Users", None)
        with pytest.raises(TypeError):
            Core.open(at_home(tmp_path))
    core = Core.open(at_home(tmp_path))
    with pytest.raises(HomeUnusable):
        Core.open(at_home(tmp_path))
    core.close()
    core.close()


def test_data_roots_are_the_homes_own_unless_others_are_given(tmp_path: Path) -> None:
    assert Settings(home=tmp_path).data_roots == (tmp_path / "data",)
    assert Settings().data_roots == ()
    assert Settings(home=tmp_path, data_roots=(tmp_path / "x",)).data_roots == (tmp_path / "x",)
