"""What a new end, or the end of a pause, means for the reviews of a cycle. Pure; the calendar follows later."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from learning.people import Person, today_of
from learning.review import Review, ReviewKind, drop, seek


def with_new_end(review: Review, ends_on: date, *, learner: Person, now: datetime) -> Review:
    """The review in a cycle that ends on this day: check-ins beyond it are left out, the closing review goes along.

    A closing review that the learner placed by hand stays where it is as long as that lies before the end.
    """
    if not review.is_open:
        return review
    day = day_of(review, learner)
    if review.kind is ReviewKind.CHECK_IN:
        return drop(review, now=now) if day >= ends_on else review
    stays = review.dragged_at is not None and review.slot is not None and day <= ends_on
    return review if stays else seek(review, ends_on)


def after_pause(review: Review, *, later: timedelta, learner: Person, now: datetime) -> Review:
    """The review after a pause that moved the end so much later: what its time passed for gets a new one."""
    has_passed = review.slot is not None and review.slot.starts_at <= now
    if not (review.is_open and has_passed and review.asked_at is None and review.gone_at is None):
        return review
    return seek(review, max(today_of(learner, now), review.ideal_on + later))


def day_of(review: Review, learner: Person) -> date:
    """The day on which the review stands, or would stand best, where the learner is."""
    if review.slot is None:
        return review.ideal_on
    return review.slot.starts_at.astimezone(ZoneInfo(learner.zone)).date()
