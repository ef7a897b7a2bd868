"""The learner deleted a review's calendar entry and says what that means: put it back, or leave the review out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.pressing import Press, check_press
from learning.actions.telling import defer_calendar, refresh
from learning.messages import MessageKind
from learning.people import PersonId
from learning.review import Review, ReviewId, leave_out
from learning.review_entry import put_back
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class PutReviewBack:
    """The entry is wanted after all."""

    review: ReviewId
    press: Press


@dataclass(frozen=True, kw_only=True)
class LeaveReviewOut:
    """The review is not wanted."""

    review: ReviewId
    press: Press


def answer_gone_review(work: Work, command: PutReviewBack | LeaveReviewOut, actor: PersonId, now: datetime) -> Review:
    """Do as the learner says."""
    review = work.reviews.for_learner(command.review, learner=actor)
    check_press(work, actor, command.press, version=review.version, now=now)
    match command:
        case PutReviewBack():
            review = work.reviews.put(put_back(review, now=now))
            defer_calendar(work, actor, now=now)
        case LeaveReviewOut():
            review = work.reviews.put(leave_out(review, now=now))
    refresh(work, MessageKind.REVIEW_GONE, review.id, now=now)
    refresh(work, MessageKind.CYCLE, review.cycle, now=now)
    return review
