"""What calendars tell about the things of whoever presses buttons, as the jobs would carry it out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.engine import Engine

from learning.actions.calendar_closed import calendar_closed
from learning.actions.calendar_looks_empty import calendar_looks_empty
from learning.actions.know_companions import companion_known, unknown_companions
from learning.actions.talks import place_talk
from learning.connection import WhyNot
from learning.entries import Answered, Entry, Guest, Reply, Slot
from learning.people import PersonId
from learning.review import Review
from learning.talk import LENGTH
from storage.tables import requests
from tests.attacks.pressing import who
from tests.learning.following import entry_of, seen, seen_away, the_day_of
from tests.learning.story import Story

Telling = Callable[[Story, Review, PersonId], None]
"""What a learner's calendar may tell of a review that stands; the last is who else is invited."""
_ONE_DAY = timedelta(days=1)


def guest(person: PersonId) -> Guest:
    """What calendars know this person by."""
    return Guest(address=f"{person[-4:]}@example.org", name=who(person).name)


def companions_are_known(story: Story, learner: PersonId) -> None:
    """As the job `companions` does."""
    for unknown in story.run(unknown_companions, learner, story.now):
        story.run(companion_known, learner, unknown, guest(unknown.person), story.now)


def talks_are_placed(story: Story, engine: Engine, learner: PersonId) -> None:
    """As the job `talk` does, for each talk that has no moment yet."""
    moment = Slot(starts_at=story.now + _ONE_DAY, ends_at=story.now + _ONE_DAY + LENGTH)
    with engine.connect() as connection:
        rows = connection.execute(select(requests.c.id, requests.c.peer).where(requests.c.learner == learner)).all()
    for row in rows:
        story.run(place_talk, row.id, moment, guest(row.peer), story.now)


def standing(story: Story, learner: PersonId) -> list[Review]:
    """The reviews of this learner whose entry stands, and is to stand there."""
    reviews = story.run(lambda work: work.reviews.open_of(learner))
    return [each for each in reviews if each.slot and each.stood and each.entry and each.gone_at is None]


def proposes(story: Story, review: Review, by: PersonId) -> None:
    """Somebody who is invited would rather come a day later."""
    assert review.stood
    later = Slot(starts_at=review.stood.starts_at + _ONE_DAY, ends_at=review.stood.ends_at + _ONE_DAY)
    answered = Answered(guest=guest(by), reply=Reply.TENTATIVE, proposes=later)
    stands = Entry(id=entry_of(review), slot=review.stood, guests=(answered,))
    story.reading_tells(seen(stands), review.learner)


def is_away(story: Story, review: Review, by: PersonId) -> None:  # noqa: ARG001  all are called alike
    """Its learner is out of office all of that day."""
    story.reading_tells(seen_away(the_day_of(review)), review.learner)


def is_deleted(story: Story, review: Review, by: PersonId) -> None:  # noqa: ARG001  all are called alike
    """Its learner deleted the entry."""
    story.reading_tells(seen(gone=entry_of(review)), review.learner)


def looks_empty(story: Story, review: Review, by: PersonId) -> None:  # noqa: ARG001  all are called alike
    """All that stood in its learner's calendar is gone at once."""
    story.run(calendar_looks_empty, review.learner, story.now)


def is_closed(story: Story, review: Review, by: PersonId) -> None:  # noqa: ARG001  all are called alike
    """Its learner has not connected the calendar."""
    story.run(calendar_closed, review.learner, WhyNot.NOT_CONNECTED, None, story.now)


TELLINGS: tuple[Telling, ...] = (
    proposes,
    is_away,
    is_deleted,
    looks_empty,
    is_closed,
)
