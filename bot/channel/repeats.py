"""Teams sends an activity again when the answer was late: it runs once, and the repeat gets the first answer."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

Result = TypeVar("Result")

_KEPT_SECONDS = 300.0
_MOST_KEPT = 2_000


class Repeats(Generic[Result]):
    """Remembers the answers of the last minutes, in this process alone. What failed is forgotten and may run again.

    `most` bounds the memory: beyond it the oldest is forgotten. `monotonic` is the clock by which answers grow old.
    """

    def __init__(self, *, most: int = _MOST_KEPT, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._monotonic = monotonic
        self._runs: OrderedDict[tuple[str, ...], tuple[float, asyncio.Task[Result]]] = OrderedDict()

    async def once(self, key: tuple[str, ...], run: Callable[[], Coroutine[None, None, Result]]) -> Result:
        """Run this unless it ran or runs under the same key, and hand back the one answer.

        A caller who goes away does not end it: the others still wait.
        """
        self._forget_the_old()
        kept = self._runs.get(key)
        if kept is None:
            if len(self._runs) >= self._most:
                self._runs.popitem(last=False)
            task = asyncio.create_task(run())
            self._runs[key] = (self._monotonic(), task)
            task.add_done_callback(partial(self._forget_failed, key))
        else:
            task = kept[1]
        return await asyncio.shield(task)

    async def settle(self, limit_seconds: float) -> None:
        """Wait for what still runs, but not longer than this."""
        running = [task for _, task in self._runs.values() if not task.done()]
        if running:
            await asyncio.wait(running, timeout=limit_seconds)

    def _forget_the_old(self) -> None:
        oldest_kept = self._monotonic() - _KEPT_SECONDS
        while self._runs and next(iter(self._runs.values()))[0] < oldest_kept:
            self._runs.popitem(last=False)

    def _forget_failed(self, key: tuple[str, ...], task: asyncio.Task[Result]) -> None:
        kept = self._runs.get(key)
        if kept is not None and kept[1] is task and (task.cancelled() or task.exception() is not None):
            del self._runs[key]
