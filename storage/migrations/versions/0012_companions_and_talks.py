"""Companions of a cycle, the times that they propose, and peers who would rather talk."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("talk_wished_at", "talk_by_hand_at", "talk_off_at"):
        op.add_column("requests", sa.Column(name, sa.DateTime(timezone=True)))
    op.create_table(
        "companies",
        sa.Column("cycle", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("companions", sa.Text(), nullable=False),
        sa.Column("online_at", sa.DateTime(timezone=True)),
        sa.Column("online", sa.String(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycles.id"], name="fk_companies_cycle_cycles"),
        sa.PrimaryKeyConstraint("cycle", name="pk_companies"),
    )
    op.create_table(
        "proposals",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("review", sa.String()),
        sa.Column("talk", sa.String()),
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("guest", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True)),
        sa.Column("left_at", sa.DateTime(timezone=True)),
        sa.Column("over_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["review"], ["reviews.id"], name="fk_proposals_review_reviews"),
        sa.ForeignKeyConstraint(["talk"], ["appointments.id"], name="fk_proposals_talk_appointments"),
        sa.PrimaryKeyConstraint("seq", name="pk_proposals"),
        sa.UniqueConstraint("id", name="uq_proposals_id"),
    )
    for name in ("review", "talk"):
        op.create_index(f"ix_proposals_{name}", "proposals", [name])
    ahead = sa.text("kind = 'talk' AND ended_at IS NULL AND gone_at IS NULL")
    op.create_index("ix_appointments_talks", "appointments", ["ends_at"], sqlite_where=ahead, postgresql_where=ahead)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup that was made before the upgrade")
