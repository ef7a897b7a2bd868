"""The job `calendar` puts reviews where the companions are free too, by the real client against the stand-in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import pytest

from app.jobs.calendar import CalendarJob
from graph.calendar import SECONDS_TO_SUGGEST, GraphCalendar
from graph.client import GraphClient
from graph.delegated_tokens import SCOPES
from learning.companion import invite, known_as
from learning.entries import Guest, NewEntry, Slot
from learning.people import Person, PersonId, person_id
from learning.review import Review, ReviewKind
from learning.work import Work
from storage.runner import WorkRunner
from tests.app.calendar_world import anas_reviews
from tests.cast import ANA, BEN, CHLOE, NOW, TENANT
from tests.conformance.graph_judges import usual_judge
from tests.conformance.outlook import CHECK_IN, Outlook, open_outlook
from tests.conformance.test_calendar_seeking import Token
from tests.standin.local_entra import Microsoft
from tests.standin.local_graph import Graph

GONE = person_id(tenant=TENANT, object_id="99999999-0000-4000-8000-000000000099")
GUESTS = {
    BEN: Guest(address="Ben@Meadow.example", name="Ben Okafor"),
    CHLOE: Guest(address="chloe@meadow.example", name="Chloé Martin"),
    GONE: Guest(address="gone@elsewhere.example", name="Somebody whose calendar nobody can read"),
}
MONDAY = datetime(2026, 3, 30, tzinfo=UTC)
"""The ideal day of both reviews."""
WEEK = timedelta(days=7)
SUGGESTING, SCHEDULES = "findMeetingTimes", "getSchedule"


@dataclass
class Together:
    """Ana's job, and the stand-in on the other side."""

    outlook: Outlook
    runner: WorkRunner
    client: GraphClient
    seconds_to_suggest: float = SECONDS_TO_SUGGEST

    def busy(self, key: str, first: int, last: int) -> None:
        """From one full hour (UTC) of that Monday to another."""
        start, end = (MONDAY + timedelta(hours=hour) for hour in (first, last))
        self.outlook.standin.world.by_hand.write(key, "Something", start, end)

    def fault(self, rule: Mapping[str, Any]) -> None:
        self.outlook.standin.world.faults.add({"where": "graph", **rule})

    def struck(self) -> list[int]:
        """How often each fault was met."""
        return [rule.done for rule in self.outlook.standin.world.faults.all()]

    def asked(self, what: str) -> int:
        return sum(exchange.path.endswith(what) for exchange in self.outlook.wire.exchanges)

    def guests(self) -> list[list[str]]:
        events = self.outlook.standin.world.calendars.events("ana", MONDAY - WEEK, MONDAY + WEEK)
        ours = [each for each in events if each["attendees"]]
        return [[one["emailAddress"]["address"].lower() for one in each["attendees"]] for each in ours]

    async def closing_review(self, *companions: PersonId) -> Slot:
        """Where the job puts the closing review, which gets its moment first, with these companions."""
        await self.runner.run(_invited, companions)
        calendar = GraphCalendar(self.client, self.outlook.settings, seconds_to_suggest=self.seconds_to_suggest)
        await CalendarJob(self.runner, calendar, lambda: NOW, _entry)(ANA)
        reviews = await self.runner.run(lambda work: work.reviews.open_of(ANA))
        (slot,) = (each.slot for each in reviews if each.kind is ReviewKind.CLOSING)
        assert slot is not None
        return slot


def _invited(work: Work, people: tuple[PersonId, ...]) -> None:
    company = work.companies.of(work.reviews.open_of(ANA)[0].cycle, learner=ANA)
    company = invite(company, people, is_online=False, now=NOW)
    for person in people:
        company = known_as(company, person, GUESTS[person], now=NOW)
    work.companies.put(company)


def _entry(review: Review, _learner: Person) -> NewEntry:
    assert review.slot is not None
    return replace(CHECK_IN, key=review.entry_key, slot=review.slot)


def at(start: str, minutes: int = 60) -> Slot:
    """`at("30T14:00")`, in March and UTC."""
    starts_at = datetime.fromisoformat(f"2026-03-{start}+00:00")
    return Slot(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes))


@pytest.fixture(params=["by her own right", "by the app's right"])
def is_delegated(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "by her own right")


