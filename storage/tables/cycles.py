"""Cycles with their reviews, and the evidence that was collected."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table

from storage.columns import UtcDateTime, Words
from storage.tables.base import metadata, person, thing

cycles = Table(
    "cycles",
    metadata,
    *thing(),
    Column("contract", ForeignKey("contracts.id"), nullable=False, unique=True),
    person("learner"),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("paused_at", UtcDateTime),
    Column("rest_ends_on", Date),
    Column("woken_at", UtcDateTime),
    Column("lighter", Words),
    Index(None, "learner"),
)

reviews = Table(
    "reviews",
    metadata,
    *thing(),
    Column("cycle", ForeignKey("cycles.id"), nullable=False),
    person("learner"),
    Column("kind", String, nullable=False),
    Column("ideal_on", Date, nullable=False),
    Column("starts_at", UtcDateTime),
    Column("ends_at", UtcDateTime),
    Column("entry", String),
    Column("stood_starts_at", UtcDateTime),
    Column("stood_ends_at", UtcDateTime),
    Column("writes", Integer, nullable=False),
    Column("former", String, nullable=False),
    Column("wrote_title", String, nullable=False),
    Column("title", Words, nullable=False),
    Column("series_at", UtcDateTime),
    Column("is_elsewhere", Boolean, nullable=False),
    Column("guests", Words, nullable=False),
    Column("clash_starts_at", UtcDateTime),
    Column("clash_ends_at", UtcDateTime),
    Column("outside_at", UtcDateTime),
    Column("left_there_at", UtcDateTime),
    Column("dragged_at", UtcDateTime),
    Column("gone_at", UtcDateTime),
    Column("asked_at", UtcDateTime),
    Column("held_at", UtcDateTime),
    Column("skipped_at", UtcDateTime),
    Column("unwanted_at", UtcDateTime),
    Column("answers", Words),
    Index(None, "cycle"),
    Index(None, "learner"),
)

evidence = Table(
    "evidence",
    metadata,
    *thing(),
    Column("cycle", ForeignKey("cycles.id"), nullable=False),
    person("learner"),
    Column("note", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("collected_at", UtcDateTime, nullable=False),
    Index(None, "cycle"),
)

_NOT_ASKED = reviews.c.asked_at.is_(None)
Index("ix_reviews_due", reviews.c.starts_at, sqlite_where=_NOT_ASKED, postgresql_where=_NOT_ASKED)
