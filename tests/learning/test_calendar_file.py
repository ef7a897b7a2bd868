"""The calendar file: what a calendar that reads it is told, and that nothing stands there and in the calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from learning.actions.ask_to_connect import find_connecting
from learning.actions.calendar_closed import calendar_closed
from learning.actions.connect import calendar_connected
from learning.actions.disconnect import find_disconnecting
from learning.actions.hand_out_feed import HandedOut, hand_out_feed
from learning.actions.keep_feed import end_feed, make_feed, renew_feed
from learning.connection import WhyNot
from learning.entries import EntryId, Slot
from learning.errors import NotHere, PressedAlready, SomeoneWasFaster
from learning.feed import (
    CANCELLED_SHOWN,
    MOST_ENTRIES,
    PAST_SHOWN,
    Feed,
    FeedEntry,
    brought_up_to_date,
    handed_out,
)
from learning.messages import MessageKind
from learning.people import PersonId
from learning.review import CheckInAnswers, Review, ReviewId, drop, hold, place, seek
from learning.views import ConnectionView
from tests.cast import ANA, BEN, DAN, NOW
from tests.learning.story import Story

ENTRY = FeedEntry(
    review=ReviewId("review-1"),
    person=ANA,
    slot=Slot(starts_at=NOW, ends_at=NOW + timedelta(minutes=30)),
    changed_at=NOW,
)


@pytest.fixture
def feed(story: Story) -> Feed:
    """Ana's cycle runs in the chat, and she has an address."""
    story.starts(story.drafts())
    is_closed(story)
    return makes(story)


def is_closed(story: Story) -> None:
    story.run(calendar_closed, ANA, WhyNot.NOT_CONNECTED, None, story.now)


def makes(story: Story, person: PersonId = ANA) -> Feed:
    known = story.run(lambda work: work.feeds.of(person))
    return story.run(make_feed, story.press_on(known.version if known else 0), person, story.now)


def connects(story: Story) -> list[Review]:
    """Ana connects her calendar; what was written there."""
    story.run(find_connecting, ANA, story.now)
    (sign_in,) = story.run(lambda work: list(work.sign_ins.of(ANA)))
    story.run(calendar_connected, sign_in.id, ANA, story.now)
    return story.calendar_is_written()


def read(story: Story, feed: Feed) -> HandedOut:
    """A calendar asks for the file."""
    assert feed.secret
    return story.run(hand_out_feed, feed.secret, story.now)


def standing(story: Story, feed: Feed) -> list[ReviewId]:
    """The reviews that a calendar shows when it has read the file."""
    return [entry.review for entry in read(story, feed).entries if entry.cancelled_at is None]


def in_outlook(story: Story) -> list[ReviewId]:
    return [review.id for review in open_reviews(story) if review.entry is not None]


def open_reviews(story: Story) -> list[Review]:
    return story.run(lambda work: list(work.reviews.open_of(ANA)))


def changes(story: Story, review: Review, change: Callable[[Review], Review]) -> None:
    story.run(lambda work: work.reviews.put(change(work.reviews.for_learner(review.id, learner=ANA))))


def slot_after(review: Review, **time: float) -> Slot:
    assert review.slot
    by = timedelta(**time)
    return Slot(starts_at=review.slot.starts_at + by, ends_at=review.slot.ends_at + by)


def test_the_file_holds_every_open_review_where_it_is(story: Story, feed: Feed) -> None:
    entries = read(story, feed).entries
    assert [(entry.review, entry.slot) for entry in entries] == [(each.id, each.slot) for each in open_reviews(story)]
    assert [entry.sequence for entry in entries] == [0, 0]


def test_asking_again_changes_nothing(story: Story, feed: Feed) -> None:
    before = read(story, feed)
    story.now += timedelta(days=1)
    assert read(story, feed) == before


def test_a_review_that_moved_is_the_same_entry_with_a_larger_number(story: Story, feed: Feed) -> None:
    first, _ = open_reviews(story)
    before = read(story, feed).entries[0]
    story.now += timedelta(days=1)
    changes(story, first, lambda review: replace(review, slot=slot_after(review, hours=3)))
    after = read(story, feed).entries[0]
    assert (after.review, after.slot) == (before.review, slot_after(first, hours=3))
    assert (after.sequence, after.changed_at) == (1, story.now)
    assert read(story, feed).changed_at == story.now


