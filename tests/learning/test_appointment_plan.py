"""What follows from comparing steps, learning time and talks with the calendar: one test a branch."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from learning.appointment import (
    Appointment,
    AppointmentId,
    AppointmentKind,
    as_begun,
    begin_writing,
    end,
    in_whole_days,
    let_go,
    removed,
    whole_day,
    written,
)
from learning.appointment_plan import (
    Arrived,
    Follow,
    KeepShownAs,
    LetGo,
    Move,
    Remove,
    Return,
    Show,
    StandsElsewhere,
    Step,
    Write,
    compare,
)
from learning.calendar_plan import Seen
from learning.entries import Entry, EntryId, ShownAs, Slot
from tests.cast import ANA, NOW, slot

TEN = slot("2026-03-30 08:00", "08:30")
ELEVEN = slot("2026-03-30 09:00", "09:30")
NOON = slot("2026-03-31 10:00", "10:30")
ENTRY = EntryId("entry")
BARE = Appointment(
    id=AppointmentId("a"), learner=ANA, kind=AppointmentKind.LEARNING_TIME, about="cycle", slot=TEN, planned=TEN
)
HALF_WRITTEN = begin_writing(BARE)
WRITTEN = replace(HALF_WRITTEN, entry=ENTRY)
TO_MOVE = replace(WRITTEN, slot=ELEVEN)
TO_SHOW = replace(WRITTEN, shown_as=ShownAs.BUSY)
STANDS = Entry(id=ENTRY, slot=TEN, shown_as=ShownAs.FREE)
UNSEEN = Seen(entries={}, mark="mark")


def steps(appointment: Appointment, seen: dict[EntryId, Entry | None] | None = None) -> list[Step]:
    return compare([appointment], Seen(entries=seen or {}, mark="mark"), now=NOW)


def test_an_appointment_without_an_entry_is_written() -> None:
    assert steps(BARE) == [Write(appointment=BARE.id)]


def test_what_passed_while_the_calendar_could_not_be_used_is_not_written_any_more() -> None:
    assert compare([BARE], UNSEEN, now=TEN.ends_at) == []


def test_what_was_begun_to_be_written_is_written_also_later_so_that_we_know_its_entry() -> None:
    assert compare([HALF_WRITTEN], UNSEEN, now=TEN.ends_at) == [Write(appointment=BARE.id)]


def test_a_step_is_written_as_long_as_its_day_lasts() -> None:
    today = whole_day(date(2026, 3, 2), "Europe/Amsterdam")
    assert steps(replace(BARE, slot=today, is_all_day=True)) == [Write(appointment=BARE.id)]


def test_what_was_not_looked_at_has_not_changed() -> None:
    assert steps(WRITTEN) == []


def test_an_entry_that_stands_as_it_should_needs_nothing() -> None:
    assert steps(WRITTEN, {ENTRY: STANDS}) == []


def test_a_dragged_entry_is_followed() -> None:
    assert steps(WRITTEN, {ENTRY: replace(STANDS, slot=NOON)}) == [
        Follow(appointment=BARE.id, slot=NOON, is_all_day=False)
    ]


def test_who_drags_while_the_app_is_about_to_move_the_entry_wins() -> None:
    assert steps(TO_MOVE, {ENTRY: replace(STANDS, slot=NOON)}) == [
        Follow(appointment=BARE.id, slot=NOON, is_all_day=False)
    ]


def test_an_entry_that_is_to_be_elsewhere_is_moved_by_the_app() -> None:
    assert steps(TO_MOVE) == [Move(appointment=BARE.id)]
    assert steps(TO_MOVE, {ENTRY: STANDS}) == [Move(appointment=BARE.id)]


def test_what_was_moved_just_before_a_crash_is_noted() -> None:
    assert steps(TO_MOVE, {ENTRY: replace(STANDS, slot=ELEVEN)}) == [Arrived(appointment=BARE.id, slot=ELEVEN)]


def test_an_entry_that_is_to_be_shown_otherwise_is_changed() -> None:
    assert steps(TO_SHOW) == [Show(appointment=BARE.id)]
    assert steps(TO_SHOW, {ENTRY: STANDS}) == [Show(appointment=BARE.id)]


def test_an_entry_may_be_moved_and_shown_otherwise_at_once() -> None:
    assert steps(replace(TO_MOVE, shown_as=ShownAs.BUSY)) == [Move(appointment=BARE.id), Show(appointment=BARE.id)]


@pytest.mark.parametrize("kept", [WRITTEN, TO_SHOW])
def test_how_the_learner_shows_an_entry_is_kept(kept: Appointment) -> None:
    away = replace(STANDS, shown_as=ShownAs.AWAY)
    assert steps(kept, {ENTRY: away}) == [KeepShownAs(appointment=BARE.id, shown_as=ShownAs.AWAY)]


def test_what_was_shown_otherwise_just_before_a_crash_is_noted() -> None:
    busy = replace(STANDS, shown_as=ShownAs.BUSY)
    assert steps(TO_SHOW, {ENTRY: busy}) == [KeepShownAs(appointment=BARE.id, shown_as=ShownAs.BUSY)]


def test_a_deleted_entry_is_let_go_and_never_put_back() -> None:
    assert steps(WRITTEN, {ENTRY: None}) == [LetGo(appointment=BARE.id)]
    assert steps(let_go(WRITTEN, now=NOW), {ENTRY: None}) == []


@pytest.mark.parametrize("kept", [WRITTEN, let_go(WRITTEN, now=NOW)])
def test_an_entry_is_looked_at_until_a_reading_tells_of_it(kept: Appointment) -> None:
    untold = replace(kept, elsewhere_at=NOW)
    found = Seen(entries={ENTRY: STANDS}, mark="mark")
    told = replace(found, here=frozenset({ENTRY}))
    is_told = StandsElsewhere(appointment=BARE.id, is_elsewhere=False)
    assert is_told not in compare([untold], found, now=NOW)
    assert is_told in compare([untold], told, now=NOW)
    assert is_told not in compare([kept], told, now=NOW)


def test_an_entry_in_another_calendar_is_looked_at_from_then_on() -> None:
    gone = Seen(entries={ENTRY: STANDS}, mark="mark", elsewhere=frozenset({ENTRY}))
    assert compare([WRITTEN], gone, now=NOW) == [StandsElsewhere(appointment=BARE.id, is_elsewhere=True)]
    assert compare([replace(WRITTEN, elsewhere_at=NOW)], gone, now=NOW) == []


def test_a_deleting_that_is_taken_back_counts_as_never_done() -> None:
    assert steps(let_go(WRITTEN, now=NOW), {ENTRY: STANDS}) == [Return(appointment=BARE.id)]


def test_an_entry_that_the_learner_made_recur_is_theirs() -> None:
    series: dict[EntryId, Entry | None] = {ENTRY: replace(STANDS, is_series=True)}
    assert steps(WRITTEN, series) == [LetGo(appointment=BARE.id)]
    assert steps(let_go(WRITTEN, now=NOW), series) == []
    assert steps(end(WRITTEN, now=NOW), series) == [LetGo(appointment=BARE.id)]
    assert steps(let_go(end(WRITTEN, now=NOW), now=NOW), series) == []


def test_what_is_ended_leaves_the_calendar_where_it_lies_ahead() -> None:
    ended = end(WRITTEN, now=NOW)
    assert steps(ended) == [Remove(appointment=BARE.id)]
    assert steps(ended, {ENTRY: STANDS}) == [Remove(appointment=BARE.id)]
    assert steps(ended, {ENTRY: None}) == [Remove(appointment=BARE.id)]
    assert steps(removed(ended)) == []


def test_what_is_ended_stays_where_it_has_passed() -> None:
    assert steps(end(WRITTEN, now=TEN.ends_at), {ENTRY: replace(STANDS, slot=NOON)}) == []


def test_what_is_ended_while_it_is_written_is_written_so_that_it_can_be_removed() -> None:
    assert steps(end(HALF_WRITTEN, now=NOW)) == [Write(appointment=BARE.id)]
    assert steps(end(BARE, now=NOW)) == []


def test_what_was_let_go_and_is_then_ended_is_not_touched_when_it_returns() -> None:
    assert steps(end(let_go(WRITTEN, now=NOW), now=NOW), {ENTRY: STANDS}) == []


def test_somebody_elses_entry_is_none_of_our_business() -> None:
    other = EntryId("a meeting")
    assert steps(WRITTEN, {other: Entry(id=other, slot=NOON)}) == []


def test_an_entry_is_written_as_it_was_begun_whatever_is_wanted_by_now() -> None:
    wanted_elsewhere = replace(HALF_WRITTEN, slot=ELEVEN, shown_as=ShownAs.BUSY)
    assert as_begun(wanted_elsewhere) == HALF_WRITTEN
    known = written(wanted_elsewhere, STANDS, now=NOW)
    assert steps(known) == [Move(appointment=BARE.id), Show(appointment=BARE.id)]


def test_who_changes_an_entry_before_we_know_that_it_stands_is_followed() -> None:
    changed = replace(STANDS, slot=NOON, shown_as=ShownAs.BUSY)
    known = written(HALF_WRITTEN, changed, now=NOW)
    assert (known.slot, known.stood, known.shown_as, known.shown_by_hand_at) == (NOON, NOON, ShownAs.BUSY, NOW)
    assert steps(known, {ENTRY: changed}) == []


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "Pacific/Auckland", "America/Los_Angeles", "UTC", "Asia/Kolkata"])
@pytest.mark.parametrize("told_in", ["UTC", "own"])
def test_days_are_the_same_in_whatever_zone_a_calendar_tells_of_them(zone: str, told_in: str) -> None:
    first = whole_day(date(2026, 3, 28), zone)
    ends = whole_day(date(2026, 3, 30), zone).ends_at
    told = Slot(starts_at=first.starts_at, ends_at=ends)
    if told_in == "UTC":
        start = whole_day(date(2026, 3, 28), "UTC").starts_at
        told = Slot(starts_at=start, ends_at=start + timedelta(days=3))
    assert in_whole_days(told, zone) == Slot(starts_at=first.starts_at, ends_at=ends)
