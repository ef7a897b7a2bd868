"""Which moments the reviews of a cycle get: a check-in is over before the closing review begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from learning.cycle import CycleId
from learning.entries import Availability, Slot
from learning.placing import Beside, find_moments
from learning.review import LENGTH, Review, ReviewId, ReviewKind
from learning.without_calendar import moments_in_chat
from tests.cast import ANA, FREE, NOW, OFFICE_HOURS, PEOPLE, slot

CHECK_IN = Review(
    id=ReviewId("check-in"), cycle=CycleId("c"), learner=ANA, kind=ReviewKind.CHECK_IN, ideal_on=date(2026, 3, 30)
)
CLOSING = Review(
    id=ReviewId("closing"), cycle=CycleId("c"), learner=ANA, kind=ReviewKind.CLOSING, ideal_on=date(2026, 4, 27)
)


def moments(*wanting: Review, beside: tuple[Review, ...] = (), when: Availability = FREE) -> dict[str, Slot | None]:
    found = find_moments(wanting, [*wanting, *beside], when, now=NOW)
    return {review.id: slot for review, slot in found}


def away(first: date, last: date) -> Availability:
    def midnight(day: date) -> datetime:
        return datetime.combine(day, datetime.min.time(), UTC)

    holiday = Slot(starts_at=midnight(first), ends_at=midnight(last + timedelta(days=1)))
    return Availability(hours=OFFICE_HOURS, busy=(), away=(holiday,))


def check_in_and_closing(found: dict[str, Slot | None]) -> tuple[Slot, Slot]:
    check_in, closing = found["check-in"], found["closing"]
    assert check_in
    assert closing
    return check_in, closing


def test_each_stands_on_its_own_day_where_nothing_is_in_the_way() -> None:
    check_in, closing = check_in_and_closing(moments(CHECK_IN, CLOSING))
    assert (check_in.starts_at.date(), closing.starts_at.date()) == (date(2026, 3, 30), date(2026, 4, 27))


@pytest.mark.parametrize("first", [date(2026, 3, 4), date(2026, 3, 16), date(2026, 3, 30), date(2026, 4, 13)])
@pytest.mark.parametrize("last", [date(2026, 4, 24), date(2026, 4, 30), date(2026, 5, 8), date(2026, 5, 20)])
def test_however_long_a_holiday_is_the_check_in_is_over_before_the_closing_review(first: date, last: date) -> None:
    check_in, closing = check_in_and_closing(moments(CHECK_IN, CLOSING, when=away(first, last)))
    assert check_in.ends_at <= closing.starts_at


def test_a_check_in_is_over_before_a_closing_review_that_stands_already() -> None:
    sooner = slot("2026-03-24 09:00", "10:00")
    standing = replace(CLOSING, slot=sooner, stood=sooner)
    found = moments(CHECK_IN, beside=(standing,))["check-in"]
    assert found
    assert found.ends_at <= sooner.starts_at
    assert found.starts_at.date() == date(2026, 3, 23)  # the nearest day with no other review on it


def test_a_closing_review_comes_after_the_check_in_that_stands() -> None:
    standing = replace(CHECK_IN, slot=slot("2026-04-27 07:00", "07:30"))
    found = moments(CLOSING, beside=(standing,), when=away(date(2026, 4, 28), date(2026, 5, 8)))["closing"]
    assert found
    assert found.starts_at >= slot("2026-04-27 07:00", "07:30").ends_at


def test_a_check_in_that_was_dragged_beyond_the_end_does_not_push_the_closing_review() -> None:
    dragged = replace(CHECK_IN, slot=slot("2026-05-12 07:00", "07:30"))
    found = moments(CLOSING, beside=(dragged,))["closing"]
    assert found
    assert found.starts_at.date() == date(2026, 4, 27)


def test_without_working_time_before_the_closing_review_there_is_no_moment() -> None:
    tomorrow = slot("2026-03-02 10:00", "11:00")
    assert moments(CHECK_IN, beside=(replace(CLOSING, slot=tomorrow),)) == {"check-in": None}


def test_another_cycles_closing_review_is_nobodys_end() -> None:
    other = replace(CLOSING, id=ReviewId("other"), cycle=CycleId("d"), slot=slot("2026-03-24 09:00", "10:00"))
    found = moments(CHECK_IN, beside=(other,))["check-in"]
    assert found
    assert found.starts_at.date() == date(2026, 3, 30)


def test_without_a_calendar_too_a_check_in_is_over_before_a_closing_review_that_was_dragged_forward() -> None:
    sooner = slot("2026-03-24 09:00", "10:00")
    dragged = replace(CLOSING, slot=sooner, stood=sooner, dragged_at=NOW)
    [(review, found)] = moments_in_chat([CHECK_IN, dragged], PEOPLE[0], now=NOW)
    assert (review, found) == (CHECK_IN, slot("2026-03-23 09:00", "09:30"))
    tomorrow = slot("2026-03-02 10:00", "11:00")
    assert moments_in_chat([CHECK_IN, replace(dragged, slot=tomorrow)], PEOPLE[0], now=NOW) == [(CHECK_IN, None)]


def test_every_review_gets_its_length() -> None:
    check_in, closing = check_in_and_closing(moments(CHECK_IN, CLOSING))
    assert check_in.length == LENGTH[ReviewKind.CHECK_IN]
    assert closing.length == LENGTH[ReviewKind.CLOSING]


def beside(*suggested: Slot) -> dict[ReviewId, Beside]:
    """Companions who can all come to either review then."""
    return dict.fromkeys((CHECK_IN.id, CLOSING.id), Beside(suggested=suggested))


def test_no_moment_that_suits_all_puts_a_check_in_past_its_closing_review() -> None:
    """However near to its ideal day that moment is."""
    ends = slot("2026-03-24 09:00", "10:00")
    standing = replace(CLOSING, slot=ends, stood=ends)
    over_it, after_it, before_it = (
        slot("2026-03-24 08:45", "09:15"),
        slot("2026-03-30 09:00", "09:30"),
        slot("2026-03-16 09:00", "09:30"),
    )
    for suggested, expected in (((after_it, before_it), before_it), ((over_it, before_it), before_it)):
        [(_, found)] = find_moments([CHECK_IN], [CHECK_IN, standing], FREE, now=NOW, companions=beside(*suggested))
        assert found == expected


def test_a_moment_that_suits_all_may_end_when_the_closing_review_begins() -> None:
    ends, until_then = slot("2026-03-24 09:00", "10:00"), slot("2026-03-24 08:30", "09:00")
    standing = replace(CLOSING, slot=ends, stood=ends)
    [(_, found)] = find_moments([CHECK_IN], [CHECK_IN, standing], FREE, now=NOW, companions=beside(until_then))
    assert found == until_then


def test_no_moment_that_suits_all_puts_a_closing_review_before_its_check_in() -> None:
    standing = replace(CHECK_IN, slot=slot("2026-04-24 09:00", "09:30"))
    before_it, after_it = slot("2026-04-23 09:00", "10:00"), slot("2026-05-04 09:00", "10:00")
    [(_, found)] = find_moments([CLOSING], [CLOSING, standing], FREE, now=NOW, companions=beside(before_it, after_it))
    assert found == after_it


@pytest.mark.parametrize("check_in", [None, slot("2026-02-27 09:00", "09:30")], ids=["left out", "has passed"])
def test_no_moment_that_suits_all_is_sooner_than_anybody_can_know_of_it(check_in: Slot | None) -> None:
    closing = replace(CLOSING, ideal_on=NOW.date())
    too_soon, soon = slot("2026-03-02 10:59", "11:59"), slot("2026-03-02 12:00", "13:00")
    standing = [closing] if check_in is None else [closing, replace(CHECK_IN, slot=check_in)]
    [(_, found)] = find_moments([closing], standing, FREE, now=NOW, companions=beside(too_soon, soon))
    assert found == soon
