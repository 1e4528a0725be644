"""The migrations make what the schema says, from any older catalogue."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from leapyear_core.catalog import migrate
from leapyear_core.catalog.migrate import CatalogueTooNew
from leapyear_core.catalog.schema import metadata
from leapyear_core.catalog.store import Catalog


def test_a_migrated_catalogue_is_what_the_schema_says() -> None:
    """Columns, types, defaults, keys and indexes: whoever changes the schema writes a migration."""
    catalog = Catalog.in_memory()
    with catalog.read() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
    catalog.close()


def test_indexes_and_ids_are_what_the_schema_says() -> None:
    """What Alembic does not compare: conditions of indexes, and ids that are never used twice."""
    migrated = Catalog.in_memory()
    with migrated.read() as connection:
        made = _definitions(connection)
    migrated.close()
    other = Catalog.in_memory()
    with other.write() as connection:
        metadata.drop_all(connection)
        metadata.create_all(connection)
        declared = _definitions(connection)
    other.close()
    assert made == declared


def _definitions(connection) -> set[tuple[str, str | None, bool]]:  # type: ignore[no-untyped-def]
    rows = connection.execute(text("SELECT type, name, sql FROM sqlite_master"))
    found = set()
    for kind, name, sql in rows:
        condition = (sql or "").partition(" WHERE ")[2].replace('"', "").lower() or None
        if name != "alembic_version" and not name.startswith("sqlite_"):
            found.add((f"{kind} {name}", condition, "AUTOINCREMENT" in (sql or "")))
    return found


def test_a_catalogue_is_migrated_once(tmp_path: Path) -> None:
    """Opening it again changes nothing."""
    url = f"sqlite:///{tmp_path / 'catalog.db'}"
    for _ in range(2):
        catalog = Catalog.open(url)
        with catalog.read() as connection:
            assert MigrationContext.configure(connection).get_current_revision() == _head()
        catalog.close()


def test_jobs_of_before_exact_answers_say_whether_they_shared_a_charge(tmp_path: Path) -> None:
    """Those that cost nothing did: nothing else was free."""
    settings = migrate.config()
    engine = create_engine(f"sqlite:///{tmp_path / 'catalog.db'}")
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0003")
        for job_id, exposure in (("paid", 5), ("shared", 0)):
            connection.execute(
                text(
                    "INSERT INTO jobs (id, kind, user_id, database_id, charge_id, exposure_nano, request, created_at)"
                    f" VALUES ('{job_id}', 'analysis', 1, 1, 1, {exposure}, '{{}}', '2026-11-23')"
                )
            )
        command.upgrade(settings, "0004")
        found = {
            row.id: row.cached for row in connection.execute(text("SELECT id, cached FROM jobs"))
        }
    engine.dispose()
    assert found == {"paid": 0, "shared": 1}


def test_limits_of_before_unknown_keys_have_no_delta_for_them(tmp_path: Path) -> None:
    """All of it is spent on the conversion of their rho, which stays as it is."""
    settings = migrate.config()
    engine = create_engine(f"sqlite:///{tmp_path / 'catalog.db'}")
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0014")
        connection.execute(
            text(
                "INSERT INTO databases (name, privacy_profile, epsilon, delta, limit_nano, created_at)"
                " VALUES ('clinic', 'balanced', 3, 1e-6, 185069840, '2026-11-23')"
            )
        )
        command.upgrade(settings, "0015")
        row = connection.execute(
            text("SELECT limit_nano, limit_delta_atto, spent_delta_atto FROM databases")
        ).one()
    engine.dispose()
    assert tuple(row) == (185_069_840, 0, 0)


def test_tables_of_before_they_were_followed_say_who_is_charged(tmp_path: Path) -> None:
    """Who was charged for the size last; else the first user. Of one that watches nothing, nobody is."""
    settings = migrate.config()
    engine = create_engine(f"sqlite:///{tmp_path / 'catalog.db'}")
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0016")
        statements = [
            "INSERT INTO databases (id, name, privacy_profile, epsilon, delta, limit_nano, created_at)"
            " VALUES (1, 'clinic', 'balanced', 3, 1e-6, 1, '2026-11-23')",
            *(
                f"INSERT INTO users (id, username, password_hash, created_at) VALUES ({number}, '{name}', '', '2026-11-23')"
                for number, name in ((3, "admin"), (4, "ada"))
            ),
            *(
                "INSERT INTO tables (id, database_id, name, credentials, columns, source, data_version, created_at,"
                f" watch_folder) VALUES ({number}, 1, 't{number}', '', '[]', '{{}}', 'v', '2026-11-23', {folder})"
                for number, folder in ((1, "'a'"), (2, "'b'"), (3, "NULL"))
            ),
            "INSERT INTO charges (id, database_id, user_id, analysis_key, rho_nano, scales, created_at)"
            " VALUES (7, 1, 4, 'k', 1, '[]', '2026-11-23')",
            "INSERT INTO table_sizes (table_id, data_version, charge_id) VALUES (1, 'v', 7), (3, 'v', 7)",
        ]
        for each in statements:
            connection.execute(text(each))
        command.upgrade(settings, "0017")
        found = connection.execute(text("SELECT watched_by FROM tables ORDER BY id")).scalars()
        assert list(found) == [4, 3, None]
    engine.dispose()


def test_a_catalogue_of_a_newer_core_is_refused(tmp_path: Path) -> None:
    """It may hold what this Core would not respect."""
    url = f"sqlite:///{tmp_path / 'catalog.db'}"
    catalog = Catalog.open(url)
    with catalog.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    catalog.close()
    with pytest.raises(CatalogueTooNew, match="a newer one made it"):
        Catalog.open(url)


def test_a_migration_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All migrations run in one transaction: the next start finds the catalogue as it was."""
    url = f"sqlite:///{tmp_path / 'catalog.db'}"

    def upgrade_and_fail(connection: object, upgrade=migrate.upgrade) -> None:  # type: ignore[no-untyped-def]
        upgrade(connection)
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(migrate, "upgrade", upgrade_and_fail)
        with pytest.raises(RuntimeError):
            Catalog.open(url)
    catalog = Catalog.open(url)
    with catalog.read() as connection:
        assert "users" in inspect(connection).get_table_names()
    catalog.close()


def _head() -> str | None:
    return ScriptDirectory.from_config(migrate.config()).get_current_head()
