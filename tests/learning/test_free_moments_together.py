"""A review with companions is put where it suits them too, and never where the learner has something else."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from app import time_zones
from learning.entries import Availability, Slot, WorkingHours
from learning.free_moments import Together, find_together
from learning.people import PersonId
from tests.cast import BEN, CHLOE, DAN, FREE, NOW, OFFICE_HOURS, slot

HALF_AN_HOUR = timedelta(minutes=30)
MONDAY = date(2026, 3, 30)
ALL_SPRING = Slot(starts_at=NOW, ends_at=NOW + timedelta(days=90))


@pytest.fixture(autouse=True, scope="module")
def _the_pinned_time_zones() -> None:
    time_zones.pin()


def together(
    companions: dict[PersonId, Availability], *, learner: Availability = FREE, reviews: tuple[Slot, ...] = ()
) -> Together:
    return find_together(MONDAY, HALF_AN_HOUR, learner, companions, not_before=NOW, reviews=reviews)


def office(*busy: Slot, zone: str = "Europe/Amsterdam", away: tuple[Slot, ...] = ()) -> Availability:
    hours = WorkingHours(zone=zone, days=frozenset(range(5)), starts=time(9), ends=time(17))
    return Availability(hours=hours, busy=busy, away=away)


def in_amsterdam(found: Together) -> str:
    return found.slot.starts_at.astimezone(ZoneInfo("Europe/Amsterdam")).isoformat(timespec="minutes")


def test_who_are_all_free_meet_at_ten() -> None:
    found = together({BEN: office(), CHLOE: office()})
    assert (in_amsterdam(found), found.missing) == ("2026-03-30T10:00+02:00", frozenset())


def test_a_moment_that_suits_all_goes_before_the_best_time_of_the_learner() -> None:
    found = together({BEN: office(slot("2026-03-30 07:00", "09:00")), CHLOE: office(slot("2026-03-30 09:00", "09:30"))})
    assert (in_amsterdam(found), found.missing) == ("2026-03-30T11:30+02:00", frozenset())


def test_another_day_that_suits_all_goes_before_the_ideal_day() -> None:
    found = together({BEN: office(slot("2026-03-30 06:00", "18:00"))})
    assert (in_amsterdam(found), found.missing) == ("2026-03-31T10:00+02:00", frozenset())


def test_who_work_in_london_and_new_york_meet_when_both_are_at_work() -> None:
    found = together({BEN: office(zone="Europe/London"), CHLOE: office(zone="America/New_York")})
    assert (in_amsterdam(found), found.missing) == ("2026-03-30T15:00+02:00", frozenset())  # nine in New York


def test_between_two_changes_of_clocks_new_york_is_an_hour_nearer() -> None:
    found = find_together(
        date(2026, 3, 17), HALF_AN_HOUR, FREE, {CHLOE: office(zone="America/New_York")}, not_before=NOW
    )
    assert in_amsterdam(found) == "2026-03-17T14:00+01:00"


def test_a_monday_in_amsterdam_is_sought_in_the_tuesday_of_kiritimati() -> None:
    night = WorkingHours(zone="Pacific/Kiritimati", days=frozenset({1}), starts=time(0), ends=time(2))
    found = together({BEN: Availability(hours=night, busy=())})  # midnight there is noon in Amsterdam
    assert (in_amsterdam(found), found.missing) == ("2026-03-30T13:00+02:00", frozenset())


def test_a_companion_who_works_at_night_is_met_in_the_night_that_began_the_day_before() -> None:
    night = WorkingHours(zone="Europe/Amsterdam", days=frozenset({6}), starts=time(23), ends=time(9, 30))
    found = together({BEN: Availability(hours=night, busy=())})
    assert (in_amsterdam(found), found.missing) == ("2026-03-30T09:00+02:00", frozenset())


def test_the_lunch_of_a_companion_is_left_alone() -> None:
    found = together({BEN: office(zone="Europe/London")}, learner=office(slot("2026-03-30 06:00", "11:00")))
    assert in_amsterdam(found) == "2026-03-30T14:00+02:00"  # from 13:00 to 14:00 Ben has lunch


def test_nobody_is_asked_on_a_day_on_which_a_companion_is_away_for_some_hours() -> None:
    found = together({BEN: office(away=(slot("2026-03-30 13:00", "18:00"),))})
    assert (in_amsterdam(found), found.missing) == ("2026-03-31T10:00+02:00", frozenset())


def test_a_companion_who_fetches_a_child_every_afternoon_is_met_in_the_morning() -> None:
    every_day = tuple(slot(f"{MONDAY + timedelta(days=n)} 13:30", "14:30") for n in range(-14, 14))
    found = together({BEN: office(away=every_day)})
    assert (in_amsterdam(found), found.missing) == ("2026-03-30T10:00+02:00", frozenset())


def test_where_no_moment_suits_all_it_suits_as_many_as_can_be_and_says_whom_it_does_not() -> None:
    found = together({BEN: office(ALL_SPRING), CHLOE: office(), DAN: office(slot("2026-03-30 07:00", "09:00"))})
    assert (in_amsterdam(found), found.missing) == ("2026-03-30T11:00+02:00", frozenset({BEN}))


def test_a_companion_whose_hours_never_meet_the_learners_moves_nothing() -> None:
    found = together({BEN: office(zone="Pacific/Auckland")})
    assert (in_amsterdam(found), found.missing) == ("2026-03-30T10:00+02:00", frozenset({BEN}))


def test_what_is_tentative_for_a_companion_does_not_suit_them() -> None:
    ben = Availability(hours=OFFICE_HOURS, busy=(), tentative=(slot("2026-03-30 06:00", "09:00"),))
    assert in_amsterdam(together({BEN: ben})) == "2026-03-30T11:00+02:00"
    ben = Availability(hours=OFFICE_HOURS, busy=(), tentative=(ALL_SPRING,))
    assert together({BEN: ben}).missing == {BEN}


def test_nothing_of_the_learners_gives_way_to_a_companion() -> None:
    only_then = WorkingHours(zone="Europe/Amsterdam", days=frozenset({0}), starts=time(10), ends=time(10, 30))
    ben = Availability(hours=only_then, busy=())
    mondays = tuple(slot(f"2026-{day} 08:00", "09:30") for day in ("03-23", "03-30", "04-06"))
    for learner in (office(*mondays), Availability(hours=OFFICE_HOURS, busy=(), tentative=mondays)):
        found = together({BEN: ben}, learner=learner)
        assert found.missing == {BEN}
        assert not any(found.slot.overlaps(monday) for monday in mondays)


def test_a_second_review_on_one_day_is_better_than_one_without_the_companion() -> None:
    only_mondays = WorkingHours(zone="Europe/Amsterdam", days=frozenset({0}), starts=time(9), ends=time(17))
    elsewhere = tuple(slot(f"2026-{day} 06:00", "18:00") for day in ("03-23", "04-06"))
    found = together(
        {BEN: Availability(hours=only_mondays, busy=elsewhere)}, reviews=(slot("2026-03-30 08:00", "08:30"),)
    )
    assert (in_amsterdam(found), found.missing) == ("2026-03-30T09:30+02:00", frozenset())


def test_it_is_the_same_whoever_is_named_first() -> None:
    ben, chloe = office(slot("2026-03-30 07:00", "12:00")), office(slot("2026-03-30 12:00", "18:00"))
    assert together({BEN: ben, CHLOE: chloe}) == together({CHLOE: chloe, BEN: ben})


def test_a_full_calendar_loses_no_review_with_companions() -> None:
    found = together({BEN: office(ALL_SPRING)}, learner=office(ALL_SPRING))
    assert (in_amsterdam(found), found.missing) == ("2026-03-30T10:00+02:00", frozenset({BEN}))


def test_it_is_never_past_for_anybody() -> None:
    now = datetime(2026, 3, 30, 9, 10, tzinfo=UTC)
    found = find_together(MONDAY, HALF_AN_HOUR, FREE, {BEN: office()}, not_before=now)
    assert in_amsterdam(found) == "2026-03-30T11:30+02:00"