def test_what_changed_of_a_review_besides_its_time_changes_nothing_in_the_file(story: Story, feed: Feed) -> None:
    first, _ = open_reviews(story)
    before = read(story, feed)
    changes(story, first, lambda review: replace(review, ideal_on=review.ideal_on + timedelta(days=1)))
    assert read(story, feed) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda review: drop(review, now=NOW),
        lambda review: hold(review, CheckInAnswers(did="Led one"), now=NOW),
        lambda review: seek(review, review.ideal_on),
        lambda review: replace(review, gone_at=NOW),
    ],
    ids=["dropped", "held early", "without a time", "deleted in the calendar"],
)
def test_a_review_that_is_no_more_there_is_cancelled_and_comes_back_as_the_same_entry(
    story: Story, feed: Feed, change: Callable[[Review], Review]
) -> None:
    first, _ = open_reviews(story)
    read(story, feed)
    changes(story, first, change)
    gone = read(story, feed).entries[0]
    assert (gone.review, gone.sequence, gone.cancelled_at) == (first.id, 1, story.now)
    assert read(story, feed).entries[0].sequence == 1
    changes(story, first, lambda review: replace(first, version=review.version))
    back = read(story, feed).entries[0]
    assert (back.review, back.sequence, back.cancelled_at) == (first.id, 2, None)


def test_what_was_held_at_its_time_stays_as_what_happened(story: Story, feed: Feed) -> None:
    first, _ = open_reviews(story)
    before = read(story, feed)
    assert first.slot
    story.now = first.slot.ends_at
    changes(story, first, lambda review: hold(review, CheckInAnswers(did="Led one"), now=story.now))
    assert read(story, feed) == before


def test_when_rights_arrive_nothing_stands_twice(story: Story, feed: Feed) -> None:
    assert len(standing(story, feed)) == 2
    written = connects(story)
    assert len(written) == 2
    assert standing(story, feed) == []
    assert [entry.cancelled_at is not None for entry in read(story, feed).entries] == [True, True]


def test_from_the_moment_of_connecting_the_file_is_empty_though_nothing_is_written_yet(
    story: Story, feed: Feed
) -> None:
    story.run(find_connecting, ANA, story.now)
    (sign_in,) = story.run(lambda work: list(work.sign_ins.of(ANA)))
    story.run(calendar_connected, sign_in.id, ANA, story.now)
    assert standing(story, feed) == []
    first, _ = open_reviews(story)
    changes(story, first, lambda review: place(review, ENTRY.slot))  # a moment was found, and is about to be written
    assert standing(story, feed) == []


def test_what_was_in_the_calendar_stays_there_alone_when_the_connection_ends(story: Story, feed: Feed) -> None:
    connects(story)
    story.run(find_disconnecting, ANA, story.now)
    assert len(in_outlook(story)) == 2
    assert standing(story, feed) == []


def test_what_was_not_written_comes_back_when_the_connection_ends(story: Story, feed: Feed) -> None:
    before = read(story, feed).entries
    story.run(find_connecting, ANA, story.now)
    (sign_in,) = story.run(lambda work: list(work.sign_ins.of(ANA)))
    story.run(calendar_connected, sign_in.id, ANA, story.now)
    read(story, feed)
    is_closed(story)
    story.run(find_disconnecting, ANA, story.now)
    back = read(story, feed).entries
    assert [entry.review for entry in back if entry.cancelled_at is None] == [entry.review for entry in before]
    assert [entry.sequence for entry in back] == [2, 2]


def test_a_review_that_moved_after_disconnecting_stands_in_the_file_at_its_new_time(story: Story, feed: Feed) -> None:
    first, _ = connects(story)
    story.run(find_disconnecting, ANA, story.now)
    changes(story, first, lambda review: replace(review, slot=slot_after(review, days=1)))
    (entry,) = (entry for entry in read(story, feed).entries if entry.cancelled_at is None)
    assert (entry.review, entry.slot) == (first.id, slot_after(first, days=1))


def test_a_review_that_came_due_in_the_chat_stays_in_the_file_when_rights_arrive(story: Story, feed: Feed) -> None:
    first, _ = open_reviews(story)
    read(story, feed)
    changes(story, first, lambda review: replace(review, asked_at=NOW))
    written = connects(story)
    assert first.id not in [review.id for review in written]
    assert standing(story, feed) == [first.id]


