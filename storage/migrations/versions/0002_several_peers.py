"""Several peers: own questions, what only a peer sees, suggestions, and how requests end."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OPEN = sa.text("answered_at IS NULL AND withdrawn_at IS NULL AND ended_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("contracts") as contracts:
        contracts.add_column(sa.Column("questions", sa.Text(), nullable=False, server_default="{}"))
    with op.batch_alter_table("contracts") as contracts:
        contracts.alter_column("questions", server_default=None)
    with op.batch_alter_table("requests") as requests:
        for name in ("corrected", "taken_back", "withdrawn", "ended", "undeliverable", "outcome"):
            requests.add_column(sa.Column(f"{name}_at", sa.DateTime(timezone=True)))
        requests.add_column(sa.Column("outcome", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("requests") as requests:
        requests.alter_column("outcome", server_default=None)
    op.create_index("ix_requests_open", "requests", ["asked_at"], sqlite_where=OPEN, postgresql_where=OPEN)

    op.create_table(
        "peer_sides",
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("peer", sa.String(), nullable=False),
        sa.Column("unfinished", sa.Text()),
        sa.Column("saved_at", sa.DateTime(timezone=True)),
        sa.Column("passed_at", sa.DateTime(timezone=True)),
        sa.Column("reopened_at", sa.DateTime(timezone=True)),
        sa.Column("suggesting_at", sa.DateTime(timezone=True)),
        sa.Column("reminded_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["request"], ["requests.id"], name="fk_peer_sides_request_requests"),
        sa.PrimaryKeyConstraint("request", name="pk_peer_sides"),
    )

    op.create_table(
        "suggestions",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("contract", sa.String(), nullable=False),
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("peer", sa.String(), nullable=False),
        sa.Column("suggested", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("suggested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True)),
        sa.Column("passed_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["contract"], ["contracts.id"], name="fk_suggestions_contract_contracts"),
        sa.ForeignKeyConstraint(["request"], ["requests.id"], name="fk_suggestions_request_requests"),
        sa.PrimaryKeyConstraint("seq", name="pk_suggestions"),
        sa.UniqueConstraint("id", name="uq_suggestions_id"),
    )
    op.create_index("ix_suggestions_request", "suggestions", ["request"])
