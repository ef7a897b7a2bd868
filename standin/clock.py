"""The local time: real time and an offset that people move to see what happens later. Tokens never use it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from standin.store import Store

SAME_SECONDS = 0.001
"""Offsets that are nearer than this are the same one, written down with fewer digits."""


class Clock:
    """Local time, kept over restarts. Moving it wakes everybody who waits for it."""

    def __init__(self, store: Store, *, starts_at: datetime | None = None) -> None:
        self._store = store
        first = 0.0 if starts_at is None else (starts_at - datetime.now(UTC)).total_seconds()
        self._offset = float(store.load("clock", {"offset_seconds": first})["offset_seconds"])
        self._store.save("clock", {"offset_seconds": self._offset})
        self._moved = asyncio.Condition()

    @property
    def offset_seconds(self) -> float:
        """How far local time is ahead of real time."""
        return self._offset

    def now(self) -> datetime:
        """Local time, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=self._offset)

    async def jump(self, by: timedelta) -> None:
        """Move local time forward."""
        if by < timedelta(0):
            raise ValueError("local time only moves forward")
        self._offset += by.total_seconds()
        self._store.save("clock", {"offset_seconds": self._offset})
        async with self._moved:
            self._moved.notify_all()

    async def wait_for_move(self, known_offset: float, wait_seconds: float) -> float:
        """The offset, as soon as it differs from the known one, at the latest after the wait."""
        async with self._moved:
            try:
                async with asyncio.timeout(wait_seconds):
                    await self._moved.wait_for(lambda: abs(self._offset - known_offset) > SAME_SECONDS)
            except TimeoutError:
                pass
        return self._offset
