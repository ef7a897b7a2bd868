"""What is done when a job of a kind is tried no more: a learner hears it whose calendar is not reached."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from learning.actions.calendar_unreachable import calendar_unreachable
from learning.people import PersonId
from storage.runner import WorkRunner


class CalendarSetAside:
    """For jobs of kind `calendar`. Doing it twice says it once."""

    def __init__(self, runner: WorkRunner, clock: Callable[[], datetime]) -> None:
        self._runner = runner
        self._clock = clock

    async def __call__(self, about: str) -> None:
        """Have the learner's chat say so."""
        await self._runner.run(calendar_unreachable, PersonId(about), self._clock())
