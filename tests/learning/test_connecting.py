"""A cycle runs without a calendar until its learner connects it: the reviews come due, and then find their moments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.engine import Engine

from learning.actions.find_due import find_due
from learning.actions.follow_calendar import keep_watch
from learning.connection import WhyNot
from learning.entries import Watch
from learning.messages import MessageKind
from learning.review import seek
from tests.cast import ANA, BEN
from tests.learning.connecting import card, closed, connects, open_reviews, started, told, why
from tests.learning.story import Story
from tests.learning.test_following_the_calendar import calendar_jobs, everything_done
from tests.work_fixture import WaitingJob

Jobs = Callable[[], list[WaitingJob]]


def test_a_cycle_without_a_connection_runs_in_the_chat_and_offers_to_connect_once(story: Story) -> None:
    story.starts(story.drafts())
    story.chat_of(ANA)
    closed(story)
    kinds = [kind for kind, _ in story.chat_of(ANA)]
    assert kinds.count(MessageKind.CONNECTION) == 1
    assert kinds.index(MessageKind.CYCLE) < kinds.index(MessageKind.CONNECTION)
    for _ in range(3):
        story.now += timedelta(hours=7)
        closed(story)
    assert told(story) == []


def test_reviews_without_a_calendar_get_a_sensible_hour_and_come_due_then(story: Story) -> None:
    started(story)
    check_in, closing = open_reviews(story)
    assert check_in.slot
    assert check_in.slot.starts_at.isoformat() == "2026-03-30T08:00:00+00:00"  # ten in the morning in Amsterdam
    assert closing.slot
    assert closing.slot.starts_at.isoformat() == "2026-04-27T08:00:00+00:00"
    story.chat_of(ANA)
    story.now = check_in.slot.starts_at
    story.run(find_due, story.now)
    assert MessageKind.REVIEW in [kind for kind, _ in story.chat_of(ANA)]


def test_a_new_moment_that_is_wanted_meanwhile_is_found_without_the_calendar_too(story: Story) -> None:
    started(story)
    (review, _) = open_reviews(story)
    story.run(lambda work: work.reviews.put(seek(review, review.ideal_on + timedelta(days=7))))
    story.chat_of(ANA)
    story.now += timedelta(hours=7)
    closed(story)
    slot = story.review(review).slot
    assert slot
    assert slot.starts_at.isoformat() == "2026-04-06T08:00:00+00:00"
    assert [kind for kind, _ in story.chat_of(ANA)] == [MessageKind.CONTRACT, MessageKind.CYCLE]


def test_the_cycle_card_says_that_the_reviews_are_in_the_chat(story: Story) -> None:
    started(story)
    (review, _) = open_reviews(story)
    assert story.cycle_of(review).is_in_chat
    connects(story)
    assert not story.cycle_of(review).is_in_chat


def test_once_connected_reviews_are_sought_a_free_moment_and_the_card_says_so(
    story: Story, engine: Engine, waiting_jobs: Jobs
) -> None:
    started(story)
    everything_done(engine)
    connects(story)
    assert card(story).connection
    assert why(story) is None
    assert calendar_jobs(waiting_jobs()) == [ANA]
    assert [review.slot for review in open_reviews(story)] == [None, None]
    assert len(story.calendar_is_written()) == 2


def test_a_review_that_stands_or_has_come_due_stays_where_it_is_when_reconnected(story: Story) -> None:
    first, second = story.running_cycle()
    assert first.slot
    story.now = first.slot.starts_at
    story.run(find_due, story.now)
    closed(story, WhyNot.ENDED)
    connects(story)
    assert [story.review(review).slot for review in (first, second)] == [first.slot, second.slot]


def test_after_reconnecting_the_calendar_is_read_from_its_start(story: Story) -> None:
    story.running_cycle()
    story.run(keep_watch, ANA, Watch(id="watch-1", ends_at=story.now + timedelta(days=6)), story.now)
    closed(story, WhyNot.ENDED)
    connects(story)
    watching = story.run(lambda work: work.watchings.of(ANA))
    assert watching
    assert (watching.mark, watching.watch, watching.unreachable_at) == (None, None, None)


def test_nothing_is_asked_of_somebody_whose_calendar_is_to_hold_nothing(story: Story) -> None:
    closed(story, person=BEN)
    assert MessageKind.CONNECTION not in [kind for kind, _ in story.chat_of(BEN)]


def test_the_contract_card_does_not_look_for_moments_in_a_calendar_that_it_may_not_see(story: Story) -> None:
    contract = story.starts(story.drafts())
    assert story.contract_of(contract).is_placing
    closed(story)
    assert not story.contract_of(contract).is_placing
