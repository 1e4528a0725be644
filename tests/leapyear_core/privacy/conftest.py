"""A catalogue and an engine with one small table, for the door and its ledger."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import frozen
from sqlalchemy import insert, select, update

from leapyear_core.catalog.schema import charges, databases, users
from leapyear_core.catalog.store import Catalog
from leapyear_core.engine.duckdb import DuckDBEngine, Sourced
from leapyear_core.model.relations import Table
from leapyear_core.model.types import Column, IntType, schema_of_columns
from leapyear_core.privacy import ledger
from tests.tables import on_disk

NOW = datetime(2026, 11, 23, tzinfo=UTC)
TABLE = Table("clinic", "visits")
COLUMNS = (Column("age", IntType(0, 100)),)


@frozen
class Clinic:
    """One database, one user, one table of 1,000 rows."""

    catalog: Catalog
    engine: DuckDBEngine
    tables: dict[Table, Sourced]
    database_id: int
    user_id: int

    def charge(self, plan: Any, key: str = "key") -> int:
        with self.catalog.write() as connection:
            return ledger.charge(
                connection,
                database_id=self.database_id,
                user_id=self.user_id,
                analysis_key=key,
                plan=plan,
                now=NOW,
            )

    def limit(self, nano: int) -> None:
        with self.catalog.write() as connection:
            connection.execute(update(databases).values(limit_nano=nano))

    def spend_epsilon(self) -> None:
        """Let the database be one of pure differential privacy."""
        with self.catalog.write() as connection:
            connection.execute(update(databases).values(delta=0.0, limit_nano=3_000_000_000))

    def limit_delta(self, atto: int) -> None:
        with self.catalog.write() as connection:
            connection.execute(update(databases).values(limit_delta_atto=atto))

    def balance(self) -> ledger.Balance:
        with self.catalog.read() as connection:
            return ledger.balance(connection, self.database_id)

    def spent(self) -> int:
        with self.catalog.read() as connection:
            return int(connection.execute(select(databases.c.spent_nano)).scalar_one())

    def charged(self) -> list[int]:
        with self.catalog.read() as connection:
            return list(connection.execute(select(charges.c.exposure_nano)).scalars())


@pytest.fixture(scope="session")
def empty_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a catalogue with nothing in it: to copy it takes less than all migrations."""
    path = tmp_path_factory.mktemp("catalogue") / "catalog.db"
    Catalog.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def clinic(tmp_path: Path, empty_catalogue: Path) -> Iterator[Clinic]:
    shutil.copy(empty_catalogue, tmp_path / "catalog.db")
    path = tmp_path / "visits.parquet"
    pq.write_table(pa.table({"age": [each % 100 for each in range(1000)]}), path)
    with (
        closing(Catalog.open(f"sqlite:///{tmp_path / 'catalog.db'}")) as catalog,
        closing(DuckDBEngine(None, [tmp_path])) as engine,
    ):
        with catalog.write() as connection:
            user = connection.execute(
                insert(users).values(username="ada", password_hash="-", created_at=NOW)
            ).inserted_primary_key
            database = connection.execute(
                insert(databases).values(
                    name="clinic",
                    privacy_profile="balanced",
                    epsilon=3.0,
                    delta=1e-6,
                    limit_nano=185_055_700,
                    limit_delta_atto=10**9,
                    created_at=NOW,
                )
            ).inserted_primary_key
        assert user is not None
        assert database is not None
        tables = {
            TABLE: Sourced(
                schema_of_columns(COLUMNS),
                engine.register(on_disk(path), COLUMNS),
                database_id=database[0],
            )
        }
        yield Clinic(catalog, engine, tables, database[0], user[0])
