"""The messages in people's chats, and what people began to type on the cards in them."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, and_

from storage.columns import UtcDateTime, Words
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
)

DUE_MESSAGE = and_(messages.c.failed_at.is_(None), messages.c.shown < messages.c.wanted)
"""See Message.is_due."""

Index(
    "ix_messages_due",
    messages.c.person,
    messages.c.created_at,
    messages.c.seq,
    sqlite_where=DUE_MESSAGE,
    postgresql_where=DUE_MESSAGE,
)

unfinished = Table(
    "unfinished",
    metadata,
    Column("person", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("about", String, primary_key=True),
    Column("words", Words, nullable=False),
)
