"""Where a review is put into somebody's calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from learning.entries import Availability, Slot, WorkingHours
from learning.free_moments import FURTHEST_DAYS, FURTHEST_DAYS_WHILE_AWAY, find
from tests.cast import FREE, NOW, OFFICE_HOURS, slot

HALF_AN_HOUR = timedelta(minutes=30)
MONDAY = date(2026, 3, 30)


def moment(
    *busy: Slot,
    day: date = MONDAY,
    length: timedelta = HALF_AN_HOUR,
    not_before: datetime = NOW,
    tentative: tuple[Slot, ...] = (),
    away: tuple[Slot, ...] = (),
    reviews: tuple[Slot, ...] = (),
) -> datetime:
    availability = Availability(hours=OFFICE_HOURS, busy=busy, tentative=tentative, away=away)
    found = find(day, length, availability, not_before=not_before, reviews=reviews)
    assert found.length == length
    return found.starts_at.astimezone(ZoneInfo("Europe/Amsterdam"))


def days(first: str, last: str) -> Slot:
    """`days("2026-03-30", "2026-04-03")`: whole days in UTC, the last one included."""
    return Slot(
        starts_at=datetime.fromisoformat(f"{first}T00:00+00:00"),
        ends_at=datetime.fromisoformat(f"{last}T00:00+00:00") + timedelta(days=1),
    )


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


def test_who_is_booked_twice_for_four_weeks_is_not_away() -> None:
    four_weeks = days("2026-03-16", "2026-04-12")
    assert moment(four_weeks, four_weeks).isoformat() == "2026-03-30T10:00:00+02:00"


def test_a_moment_that_was_to_be_long_ago_is_sought_from_now_on() -> None:
    assert moment(day=date(2026, 1, 5)).isoformat() == "2026-03-02T10:00:00+01:00"
    assert moment(day=date(2026, 1, 5), not_before=NOW + timedelta(hours=8)).isoformat() == "2026-03-03T10:00:00+01:00"


def test_a_week_out_of_office_gives_the_friday_before() -> None:
    assert moment(away=(days("2026-03-30", "2026-04-03"),)).isoformat() == "2026-03-27T10:00:00+01:00"


def test_a_day_on_which_somebody_is_away_for_some_hours_is_no_day_for_a_review() -> None:
    afternoon_off = slot("2026-03-30 11:00", "15:00")
    assert moment(away=(afternoon_off,)).date() == date(2026, 3, 31)


def test_who_is_away_some_hours_of_every_day_gets_a_moment_beside_them() -> None:
    mornings = tuple(slot(f"{date(2026, 3, 16) + timedelta(days=n)} 06:00", "10:00") for n in range(28))
    assert moment(away=mornings).isoformat() == "2026-03-30T13:00:00+02:00"


def test_being_out_in_the_evening_is_not_being_away() -> None:
    assert moment(away=(slot("2026-03-30 16:00", "18:00"),)).isoformat() == "2026-03-30T10:00:00+02:00"


def test_after_five_weeks_of_holiday_the_review_is_on_the_first_day_back() -> None:
    holiday = days("2026-03-16", "2026-04-19")
    assert moment(day=date(2026, 4, 3), away=(holiday,)).isoformat() == "2026-04-20T10:00:00+02:00"


def test_who_is_away_all_the_days_around_gets_the_nearest_working_day_outside() -> None:
    assert moment(away=(days("2026-03-20", "2026-04-09"),)).isoformat() == "2026-03-19T10:00:00+01:00"


def test_who_is_away_for_half_a_year_loses_no_review() -> None:
    assert FURTHEST_DAYS_WHILE_AWAY < 60
    assert moment(away=(days("2026-01-30", "2026-08-01"),)).isoformat() == "2026-03-30T10:00:00+02:00"


def test_what_is_tentative_is_left_alone_while_anything_is_free() -> None:
    assert moment(tentative=(slot("2026-03-30 06:00", "18:00"),)).date() == date(2026, 3, 31)


def free_from_noon_to_one_only() -> list[Slot]:
    """From the last Monday of March on; nothing at all is free before."""
    two_weeks = [f"{MONDAY + timedelta(days=n)}" for n in range(14)]
    return [
        days("2026-03-10", "2026-03-29"),
        *(slot(f"{day} 06:00", "10:00") for day in two_weeks),
        *(slot(f"{day} 11:00", "18:00") for day in two_weeks),
    ]


def test_lunch_gives_way_before_a_meeting_does() -> None:
    assert moment(*free_from_noon_to_one_only()).isoformat() == "2026-03-30T12:00:00+02:00"


def test_what_is_tentative_gives_way_before_lunch_does() -> None:
    perhaps = slot("2026-04-01 08:00", "08:30")
    around = (slot("2026-04-01 06:00", "08:00"), slot("2026-04-01 08:30", "10:00"), slot("2026-04-01 11:00", "18:00"))
    others = (meeting for meeting in free_from_noon_to_one_only() if meeting.starts_at.date() != date(2026, 4, 1))
    assert moment(*others, *around, tentative=(perhaps,)).isoformat() == "2026-04-01T10:00:00+02:00"


def test_a_second_review_is_on_another_day() -> None:
    assert moment(reviews=(slot("2026-03-30 08:00", "08:30"),)).date() == date(2026, 3, 31)


def test_a_review_that_was_dragged_into_the_evening_is_a_review_of_that_day() -> None:
    assert moment(reviews=(slot("2026-03-30 17:00", "17:30"),)).date() == date(2026, 3, 31)


def test_a_second_review_is_on_the_same_day_where_no_other_is_free() -> None:
    before, after = days("2026-03-10", "2026-03-29"), days("2026-03-31", "2026-04-12")
    first = slot("2026-03-30 08:00", "08:30")
    assert moment(before, after, reviews=(first,)).isoformat() == "2026-03-30T09:30:00+02:00"


def test_who_ticked_no_working_day_is_asked_on_a_weekday() -> None:
    hours = WorkingHours(zone="Europe/Amsterdam", days=frozenset(), starts=time(9), ends=time(17))
    found = find(date(2026, 3, 28), HALF_AN_HOUR, Availability(hours=hours, busy=()), not_before=NOW)
    assert found.starts_at.date() == date(2026, 3, 27)


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
