"""Job `name`: look up who was suggested, so that cards say their name. Running it twice, or late, does no harm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from learning.actions.name_suggested import suggested_found, to_name
from learning.ports import Directory
from learning.suggestion import SuggestionId
from storage.runner import WorkRunner


class NameJob:
    """Nothing waits for it: as long as the directory does not answer, cards say "a colleague"."""

    def __init__(self, runner: WorkRunner, directory: Directory, clock: Callable[[], datetime]) -> None:
        self._runner = runner
        self._directory = directory
        self._clock = clock

    async def __call__(self, about: str) -> None:
        """Name the one whom this suggestion is about. Who is not in the directory stays without a name."""
        suggestion = SuggestionId(about)
        suggested = await self._runner.run(to_name, suggestion, self._clock())
        if suggested is None:
            return
        found = await self._directory.find(suggested)
        if found is not None:
            await self._runner.run(suggested_found, suggestion, found, self._clock())
