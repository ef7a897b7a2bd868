"""Pausing, resting, revising and moving: what a cycle needs beyond its beginning and its end."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contracts", sa.Column("revising_at", sa.DateTime(timezone=True)))
    op.add_column("cycles", sa.Column("paused_at", sa.DateTime(timezone=True)))
    op.add_column("cycles", sa.Column("rest_ends_on", sa.Date()))
    op.add_column("cycles", sa.Column("woken_at", sa.DateTime(timezone=True)))
    op.add_column("cycles", sa.Column("lighter", sa.Text()))
    op.add_column("reviews", sa.Column("stood_starts_at", sa.DateTime(timezone=True)))
    op.add_column("reviews", sa.Column("stood_ends_at", sa.DateTime(timezone=True)))
    op.add_column("reviews", sa.Column("dragged_at", sa.DateTime(timezone=True)))
    op.add_column("reviews", sa.Column("unwanted_at", sa.DateTime(timezone=True)))
    op.create_table(
        "evidence",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.String(), nullable=False),
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("collected_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycles.id"], name="fk_evidence_cycle_cycles"),
        sa.PrimaryKeyConstraint("seq", name="pk_evidence"),
        sa.UniqueConstraint("id", name="uq_evidence_id"),
    )
    op.create_index("ix_evidence_cycle", "evidence", ["cycle"])
    # Every entry that was written stands where its review is: until now the app moved none.
    op.execute("UPDATE reviews SET stood_starts_at = starts_at, stood_ends_at = ends_at WHERE entry IS NOT NULL")


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup that was made before the upgrade")
