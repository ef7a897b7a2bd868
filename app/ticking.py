"""The tick: each minute, and at once after the local clock jumped, what has come due is deferred."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from app import reference
from app.heartbeat import Heartbeat
from learning.actions.find_due import PARTS, Part, find_due
from storage.runner import WorkRunner

log = logging.getLogger(__name__)

SECONDS = 60.0
SLOWEST_ROUND_SECONDS = 2.5 * SECONDS


class Ticking:
    """Runs until cancelled."""

    def __init__(self, runner: WorkRunner, clock: Callable[[], datetime]) -> None:
        self._runner = runner
        self._clock = clock
        self._at_once = asyncio.Event()
        self.heartbeat = Heartbeat(SLOWEST_ROUND_SECONDS)

    async def now(self) -> None:
        """Have the next tick run at once."""
        self._at_once.set()

    async def run(self) -> None:
        """Tick, for ever. A database that is away for a while costs ticks, not the loop."""
        reference.begin("tick")
        while True:
            self._at_once.clear()
            try:
                await self._tick()
            except SQLAlchemyError:
                log.exception("the tick could not look for what is due")
            try:
                async with asyncio.timeout(SECONDS):
                    await self._at_once.wait()
            except TimeoutError:
                continue

    async def _tick(self) -> None:
        """A piece of each part in turn, until nothing is left that is due or a minute is over."""
        parts: Sequence[Part] = PARTS
        begun_at = time.monotonic()
        while parts and time.monotonic() - begun_at < SECONDS:
            self.heartbeat.beat()
            parts = [part for part in parts if await self._runner.run(find_due, self._clock(), (part,))]
