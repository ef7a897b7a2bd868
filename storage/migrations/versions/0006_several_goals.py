"""Several goals: two more of them in a contract, those put off, and what becomes of each at a review."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("contracts", "revisions"):
        op.add_column(table, sa.Column("goal_2", sa.Text()))
        op.add_column(table, sa.Column("goal_3", sa.Text()))
    op.add_column("contracts", sa.Column("put_off", sa.Text()))
    op.add_column("contracts", sa.Column("adding_goal_at", sa.DateTime(timezone=True)))
    _rewrite("reviews", "answers", _answers)
    _rewrite("cycles", "lighter", _lighter)


def _rewrite(table, column, change):
    """Write what is kept as JSON in this column in its new shape."""
    rows = sa.table(table, sa.column("id"), sa.column(column))
    connection = op.get_bind()
    for row in connection.execute(sa.select(rows).where(rows.c[column].is_not(None))).all():
        changed = json.dumps(change(json.loads(row[1])), ensure_ascii=False)
        connection.execute(sa.update(rows).where(rows.c.id == row.id).values({column: changed}))


def _answers(kept):
    """The one goal there was has number 1."""
    if kept["kind"] == "check_in":
        return {**kept, "goals": []}
    outcome, next_goal = kept.pop("outcome"), kept.pop("next_goal")
    return {**kept, "outcomes": {"1": outcome}, "next_goals": [next_goal] if next_goal else []}


def _lighter(kept):
    return {**kept, "goals": []}


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup that was made before the upgrade")
