"""Privacy units that have several rows."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns. Until now the privacy unit of every table was a record."""
    op.add_column("tables", sa.Column("privacy_unit", sa.String(128)))
    op.add_column("tables", sa.Column("max_rows_per_unit", sa.Integer()))
    op.add_column("tables", sa.Column("unit_key", sa.String(32)))
