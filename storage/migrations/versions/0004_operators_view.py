"""Since when a job is wished for; since when a calendar is not reached."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("jobs", sa.Column("first_due_at", sa.DateTime(timezone=True)))
    op.add_column("watchings", sa.Column("unreachable_at", sa.DateTime(timezone=True)))
    op.add_column("watchings", sa.Column("tried_again_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup that was made before the upgrade")
