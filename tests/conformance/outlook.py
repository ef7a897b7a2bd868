"""The calendar port over the stand-in: both sides of one calendar, and what goes over the wire between them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from graph.calendar import GraphCalendar
from graph.client import GraphClient
from graph.notices import NOTICES_PATH, ChangeNotice, notice_routes
from graph.settings import GraphSettings
from graph.tokens import AppTokens
from learning.entries import Entry, EntryChange, EntryId, MoveEntry, NewEntry, RemoveEntry, Slot
from learning.errors import OutsideFailure
from learning.people import PersonId, person_id
from learning.ports import Calendar
from standin.people import TENANT_ID, Person, by_key
from standin.server import Running, start
from standin.world import Settings
from tests.conformance.graph_judges import Wire
from tests.graph_at_standin import settings_at

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
    tokens: AppTokens

    async def bring_about(self, change: EntryChange, *, person: PersonId = ANA) -> Entry | None:
        """What comes of this change; raises its failure."""
        [outcome] = await self.calendar.bring_about(person, [change])
        if isinstance(outcome, OutsideFailure):
            raise outcome
        return outcome

    async def write(self, entry: NewEntry) -> Entry:
        written = await self.bring_about(entry)
        assert written is not None
        return written

    async def move(self, entry: EntryId, to: Slot) -> Entry | None:
        return await self.bring_about(MoveEntry(entry=entry, slot=to))

    async def remove(self, entry: EntryId) -> None:
        assert await self.bring_about(RemoveEntry(entry=entry)) is None

    def person(self, key: str) -> Person:
        found = by_key(key)
        assert found is not None
        return found

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

        settings = settings_at(world, notice_url=f"https://localhost:{runner.addresses[0][1]}{NOTICES_PATH}")
        tokens = AppTokens(settings)
        opened.push_async_callback(tokens.close)
        wire = Wire()
        client = GraphClient(settings, tokens, traces=wire.traces)
        opened.push_async_callback(client.close)
        yield Outlook(
            calendar=GraphCalendar(client, settings),
            standin=standin,
            wire=wire,
            settings=settings,
            letterbox=letterbox,
            tokens=tokens,
        )
