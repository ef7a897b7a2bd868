"""While calendars are read and written, nothing else in the service has to wait for more than a moment.

What is measured is the processor time of each single step of the event loop: a busy machine makes steps late, but no
longer. The stand-in is a process of its own, as Graph is.
"""

from __future__ import annotations

import asyncio
import gc
import json
import re
import sys
import time
from asyncio import Handle
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from graph.calendar import GraphCalendar
from graph.client import GraphClient
from graph.credentials import Secret
from graph.settings import GraphSettings
from graph.tokens import AppTokens
from learning.entries import Entry, EntryChange, Guest, InviteTo, MoveEntry, RemoveEntry, Slot
from standin.world import LOCAL_APP_ID, LOCAL_APP_SECRET
from tests.graph.small_graph import ANA, MARCH, REVIEW, TENANT, event, small_graph

LONGEST_STEP_MS = 20.0
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
ENTRIES = 500
LONG = "What people paste into their invitations, and more of it. " * 100
BEN = Guest(address="ben@meadow.example", name="Ben")


@dataclass
class Watchdog:
    """How long the steps of the loop took, in ms of processor time, and what took longest."""

    steps: list[tuple[float, str]] = field(default_factory=list)

    @property
    def longest(self) -> tuple[float, str]:
        return max(self.steps)


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watchdog]:
    """Measure every step of every loop of this thread."""
    watchdog, run = Watchdog(), Handle._run

    def measured(handle: Handle) -> None:
        began = time.thread_time()
        run(handle)
        watchdog.steps.append(((time.thread_time() - began) * 1000, repr(handle)[:300]))

    with monkeypatch.context() as patched:
        patched.setattr(Handle, "_run", measured)
        yield watchdog


@asynccontextmanager
async def calendar_over(folder: Path) -> AsyncIterator[GraphCalendar]:
    """The real client, warmed up as the service does, and a stand-in in another process."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "standin", "--data", str(folder), "--http-port", "0", "--https-port", "0"),
        *("--keep-nothing", "--now", "2026-03-02T09:00:00Z", "--app-endpoint", "http://127.0.0.1:9/nobody"),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        line = (await asyncio.wait_for(process.stdout.readline(), 60)).decode()
        address = re.search(r"Graph (https://[\w.:]+),", line)
        assert address is not None
        settings = GraphSettings(
            tenant=TENANT,
            client_id=LOCAL_APP_ID,
            credential=Secret(value=LOCAL_APP_SECRET),
            authority=f"{address[1]}/{TENANT}",
            base_url=f"{address[1]}/v1.0",
            ca_file=folder / "tls" / "ca.pem",
            notice_url="https://localhost/graph/notices",
        )
        tokens = AppTokens(settings)
        client = GraphClient(settings, tokens)
        await client.warm()
        yield GraphCalendar(client, settings)
        await client.close()
        await tokens.close()
    finally:
        process.terminate()
        await process.wait()


def entries() -> list[EntryChange]:
    slots = (MONDAY + timedelta(hours=number) for number in range(ENTRIES))
    return [
        replace(REVIEW, key=f"{slot}", slot=Slot(starts_at=slot, ends_at=slot + timedelta(minutes=30)), text=LONG)
        for slot in slots
    ]


def invitation(entry: Entry) -> InviteTo:
    return InviteTo(
        entry=entry.id, guests=(BEN,), text="Us two.", link_text=REVIEW.link_text, link=REVIEW.link, is_online=True
    )


async def use(calendar: GraphCalendar) -> None:
    """Everything that is read and written in a calendar, and a lot of it."""
    year = Slot(starts_at=MONDAY, ends_at=MONDAY + timedelta(days=240))
    written = [one for one in await calendar.bring_about(ANA, entries()) if isinstance(one, Entry)]
    assert len(written) == ENTRIES
    changes = await calendar.changes(ANA, since=None, within=year)
    assert len(changes.entries) > ENTRIES
    await calendar.availability(ANA, year)
    later = timedelta(days=1)
    moves = [
        MoveEntry(entry=one.id, slot=Slot(starts_at=one.slot.starts_at + later, ends_at=one.slot.ends_at + later))
        for one in written[:20]
    ]
    assert all(isinstance(one, Entry) for one in await calendar.bring_about(ANA, moves))
    invited = await calendar.bring_about(ANA, [invitation(one) for one in written[:5]])
    assert all(isinstance(one, Entry) and one.guests for one in invited)
    week = Slot(starts_at=MONDAY, ends_at=MONDAY + timedelta(days=7))
    assert await calendar.availability_of(ANA, [BEN], week)
    assert await calendar.hours(ANA)
    assert await calendar.find(ANA, written[0].id)
    assert not any(await calendar.bring_about(ANA, [RemoveEntry(entry=one.id) for one in written]))


async def test_no_step_of_reading_and_writing_calendars_holds_the_service_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with calendar_over(tmp_path) as calendar:
        with watched(monkeypatch) as watchdog:
            await use(calendar)
            asyncio.get_running_loop().call_soon(gc.collect)
            await asyncio.sleep(0.01)
    assert any("collect" in what for _, what in watchdog.steps)
    assert len(watchdog.steps) > 200
    assert watchdog.longest[0] < LONGEST_STEP_MS, watchdog.longest


async def test_a_page_of_meetings_with_hundreds_of_guests_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    guests = [{"type": "required", "emailAddress": {"address": f"p{one}@meadow.example"}} for one in range(200)]
    meetings = json.dumps([event(f"meeting {number}") | {"attendees": guests} for number in range(100)]).encode()

    async def page(request: web.Request) -> web.Response:
        mark = f"{request.scheme}://{request.host}/v1.0/users/u/calendarView/delta?$deltatoken=t"
        return web.Response(
            body=b'{"value":%s,"@odata.deltaLink":"%s"}' % (meetings, mark.encode()), content_type="application/json"
        )

    async with small_graph(page) as graph:
        await graph.calendar.changes(ANA, since=None, within=MARCH)  # warms up
        with watched(monkeypatch) as watchdog:
            changes = await graph.calendar.changes(ANA, since=None, within=MARCH)
    assert [len(one.guests) for one in changes.entries] == [200] * 100
    assert watchdog.longest[0] < LONGEST_STEP_MS, watchdog.longest


async def test_the_watchdog_sees_what_does_hold_it_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with watched(monkeypatch) as watchdog:
        asyncio.get_running_loop().call_soon(sum, range(3_000_000))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert watchdog.longest[0] > LONGEST_STEP_MS
    assert "sum" in watchdog.longest[1]