@pytest.fixture
async def together(tmp_path: Path, is_delegated: bool) -> AsyncIterator[Together]:
    """All of them are busy on the ideal Monday until two (UTC); what else they do there is left out."""
    async with AsyncExitStack() as opened:
        outlook = await opened.enter_async_context(open_outlook(tmp_path))
        runner = await opened.enter_async_context(anas_reviews(tmp_path))
        token = await _anas_token(outlook, opened)
        client = GraphClient(
            outlook.settings,
            token if is_delegated else outlook.tokens,
            is_delegated=is_delegated,
            traces=outlook.wire.traces,
        )
        opened.push_async_callback(client.close)
        calendars = outlook.standin.world.calendars
        for key in ("ana", "ben", "chloe"):
            for event in calendars.events(key, MONDAY, MONDAY + timedelta(days=1)):
                calendars.delete(key, event["id"])
        yield Together(outlook=outlook, runner=runner, client=client)
        assert outlook.wire.problems(usual_judge()) == []


async def _anas_token(outlook: Outlook, opened: AsyncExitStack) -> Token:
    world = outlook.standin.world
    context = world.certificates.client_context
    session = await opened.enter_async_context(aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=context)))
    microsoft = Microsoft(
        standin=outlook.standin,
        graph=Graph(session=session, address=world.settings.https_address),
        https=opened.enter_context(httpx.Client(verify=context, trust_env=False)),
        browser=opened.enter_context(httpx.Client(verify=context, trust_env=False)),
    )
    tokens = await microsoft.on_behalf_of(await microsoft.sso("ana"), scopes=list(SCOPES))
    return Token(tokens["access_token"])


async def test_a_review_is_put_where_all_companions_are_free(together: Together, is_delegated: bool) -> None:
    together.busy("ben", 7, 12)
    together.busy("chloe", 11, 14)
    assert await together.closing_review(BEN, CHLOE) == at("30T14:00")
    assert together.asked(SUGGESTING) == (2 if is_delegated else 0)
    assert together.guests()


async def test_without_companions_nobody_elses_calendar_is_asked_about(together: Together) -> None:
    together.busy("ben", 7, 14)
    together.busy("chloe", 7, 14)
    calendar = GraphCalendar(together.client, together.outlook.settings)
    await CalendarJob(together.runner, calendar, lambda: NOW, _entry)(ANA)
    assert together.asked(SUGGESTING) == 0
    schedules = [each.sent["Schedules"] for each in together.outlook.wire.exchanges if each.path.endswith(SCHEDULES)]
    assert {tuple(each) for each in schedules} == {("ana@meadow.example",)}


async def test_whose_calendar_cannot_be_read_is_left_out_of_the_search_and_invited_all_the_same(
    together: Together,
) -> None:
    together.busy("ben", 7, 13)
    assert await together.closing_review(BEN, GONE) == at("30T13:00")
    assert together.guests() == [["ben@meadow.example", "gone@elsewhere.example"]] * 2


async def test_where_no_moment_suits_everybody_the_review_stands_all_the_same(together: Together) -> None:
    world = together.outlook.standin.world
    world.by_hand.write("ben", "Away", MONDAY - timedelta(days=21), MONDAY + timedelta(days=40))
    assert (await together.closing_review(BEN)).length == timedelta(hours=1)


@pytest.mark.parametrize("is_delegated", [True])
@pytest.mark.parametrize("what", [{"what": "slow", "seconds": 20}, {"what": "503"}, {"what": "403"}, {"what": "drop"}])
async def test_where_suggesting_hangs_or_is_refused_it_is_asked_once_and_the_free_time_of_all_is_compared(
    together: Together, what: dict[str, Any]
) -> None:
    """There are two reviews; an answer that comes in the end, after twenty seconds, would be waited for by no limit."""
    together.busy("ben", 7, 13)
    together.seconds_to_suggest = 0.3
    together.fault({"path": f"*/{SUGGESTING}", **what})
    assert await together.closing_review(BEN) == at("30T13:00")
    assert together.struck() == [1]


@pytest.mark.parametrize("is_delegated", [True])
async def test_the_next_run_asks_for_suggestions_again(together: Together) -> None:
    together.fault({"path": f"*/{SUGGESTING}", "what": "503", "times": 1})
    await together.closing_review(BEN)
    await together.runner.run(_unplaced)
    await together.closing_review(BEN)
    assert together.asked(SUGGESTING) == 1 + 2


def _unplaced(work: Work) -> None:
    for review in work.reviews.open_of(ANA):
        work.reviews.put(replace(review, slot=None, stood=None, entry=None, writes=review.writes + 1))
