"""Tables that hold no secrets."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column. Every table so far has secrets."""
    op.add_column(
        "tables", sa.Column("is_public", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
