"""Jobs that share a charge say so: what costs nothing may also be an exact answer."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column. Until now what cost nothing was what shared a charge."""
    op.add_column(
        "jobs", sa.Column("cached", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    jobs = sa.table("jobs", sa.column("cached"), sa.column("exposure_nano"))
    op.execute(jobs.update().where(jobs.c.exposure_nano == 0).values(cached=sa.true()))
