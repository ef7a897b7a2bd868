"""Ana's calendar job, over a calendar in memory that tells what a test wants it to tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.jobs.calendar import CalendarJob
from app.jobs.entries import Entries
from learning.actions.ask_to_connect import find_connecting
from learning.actions.connect import calendar_connected
from learning.actions.meet import Meet, meet
from learning.actions.show_messages import message_shown, next_message
from learning.entries import (
    Availability,
    Changes,
    Entry,
    EntryChange,
    EntryId,
    MoveEntry,
    NewEntry,
    RemoveEntry,
    Slot,
    Watch,
    WorkingHours,
)
from learning.errors import MarkEnded, OutsideFailure
from learning.messages import MessageKind
from learning.people import PersonId
from learning.review import Review
from learning.sign_in import SignInId
from learning.views import View
from learning.watching import Watching
from learning.work import Work
from storage.engine import create_engine
from storage.runner import WorkRunner
from tests.app.test_calendar_job_places import entry_of, two_reviews
from tests.cast import ANA, NOW, OFFICE_HOURS, PEOPLE
from tests.empty_database import create_tables


@dataclass
class Memory:
    """A calendar. `news` are the ids of which the next reading tells; `hidden` stand, and no reading tells of them.

    `told` is how a reading tells of those of which it tells something else than how they stand. `is_closed_book` says
    that what changed can be read, but not all that there is. `meanwhile` is what somebody does in the moment before the
    next changes are brought about.
    """

    entries: dict[EntryId, Entry] = field(default_factory=dict)
    news: set[EntryId] = field(default_factory=set)
    hidden: set[EntryId] = field(default_factory=set)
    told: dict[EntryId, Entry] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    done: list[EntryChange] = field(default_factory=list)
    hours_are: WorkingHours = OFFICE_HOURS
    is_watched: bool = True
    mark_has_ended: bool = False
    is_closed_book: bool = False
    meanwhile: Callable[[], None] = lambda: None

    async def watch(self, _person: PersonId, *, secret: str, until: datetime) -> Watch:
        self.asked["watch"] += 1
        return Watch(id=f"watch {self.asked['watch']} with {secret}", ends_at=until)

    async def keep_watching(self, _person: PersonId, watch: str, *, until: datetime) -> Watch | None:
        self.asked["keep watching"] += 1
        return Watch(id=watch, ends_at=until) if self.is_watched else None

    async def reauthorize(self, _person: PersonId, _watch: str) -> bool:
        self.asked["reauthorize"] += 1
        return self.is_watched

    async def hours(self, _person: PersonId) -> WorkingHours:
        self.asked["hours"] += 1
        return self.hours_are

    async def changes(self, _person: PersonId, *, since: str | None, **_: object) -> Changes:
        if since is not None and self.mark_has_ended:
            self.mark_has_ended = False
            raise MarkEnded
        if since is None:
            self.asked["all that is there"] += 1
            if self.is_closed_book:
                raise OutsideFailure("Graph answered 503")
        told = set(self.entries) if since is None else self.news
        self.news = set()
        there = [self.told.get(each, self.entries[each]) for each in sorted(told & set(self.entries) - self.hidden)]
        gone = tuple(sorted(told - {each.id for each in there}))
        return Changes(entries=tuple(there), gone=() if since is None else gone, mark="mark")

    async def find(self, _person: PersonId, entry: EntryId) -> Entry | None:
        self.asked[f"find {entry}"] += 1
        return self.entries.get(entry)

    async def availability(self, _person: PersonId, _within: Slot) -> Availability:
        return Availability(hours=OFFICE_HOURS, busy=())

    async def bring_about(
        self, _person: PersonId, changes: Sequence[EntryChange]
    ) -> list[Entry | OutsideFailure | None]:
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()
        self.done += changes
        return [self._do(change) for change in changes]

    def _do(self, change: EntryChange) -> Entry | OutsideFailure | None:
        match change:
            case MoveEntry(entry=entry, seen=seen) if entry in self.entries and seen not in {
                "",
                self.entries[entry].version,
            }:
                return OutsideFailure("it has changed since")
            case NewEntry(key=key, slot=slot, title=title):
                self.entries[EntryId(key)] = Entry(id=EntryId(key), slot=slot, title=title, version="written")
                return self.entries[EntryId(key)]
            case MoveEntry(entry=entry, slot=slot) if entry in self.entries:
                self.entries[entry] = replace(self.entries[entry], slot=slot)
                return self.entries[entry]
            case RemoveEntry(entry=entry):
                self.entries.pop(entry, None)
        return None


class AnasJob:
    """The job, its calendar, and what Ana reads."""

    def __init__(self, runner: WorkRunner, others: Sequence[Entries]) -> None:
        self.runner = runner
        self.memory = Memory()
        self.now = NOW
        calendar: Any = self.memory
        self._job = CalendarJob(runner, calendar, lambda: self.now, entry_of, others)

    async def runs(self) -> None:
        await self._job(ANA)

    async def told(self) -> list[tuple[MessageKind, View]]:
        """What is new in her chat."""
        new = []
        while (due := await self.runner.run(next_message, ANA, self.now)) is not None:
            new.append((due.message.kind, due.view))
            await self.runner.run(message_shown, due.message.id, due.message.sent or due.message.id, due.message.wanted)
        return new

    async def new_kinds(self) -> list[MessageKind]:
        return [kind for kind, _ in await self.told()]

    async def reviews(self) -> list[Review]:
        def find(work: Work) -> list[Review]:
            return list(work.reviews.open_of(ANA))

        return await self.runner.run(find)

    async def watching(self) -> Watching:
        found = await self.runner.run(lambda work: work.watchings.of(ANA))
        assert found
        return found


@asynccontextmanager
async def anas_job(folder: Path, others: Sequence[Entries] = ()) -> AsyncIterator[AnasJob]:
    """Her two reviews stand in her calendar, a reading told of them, and the chat has said everything."""
    async with anas_reviews(folder) as runner:
        anas = AnasJob(runner, others)
        await anas.runs()
        anas.memory.news = set(anas.memory.entries)
        await anas.runs()
        await anas.told()
        anas.memory.asked.clear()
        anas.memory.done.clear()
        yield anas


@asynccontextmanager
async def anas_reviews(folder: Path) -> AsyncIterator[WorkRunner]:
    """She has connected her calendar, in which her two reviews are to stand."""
    engine, ana = create_engine(f"sqlite:///{folder}/jobs.db"), PEOPLE[0]
    create_tables(engine)
    runner = WorkRunner(engine)
    await runner.run(meet, Meet(name=ana.name, locale=ana.locale, zone=ana.zone, chat=ana.chat or ""), ANA, NOW)
    await runner.run(find_connecting, ANA, NOW)
    await runner.run(calendar_connected, SignInId("any"), ANA, NOW)
    await runner.run(two_reviews)
    yield runner
    await runner.close()
    engine.dispose()


def ids(anas: AnasJob) -> list[EntryId]:
    """What stands in her calendar."""
    return sorted(anas.memory.entries)


def later(slot: Slot) -> Slot:
    """The same a day later."""
    return Slot(starts_at=slot.starts_at + timedelta(days=1), ends_at=slot.ends_at + timedelta(days=1))
