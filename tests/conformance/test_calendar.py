from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiohttp import web

from graph.calendar import GraphCalendar
from graph.client import GraphClient
from graph.credentials import Secret
from graph.notices import NOTICES_PATH, ChangeNotice, notice_routes
from graph.settings import GraphSettings, trusted_certificates
from graph.tokens import AppTokens
from learning.entries import Entry, EntryId, MoveEntry, NewEntry, RemoveEntry, Slot
from learning.errors import MarkEnded, OutsideFailure
from learning.people import person_id
from learning.ports import Calendar
from standin.people import TENANT_ID, by_key
from standin.server import Running, start
from standin.world import Settings
from tests.conformance.graph_judges import MODELS, SCHEMA, Wire, usual_judge
from tests.graph_contract import NOT_HERE, GraphContract

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SPRING = Slot(starts_at=NOW - timedelta(days=1), ends_at=NOW + timedelta(days=90))
AT_TEN = Slot(starts_at=NOW + timedelta(days=28, hours=1), ends_at=NOW + timedelta(days=28, hours=1, minutes=30))
LATER = Slot(starts_at=AT_TEN.starts_at + timedelta(days=1), ends_at=AT_TEN.ends_at + timedelta(days=1))
OUTSIDE = Slot(starts_at=AT_TEN.starts_at + timedelta(days=200), ends_at=AT_TEN.ends_at + timedelta(days=200))
CHECK_IN = NewEntry(
    key="review:1",
    slot=AT_TEN,
    title="Learning review",
    text="A moment to look at how it goes.",
    link_text="Open my review",
    link="https://learning.example/reviews/1?a=1&b=2",
)
ANA_KEY = by_key("ana")
assert ANA_KEY is not None
ANA = person_id(tenant=TENANT_ID, object_id=ANA_KEY.object_id)
NOBODY = person_id(tenant=TENANT_ID, object_id="00000000-0000-4000-8000-000000000000")


@dataclass
class Letterbox:
    """The change notices that came."""

    notices: list[ChangeNotice] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self, notices: Sequence[ChangeNotice]) -> None:
        self.notices += notices
        self.came.set()


@dataclass
class Outlook:
    """The port under test, Ana's side of the same calendar, and what went over the wire."""

    calendar: Calendar
    standin: Running
    wire: Wire
    settings: GraphSettings
    letterbox: Letterbox

    def drag(self, entry: EntryId, to: Slot) -> None:
        self.standin.world.calendars.move("ana", entry, to.starts_at, to.ends_at)

    def delete(self, entry: EntryId) -> None:
        self.standin.world.calendars.delete("ana", entry)

    def standing(self, within: Slot = SPRING) -> list[dict[str, Any]]:
        return self.standin.world.calendars.events("ana", within.starts_at, within.ends_at)


@asynccontextmanager
async def open_outlook(folder: Path) -> AsyncIterator[Outlook]:
    async with AsyncExitStack() as opened:
        standin = await start(Settings(data=folder, http_port=0, https_port=0, now=NOW))
        opened.push_async_callback(standin.stop)
        world = standin.world

        letterbox = Letterbox()
        application = web.Application()
        application.add_routes(notice_routes(letterbox.receive))
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        opened.push_async_callback(runner.cleanup)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=world.certificates.server_context()).start()

        settings = GraphSettings(
            tenant=TENANT_ID,
            client_id=world.settings.app_id,
            credential=Secret(value=world.settings.app_secret),
            authority=f"{world.settings.https_address}/{TENANT_ID}",
            base_url=f"{world.settings.https_address}/v1.0",
            ca_file=world.certificates.authority,
            notice_url=f"https://localhost:{runner.addresses[0][1]}{NOTICES_PATH}",
        )
        tokens = AppTokens(settings)
        opened.push_async_callback(tokens.close)
        wire = Wire(httpx.AsyncHTTPTransport(verify=trusted_certificates(settings)))
        client = GraphClient(settings, tokens, transport=wire)
        opened.push_async_callback(client.close)
        yield Outlook(
            calendar=GraphCalendar(client, settings),
            standin=standin,
            wire=wire,
            settings=settings,
            letterbox=letterbox,
        )


