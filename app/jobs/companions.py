"""Job `companions`: look up what calendars know somebody's companions by. Running it twice, or late, does no harm."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from learning.actions.know_companions import Unknown, companion_known, companion_not_asked, unknown_companions
from learning.entries import Guest
from learning.errors import OutsideFailure
from learning.people import PersonId
from learning.ports import Directory
from storage.runner import WorkRunner

log = logging.getLogger(__name__)


class CompanionsJob:
    """Asks the directory for the mail address of each companion who is not known yet."""

    def __init__(self, runner: WorkRunner, directory: Directory, clock: Callable[[], datetime]) -> None:
        self._runner = runner
        self._directory = directory
        self._clock = clock

    async def __call__(self, about: str) -> None:
        """Look up the companions of this learner's cycle, so that the reviews' entries can get them as guests."""
        learner = PersonId(about)
        for unknown in await self._runner.run(unknown_companions, learner, self._clock()):
            await self._look_up(learner, unknown)

    async def give_up(self, about: str) -> None:
        """It was tried often enough: the learner reads who could not be looked up, and it is tried again later."""
        learner = PersonId(about)
        for unknown in await self._runner.run(unknown_companions, learner, self._clock()):
            await self._runner.run(companion_not_asked, learner, unknown, self._clock())

    async def _look_up(self, learner: PersonId, unknown: Unknown) -> None:
        try:
            found = await self._directory.find(unknown.person)
        except OutsideFailure as failure:
            if not (failure.permanent or failure.needs_consent):
                raise
            log.warning("a companion could not be looked up: %s", failure)
            await self._runner.run(companion_not_asked, learner, unknown, self._clock())
            return
        guest = None if found is None or found.mail is None else Guest(address=found.mail, name=found.name)
        await self._runner.run(companion_known, learner, unknown, guest, self._clock())
