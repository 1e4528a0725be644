"""The first tables: users, databases, tables, revoked tokens, jobs, charges and releases."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_LIVING = sa.text("dropped_at IS NULL")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("username", sa.String(64), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("is_administrator", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("token_generation", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sqlite_autoincrement=True,
    )
    _unique_among_the_living("uq_users_living_username", "users", ["username"])

    op.create_table(
        "databases",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("description", sa.Text()),
        sa.Column("privacy_profile", sa.String(64), nullable=False),
        sa.Column("epsilon", sa.Float(53), nullable=False),
        sa.Column("delta", sa.Float(53), nullable=False),
        sa.Column("limit_nano", sa.BigInteger(), nullable=False),
        sa.Column("spent_nano", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_databases"),
        sqlite_autoincrement=True,
    )
    _unique_among_the_living("uq_databases_living_name", "databases", ["name"])

    op.create_table(
        "tables",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("database_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("description", sa.Text()),
        sa.Column("credentials", sa.Text(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.Column("data_version", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_tables"),
        sa.ForeignKeyConstraint(
            ["database_id"], ["databases.id"], "fk_tables_database_id_databases"
        ),
        sqlite_autoincrement=True,
    )
    _unique_among_the_living("uq_tables_living_name", "tables", ["database_id", "name"])

    op.create_table(
        "revoked_tokens",
        sa.Column("token_id", sa.String(64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_id", name="pk_revoked_tokens"),
    )

    op.create_table(
        "charges",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("database_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("analysis_key", sa.String(64), nullable=False),
        sa.Column("rho_nano", sa.BigInteger(), nullable=False),
        sa.Column("scales", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_charges"),
        sa.ForeignKeyConstraint(
            ["database_id"], ["databases.id"], "fk_charges_database_id_databases"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], "fk_charges_user_id_users"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_charges_analysis_key", "charges", ["analysis_key", "rho_nano"])

    op.create_table(
        "jobs",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("database_id", sa.Integer(), nullable=False),
        sa.Column("charge_id", sa.Integer(), nullable=False),
        sa.Column("exposure_nano", sa.BigInteger(), nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("problem", sa.JSON(none_as_null=True)),
        sa.Column("failed_at", sa.DateTime(timezone=True)),
        sa.Column("cancelled_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], "fk_jobs_user_id_users"),
        sa.ForeignKeyConstraint(["database_id"], ["databases.id"], "fk_jobs_database_id_databases"),
        sa.ForeignKeyConstraint(["charge_id"], ["charges.id"], "fk_jobs_charge_id_charges"),
    )
    op.create_index("ix_jobs_charge_id", "jobs", ["charge_id"])
    op.create_index("ix_jobs_created_at", "jobs", ["created_at"])

    op.create_table(
        "releases",
        sa.Column("charge_id", sa.Integer(), nullable=False),
        sa.Column("noisy", sa.JSON(), nullable=False),
        sa.Column("estimate", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("charge_id", name="pk_releases"),
        sa.ForeignKeyConstraint(["charge_id"], ["charges.id"], "fk_releases_charge_id_charges"),
    )


def _unique_among_the_living(name: str, table: str, columns: list[str]) -> None:
    op.create_index(
        name, table, columns, unique=True, sqlite_where=_LIVING, postgresql_where=_LIVING
    )
