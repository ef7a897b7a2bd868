"""The one clock. On a laptop it follows the stand-in's local time; token checks never ask it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta

import aiohttp

log = logging.getLogger(__name__)

WAIT_SECONDS = 20
RETRY_SECONDS = 1.0
FIRST_TRIES = 10
NO_ANSWER = (aiohttp.ClientError, TimeoutError, KeyError, TypeError, ValueError)


class ClockSilent(OSError):
    """The clock that the settings name cannot be read."""


class Clock:
    """Real time, and an offset that is zero everywhere but on a laptop."""

    def __init__(self) -> None:
        self._offset = timedelta()

    def now(self) -> datetime:
        """The time, in UTC."""
        return datetime.now(UTC) + self._offset

    async def read(self, url: str) -> None:
        """Set the clock by the local one at this address, before anything is done by it. Raises ClockSilent."""
        async with _session() as session:
            for _ in range(FIRST_TRIES):
                try:
                    self._offset = await _offset(session, url, {})
                except NO_ANSWER:
                    await asyncio.sleep(RETRY_SECONDS)
                else:
                    return
        raise ClockSilent(f"the local clock at {url} does not answer")

    async def follow(self, url: str, on_jump: Callable[[], Awaitable[None]]) -> None:
        """Follow the local clock at this address until cancelled, and say each time that it jumped."""
        async with _session() as session:
            while True:
                known = {"known": str(self._offset.total_seconds()), "wait": str(WAIT_SECONDS)}
                try:
                    offset = await _offset(session, url, known)
                except NO_ANSWER as error:
                    log.debug("the local clock does not answer: %s", type(error).__name__)
                    await asyncio.sleep(RETRY_SECONDS)
                    continue
                if offset != self._offset:
                    self._offset = offset
                    await on_jump()


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=WAIT_SECONDS + 10))


async def _offset(session: aiohttp.ClientSession, url: str, query: Mapping[str, str]) -> timedelta:
    async with session.get(url, params=query) as answer:
        answer.raise_for_status()
        return timedelta(seconds=float((await answer.json())["offset_seconds"]))
