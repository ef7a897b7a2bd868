"""Somebody's working day by the clock there: when it begins and ends, and at which moments a review may begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from learning.entries import Slot, WorkingHours

BEST_TIME = time(10, 0)
LUNCH = (time(12, 0), time(13, 0))
STEP = timedelta(minutes=30)
_ONE_DAY = timedelta(days=1)
_MONDAY_TO_FRIDAY = frozenset(range(5))


@dataclass(frozen=True, kw_only=True)
class WorkingDay:
    """The work that begins on this day there; at night it goes on into the next. All times are in UTC."""

    on: date
    hours: Slot
    best_at: datetime
    lunches: tuple[Slot, ...]


def works_on(day: date, hours: WorkingHours) -> bool:
    """Whether work begins on this day. Who has ticked no day at all is taken to work from Monday to Friday."""
    return day.weekday() in (hours.days or _MONDAY_TO_FRIDAY)


def working_day(day: date, hours: WorkingHours) -> WorkingDay:
    """This day's work. Hours that do not end after they begin, such as 22:00 to 06:00, go on into the next day."""
    zone = ZoneInfo(hours.zone)
    last = day if hours.starts < hours.ends else day + _ONE_DAY
    return WorkingDay(
        on=day,
        hours=_between(_readings(day, hours.starts, zone), _readings(last, hours.ends, zone)),
        best_at=_first(day, BEST_TIME, zone),
        lunches=tuple(_lunch(one, zone) for one in ((day,) if day == last else (day, last))),
    )


def starts_in(day: WorkingDay, length: timedelta) -> list[datetime]:
    """Every full and half hour at which this length still fits in, the one nearest to ten o'clock first.

    Hours too short for that give one moment all the same: their beginning.
    """
    begins, last = day.hours.starts_at, day.hours.ends_at - length
    start = begins + (day.best_at - begins) % STEP  # every zone moves by whole half hours: so are these, there
    starts = []
    while start <= last:
        starts.append(start)
        start += STEP
    return sorted(starts, key=lambda start: (abs(start - day.best_at), start)) or [begins]


def _readings(day: date, moment: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """What this time on the clock may mean: the same twice, but for an hour that comes twice or is left out."""
    local = datetime.combine(day, moment, zone)
    return local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)


def _between(starts: tuple[datetime, datetime], ends: tuple[datetime, datetime]) -> Slot:
    """From the later reading to the earlier one, so that no moment lies outside the hours by either.

    Where nothing is left (the whole work lies in the hour that comes twice or never), the other way round.
    """
    starts_at, ends_at = max(starts), min(ends)
    if starts_at < ends_at:
        return Slot(starts_at=starts_at, ends_at=ends_at)
    return Slot(starts_at=min(starts), ends_at=max(ends))


def _lunch(day: date, zone: ZoneInfo) -> Slot:
    begins, ends = LUNCH
    return Slot(starts_at=_first(day, begins, zone), ends_at=_first(day, ends, zone))


def _first(day: date, moment: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, moment, zone).astimezone(UTC)
