"""Groups, and what users and groups were granted on databases and columns."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_LIVING = sa.text("dropped_at IS NULL")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "groups",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("description", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_groups"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_groups_living_name",
        "groups",
        ["name"],
        unique=True,
        sqlite_where=_LIVING,
        postgresql_where=_LIVING,
    )

    op.create_table(
        "group_members",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("group_id", "user_id", name="pk_group_members"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], "fk_group_members_group_id_groups"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], "fk_group_members_user_id_users"),
    )
    op.create_index("ix_group_members_user_id", "group_members", ["user_id"])

    op.create_table(
        "database_grants",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        *_subject("database_grants"),
        sa.Column("database_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_database_grants"),
        sa.ForeignKeyConstraint(
            ["database_id"], ["databases.id"], "fk_database_grants_database_id_databases"
        ),
    )
    op.create_index("ix_database_grants_database_id", "database_grants", ["database_id"])

    op.create_table(
        "column_grants",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        *_subject("column_grants"),
        sa.Column("database_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("column_name", sa.String(128), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_column_grants"),
        sa.ForeignKeyConstraint(
            ["database_id"], ["databases.id"], "fk_column_grants_database_id_databases"
        ),
        sa.ForeignKeyConstraint(["table_id"], ["tables.id"], "fk_column_grants_table_id_tables"),
    )
    op.create_index("ix_column_grants_table_id", "column_grants", ["table_id"])

    for subject in ("user_id", "group_id"):
        op.create_index(
            f"uq_database_grants_{subject}",
            "database_grants",
            [subject, "database_id"],
            unique=True,
        )
        op.create_index(
            f"uq_column_grants_{subject}",
            "column_grants",
            [subject, "database_id", "table_id", "column_name"],
            unique=True,
        )


def _subject(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """A user or a group, and not both."""
    return (
        sa.Column("user_id", sa.Integer()),
        sa.Column("group_id", sa.Integer()),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], f"fk_{table}_user_id_users"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], f"fk_{table}_group_id_groups"),
        sa.CheckConstraint("(user_id IS NULL) <> (group_id IS NULL)", f"ck_{table}_one_subject"),
    )
