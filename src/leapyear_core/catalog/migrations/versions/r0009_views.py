"""Views, and the tables that they are made of."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "views",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("database_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("description", sa.Text()),
        sa.Column("relation", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_views"),
        sa.ForeignKeyConstraint(
            ["database_id"], ["databases.id"], "fk_views_database_id_databases"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_views_name", "views", ["database_id", "name"], unique=True)
    op.create_table(
        "view_tables",
        sa.Column("view_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("view_id", "table_id", name="pk_view_tables"),
        sa.ForeignKeyConstraint(["view_id"], ["views.id"], "fk_view_tables_view_id_views"),
        sa.ForeignKeyConstraint(["table_id"], ["tables.id"], "fk_view_tables_table_id_tables"),
    )
    op.create_index("ix_view_tables_table_id", "view_tables", ["table_id"])
