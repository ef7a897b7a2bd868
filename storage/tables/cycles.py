"""Cycles with their reviews, and the evidence that was collected."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, and_

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

RESTS = and_(cycles.c.rest_ends_on.is_not(None), cycles.c.woken_at.is_(None))
"""A cycle after which its learner rests."""

Index("ix_cycles_rests", cycles.c.rest_ends_on, sqlite_where=RESTS, postgresql_where=RESTS)

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

AWAITED = and_(*(reviews.c[name].is_(None) for name in ("asked_at", "gone_at", "held_at", "skipped_at")))
"""A review that is to be asked about when its time comes, unless its cycle is paused then."""

Index("ix_reviews_due", reviews.c.starts_at, reviews.c.seq, sqlite_where=AWAITED, postgresql_where=AWAITED)
