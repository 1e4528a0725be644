"""${message}"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


# There is no downgrade: a step back could drop charges, and what was charged was told. Restore a copy instead.
def upgrade() -> None:
    """Bring the catalogue forward."""
    ${upgrades if upgrades else "pass"}
