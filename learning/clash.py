"""When a review's moment no longer suits: its learner is out of office then, or works at other hours by now. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from learning.calendar_steps import BackAtWork, Clash, OutsideHours
from learning.entries import Slot, WorkingHours
from learning.errors import Refusal
from learning.free_moments_day import working_day, works_on
from learning.review import Review, check_open, seek

_ONE_DAY = timedelta(days=1)


class ClashIsOver(Refusal):
    """The review no longer stands in the way of anything."""


def clashes(
    review: Review,
    away: Iterable[Slot],
    new_hours: WorkingHours | None,
    *,
    back: Collection[Slot] = (),
    now: datetime,
) -> Iterator[Clash | BackAtWork | OutsideHours]:
    """What is to be told about the moment of a review that lies ahead; nothing of which the learner was told.

    `back` are the stretches of time of which they were asked, and in which they are out of office no more.
    """
    slot = review.slot
    if slot is None or not _lies_ahead(review, now):
        return
    over_it = next((each for each in sorted(away) if each.overlaps(slot)), None)
    if over_it is not None:
        if review.clash is None or not review.clash.overlaps(over_it):  # a longer one of those told is no news
            yield Clash(review=review.id, away=over_it)
        return
    if slot in back and is_asked_over_away(review, now=now):
        yield BackAtWork(review=review.id)
    if new_hours is not None and review.dragged_at is None and not _lies_within(slot, new_hours):
        yield OutsideHours(review=review.id)


def _lies_within(slot: Slot, hours: WorkingHours) -> bool:
    """Whether all of it is working time there. Work at night begins the day before."""
    there = slot.starts_at.astimezone(ZoneInfo(hours.zone)).date()
    worked = (working_day(day, hours).hours for day in (there - _ONE_DAY, there) if works_on(day, hours))
    return any(each.starts_at <= slot.starts_at and slot.ends_at <= each.ends_at for each in worked)


def hours_text(hours: WorkingHours) -> str:
    """These hours in one line, to tell whether they have changed: `Europe/Amsterdam 01234 09:00-17:00`."""
    days = "".join(str(day) for day in sorted(hours.days))
    return f"{hours.zone} {days} {hours.starts:%H:%M}-{hours.ends:%H:%M}"


def told_of_away(review: Review, away: Slot) -> Review:
    """The learner is told that they are out of office then."""
    return replace(review, clash=away, outside_at=None, left_there_at=None)


def back_at_work(review: Review, *, now: datetime) -> Review:
    """The learner is out of office no more then: by that it may stay, unless their hours are in question too."""
    return replace(review, clash=None, left_there_at=now if review.outside_at is None else None)


def told_of_hours(review: Review, *, now: datetime) -> Review:
    """The learner is told that it lies outside their working hours."""
    return replace(review, outside_at=now, left_there_at=None)


def is_in_question(review: Review) -> bool:
    """Whether the learner was told that its moment does not suit, and nothing came of that yet."""
    if not review.is_open or review.gone_at is not None or review.slot is None or review.left_there_at is not None:
        return False
    return review.outside_at is not None or _is_over(review.slot, review.clash)


def is_asked_over_away(review: Review, *, now: datetime) -> bool:
    """Whether they were asked because they are out of office then, and it is time yet to see whether they still are."""
    is_over = review.slot is not None and _is_over(review.slot, review.clash)
    return is_over and is_in_question(review) and _lies_ahead(review, now)


def seek_elsewhere(review: Review, near: date) -> Review:
    """The learner wants another moment, near that day."""
    _check_in_question(review)
    return seek(review, near)


def leave_there(review: Review, *, now: datetime) -> Review:
    """The learner wants it to stay where it is."""
    _check_in_question(review)
    return replace(review, left_there_at=now)


def _check_in_question(review: Review) -> None:
    check_open(review)
    if not is_in_question(review):
        raise ClashIsOver


def _lies_ahead(review: Review, now: datetime) -> bool:
    return review.slot is not None and review.slot.starts_at > now and review.asked_at is None


def _is_over(slot: Slot, away: Slot | None) -> bool:
    return away is not None and away.overlaps(slot)
