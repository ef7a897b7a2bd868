"""The job `calendar` gives each review a moment that knows of days off and of the learner's other reviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from app.jobs.calendar import CalendarJob
from learning.actions.ask_to_connect import find_connecting
from learning.actions.connect import calendar_connected
from learning.actions.meet import Meet, meet
from learning.entries import Availability, Changes, Entry, EntryId, NewEntry, Slot, Watch, WorkingHours
from learning.people import Person, PersonId
from learning.review import Review, ReviewId, ReviewKind
from learning.sign_in import SignInId
from learning.watching import Watching
from learning.work import Work
from storage.engine import create_engine
from storage.runner import WorkRunner
from tests.cast import ANA, NOW, OFFICE_HOURS, PEOPLE
from tests.empty_database import create_tables
from tests.storage.fixtures import samples

MONDAY = date(2026, 3, 30)
THE_WEEK_OFF = Slot(starts_at=datetime(2026, 3, 28, tzinfo=UTC), ends_at=datetime(2026, 4, 4, tzinfo=UTC))


@dataclass
class Outlook:
    """Ana's calendar: she is away for a week, and keeps what is written."""

    written: list[NewEntry] = field(default_factory=list)

    async def watch(self, _person: PersonId, *, secret: str, until: datetime) -> Watch:
        return Watch(id=f"watch with {secret}", ends_at=until)

    async def changes(self, _person: PersonId, **_: object) -> Changes:
        return Changes(entries=(), gone=(), mark="mark")

    async def hours(self, _person: PersonId) -> WorkingHours:
        return OFFICE_HOURS

    async def availability(self, _person: PersonId, _within: Slot) -> Availability:
        return Availability(hours=OFFICE_HOURS, busy=(), away=(THE_WEEK_OFF,))

    async def bring_about(self, _person: PersonId, entries: Sequence[NewEntry]) -> list[Entry]:
        self.written += entries
        return [Entry(id=EntryId(entry.key), slot=entry.slot) for entry in entries]

    async def find(self, _person: PersonId, entry: EntryId) -> Entry | None:
        return next((Entry(id=entry, slot=each.slot) for each in self.written if each.key == entry), None)


def two_reviews(work: Work) -> None:
    """Ana has a cycle with two reviews on one ideal day."""
    work.contracts.add(replace(samples.contract, learner=ANA))
    work.cycles.add(replace(samples.cycle, learner=ANA))
    for kind in ReviewKind:
        work.reviews.add(
            Review(id=ReviewId(str(kind)), cycle=samples.cycle.id, learner=ANA, kind=kind, ideal_on=MONDAY)
        )
    window = Slot(starts_at=NOW, ends_at=NOW + timedelta(days=60))
    work.watchings.add(Watching(person=ANA, secret="s", window=window))


def entry_of(review: Review, _learner: Person) -> NewEntry:
    assert review.slot
    return NewEntry(key=review.entry_key, slot=review.slot, title="", text="", link_text="", link="")


async def test_two_reviews_of_one_day_are_put_on_two_days_and_neither_into_the_week_off(tmp_path: Path) -> None:
    engine, outlook, ana = create_engine(f"sqlite:///{tmp_path}/jobs.db"), Outlook(), PEOPLE[0]
    create_tables(engine)
    runner = WorkRunner(engine)
    await runner.run(meet, Meet(name=ana.name, locale=ana.locale, zone=ana.zone, chat=ana.chat or ""), ANA, NOW)
    await runner.run(find_connecting, ANA, NOW)
    await runner.run(calendar_connected, SignInId("any"), ANA, NOW)
    await runner.run(two_reviews)
    calendar: Any = outlook
    await CalendarJob(runner, calendar, lambda: NOW, entry_of)(ANA)
    await runner.close()
    engine.dispose()
    days = sorted(entry.slot.starts_at.date() for entry in outlook.written)
    assert days == [date(2026, 3, 26), date(2026, 3, 27)]
