"""Privacy profiles that administrators make."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table. Those that are built in have no row."""
    op.create_table(
        "privacy_profiles",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("description", sa.Text()),
        sa.Column("exposure_nano", sa.BigInteger(), nullable=False),
        sa.Column("accuracy", sa.Float(53)),
        sa.Column("minimum_dataset_size", sa.BigInteger(), nullable=False),
        sa.Column("maximum_sensitivity_multiplier", sa.Integer()),
        sa.Column("epsilon", sa.Float(53), nullable=False),
        sa.Column("delta", sa.Float(53), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_privacy_profiles"),
    )
