"""Delta, for the groups of unknown keys."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count it beside rho. A limit of before has none to spend until it is set anew: its rho took all of its delta."""
    for table, column in (
        ("databases", "limit_delta_atto"),
        ("databases", "spent_delta_atto"),
        ("charges", "delta_atto"),
        ("jobs", "delta_atto"),
    ):
        op.add_column(table, sa.Column(column, sa.BigInteger(), nullable=False, server_default="0"))
