"""The job `calendar` brings steps and learning time about, whatever fails on the way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.jobs.appointments import AppointmentEntries
from app.jobs.calendar import CalendarJob
from learning.actions.appointments import add_blocks, end_appointments
from learning.actions.meet import Meet, meet
from learning.appointment import Appointment, move_to
from learning.connection import WhyNot
from learning.entries import (
    Availability,
    Changes,
    Entry,
    EntryChange,
    EntryId,
    MoveEntry,
    NewEntry,
    RemoveEntry,
    ShowEntryAs,
    ShownAs,
    Slot,
    Watch,
    WorkingHours,
)
from learning.errors import OutsideFailure, SignInNeeded
from learning.people import Person, PersonId
from learning.watching import Watching
from learning.work import Work
from storage.engine import create_engine
from storage.runner import WorkRunner
from tests.app.test_calendar_job_places import entry_of
from tests.cast import ANA, FREE, NOW, OFFICE_HOURS, PEOPLE, slot
from tests.empty_database import create_tables
from tests.storage.fixtures import samples

LATER = OutsideFailure("not now", retry_after=timedelta(seconds=60))
CYCLE = replace(samples.cycle, learner=ANA)
FIRST = slot("2026-03-03 14:00", "15:00")
WEEK = timedelta(weeks=1)


@dataclass
class Outlook:
    """Ana's calendar. It tells of each entry once it changed, and writes no key twice."""

    entries: dict[EntryId, Entry] = field(default_factory=dict)
    told: list[Entry] = field(default_factory=list)
    gone: list[EntryId] = field(default_factory=list)
    asked_for: list[Slot] = field(default_factory=list)
    looked_for: list[EntryId] = field(default_factory=list)
    refuses: int = 0
    """So many of the next changes are not taken."""
    dragged: Entry | None = None
    """What Ana makes of an entry in the moment before the next changes are taken."""
    dies: bool = False
    """The next changes are taken, and nobody hears of it."""
    is_hidden: OutsideFailure | None = None
    """How people's time cannot be looked at."""

    async def watch(self, _person: PersonId, *, secret: str, until: datetime) -> Watch:
        return Watch(id=f"watch with {secret}", ends_at=until)

    async def keep_watching(self, _person: PersonId, watch: str, *, until: datetime) -> Watch:
        return Watch(id=watch, ends_at=until)

    async def changes(self, _person: PersonId, **_: object) -> Changes:
        told, gone, self.told, self.gone = self.told, self.gone, [], []
        return Changes(entries=tuple(told), gone=tuple(gone), mark="mark")

    async def find(self, _person: PersonId, entry: EntryId) -> Entry | None:
        self.looked_for.append(entry)
        return self.entries.get(entry)

    async def hours(self, _person: PersonId) -> WorkingHours:
        return OFFICE_HOURS

    async def availability(self, _person: PersonId, within: Slot) -> Availability:
        self.asked_for.append(within)
        if self.is_hidden:
            raise self.is_hidden
        return replace(FREE, busy=(slot("2026-03-03 08:00", "11:00"), slot("2026-03-03 12:00", "13:40")))

    async def bring_about(
        self, _person: PersonId, changes: Sequence[EntryChange]
    ) -> Sequence[Entry | OutsideFailure | None]:
        if self.dragged:
            self.entries[self.dragged.id], self.dragged = self.dragged, None
        refused, self.refuses = self.refuses, 0
        outcomes = [LATER if number < refused else self._do(change) for number, change in enumerate(changes)]
        if self.dies:
            self.dies = False
            raise RuntimeError("killed")
        return outcomes

    def deletes(self, *entries: EntryId) -> None:
        for each in entries:
            del self.entries[each]
        self.gone += entries

    def _do(self, change: EntryChange) -> Entry | OutsideFailure | None:
        match change:
            case NewEntry():
                new = Entry(id=EntryId(change.key), slot=change.slot, shown_as=change.shown_as, version="written")
                return self.entries.setdefault(new.id, new)
            case RemoveEntry():
                self.entries.pop(change.entry, None)
                return None
            case ShowEntryAs():
                self.entries[change.entry] = replace(self.entries[change.entry], shown_as=change.shown_as)
                return self.entries[change.entry]
            case MoveEntry():
                there = self.entries[change.entry]
                if change.seen not in {"", there.version}:
                    return OutsideFailure("it has changed since")
                self.entries[change.entry] = replace(there, slot=change.slot)
                return self.entries[change.entry]
            case _:
                raise AssertionError("nobody is invited here")


@dataclass
class World:
    """Ana's cycle with four weeks of learning time, her calendar, and the job between the two."""

    runner: WorkRunner
    outlook: Outlook
    now: datetime = NOW

    async def job(self) -> None:
        calendar: Any = self.outlook
        appointments = AppointmentEntries(self.runner, calendar, lambda: self.now, _entry_of)
        await CalendarJob(self.runner, calendar, lambda: self.now, entry_of, [appointments])(ANA)


def _entry_of(appointment: Appointment, _learner: Person) -> NewEntry:
    key, slot, shown_as = appointment.entry_key, appointment.slot, appointment.shown_as
    return NewEntry(key=key, slot=slot, title="", text="", link_text="", link="", shown_as=shown_as)


