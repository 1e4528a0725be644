"""Answers that are given no more to those who ask the same."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column. None is forgotten so far."""
    op.add_column("charges", sa.Column("forgotten_at", sa.DateTime(timezone=True)))
