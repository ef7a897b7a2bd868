"""A chat service that does as it is told, over real HTTP, and the connector that calls it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from bot.channel.connector import Connector
from bot.channel.http_pool import HttpPool
from bot.channel.limits import DOCUMENTED, Limits
from bot.channel.settings import ChannelSettings

CHAT = "a:ana"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def says(status: int, body: object = None, **headers: str) -> Answer:
    async def answer(_request: web.Request) -> web.Response:
        return web.json_response(body, status=status, headers={k.replace("_", "-"): v for k, v in headers.items()})

    return answer


async def takes(_request: web.Request) -> web.StreamResponse:
    return web.json_response({"id": "1"}, status=201)


async def hangs_up(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def hangs(_request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(60)
    return web.Response()


async def never_ends(request: web.Request) -> web.StreamResponse:
    endless = web.StreamResponse(status=201)
    await endless.prepare(request)
    while True:
        await endless.write(b" " * 65536)


@dataclass
class Service:
    """A chat service that gives the answers it was told, one after the other, and then takes everything."""

    connector: Connector
    url: str
    answers: list[Answer] = field(default_factory=list)
    always: Answer = takes
    calls: list[tuple[str, str]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.StreamResponse:
        self.calls.append((request.match_info["chat"], (await request.json())["text"]))
        answer = self.answers.pop(0) if self.answers else self.always
        return await answer(request)

    async def post(self, text: str = "hello", chat: str = CHAT) -> str:
        return await self.connector.post(self.url, chat, {"text": text})

    async def reply(self) -> str:
        return await self.connector.reply(self.url, CHAT, "7", {"text": "hello"})

    async def update(self) -> None:
        await self.connector.update(self.url, CHAT, "7", {"text": "hello"})


async def any_token() -> str:
    return "a token"


@asynccontextmanager
async def opened(
    *, limits: Limits = DOCUMENTED, token: Callable[[], Awaitable[str]] = any_token
) -> AsyncIterator[Service]:
    port = unused_port()
    url = f"http://127.0.0.1:{port}/"
    pool = HttpPool(None)
    await pool.start()
    settings = ChannelSettings(app_id="app", tenant="t", loopback_service_urls=(url,))
    service = Service(Connector(settings, pool, token, limits), url)
    app = web.Application()
    for path in ("/v3/conversations/{chat}/activities", "/v3/conversations/{chat}/activities/{message}"):
        app.router.add_route("*", path, service.take)
    server = TestServer(app, port=port)
    await server.start_server()
    try:
        yield service
    finally:
        await pool.close()
        await server.close()
