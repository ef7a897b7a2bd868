"""When the moment of a review no longer suits: what is told, and when nothing is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from learning.calendar_plan import Seen, compare
from learning.calendar_steps import Arrived, BackAtWork, Clash, Follow, Move, OutsideHours, Step
from learning.clash import (
    ClashIsOver,
    back_at_work,
    hours_text,
    is_asked_over_away,
    is_in_question,
    leave_there,
    seek_elsewhere,
    told_of_away,
    told_of_hours,
)
from learning.cycle import CycleId
from learning.entries import Entry, EntryId, Slot, WorkingHours
from learning.review import AlreadyHeld, Review, ReviewId, ReviewKind
from learning.review_entry import follow, gone
from tests.cast import ANA, NOW, OFFICE_HOURS, TODAY, slot

TEN = slot("2026-03-30 08:00", "08:30")
NOON = slot("2026-03-31 10:00", "10:30")
THAT_DAY = slot("2026-03-30 00:00", "23:59")
ENTRY = EntryId("entry")
REVIEW = Review(
    id=ReviewId("r"),
    cycle=CycleId("c"),
    learner=ANA,
    kind=ReviewKind.CHECK_IN,
    ideal_on=TODAY,
    slot=TEN,
    stood=TEN,
    entry=ENTRY,
)
AFTERNOONS = replace(OFFICE_HOURS, starts=time(13))
CLASH = Clash(review=REVIEW.id, away=THAT_DAY)
OUTSIDE = OutsideHours(review=REVIEW.id)
BACK = BackAtWork(review=REVIEW.id)


def steps(
    review: Review,
    *away: Slot,
    hours: WorkingHours | None = None,
    stands: Slot | None = None,
    back: frozenset[Slot] = frozenset(),
) -> list[Step]:
    entries = {ENTRY: Entry(id=ENTRY, slot=stands)} if stands else {}
    return compare([review], Seen(entries=entries, away=away, back=back, mark="mark"), now=NOW, new_hours=hours)


def test_out_of_office_over_a_review_is_told_once_also_when_it_grows() -> None:
    assert steps(REVIEW, NOON, THAT_DAY) == [CLASH]
    told = told_of_away(REVIEW, THAT_DAY)
    assert steps(told, THAT_DAY) == []
    assert steps(told, slot("2026-03-29 00:00", "23:59"), slot("2026-03-30 00:00", "12:00")) == []


def test_out_of_office_at_another_time_is_nobodys_business() -> None:
    assert steps(REVIEW, NOON) == []


def test_another_stretch_out_of_office_over_where_it_was_moved_to_is_told_anew() -> None:
    moved = follow(told_of_away(REVIEW, THAT_DAY), NOON, now=NOW)
    assert steps(moved, slot("2026-03-31 00:00", "23:59")) == [replace(CLASH, away=slot("2026-03-31 00:00", "23:59"))]


def test_who_drags_a_review_there_knows() -> None:
    assert steps(REVIEW, slot("2026-03-31 00:00", "23:59"), stands=NOON) == [Follow(review=REVIEW.id, slot=NOON)]


def test_out_of_office_that_comes_while_the_app_is_about_to_move_a_review_there_is_told() -> None:
    about_to_move = replace(REVIEW, slot=NOON)
    away = slot("2026-03-31 00:00", "23:59")
    assert steps(about_to_move, THAT_DAY, away) == [Move(review=REVIEW.id), replace(CLASH, away=away)]
    arrived = Arrived(review=REVIEW.id, slot=NOON)
    assert steps(about_to_move, THAT_DAY, away, stands=NOON) == [arrived, replace(CLASH, away=away)]


def test_what_has_begun_came_to_the_chat_or_has_no_moment_is_told_nothing() -> None:
    earlier = slot("2026-03-02 08:00", "09:30")
    for review in (
        replace(REVIEW, slot=earlier, stood=earlier),
        replace(REVIEW, asked_at=NOW),
        replace(REVIEW, gone_at=NOW),
        replace(REVIEW, held_at=NOW),
        replace(REVIEW, slot=None, stood=None, entry=None, asked_at=NOW),
    ):
        assert steps(review, THAT_DAY, earlier, hours=AFTERNOONS) == []


def test_new_working_hours_matter_to_what_the_app_placed_outside_them() -> None:
    assert steps(REVIEW, hours=AFTERNOONS) == [OUTSIDE]
    assert steps(REVIEW, hours=OFFICE_HOURS) == []
    assert steps(REVIEW, hours=replace(OFFICE_HOURS, ends=time(10, 15))) == [OUTSIDE]  # it would end too late
    assert steps(REVIEW, hours=replace(OFFICE_HOURS, days=frozenset({1, 2}))) == [OUTSIDE]
    assert steps(REVIEW, hours=replace(OFFICE_HOURS, zone="America/New_York")) == [OUTSIDE]


def test_what_the_learner_placed_by_hand_may_lie_anywhere() -> None:
    assert steps(replace(REVIEW, dragged_at=NOW), hours=AFTERNOONS) == []


def test_who_works_at_night_works_on_the_next_morning_too() -> None:
    sunday_night = WorkingHours(zone="Europe/Amsterdam", days=frozenset({6}), starts=time(22), ends=time(11))
    assert steps(REVIEW, hours=sunday_night) == []


def test_of_two_reasons_the_one_that_weighs_more_is_told() -> None:
    assert steps(REVIEW, THAT_DAY, hours=AFTERNOONS) == [CLASH]


def test_hours_are_one_line_that_changes_with_each_of_them() -> None:
    assert hours_text(OFFICE_HOURS) == "Europe/Amsterdam 01234 09:00-17:00"
    others = (AFTERNOONS, replace(OFFICE_HOURS, days=frozenset({0})), replace(OFFICE_HOURS, zone="Europe/Berlin"))
    assert len({hours_text(each) for each in (OFFICE_HOURS, *others, replace(OFFICE_HOURS, ends=time(18)))}) == 5


def test_the_question_is_open_until_it_is_answered_or_the_review_moved_away() -> None:
    for told in (told_of_away(REVIEW, THAT_DAY), told_of_hours(REVIEW, now=NOW)):
        assert is_in_question(told)
        assert not is_in_question(leave_there(told, now=NOW))
        assert not is_in_question(follow(told, NOON, now=NOW))
        assert not is_in_question(seek_elsewhere(told, date(2026, 3, 30)))
        assert not is_in_question(gone(told, now=NOW))
        assert not is_in_question(replace(told, skipped_at=NOW))


def test_a_question_that_is_over_cannot_be_answered() -> None:
    for review in (REVIEW, leave_there(told_of_away(REVIEW, THAT_DAY), now=NOW)):
        with pytest.raises(ClashIsOver):
            leave_there(review, now=NOW)
        with pytest.raises(ClashIsOver):
            seek_elsewhere(review, TODAY)
    with pytest.raises(AlreadyHeld):
        leave_there(replace(told_of_away(REVIEW, THAT_DAY), held_at=NOW), now=NOW)


def test_who_moves_it_within_the_time_away_has_answered_by_that() -> None:
    later_that_day = slot("2026-03-30 10:00", "10:30")
    assert not is_in_question(follow(told_of_away(REVIEW, THAT_DAY), later_that_day, now=NOW))


def test_a_later_reason_asks_again_though_the_first_was_left() -> None:
    left = leave_there(told_of_away(REVIEW, THAT_DAY), now=NOW)
    assert is_in_question(told_of_hours(left, now=NOW))


def test_who_is_at_work_then_after_all_is_asked_no_more_and_the_review_stays() -> None:
    told = told_of_away(REVIEW, THAT_DAY)
    assert steps(told, back=frozenset({TEN})) == [BACK]
    back = back_at_work(told, now=NOW)
    assert not is_in_question(back)
    assert (back.slot, back.left_there_at) == (TEN, NOW)
    assert steps(back, back=frozenset({TEN})) == []


def test_who_puts_the_same_time_away_there_again_is_told_again() -> None:
    assert steps(back_at_work(told_of_away(REVIEW, THAT_DAY), now=NOW), THAT_DAY) == [CLASH]


def test_other_time_away_that_comes_over_it_meanwhile_keeps_the_question() -> None:
    other = slot("2026-03-30 07:00", "09:00")
    told = told_of_away(REVIEW, slot("2026-03-30 08:20", "23:59"))
    assert steps(told, other, back=frozenset({TEN})) == []
    morning = slot("2026-03-30 00:00", "08:10")
    assert steps(told, morning, back=frozenset({TEN})) == [replace(CLASH, away=morning)]


def test_only_an_open_question_about_time_away_settles_itself_and_only_for_the_moment_that_was_looked_at() -> None:
    told = told_of_away(REVIEW, THAT_DAY)
    assert is_asked_over_away(told, now=NOW)
    assert steps(told, back=frozenset({NOON})) == []
    for other in (
        REVIEW,
        told_of_hours(REVIEW, now=NOW),
        leave_there(told, now=NOW),
        gone(told, now=NOW),
        replace(told, held_at=NOW),
        replace(told, asked_at=NOW),
        replace(told, clash=NOON),
    ):
        assert not is_asked_over_away(other, now=NOW)
        assert BACK not in steps(other, back=frozenset({TEN}))
    assert not is_asked_over_away(told, now=TEN.starts_at)


def test_who_is_at_work_then_but_not_at_that_hour_is_still_asked() -> None:
    told = told_of_away(REVIEW, THAT_DAY)
    assert steps(told, back=frozenset({TEN}), hours=AFTERNOONS) == [BACK, OUTSIDE]
    both = told_of_hours(told, now=NOW)
    assert steps(both, back=frozenset({TEN})) == [BACK]
    assert is_in_question(back_at_work(both, now=NOW))
