"""The job `calendar` writes an entry of whole days, and moves one that its owner made such, as Graph takes it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.entries import AppointmentEntryTexts
from app.jobs.appointments import AppointmentEntries
from app.jobs.calendar import CalendarJob
from learning.actions.ask_to_connect import find_connecting
from learning.actions.connect import calendar_connected
from learning.actions.meet import Meet, meet
from learning.appointment import Appointment, AppointmentId, AppointmentKind, move_to, whole_day
from learning.entries import Answered, EntryId, Guest, NewEntry
from learning.people import Person
from learning.review import Review, ReviewKind, seek
from learning.sign_in import SignInId
from learning.work import Work
from storage.engine import create_engine
from storage.runner import WorkRunner
from tests.app.test_calendar_job_places import entry_of, two_reviews
from tests.bot.test_handlers import CATALOGUES
from tests.cast import ANA, BEN, NOW, PEOPLE, slot
from tests.conformance.outlook import Outlook, open_outlook
from tests.empty_database import create_tables
from tests.storage.fixtures import samples
from wording.speaker import Speaker

ANA_IS = PEOPLE[0]
TUESDAY, THURSDAY = date(2026, 3, 10), date(2026, 3, 12)
LINK = "https://learning.example/chat"
BARE = Appointment(
    id=AppointmentId("step"),
    learner=ANA,
    kind=AppointmentKind.STEP,
    about=samples.cycle.id,
    slot=whole_day(TUESDAY, ANA_IS.zone),
    planned=whole_day(TUESDAY, ANA_IS.zone),
    is_all_day=True,
)

AT_TEN, PROPOSED = slot("2026-03-10 10:00", "10:20"), slot("2026-03-12 09:00", "09:20")
TALK = replace(
    BARE,
    id=AppointmentId("talk"),
    kind=AppointmentKind.TALK,
    about=samples.request.id,
    slot=AT_TEN,
    planned=AT_TEN,
    is_all_day=False,
    guests=(Answered(guest=Guest(address="ben@example.org")),),
)


@dataclass(frozen=True)
class Place:
    """Ana's calendar in Outlook, with her reviews and a step, and the job that brings it together with what is kept."""

    outlook: Outlook
    runner: WorkRunner

    async def job(self) -> None:
        texts = AppointmentEntryTexts(LINK, lambda person: Speaker(CATALOGUES, person.locale, person.zone))
        appointments = AppointmentEntries(self.runner, self.outlook.calendar, lambda: NOW, texts)
        await CalendarJob(self.runner, self.outlook.calendar, lambda: NOW, _entry_of, [appointments])(ANA)

    def entry(self, entry: EntryId | None) -> dict[str, Any]:
        [found] = [event for event in self.outlook.standing() if event["id"] == entry]
        return found


def _entry_of(review: Review, learner: Person) -> NewEntry:
    return replace(entry_of(review, learner), title="Learning review", link=LINK)


def _plan(work: Work) -> None:
    two_reviews(work)
    work.appointments.add(BARE)


def _plan_talk(work: Work) -> None:
    work.contracts.add_revision(samples.revision)
    work.requests.add(replace(samples.request, learner=ANA, peer=BEN, talk_wished_at=NOW))
    work.appointments.add(TALK)


def _talk(work: Work) -> Appointment:
    return work.appointments.for_learner(TALK.id, learner=ANA)


def _check_in(work: Work) -> Review:
    return next(review for review in work.reviews.open_of(ANA) if review.kind is ReviewKind.CHECK_IN)


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    engine = create_engine(f"sqlite:///{tmp_path}/jobs.db")
    create_tables(engine)
    runner = WorkRunner(engine)
    meeting = Meet(name=ANA_IS.name, locale=ANA_IS.locale, zone=ANA_IS.zone, chat=ANA_IS.chat or "")
    await runner.run(meet, meeting, ANA, NOW)
    await runner.run(find_connecting, ANA, NOW)
    await runner.run(calendar_connected, SignInId("any"), ANA, NOW)
    await runner.run(_plan)
    async with open_outlook(tmp_path) as outlook:
        place = Place(outlook, runner)
        await place.job()
        yield place
    await runner.close()
    engine.dispose()


async def test_a_talk_that_its_learner_made_a_whole_day_lasts_minutes_again_where_its_guest_proposed(
    place: Place,
) -> None:
    await place.runner.run(_plan_talk)
    await place.job()
    written = await place.runner.run(_talk)
    assert written.entry is not None
    place.outlook.standin.world.by_hand.make_whole_days("ana", written.entry)
    await place.job()
    assert (await place.runner.run(_talk)).is_all_day
    await place.runner.run(lambda work: work.appointments.put(move_to(_talk(work), PROPOSED)))
    await place.job()
    moved = await place.runner.run(_talk)
    assert (moved.slot, moved.stood, moved.is_all_day) == (PROPOSED, PROPOSED, False)
    there = place.entry(moved.entry)
    assert (there["isAllDay"], there["start"]["dateTime"][:16]) == (False, "2026-03-12T09:00")


async def test_a_step_that_waited_while_its_learner_went_to_another_zone_stands_on_its_day_there(place: Place) -> None:
    late, thursday = AppointmentId("late"), whole_day(THURSDAY, ANA_IS.zone)
    await place.runner.run(lambda work: work.appointments.add(replace(BARE, id=late, slot=thursday)))
    await place.runner.run(lambda work: work.people.put(replace(work.people.get(ANA), zone="America/New_York")))
    await place.job()
    written = await place.runner.run(lambda work: work.appointments.for_learner(late, learner=ANA))
    assert written.slot == whole_day(THURSDAY, "America/New_York")
    assert place.entry(written.entry)["originalStartTimeZone"] == "Eastern Standard Time"


async def test_a_review_that_its_learner_made_a_whole_day_gets_an_hour_when_they_want_another_moment(
    place: Place,
) -> None:
    check_in = await place.runner.run(_check_in)
    assert check_in.entry is not None
    place.outlook.standin.world.by_hand.make_whole_days("ana", check_in.entry)
    await place.job()
    followed = await place.runner.run(_check_in)
    assert followed.slot is not None
    assert followed.slot.length == timedelta(days=1)
    await place.runner.run(lambda work: work.reviews.put(seek(followed, followed.ideal_on)))
    await place.job()
    moved = await place.runner.run(_check_in)
    assert moved.slot == moved.stood
    assert moved.slot is not None
    assert moved.slot.length == timedelta(minutes=30)
    assert not place.entry(moved.entry)["isAllDay"]
