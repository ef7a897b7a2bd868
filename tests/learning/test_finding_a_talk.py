"""A moment for a short talk: free for both, soon, and the same each time it is looked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.entries import Availability, Slot, WorkingHours
from learning.free_moments import NOTICE
from learning.talk import LENGTH, WITHIN, find_talk
from tests.cast import FREE, NOW, OFFICE_HOURS, slot

IN_NEW_YORK = WorkingHours(zone="America/New_York", days=frozenset(range(5)), starts=time(9), ends=time(17))
IN_TOKYO = WorkingHours(zone="Asia/Tokyo", days=frozenset(range(5)), starts=time(9), ends=time(17))
HALF_AN_HOUR = timedelta(minutes=30)


def busy(*slots: Slot, hours: WorkingHours = OFFICE_HOURS) -> Availability:
    return Availability(hours=hours, busy=slots)


def whole(day: int) -> Slot:
    return Slot(starts_at=datetime(2026, 3, day, tzinfo=UTC), ends_at=datetime(2026, 3, day + 1, tzinfo=UTC))


def test_it_is_on_the_first_day_that_is_free_for_both_near_ten_and_not_at_once() -> None:
    found = find_talk(FREE, FREE, now=NOW)
    assert found == slot("2026-03-02 12:00", "12:20")  # one o'clock there, after lunch
    assert find_talk(busy(whole(2)), FREE, now=NOW) == slot("2026-03-03 09:00", "09:20")


def test_what_stands_in_either_calendar_is_left_alone() -> None:
    mine, theirs = busy(whole(2), slot("2026-03-03 09:00", "10:00")), busy(slot("2026-03-03 08:00", "09:00"))
    assert find_talk(mine, theirs, now=NOW) == slot("2026-03-03 10:00", "10:20")
    assert find_talk(theirs, mine, now=NOW) == slot("2026-03-03 10:00", "10:20")


def test_reviews_of_the_learner_are_left_alone() -> None:
    found = find_talk(busy(whole(2)), FREE, now=NOW, reviews=[slot("2026-03-03 09:00", "10:00")])
    assert found is not None
    assert not found.overlaps(slot("2026-03-03 09:00", "10:00"))


def test_they_meet_in_the_hours_that_both_work_wherever_they_are() -> None:
    found = find_talk(busy(whole(2)), busy(hours=IN_NEW_YORK), now=NOW)
    assert found == slot("2026-03-03 14:00", "14:20")  # nine there


def test_where_no_hour_is_shared_none_is_found() -> None:
    assert find_talk(busy(hours=IN_NEW_YORK), busy(hours=IN_TOKYO), now=NOW) is None


def test_who_is_away_for_three_weeks_finds_no_moment() -> None:
    away = Slot(starts_at=NOW, ends_at=NOW + timedelta(days=21))
    assert find_talk(replace(FREE, away=(away,)), FREE, now=NOW) is None
    assert find_talk(FREE, replace(FREE, away=(away,)), now=NOW) is None


STARTS = st.integers(0, 14 * 48).map(lambda halves: NOW + halves * HALF_AN_HOUR)
LENGTHS = st.integers(1, 60).map(lambda halves: halves * HALF_AN_HOUR)
MEETING = st.builds(lambda start, length: Slot(starts_at=start, ends_at=start + length), STARTS, LENGTHS)
MEETINGS = st.lists(MEETING, max_size=12)


@pytest.mark.parametrize("theirs", [OFFICE_HOURS, IN_NEW_YORK])
@given(mine=MEETINGS, other=MEETINGS)
def test_it_is_what_the_plainest_search_finds(theirs: WorkingHours, mine: list[Slot], other: list[Slot]) -> None:
    learner, peer = busy(*mine), busy(*other, hours=theirs)
    found = find_talk(learner, peer, now=NOW)
    assert found == plainest(learner, peer)
    assert found == find_talk(busy(*reversed(mine)), busy(*reversed(other), hours=theirs), now=NOW)


def plainest(learner: Availability, peer: Availability) -> Slot | None:
    """Every half hour of two weeks, one after the other; of the free ones the soonest day's nearest to ten."""
    zone, free = ZoneInfo(learner.hours.zone), []
    for half in range(14 * 48):
        start = datetime(2026, 3, 2, tzinfo=zone).astimezone(UTC) + half * HALF_AN_HOUR
        moment = Slot(starts_at=start, ends_at=start + LENGTH)
        is_in_time = start >= NOW + NOTICE and start.astimezone(zone).date() < (NOW + WITHIN).date()
        if is_in_time and all(_is_free(moment, each) for each in (learner, peer)):
            free.append(moment)

    def order(moment: Slot) -> tuple[object, object, object]:
        there = moment.starts_at.astimezone(zone)
        ten = there.replace(hour=10, minute=0)
        return there.date(), abs(there - ten), there

    return min(free, key=order, default=None)


def _is_free(moment: Slot, availability: Availability) -> bool:
    zone, hours = ZoneInfo(availability.hours.zone), availability.hours
    start, end = moment.starts_at.astimezone(zone), moment.ends_at.astimezone(zone)
    works = start.weekday() in hours.days and hours.starts <= start.time() and end.time() <= hours.ends
    lunch = start.time() < time(13) and end.time() > time(12)
    return works and not lunch and not any(moment.overlaps(each) for each in availability.busy)
