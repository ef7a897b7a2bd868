"""Who learns beside a learner, and the times that people proposed for reviews and talks."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from storage.columns import UtcDateTime, Words
from storage.tables.base import metadata, person, thing

companies = Table(
    "companies",
    metadata,
    Column("cycle", ForeignKey("cycles.id"), primary_key=True),
    Column("version", Integer, nullable=False),
    person("learner"),
    Column("companions", Words, nullable=False),
    Column("online_at", UtcDateTime),
    Column("online_refused_at", UtcDateTime),
    Column("online", String, nullable=False),
    Column("changes", Integer, nullable=False),
)

proposals = Table(
    "proposals",
    metadata,
    *thing(),
    Column("review", ForeignKey("reviews.id")),
    Column("talk", ForeignKey("appointments.id")),
    person("learner"),
    Column("guest", Words, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("moved_at", UtcDateTime),
    Column("left_at", UtcDateTime),
    Column("over_at", UtcDateTime),
    Index(None, "review"),
    Index(None, "talk"),
)
