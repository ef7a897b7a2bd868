"""Finds a free moment for a review: near its ideal day, within working hours, not over lunch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from learning.entries import Availability, Slot, WorkingHours

BEST_TIME = time(10, 0)
LUNCH = (time(12, 0), time(13, 0))
STEP = timedelta(minutes=30)
FURTHEST_DAYS = 10


def find(ideal_on: date, length: timedelta, availability: Availability, *, not_before: datetime) -> Slot:
    """The free moment nearest to the ideal day, and on its day nearest to ten in the morning.

    When nothing is free within ten days, the best time of the nearest working day: a full calendar is no reason to
    lose a review, and the learner can drag it.
    """
    days = list(_days_around(ideal_on, availability.hours, not_before))
    for day in days:
        for slot in _moments(day, length, availability.hours):
            if slot.starts_at >= not_before and not any(slot.overlaps(busy) for busy in availability.busy):
                return slot
    return _best_moment(days[0] if days else ideal_on, length, availability.hours)


def _days_around(ideal_on: date, hours: WorkingHours, not_before: datetime) -> Iterator[date]:
    earliest = not_before.astimezone(ZoneInfo(hours.zone)).date()
    for distance in range(FURTHEST_DAYS + 1):
        for sign in (-1, 1) if distance else (1,):
            day = ideal_on + timedelta(days=sign * distance)
            if day.weekday() in hours.days and day >= earliest:
                yield day


def _moments(day: date, length: timedelta, hours: WorkingHours) -> list[Slot]:
    """Every moment of this working day in steps of half an hour, the one nearest to ten o'clock first."""
    zone = ZoneInfo(hours.zone)
    moment = datetime.combine(day, hours.starts)
    last = datetime.combine(day, hours.ends) - length
    starts = []
    while moment <= last:
        if not _touches_lunch(moment, length):
            starts.append(moment)
        moment += STEP
    best = datetime.combine(day, BEST_TIME)
    starts.sort(key=lambda start: (abs(start - best), start))
    return [_slot(start.replace(tzinfo=zone), length) for start in starts]


def _touches_lunch(start: datetime, length: timedelta) -> bool:
    begins, ends = (datetime.combine(start.date(), moment) for moment in LUNCH)
    return start < ends and begins < start + length


def _best_moment(day: date, length: timedelta, hours: WorkingHours) -> Slot:
    return _slot(datetime.combine(day, max(BEST_TIME, hours.starts), ZoneInfo(hours.zone)), length)


def _slot(start: datetime, length: timedelta) -> Slot:
    from_utc = start.astimezone(ZoneInfo("UTC"))
    return Slot(starts_at=from_utc, ends_at=from_utc + length)
