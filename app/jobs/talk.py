"""Job `talk`: find a moment for a talk in place of written advice. Running it twice, or late, does no harm."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from learning.actions.talks import TalkToPlace, place_talk, talk_by_hand, talk_to_place
from learning.entries import Guest, Slot
from learning.errors import OutsideFailure, SignInNeeded
from learning.feedback import RequestId
from learning.ports import Calendar, Directory
from learning.talk import LENGTH, find_talk, talk_window
from storage.runner import WorkRunner

log = logging.getLogger(__name__)


class TalkJob:
    """Looks the peer's address up and both calendars through, with the learner's right.

    Where there is no such right, no address, or no moment that is free for both, they arrange it themselves.
    """

    def __init__(
        self, runner: WorkRunner, calendar: Calendar, directory: Directory, clock: Callable[[], datetime]
    ) -> None:
        self._runner = runner
        self._calendar = calendar
        self._directory = directory
        self._clock = clock

    async def __call__(self, about: str) -> None:
        """Find a moment for the talk about this request, if it still wants one."""
        request = RequestId(about)
        talk = await self._runner.run(talk_to_place, request, self._clock())
        if talk is None:
            return
        try:
            found = await self._find(talk)
        except OutsideFailure as failure:
            if not (isinstance(failure, SignInNeeded) or failure.permanent or failure.needs_consent):
                raise
            log.info("a talk is arranged by hand: %s", failure)
            found = None
        if found is None:
            await self._runner.run(talk_by_hand, request, self._clock())
        else:
            slot, guest = found
            await self._runner.run(place_talk, request, slot, guest, self._clock())

    async def give_up(self, about: str) -> None:
        """It was tried often enough: they arrange it themselves."""
        await self._runner.run(talk_by_hand, RequestId(about), self._clock())

    async def _find(self, talk: TalkToPlace) -> tuple[Slot, Guest] | None:
        learner, now = talk.learner.id, self._clock()
        found = await self._directory.find(talk.request.peer)
        if found is None or found.mail is None:
            return None
        guest, within = Guest(address=found.mail, name=found.name), talk_window(now=now)
        suggested = await self._calendar.suggest(learner, [guest], LENGTH, within)
        if suggested:
            return suggested[0], guest
        theirs = (await self._calendar.availability_of(learner, [guest], within)).get(guest.address)
        mine = await self._calendar.availability(learner, within)
        if theirs is None:
            return None
        slot = await asyncio.to_thread(  # in full calendars it takes long enough to hold others up
            find_talk, mine, theirs, now=now, reviews=talk.reviews
        )
        return None if slot is None else (slot, guest)
