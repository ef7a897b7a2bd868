"""Indices for what the service asks each minute, each second and each turn, and when it looks at each calendar next."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
_READ_ANYWAY_AFTER = timedelta(hours=6)
_RENEW_BEFORE = timedelta(days=1)
_ROWS_AT_ONCE = 1000


def upgrade() -> None:
    for name, table in (("ix_jobs_due_at", "jobs"), ("ix_messages_person", "messages"), ("ix_reviews_due", "reviews")):
        op.drop_index(name, table)
    _index("ix_jobs_due", "jobs", ["due_at", "id"], "set_aside_at IS NULL")
    _index("ix_messages_due", "messages", ["person", "created_at", "seq"], "failed_at IS NULL AND shown < wanted")
    awaited = "asked_at IS NULL AND gone_at IS NULL AND held_at IS NULL AND skipped_at IS NULL"
    _index("ix_reviews_due", "reviews", ["starts_at", "seq"], awaited)
    _index("ix_cycles_rests", "cycles", ["rest_ends_on"], "rest_ends_on IS NOT NULL AND woken_at IS NULL")
    op.create_index("ix_presses_pressed_at", "presses", ["pressed_at"])
    op.create_index("ix_connections_why_not", "connections", ["why_not"])
    op.create_index("ix_sign_ins_person", "sign_ins", ["person"])
    _look_at()


def _index(name, table, columns, where):
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _look_at():
    moment = sa.DateTime(timezone=True)
    with op.batch_alter_table("watchings") as watchings:
        watchings.add_column(sa.Column("look_at", moment, nullable=False, server_default=sa.text("'1970-01-01 00:00:00'")))
    names = ("read_at", "watch_ends_at", "unreachable_at", "look_at")
    rows = sa.table("watchings", sa.column("person"), *(sa.column(name, moment) for name in names))
    connection = op.get_bind()
    change = rows.update().where(rows.c.person == sa.bindparam("whose")).values(look_at=sa.bindparam("at"))
    changes = [{"whose": row.person, "at": _look_again_at(row)} for row in connection.execute(sa.select(rows)).all()]
    for start in range(0, len(changes), _ROWS_AT_ONCE):
        connection.execute(change, changes[start : start + _ROWS_AT_ONCE])
    with op.batch_alter_table("watchings") as watchings:
        watchings.alter_column("look_at", server_default=None)
    op.create_index("ix_watchings_look_at", "watchings", ["look_at"])


def _look_again_at(row):
    at = _AT_ONCE
    if row.read_at is not None and row.watch_ends_at is not None:
        at = min(_utc(row.read_at) + _READ_ANYWAY_AFTER, _utc(row.watch_ends_at) - _RENEW_BEFORE)
    return at if row.unreachable_at is None else max(at, _utc(row.unreachable_at) + _READ_ANYWAY_AFTER)


def _utc(moment):
    """SQLite forgets the zone."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup that was made before the upgrade")
