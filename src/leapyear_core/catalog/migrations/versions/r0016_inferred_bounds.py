"""The bounds of columns that are to be found."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "inferred_bounds",
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(128), nullable=False),
        sa.Column("charge_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("table_id", "column", name="pk_inferred_bounds"),
        sa.ForeignKeyConstraint(["table_id"], ["tables.id"], "fk_inferred_bounds_table_id_tables"),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["charges.id"], "fk_inferred_bounds_charge_id_charges"
        ),
    )
