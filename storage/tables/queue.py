"""The jobs of the embedded queue."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, and_

from storage.columns import UtcDateTime
from storage.tables.base import metadata

jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String, nullable=False),
    Column("about", String, nullable=False),
    Column("lock", String, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("leased_until", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("set_aside_at", UtcDateTime),
    Column("last_error", String),
    Column("first_due_at", UtcDateTime),
    Index(None, "lock"),
    sqlite_autoincrement=True,  # no id twice: whoever lost a job by its lease must not end a later one
)

WAITING = and_(jobs.c.leased_until.is_(None), jobs.c.set_aside_at.is_(None))
"""A job that nobody has begun, or that is to be tried again."""

NOT_SET_ASIDE = jobs.c.set_aside_at.is_(None)
"""A job that is still tried."""

Index("ix_jobs_due", jobs.c.due_at, jobs.c.id, sqlite_where=NOT_SET_ASIDE, postgresql_where=NOT_SET_ASIDE)
Index("uq_jobs_waiting", jobs.c.kind, jobs.c.lock, unique=True, sqlite_where=WAITING, postgresql_where=WAITING)