@pytest.fixture
async def outlook(tmp_path: Path) -> AsyncIterator[Outlook]:
    async with open_outlook(tmp_path) as opened:
        yield opened
        assert opened.wire.exchanges
        assert opened.wire.problems(usual_judge()) == []


async def test_a_person_works_in_their_own_zone_and_is_busy_when_their_calendar_says_so(outlook: Outlook) -> None:
    availability = await outlook.calendar.availability(ANA, SPRING)
    assert availability.hours.zone in {"Europe/Amsterdam", "Europe/Berlin"}
    assert availability.hours.days == frozenset(range(5))
    assert (availability.hours.starts, availability.hours.ends) == (time(9), time(17))
    taken = [event for event in outlook.standing() if event["showAs"] in {"busy", "oof", "tentative"}]
    timed = [event for event in taken if not event["isAllDay"]]
    starts = {datetime.fromisoformat(event["start"]["dateTime"]).replace(tzinfo=UTC) for event in timed}
    # Whole days have a date in one answer and the person's own midnight in the other.
    told = (*availability.busy, *availability.tentative, *availability.away)
    assert starts <= {slot.starts_at for slot in told}
    assert starts
    assert len(told) == len(taken)


async def test_half_a_year_is_answered_whole_though_graph_answers_for_two_months_at_a_time(outlook: Outlook) -> None:
    far = Slot(starts_at=NOW + timedelta(days=170), ends_at=NOW + timedelta(days=170, hours=1))
    await outlook.calendar.write(ANA, replace(CHECK_IN, slot=far))
    half_a_year = Slot(starts_at=NOW, ends_at=NOW + timedelta(days=183))
    assert far in (await outlook.calendar.availability(ANA, half_a_year)).busy


async def test_an_entry_stands_in_the_calendar_private_and_as_titled(outlook: Outlook) -> None:
    entry = await outlook.calendar.write(ANA, CHECK_IN)
    assert entry.slot == AT_TEN
    [event] = [event for event in outlook.standing() if event["id"] == entry.id]
    assert (event["subject"], event["sensitivity"], event["showAs"]) == ("Learning review", "private", "busy")
    assert (event["isReminderOn"], event["reminderMinutesBeforeStart"]) == (True, 15)
    assert event["attendees"] == []
    assert 'href="https://learning.example/reviews/1?a=1&amp;b=2"' in event["body"]["content"]


async def test_writing_the_same_key_again_returns_the_entry_there_is(outlook: Outlook) -> None:
    before = len(outlook.standing())
    first = await outlook.calendar.write(ANA, CHECK_IN)
    outlook.drag(first.id, LATER)
    again = await outlook.calendar.write(ANA, CHECK_IN)
    assert (again.id, again.slot) == (first.id, LATER)
    assert len(outlook.standing()) == before + 1


async def test_several_changes_are_brought_about_in_one_go_each_with_its_own_answer(outlook: Outlook) -> None:
    keeps, goes = [await outlook.calendar.write(ANA, replace(CHECK_IN, key=key)) for key in ("keeps", "goes")]
    others = {event["id"] for event in outlook.standing()} - {keeps.id, goes.id}
    outcomes = await outlook.calendar.bring_about(
        ANA,
        [
            CHECK_IN,
            MoveEntry(entry=keeps.id, slot=LATER),
            RemoveEntry(entry=goes.id),
            RemoveEntry(entry=goes.id),
            MoveEntry(entry=goes.id, slot=LATER),
            replace(CHECK_IN, key="keeps"),
        ],
    )
    written, moved, *gone, again = outcomes
    assert isinstance(written, Entry)
    assert moved == again == replace(keeps, slot=LATER)
    assert gone == [None, None, None]
    assert {event["id"] for event in outlook.standing()} == others | {written.id, keeps.id}
    assert await outlook.calendar.bring_about(ANA, [CHECK_IN]) == [written]


