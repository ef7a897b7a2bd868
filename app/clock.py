"""The one clock. On a laptop it follows the stand-in's local time; token checks never ask it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import aiohttp

log = logging.getLogger(__name__)

WAIT_SECONDS = 20
RETRY_SECONDS = 1.0


class Clock:
    """Real time, and an offset that is zero everywhere but on a laptop."""

    def __init__(self) -> None:
        self._offset = timedelta()

    def now(self) -> datetime:
        """The time, in UTC."""
        return datetime.now(UTC) + self._offset

    async def follow(self, url: str, on_jump: Callable[[], Awaitable[None]]) -> None:
        """Follow the local clock at this address until cancelled, and say each time that it jumped."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=WAIT_SECONDS + 10)) as session:
            while True:
                try:
                    offset = await self._wait_for_move(session, url)
                except (aiohttp.ClientError, TimeoutError, KeyError, TypeError, ValueError) as error:
                    log.debug("the local clock does not answer: %s", type(error).__name__)
                    await asyncio.sleep(RETRY_SECONDS)
                    continue
                if offset != self._offset:
                    self._offset = offset
                    await on_jump()

    async def _wait_for_move(self, session: aiohttp.ClientSession, url: str) -> timedelta:
        known = {"known": str(self._offset.total_seconds()), "wait": str(WAIT_SECONDS)}
        async with session.get(url, params=known) as answer:
            answer.raise_for_status()
            return timedelta(seconds=float((await answer.json())["offset_seconds"]))
