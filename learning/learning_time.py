"""Learning time, a block a week until the cycle ends, and dated steps: which of them may stand in a calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from learning.appointment import Appointment, AppointmentKind
from learning.entries import Slot
from learning.errors import Refusal
from learning.terms import check_length

LONGEST_STEP = 120
MOST_STEPS = 12
SHORTEST_BLOCK, LONGEST_BLOCK = 15, 240
"""Minutes."""
_ONE_WEEK = timedelta(weeks=1)
_ONE_DAY = timedelta(days=1)


class StepEmpty(Refusal):
    """A step needs a word about what it is."""


class StepDayMissing(Refusal):
    """A dated step needs a day."""


class StepDayPassed(Refusal):
    """The day of the step has passed."""


class StepAfterEnd(Refusal):
    """The day of the step lies after the end of the cycle."""


class TooManySteps(Refusal):
    """There are as many steps as a card can carry."""


class NoSteps(Refusal):
    """There is no such step to be removed."""


class WeekdayMissing(Refusal):
    """Learning time needs a day of the week."""


class TimeOfDayMissing(Refusal):
    """Learning time needs an hour at which it begins."""


class BlockLength(Refusal):
    """Learning time takes a quarter of an hour at least, and four hours at most."""


class NoWeekLeft(Refusal):
    """The cycle ends before the first block of learning time would begin."""


class NoLearningTime(Refusal):
    """There is no learning time to be removed."""


@dataclass(frozen=True, kw_only=True)
class Weekly:
    """When learning time is, by the clock where the learner is: `weekday` is 0 for Monday to 6 for Sunday."""

    weekday: int
    starts: time
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """What has to change when the cycle ends on another day: blocks too many, and where others are missing."""

    too_many: tuple[Appointment, ...] = ()
    missing: tuple[Slot, ...] = ()


def proposed(today: date) -> Weekly:
    """What is proposed to somebody who has none: an hour in the afternoon, on this day of the week."""
    return Weekly(weekday=today.weekday(), starts=time(15), minutes=60)


def as_planned(blocks: Iterable[Appointment], *, zone: str) -> Weekly | None:
    """When these blocks were planned, wherever the learner dragged them; None where there are none."""
    last = max((each.planned for each in blocks), default=None)
    if last is None:
        return None
    there = last.starts_at.astimezone(ZoneInfo(zone))
    minutes = last.length // timedelta(minutes=1)
    return Weekly(weekday=there.weekday(), starts=there.time(), minutes=minutes)


def check_step(words: str, day: date | None, *, today: date, ends_on: date, steps: int) -> date:
    """The day of a step that can be kept beside so many others. Raises the Refusal that says why not."""
    if not words:
        raise StepEmpty("step")
    check_length("step", words, LONGEST_STEP)
    if day is None:
        raise StepDayMissing("step_on")
    if day < today:
        raise StepDayPassed("step_on", today=today)
    if day > ends_on:
        raise StepAfterEnd("step_on", ends_on=ends_on)
    if steps >= MOST_STEPS:
        raise TooManySteps("step", most=MOST_STEPS)
    return day


def weekly_blocks(weekly: Weekly, *, now: datetime, ends_on: date, zone: str) -> tuple[Slot, ...]:
    """A block each week, from the next one that lies ahead until the cycle ends. Raises BlockLength, NoWeekLeft."""
    if not SHORTEST_BLOCK <= weekly.minutes <= LONGEST_BLOCK:
        raise BlockLength("minutes")
    today = now.astimezone(ZoneInfo(zone)).date()
    first = today + (weekly.weekday - today.weekday()) % 7 * _ONE_DAY
    length = timedelta(minutes=weekly.minutes)
    blocks = tuple(slot for slot in _each_week(first, weekly.starts, length, ends_on, zone) if slot.starts_at > now)
    if not blocks:
        raise NoWeekLeft("weekday", ends_on=ends_on)
    return blocks


def fit(appointments: Iterable[Appointment], *, now: datetime, ends_on: date, zone: str) -> Fitted:
    """What of the learning time has to change for a cycle that ends on this day.

    The row goes on as it was planned, a week after its last block, wherever the learner dragged that one.
    """
    blocks = [each for each in appointments if each.kind is AppointmentKind.LEARNING_TIME and each.ended_at is None]
    too_many = tuple(each for each in blocks if each.lies_ahead(now) and _day(each.slot, zone) > ends_on)
    return Fitted(
        too_many=too_many, missing=_missing([each for each in blocks if each not in too_many], now, ends_on, zone)
    )


def _missing(blocks: Sequence[Appointment], now: datetime, ends_on: date, zone: str) -> tuple[Slot, ...]:
    last = max((each.planned for each in blocks), default=None)
    goes_on = (each for each in blocks if each.is_wanted and (each.lies_ahead(now) or each.planned == last))
    if last is None or not any(goes_on):
        return ()
    there = last.starts_at.astimezone(ZoneInfo(zone))
    weeks = _each_week(there.date() + _ONE_WEEK, there.time(), last.length, ends_on, zone)
    return tuple(slot for slot in weeks if slot.starts_at > now)


def _each_week(first: date, starts: time, length: timedelta, ends_on: date, zone: str) -> list[Slot]:
    """By the clock there: at the same hour before and after it changes."""
    slots, day = [], first
    while day <= ends_on:
        starts_at = datetime.combine(day, starts, ZoneInfo(zone)).astimezone(UTC)
        slots.append(Slot(starts_at=starts_at, ends_at=starts_at + length))
        day += _ONE_WEEK
    return slots


def _day(slot: Slot, zone: str) -> date:
    return slot.starts_at.astimezone(ZoneInfo(zone)).date()
