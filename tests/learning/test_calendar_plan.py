"""What follows from comparing the reviews with the calendar: one test a branch."""

from __future__ import annotations

from dataclasses import replace

from learning.calendar_plan import AskAboutGone, FindMoment, Follow, Step, Write, compare
from learning.cycle import CycleId
from learning.entries import Entry, EntryId
from learning.review import Review, ReviewId, ReviewKind
from tests.cast import ANA, NOW, TODAY, slot

TEN = slot("2026-03-30 08:00", "08:30")
ELEVEN = slot("2026-03-30 09:00", "09:30")
ENTRY = EntryId("entry")
BARE = Review(id=ReviewId("r"), cycle=CycleId("c"), learner=ANA, kind=ReviewKind.CHECK_IN, ideal_on=TODAY)
PLACED = replace(BARE, slot=TEN)
WRITTEN = replace(PLACED, entry=ENTRY)


def steps(review: Review, seen: dict[EntryId, Entry | None] | None = None) -> list[Step]:
    return compare([review], seen or {})


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
