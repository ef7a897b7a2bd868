"""What follows from comparing the reviews with the calendar: one test a branch."""

from __future__ import annotations

from dataclasses import replace

from learning.calendar_plan import Seen, compare
from learning.calendar_steps import (
    Arrived,
    AskAboutGone,
    FindMoment,
    Follow,
    Move,
    Remove,
    RemovedByHand,
    Step,
    Write,
)
from learning.cycle import CycleId
from learning.entries import Entry, EntryId
from learning.review import Review, ReviewId, ReviewKind
from learning.review_entry import begin_writing, written
from tests.cast import ANA, NOW, TODAY, slot

TEN = slot("2026-03-30 08:00", "08:30")
ELEVEN = slot("2026-03-30 09:00", "09:30")
ENTRY = EntryId("entry")
BARE = Review(id=ReviewId("r"), cycle=CycleId("c"), learner=ANA, kind=ReviewKind.CHECK_IN, ideal_on=TODAY)
PLACED = replace(BARE, slot=TEN)
HALF_WRITTEN = begin_writing(PLACED)
WRITTEN = replace(PLACED, entry=ENTRY, stood=TEN)
TO_MOVE = replace(WRITTEN, slot=ELEVEN)
NOON = slot("2026-03-31 10:00", "10:30")
STANDS = Entry(id=ENTRY, slot=TEN)


def steps(review: Review, seen: dict[EntryId, Entry | None] | None = None) -> list[Step]:
    return compare([review], Seen(entries=seen or {}, mark="mark"), now=NOW)


def test_a_review_without_a_time_needs_one() -> None:
    assert steps(BARE) == [FindMoment(review=BARE.id)]


def test_a_review_with_a_time_but_no_entry_is_written() -> None:
    assert steps(PLACED) == [Write(review=BARE.id)]


def test_what_was_not_looked_at_has_not_changed() -> None:
    assert steps(WRITTEN) == []


def test_an_entry_that_stands_where_the_review_is_needs_nothing() -> None:
    assert steps(WRITTEN, {ENTRY: Entry(id=ENTRY, slot=TEN)}) == []


def test_a_dragged_entry_is_followed() -> None:
    assert steps(WRITTEN, {ENTRY: Entry(id=ENTRY, slot=ELEVEN)}) == [Follow(review=BARE.id, slot=ELEVEN)]


def test_an_entry_that_was_dragged_into_the_past_is_followed_there() -> None:
    passed = slot("2026-03-02 07:00", "07:30")
    assert steps(WRITTEN, {ENTRY: Entry(id=ENTRY, slot=passed)}) == [Follow(review=BARE.id, slot=passed)]


def test_who_drags_it_out_of_their_time_away_is_not_told_that_it_stood_there() -> None:
    seen = Seen(entries={ENTRY: Entry(id=ENTRY, slot=NOON)}, mark="mark", away=(TEN,))
    assert compare([WRITTEN], seen, now=NOW) == [Follow(review=BARE.id, slot=NOON)]


def test_a_deleted_entry_is_asked_about_and_never_restored() -> None:
    assert steps(WRITTEN, {ENTRY: None}) == [AskAboutGone(review=BARE.id)]


def test_a_review_that_was_asked_about_waits_for_the_answer() -> None:
    assert steps(replace(WRITTEN, gone_at=NOW), {ENTRY: None}) == []


def test_a_held_or_skipped_review_lets_its_entry_be() -> None:
    assert steps(replace(WRITTEN, held_at=NOW), {ENTRY: None}) == []
    assert steps(replace(WRITTEN, skipped_at=NOW), {ENTRY: Entry(id=ENTRY, slot=ELEVEN)}) == []


def test_somebody_elses_entry_is_none_of_our_business() -> None:
    other = EntryId("a meeting")
    assert steps(WRITTEN, {other: Entry(id=other, slot=ELEVEN)}) == []


def test_a_review_that_wants_a_new_moment_gets_one_though_its_entry_stands() -> None:
    assert steps(replace(WRITTEN, slot=None)) == [FindMoment(review=BARE.id)]


def test_a_review_that_is_to_be_elsewhere_is_moved_by_us() -> None:
    assert steps(TO_MOVE) == [Move(review=BARE.id)]
    assert steps(TO_MOVE, {ENTRY: Entry(id=ENTRY, slot=TEN)}) == [Move(review=BARE.id)]


