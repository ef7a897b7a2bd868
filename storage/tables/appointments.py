"""What else of a cycle stands in calendars: steps, learning time and talks."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, and_, literal_column

from storage.columns import UtcDateTime, Words
from storage.tables.base import metadata, person, thing

appointments = Table(
    "appointments",
    metadata,
    *thing(),
    person("learner"),
    Column("kind", String, nullable=False),
    Column("about", String, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("planned_starts_at", UtcDateTime, nullable=False),
    Column("planned_ends_at", UtcDateTime, nullable=False),
    Column("words", Words, nullable=False),
    Column("shows_words", Boolean, nullable=False),
    Column("is_all_day", Boolean, nullable=False),
    Column("guests", Words),
    Column("shown_as", String, nullable=False),
    Column("entry", String),
    Column("stood_starts_at", UtcDateTime),
    Column("stood_ends_at", UtcDateTime),
    Column("stood_as", String),
    Column("shown_by_hand_at", UtcDateTime),
    Column("looked_at", UtcDateTime),
    Column("elsewhere_at", UtcDateTime),
    Column("writes", Integer, nullable=False),
    Column("gone_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("unwanted_at", UtcDateTime),
    Index(None, "learner"),
    Index(None, "about"),
)

TALK_AHEAD = and_(
    appointments.c.kind == literal_column("'talk'"), appointments.c.ended_at.is_(None), appointments.c.gone_at.is_(None)
)
"""A talk of which nobody has said yet that its time has passed."""

Index("ix_appointments_talks", appointments.c.ends_at, sqlite_where=TALK_AHEAD, postgresql_where=TALK_AHEAD)
