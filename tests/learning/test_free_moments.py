"""Where a review is put into somebody's calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from learning.entries import Availability, Slot, WorkingHours
from learning.free_moments import FURTHEST_DAYS, find
from tests.cast import FREE, NOW, OFFICE_HOURS, slot

HALF_AN_HOUR = timedelta(minutes=30)
MONDAY = date(2026, 3, 30)


def moment(*busy: Slot, day: date = MONDAY, length: timedelta = HALF_AN_HOUR, not_before: datetime = NOW) -> datetime:
    found = find(day, length, Availability(hours=OFFICE_HOURS, busy=busy), not_before=not_before)
    assert found.length == length
    return found.starts_at.astimezone(ZoneInfo("Europe/Amsterdam"))


def test_a_free_day_gives_ten_in_the_morning() -> None:
    assert moment().isoformat() == "2026-03-30T10:00:00+02:00"


def test_ten_in_the_morning_stays_ten_over_the_change_to_summer_time() -> None:
    before, after = moment(day=date(2026, 3, 27)), moment(day=MONDAY)
    assert (before.hour, after.hour) == (10, 10)
    assert before.utcoffset() != after.utcoffset()


def test_a_taken_moment_gives_the_nearest_free_one() -> None:
    assert moment(slot("2026-03-30 08:00", "09:00")).time() == time(9, 30)


def test_a_full_day_gives_the_nearest_working_day() -> None:
    full = slot("2026-03-30 06:00", "18:00")
    assert moment(full).date() == date(2026, 3, 31)  # the day before is a Sunday


def test_a_weekend_gives_a_working_day() -> None:
    assert moment(day=date(2026, 3, 28)).date() == date(2026, 3, 27)


def test_lunch_stays_free() -> None:
    morning, afternoon = slot("2026-03-30 06:00", "10:00"), slot("2026-03-30 11:00", "18:00")
    assert moment(morning, afternoon).date() != MONDAY  # 12:00 to 13:00 would have been free


def test_an_hour_does_not_run_into_lunch_or_the_evening() -> None:
    start = moment(slot("2026-03-30 06:00", "09:30"), length=timedelta(hours=1)).time()
    assert start == time(13, 0)


def test_nothing_is_put_into_the_past() -> None:
    noon = datetime(2026, 3, 30, 12, 0, tzinfo=UTC)
    assert moment(not_before=noon) >= noon


def test_a_calendar_without_a_free_moment_loses_no_review() -> None:
    always = Slot(starts_at=NOW, ends_at=NOW + timedelta(days=90))
    assert moment(always).isoformat() == "2026-03-30T10:00:00+02:00"


def test_somebody_who_works_at_night_is_asked_at_night() -> None:
    hours = WorkingHours(zone="Asia/Kolkata", days=frozenset({5, 6}), starts=time(18), ends=time(23))
    found = find(MONDAY, HALF_AN_HOUR, Availability(hours=hours, busy=()), not_before=NOW)
    there = found.starts_at.astimezone(ZoneInfo("Asia/Kolkata"))
    assert (there.date(), there.time()) == (date(2026, 3, 29), time(18, 0))


@given(
    busy=st.lists(
        st.tuples(st.integers(0, 24 * 28 * 2), st.integers(1, 8)).map(
            lambda pair: Slot(
                starts_at=datetime(2026, 3, 16, tzinfo=UTC) + pair[0] * HALF_AN_HOUR,
                ends_at=datetime(2026, 3, 16, tzinfo=UTC) + (pair[0] + pair[1]) * HALF_AN_HOUR,
            )
        ),
        max_size=60,
    ),
    day=st.dates(date(2026, 3, 26), date(2026, 4, 2)),
)
def test_what_is_found_is_free_within_working_hours_and_always_the_same(busy: list[Slot], day: date) -> None:
    availability = Availability(hours=OFFICE_HOURS, busy=tuple(busy))
    found = find(day, HALF_AN_HOUR, availability, not_before=NOW)
    there = found.starts_at.astimezone(ZoneInfo(OFFICE_HOURS.zone))
    assert found == find(day, HALF_AN_HOUR, availability, not_before=NOW)
    assert not any(found.overlaps(taken) for taken in busy)
    assert there.weekday() in OFFICE_HOURS.days
    assert OFFICE_HOURS.starts <= there.time() <= time(16, 30)
    assert abs(there.date() - day) <= timedelta(days=FURTHEST_DAYS)


def test_the_second_review_does_not_take_the_moment_of_the_first() -> None:
    first = find(MONDAY, HALF_AN_HOUR, FREE, not_before=NOW)
    assert moment(first) != first.starts_at
