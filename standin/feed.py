"""Tells open windows that something of theirs changed, so that they read it again."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Feed:
    """One queue for each open window. What is published is `chat`, `calendar`, `mailbox`, `people` or `clock`."""

    def __init__(self) -> None:
        self._windows: dict[str, set[asyncio.Queue[str]]] = defaultdict(set)

    def publish(self, person_key: str, topic: str) -> None:
        """Wake this person's windows."""
        for window in self._windows[person_key]:
            window.put_nowait(topic)

    def publish_to_all(self, topic: str) -> None:
        """Wake every window."""
        for person_key in list(self._windows):
            self.publish(person_key, topic)

    @asynccontextmanager
    async def window(self, person_key: str) -> AsyncIterator[asyncio.Queue[str]]:
        """A window that is open for as long as the block runs."""
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._windows[person_key].add(queue)
        try:
            yield queue
        finally:
            self._windows[person_key].discard(queue)
