"""Appointments remember that no reading of the calendar has told of their entry."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("appointments", sa.Column("elsewhere_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup that was made before the upgrade")
