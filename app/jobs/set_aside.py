"""What is done when a job of a kind is tried no more: a learner hears it whose calendar is not reached.

Chats are tried again later by themselves. What is done for a request is in `app/jobs/reach.py`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from app.jobs.reach import ReachJob
from app.together import TogetherJobs
from learning.actions.calendar_unreachable import calendar_unreachable
from learning.actions.show_later import show_later
from learning.jobs import JobKind
from learning.people import PersonId
from storage.runner import WorkRunner


def when_set_aside(
    runner: WorkRunner, reach: ReachJob, together: TogetherJobs, clock: Callable[[], datetime]
) -> dict[JobKind, Callable[[str], Awaitable[None]]]:
    """What else is done when a job of a kind is tried no more."""
    return {
        JobKind.CHAT: ChatSetAside(runner, clock),
        JobKind.CALENDAR: CalendarSetAside(runner, clock),
        JobKind.REACH: reach.give_up,
        JobKind.TALK: together.talk.give_up,
        JobKind.COMPANIONS: together.companions.give_up,
    }


class CalendarSetAside:
    """For jobs of kind `calendar`. Doing it twice says it once."""

    def __init__(self, runner: WorkRunner, clock: Callable[[], datetime]) -> None:
        self._runner = runner
        self._clock = clock

    async def __call__(self, about: str) -> None:
        """Have the learner's chat say so."""
        await self._runner.run(calendar_unreachable, PersonId(about), self._clock())


class ChatSetAside:
    """For jobs of kind `chat`. Doing it twice wishes it once."""

    def __init__(self, runner: WorkRunner, clock: Callable[[], datetime]) -> None:
        self._runner = runner
        self._clock = clock

    async def __call__(self, about: str) -> None:
        """Have it tried again later."""
        await self._runner.run(show_later, PersonId(about), self._clock())
