"""Since when a calendar makes no online meeting for reviews with companions."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("companies", sa.Column("online_refused_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup that was made before the upgrade")
