"""A running stand-in for tests, and a client whose every answer Microsoft's schema judges."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

import aiohttp
from aiohttp import web
from yarl import URL

from standin.people import TENANT_ID, by_key
from standin.server import Running, start
from standin.world import LOCAL_APP_ID, LOCAL_APP_SECRET, Settings
from tests.graph_contract import GraphContract

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator
    from pathlib import Path

    from standin.people import Person

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANA = cast("Person", by_key("ana"))
BEN = cast("Person", by_key("ben"))
MIA = cast("Person", by_key("mia"))
REVIEW: dict[str, Any] = {
    "subject": "Learning review",
    "start": {"dateTime": "2026-03-30T14:00:00", "timeZone": "W. Europe Standard Time"},
    "end": {"dateTime": "2026-03-30T14:30:00", "timeZone": "W. Europe Standard Time"},
    "body": {"contentType": "html", "content": "<p>Your check-in.</p>"},
    "sensitivity": "private",
    "showAs": "busy",
    "transactionId": "review-1",
}
WINDOW = {"startDateTime": "2026-03-01T00:00:00Z", "endDateTime": "2026-04-10T00:00:00Z"}
SPRING = WINDOW | {"endDateTime": "2026-06-01T00:00:00Z"}
"""So long that its events come in pages; each is judged by Microsoft's schema, which takes time."""
EVENTS = f"/v1.0/users/{ANA.object_id}/events"
ZONE = {"Prefer": 'outlook.timezone="Europe/Amsterdam"'}
DELTA = f"/v1.0/users/{ANA.object_id}/calendarView/delta"


def settings(folder: Path, **more: Any) -> Settings:
    """Free ports, and the cast's Monday morning."""
    return Settings(data=folder, http_port=0, https_port=0, now=NOW, **more)


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Running]:
    """A stand-in that keeps its data in this folder."""
    standin = await start(settings(folder))
    try:
        yield standin
    finally:
        await standin.stop()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What Graph said; the body is None where there is none."""

    method: str
    path: str
    status: int
    headers: dict[str, str]
    body: Any

    @property
    def code(self) -> str:
        """Graph's code of a refusal."""
        return str(self.body["error"]["code"])


@dataclass
class Graph:
    """The product's side: sends with a real token, and remembers each answer."""

    session: aiohttp.ClientSession
    address: str
    token: str = ""
    answers: list[Answer] = field(default_factory=list)

    async def sign_in(self, scope: str = "https://graph.microsoft.com/.default") -> None:
        """Get a token, as an app does."""
        form = {
            "grant_type": "client_credentials",
            "client_id": LOCAL_APP_ID,
            "client_secret": LOCAL_APP_SECRET,
            "scope": scope,
        }
        async with self.session.post(f"{self.address}/{TENANT_ID}/oauth2/v2.0/token", data=form) as answer:
            self.token = (await answer.json())["access_token"]

    async def call(self, method: str, path: str, body: object = None, **more: Any) -> Answer:
        """One request, with `query` and `headers` if given; fails when Microsoft's schema does not know its answer."""
        headers = {"Authorization": f"Bearer {self.token}", **more.get("headers", {})}
        url = URL(f"{self.address}{path}", encoded=True).update_query(more.get("query", {}))
        async with self.session.request(method, url, json=body, headers=headers) as response:
            text = await response.text()
            got = await response.json() if text else None
        answer = Answer(
            method=method, path=url.raw_path, status=response.status, headers=dict(response.headers), body=got
        )
        self.answers.append(answer)
        assert answer.headers["request-id"]
        if GraphContract.available():
            problems = _contract().response(method, url.path, answer.status, answer.headers, got)
            assert not problems, (method, str(url), problems)
        return answer

    async def local(self, standin: Running, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """What tests and the page's switches call, under `/local` and `/window`: status and body."""
        url = f"{standin.world.settings.http_address}{path}"
        async with self.session.request(method, url, json=body) as answer:
            return answer.status, await answer.json() if answer.content_type == "application/json" else None

    async def changes(self, link: str, **more: Any) -> tuple[list[dict[str, Any]], str]:
        """All pages of a delta round from this link on, and the link for the next round."""
        found: list[dict[str, Any]] = []
        while True:
            path = link.removeprefix(self.address)
            answer = await self.call("GET", path, **more)
            assert answer.status == 200, answer.body
            found += answer.body["value"]
            more = {name: value for name, value in more.items() if name != "query"}
            if "@odata.deltaLink" in answer.body:
                return found, answer.body["@odata.deltaLink"]
            link = answer.body["@odata.nextLink"]


@asynccontextmanager
async def graph_of(standin: Running) -> AsyncIterator[Graph]:
    """A signed-in client for this stand-in."""
    connector = aiohttp.TCPConnector(ssl=standin.world.certificates.client_context)
    async with aiohttp.ClientSession(connector=connector) as session:
        graph = Graph(session=session, address=standin.world.settings.https_address)
        await graph.sign_in()
        yield graph


@dataclass
class Receiver:
    """The product's address for change notices: shakes hands and collects what comes."""

    address: str = ""
    posts: list[dict[str, Any]] = field(default_factory=list)
    handshakes: list[str] = field(default_factory=list)
    echo: str | None = None
    """Said instead of the token, when set."""
    statuses: list[int] = field(default_factory=list)
    """How the next notices are answered; 202 when it is empty."""
    hangs: bool = False
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self, request: web.Request) -> web.Response:
        """One post."""
        if "validationToken" in request.query:
            self.handshakes.append(request.path_qs)
            if self.hangs:
                await asyncio.sleep(30)
            return web.Response(text=self.echo or request.query["validationToken"])
        status = self.statuses.pop(0) if self.statuses else 202
        if status == 202:
            self.posts.append(await request.json())
            self.came.set()
        return web.Response(status=status)

    async def next_post(self) -> dict[str, Any]:
        """The oldest notice, as soon as there is one."""
        async with asyncio.timeout(10):
            while not self.posts:
                self.came.clear()
                await self.came.wait()
        return self.posts.pop(0)


@asynccontextmanager
async def receiver_of(context: ssl.SSLContext) -> AsyncIterator[Receiver]:
    """A receiver that listens over HTTPS."""
    receiver = Receiver()
    application = web.Application()
    application.add_routes([web.post("/notices", receiver.receive), web.post("/lifecycle", receiver.receive)])
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    receiver.address = f"https://localhost:{runner.addresses[0][1]}"
    try:
        yield receiver
    finally:
        await runner.cleanup()


def subscription(receiver: Receiver, **more: Any) -> dict[str, Any]:
    """The body of a subscription to Ana's events."""
    return {
        "changeType": "created,updated,deleted",
        "notificationUrl": f"{receiver.address}/notices",
        "resource": f"/users/{ANA.object_id}/events",
        "expirationDateTime": (NOW + timedelta(days=6)).isoformat(),
        "clientState": "secret-state",
        **more,
    }


async def new_review(graph: Graph, **more: Any) -> dict[str, Any]:
    answer = await graph.call("POST", EVENTS, REVIEW | more)
    assert answer.status == 201, answer.body
    event: dict[str, Any] = answer.body
    return event


def at(moment: str, zone: str = "UTC") -> dict[str, str]:
    return {"dateTime": moment, "timeZone": zone}


def _contract() -> GraphContract:
    return GraphContract()
