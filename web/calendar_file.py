"""Writes a calendar file about a person's reviews, as iCalendar (RFC 5545), for Outlook and every other calendar.

Times are in UTC: a review is one moment, so no zone has to be explained (a VTIMEZONE is where calendars differ most),
and each calendar shows it on its own clock. Nothing in the file depends on when it is asked for, so that an unchanged
file is the same to the byte.
"""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, Event
from icalendar.prop import vDuration, vText

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learning.feed import FeedEntry
    from learning.review import ReviewId
    from wording.speaker import Speaker

LOOK_AGAIN = timedelta(hours=1)
"""How often a calendar is asked to look. Outlook takes the time that it likes."""


def feed_file(entries: Iterable[FeedEntry], speaker: Speaker, *, link: str) -> bytes:
    """The file of a calendar that is subscribed to; `link` leads from each entry to the chat."""
    calendar = _calendar()
    for name in ("name", "x-wr-calname"):
        calendar.add(name, vText(speaker.say("feed.name")))
    calendar.add("refresh-interval", vDuration(LOOK_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(LOOK_AGAIN))
    return _written(calendar, entries, speaker, link)


def review_file(entry: FeedEntry, speaker: Speaker, *, link: str) -> bytes:
    """The file of one review. It names no calendar: Outlook would make a new one of it."""
    return _written(_calendar(), [entry], speaker, link)


def uid_of(review: ReviewId) -> str:
    """What a calendar knows a review's entry by, in every file and for ever."""
    return f"{review}@learning-cycles"


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Learning Cycles//Learning Cycles//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    return calendar


def _written(calendar: Calendar, entries: Iterable[FeedEntry], speaker: Speaker, link: str) -> bytes:
    for entry in entries:
        calendar.add_component(_entry(entry, speaker, link))
    written: bytes = calendar.to_ical()
    return written


def _entry(entry: FeedEntry, speaker: Speaker, link: str) -> Event:
    """None of the learner's words: a title that says nothing, private for those who may look into the calendar."""
    is_cancelled = entry.cancelled_at is not None
    written = Event()
    written.add("uid", uid_of(entry.review))
    written.add("dtstamp", entry.changed_at)
    written.add("last-modified", entry.changed_at)
    written.add("sequence", entry.sequence)
    written.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    written.add("dtstart", entry.slot.starts_at.astimezone(UTC))
    written.add("dtend", entry.slot.ends_at.astimezone(UTC))
    written.add("summary", speaker.say("entry.title"))
    written.add("description", speaker.say("feed.text"))
    written.add("url", link)
    written.add("class", "PRIVATE")
    written.add("transp", "TRANSPARENT" if is_cancelled else "OPAQUE")
    return written
