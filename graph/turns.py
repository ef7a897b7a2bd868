"""Lets calls through to mailboxes as the limits allow; nobody waits because of somebody else's mailbox."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from graph.mailboxes import Mailboxes
from learning.errors import OutsideFailure

_LONGEST_WAIT_SECONDS = 30.0


@dataclass(eq=False)
class _Waiting:
    calls: int
    called: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Turns:
    """One line a mailbox. Who would have to wait for Graph's own reasons is put off at once: jobs come again."""

    def __init__(self) -> None:
        self._mailboxes = Mailboxes()
        self._lines: dict[str, deque[_Waiting]] = {}

    @asynccontextmanager
    async def take(self, mailbox: str, calls: int = 1) -> AsyncIterator[None]:
        """So many calls to the mailbox at once, at most four, for as long as the block runs.

        Raises OutsideFailure with `retry_after` while the mailbox is to be left alone.
        """
        self._check(mailbox, calls)
        if mailbox in self._lines or not self._mailboxes.has_room(mailbox, calls):
            await self._stand_in_line(mailbox, calls)
        else:
            self._mailboxes.start(mailbox, calls, time.monotonic())
        try:
            self._check(mailbox, 0)
            yield
        finally:
            self._mailboxes.end(mailbox, calls, time.monotonic())
            self._call_next(mailbox)

    def hold(self, mailbox: str, wait: timedelta) -> None:
        """Graph asks to leave this mailbox alone for so long."""
        self._mailboxes.hold(mailbox, wait.total_seconds(), time.monotonic())

    def _check(self, mailbox: str, calls: int) -> None:
        wait = self._mailboxes.wait(mailbox, calls, time.monotonic())
        if wait > 0:
            raise OutsideFailure("the mailbox is to be left alone for now", retry_after=timedelta(seconds=wait))

    async def _stand_in_line(self, mailbox: str, calls: int) -> None:
        """Returns once these calls have been counted as started."""
        line = self._lines.setdefault(mailbox, deque())
        waiting = _Waiting(calls)
        line.append(waiting)
        try:
            async with asyncio.timeout(_LONGEST_WAIT_SECONDS):
                await waiting.called
        except BaseException as error:
            if waiting.called.done() and not waiting.called.cancelled():  # its turn came in the same moment
                self._mailboxes.end(mailbox, calls, time.monotonic())
            else:
                line.remove(waiting)
            self._call_next(mailbox)
            if isinstance(error, TimeoutError):
                raise OutsideFailure("the mailbox is busy for too long") from error
            raise

    def _call_next(self, mailbox: str) -> None:
        line = self._lines.get(mailbox)
        while line and self._mailboxes.has_room(mailbox, line[0].calls):
            waiting = line.popleft()
            self._mailboxes.start(mailbox, waiting.calls, time.monotonic())
            waiting.called.set_result(None)
        if line is not None and not line:
            del self._lines[mailbox]
