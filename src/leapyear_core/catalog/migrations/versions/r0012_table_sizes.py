"""The charges for the noisy sizes of tables."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table. Tables of before have no size: questions about them spend what they did."""
    op.create_table(
        "table_sizes",
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("data_version", sa.Text(), nullable=False),
        sa.Column("charge_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("table_id", name="pk_table_sizes"),
        sa.ForeignKeyConstraint(["table_id"], ["tables.id"], "fk_table_sizes_table_id_tables"),
        sa.ForeignKeyConstraint(["charge_id"], ["charges.id"], "fk_table_sizes_charge_id_charges"),
    )
