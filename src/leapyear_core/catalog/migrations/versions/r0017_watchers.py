"""Whose charge it is that a table grows by the files of its folder."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Say it of the tables of before: who was charged for their size last, or the first user, who administers the server."""
    op.add_column("tables", sa.Column("watched_by", sa.Integer()))
    op.execute(
        "UPDATE tables SET watched_by = COALESCE("
        " (SELECT charges.user_id FROM table_sizes JOIN charges ON charges.id = table_sizes.charge_id"
        " WHERE table_sizes.table_id = tables.id),"
        " (SELECT MIN(users.id) FROM users))"
        " WHERE watch_folder IS NOT NULL"
    )
