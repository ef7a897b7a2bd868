"""Keeps people's private calendar addresses, and what was handed out there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from learning.entries import Slot
from learning.feed import Feed, FeedEntry
from learning.people import PersonId
from learning.review import ReviewId
from learning.sign_in import fingerprint
from storage.rows import Columns, add_row, find_row, put_row
from storage.tables import feed_entries, feeds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection, Row


class SqlFeeds:
    """Implements learning.work.Feeds. A secret is looked for by its fingerprint: no time that it takes tells more."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, person: PersonId) -> Feed | None:
        """This person's, also one that has no address now."""
        return _feed_or_none(find_row(self._connection, feeds, person=person))

    def by_fingerprint(self, fingerprint: str) -> Feed | None:
        """The one whose address holds the secret with this fingerprint."""
        return _feed_or_none(find_row(self._connection, feeds, secret_hash=fingerprint))

    def add(self, feed: Feed) -> None:
        """Keep somebody's first one."""
        add_row(self._connection, feeds, _columns(feed))

    def put(self, feed: Feed) -> Feed:
        """Keep a changed one. Raises SomeoneWasFaster."""
        return replace(feed, version=put_row(self._connection, feeds, _columns(feed), key="person"))

    def entries_of(self, person: PersonId) -> Sequence[FeedEntry]:
        """What was handed out to this person, by time."""
        query = feed_entries.select().where(feed_entries.c.person == person)
        ordered = query.order_by(feed_entries.c.starts_at, feed_entries.c.review)
        return [_entry(row) for row in self._connection.execute(ordered)]

    def add_entry(self, entry: FeedEntry) -> None:
        """Keep what is handed out of a review for the first time."""
        add_row(self._connection, feed_entries, _entry_columns(entry))

    def put_entry(self, entry: FeedEntry) -> None:
        """Keep what is handed out of it now. Raises SomeoneWasFaster."""
        put_row(self._connection, feed_entries, _entry_columns(entry), key="review")


def _columns(feed: Feed) -> Columns:
    return {
        "person": feed.person,
        "address": feed.secret,
        "secret_hash": None if feed.secret is None else fingerprint(feed.secret),
        "made_at": feed.made_at,
        "ended_at": feed.ended_at,
        "version": feed.version,
    }


def _feed_or_none(row: Row[Any] | None) -> Feed | None:
    if row is None:
        return None
    return Feed(
        person=PersonId(row.person),
        secret=row.address,
        made_at=row.made_at,
        ended_at=row.ended_at,
        version=row.version,
    )


def _entry_columns(entry: FeedEntry) -> Columns:
    return {
        "review": entry.review,
        "person": entry.person,
        "starts_at": entry.slot.starts_at,
        "ends_at": entry.slot.ends_at,
        "sequence": entry.sequence,
        "changed_at": entry.changed_at,
        "cancelled_at": entry.cancelled_at,
        "version": entry.version,
    }


def _entry(row: Row[Any]) -> FeedEntry:
    return FeedEntry(
        review=ReviewId(row.review),
        person=PersonId(row.person),
        slot=Slot(starts_at=row.starts_at, ends_at=row.ends_at),
        changed_at=row.changed_at,
        sequence=row.sequence,
        cancelled_at=row.cancelled_at,
        version=row.version,
    )