def test_a_new_address_holds_the_same_and_the_old_one_leads_nowhere_at_once(story: Story, feed: Feed) -> None:
    before = read(story, feed)
    newer = story.run(renew_feed, story.press_on(feed.version), ANA, story.now)
    assert newer.secret != feed.secret
    assert read(story, newer).entries == before.entries
    with pytest.raises(NotHere):
        read(story, feed)


def test_a_removed_address_leads_nowhere_and_another_one_can_be_made(story: Story, feed: Feed) -> None:
    ended = story.run(end_feed, story.press_on(feed.version), ANA, story.now)
    assert (ended.secret, ended.ended_at) == (None, story.now)
    with pytest.raises(NotHere):
        read(story, feed)
    for press in (end_feed, renew_feed):
        with pytest.raises(NotHere):
            story.run(press, story.press_on(ended.version), ANA, story.now)
    again = makes(story)
    assert again.secret not in (None, feed.secret)
    assert len(standing(story, again)) == 2


def test_a_secret_that_nobody_has_leads_nowhere(story: Story, feed: Feed) -> None:
    for guess in ("", "None", ANA, feed.secret[:-1] if feed.secret else "", "x" * 5000):
        with pytest.raises(NotHere):
            story.run(hand_out_feed, guess, story.now)


def test_pressing_twice_makes_one_address_and_an_old_card_changes_nothing(story: Story, feed: Feed) -> None:
    press = story.press_on(feed.version)
    newer = story.run(renew_feed, press, ANA, story.now)
    with pytest.raises(PressedAlready):
        story.run(renew_feed, press, ANA, story.now)
    with pytest.raises(SomeoneWasFaster):
        story.run(end_feed, story.press_on(feed.version), ANA, story.now)
    assert story.run(lambda work: work.feeds.of(ANA)) == newer


def test_everybody_has_an_address_of_their_own_with_nothing_of_others(story: Story, feed: Feed) -> None:
    bens = makes(story, BEN)
    assert bens.secret != feed.secret
    assert read(story, bens).entries == ()
    with pytest.raises(NotHere):
        story.run(end_feed, story.press_on(0), DAN, story.now)


def test_the_cards_show_the_address_to_its_owner_and_follow_when_it_changes(story: Story, feed: Feed) -> None:
    story.run(find_connecting, ANA, story.now)
    story.chat_of(ANA)
    newer = story.run(renew_feed, story.press_on(feed.version), ANA, story.now)
    shown = story.chat_of(ANA)
    assert [view.feed for _, view in shown if isinstance(view, ConnectionView)] == [newer]
    assert MessageKind.CYCLE in [kind for kind, _ in shown]
    assert story.cycle_of(open_reviews(story)[0]).feed == newer


def test_what_has_long_passed_or_long_been_gone_is_left_out() -> None:
    gone = replace(ENTRY, review=ReviewId("review-2"), cancelled_at=NOW)
    for entry, shown in ((ENTRY, PAST_SHOWN + timedelta(minutes=30)), (gone, CANCELLED_SHOWN)):
        assert handed_out([entry], now=NOW + shown - timedelta(seconds=1)) == [entry]
        assert handed_out([entry], now=NOW + shown) == []


def test_the_file_is_bounded_and_its_oldest_stay_out() -> None:
    entries = [
        replace(ENTRY, review=ReviewId(str(number)), slot=Slot(starts_at=at, ends_at=at + timedelta(minutes=30)))
        for number, at in ((number, NOW + timedelta(hours=number)) for number in range(MOST_ENTRIES + 5))
    ]
    held = handed_out(reversed(entries), now=NOW)
    assert held == entries[5:]


def test_a_review_whose_entry_may_stand_by_now_is_not_in_the_file_of_who_is_connected(story: Story) -> None:
    story.starts(story.drafts())
    (review, _) = open_reviews(story)
    half = replace(review, slot=ENTRY.slot, stood=ENTRY.slot, asked_at=NOW)
    assert brought_up_to_date([], [half], is_connected=True, now=NOW) == []
    written = replace(half, entry=EntryId("entry-1"))
    assert brought_up_to_date([], [written], is_connected=True, now=NOW) == []
