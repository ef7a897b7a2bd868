"""Job `companions`: look up what calendars know somebody's companions by. Running it twice, or late, does no harm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from learning.actions.know_companions import companion_known, unknown_companions
from learning.entries import Guest
from learning.errors import OutsideFailure
from learning.people import PersonId
from learning.ports import Directory
from storage.runner import WorkRunner


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
            guest = await self._find(unknown.person)
            await self._runner.run(companion_known, learner, unknown, guest, self._clock())

    async def give_up(self, about: str) -> None:
        """It was tried often enough: the learner reads who cannot be invited."""
        learner = PersonId(about)
        for unknown in await self._runner.run(unknown_companions, learner, self._clock()):
            await self._runner.run(companion_known, learner, unknown, None, self._clock())

    async def _find(self, companion: PersonId) -> Guest | None:
        try:
            found = await self._directory.find(companion)
        except OutsideFailure as failure:
            if not (failure.permanent or failure.needs_consent):
                raise
            return None
        return None if found is None or found.mail is None else Guest(address=found.mail, name=found.name)