def _begin(work: Work) -> None:
    work.contracts.add(replace(samples.contract, learner=ANA))
    work.cycles.add(CYCLE)
    weeks = (number * WEEK for number in range(4))
    add_blocks(work, CYCLE, [Slot(starts_at=FIRST.starts_at + w, ends_at=FIRST.ends_at + w) for w in weeks])
    window = Slot(starts_at=NOW, ends_at=datetime(2026, 5, 1, tzinfo=UTC))
    work.watchings.add(Watching(person=ANA, secret="s", window=window))


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    engine, ana = create_engine(f"sqlite:///{tmp_path}/jobs.db"), PEOPLE[0]
    create_tables(engine)
    runner = WorkRunner(engine)
    await runner.run(meet, Meet(name=ana.name, locale=ana.locale, zone=ana.zone, chat=ana.chat or ""), ANA, NOW)
    await runner.run(_begin)
    yield World(runner, Outlook())
    await runner.close()
    engine.dispose()


def _kept(work: Work) -> list[Appointment]:
    return list(work.appointments.about(CYCLE.id, learner=ANA))


async def test_what_the_service_wrote_before_it_was_killed_is_not_written_twice(world: World) -> None:
    world.outlook.dies = True
    with pytest.raises(RuntimeError):
        await world.job()
    assert len(world.outlook.entries) == 4
    await world.job()
    assert len(world.outlook.entries) == 4
    assert {each.entry for each in await world.runner.run(_kept)} == set(world.outlook.entries)


async def test_what_was_written_is_kept_and_only_the_rest_is_tried_again(world: World) -> None:
    world.outlook.refuses = 3
    with pytest.raises(OutsideFailure):
        await world.job()
    assert len(world.outlook.entries) == 1
    await world.job()
    assert {each.entry for each in await world.runner.run(_kept)} == set(world.outlook.entries)
    assert len(world.outlook.entries) == 4


async def test_time_is_looked_at_once_a_day_and_one_block_is_shown_busy(world: World) -> None:
    for _ in range(3):
        await world.job()
    assert len(world.outlook.asked_for) == 1
    busy = [each.slot for each in world.outlook.entries.values() if each.shown_as is ShownAs.BUSY]
    assert busy == [FIRST]


async def test_nothing_waits_for_a_look_that_is_refused(world: World) -> None:
    await world.job()
    world.outlook.is_hidden, world.now = LATER, NOW + WEEK
    world.outlook.deletes(next(iter(world.outlook.entries)))
    await world.job()
    assert len(world.outlook.asked_for) == 1
    assert [each.gone_at is not None for each in await world.runner.run(_kept)] == [True, False, False, False]
    world.outlook.is_hidden = None
    await world.job()
    assert len(world.outlook.asked_for) == 2


async def test_a_right_that_ended_is_told(world: World) -> None:
    await world.job()
    world.outlook.is_hidden, world.now = SignInNeeded(WhyNot.ENDED), NOW + WEEK
    await world.job()
    connection = await world.runner.run(lambda work: work.connections.of(ANA))
    assert connection is not None
    assert connection.why is WhyNot.ENDED


async def test_a_calendar_is_followed_until_the_last_entry_has_left_it(world: World) -> None:
    await world.job()
    await world.runner.run(end_appointments, CYCLE, NOW)
    world.outlook.refuses = 1
    with pytest.raises(OutsideFailure):
        await world.job()
    assert len(world.outlook.entries) == 1
    await world.job()
    assert world.outlook.entries == {}
    await world.job()
    assert await world.runner.run(lambda work: work.watchings.of(ANA)) is None


async def test_one_that_is_deleted_is_let_go_but_all_at_once_change_nothing(world: World) -> None:
    await world.job()
    first, *others = world.outlook.entries
    world.outlook.deletes(first)
    await world.job()
    assert [each.gone_at is not None for each in await world.runner.run(_kept)] == [True, False, False, False]
    world.outlook.deletes(*others)
    await world.job()
    assert [each.gone_at is not None for each in await world.runner.run(_kept)] == [True, False, False, False]


async def test_one_that_is_deleted_before_any_reading_told_of_it_is_let_go_all_the_same(world: World) -> None:
    await world.job()
    del world.outlook.entries[next(iter(world.outlook.entries))]
    await world.job()
    assert [each.gone_at is not None for each in await world.runner.run(_kept)] == [True, False, False, False]


async def test_what_was_written_is_looked_for_until_a_reading_told_of_it_and_no_more(world: World) -> None:
    await world.job()
    await world.job()
    assert world.outlook.looked_for == sorted(world.outlook.entries)
    world.outlook.told = list(world.outlook.entries.values())
    world.outlook.looked_for.clear()
    await world.job()
    await world.job()
    assert world.outlook.looked_for == []


async def test_who_drags_one_in_the_moment_in_which_the_app_moves_it_wins(world: World) -> None:
    await world.job()
    first, *_ = await world.runner.run(_kept)
    there, noon = world.outlook.entries[EntryId(first.entry or "")], slot("2026-03-03 12:00", "13:00")
    await world.runner.run(lambda work: work.appointments.put(move_to(first, slot("2026-03-04 09:00", "10:00"))))
    world.outlook.dragged = replace(there, slot=noon, version="dragged")
    with pytest.raises(OutsideFailure, match="changed since"):
        await world.job()
    await world.job()
    assert (world.outlook.entries[there.id].slot, (await world.runner.run(_kept))[0].slot) == (noon, noon)


async def test_an_undo_brings_one_back(world: World) -> None:
    await world.job()
    first = next(iter(world.outlook.entries.values()))
    world.outlook.deletes(first.id)
    await world.job()
    world.outlook.entries[first.id] = first
    world.outlook.told = [first]
    await world.job()
    assert all(each.gone_at is None for each in await world.runner.run(_kept))
    assert len(world.outlook.entries) == 4
