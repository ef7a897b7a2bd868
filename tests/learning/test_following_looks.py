"""What is looked at though no notice told of it: lost notices lose nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine

from learning.actions.answer_gone_review import LeaveReviewOut, PutReviewBack, answer_gone_review
from learning.actions.calendar_unreachable import calendar_unreachable
from learning.actions.find_due import find_due
from learning.actions.follow_calendar import entries_of_reviews, keep_watch
from learning.entries import Watch
from learning.review import Review
from tests.cast import ANA, slot
from tests.learning.following import (
    as_it_stands,
    entry_of,
    seen,
    seen_elsewhere,
    standing_check_in,
)
from tests.learning.story import Story
from tests.learning.test_following_the_calendar import calendar_jobs, everything_done
from tests.work_fixture import WaitingJob


@pytest.fixture
def check_in(story: Story) -> Review:
    """It stands, and a reading told of all that stands."""
    known = standing_check_in(story)
    ours = story.run(entries_of_reviews, ANA, story.now).standing
    story.reading_tells(replace(seen(*(as_it_stands(each) for each in reviews_of(story))), here=ours))
    return story.review(known)


def reviews_of(story: Story) -> list[Review]:
    return list(story.run(lambda work: work.reviews.open_of(ANA)))


def test_what_was_just_written_is_looked_at_until_a_reading_tells_of_it(story: Story) -> None:
    """Of what is deleted before the first reading, none ever tells."""
    check_in = standing_check_in(story)
    assert entry_of(check_in) in story.run(entries_of_reviews, ANA, story.now).looked_at
    told = seen(as_it_stands(check_in))
    story.reading_tells(replace(told, here=frozenset(told.entries)))
    assert entry_of(check_in) not in story.run(entries_of_reviews, ANA, story.now).looked_at


def test_what_stands_elsewhere_is_looked_at_each_time(story: Story, check_in: Review) -> None:
    assert entry_of(check_in) not in story.run(entries_of_reviews, ANA, story.now).looked_at
    story.reading_tells(seen_elsewhere(check_in))
    assert entry_of(check_in) in story.run(entries_of_reviews, ANA, story.now).looked_at
    story.reading_tells(replace(seen(as_it_stands(check_in)), here=frozenset({entry_of(check_in)})))
    assert entry_of(check_in) not in story.run(entries_of_reviews, ANA, story.now).looked_at


def test_what_begins_within_the_hour_is_looked_at_and_so_is_what_we_are_about_to_move(
    story: Story, check_in: Review
) -> None:
    assert check_in.slot
    story.now = check_in.slot.starts_at - timedelta(minutes=59)
    ours = story.run(entries_of_reviews, ANA, story.now)
    assert ours.looked_at == {entry_of(check_in)}
    assert len(ours.standing) == 2
    story.now = check_in.slot.starts_at + timedelta(minutes=1)
    assert story.run(entries_of_reviews, ANA, story.now).looked_at == set()


@pytest.mark.parametrize(
    ("minutes_before", "read_minutes_ago", "is_read"),
    [(14, 11, True), (14, 9, False), (16, 11, False), (0, 11, False)],
)
def test_the_calendar_is_read_shortly_before_a_review_unless_it_was_just_now(
    story: Story,
    check_in: Review,
    engine: Engine,
    waiting_jobs: Callable[[], list[WaitingJob]],
    minutes_before: int,
    read_minutes_ago: int,
    *,
    is_read: bool,
) -> None:
    assert check_in.slot
    story.run(keep_watch, ANA, Watch(id="watch", ends_at=story.now + timedelta(days=90)), story.now)
    begins_at = check_in.slot.starts_at
    story.now = begins_at - timedelta(minutes=minutes_before + read_minutes_ago)
    story.reading_tells(seen())
    everything_done(engine)
    story.now = begins_at - timedelta(minutes=minutes_before)
    story.run(find_due, story.now)
    assert (calendar_jobs(waiting_jobs()) == [ANA]) is is_read


def test_a_calendar_that_cannot_be_reached_is_not_tried_for_that(
    story: Story, check_in: Review, engine: Engine, waiting_jobs: Callable[[], list[WaitingJob]]
) -> None:
    assert check_in.slot
    story.run(keep_watch, ANA, Watch(id="watch", ends_at=story.now + timedelta(days=90)), story.now)
    story.now = check_in.slot.starts_at - timedelta(minutes=25)
    story.reading_tells(seen())
    story.run(calendar_unreachable, ANA, story.now)
    everything_done(engine)
    story.now = check_in.slot.starts_at - timedelta(minutes=14)
    story.run(find_due, story.now)
    assert calendar_jobs(waiting_jobs()) == []


def test_what_was_deleted_is_not_expected_to_stand_and_may_be_brought_back_anywhere(
    story: Story, check_in: Review
) -> None:
    story.reading_tells(seen(gone=check_in.entry))
    gone = story.review(check_in)
    for _ in ("asked about", "left out"):
        ours = story.run(entries_of_reviews, ANA, story.now)
        assert entry_of(check_in) in ours.looked_at - ours.standing
        leaving = LeaveReviewOut(review=gone.id, press=story.press_on(gone.version))
        if story.review(check_in).is_open:
            story.run(answer_gone_review, leaving, ANA, story.now)


def test_so_may_what_it_had_before(story: Story, check_in: Review) -> None:
    story.reading_tells(seen(gone=check_in.entry))
    gone = story.review(check_in)
    story.run(answer_gone_review, PutReviewBack(review=gone.id, press=story.press_on(gone.version)), ANA, story.now)
    ours = story.run(entries_of_reviews, ANA, story.now)
    assert entry_of(check_in) in ours.looked_at - ours.standing


def test_what_stands_beyond_what_is_read_is_looked_at_each_time(story: Story, check_in: Review) -> None:
    next_year = slot("2027-04-05 08:00", "08:30")
    story.reading_tells(seen(replace(as_it_stands(check_in), slot=next_year)))
    ours = story.run(entries_of_reviews, ANA, story.now)
    assert entry_of(check_in) in ours.looked_at & ours.standing
