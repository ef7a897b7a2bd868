"""Steps, learning time and talks stand in calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appointments",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("shows_words", sa.Boolean(), nullable=False),
        sa.Column("is_all_day", sa.Boolean(), nullable=False),
        sa.Column("guests", sa.Text()),
        sa.Column("shown_as", sa.String(), nullable=False),
        sa.Column("entry", sa.String()),
        sa.Column("stood_starts_at", sa.DateTime(timezone=True)),
        sa.Column("stood_ends_at", sa.DateTime(timezone=True)),
        sa.Column("stood_as", sa.String()),
        sa.Column("shown_by_hand_at", sa.DateTime(timezone=True)),
        sa.Column("looked_at", sa.DateTime(timezone=True)),
        sa.Column("writes", sa.Integer(), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("unwanted_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("seq", name="pk_appointments"),
        sa.UniqueConstraint("id", name="uq_appointments_id"),
    )
    op.create_index("ix_appointments_learner", "appointments", ["learner"])
    op.create_index("ix_appointments_about", "appointments", ["about"])


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup that was made before the upgrade")
