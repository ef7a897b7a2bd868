"""The calendars that are followed."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from storage.columns import UtcDateTime
from storage.tables.base import metadata

watchings = Table(
    "watchings",
    metadata,
    Column("person", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("secret", String, nullable=False),
    Column("watch", String, unique=True),
    Column("watch_ends_at", UtcDateTime),
    Column("challenged_at", UtcDateTime),
    Column("mark", String),
    Column("window_starts_at", UtcDateTime, nullable=False),
    Column("window_ends_at", UtcDateTime, nullable=False),
    Column("read_at", UtcDateTime),
    Column("unreachable_at", UtcDateTime),
    Column("tried_again_at", UtcDateTime),
    Column("empty_since", UtcDateTime),
    Column("emptied_at", UtcDateTime),
    Column("hours", String, nullable=False),
    Column("hours_read_at", UtcDateTime),
    Column("look_at", UtcDateTime, nullable=False, index=True),
)
