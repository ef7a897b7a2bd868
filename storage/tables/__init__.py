"""The tables. A thing has a `seq` (its place in the order of coming), an `id` of ours, a `version` counting changes.

Each module holds what belongs together; importing any of them registers all in `metadata`.
"""

from __future__ import annotations

from storage.tables.appointments import TALK_AHEAD, appointments
from storage.tables.asking import OPEN_REQUEST, peer_sides, reachings, requests, suggestions
from storage.tables.base import metadata
from storage.tables.calendars import watchings
from storage.tables.chats import messages
from storage.tables.companions import companies, proposals
from storage.tables.connections import connections, sign_ins
from storage.tables.contracts import contracts, revisions
from storage.tables.cycles import cycles, evidence, reviews
from storage.tables.feeds import feed_entries, feeds
from storage.tables.people import people, presses
from storage.tables.queue import WAITING, jobs
from storage.tables.tokens import tokens

__all__ = [
    "OPEN_REQUEST",
    "TALK_AHEAD",
    "WAITING",
    "appointments",
    "companies",
    "connections",
    "contracts",
    "cycles",
    "evidence",
    "feed_entries",
    "feeds",
    "jobs",
    "messages",
    "metadata",
    "peer_sides",
    "people",
    "presses",
    "proposals",
    "reachings",
    "requests",
    "reviews",
    "revisions",
    "sign_ins",
    "suggestions",
    "tokens",
    "watchings",
]
