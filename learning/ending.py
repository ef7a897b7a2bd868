"""What a new end, or the end of a pause, means for the reviews of a cycle. Pure; the calendar follows later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from learning.cycle import review_days
from learning.entries import Slot
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


def back_by_hand(review: Review, by_hand: Slot, *, now: datetime) -> Review:
    """The closing review where the learner had placed it before the end moved, unless they placed it anew since."""
    is_wanted = review.kind is ReviewKind.CLOSING and review.is_open and review.gone_at is None
    if not is_wanted or review.dragged_at is not None or by_hand.starts_at <= now:
        return review
    return replace(review, slot=by_hand, dragged_at=now)


def check_ins_to_add(
    reviews: Sequence[Review], opened_on: date, *, before: date, ends_on: date, learner: Person, now: datetime
) -> tuple[date, ...]:
    """The days of the check-ins that a cycle lacks when it ends on this day, later than `before`.

    One is wanted about every four weeks after the last one there is. What was left out before its old end counts as
    there, since the learner wanted it so; what fell out because it lay beyond a sooner end does not.
    """
    if ends_on <= before:
        return ()
    there = [
        day_of(each, learner)
        for each in reviews
        if each.kind is ReviewKind.CHECK_IN and (each.skipped_at is None or each.ideal_on < before)
    ]
    wanted = review_days(max([opened_on, *there]), ends_on)
    today = today_of(learner, now)
    return tuple(day.ideal_on for day in wanted if day.kind is ReviewKind.CHECK_IN and day.ideal_on > today)


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
