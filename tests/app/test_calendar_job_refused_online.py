"""A mailbox that makes no online meetings: the real client against the stand-in, and everything else comes about."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.jobs.calendar import CalendarJob
from learning.companion import CompanionState, Company, invite, known_as
from learning.entries import Guest, NewEntry
from learning.people import Person
from learning.review import Review
from learning.work import Work
from standin.people import by_key
from storage.runner import WorkRunner
from tests.app.calendar_world import anas_reviews
from tests.cast import ANA, BEN, NOW
from tests.conformance.graph_judges import usual_judge
from tests.conformance.outlook import CHECK_IN, Outlook, open_outlook

BEN_IS = by_key("ben")
assert BEN_IS is not None
BENS = Guest(address=BEN_IS.mail, name=BEN_IS.name)
WITHOUT_TEAMS = "passed over"
REFUSALS = ["400", "413", WITHOUT_TEAMS]


@dataclass
class Online:
    """Ana's job, and the stand-in on the other side."""

    outlook: Outlook
    runner: WorkRunner

    async def runs(self) -> None:
        await CalendarJob(self.runner, self.outlook.calendar, lambda: NOW, _entry)(ANA)

    def refuses(self, how: str, sent: str = "isOnlineMeeting") -> None:
        """From now on what mentions this is refused."""
        world = self.outlook.standin.world
        if how == WITHOUT_TEAMS:
            world.calendars.license_teams("ana", is_licensed=False)
        else:
            world.faults.add({"where": "graph", "body": sent, "what": how})

    def takes_all(self) -> None:
        self.outlook.standin.world.faults.remove()
        self.outlook.standin.world.calendars.license_teams("ana", is_licensed=True)

    def stands(self) -> list[tuple[int, bool]]:
        """Of each review that we wrote: how many guests it has, and whether there is a meeting to join."""
        ours = [each for each in self.outlook.standing() if each["subject"] == CHECK_IN.title]
        return [(len(each["attendees"]), each["onlineMeeting"] is not None) for each in ours]

    def tried(self) -> int:
        """How often anything was written."""
        return sum(exchange.method in ("PATCH", "POST") for exchange in self.outlook.wire.exchanges)

    async def company(self) -> Company:
        return await self.runner.run(_company)


def _company(work: Work) -> Company:
    return work.companies.of(work.reviews.open_of(ANA)[0].cycle, learner=ANA)


def _invited(work: Work) -> None:
    company = invite(_company(work), [BEN], is_online=True, now=NOW)
    work.companies.put(known_as(company, BEN, BENS, now=NOW))


def _entry(review: Review, _learner: Person) -> NewEntry:
    assert review.slot is not None
    return replace(CHECK_IN, key=review.entry_key, slot=review.slot)


@pytest.fixture(params=["of entries that stand", "of entries written whole"])
async def online(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Online]:
    """Ben is invited to both reviews, online: before they are written, or after."""
    async with AsyncExitStack() as opened:
        outlook = await opened.enter_async_context(open_outlook(tmp_path))
        runner = await opened.enter_async_context(anas_reviews(tmp_path))
        online = Online(outlook=outlook, runner=runner)
        if request.param == "of entries that stand":
            await online.runs()
        await runner.run(_invited)
        yield online
        assert outlook.wire.problems(usual_judge()) == []


async def _settled(online: Online, runs: int) -> None:
    """The job runs as often as it wished to be."""
    for _ in range(runs):
        await online.runs()


@pytest.mark.parametrize("how", REFUSALS)
async def test_the_reviews_stand_with_their_guests_and_without_a_meeting_and_nothing_is_tried_for_ever(
    online: Online, how: str
) -> None:
    online.refuses(how)
    await _settled(online, 2)
    assert online.stands() == [(1, False), (1, False)]
    assert (await online.company()).online_refused_at == NOW
    tried = online.tried()
    await online.runs()
    assert online.tried() == tried


@pytest.mark.parametrize("how", REFUSALS)
async def test_when_she_says_so_it_is_tried_once_more(online: Online, how: str) -> None:
    online.refuses(how)
    await _settled(online, 2)
    online.takes_all()
    await online.runner.run(_invited)
    await online.runs()
    assert online.stands() == [(1, True), (1, True)]
    assert (await online.company()).online_refused_at is None


async def test_where_the_guests_are_refused_the_meeting_is_not_said_to_be(online: Online) -> None:
    online.refuses("400", "attendees")
    await _settled(online, 3)
    assert {guests for guests, _ in online.stands()} == {0}
    company = await online.company()
    assert [each.state for each in company.invited] == [CompanionState.REFUSED]
    assert company.online_refused_at is None
