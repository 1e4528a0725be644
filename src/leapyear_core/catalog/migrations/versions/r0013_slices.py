"""Several slices for each table."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table. What tables were made of until now is a slice of each."""
    op.add_column("tables", sa.Column("watch_folder", sa.Text()))
    op.create_table(
        "slices",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("credentials", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_slices"),
        sa.ForeignKeyConstraint(["table_id"], ["tables.id"], "fk_slices_table_id_tables"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_slices_table_id", "slices", ["table_id"])
    op.execute(
        sa.text(
            "INSERT INTO slices (table_id, credentials, files, created_at)"
            " SELECT id, credentials, '[]', created_at FROM tables WHERE dropped_at IS NULL"
        )
    )
