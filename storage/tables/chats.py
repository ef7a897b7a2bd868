"""The messages in people's chats."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table

from storage.columns import UtcDateTime
from storage.tables.base import metadata, person, thing

messages = Table(
    "messages",
    metadata,
    *thing(),
    person("person"),
    Column("kind", String, nullable=False),
    Column("about", String, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("wanted", Integer, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("sent", String),
    Column("failed_at", UtcDateTime),
    Index(None, "about", "kind"),
    Index(None, "person"),
)
