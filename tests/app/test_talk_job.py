"""The job `talk`: a moment from both calendars, or word to both that they have to find it themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.jobs.talk import TalkJob
from learning.actions.meet import Meet, meet
from learning.actions.talks import talk_of
from learning.appointment import Appointment
from learning.connection import WhyNot
from learning.entries import Answered, Availability, Guest, Slot
from learning.errors import OutsideFailure, SignInNeeded
from learning.feedback import FeedbackRequest
from learning.messages import Message, MessageId, MessageKind
from learning.people import PersonId
from learning.reaching import DirectoryPerson
from learning.work import Work
from storage.engine import create_engine
from storage.runner import WorkRunner
from tests.cast import ANA, BEN, FREE, NOW, PEOPLE, slot
from tests.empty_database import create_tables
from tests.graph.test_graph_batch_loop import LONGEST_STEP_MS, watched
from tests.storage.fixtures import samples

BENS = Guest(address="ben@example.org", name="Ben Okafor")
SUGGESTED = slot("2026-03-05 13:00", "13:20")
REQUEST = replace(samples.request, learner=ANA, peer=BEN, talk_wished_at=NOW)

FIVE_MINUTES = timedelta(minutes=5)
TWO_WEEKS = [Slot(starts_at=at, ends_at=at + FIVE_MINUTES) for at in (NOW + n * FIVE_MINUTES for n in range(4032))]
CROWDED = replace(FREE, busy=(*TWO_WEEKS,) * 12)


@dataclass
class Outlook:
    """Both calendars, as Ana's right shows them."""

    suggestions: Sequence[Slot] | None = None
    theirs: Availability | None = FREE
    failure: OutsideFailure | None = None

    async def suggest(
        self, _person: PersonId, guests: Sequence[Guest], length: timedelta, _within: Slot
    ) -> Sequence[Slot] | None:
        if self.failure is not None:
            raise self.failure
        assert (list(guests), length) == ([BENS], timedelta(minutes=20))
        return self.suggestions

    async def availability_of(
        self, _person: PersonId, _guests: Sequence[Guest], _within: Slot
    ) -> Mapping[str, Availability]:
        return {} if self.theirs is None else {BENS.address: self.theirs}

    async def availability(self, _person: PersonId, _within: Slot) -> Availability:
        return FREE


@dataclass
class Staff:
    """The directory."""

    mail: str | None = BENS.address

    async def find(self, _person: PersonId) -> DirectoryPerson:
        return DirectoryPerson(name=BENS.name, mail=self.mail, locale=None)


class World:
    def __init__(self, runner: WorkRunner) -> None:
        self.runner = runner

    async def looks(self, outlook: Outlook, staff: Staff | None = None) -> None:
        calendar: Any = outlook
        await TalkJob(self.runner, calendar, staff or Staff(), _clock)(REQUEST.id)

    async def talk(self) -> Appointment | None:
        return await self.runner.run(lambda work: talk_of(work, REQUEST))

    async def request(self) -> FeedbackRequest:
        return await self.runner.run(lambda work: work.requests.for_peer(REQUEST.id, peer=BEN))


def _clock() -> datetime:
    return NOW


def _asked(work: Work) -> None:
    work.contracts.add(replace(samples.contract, learner=ANA))
    work.contracts.add_revision(samples.revision)
    work.requests.add(REQUEST)
    work.messages.add(
        Message(id=MessageId("m"), person=BEN, kind=MessageKind.REQUEST, about=REQUEST.id, created_at=NOW)
    )


@pytest.fixture
async def world(tmp_path: Path) -> World:
    engine = create_engine(f"sqlite:///{tmp_path}/jobs.db")
    create_tables(engine)
    runner, ana = WorkRunner(engine), PEOPLE[0]
    await runner.run(meet, Meet(name=ana.name, locale=ana.locale, zone=ana.zone, chat=ana.chat or ""), ANA, NOW)
    await runner.run(_asked)
    return World(runner)


async def test_what_the_calendar_service_suggests_is_taken(world: World) -> None:
    await world.looks(Outlook(suggestions=[SUGGESTED, slot("2026-03-06 13:00", "13:20")]))
    talk = await world.talk()
    assert talk is not None
    assert (talk.slot, talk.guests) == (SUGGESTED, (Answered(guest=BENS),))


@pytest.mark.parametrize("suggestions", [None, ()])
async def test_where_it_suggests_nothing_both_calendars_are_looked_through(
    world: World, suggestions: Sequence[Slot] | None
) -> None:
    await world.looks(Outlook(suggestions=suggestions))
    talk = await world.talk()
    assert talk is not None
    assert talk.slot == slot("2026-03-02 12:00", "12:20")


@pytest.mark.parametrize(
    ("outlook", "staff"),
    [
        (Outlook(theirs=None), Staff()),
        (Outlook(theirs=replace(FREE, busy=(Slot(starts_at=NOW, ends_at=NOW + timedelta(days=30)),))), Staff()),
        (Outlook(), Staff(mail=None)),
        (Outlook(failure=SignInNeeded(WhyNot.NOT_CONNECTED)), Staff()),
        (Outlook(failure=OutsideFailure("never", permanent=True)), Staff()),
    ],
)
async def test_without_a_way_both_are_told_to_find_a_time_themselves(
    world: World, outlook: Outlook, staff: Staff
) -> None:
    await world.looks(outlook, staff)
    assert await world.talk() is None
    assert (await world.request()).talk_by_hand_at == NOW


async def test_what_may_pass_is_tried_again(world: World) -> None:
    with pytest.raises(OutsideFailure):
        await world.looks(Outlook(failure=OutsideFailure("busy", retry_after=timedelta(seconds=30))))
    assert (await world.request()).talk_by_hand_at is None
    await world.looks(Outlook())
    await world.looks(Outlook(suggestions=[SUGGESTED]))  # late, and once too often
    talk = await world.talk()
    assert talk is not None
    assert talk.slot == slot("2026-03-02 12:00", "12:20")


@dataclass
class CrowdedOutlook(Outlook):
    """Both are asked for a dozen things every five minutes, and neither has a moment."""

    theirs: Availability | None = CROWDED

    async def availability(self, _person: PersonId, _within: Slot) -> Availability:
        return CROWDED


async def test_looking_through_two_full_calendars_holds_nobody_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with watched(monkeypatch) as watchdog:
        await world.looks(CrowdedOutlook())
    assert (await world.request()).talk_by_hand_at == NOW
    assert watchdog.longest[0] < LONGEST_STEP_MS, watchdog.longest
