"""A running stand-in with an app behind it, for tests: the app remembers what it is sent, and calls the connector."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import aiohttp
from aiohttp import web

from standin.people import PEOPLE, by_key
from standin.server import start
from standin.teams.activities import conversation_id
from standin.world import LOCAL_APP_ID, Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from standin.people import Person
    from standin.world import World

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANA = cast("Person", by_key("ana"))
BEN = cast("Person", by_key("ben"))
MIA = cast("Person", by_key("mia"))
HAVE_IT = [person for person in PEOPLE if person.begins_with_app]
CHAT = conversation_id(ANA, LOCAL_APP_ID)
ACTIVITIES = f"/v3/conversations/{CHAT}/activities"
CARD: dict[str, Any] = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "Hello"}]}
CARD_MESSAGE: dict[str, Any] = {
    "type": "message",
    "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": CARD}],
}


@dataclass
class App:
    """The product's side of Teams: `answers` says what a kind of activity is answered with, as status and body."""

    port: int = 0
    received: list[dict[str, Any]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    answers: dict[str, tuple[int, Any]] = field(default_factory=dict)
    _runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen; on the same port as before when it listened before."""
        application = web.Application()
        application.router.add_post("/api/messages", self._take)
        self._runner = web.AppRunner(application)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Listen no longer."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        """The activities of this type, as they came."""
        return [activity for activity in self.received if activity["type"] == kind]

    async def _take(self, request: web.Request) -> web.Response:
        activity = await request.json()
        self.received.append(activity)
        self.tokens.append(request.headers["Authorization"])
        status, body = self.answers.get(activity["type"], (200, None))
        return web.json_response(body, status=status) if body is not None else web.Response(status=status)


@dataclass(frozen=True, kw_only=True)
class Teams:
    """A stand-in that runs, with what a window and what an app can call."""

    world: World
    app: App
    session: aiohttp.ClientSession

    async def window(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """What the page calls, under `/window`: status and body."""
        return await self._call(method, f"/window{path}", body, {})

    async def connector(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """What the app calls, under `/teams`, with its token: status and body."""
        return await self._call(method, f"/teams{path}", body, {"Authorization": self.app_token(), **headers})

    async def local(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """What tests and the page's switches call, under `/local`: status and body."""
        return await self._call(method, f"/local{path}", body, {})

    async def messages(self, person: str = "ana") -> list[dict[str, Any]]:
        """What stands in this person's chat."""
        _, chat = await self.window("GET", f"/{person}/chat")
        return list(chat["messages"])

    def app_token(self, scope: str = "https://api.botframework.com/.default") -> str:
        """The app's Authorization header."""
        granted = self.world.issuer.token_for_app(scope)
        return f"Bearer {granted['access_token']}"

    async def _call(self, method: str, path: str, body: Any, headers: dict[str, str]) -> tuple[int, Any]:
        url = f"{self.world.settings.http_address}{path}"
        async with self.session.request(method, url, json=body, headers=headers) as response:
            is_json = response.content_type == "application/json"
            return response.status, await response.json() if is_json else await response.text()


@asynccontextmanager
async def running(folder: Path, app: App, *, http_port: int = 0, throttles: bool = True) -> AsyncIterator[Teams]:
    """A stand-in that keeps its data in this folder and posts to this app."""
    settings = Settings(
        data=folder,
        http_port=http_port,
        https_port=0,
        throttles=throttles,
        app_endpoint=f"http://127.0.0.1:{app.port}/api/messages",
        now=NOW,
    )
    standin = await start(settings)
    try:
        async with aiohttp.ClientSession() as session:
            yield Teams(world=standin.world, app=app, session=session)
    finally:
        await standin.stop()


async def until(happened: Callable[[], bool], within_seconds: float = 10.0) -> None:
    """Wait for something that happens in the background."""
    async with asyncio.timeout(within_seconds):
        while not happened():  # noqa: ASYNC110 - what is waited for is seen from outside only
            await asyncio.sleep(0.02)
