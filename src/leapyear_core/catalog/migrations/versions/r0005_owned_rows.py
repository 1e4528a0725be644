"""The rows of tables are copies in the engine's own storage.

No Core was released that read files in place. Tables of one that did are dropped here with their grants, and what was
spent on them stays: their owners make them anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop tables whose rows were never copied."""
    op.execute(sa.text("UPDATE tables SET dropped_at = created_at WHERE dropped_at IS NULL"))
    op.execute(sa.text("DELETE FROM column_grants"))