async def test_what_a_batch_writes_stands_as_one_written_alone(outlook: Outlook) -> None:
    alone = await outlook.calendar.write(ANA, CHECK_IN)
    [together] = await outlook.calendar.bring_about(ANA, [replace(CHECK_IN, key="another")])
    assert isinstance(together, Entry)
    differ = {"@odata.etag", "id", "changeKey", "iCalUId", "createdDateTime", "lastModifiedDateTime", "transactionId"}
    first, second = (
        {name: value for name, value in event.items() if name not in {*differ, "webLink"}}
        for wanted in (alone, together)
        for event in outlook.standing()
        if event["id"] == wanted.id
    )
    assert first == second


async def test_a_mailbox_that_is_not_there_fails_for_good_for_each_change(outlook: Outlook) -> None:
    await outlook.calendar.find(ANA, EntryId("nothing"))
    outcomes = await outlook.calendar.bring_about(NOBODY, [CHECK_IN, RemoveEntry(entry=EntryId("AAMkAnything="))])
    assert all(isinstance(outcome, OutsideFailure) and outcome.permanent for outcome in outcomes)
    assert len(outcomes) == 2


async def test_an_entry_is_found_where_it_was_dragged_to_and_not_found_once_it_is_deleted(outlook: Outlook) -> None:
    entry = await outlook.calendar.write(ANA, CHECK_IN)
    outlook.drag(entry.id, LATER)
    found = await outlook.calendar.find(ANA, entry.id)
    assert found is not None
    assert (found.id, found.slot) == (entry.id, LATER)
    outlook.delete(entry.id)
    assert await outlook.calendar.find(ANA, entry.id) is None


async def test_an_entry_that_we_move_begins_and_ends_then_and_keeps_everything_else(outlook: Outlook) -> None:
    entry = await outlook.calendar.write(ANA, CHECK_IN)
    [before] = [event for event in outlook.standing() if event["id"] == entry.id]
    moved = await outlook.calendar.move(ANA, entry.id, LATER)
    assert moved == replace(entry, slot=LATER)
    [after] = [event for event in outlook.standing() if event["id"] == entry.id]
    kept = ("subject", "body", "sensitivity", "showAs", "isReminderOn", "reminderMinutesBeforeStart")
    assert [after[name] for name in kept] == [before[name] for name in kept]
    request = outlook.wire.exchanges[-1].request
    assert request.method == "PATCH"
    assert set(json.loads(request.content)) - {"@odata.type"} == {"start", "end"}


async def test_moving_an_entry_twice_to_the_same_time_does_no_harm(outlook: Outlook) -> None:
    entry = await outlook.calendar.write(ANA, CHECK_IN)
    for _ in range(2):
        assert await outlook.calendar.move(ANA, entry.id, LATER) == replace(entry, slot=LATER)


async def test_an_entry_that_is_gone_is_not_moved(outlook: Outlook) -> None:
    entry = await outlook.calendar.write(ANA, CHECK_IN)
    outlook.delete(entry.id)
    assert await outlook.calendar.move(ANA, entry.id, LATER) is None


async def test_an_entry_that_we_remove_is_gone_and_removing_it_again_is_fine(outlook: Outlook) -> None:
    others = {event["id"] for event in outlook.standing()}
    entry = await outlook.calendar.write(ANA, CHECK_IN)
    for _ in range(2):
        await outlook.calendar.remove(ANA, entry.id)
    assert await outlook.calendar.find(ANA, entry.id) is None
    assert {event["id"] for event in outlook.standing()} == others


async def test_a_mailbox_that_is_not_there_is_neither_moved_in_nor_cleared(outlook: Outlook) -> None:
    for act in (
        outlook.calendar.move(NOBODY, EntryId("AAMkAnything="), LATER),
        outlook.calendar.remove(NOBODY, EntryId("AAMkAnything=")),
    ):
        with pytest.raises(OutsideFailure) as caught:
            await act
        assert caught.value.permanent


