"""What a moment would cost somebody: nothing, a meeting, a lunch, a day off. Moments are compared by that alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from learning.entries import Availability, Slot
from learning.free_moments_day import WorkingDay, working_day

NOTHING = 0
ANOTHER_REVIEW_THAT_DAY = 1
AWAY_THAT_DAY = 2
TENTATIVE = 4
LUNCH_BREAK = 8
TAKEN = 16
AWAY = 32
NOT_AT_WORK = 64
"""Each costs more than all before it together, so costs are added up and the worst one decides."""

FREE = ANOTHER_REVIEW_THAT_DAY | AWAY_THAT_DAY
"""What a moment may cost and still be free: the day is not the best, but nothing stands there."""


@dataclass(frozen=True, kw_only=True)
class PersonsDay:
    """One working day of one person: what every moment of it costs, and what each thing that stands in it adds."""

    work: WorkingDay
    cost: int
    stands: tuple[tuple[Slot, int], ...]


def persons_day(day: date, availability: Availability, length: timedelta, reviews: Iterable[Slot] = ()) -> PersonsDay:
    """This day of this person, whose other reviews stand there, for moments of this length.

    Hours too short for it count as long enough: what stands behind them matters too. Working elsewhere is work and
    costs nothing.
    """
    work = working_day(day, availability.hours)
    starts_at = work.hours.starts_at
    span = Slot(starts_at=starts_at, ends_at=max(work.hours.ends_at, starts_at + length))
    away = _priced(availability.away, AWAY, span)
    reviewed = any(_is_on(work.on, span, review, availability.hours.zone) for review in reviews)
    return PersonsDay(
        work=work,
        cost=(ANOTHER_REVIEW_THAT_DAY if reviewed else NOTHING) | (AWAY_THAT_DAY if away else NOTHING),
        stands=(
            *_priced(availability.busy, TAKEN, span),
            *_priced(reviews, TAKEN, span),
            *_priced(availability.tentative, TENTATIVE, span),
            *_priced(work.lunches, LUNCH_BREAK, span),
            *away,
        ),
    )


def cost(slot: Slot, day: PersonsDay) -> int:
    """What this moment of the day would cost."""
    total, starts_at, ends_at = day.cost, slot.starts_at, slot.ends_at
    for thing, price in day.stands:
        if thing.starts_at < ends_at and starts_at < thing.ends_at:  # `overlaps` by hand: asked most of all
            total |= price
    return total


def cost_of_any(slot: Slot, days: Iterable[PersonsDay]) -> int:
    """What it would cost somebody who works on these days."""
    return next((cost(slot, day) for day in days if _holds(day.work.hours, slot)), NOT_AT_WORK)


def _holds(hours: Slot, slot: Slot) -> bool:
    return hours.starts_at <= slot.starts_at and slot.ends_at <= hours.ends_at


def _priced(slots: Iterable[Slot], price: int, span: Slot) -> list[tuple[Slot, int]]:
    starts_at, ends_at = span.starts_at, span.ends_at
    # `overlaps` by hand: a calendar is long, and all of it is asked for each day.
    return [(slot, price) for slot in slots if slot.starts_at < ends_at and starts_at < slot.ends_at]


def _is_on(day: date, span: Slot, review: Slot, zone: str) -> bool:
    """Whether a review is on this working day, or on its date after hours, where the learner may have dragged it."""
    return review.overlaps(span) or review.starts_at.astimezone(ZoneInfo(zone)).date() == day
