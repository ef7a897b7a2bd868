"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contracts",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("need_organisation", sa.Text(), nullable=False),
        sa.Column("need_team", sa.Text(), nullable=False),
        sa.Column("need_own", sa.Text(), nullable=False),
        sa.Column("ways", sa.Text(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("ends_on", sa.Date()),
        sa.Column("peers", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("shown_revision", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("why_revised", sa.Text(), nullable=False),
        sa.Column("grown_from", sa.String()),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["grown_from"], ["contracts.id"], name="fk_contracts_grown_from_contracts"),
        sa.PrimaryKeyConstraint("seq", name="pk_contracts"),
        sa.UniqueConstraint("id", name="uq_contracts_id"),
    )
    op.create_index("ix_contracts_learner_started_at", "contracts", ["learner", "started_at"])

    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("lock", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True)),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("set_aside_at", sa.DateTime(timezone=True)),
        sa.Column("last_error", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_jobs_due_at", "jobs", ["due_at"])
    op.create_index("ix_jobs_lock", "jobs", ["lock"])
    op.create_index(
        "uq_jobs_waiting",
        "jobs",
        ["kind", "lock"],
        unique=True,
        sqlite_where=sa.text("leased_until IS NULL AND set_aside_at IS NULL"),
        postgresql_where=sa.text("leased_until IS NULL AND set_aside_at IS NULL"),
    )

    op.create_table(
        "messages",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("sent", sa.String()),
        sa.Column("failed_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("seq", name="pk_messages"),
        sa.UniqueConstraint("id", name="uq_messages_id"),
    )
    op.create_index("ix_messages_about_kind", "messages", ["about", "kind"])
    op.create_index("ix_messages_person", "messages", ["person"])

    op.create_table(
        "people",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("chat", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    op.create_table(
        "presses",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("pressed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", "key", name="pk_presses"),
    )
    op.create_table(
        "watchings",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("watch", sa.String()),
        sa.Column("watch_ends_at", sa.DateTime(timezone=True)),
        sa.Column("mark", sa.String()),
        sa.Column("window_starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("person", name="pk_watchings"),
        sa.UniqueConstraint("watch", name="uq_watchings_watch"),
    )
    op.create_table(
        "cycles",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("contract", sa.String(), nullable=False),
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["contract"], ["contracts.id"], name="fk_cycles_contract_contracts"),
        sa.PrimaryKeyConstraint("seq", name="pk_cycles"),
        sa.UniqueConstraint("contract", name="uq_cycles_contract"),
        sa.UniqueConstraint("id", name="uq_cycles_id"),
    )
    op.create_index("ix_cycles_learner", "cycles", ["learner"])

    op.create_table(
        "revisions",
        sa.Column("contract", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("need_organisation", sa.Text(), nullable=False),
        sa.Column("need_team", sa.Text(), nullable=False),
        sa.Column("need_own", sa.Text(), nullable=False),
        sa.Column("ways", sa.Text(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("ends_on", sa.Date()),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contract"], ["contracts.id"], name="fk_revisions_contract_contracts"),
        sa.PrimaryKeyConstraint("contract", "number", name="pk_revisions"),
    )
    op.create_table(
        "requests",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("contract", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("peer", sa.String(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("try_or_drop", sa.Text()),
        sa.Column("meet", sa.Text()),
        sa.Column("convince", sa.Text()),
        sa.Column("answer", sa.Text()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("taken_at", sa.DateTime(timezone=True)),
        sa.Column("parked_at", sa.DateTime(timezone=True)),
        sa.Column("parked_because", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract", "revision"],
            ["revisions.contract", "revisions.number"],
            name="fk_requests_contract_revision_revisions",
        ),
        sa.ForeignKeyConstraint(["contract"], ["contracts.id"], name="fk_requests_contract_contracts"),
        sa.PrimaryKeyConstraint("seq", name="pk_requests"),
        sa.UniqueConstraint("id", name="uq_requests_id"),
    )
    op.create_index("ix_requests_contract", "requests", ["contract"])

    op.create_table(
        "reviews",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.String(), nullable=False),
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ideal_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True)),
        sa.Column("ends_at", sa.DateTime(timezone=True)),
        sa.Column("entry", sa.String()),
        sa.Column("writes", sa.Integer(), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True)),
        sa.Column("asked_at", sa.DateTime(timezone=True)),
        sa.Column("held_at", sa.DateTime(timezone=True)),
        sa.Column("skipped_at", sa.DateTime(timezone=True)),
        sa.Column("answers", sa.Text()),
        sa.ForeignKeyConstraint(["cycle"], ["cycles.id"], name="fk_reviews_cycle_cycles"),
        sa.PrimaryKeyConstraint("seq", name="pk_reviews"),
        sa.UniqueConstraint("id", name="uq_reviews_id"),
    )
    op.create_index("ix_reviews_cycle", "reviews", ["cycle"])
    op.create_index(
        "ix_reviews_due",
        "reviews",
        ["starts_at"],
        sqlite_where=sa.text("asked_at IS NULL"),
        postgresql_where=sa.text("asked_at IS NULL"),
    )
    op.create_index("ix_reviews_learner", "reviews", ["learner"])


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup that was made before the upgrade")
