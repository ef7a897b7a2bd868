"""A review is put where the clock on the learner's wall says so, whatever clocks do there."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from app import time_zones
from learning.entries import Availability, Slot, WorkingHours
from learning.free_moments import find
from tests.cast import FREE, NOW

HALF_AN_HOUR = timedelta(minutes=30)
OFFICE = (time(9), time(17))
LONG_AGO = datetime(2025, 12, 1, tzinfo=UTC)
SUNDAY = frozenset({6})
EVERY_DAY = frozenset(range(7))


@pytest.fixture(autouse=True, scope="module")
def _the_pinned_time_zones() -> None:
    time_zones.pin()


def moment(
    zone: str,
    day: date,
    *,
    works: tuple[time, time] = OFFICE,
    days: frozenset[int] = frozenset(range(5)),
    length: timedelta = HALF_AN_HOUR,
    busy: tuple[Slot, ...] = (),
) -> str:
    """What the clock there shows when the review begins, with the distance from Greenwich."""
    hours = WorkingHours(zone=zone, days=days, starts=works[0], ends=works[1])
    found = find(day, length, Availability(hours=hours, busy=busy), not_before=LONG_AGO)
    assert found.length == length
    return found.starts_at.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")


def taken(start: str, end: str) -> Slot:
    return Slot(starts_at=datetime.fromisoformat(start), ends_at=datetime.fromisoformat(end))


@pytest.mark.parametrize(
    ("zone", "begins"),
    [
        ("Asia/Kathmandu", "2026-03-31T10:00+05:45"),
        ("Asia/Kolkata", "2026-03-31T10:00+05:30"),
        ("Australia/Eucla", "2026-03-31T10:00+08:45"),
        ("America/St_Johns", "2026-03-31T10:00-02:30"),
        ("Pacific/Chatham", "2026-03-31T10:00+13:45"),
        ("Pacific/Kiritimati", "2026-03-31T10:00+14:00"),
        ("Pacific/Pago_Pago", "2026-03-31T10:00-11:00"),
    ],
)
def test_ten_in_the_morning_is_ten_on_the_wall_everywhere(zone: str, begins: str) -> None:
    assert moment(zone, date(2026, 3, 31)) == begins


def test_in_kathmandu_a_meeting_until_a_quarter_past_ten_gives_half_past_ten() -> None:
    meeting = taken("2026-03-31T03:45+00:00", "2026-03-31T04:30+00:00")  # 09:30 to 10:15 there
    assert moment("Asia/Kathmandu", date(2026, 3, 31), busy=(meeting,)) == "2026-03-31T10:30+05:45"


def test_in_chatham_ten_stays_ten_when_their_clocks_go_back() -> None:
    friday, monday = date(2026, 4, 3), date(2026, 4, 6)
    assert moment("Pacific/Chatham", friday) == "2026-04-03T10:00+13:45"
    assert moment("Pacific/Chatham", monday) == "2026-04-06T10:00+12:45"


def test_in_casablanca_ten_stays_ten_through_ramadan_and_after_the_end_of_summer_time() -> None:
    assert moment("Africa/Casablanca", date(2026, 2, 13)) == "2026-02-13T10:00+01:00"
    assert moment("Africa/Casablanca", date(2026, 2, 16)) == "2026-02-16T10:00+00:00"
    assert moment("Africa/Casablanca", date(2026, 3, 23)) == "2026-03-23T10:00+01:00"
    assert moment("Africa/Casablanca", date(2027, 1, 4)) == "2027-01-04T10:00+00:00"


def test_in_vancouver_and_edmonton_winter_2027_has_summer_time() -> None:
    assert moment("America/Vancouver", date(2027, 1, 4)) == "2027-01-04T10:00-07:00"
    assert moment("America/Edmonton", date(2027, 1, 4)) == "2027-01-04T10:00-06:00"


def test_who_works_on_the_sunday_of_the_change_is_asked_at_ten() -> None:
    assert moment("Europe/Amsterdam", date(2026, 3, 29), days=SUNDAY) == "2026-03-29T10:00+02:00"
    assert moment("Europe/Amsterdam", date(2026, 10, 25), days=SUNDAY) == "2026-10-25T10:00+01:00"


def test_half_past_two_that_does_not_come_is_no_moment() -> None:
    night = (time(0, 30), time(3, 30))
    long = timedelta(hours=2)  # three hours on the clock are two of that night
    assert moment("Europe/Amsterdam", date(2026, 3, 29), works=night, days=SUNDAY) == "2026-03-29T03:00+02:00"
    assert moment("Europe/Amsterdam", date(2026, 3, 29), works=night, days=SUNDAY, length=long).endswith("00:30+01:00")


def test_work_that_begins_or_ends_in_the_hour_left_out_is_not_stretched() -> None:
    from_then, until_then = (time(2, 30), time(5)), (time(0), time(2, 30))
    assert moment("Europe/Amsterdam", date(2026, 3, 29), works=until_then, days=SUNDAY) == "2026-03-29T01:00+01:00"
    from_four = taken("2026-03-29T02:00+00:00", "2026-03-29T03:00+00:00")
    assert moment("Europe/Amsterdam", date(2026, 3, 29), works=from_then, days=SUNDAY, busy=(from_four,)) == (
        "2026-03-29T03:30+02:00"
    )
    from_half_past_three = taken("2026-03-29T01:30+00:00", "2026-03-29T03:00+00:00")
    assert moment(
        "Europe/Amsterdam", date(2026, 3, 29), works=from_then, days=SUNDAY, busy=(from_half_past_three,)
    ) == (
        "2026-03-22T04:30+01:00"  # another Sunday rather than half past one in the night
    )


def test_of_an_hour_that_comes_twice_both_are_moments_for_who_works_through_it() -> None:
    night = (time(0), time(6))
    first = taken("2026-10-24T22:00+00:00", "2026-10-25T00:30+00:00")  # until 02:30, the first time
    then = taken("2026-10-25T01:00+00:00", "2026-10-25T05:00+00:00")  # from 02:00, the second time
    assert moment("Europe/Amsterdam", date(2026, 10, 25), works=night, busy=(first, then), days=SUNDAY) == (
        "2026-10-25T02:30+02:00"
    )
    second = taken("2026-10-24T22:00+00:00", "2026-10-25T01:30+00:00")  # until 02:30, the second time
    then = taken("2026-10-25T02:00+00:00", "2026-10-25T05:00+00:00")
    assert moment("Europe/Amsterdam", date(2026, 10, 25), works=night, busy=(second, then), days=SUNDAY) == (
        "2026-10-25T02:30+01:00"
    )


def test_work_that_begins_at_a_time_that_comes_twice_surely_has_begun_and_surely_not_ended() -> None:
    begins, ends = (time(2, 30), time(4)), (time(0), time(2, 30))
    from_three = taken("2026-10-25T02:00+00:00", "2026-10-25T03:00+00:00")
    assert moment("Europe/Amsterdam", date(2026, 10, 25), works=begins, busy=(from_three,), days=SUNDAY) == (
        "2026-10-25T02:30+01:00"
    )
    from_half_past_two = taken("2026-10-25T01:30+00:00", "2026-10-25T03:00+00:00")  # the second
    assert moment("Europe/Amsterdam", date(2026, 10, 25), works=begins, busy=(from_half_past_two,), days=SUNDAY) == (
        "2026-10-18T03:30+02:00"  # another Sunday rather than two o'clock, when work may not have begun
    )
    assert moment("Europe/Amsterdam", date(2026, 10, 25), works=ends, days=SUNDAY) == "2026-10-25T02:00+02:00"


def test_work_that_lies_wholly_in_the_hour_left_out_loses_no_review() -> None:
    in_it, out_of_it = (time(2, 15), time(2, 45)), (time(2, 45), time(3, 15))
    assert moment("Europe/Amsterdam", date(2026, 3, 29), works=in_it, days=SUNDAY) == "2026-03-29T03:00+02:00"
    assert moment("Europe/Amsterdam", date(2026, 3, 29), works=out_of_it, days=SUNDAY) == "2026-03-29T01:45+01:00"


def test_lord_howe_moves_its_clocks_by_half_an_hour_only() -> None:
    assert moment("Australia/Lord_Howe", date(2026, 4, 3)) == "2026-04-03T10:00+11:00"
    assert moment("Australia/Lord_Howe", date(2026, 4, 6)) == "2026-04-06T10:00+10:30"


def test_who_works_at_night_is_asked_when_the_night_begins_and_the_night_belongs_to_the_day_it_begins_on() -> None:
    night, friday = (time(22), time(6)), frozenset({4})
    assert moment("Europe/Amsterdam", date(2026, 5, 8), works=night, days=friday) == "2026-05-08T22:00+02:00"
    evening = taken("2026-05-08T20:00+00:00", "2026-05-08T23:00+00:00")  # until 01:00
    assert moment("Europe/Amsterdam", date(2026, 5, 8), works=night, days=friday, busy=(evening,)) == (
        "2026-05-09T01:00+02:00"  # a Saturday by now, and still the work of Friday
    )


def test_who_works_around_the_clock_is_asked_at_ten_and_not_over_lunch() -> None:
    always = (time(0), time(0))
    assert moment("Europe/Amsterdam", date(2026, 5, 8), works=always, days=EVERY_DAY) == "2026-05-08T10:00+02:00"
    until_lunch = taken("2026-05-07T00:00+00:00", "2026-05-08T10:00+00:00")
    assert moment("Europe/Amsterdam", date(2026, 5, 8), works=always, days=EVERY_DAY, busy=(until_lunch,)) == (
        "2026-05-08T13:00+02:00"
    )


def test_a_day_and_night_on_duty_has_its_lunch_on_the_second_day() -> None:
    duty, friday = (time(18), time(18)), frozenset({4})
    until_noon = taken("2026-05-08T00:00+00:00", "2026-05-09T10:00+00:00")
    assert moment("Europe/Amsterdam", date(2026, 5, 8), works=duty, days=friday, busy=(until_noon,)) == (
        "2026-05-09T13:00+02:00"
    )


def test_two_reviews_are_not_put_into_one_night() -> None:
    hours = WorkingHours(zone="Europe/Amsterdam", days=frozenset({3, 4}), starts=time(22), ends=time(6))
    after_midnight = taken("2026-05-08T23:00+00:00", "2026-05-08T23:30+00:00")
    found = find(
        date(2026, 5, 8),
        HALF_AN_HOUR,
        Availability(hours=hours, busy=()),
        not_before=LONG_AGO,
        reviews=(after_midnight,),
    )
    assert found.starts_at.isoformat() == "2026-05-07T20:00:00+00:00"  # Thursday night, not the one of Friday


def test_hours_that_begin_at_a_quarter_to_nine_give_full_and_half_hours() -> None:
    works = (time(8, 45), time(17, 15))
    until_noon = taken("2026-05-08T07:30+00:00", "2026-05-08T10:00+00:00")
    assert moment("Europe/Amsterdam", date(2026, 5, 8), works=works) == "2026-05-08T10:00+02:00"
    assert moment("Europe/Amsterdam", date(2026, 5, 8), works=works, busy=(until_noon,)) == "2026-05-08T09:00+02:00"


def test_hours_too_short_for_a_review_give_their_beginning() -> None:
    works = (time(9, 5), time(9, 20))
    assert moment("Europe/Amsterdam", date(2026, 5, 8), works=works) == "2026-05-08T09:05+02:00"
    meeting = taken("2026-05-08T07:20+00:00", "2026-05-08T08:00+00:00")  # begins when the hours end
    assert moment("Europe/Amsterdam", date(2026, 5, 8), works=works, busy=(meeting,)) == "2026-05-07T09:05+02:00"


def test_who_moved_from_amsterdam_to_auckland_is_asked_in_the_morning_of_auckland() -> None:
    standup = tuple(  # half past nine in Amsterdam each day: half past eight in the evening there
        taken(f"2026-03-{day}T08:30+00:00", f"2026-03-{day}T09:00+00:00") for day in range(16, 28)
    )
    hours = WorkingHours(zone="Pacific/Auckland", days=frozenset(range(5)), starts=time(9), ends=time(17))
    before = find(date(2026, 3, 18), HALF_AN_HOUR, Availability(hours=FREE.hours, busy=standup), not_before=NOW)
    after = find(date(2026, 3, 18), HALF_AN_HOUR, Availability(hours=hours, busy=standup), not_before=NOW)
    assert before.starts_at.isoformat() == "2026-03-18T09:00:00+00:00"
    assert after.starts_at.astimezone(ZoneInfo("Pacific/Auckland")).isoformat() == "2026-03-18T10:00:00+13:00"


def test_a_day_off_taken_before_moving_to_auckland_is_kept_free_on_both_days_that_it_became() -> None:
    day_off = taken("2026-03-17T23:00+00:00", "2026-03-18T23:00+00:00")  # Wednesday in Amsterdam
    hours = WorkingHours(zone="Pacific/Auckland", days=frozenset(range(5)), starts=time(9), ends=time(17))
    found = find(date(2026, 3, 18), HALF_AN_HOUR, Availability(hours=hours, busy=(), away=(day_off,)), not_before=NOW)
    assert found.starts_at.astimezone(ZoneInfo("Pacific/Auckland")).date() == date(2026, 3, 17)


def test_today_is_today_where_the_learner_is() -> None:
    monday_evening = datetime(2026, 3, 16, 18, 0, tzinfo=UTC)  # Tuesday, half past seven in Kiritimati already
    hours = WorkingHours(zone="Pacific/Kiritimati", days=EVERY_DAY, starts=time(9), ends=time(17))
    found = find(date(2026, 3, 10), HALF_AN_HOUR, Availability(hours=hours, busy=()), not_before=monday_evening)
    assert found.starts_at.astimezone(ZoneInfo("Pacific/Kiritimati")).isoformat() == "2026-03-17T10:00:00+14:00"


def test_this_evening_is_sought_first_though_it_is_tomorrow_in_greenwich() -> None:
    evening = datetime(2026, 3, 17, 2, 0, tzinfo=UTC)  # seven on Monday evening in Los Angeles
    hours = WorkingHours(zone="America/Los_Angeles", days=EVERY_DAY, starts=time(18), ends=time(23))
    found = find(date(2026, 3, 10), HALF_AN_HOUR, Availability(hours=hours, busy=()), not_before=evening)
    assert found.starts_at == evening
