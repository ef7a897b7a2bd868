"""Private addresses at which calendars read people's reviews, and what was handed out there."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table

from storage.columns import UtcDateTime, Words
from storage.tables.base import metadata, person

feeds = Table(
    "feeds",
    metadata,
    Column("person", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("address", Words),  # nobody wrote it; but whatever protects words at rest shall protect it too
    Column("secret_hash", String, unique=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
)

feed_entries = Table(
    "feed_entries",
    metadata,
    Column("review", String, primary_key=True),
    Column("version", Integer, nullable=False),
    person("person"),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("cancelled_at", UtcDateTime),
    Index(None, "person"),
)
