"""People without the app: why they are not reached, and what was done so that they get a request."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("away", sa.String()))
    op.add_column("people", sa.Column("away_since", sa.DateTime(timezone=True)))
    op.create_table(
        "reachings",
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("way", sa.String()),
        sa.Column("mailing_at", sa.DateTime(timezone=True)),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["request"], ["requests.id"], name="fk_reachings_request_requests"),
        sa.PrimaryKeyConstraint("request", name="pk_reachings"),
    )
