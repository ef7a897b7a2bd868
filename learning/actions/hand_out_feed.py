"""A calendar asks for the file at a private address: what it gets is kept, so that the next one says what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.errors import NotHere
from learning.feed import FeedEntry, brought_up_to_date, handed_out
from learning.people import Person, PersonId
from learning.sign_in import fingerprint
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class HandedOut:
    """What the file holds, by time, for this person; `changed_at` says when any of it changed last."""

    reader: Person
    entries: tuple[FeedEntry, ...]
    changed_at: datetime


def hand_out_feed(work: Work, secret: str, now: datetime) -> HandedOut:
    """What stands at the address with this secret. One that never was and one that was removed raise NotHere alike."""
    feed = work.feeds.by_fingerprint(fingerprint(secret))
    if feed is None:
        raise NotHere
    known = {entry.review: entry for entry in work.feeds.entries_of(feed.person)}
    changed = brought_up_to_date(
        known.values(), work.reviews.open_of(feed.person), is_connected=_is_connected(work, feed.person), now=now
    )
    for entry in changed:
        keep = work.feeds.put_entry if entry.review in known else work.feeds.add_entry
        keep(entry)
    entries = handed_out((known | {entry.review: entry for entry in changed}).values(), now=now)
    return HandedOut(
        reader=work.people.get(feed.person),
        entries=tuple(entries),
        changed_at=max((entry.changed_at for entry in entries), default=feed.made_at),
    )


def _is_connected(work: Work, person: PersonId) -> bool:
    connection = work.connections.of(person)
    return connection is not None and connection.works
