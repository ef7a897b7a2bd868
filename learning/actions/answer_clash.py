"""A review's moment no longer suits, and the learner says what follows: another moment, or none of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.pressing import Press, check_press
from learning.actions.telling import defer_calendar, refresh
from learning.clash import leave_there, seek_elsewhere
from learning.ending import day_of
from learning.messages import MessageKind
from learning.people import PersonId
from learning.review import Review, ReviewId
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class FindAnotherMoment:
    """The review is to get a free moment near the day on which it stands."""

    review: ReviewId
    press: Press


@dataclass(frozen=True, kw_only=True)
class LeaveReviewThere:
    """The review is to stay where it is."""

    review: ReviewId
    press: Press


def answer_clash(work: Work, command: FindAnotherMoment | LeaveReviewThere, actor: PersonId, now: datetime) -> Review:
    """Do as the learner says. Whoever drags the entry instead needs no button."""
    review = work.reviews.for_learner(command.review, learner=actor)
    check_press(work, actor, command.press, version=review.version, now=now)
    match command:
        case FindAnotherMoment():
            review = work.reviews.put(seek_elsewhere(review, day_of(review, work.people.get(actor))))
            defer_calendar(work, actor, now=now)
        case LeaveReviewThere():
            review = work.reviews.put(leave_there(review, now=now))
    refresh(work, MessageKind.REVIEW_CLASH, review.id, now=now)
    refresh(work, MessageKind.CYCLE, review.cycle, now=now)
    return review
