"""Whether working time is scarce on a day: then learning time there is shown busy, so that nobody takes it."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from learning.entries import Availability, Slot
from learning.free_moments_day import WorkingDay, working_day, works_on

LITTLE = 3
"""Scarce is working time of which no more than one part in so many is free."""
_ONE_DAY = timedelta(days=1)


def is_scarce(block: Slot, availability: Availability) -> bool:
    """Whether little of the working time around this block is still free, and all of the block is.

    The block itself is shown free, so it counts as free. What is taken already cannot be protected any more, and
    outside working hours nobody takes anything.
    """
    work = _work_around(block, availability)
    taken = [*availability.busy, *availability.tentative, *availability.away]
    if work is None or any(block.overlaps(each) for each in taken):
        return False
    whole = _left(work.hours, list(work.lunches))
    return LITTLE * _left(work.hours, [*work.lunches, *taken]) <= whole


def _work_around(block: Slot, availability: Availability) -> WorkingDay | None:
    """The working day in which the block lies, with some of its time at least. At night it began the day before."""
    day = block.starts_at.astimezone(ZoneInfo(availability.hours.zone)).date()
    works = (
        working_day(each, availability.hours) for each in (day, day - _ONE_DAY) if works_on(each, availability.hours)
    )
    return next((work for work in works if work.hours.overlaps(block)), None)


def _left(hours: Slot, taken: list[Slot]) -> timedelta:
    """How much of these hours nothing stands in; what overlaps counts once."""
    left, since = timedelta(), hours.starts_at
    for each in sorted(each for each in taken if each.overlaps(hours)):
        left += max(each.starts_at - since, timedelta())
        since = max(since, each.ends_at)
    return left + max(hours.ends_at - since, timedelta())
