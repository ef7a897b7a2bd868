"""How it stands with people's own calendars, and their wishes to connect them."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text

from storage.columns import UtcDateTime
from storage.tables.base import metadata, person

connections = Table(
    "connections",
    metadata,
    Column("person", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("asked_at", UtcDateTime),
    Column("connected_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("why_not", String, index=True),
    Column("claims", Text),
    Column("left_at", UtcDateTime),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    person("person"),
    Column("chat", String, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False, index=True),
    Column("used_at", UtcDateTime),
    Column("state_hash", String, unique=True),
    Column("cookie_hash", String),
    Column("flow", Text),
    Index(None, "person"),
)
