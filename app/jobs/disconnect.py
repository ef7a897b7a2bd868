"""Job `disconnect`: forget a person's right to their calendar, once they have disconnected it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from learning.actions.disconnect import is_disconnected, watch_to_end
from learning.errors import OutsideFailure
from learning.people import PersonId
from learning.ports import Calendar, SignIns
from storage.runner import WorkRunner

log = logging.getLogger(__name__)


class DisconnectJob:
    """Ends the watch while the right still serves for that, then drops the right whatever became of the watch.

    A watch that could not be ended ends by itself within a week, and its notices lead nowhere. `sign_ins` is None where
    people do not connect their calendars themselves: then nothing of theirs is kept.
    """

    def __init__(
        self, runner: WorkRunner, calendar: Calendar, sign_ins: SignIns | None, clock: Callable[[], datetime]
    ) -> None:
        self._runner = runner
        self._calendar = calendar
        self._sign_ins = sign_ins
        self._clock = clock

    async def __call__(self, about: str) -> None:
        """Leave nothing of this person's right, unless they have connected again meanwhile."""
        person = PersonId(about)
        if self._sign_ins is None or not await self._runner.run(is_disconnected, person, self._clock()):
            return
        watch = await self._runner.run(watch_to_end, person, self._clock())
        if watch is not None:
            try:
                await self._calendar.stop_watching(person, watch)
            except OutsideFailure as failure:
                log.warning("a watch could not be ended: %s", failure)
        await self._sign_ins.forget(person)
