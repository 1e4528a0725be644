"""The tables of the catalogue.

Nothing that a charge refers to is ever deleted: users, databases and tables that are dropped keep their row, with
``dropped_at`` set, and their name is free again (unique indexes count the living only); groups likewise. Ids are never
used twice, so that a new thing does not inherit what belonged to an old one: tokens, charges, cached answers, grants.

A grant refers to ids and is deleted with the first of what it refers to that is dropped.

Amounts of privacy are whole numbers of nano-units: 1e-9 rho, or 1e-9 epsilon under a limit whose delta is 0; and of
atto-units, 1e-18, of delta.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database whatever its own idea of zones is.

    SQLite keeps no zones, so that a moment that was stored aware would come back naive and be off by the zone of
    whoever compares it.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Take aware moments only."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without an offset")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Give an aware moment."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("username", String(64), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("is_administrator", Boolean, nullable=False, server_default=false()),
    # A token names the generation that it was made in; a new password begins another one, and ends all older tokens.
    Column("token_generation", Integer, nullable=False, server_default="0"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("dropped_at", UtcDateTime),
    sqlite_autoincrement=True,
)

# Those that administrators made: the server's own are part of it (`services.profiles`). Nothing but a living database
# refers to one, by its name.
privacy_profiles = Table(
    "privacy_profiles",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("description", Text),
    Column("exposure_nano", BigInteger, nullable=False),
    Column("accuracy", Float(53)),
    Column("minimum_dataset_size", BigInteger, nullable=False),
    Column("maximum_sensitivity_multiplier", Integer),
    Column("epsilon", Float(53), nullable=False),
    Column("delta", Float(53), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

databases = Table(
    "databases",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", String(64), nullable=False),
    Column("description", Text),
    Column("privacy_profile", String(64), nullable=False),
    Column("epsilon", Float(53), nullable=False),
    Column("delta", Float(53), nullable=False),
    # The limit (epsilon, delta) in nano-units, rounded down; and what was charged, each charge rounded up. What they are
    # units of follows from whether delta is 0, which stays as it is.
    Column("limit_nano", BigInteger, nullable=False),
    Column("spent_nano", BigInteger, nullable=False, server_default="0"),
    # What the groups of unknown keys may cost together, and have cost, in units of 1e-18. There was none of it before
    # there were such groups: all of a limit's delta was spent on its rho.
    Column("limit_delta_atto", BigInteger, nullable=False, server_default="0"),
    Column("spent_delta_atto", BigInteger, nullable=False, server_default="0"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("dropped_at", UtcDateTime),
    sqlite_autoincrement=True,
)

tables = Table(
    "tables",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("database_id", ForeignKey("databases.id"), nullable=False),
    Column("name", String(64), nullable=False),
    Column("description", Text),
    Column("credentials", Text, nullable=False),
    Column("columns", JSON, nullable=False),
    # Whether it holds no secrets; fixed when it is made, since exact answers about it cannot be taken back.
    Column("is_public", Boolean, nullable=False, server_default=false()),
    # The column that says whose a row is, how many rows of one unit are kept, and the key that chooses them; null where
    # the privacy unit is a record.
    Column("privacy_unit", String(128)),
    Column("max_rows_per_unit", Integer),
    Column("unit_key", String(32)),
    # The folder whose new files become slices, where one is watched.
    Column("watch_folder", Text),
    # Who is charged for what the files of that folder cost: the user who declared it.
    Column("watched_by", Integer),
    Column("source", JSON, nullable=False),
    Column("data_version", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("dropped_at", UtcDateTime),
    sqlite_autoincrement=True,
)

# Relations that were given a name, as trees of the contract; and the tables that they are made of, which cannot be dropped
# as long as there are views of them.
views = Table(
    "views",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("database_id", ForeignKey("databases.id"), nullable=False),
    Column("name", String(64), nullable=False),
    Column("description", Text),
    Column("relation", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

view_tables = Table(
    "view_tables",
    metadata,
    Column("view_id", ForeignKey("views.id"), primary_key=True),
    Column("table_id", ForeignKey("tables.id"), primary_key=True, index=True),
)

# What a table was made of, one row for each time that rows were added.
slices = Table(
    "slices",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("table_id", ForeignKey("tables.id"), nullable=False, index=True),
    Column("credentials", Text, nullable=False),
    # What tells the files that were read from others, so that none is read twice.
    Column("files", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

revoked_tokens = Table(
    "revoked_tokens",
    metadata,
    Column("token_id", String(64), primary_key=True),
    # From then on the token is refused anyway, and its row may go.
    Column("expires_at", UtcDateTime, nullable=False),
)

# Keys that users log in with. One that is revoked is gone: what was asked with it belongs to its user.
user_keys = Table(
    "user_keys",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    # What it is called in paths and in assertions: made from the key itself, see `services.keys`.
    Column("key_id", String(32), nullable=False),
    Column("name", String(128), nullable=False),
    Column("public_key", String(43), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("user_id", "key_id", name="uq_user_keys_key_id"),
    UniqueConstraint("user_id", "name", name="uq_user_keys_name"),
    sqlite_autoincrement=True,
)

used_assertions = Table(
    "used_assertions",
    metadata,
    Column("digest", String(64), primary_key=True),
    # From then on the assertion is refused anyway, and its row may go.
    Column("expires_at", UtcDateTime, nullable=False, index=True),
)

charges = Table(
    "charges",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("database_id", ForeignKey("databases.id"), nullable=False),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    # The question, canonical, on the data that it was asked of: what is the same is answered once.
    Column("analysis_key", String(64), nullable=False),
    Column("exposure_nano", BigInteger, nullable=False),
    # What that is an amount of: a release is made for no price of another definition than its own.
    Column("definition", String(8), nullable=False, server_default="zcdp"),
    Column("delta_atto", BigInteger, nullable=False, server_default="0"),
    # The scales of the noise that was paid for, in lattice units; all 0 where an exact answer was, for nothing.
    Column("scales", JSON, nullable=False),
    # From then on its answer is no answer to whoever asks the same. It is so for one that is yet to come, too.
    Column("forgotten_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

# Several jobs can wait for one charge: those who ask what is being computed, and those who ask again after a crash.
# Where a job is follows from what is there: a release, a problem, a cancellation; so no two tables can disagree on it.
jobs = Table(
    "jobs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("database_id", ForeignKey("databases.id"), nullable=False),
    # None of those that make something.
    Column("charge_id", ForeignKey("charges.id"), index=True),
    # What this job's answer cost: nothing where it shares another one's charge.
    Column("exposure_nano", BigInteger, nullable=False),
    Column("delta_atto", BigInteger, nullable=False, server_default="0"),
    # Whether it shares another one's charge: what costs nothing may also be an exact answer.
    Column("cached", Boolean, nullable=False, server_default=false()),
    Column("request", JSON, nullable=False),
    Column("problem", JSON(none_as_null=True)),
    # When that was made which the job makes; the answer of an analysis is done with its release.
    Column("made_at", UtcDateTime),
    Column("failed_at", UtcDateTime),
    Column("cancelled_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
)

releases = Table(
    "releases",
    metadata,
    Column("charge_id", ForeignKey("charges.id"), primary_key=True),
    # The noisy integers, in lattice units, and the answer that was made of them: who asks again gets the very same one.
    Column("noisy", JSON, nullable=False),
    Column("estimate", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

# The most that a user or a group may spend in a database, beside the limit of the database itself.
subject_limits = Table(
    "subject_limits",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("database_id", ForeignKey("databases.id"), nullable=False),
    Column("user_id", ForeignKey("users.id")),
    Column("group_id", ForeignKey("groups.id")),
    Column("epsilon", Float(53), nullable=False),
    Column("delta", Float(53), nullable=False),
    Column("limit_nano", BigInteger, nullable=False),
    # Only what was spent in so many days counts; all that ever was, where there is none.
    Column("window_days", Integer),
    CheckConstraint("(user_id IS NULL) <> (group_id IS NULL)", name="one_subject"),
    UniqueConstraint("database_id", "user_id", name="uq_subject_limits_user_id"),
    UniqueConstraint("database_id", "group_id", name="uq_subject_limits_group_id"),
)

# The charge for the noisy size of a table, as its data are in this version.
table_sizes = Table(
    "table_sizes",
    metadata,
    Column("table_id", ForeignKey("tables.id"), primary_key=True),
    Column("data_version", Text, nullable=False),
    Column("charge_id", ForeignKey("charges.id"), nullable=False),
)

# The columns whose bounds are still to be found, and what was charged for them.
inferred_bounds = Table(
    "inferred_bounds",
    metadata,
    Column("table_id", ForeignKey("tables.id"), primary_key=True),
    Column("column", String(128), primary_key=True),
    Column("charge_id", ForeignKey("charges.id"), nullable=False),
)

groups = Table(
    "groups",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", String(64), nullable=False),
    Column("description", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Column("dropped_at", UtcDateTime),
    sqlite_autoincrement=True,
)

group_members = Table(
    "group_members",
    metadata,
    Column("group_id", ForeignKey("groups.id"), primary_key=True),
    Column("user_id", ForeignKey("users.id"), primary_key=True, index=True),
)

# What a subject, a user or a group, was granted. The levels are the numbers of `model.access`, so that a query can say
# which is the widest. There is no row where nothing was granted.
database_grants = Table(
    "database_grants",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("user_id", ForeignKey("users.id")),
    Column("group_id", ForeignKey("groups.id")),
    Column("database_id", ForeignKey("databases.id"), nullable=False, index=True),
    Column("level", SmallInteger, nullable=False),
    CheckConstraint("(user_id IS NULL) <> (group_id IS NULL)", name="one_subject"),
)

# A row with level 0 is a grant: in place of what the subject was granted on the database.
column_grants = Table(
    "column_grants",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("user_id", ForeignKey("users.id")),
    Column("group_id", ForeignKey("groups.id")),
    # The table says it too. Here it makes "does this user see anything of the database?" one step in an index, however
    # many tables the database has: the time of the answer must not tell of what is hidden.
    Column("database_id", ForeignKey("databases.id"), nullable=False),
    Column("table_id", ForeignKey("tables.id"), nullable=False, index=True),
    Column("column_name", String(128), nullable=False),
    Column("level", SmallInteger, nullable=False),
    CheckConstraint("(user_id IS NULL) <> (group_id IS NULL)", name="one_subject"),
)


def _unique_among_the_living(name: str, table: Table, *columns: str) -> Index:
    living = table.c.dropped_at.is_(None)
    return Index(
        name,
        *(table.c[column] for column in columns),
        unique=True,
        sqlite_where=living,
        postgresql_where=living,
    )


_unique_among_the_living("uq_users_living_username", users, "username")
_unique_among_the_living("uq_databases_living_name", databases, "name")
_unique_among_the_living("uq_tables_living_name", tables, "database_id", "name")
_unique_among_the_living("uq_groups_living_name", groups, "name")
Index("uq_views_name", views.c.database_id, views.c.name, unique=True)
# Nulls are not equal to each other: of two subjects in one table, each index counts the rows of its own kind.
for _subject in ("user_id", "group_id"):
    Index(
        f"uq_database_grants_{_subject}",
        database_grants.c[_subject],
        database_grants.c.database_id,
        unique=True,
    )
    Index(
        f"uq_column_grants_{_subject}",
        column_grants.c[_subject],
        column_grants.c.database_id,
        column_grants.c.table_id,
        column_grants.c.column_name,
        unique=True,
    )
# A repeated question is looked for by its key, and by what it was charged.
Index("ix_charges_analysis_key", charges.c.analysis_key, charges.c.exposure_nano)
# What a user has spent in a database, of late.
Index("ix_charges_database_id", charges.c.database_id, charges.c.user_id, charges.c.created_at)
Index("ix_jobs_created_at", jobs.c.created_at)
