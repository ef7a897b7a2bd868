"""The tables. A thing has a `seq` (its place in the order of coming), an `id` of ours, a `version` counting changes.

Each module holds what belongs together; importing any of them registers all in `metadata`.
"""

from __future__ import annotations

from storage.tables.appointments import TALK_AHEAD, appointments
from storage.tables.asking import OPEN_REQUEST, peer_sides, reachings, requests, suggestions
from storage.tables.base import metadata
from storage.tables.calendars import watchings
from storage.tables.chats import DUE_MESSAGE, messages, unfinished
from storage.tables.companions import companies, proposals
from storage.tables.connections import connections, sign_ins
from storage.tables.contracts import contracts, revisions
from storage.tables.cycles import AWAITED, RESTS, cycles, evidence, reviews
from storage.tables.feeds import feed_entries, feeds
from storage.tables.people import people, presses
from storage.tables.queue import NOT_SET_ASIDE, WAITING, jobs
from storage.tables.tokens import tokens

__all__ = [
    "AWAITED",
    "DUE_MESSAGE",
    "NOT_SET_ASIDE",
    "OPEN_REQUEST",
    "RESTS",
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
    "unfinished",
    "watchings",
]
