"""Asking peers for advice: the requests, the peers' own side of them, and whom they suggest."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Index, Integer, String, Table, and_

from storage.columns import UtcDateTime, Words
from storage.tables.base import metadata, person, thing

requests = Table(
    "requests",
    metadata,
    *thing(),
    Column("contract", ForeignKey("contracts.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    person("learner"),
    person("peer"),
    Column("question", Words, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("try_or_drop", Words),
    Column("meet", Words),
    Column("convince", Words),
    Column("answer", Words),
    Column("answered_at", UtcDateTime),
    Column("taken_at", UtcDateTime),
    Column("parked_at", UtcDateTime),
    Column("parked_because", Words, nullable=False),
    Column("corrected_at", UtcDateTime),
    Column("taken_back_at", UtcDateTime),
    Column("withdrawn_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("undeliverable_at", UtcDateTime),
    Column("talk_wished_at", UtcDateTime),
    Column("talk_by_hand_at", UtcDateTime),
    Column("talk_off_at", UtcDateTime),
    Column("outcome", Words, nullable=False),
    Column("outcome_at", UtcDateTime),
    ForeignKeyConstraint(["contract", "revision"], ["revisions.contract", "revisions.number"]),
    Index(None, "contract"),
)

OPEN_REQUEST = and_(requests.c.answered_at.is_(None), requests.c.withdrawn_at.is_(None), requests.c.ended_at.is_(None))
"""A request that still waits for an answer."""

Index("ix_requests_open", requests.c.asked_at, sqlite_where=OPEN_REQUEST, postgresql_where=OPEN_REQUEST)

peer_sides = Table(
    "peer_sides",
    metadata,
    Column("request", ForeignKey("requests.id"), primary_key=True),
    Column("version", Integer, nullable=False),
    person("peer"),
    Column("unfinished", Words),
    Column("saved_at", UtcDateTime),
    Column("passed_at", UtcDateTime),
    Column("reopened_at", UtcDateTime),
    Column("suggesting_at", UtcDateTime),
    Column("reminded_at", UtcDateTime),
)

suggestions = Table(
    "suggestions",
    metadata,
    *thing(),
    Column("request", ForeignKey("requests.id"), nullable=False),
    Column("contract", ForeignKey("contracts.id"), nullable=False),
    person("learner"),
    person("peer"),
    person("suggested"),
    Column("reason", Words, nullable=False),
    Column("suggested_at", UtcDateTime, nullable=False),
    Column("asked_at", UtcDateTime),
    Column("passed_at", UtcDateTime),
    Index(None, "request"),
)

reachings = Table(
    "reachings",
    metadata,
    Column("request", ForeignKey("requests.id"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("link", String, nullable=False),
    Column("way", String),
    Column("mailing_at", UtcDateTime),
    Column("done_at", UtcDateTime),
)
