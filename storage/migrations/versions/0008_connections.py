"""People connect their own calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "connections",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True)),
        sa.Column("connected_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("why_not", sa.String()),
        sa.Column("claims", sa.Text()),
        sa.Column("left_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("person", name="pk_connections"),
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.Column("state_hash", sa.String()),
        sa.Column("cookie_hash", sa.String()),
        sa.Column("flow", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_sign_ins"),
        sa.UniqueConstraint("state_hash", name="uq_sign_ins_state_hash"),
    )
    op.create_index("ix_sign_ins_asked_at", "sign_ins", ["asked_at"])
    # One card says by now all that is to be said about a calendar.
    op.execute("UPDATE messages SET kind = 'connection' WHERE kind = 'calendar_unreachable'")


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup that was made before the upgrade")
