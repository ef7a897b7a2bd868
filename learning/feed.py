"""A calendar file instead of the calendar: a private address at which a person's reviews stand, and what stands there.

What was handed out is remembered, since a calendar that reads the file only follows what it is told: that an entry
changed (a larger sequence number) and that it is gone (cancelled, for as long as such calendars may need to look).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from learning.entries import Slot
from learning.errors import NotHere
from learning.people import PersonId
from learning.review import Review, ReviewId

PAST_SHOWN = timedelta(days=90)
"""So long an entry stays in the file after it has passed."""
CANCELLED_SHOWN = timedelta(days=60)
"""So long the file says that an entry is gone; a calendar that looks less often drops what it no longer finds."""
MOST_ENTRIES = 200
"""The file holds no more; the oldest stay out."""


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One person's private address.

    `secret` is what nobody can guess in it, None while there is no address. `made_at` says when this address was made,
    `ended_at` when the person removed it.
    """

    person: PersonId
    secret: str | None
    made_at: datetime
    ended_at: datetime | None = None
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class FeedEntry:
    """What the file says of one review, as it was last handed out.

    `sequence` counts the changes since the first time, `changed_at` says when the last one was first handed out, and
    `cancelled_at` since when it says that the entry is gone.
    """

    review: ReviewId
    person: PersonId
    slot: Slot
    changed_at: datetime
    sequence: int = 0
    cancelled_at: datetime | None = None
    version: int = 1


def with_address(feed: Feed, secret: str, *, now: datetime) -> Feed:
    """The feed at a new address. The one before leads nowhere from now on."""
    return replace(feed, secret=secret, made_at=now, ended_at=None)


def renewed(feed: Feed, secret: str, *, now: datetime) -> Feed:
    """The same, for somebody who has an address. Raises NotHere."""
    _check_open(feed)
    return with_address(feed, secret, now=now)


def ended(feed: Feed, *, now: datetime) -> Feed:
    """The feed without an address. Raises NotHere."""
    _check_open(feed)
    return replace(feed, secret=None, ended_at=now)


def belongs_in_feed(review: Review, *, is_connected: bool) -> bool:
    """Whether the file is where this open review is to stand: it does not stand, and will not, in the calendar itself.

    An entry that was written before the calendar was disconnected stays there, so the file has none beside it, unless
    the review is elsewhere by now.
    """
    if review.slot is None or review.gone_at is not None:
        return False
    if is_connected:  # then the app writes it there, unless it has come due already
        return review.entry is None and not review.is_half_written and review.asked_at is not None
    return review.entry is None or review.stood != review.slot


def brought_up_to_date(
    known: Iterable[FeedEntry], open_reviews: Iterable[Review], *, is_connected: bool, now: datetime
) -> list[FeedEntry]:
    """The entries that are new or changed, given what was handed out and how the reviews stand.

    What has begun and is over stays as it was: it is what happened.
    """
    entries, reviews = {entry.review: entry for entry in known}, {review.id: review for review in open_reviews}
    wanted = {each.id: each for each in reviews.values() if belongs_in_feed(each, is_connected=is_connected)}
    changed = [_shown(entries.get(each.id), each, now) for each in wanted.values()]
    gone = [
        replace(entry, sequence=entry.sequence + 1, changed_at=now, cancelled_at=now)
        for entry in entries.values()
        if entry.review not in wanted
        and entry.cancelled_at is None
        and (entry.review in reviews or entry.slot.starts_at > now)
    ]
    return [entry for entry in changed if entry != entries.get(entry.review)] + gone


def handed_out(entries: Iterable[FeedEntry], *, now: datetime) -> list[FeedEntry]:
    """What the file holds now, by time: what has long passed, or has long been gone, is left out."""
    recent = [entry for entry in entries if _is_recent(entry, now)]
    return sorted(recent, key=lambda entry: (entry.slot, entry.review))[-MOST_ENTRIES:]


def _shown(entry: FeedEntry | None, review: Review, now: datetime) -> FeedEntry:
    """The entry of a review that the file is to hold."""
    if review.slot is None:
        raise ValueError("a review without a time stands nowhere")
    if entry is None:
        return FeedEntry(review=review.id, person=review.learner, slot=review.slot, changed_at=now)
    if entry.cancelled_at is None and entry.slot == review.slot:
        return entry
    return replace(entry, slot=review.slot, sequence=entry.sequence + 1, changed_at=now, cancelled_at=None)


def _is_recent(entry: FeedEntry, now: datetime) -> bool:
    if entry.cancelled_at is not None:
        return entry.cancelled_at > now - CANCELLED_SHOWN
    return entry.slot.ends_at > now - PAST_SHOWN


def _check_open(feed: Feed) -> None:
    if feed.secret is None:
        raise NotHere