async def test_a_person_whom_nobody_knows_does_not_make_an_entry_look_deleted(outlook: Outlook) -> None:
    with pytest.raises(OutsideFailure) as caught:
        await outlook.calendar.find(NOBODY, EntryId("AAMkAnything="))
    assert caught.value.permanent


async def test_without_a_mark_everything_in_the_stretch_of_time_is_reported(outlook: Outlook) -> None:
    entry = await outlook.calendar.write(ANA, CHECK_IN)
    changes = await outlook.calendar.changes(ANA, since=None, within=SPRING)
    assert {seen.id for seen in changes.entries} == {event["id"] for event in outlook.standing()}
    assert entry in changes.entries
    assert entry.id not in changes.gone


async def test_a_dragged_review_is_reported_once_and_nothing_else(outlook: Outlook) -> None:
    entry = await outlook.calendar.write(ANA, CHECK_IN)
    mark = (await outlook.calendar.changes(ANA, since=None, within=SPRING)).mark
    outlook.drag(entry.id, LATER)
    changes = await outlook.calendar.changes(ANA, since=mark, within=SPRING)
    assert changes.entries == (replace(entry, slot=LATER),)
    assert changes.gone == ()
    nothing = await outlook.calendar.changes(ANA, since=changes.mark, within=SPRING)
    assert (nothing.entries, nothing.gone) == ((), ())


async def test_asking_the_same_mark_twice_tells_the_same(outlook: Outlook) -> None:
    entry = await outlook.calendar.write(ANA, CHECK_IN)
    mark = (await outlook.calendar.changes(ANA, since=None, within=SPRING)).mark
    outlook.drag(entry.id, LATER)
    first = await outlook.calendar.changes(ANA, since=mark, within=SPRING)
    assert (await outlook.calendar.changes(ANA, since=mark, within=SPRING)).entries == first.entries


async def test_a_deleted_review_is_reported_as_gone_and_is(outlook: Outlook) -> None:
    entry = await outlook.calendar.write(ANA, CHECK_IN)
    mark = (await outlook.calendar.changes(ANA, since=None, within=SPRING)).mark
    outlook.delete(entry.id)
    assert (await outlook.calendar.changes(ANA, since=mark, within=SPRING)).gone == (entry.id,)
    assert await outlook.calendar.find(ANA, entry.id) is None


async def test_a_review_dragged_far_away_is_reported_as_gone_and_is_not(outlook: Outlook) -> None:
    entry = await outlook.calendar.write(ANA, CHECK_IN)
    mark = (await outlook.calendar.changes(ANA, since=None, within=SPRING)).mark
    outlook.drag(entry.id, OUTSIDE)
    assert (await outlook.calendar.changes(ANA, since=mark, within=SPRING)).gone == (entry.id,)
    assert await outlook.calendar.find(ANA, entry.id) == replace(entry, slot=OUTSIDE)


async def test_a_full_calendar_is_read_to_its_last_page(outlook: Outlook) -> None:
    written = [await outlook.calendar.write(ANA, replace(CHECK_IN, key=f"review:{n}")) for n in range(210)]
    before = len(outlook.wire.exchanges)
    changes = await outlook.calendar.changes(ANA, since=None, within=SPRING)
    assert {entry.id for entry in written} <= {entry.id for entry in changes.entries}
    assert len(outlook.wire.exchanges) - before >= 3


async def test_a_mark_that_the_calendar_does_not_know_has_ended(outlook: Outlook) -> None:
    mark = (await outlook.calendar.changes(ANA, since=None, within=SPRING)).mark
    with pytest.raises(MarkEnded):
        await outlook.calendar.changes(ANA, since=f"{mark}x", within=SPRING)


async def test_whoever_watches_is_told_of_a_drag_with_their_secret(outlook: Outlook) -> None:
    entry = await outlook.calendar.write(ANA, CHECK_IN)
    until = NOW + timedelta(days=6, hours=23)
    watch = await outlook.calendar.watch(ANA, secret="what only we know", until=until)
    assert watch.ends_at == until
    outlook.drag(entry.id, LATER)
    async with asyncio.timeout(10):
        await outlook.letterbox.came.wait()
    [notice] = outlook.letterbox.notices
    assert (notice.watch, notice.secret, notice.tenant) == (watch.id, "what only we know", TENANT_ID)


