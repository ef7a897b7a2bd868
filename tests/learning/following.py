"""What tests about following a calendar have in common: what a reading tells, and a check-in that stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from learning.calendar_plan import Seen
from learning.entries import Entry, EntryId, Slot
from learning.review import Review
from learning.work import Work
from tests.cast import ANA
from tests.learning.story import Story

TITLE = "Learning review"


def as_it_stands(review: Review) -> Entry:
    assert review.stood
    return Entry(id=entry_of(review), slot=review.stood, title=TITLE)


def entry_of(review: Review) -> EntryId:
    assert review.entry
    return review.entry


def seen(*entries: Entry, gone: EntryId | None = None) -> Seen:
    there: Mapping[EntryId, Entry | None] = {entry.id: entry for entry in entries}
    return Seen(entries=there if gone is None else {**there, gone: None}, mark="next")


def seen_elsewhere(review: Review) -> Seen:
    return replace(seen(as_it_stands(review)), elsewhere=frozenset({entry_of(review)}))


def seen_away(slot: Slot) -> Seen:
    return replace(seen(), away=(slot,))


def the_day_of(review: Review) -> Slot:
    assert review.slot
    day = review.slot.starts_at.replace(hour=0, minute=0)
    return Slot(starts_at=day, ends_at=day + timedelta(days=1))


def standing_check_in(story: Story) -> Review:
    """Ana's check-in, in her calendar under the title that the app gave it."""
    check_in, _ = story.running_cycle()

    def keep(work: Work) -> Review:
        return work.reviews.put(replace(work.reviews.for_learner(check_in.id, learner=ANA), wrote_title=TITLE))

    return story.run(keep)
