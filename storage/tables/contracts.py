"""Contracts, and their revisions as they were shown."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, ForeignKey, Index, Integer, Table

from storage.columns import UtcDateTime, Words
from storage.tables.base import metadata, person, thing


def _terms() -> tuple[Column[str], ...]:
    names = ("goal", "need_organisation", "need_team", "need_own", "ways", "proof")
    others = ("goal_2", "goal_3")
    return (*(Column(name, Words, nullable=False) for name in names), *(Column(name, Words) for name in others))


contracts = Table(
    "contracts",
    metadata,
    *thing(),
    person("learner"),
    *_terms(),
    Column("put_off", Words),
    Column("ends_on", Date),
    Column("peers", JSON, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("shown_revision", Integer, nullable=False),
    Column("question", Words, nullable=False),
    Column("questions", Words, nullable=False),
    Column("why_revised", Words, nullable=False),
    Column("grown_from", ForeignKey("contracts.id")),
    Column("drafted_at", UtcDateTime, nullable=False),
    Column("saved_at", UtcDateTime),
    Column("started_at", UtcDateTime),
    Column("adding_goal_at", UtcDateTime),
    Column("revising_at", UtcDateTime),
    Index(None, "learner", "started_at"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("contract", ForeignKey("contracts.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    *_terms(),
    Column("ends_on", Date),
    Column("why", Words, nullable=False),
    Column("shown_at", UtcDateTime, nullable=False),
)
