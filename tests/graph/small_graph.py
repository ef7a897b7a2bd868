"""A Graph of a few lines over real HTTP, for each test's own bad habit."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from graph.calendar import GraphCalendar
from graph.client import GraphClient
from graph.credentials import Secret
from graph.settings import GraphSettings
from learning.entries import Entry, NewEntry, Slot
from learning.errors import OutsideFailure
from learning.people import PersonId, person_id
from learning.ports import Calendar

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

TENANT = "8a1f6d0e-4f7c-4d83-9a55-2c0d7b1e9f01"
ANA = person_id(tenant=TENANT, object_id="a1000000-0000-4000-8000-000000000001")
MARCH = Slot(starts_at=datetime(2026, 3, 1, tzinfo=UTC), ends_at=datetime(2026, 4, 1, tzinfo=UTC))
NINE = Slot(starts_at=datetime(2026, 3, 2, 9, tzinfo=UTC), ends_at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC))
REVIEW = NewEntry(
    key="review-1",
    slot=NINE,
    title="Learning review",
    text="How is it going?",
    link_text="Open",
    link="https://learning.example/review/1",
)


class FixedTokens:
    """The same token for everybody."""

    async def for_person(self, person: PersonId) -> str:
        return f"token-of-{person}"

    async def again(self, person: PersonId, *, refused: str, claims: str | None) -> str:
        return f"another-{refused}-{person}-{claims}"


@dataclass
class SmallGraph:
    """What was asked of the server, and the calendar that asks it."""

    calendar: GraphCalendar
    client: GraphClient
    address: str
    asked: list[web.Request] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)


def settings_for(address: str) -> GraphSettings:
    """Settings that lead to a server at this address."""
    return GraphSettings(
        tenant=TENANT,
        client_id="f0a11ea5-1ca1-4000-8000-0000000000b0",
        credential=Secret(value="a-secret-nobody-may-read"),
        authority=f"{address}/{TENANT}",
        base_url=f"{address}/v1.0/",
        ca_file=None,
        notice_url="https://learning.example/graph/notices",
    )


@asynccontextmanager
async def listening(handler: Handler) -> AsyncIterator[str]:
    """The address of a server that answers everything with this handler."""
    application = web.Application()
    application.router.add_route("*", "/{anything:.*}", handler)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def small_graph(handler: Handler, *, time_limit: float = 5.0) -> AsyncIterator[SmallGraph]:
    """A calendar over a server that answers everything with this handler."""
    asked: list[web.Request] = []
    bodies: list[bytes] = []

    async def remember(request: web.Request) -> web.StreamResponse:
        asked.append(request)
        bodies.append(await request.read())
        return await handler(request)

    async with listening(remember) as address:
        settings = settings_for(address)
        client = GraphClient(settings, FixedTokens(), time_limit=time_limit)
        try:
            calendar = GraphCalendar(client, settings)
            yield SmallGraph(calendar=calendar, client=client, address=address, asked=asked, bodies=bodies)
        finally:
            await client.close()


async def write(calendar: Calendar, person: PersonId, entry: NewEntry) -> Entry:
    """The entry that this writes. Raises what came of it instead."""
    [outcome] = await calendar.bring_about(person, [entry])
    if isinstance(outcome, OutsideFailure):
        raise outcome
    assert outcome is not None
    return outcome


def in_envelopes(handler: Handler) -> Handler:
    """A handler that opens envelopes, and answers each request in them as this one would."""

    async def answer(request: web.Request) -> web.Response:
        told = await handler(request)
        assert isinstance(told, web.Response)
        assert isinstance(told.text, str)
        asked = (await request.json())["requests"]
        inside = {"status": told.status, "headers": dict(told.headers), "body": json.loads(told.text)}
        return web.json_response({"responses": [{"id": one["id"], **inside} for one in asked]})

    return answer


def always(status: int, body: Any = None, *, text: str | None = None, headers: dict[str, str] | None = None) -> Handler:
    """A handler that knows one answer: JSON, or HTML text."""

    async def answer(_request: web.Request) -> web.Response:
        if text is not None:
            return web.Response(status=status, text=text, content_type="text/html", headers=headers)
        return web.json_response(body, status=status, headers=headers)

    return answer


async def hang_up(request: web.Request) -> web.Response:
    """Drop the connection without an answer."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def dawdle(_request: web.Request) -> web.Response:
    """Answer too late."""
    await asyncio.sleep(5)
    return web.json_response({})


def refusal(code: str) -> dict[str, Any]:
    """An error as Graph words it."""
    return {"error": {"code": code, "message": "Something about somebody.", "innerError": {}}}


def event(entry_id: str, start: str = "2026-03-02T09:00:00.0000000", end: str = "2026-03-02T09:30:00.0000000") -> Any:
    """An event as Graph gives it, times in UTC."""
    return {
        "@odata.etag": 'W/"1"',
        "id": entry_id,
        "subject": "Learning review",
        "start": {"dateTime": start, "timeZone": "UTC"},
        "end": {"dateTime": end, "timeZone": "UTC"},
    }
