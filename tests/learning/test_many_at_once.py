"""In a large company much comes due in the same minute. It is kept in pieces, and nothing of it is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, delete

from learning.actions.find_due import PARTS, PIECE, find_due
from learning.actions.organisation_allowed import PIECE as TOLD_AT_ONCE
from learning.actions.organisation_allowed import organisation_allowed
from learning.connection import Connection, WhyNot
from learning.entries import Slot
from learning.jobs import JobKind
from learning.people import Person, PersonId
from learning.review import ReviewId
from learning.watching import READ_ANYWAY_AFTER, Watching
from learning.work import Work
from storage.tables import jobs
from tests.cast import ANA
from tests.learning.story import Story
from tests.work_fixture import WaitingJob

HOUR = timedelta(hours=1)
Jobs = Callable[[], list[WaitingJob]]


@pytest.fixture
def reading(waiting_jobs: Callable[[], list[WaitingJob]]) -> Jobs:
    """The calendars that wait to be read."""
    return lambda: [job for job in waiting_jobs() if job.kind == JobKind.CALENDAR]


def _many_reviews(work: Work, like: str, count: int) -> None:
    review = work.reviews.for_learner(ReviewId(like), learner=ANA)
    for number in range(count):
        work.reviews.add(replace(review, id=ReviewId(f"many-{number}"), entry=None, version=1))


def _many_calendars(work: Work, count: int, now: datetime) -> None:
    for number in range(count):
        window = Slot(starts_at=now, ends_at=now + HOUR)
        work.watchings.add(Watching(person=PersonId(f"meadow:{number}"), secret="s", window=window))


def _asked(work: Work, count: int) -> int:
    reviews = (work.reviews.for_learner(ReviewId(f"many-{number}"), learner=ANA) for number in range(count))
    return sum(review.asked_at is not None for review in reviews)


def test_of_many_reviews_that_come_due_in_one_minute_each_is_asked_about(story: Story) -> None:
    first, *_ = story.running_cycle()
    many = 2 * PIECE + 5
    story.run(_many_reviews, first.id, many)
    assert first.slot is not None
    story.now = first.slot.starts_at
    asked, has_more = [], True
    while has_more:
        has_more = story.run(find_due, story.now, PARTS[:1])
        asked.append(story.run(_asked, many))
    assert asked[-1] == many
    assert max(after - before for before, after in zip([0, *asked], asked, strict=False)) <= PIECE


def test_of_many_calendars_that_nobody_read_each_is_read_once(story: Story, reading: Jobs, engine: Engine) -> None:
    many = PIECE + 5
    story.run(_many_calendars, many, story.now)
    assert story.run(find_due, story.now)
    assert len(reading()) == PIECE
    assert not story.run(find_due, story.now)
    assert len(reading()) == many
    with engine.begin() as connection:
        connection.execute(delete(jobs))
    for later, deferred in ((HOUR, 0), (READ_ANYWAY_AFTER, 0), (READ_ANYWAY_AFTER + HOUR, PIECE)):
        story.run(find_due, story.now + later)
        assert len(reading()) == deferred  # they are as if carried out; nobody asks for them each minute


def test_a_calendar_that_is_tried_again_later_is_not_hurried_by_the_tick(
    story: Story, reading: Jobs, engine: Engine
) -> None:
    story.run(_many_calendars, 1, story.now)
    story.run(find_due, story.now)
    put_off = story.now + HOUR
    with engine.begin() as connection:
        connection.execute(jobs.update().values(due_at=put_off))
    story.run(find_due, story.now + timedelta(minutes=1))
    assert [job.due_at for job in reading()] == [put_off]


def test_a_whole_company_that_waits_is_told_in_pieces_that_the_app_is_allowed(story: Story) -> None:
    def wait(work: Work) -> None:
        for number in range(TOLD_AT_ONCE + 3):
            person = PersonId(f"meadow:{number}")
            work.people.put(Person(id=person, name="", locale="en", zone="UTC", chat=None))
            work.connections.add(Connection(person=person, why=WhyNot.NOT_ALLOWED))

    story.run(wait)
    assert [story.run(organisation_allowed, story.now) for _ in range(3)] == [TOLD_AT_ONCE, 3, 0]


@pytest.mark.parametrize("days", [89, 91])
def test_which_buttons_were_pressed_is_forgotten_after_three_months(story: Story, days: int) -> None:
    story.run(lambda work: work.presses.note(ANA, "key", story.now))
    later = story.now + timedelta(days=days)
    story.run(find_due, later)
    assert story.run(lambda work: work.presses.note(ANA, "key", later)) == (days > 90)
