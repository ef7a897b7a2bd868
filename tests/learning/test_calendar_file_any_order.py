"""Whatever happens in whatever order: no review stands twice, none is missing, and numbers only grow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.actions.ask_to_connect import find_connecting
from learning.actions.calendar_closed import calendar_closed
from learning.actions.connect import calendar_connected
from learning.actions.connections import go_on_in_chat
from learning.actions.disconnect import find_disconnecting
from learning.actions.hand_out_feed import hand_out_feed
from learning.actions.keep_feed import make_feed
from learning.connection import WhyNot
from learning.entries import Slot
from learning.feed import FeedEntry
from learning.review import Review, drop, place, seek
from learning.work import Work
from tests.cast import ANA, NOW, PEOPLE
from tests.learning.story import Story
from tests.work_fixture import run_on, storage_on_sqlite

ran: Counter[str] = Counter()
AT_LEAST = 50


class AnasYear:
    """Ana's cycle, her calendar, and a second calendar that reads the file now and then."""

    def __init__(self, story: Story) -> None:
        self.story = story
        for person in PEOPLE:
            story.arrives(person)
        story.starts(story.drafts())
        feed = story.run(make_feed, story.press_on(0), ANA, story.now)
        self.secret = feed.secret or ""
        self.seen: dict[str, FeedEntry] = {}
        self.closes()

    def closes(self) -> None:
        self.story.run(calendar_closed, ANA, WhyNot.ENDED, None, self.story.now)

    def connects(self) -> None:
        self.story.run(find_connecting, ANA, self.story.now)
        for sign_in in self.story.run(lambda work: list(work.sign_ins.of(ANA)))[-1:]:
            self.story.run(calendar_connected, sign_in.id, ANA, self.story.now)

    def disconnects(self) -> None:
        self.story.run(find_disconnecting, ANA, self.story.now)

    def writes(self) -> None:
        if self.is_connected():
            self.story.calendar_is_written()

    def moves(self) -> None:
        self.changes(lambda review: place(review, later(review.slot)) if review.slot else review)

    def seeks(self) -> None:
        self.changes(lambda review: seek(review, review.ideal_on + timedelta(days=1)))

    def drops(self) -> None:
        if len(self.reviews()) > 1:
            self.changes(lambda review: drop(review, now=self.story.now))

    def passes_a_day(self) -> None:
        self.story.now += timedelta(days=1)

    def reads(self) -> None:
        """What the reading calendar knows of each entry only gives way to a larger number."""
        for entry in self.story.run(hand_out_feed, self.secret, self.story.now).entries:
            known = self.seen.get(entry.review)
            if known is not None and told(known) != told(entry):
                assert entry.sequence > known.sequence
                assert entry.changed_at >= known.changed_at
            self.seen[entry.review] = entry

    def stands_once(self) -> None:
        self.reads()
        for review in self.reviews():
            in_file = (entry := self.seen.get(review.id)) is not None and entry.cancelled_at is None
            in_calendar = review.entry is not None and review.stood == review.slot
            assert not (in_file and in_calendar)
            if not self.is_connected() and review.slot is not None:
                assert in_file or in_calendar
                assert not in_file or (entry is not None and entry.slot == review.slot)
            if self.is_connected():
                assert not in_file

    def finds_hours(self) -> None:
        """What the next reading of the calendar in vain does."""
        if not self.is_connected():
            self.story.run(go_on_in_chat, ANA, self.story.now)

    def changes(self, change: Callable[[Review], Review]) -> None:
        def first(work: Work) -> None:
            for review in list(work.reviews.open_of(ANA))[:1]:
                work.reviews.put(change(review))

        self.story.run(first)

    def reviews(self) -> list[Review]:
        return self.story.run(lambda work: list(work.reviews.open_of(ANA)))

    def is_connected(self) -> bool:
        connection = self.story.run(lambda work: work.connections.of(ANA))
        return connection is not None and connection.works


HAPPENINGS = [
    AnasYear.closes,
    AnasYear.connects,
    AnasYear.disconnects,
    AnasYear.writes,
    AnasYear.moves,
    AnasYear.seeks,
    AnasYear.drops,
    AnasYear.passes_a_day,
    AnasYear.reads,
]


def told(entry: FeedEntry) -> FeedEntry:
    """What a calendar is told of it, besides its number."""
    return replace(entry, sequence=0, changed_at=NOW, version=1)


def later(slot: Slot) -> Slot:
    return Slot(starts_at=slot.starts_at + timedelta(hours=1), ends_at=slot.ends_at + timedelta(hours=1))


@settings(max_examples=120)
@given(st.lists(st.sampled_from(HAPPENINGS), min_size=8, max_size=16))
def happens(happenings: list[Callable[[AnasYear], None]]) -> None:
    with storage_on_sqlite() as storage:
        year = AnasYear(Story(run_on(storage), NOW))
        for happening in happenings:
            happening(year)
            ran[happening.__name__] += 1
            year.finds_hours()
            year.stands_once()


@pytest.mark.long
def test_no_review_stands_twice_and_none_is_missing() -> None:
    happens()
    print("how often each happened:", dict(ran))  # noqa: T201  so that one sees what was tried
    assert min(ran[happening.__name__] for happening in HAPPENINGS) >= AT_LEAST
