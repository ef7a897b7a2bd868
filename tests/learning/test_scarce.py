"""When learning time is shown busy: while little of the working time around it is still free."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from learning.entries import Availability, Slot
from learning.scarce import is_scarce
from tests.cast import FREE, OFFICE_HOURS, slot

BLOCK = slot("2026-03-03 14:00", "15:00")
"""Tuesday, 15:00 to 16:00 in Amsterdam, where people work from 09:00 to 17:00 and lunch at noon: seven hours."""
MORNING = slot("2026-03-03 08:00", "11:00")
NOON = slot("2026-03-03 11:00", "12:40")
LONG_NOON = slot("2026-03-03 11:00", "13:40")


def with_busy(*busy: Slot) -> Availability:
    return replace(FREE, busy=busy)


def test_time_is_not_scarce_on_a_day_on_which_nothing_stands() -> None:
    assert not is_scarce(BLOCK, FREE)


def test_time_is_scarce_once_no_more_than_a_third_of_the_day_is_free() -> None:
    assert is_scarce(BLOCK, with_busy(MORNING, LONG_NOON))
    assert not is_scarce(BLOCK, with_busy(MORNING, NOON))


def test_what_overlaps_and_what_stands_over_lunch_counts_once() -> None:
    assert not is_scarce(BLOCK, with_busy(MORNING, slot("2026-03-03 09:00", "10:00"), NOON))


def test_a_short_meeting_within_a_long_one_frees_nothing_of_it() -> None:
    whole = slot("2026-03-03 08:00", "13:40")
    assert is_scarce(BLOCK, with_busy(whole, slot("2026-03-03 08:30", "09:00")))


def test_what_is_tentative_or_away_takes_time_as_meetings_do() -> None:
    full = with_busy(MORNING)
    assert is_scarce(BLOCK, replace(full, tentative=(LONG_NOON,)))
    assert is_scarce(BLOCK, replace(full, away=(LONG_NOON,)))


def test_what_stands_on_other_days_or_outside_working_hours_takes_nothing() -> None:
    elsewhere = (slot("2026-03-03 16:00", "22:00"), slot("2026-03-04 08:00", "15:00"))
    assert not is_scarce(BLOCK, with_busy(MORNING, NOON, *elsewhere))


def test_a_block_that_is_taken_already_cannot_be_protected_any_more() -> None:
    assert not is_scarce(BLOCK, with_busy(MORNING, LONG_NOON, slot("2026-03-03 14:30", "15:30")))


def test_outside_working_hours_nobody_takes_anything() -> None:
    assert not is_scarce(slot("2026-03-07 14:00", "15:00"), with_busy(slot("2026-03-07 08:00", "13:00")))
    assert not is_scarce(slot("2026-03-03 18:00", "19:00"), with_busy(slot("2026-03-03 08:00", "16:00")))


def test_a_night_counts_from_the_evening_before() -> None:
    nights = replace(FREE, hours=replace(OFFICE_HOURS, starts=time(22), ends=time(6)))
    block = slot("2026-03-03 02:00", "03:00")
    assert not is_scarce(block, nights)
    taken = (slot("2026-03-02 21:00", "23:59"), slot("2026-03-03 00:00", "02:00"), slot("2026-03-03 03:30", "05:00"))
    assert is_scarce(block, replace(nights, busy=taken))
