"""Lets calls of the chat service wait for their turn: a little while here, and for longer waits not at all."""

from __future__ import annotations

import asyncio
import time
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.channel.limits import Limiter, Limits, Ticket
from learning.errors import OutsideFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE_SECONDS = 3.0
"""How long one call waits for its turn, and for pauses that the service asks for, all in all. The worker carries few
jobs out at once: a longer wait would keep other people's jobs waiting with it, so that job comes again instead."""
_SHORTEST_WAIT_SECONDS = 1.0
_LAST_CALL_WITHIN_SECONDS = 8.0
"""After that no further call is begun, so that one that hangs until the pool's limit is the last one."""


class Pacing:
    """One for everything that calls the chat service. `monotonic` is the clock of the limits."""

    def __init__(self, limits: Limits, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._limiter = Limiter(limits)
        self._monotonic = monotonic
        self._turns: dict[Ticket, asyncio.Future[None]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at = 0.0

    @contextmanager
    def place(self, conversation: str) -> Iterator[Place]:
        """A place in the conversation's line for as long as the block runs. Those behind wait, nobody else does."""
        ticket = self._limiter.join(conversation, self._monotonic())
        try:
            yield Place(self, self._limiter, ticket, self._monotonic)
        finally:
            self._turns.pop(ticket, None)
            self._limiter.leave(ticket, self._monotonic())
            self._look()

    def turn_of(self, ticket: Ticket) -> asyncio.Future[None]:
        """Done when this one may call."""
        turn = self._turns[ticket] = asyncio.get_running_loop().create_future()
        self._look()
        return turn

    def _look(self) -> None:
        """Let everybody call who may, and look again when the next one may."""
        now = self._monotonic()
        while (ticket := self._limiter.next(now)) is not None:
            turn = self._turns.pop(ticket)
            if not turn.done():
                turn.set_result(None)
        self._set_timer(self._limiter.wakes_at(), now)

    def _set_timer(self, at: float | None, now: float) -> None:
        if self._timer is not None:
            if at == self._timer_at:
                return
            self._timer.cancel()
            self._timer = None
        if at is not None:
            self._timer_at = at
            self._timer = asyncio.get_running_loop().call_later(max(0.0, at - now), self._wake)

    def _wake(self) -> None:
        self._timer = None
        self._look()


class Place:
    """A place in the line of one conversation: `start` before each call, then `ended`, and how it ended."""

    def __init__(self, pacing: Pacing, limiter: Limiter, ticket: Ticket, monotonic: Callable[[], float]) -> None:
        self._pacing = pacing
        self._limiter = limiter
        self._ticket = ticket
        self._monotonic = monotonic
        self._patience = PATIENCE_SECONDS
        self._last_call_at = monotonic() + _LAST_CALL_WITHIN_SECONDS
        self._turn: asyncio.Future[None] | None = pacing.turn_of(ticket)

    async def start(self) -> None:
        """Wait until a call may start: it has started. Raises OutsideFailure when that would take too long."""
        if self._turn is None:
            self._limiter.again(self._ticket)
            self._turn = self._pacing.turn_of(self._ticket)
        began = self._monotonic()
        if not self._turn.done():
            if not self.may_wait(self._limiter.known_wait(self._ticket, began)):
                raise self._put_off()
            try:
                async with asyncio.timeout(self._patience):
                    await self._turn
            except TimeoutError:
                raise self._put_off() from None
        self._patience -= self._monotonic() - began
        self._turn = None

    def may_wait(self, seconds: float) -> bool:
        """Whether this call may wait so much longer, after what it has waited already."""
        return seconds <= self._patience and self._monotonic() + seconds < self._last_call_at

    def ended(self) -> None:
        """The call has ended, however it did."""
        self._limiter.ended(self._ticket, self._monotonic())

    def taken(self) -> None:
        """The service took the call."""
        self._limiter.taken()

    def refused(self, seconds: float) -> None:
        """The service asks to wait so long: nobody calls in this conversation, or anywhere, before."""
        self._limiter.refused(self._ticket, self._monotonic(), seconds)

    def pause(self, seconds: float) -> None:
        """Wait so long before the next call in this conversation."""
        self._limiter.hold(self._ticket, self._monotonic() + seconds)

    def _put_off(self) -> OutsideFailure:
        wait = self._limiter.known_wait(self._ticket, self._monotonic())
        return OutsideFailure(
            "the chat service takes no more calls just now",
            retry_after=timedelta(seconds=max(wait, _SHORTEST_WAIT_SECONDS)),
        )