def test_what_we_moved_just_before_a_crash_is_noted_and_not_told() -> None:
    assert steps(TO_MOVE, {ENTRY: Entry(id=ENTRY, slot=ELEVEN)}) == [Arrived(review=BARE.id, slot=ELEVEN)]


def test_what_we_moved_needs_nothing_when_the_calendar_reports_it() -> None:
    assert steps(replace(TO_MOVE, stood=ELEVEN), {ENTRY: Entry(id=ENTRY, slot=ELEVEN)}) == []


def test_who_drags_while_we_are_about_to_move_has_the_last_word() -> None:
    assert steps(TO_MOVE, {ENTRY: Entry(id=ENTRY, slot=NOON)}) == [Follow(review=BARE.id, slot=NOON)]
    without_time = replace(WRITTEN, slot=None)
    assert steps(without_time, {ENTRY: Entry(id=ENTRY, slot=NOON)}) == [Follow(review=BARE.id, slot=NOON)]


def test_an_entry_deleted_while_we_are_about_to_move_it_is_asked_about() -> None:
    assert steps(TO_MOVE, {ENTRY: None}) == [AskAboutGone(review=BARE.id)]


def test_the_entry_of_a_review_that_is_over_before_its_time_is_removed() -> None:
    unwanted = replace(WRITTEN, held_at=NOW, unwanted_at=NOW)
    assert steps(unwanted) == [Remove(review=BARE.id)]
    assert steps(replace(unwanted, entry=None, stood=None)) == []


def test_where_the_learner_deleted_that_entry_it_is_known_to_be_gone() -> None:
    """Else a review that is wanted again would be said to stand where nothing stands."""
    unwanted = replace(WRITTEN, skipped_at=NOW, unwanted_at=NOW)
    assert steps(unwanted, {ENTRY: None}) == [RemovedByHand(review=BARE.id)]


def test_an_entry_that_may_be_written_though_its_id_is_not_known_is_written_once_more_so_that_it_is() -> None:
    assert steps(HALF_WRITTEN) == [Write(review=BARE.id)]


def test_so_it_is_for_a_review_that_is_wanted_elsewhere_by_now() -> None:
    assert steps(replace(HALF_WRITTEN, slot=None)) == [Write(review=BARE.id)]


def test_so_it_is_for_a_review_that_is_over_before_its_time() -> None:
    assert steps(replace(HALF_WRITTEN, held_at=NOW, unwanted_at=NOW)) == [Write(review=BARE.id)]
    assert steps(replace(HALF_WRITTEN, skipped_at=NOW, unwanted_at=NOW)) == [Write(review=BARE.id)]


def test_so_it_is_for_a_review_whose_card_came_meanwhile() -> None:
    assert steps(replace(HALF_WRITTEN, asked_at=NOW)) == [Write(review=BARE.id)]


def test_what_may_stand_as_something_that_has_passed_is_let_be() -> None:
    assert steps(replace(HALF_WRITTEN, held_at=NOW)) == []


def test_once_the_id_is_known_the_entry_is_moved_or_removed_as_any_other() -> None:
    assert steps(written(HALF_WRITTEN, STANDS, now=NOW)) == []
    elsewhere, over = replace(HALF_WRITTEN, slot=None), replace(HALF_WRITTEN, held_at=NOW, unwanted_at=NOW)
    assert steps(written(elsewhere, STANDS, now=NOW)) == [FindMoment(review=BARE.id)]
    assert steps(written(over, STANDS, now=NOW)) == [Remove(review=BARE.id)]


def test_who_dragged_it_before_its_id_was_known_is_followed() -> None:
    dragged = written(HALF_WRITTEN, Entry(id=ENTRY, slot=NOON), now=NOW)
    assert (dragged.slot, dragged.stood, dragged.dragged_at) == (NOON, NOON, NOW)
    assert steps(dragged) == []


def test_a_review_whose_card_came_already_needs_no_entry_any_more() -> None:
    assert steps(replace(BARE, asked_at=NOW)) == []
    assert steps(replace(PLACED, asked_at=NOW)) == []
