"""A home with a large catalogue, written with direct inserts: no table of it has a file behind it."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, literal, select

from leapyear_core.catalog.schema import databases, tables
from leapyear_core.core import Core
from leapyear_core.engine.storage import Source
from leapyear_core.model.trees import columns_to_tree
from leapyear_core.model.types import BoolType, Column, IntType, RealType
from leapyear_core.settings import Settings

DATABASES = 10_000
TABLES = 100

_COLUMNS = (
    Column("age", IntType(0, 120)),
    Column("income", RealType(0.0, 1e6)),
    Column("smoker", BoolType()),
)


def database_name(number: int) -> str:
    """The name of a database; in the order of the numbers."""
    return f"d{number:05}"


def table_name(number: int) -> str:
    """The name of a table, in every database."""
    return f"t{number:03}"


def write_home(home: Path, password: str) -> None:
    """Make a home with `DATABASES` databases of `TABLES` tables each.

    Parameters
    ----------
    password
        Of the user ``admin``.
    """
    core = Core.open(Settings(home=home, administrator_password=password))
    try:
        _fill(core)
    finally:
        core.close()


def _fill(core: Core) -> None:
    now = datetime.now(UTC)
    source = Source((), "1")
    same_for_all = {
        "credentials": "nowhere.parquet",
        "columns": columns_to_tree(_COLUMNS),
        "source": source.to_json(),
        "data_version": source.version,
        "created_at": now,
    }
    # A statement for each table name writes it into all databases.
    constants = [literal(value, tables.c[column].type) for column, value in same_for_all.items()]
    with core.catalog.write() as connection:
        connection.execute(
            insert(databases),
            [
                {
                    "name": database_name(number),
                    "privacy_profile": "balanced",
                    "epsilon": 3.0,
                    "delta": 1e-6,
                    "limit_nano": 10**9,
                    "created_at": now,
                }
                for number in range(DATABASES)
            ],
        )
        for number in range(TABLES):
            rows = select(databases.c.id, literal(table_name(number)), *constants)
            connection.execute(
                insert(tables).from_select(["database_id", "name", *same_for_all], rows)
            )
