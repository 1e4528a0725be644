"""Jobs that make something, and are paid for by no charge."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let jobs be without a charge, and say when what they make was made."""
    with op.batch_alter_table("jobs") as jobs:
        jobs.alter_column("charge_id", existing_type=sa.Integer(), nullable=True)
        jobs.add_column(sa.Column("made_at", sa.DateTime(timezone=True)))
