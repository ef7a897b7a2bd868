"""Whatever the owner does to an entry in Outlook is seen in it, and whole days stay whole days."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from learning.entries import Entry, EntryId, MoveEntry, ShowEntryAs, ShownAs, Slot
from learning.errors import OutsideFailure
from standin.graph.by_hand import ByHand
from tests.conformance.graph_judges import usual_judge
from tests.conformance.outlook import ANA, AT_TEN, CHECK_IN, LATER, OUTSIDE, SPRING, Outlook, open_outlook

MIDNIGHT = datetime(2026, 3, 28, 23, tzinfo=UTC)
SUNDAY = Slot(starts_at=MIDNIGHT, ends_at=datetime(2026, 3, 29, 22, tzinfo=UTC))
"""In Amsterdam, where it lasts 23 hours."""
STEP = replace(
    CHECK_IN, key="step:1", slot=SUNDAY, is_all_day=True, zone="Europe/Amsterdam", shown_as=ShownAs.FREE, title="Step"
)


@pytest.fixture
async def outlook(tmp_path: Path) -> AsyncIterator[Outlook]:
    async with open_outlook(tmp_path) as opened:
        yield opened
        assert opened.wire.problems(usual_judge()) == []


@pytest.fixture
def by_hand(outlook: Outlook) -> ByHand:
    return outlook.standin.world.by_hand


async def test_a_new_title_is_the_owners_and_is_seen(outlook: Outlook, by_hand: ByHand) -> None:
    entry = await outlook.write(CHECK_IN)
    by_hand.rename("ana", entry.id, "Coffee with myself")
    assert await outlook.calendar.find(ANA, entry.id) == replace(entry, title="Coffee with myself")
    moved = await outlook.move(entry.id, LATER)
    assert moved is not None
    assert moved.title == "Coffee with myself"


async def test_an_entry_that_was_made_to_recur_is_a_series_whose_times_are_told_apart(
    outlook: Outlook, by_hand: ByHand
) -> None:
    entry = await outlook.write(CHECK_IN)
    by_hand.recur("ana", entry.id, "week", 3)
    there = await outlook.calendar.find(ANA, entry.id)
    assert there is not None
    assert (there.is_series, there.slot) == (True, AT_TEN)
    changes = await outlook.calendar.changes(ANA, since=None, within=SPRING)
    times = [seen for seen in changes.entries if seen.part_of == entry.id]
    assert [one.slot.starts_at for one in times] == [AT_TEN.starts_at + timedelta(weeks=week) for week in range(3)]


async def test_a_series_stands_where_its_first_time_was_moved_by_itself(outlook: Outlook, by_hand: ByHand) -> None:
    entry = await outlook.write(CHECK_IN)
    by_hand.recur("ana", entry.id, "week", 3)
    mark = (await outlook.calendar.changes(ANA, since=None, within=SPRING)).mark
    first, second, _ = [event["id"] for event in outlook.standing() if event["seriesMasterId"] == entry.id]
    outlook.drag(EntryId(second), _later(AT_TEN, timedelta(days=8)))
    there = await outlook.calendar.find(ANA, entry.id)
    assert there is not None
    assert there.slot == AT_TEN
    outlook.drag(EntryId(first), LATER)
    assert await outlook.calendar.find(ANA, entry.id) == replace(there, slot=LATER)
    told = (await outlook.calendar.changes(ANA, since=mark, within=SPRING)).entries
    assert (EntryId(first), entry.id) in [(each.id, each.part_of) for each in told]
    next_day = _later(AT_TEN, timedelta(days=2))
    outlook.drag(entry.id, next_day)  # all of it: what was moved by itself goes with it again
    moved = await outlook.calendar.find(ANA, entry.id)
    assert moved is not None
    assert moved.slot == next_day


async def test_of_a_first_time_that_was_deleted_by_itself_nothing_is_known(outlook: Outlook, by_hand: ByHand) -> None:
    entry = await outlook.write(CHECK_IN)
    by_hand.recur("ana", entry.id, "week", 3)
    first, *_ = [event["id"] for event in outlook.standing() if event["seriesMasterId"] == entry.id]
    outlook.delete(EntryId(first))
    there = await outlook.calendar.find(ANA, entry.id)
    assert there is not None
    assert there.slot == AT_TEN


async def test_a_series_of_whose_times_graph_will_never_tell_stands_where_it_begins(
    outlook: Outlook, by_hand: ByHand
) -> None:
    entry = await outlook.write(CHECK_IN)
    by_hand.recur("ana", entry.id, "week", 3)
    first, *_ = [event["id"] for event in outlook.standing() if event["seriesMasterId"] == entry.id]
    outlook.drag(EntryId(first), LATER)
    faults = outlook.standin.world.faults
    faults.add({"where": "graph", "path": "/instances", "what": "400"})
    there = await outlook.calendar.find(ANA, entry.id)
    assert there is not None
    assert there.slot == AT_TEN
    faults.remove()
    faults.add({"where": "graph", "path": "/instances", "what": "503"})
    with pytest.raises(OutsideFailure):
        await outlook.calendar.find(ANA, entry.id)


def _later(slot: Slot, by: timedelta) -> Slot:
    return Slot(starts_at=slot.starts_at + by, ends_at=slot.ends_at + by)


async def test_an_entry_in_another_calendar_is_reported_as_gone_and_is_not(outlook: Outlook, by_hand: ByHand) -> None:
    entry = await outlook.write(CHECK_IN)
    mark = (await outlook.calendar.changes(ANA, since=None, within=SPRING)).mark
    by_hand.put_into("ana", entry.id, "Private")
    assert (await outlook.calendar.changes(ANA, since=mark, within=SPRING)).gone == (entry.id,)
    assert await outlook.calendar.find(ANA, entry.id) == entry


async def test_a_deletion_that_was_undone_brings_the_same_entry_back(outlook: Outlook, by_hand: ByHand) -> None:
    entry = await outlook.write(CHECK_IN)
    outlook.delete(entry.id)
    assert await outlook.calendar.find(ANA, entry.id) is None
    by_hand.restore("ana", entry.id)
    assert await outlook.calendar.find(ANA, entry.id) == entry


async def test_a_copy_is_another_entry(outlook: Outlook, by_hand: ByHand) -> None:
    entry = await outlook.write(CHECK_IN)
    by_hand.copy("ana", entry.id, LATER.starts_at)
    ids = {one.id for one in (await outlook.calendar.changes(ANA, since=None, within=SPRING)).entries}
    assert len(ids) == len(outlook.standing())
    assert await outlook.write(CHECK_IN) == entry


async def test_out_of_office_takes_time_and_is_told_as_such(outlook: Outlook, by_hand: ByHand) -> None:
    away = by_hand.write("ana", "Off", AT_TEN.starts_at, AT_TEN.ends_at, show_as="oof")
    there = await outlook.calendar.find(ANA, EntryId(away.id))
    assert there is not None
    assert (there.shown_as, there.slot, there.title) == (ShownAs.AWAY, AT_TEN, "Off")


async def test_out_of_office_that_recurs_is_told_of_each_of_its_times(outlook: Outlook, by_hand: ByHand) -> None:
    mark = (await outlook.calendar.changes(ANA, since=None, within=SPRING)).mark
    away = by_hand.write("ana", "Fridays off", AT_TEN.starts_at, AT_TEN.ends_at, show_as="oof")
    by_hand.recur("ana", away.id, "week", 3)
    changes = await outlook.calendar.changes(ANA, since=mark, within=SPRING)
    times = [seen for seen in changes.entries if seen.part_of == away.id]
    assert [seen.shown_as for seen in times] == [ShownAs.AWAY] * 3


async def test_whether_somebody_is_out_of_office_at_a_moment_is_seen_as_it_is_now(
    outlook: Outlook, by_hand: ByHand
) -> None:
    async def away() -> list[Slot]:
        there = await outlook.calendar.changes(ANA, since=None, within=AT_TEN)
        return [each.slot for each in there.entries if each.shown_as is ShownAs.AWAY and not each.is_series]

    day = Slot(starts_at=AT_TEN.starts_at - timedelta(hours=3), ends_at=AT_TEN.ends_at + timedelta(hours=3))
    holiday = by_hand.write("ana", "Off", day.starts_at, day.ends_at, show_as="oof")
    assert await away() == [day]
    outlook.delete(EntryId(holiday.id))
    assert await away() == []
    fridays = by_hand.write("ana", "Off", day.starts_at, day.ends_at, show_as="oof")
    by_hand.recur("ana", fridays.id, "week", 3)
    assert await away() == [day]
    [first, *_] = [event["id"] for event in outlook.standing() if event["seriesMasterId"] == fridays.id]
    outlook.delete(EntryId(first))
    assert await away() == []


async def test_a_whole_day_is_that_day_where_the_learner_is(outlook: Outlook) -> None:
    entry = await outlook.write(STEP)
    assert (entry.slot, entry.is_all_day, entry.shown_as) == (SUNDAY, True, ShownAs.FREE)
    assert await outlook.calendar.find(ANA, entry.id) == entry
    assert entry in (await outlook.calendar.changes(ANA, since=None, within=SPRING)).entries
    [event] = [event for event in outlook.standing() if event["id"] == entry.id]
    assert not event["isReminderOn"]


async def test_what_its_owner_made_a_whole_day_is_moved_to_an_hour(outlook: Outlook, by_hand: ByHand) -> None:
    entry = await outlook.write(CHECK_IN)
    by_hand.make_whole_days("ana", entry.id)
    there = await outlook.calendar.find(ANA, entry.id)
    assert there is not None
    assert there.is_all_day
    assert await outlook.move(entry.id, LATER) == replace(entry, slot=LATER)


@pytest.mark.parametrize("told_by", ["a look", "a reading"])
async def test_who_drags_an_entry_in_the_moment_in_which_the_app_moves_it_wins(outlook: Outlook, told_by: str) -> None:
    entry = await outlook.write(CHECK_IN)

    async def seen() -> Entry | None:
        if told_by == "a look":
            return await outlook.calendar.find(ANA, entry.id)
        changes = await outlook.calendar.changes(ANA, since=None, within=SPRING)
        return next(one for one in changes.entries if one.id == entry.id)

    before = await seen()
    outlook.drag(entry.id, LATER)
    assert before is not None
    with pytest.raises(OutsideFailure) as failed:
        await outlook.bring_about(MoveEntry(entry=entry.id, slot=OUTSIDE, seen=before.version))
    assert not failed.value.permanent
    dragged = await seen()
    assert dragged == replace(entry, slot=LATER)
    assert await outlook.bring_about(MoveEntry(entry=entry.id, slot=AT_TEN, seen=dragged.version)) == entry


async def test_time_is_shown_as_taken_or_free_and_nothing_else_changes(outlook: Outlook) -> None:
    entry = await outlook.write(replace(CHECK_IN, shown_as=ShownAs.FREE))
    busy = await outlook.bring_about(ShowEntryAs(entry=entry.id, shown_as=ShownAs.BUSY))
    assert busy == replace(entry, shown_as=ShownAs.BUSY)
    assert AT_TEN in (await outlook.calendar.availability(ANA, SPRING)).busy
    assert [exchange.sent for exchange in outlook.wire.exchanges if exchange.method == "PATCH"] == [{"showAs": "busy"}]
    outlook.delete(entry.id)
    assert await outlook.bring_about(ShowEntryAs(entry=entry.id, shown_as=ShownAs.FREE)) is None


async def test_hours_and_zone_follow_the_settings_of_the_mailbox(outlook: Outlook) -> None:
    before = await outlook.calendar.hours(ANA)
    person = outlook.person("ana")
    outlook.standin.world.preferences.change(person, zone="America/New_York")
    after = await outlook.calendar.hours(ANA)
    assert (before.zone, after.zone) == ("Europe/Berlin", "America/New_York")
    assert before.starts == after.starts