async def test_a_watch_is_prolonged_while_it_runs_and_none_once_it_ended(outlook: Outlook) -> None:
    watch = await outlook.calendar.watch(ANA, secret="s", until=NOW + timedelta(days=1))
    until = NOW + timedelta(days=2)
    longer = await outlook.calendar.keep_watching(ANA, watch.id, until=until)
    assert longer is not None
    assert (longer.id, longer.ends_at) == (watch.id, until)
    await outlook.standin.world.clock.jump(timedelta(days=3))
    assert await outlook.calendar.keep_watching(ANA, watch.id, until=NOW + timedelta(days=5)) is None


async def test_a_watch_can_be_ended_and_ending_it_again_is_fine(outlook: Outlook) -> None:
    watch = await outlook.calendar.watch(ANA, secret="s", until=NOW + timedelta(days=1))
    for _ in range(2):
        await outlook.calendar.stop_watching(ANA, watch.id)
    assert await outlook.calendar.keep_watching(ANA, watch.id, until=NOW + timedelta(days=2)) is None


async def test_a_watch_that_is_to_last_too_long_is_refused_for_good(outlook: Outlook) -> None:
    with pytest.raises(OutsideFailure) as caught:
        await outlook.calendar.watch(ANA, secret="s", until=NOW + timedelta(days=8))
    assert caught.value.permanent


async def test_a_wrong_secret_of_the_app_is_a_failure_that_trying_again_does_not_mend(outlook: Outlook) -> None:
    await outlook.calendar.find(ANA, EntryId("nothing"))
    tokens = AppTokens(replace(outlook.settings, credential=Secret(value="guessed")))
    with pytest.raises(OutsideFailure) as caught:
        await tokens.for_person(ANA)
    await tokens.close()
    assert caught.value.permanent


async def test_an_ended_right_asks_for_consent(outlook: Outlook) -> None:
    class StaleTokens:
        async def for_person(self, _person: object) -> str:
            return "no.longer.valid"

        async def again(self, _person: object, *, refused: str, claims: str | None) -> str:
            assert claims is None
            return refused

    client = GraphClient(outlook.settings, StaleTokens())
    with pytest.raises(OutsideFailure) as caught:
        await GraphCalendar(client, outlook.settings).find(ANA, EntryId("nothing"))
    await client.close()
    await outlook.calendar.find(ANA, EntryId("nothing"))
    assert caught.value.needs_consent


@pytest.mark.parametrize("judge", [SCHEMA, MODELS])
async def test_all_that_we_send_and_all_that_is_answered_satisfies(judge: str, tmp_path: Path) -> None:
    if judge == SCHEMA and not GraphContract.available():
        pytest.skip(NOT_HERE)
    async with open_outlook(tmp_path) as outlook:
        calendar = outlook.calendar
        await calendar.availability(ANA, SPRING)
        entry = await calendar.write(ANA, CHECK_IN)
        mark = (await calendar.changes(ANA, since=None, within=SPRING)).mark
        await calendar.move(ANA, entry.id, LATER)
        await calendar.remove(ANA, entry.id)
        await calendar.remove(ANA, entry.id)
        await calendar.move(ANA, entry.id, LATER)
        await calendar.changes(ANA, since=mark, within=SPRING)
        await calendar.find(ANA, entry.id)
        watch = await calendar.watch(ANA, secret="s", until=NOW + timedelta(days=1))
        await calendar.keep_watching(ANA, watch.id, until=NOW + timedelta(days=2))
        await calendar.keep_watching(ANA, "forgotten", until=NOW + timedelta(days=2))
        await calendar.stop_watching(ANA, watch.id)
        assert len({(exchange.request.method, exchange.status) for exchange in outlook.wire.exchanges}) >= 6
        assert outlook.wire.problems(judge) == []
