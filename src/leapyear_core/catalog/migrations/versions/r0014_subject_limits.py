"""Privacy limits of users and groups."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and the index by which the charges of a user are found."""
    op.create_table(
        "subject_limits",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("database_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer()),
        sa.Column("group_id", sa.Integer()),
        sa.Column("epsilon", sa.Float(53), nullable=False),
        sa.Column("delta", sa.Float(53), nullable=False),
        sa.Column("limit_nano", sa.BigInteger(), nullable=False),
        sa.Column("window_days", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_subject_limits"),
        sa.ForeignKeyConstraint(
            ["database_id"], ["databases.id"], "fk_subject_limits_database_id_databases"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], "fk_subject_limits_user_id_users"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], "fk_subject_limits_group_id_groups"),
        sa.CheckConstraint(
            "(user_id IS NULL) <> (group_id IS NULL)", "ck_subject_limits_one_subject"
        ),
        sa.UniqueConstraint("database_id", "user_id", name="uq_subject_limits_user_id"),
        sa.UniqueConstraint("database_id", "group_id", name="uq_subject_limits_group_id"),
    )
    op.create_index("ix_charges_database_id", "charges", ["database_id", "user_id", "created_at"])
