"""What a learner may rely on who disconnects their calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.engine import Engine

from learning.actions.ask_to_connect import find_connection
from learning.actions.calendar_unreachable import calendar_reached
from learning.actions.disconnect import disconnect, find_disconnecting, is_disconnected, watch_to_end
from learning.actions.follow_calendar import keep_watch
from learning.entries import Slot, Watch
from learning.jobs import JobKind
from learning.messages import MessageKind
from learning.review import place, seek
from tests.cast import ANA, DAN
from tests.learning.connecting import card, closed, connects, open_reviews, started
from tests.learning.story import Story
from tests.learning.test_following_the_calendar import everything_done
from tests.work_fixture import WaitingJob

Jobs = Callable[[], list[WaitingJob]]


def test_disconnecting_takes_one_press_and_the_entries_stay(story: Story, engine: Engine, waiting_jobs: Jobs) -> None:
    started(story)
    connects(story)
    story.calendar_is_written()
    story.run(keep_watch, ANA, Watch(id="watch-1", ends_at=story.now + timedelta(days=6)), story.now)
    everything_done(engine)
    connection = story.run(find_connection, ANA, story.now)
    story.run(disconnect, story.press_on(connection.version), ANA, story.now)
    now_it_is = card(story).connection
    assert now_it_is
    assert (now_it_is.works, now_it_is.left_at) == (False, story.now)
    assert [job.about for job in waiting_jobs() if job.kind == JobKind.DISCONNECT] == [ANA]
    assert all(review.entry for review in open_reviews(story))
    assert not story.removed
    assert story.run(watch_to_end, ANA, story.now) == "watch-1"
    assert story.run(watch_to_end, ANA, story.now) is None


def test_who_disconnected_is_not_asked_again_not_even_in_the_next_cycle(story: Story) -> None:
    started(story)
    connects(story)
    story.run(find_disconnecting, ANA, story.now)
    story.chat_of(ANA)
    story.now += timedelta(days=1)
    closed(story)
    story.run(lambda work: work.watchings.remove(ANA))  # as at the end of a cycle
    story.starts(story.drafts())
    closed(story)
    assert MessageKind.CONNECTION not in [kind for kind, _ in story.chat_of(ANA)]


def test_a_reading_that_was_under_way_does_not_connect_again_what_was_disconnected(story: Story) -> None:
    started(story)
    connects(story)
    story.run(find_disconnecting, ANA, story.now)
    story.run(calendar_reached, ANA, story.now)
    connection = card(story).connection
    assert connection
    assert not connection.works


def test_who_connects_again_at_once_keeps_the_new_right(story: Story) -> None:
    started(story)
    connects(story)
    story.run(find_disconnecting, ANA, story.now)
    assert story.run(is_disconnected, ANA, story.now)
    connects(story)
    assert not story.run(is_disconnected, ANA, story.now)
    assert story.run(watch_to_end, ANA, story.now) is None


def test_disconnecting_what_is_not_connected_changes_nothing(story: Story, waiting_jobs: Jobs) -> None:
    story.run(find_disconnecting, DAN, story.now)
    assert not [job for job in waiting_jobs() if job.kind == JobKind.DISCONNECT]


def test_a_check_in_for_which_there_is_no_time_before_the_closing_review_is_left_out_in_the_chat(story: Story) -> None:
    started(story)
    check_in, closing = open_reviews(story)
    soon = Slot(starts_at=story.now + timedelta(hours=1), ends_at=story.now + timedelta(hours=2))
    story.run(lambda work: work.reviews.put(place(closing, soon)))
    story.run(lambda work: work.reviews.put(seek(check_in, check_in.ideal_on)))
    closed(story)
    assert [review.id for review in open_reviews(story)] == [closing.id]
    assert story.review(check_in).skipped_at == story.now
    assert MessageKind.CYCLE in [kind for kind, _ in story.chat_of(ANA)]
