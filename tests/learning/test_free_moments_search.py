"""What is found is what the plainest search finds: look at every five minutes of three weeks, and take the best."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from app import time_zones
from learning.entries import Availability, Slot, WorkingHours
from learning.free_moments import Together, find_together
from learning.free_moments_day import starts_in, working_day
from learning.people import PersonId
from tests.cast import BEN, CHLOE

FIVE_MINUTES = timedelta(minutes=5)
QUARTER = timedelta(minutes=15)
HALF_AN_HOUR = timedelta(minutes=30)
AN_HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True, scope="module")
def _the_pinned_time_zones() -> None:
    time_zones.pin()


# The plainest search. It shares no line with ours, and knows no bits, no early end and no order of looking.


def by_hand(
    ideal_on: date,
    length: timedelta,
    learner: Availability,
    companions: dict[PersonId, Availability],
    not_before: datetime,
    reviews: list[Slot],
) -> Together:
    ideal_on = max(ideal_on, wall(not_before, learner.hours.zone).date())

    def all_moments(nearest: int, furthest: int) -> Iterator[tuple[Any, ...]]:
        for away_by in range(-furthest, furthest + 1):
            on = ideal_on + away_by * DAY
            if abs(away_by) >= nearest and on.weekday() in (learner.hours.days or {0, 1, 2, 3, 4}):
                for slot in slots_of(on, length, learner.hours):
                    if slot.starts_at >= not_before:
                        yield abs(away_by), away_by > 0, slot, *judged(on, slot)

    def judged(on: date, slot: Slot) -> tuple[Any, ...]:
        mine = discomforts(on, slot, learner, reviews)
        theirs = {one: discomforts_of_companion(slot, other) for one, other in companions.items()}
        missing = frozenset(one for one, what in theirs.items() if any(what[:5]))
        return mine[:5], len(missing), mine[5:], sum(number(what) for what in theirs.values()), missing

    def closeness(slot: Slot, distance: int, *, later: bool) -> timedelta:
        on = ideal_on + (distance if later else -distance) * DAY
        return abs(slot.starts_at - datetime.combine(on, time(10), ZoneInfo(learner.hours.zone)).astimezone(UTC))

    near = [
        (*costs, distance, later, closeness(slot, distance, later=later), slot, missing)
        for distance, later, slot, *costs, missing in all_moments(0, 10)
    ]
    best = min(near)
    if best[0][1]:  # away all the time
        far = [
            (distance, later, *costs, closeness(slot, distance, later=later), slot, missing)
            for distance, later, slot, *costs, missing in all_moments(11, 42)
            if not costs[0][1]
        ]
        best = min(far) if far else best
    return Together(slot=best[-2], missing=best[-1])


def wall(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def hours_on(on: date, hours: WorkingHours) -> tuple[datetime, datetime]:
    """From when to when work surely lasts, whichever way one reads a time that comes twice or never."""
    ends_on = on if hours.ends > hours.starts else on + DAY
    first, second = (
        [
            datetime.combine(on, hours.starts, ZoneInfo(hours.zone)).replace(fold=fold).astimezone(UTC),
            datetime.combine(ends_on, hours.ends, ZoneInfo(hours.zone)).replace(fold=fold).astimezone(UTC),
        ]
        for fold in (0, 1)
    )
    surely = max(first[0], second[0]), min(first[1], second[1])
    perhaps = min(first[0], second[0]), max(first[1], second[1])
    return surely if surely[0] < surely[1] else perhaps


def slots_of(on: date, length: timedelta, hours: WorkingHours) -> list[Slot]:
    begins, ends = hours_on(on, hours)
    found, moment = [], begins
    while moment + length <= ends:
        if wall(moment, hours.zone).minute in {0, 30}:
            found.append(Slot(starts_at=moment, ends_at=moment + length))
        moment += FIVE_MINUTES
    return found or [Slot(starts_at=begins, ends_at=begins + length)]


def discomforts(on: date, slot: Slot, person: Availability, reviews: list[Slot]) -> tuple[bool, ...]:
    """What speaks against this moment, the worst first."""
    begins, ends = hours_on(on, person.hours)
    day = Slot(starts_at=begins, ends_at=max(ends, begins + slot.length))
    every_five_minutes = [slot.starts_at + step * FIVE_MINUTES for step in range(slot.length // FIVE_MINUTES)]
    return (
        False,
        any(shared(slot, away) for away in person.away),
        any(shared(slot, taken) for taken in [*person.busy, *reviews]),
        any(wall(moment, person.hours.zone).hour == 12 for moment in every_five_minutes),
        any(shared(slot, perhaps) for perhaps in person.tentative),
        any(shared(day, away) for away in person.away),
        any(shared(day, review) or wall(review.starts_at, person.hours.zone).date() == on for review in reviews),
    )


def discomforts_of_companion(slot: Slot, person: Availability) -> tuple[bool, ...]:
    there = wall(slot.starts_at, person.hours.zone).date()
    for on in (there - DAY, there):
        begins, ends = hours_on(on, person.hours)
        works = on.weekday() in (person.hours.days or {0, 1, 2, 3, 4})
        if works and begins <= slot.starts_at and slot.ends_at <= ends:
            return discomforts(on, slot, person, [])
    return True, False, False, False, False, False, False


def shared(one: Slot, other: Slot) -> bool:
    return max(one.starts_at, other.starts_at) < min(one.ends_at, other.ends_at)


def number(what: tuple[bool, ...]) -> int:
    return sum(2**weight for weight, applies in enumerate(reversed(what)) if applies)


# Calendars of all kinds, in every zone there is.


@cache
def every_zone() -> list[str]:
    return sorted(zoneinfo.available_timezones())


@cache
def changes_of(zone: str) -> list[date]:
    """The dates from 2026 to 2030 around which clocks are changed there."""
    days = [datetime(2026, 1, 1, tzinfo=UTC) + n * DAY for n in range(5 * 365)]
    there = ZoneInfo(zone)
    return [
        day.date() for day in days if day.astimezone(there).utcoffset() != (day + DAY).astimezone(there).utcoffset()
    ]


zones = st.deferred(lambda: st.sampled_from(every_zone()))
clock_times = st.one_of(
    st.integers(0, 47).map(lambda half: time(half // 2, half % 2 * 30)),
    st.integers(0, 287).map(lambda step: time(step // 12, step % 12 * 5)),
    st.sampled_from([time(0), time(1), time(1, 30), time(2), time(2, 15), time(2, 30), time(2, 45), time(3)]),
)
office_hours = st.sampled_from([(time(9), time(17)), (time(8, 45), time(17, 15)), (time(22), time(6))])


@st.composite
def some_hours(draw: st.DrawFn, zone: str) -> WorkingHours:
    starts, ends = draw(st.one_of(office_hours, st.tuples(clock_times, clock_times)))
    days = draw(st.one_of(st.just(frozenset(range(5))), st.just(frozenset(range(7))), st.frozensets(st.integers(0, 6))))
    return WorkingHours(zone=zone, days=days, starts=starts, ends=ends)


def some_slots(around: date, *, longest: timedelta, most: int) -> st.SearchStrategy[tuple[Slot, ...]]:
    midnight = datetime.combine(around, time(), UTC)
    one = st.builds(
        lambda at, lasts: Slot(starts_at=midnight + at * HALF_AN_HOUR, ends_at=midnight + at * HALF_AN_HOUR + lasts),
        st.integers(-12 * 48, 12 * 48),
        st.integers(1, longest // FIVE_MINUTES).map(lambda steps: steps * FIVE_MINUTES),
    )
    return st.lists(one, max_size=most).map(tuple)


@st.composite
def full_days(draw: st.DrawFn, around: date) -> tuple[Slot, ...]:
    """Taken nearly without a gap, for longer than anybody looks."""
    begins = datetime.combine(around, time(), UTC) - draw(st.integers(0, 50)) * DAY
    blocks = draw(st.lists(st.integers(1, 15), max_size=5))
    ends = [begins]
    for block in blocks:
        ends.append(ends[-1] + block * DAY + draw(st.sampled_from([0, 1, 3])) * HALF_AN_HOUR)
    return tuple(Slot(starts_at=one, ends_at=other - HALF_AN_HOUR) for one, other in pairwise(ends))


@st.composite
def some_calendar(draw: st.DrawFn, zone: str, around: date) -> Availability:
    short, long = timedelta(hours=5), timedelta(days=16)
    return Availability(
        hours=draw(some_hours(zone)),
        busy=draw(st.one_of(some_slots(around, longest=short, most=40), full_days(around))),
        tentative=draw(st.one_of(some_slots(around, longest=short, most=8), full_days(around))),
        away=draw(
            st.one_of(
                st.just(()),
                some_slots(around, longest=short, most=3),
                some_slots(around, longest=long, most=4),
                full_days(around),
            )
        ),
    )


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """Somebody who needs a moment: half of them near a day on which their clocks are changed."""
    zone = draw(zones)
    ideal_on = draw(st.dates(date(2026, 1, 1), date(2030, 12, 31)))
    near_a_change = draw(st.booleans())
    if near_a_change and changes_of(zone):
        ideal_on = draw(st.sampled_from(changes_of(zone))) + draw(st.integers(-2, 3)) * DAY
    started = datetime.combine(ideal_on, time(), UTC) + draw(st.integers(-15 * 288, 5 * 288)) * FIVE_MINUTES
    people = draw(st.sampled_from([(), (), (BEN,), (BEN, CHLOE)]))
    return {
        "ideal_on": ideal_on,
        "length": draw(st.integers(3, 36)) * FIVE_MINUTES,
        "learner": draw(some_calendar(zone, ideal_on)),
        "companions": {one: draw(some_calendar(draw(st.one_of(st.just(zone), zones)), ideal_on)) for one in people},
        "not_before": started,
        "reviews": list(draw(some_slots(ideal_on, longest=AN_HOUR, most=3))),
    }


@settings(max_examples=150)
@given(asked=questions())
def test_what_is_found_is_what_looking_at_every_moment_finds(asked: dict[str, Any]) -> None:
    found = find_together(**asked)
    event(f"{len(found.missing)} of {len(asked['companions'])} companions cannot come")
    event(f"{abs(wall(found.slot.starts_at, asked['learner'].hours.zone).date() - asked['ideal_on']).days} days off")
    assert found.slot.starts_at >= asked["not_before"]
    assert found == by_hand(**asked)
    assert found == find_together(**asked)


@settings(max_examples=500)
@given(data=st.data())
def test_from_the_first_minute_to_the_last_of_every_moment_the_clock_shows_working_hours(data: st.DataObject) -> None:
    zone = data.draw(zones)
    day = data.draw(st.sampled_from(changes_of(zone) or [date(2026, 3, 2)])) + data.draw(st.integers(-2, 2)) * DAY
    starts, lasts = data.draw(clock_times), data.draw(st.integers(12, 96)) * QUARTER  # three hours to a whole day
    ends = (datetime.combine(day, starts) + lasts).time()
    hours = WorkingHours(zone=zone, days=frozenset(range(7)), starts=starts, ends=ends)
    for moment in starts_in(working_day(day, hours), HALF_AN_HOUR):
        for step in range(6):
            since_start = wall(moment + step * FIVE_MINUTES, zone) - datetime.combine(day, starts)
            assert timedelta() <= since_start < lasts
