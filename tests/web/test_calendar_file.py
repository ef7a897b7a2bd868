"""Any review in any language survives the way into a calendar file and out of it, by two readers that are not ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import icalendar
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from ical.event import EventStatus

from learning.entries import Slot
from learning.feed import FeedEntry
from learning.review import ReviewId
from tests.cast import ANA, NOW
from web.calendar_file import feed_file, review_file, uid_of
from wording.catalogue import Catalogue, Catalogues
from wording.speaker import Speaker

LINK = "https://teams.microsoft.com/l/chat/0/0?users=28:a;b,c"
LONGEST_LINE = 75


def existing(moment: datetime) -> datetime:
    """The moment in whole seconds. One that a clock skipped is another one: Python says that it equals none."""
    return moment.replace(microsecond=0).astimezone(UTC).astimezone(moment.tzinfo)


sentences = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="{}\u2028\u2029\ufeff"),
    min_size=1,
    max_size=120,
).filter(lambda text: text == text.strip())
lengths = st.integers(1, 8 * 60).map(lambda minutes: timedelta(minutes=minutes))
zones = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31), timezones=zones).map(existing)  # noqa: DTZ001  drawn
slots = st.builds(
    lambda start, length: Slot(starts_at=start, ends_at=(start.astimezone(UTC) + length)),
    moments,
    lengths,
)
entries = st.builds(
    FeedEntry,
    review=st.uuids().map(lambda made: ReviewId(made.hex)),
    person=st.just(ANA),
    slot=slots,
    changed_at=moments,
    sequence=st.integers(0, 10_000),
    cancelled_at=st.none() | st.just(NOW),
)


def speaker(title: str, text: str, name: str) -> Speaker:
    """Says these words, as a catalogue of some language might."""
    said: Mapping[str, tuple[str, ...]] = {"entry.title": (title,), "feed.text": (text,), "feed.name": (name,)}
    catalogues: Catalogues = {"en": Catalogue(language="en", sentences=said, plural=lambda number: number != 1)}
    return Speaker(catalogues, "en-GB", "Europe/Amsterdam")


@given(st.lists(entries, max_size=3, unique_by=lambda entry: entry.review), sentences, sentences)
def test_every_entry_is_read_as_it_was_written(made: list[FeedEntry], title: str, text: str) -> None:
    file = feed_file(made, speaker(title, text, title), link=LINK)
    one = IcsCalendarStream.calendar_from_ics(file.decode())
    other: Any = icalendar.Calendar.from_ical(file)
    assert len(one.events) == len(made) == len(other.walk("VEVENT"))
    for entry, seen, also_seen in zip(made, one.events, other.walk("VEVENT"), strict=True):
        is_cancelled = entry.cancelled_at is not None
        # In UTC: across zones, Python calls no two times equal where a clock is put back or forward.
        when = (entry.slot.starts_at.astimezone(UTC), entry.slot.ends_at.astimezone(UTC))
        assert (seen.uid, seen.sequence, seen.summary) == (uid_of(entry.review), entry.sequence, title)
        assert (seen.dtstart, seen.dtend) == when
        assert seen.description == text
        assert seen.status is (EventStatus.CANCELLED if is_cancelled else EventStatus.CONFIRMED)
        assert seen.classification == "PRIVATE"
        assert (also_seen["uid"], also_seen["sequence"], also_seen["summary"]) == (seen.uid, entry.sequence, title)
        assert (also_seen["dtstart"].dt, also_seen["dtend"].dt) == when
        assert also_seen["dtstamp"].dt == entry.changed_at.astimezone(UTC)


@given(entries, sentences)
def test_lines_are_short_times_are_in_utc_and_the_same_entry_is_the_same_to_the_byte(
    entry: FeedEntry, title: str
) -> None:
    says = speaker(title, title, title)
    file = review_file(entry, says, link=LINK)
    lines = file.split(b"\r\n")
    assert max(map(len, lines)) <= LONGEST_LINE
    assert b"\n" not in b"".join(lines)
    assert b"TZID" not in file
    same = replace(entry, slot=Slot(starts_at=entry.slot.starts_at.astimezone(UTC), ends_at=entry.slot.ends_at))
    assert review_file(same, says, link=LINK) == file


def test_the_name_of_the_calendar_is_read_as_it_was_written() -> None:
    file = feed_file([], speaker("", "", "Reviews, yours; and \\ mine"), link=LINK)
    assert b"\r\nX-WR-CALNAME:Reviews\\, yours\\; and \\\\ mine\r\n" in file
