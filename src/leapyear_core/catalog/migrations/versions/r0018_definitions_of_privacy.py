"""Charges that say what their amounts are amounts of."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Name the amount for what it is, and say its unit: of all charges so far it is rho."""
    op.alter_column("charges", "rho_nano", new_column_name="exposure_nano")
    op.add_column(
        "charges", sa.Column("definition", sa.String(8), nullable=False, server_default="zcdp")
    )
