"""Server-sent events that say what to read again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from standin.window.requests import person_of

if TYPE_CHECKING:
    from standin.world import World

_SIGN_OF_LIFE_SECONDS = 15.0


class FeedApi:
    """The handler of `/window/{key}/feed`."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def listen(self, request: web.Request) -> web.StreamResponse:
        """GET …/feed: one event a change, until the window closes."""
        person = person_of(request)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        async with self._world.feed.window(person.key) as topics:
            await response.prepare(request)
            await self._write(response, topics)
        return response

    async def _write(self, response: web.StreamResponse, topics: asyncio.Queue[str]) -> None:
        try:
            await response.write(b"retry: 1000\n\n")
            while True:
                await response.write(await _next(topics))
        except ConnectionError:
            return  # the window was closed


async def _next(topics: asyncio.Queue[str]) -> bytes:
    try:
        async with asyncio.timeout(_SIGN_OF_LIFE_SECONDS):
            return f"data: {await topics.get()}\n\n".encode()
    except TimeoutError:
        return b": still here\n\n"
