"""The tables. A thing has a `seq` (its place in the order of coming), an `id` of ours, a `version` counting changes."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    and_,
)

from storage.columns import UtcDateTime, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _thing() -> tuple[Column[int], Column[str], Column[int]]:
    return (
        Column("seq", Integer, primary_key=True, autoincrement=True),
        Column("id", String, nullable=False, unique=True),
        Column("version", Integer, nullable=False),
    )


def _person(name: str) -> Column[str]:
    """A `tenant:object id`. No foreign key: somebody may be asked before the app has met them."""
    return Column(name, String, nullable=False)


def _terms() -> tuple[Column[str], ...]:
    names = ("goal", "need_organisation", "need_team", "need_own", "ways", "proof")
    return tuple(Column(name, Words, nullable=False) for name in names)


people = Table(
    "people",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("locale", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("chat", String),
    Column("away", String),
    Column("away_since", UtcDateTime),
)

contracts = Table(
    "contracts",
    metadata,
    *_thing(),
    _person("learner"),
    *_terms(),
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

requests = Table(
    "requests",
    metadata,
    *_thing(),
    Column("contract", ForeignKey("contracts.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    _person("learner"),
    _person("peer"),
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
    _person("peer"),
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
    *_thing(),
    Column("request", ForeignKey("requests.id"), nullable=False),
    Column("contract", ForeignKey("contracts.id"), nullable=False),
    _person("learner"),
    _person("peer"),
    _person("suggested"),
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

cycles = Table(
    "cycles",
    metadata,
    *_thing(),
    Column("contract", ForeignKey("contracts.id"), nullable=False, unique=True),
    _person("learner"),
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
    *_thing(),
    Column("cycle", ForeignKey("cycles.id"), nullable=False),
    _person("learner"),
    Column("kind", String, nullable=False),
    Column("ideal_on", Date, nullable=False),
    Column("starts_at", UtcDateTime),
    Column("ends_at", UtcDateTime),
    Column("entry", String),
    Column("stood_starts_at", UtcDateTime),
    Column("stood_ends_at", UtcDateTime),
    Column("writes", Integer, nullable=False),
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
    *_thing(),
    Column("cycle", ForeignKey("cycles.id"), nullable=False),
    _person("learner"),
    Column("note", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("collected_at", UtcDateTime, nullable=False),
    Index(None, "cycle"),
)

_NOT_ASKED = reviews.c.asked_at.is_(None)
Index("ix_reviews_due", reviews.c.starts_at, sqlite_where=_NOT_ASKED, postgresql_where=_NOT_ASKED)

messages = Table(
    "messages",
    metadata,
    *_thing(),
    _person("person"),
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

watchings = Table(
    "watchings",
    metadata,
    Column("person", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("secret", String, nullable=False),
    Column("watch", String, unique=True),
    Column("watch_ends_at", UtcDateTime),
    Column("mark", String),
    Column("window_starts_at", UtcDateTime, nullable=False),
    Column("window_ends_at", UtcDateTime, nullable=False),
    Column("read_at", UtcDateTime),
    Column("unreachable_at", UtcDateTime),
    Column("tried_again_at", UtcDateTime),
)

presses = Table(
    "presses",
    metadata,
    Column("person", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("pressed_at", UtcDateTime, nullable=False),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String, nullable=False),
    Column("about", String, nullable=False),
    Column("lock", String, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("leased_until", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("set_aside_at", UtcDateTime),
    Column("last_error", String),
    Column("first_due_at", UtcDateTime),
    Index(None, "lock"),
    Index(None, "due_at"),
    sqlite_autoincrement=True,  # no id twice: whoever lost a job by its lease must not end a later one
)

WAITING = and_(jobs.c.leased_until.is_(None), jobs.c.set_aside_at.is_(None))
"""A job that nobody has begun, or that is to be tried again."""

Index("uq_jobs_waiting", jobs.c.kind, jobs.c.lock, unique=True, sqlite_where=WAITING, postgresql_where=WAITING)
