"""Job `reach`: have somebody without the app get a request. Running it twice, or late, does no harm."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from learning.actions.reach import (
    begin_mail,
    mail_not_taken,
    not_reached,
    peer_found,
    peer_not_there,
    reached,
    to_reach,
)
from learning.errors import MaybeDone, OutsideFailure
from learning.feedback import FeedbackRequest, RequestId
from learning.people import Away, Person
from learning.ports import Directory, Installer, Mail
from learning.reaching import DirectoryPerson, Letter, Way
from storage.runner import WorkRunner

log = logging.getLogger(__name__)

LetterFor = Callable[[Person, DirectoryPerson], Letter]
"""The letter in which this learner's request is announced to this person."""


@dataclass(frozen=True, kw_only=True)
class Outside:
    """What can be done for people without the app. `mail` and `installer` are None where the settings name none.

    `link` is where somebody adds the app for themselves.
    """

    directory: Directory
    mail: Mail | None
    installer: Installer | None
    letter_for: LetterFor
    link: str


class ReachJob:
    """Looks the person up, then adds the app for them, or writes to them, or gives the asker the link.

    A mail goes out at most once for a request: that it goes is kept before, and an answer that is lost counts as if it
    had gone. A second mail would be a bother to somebody who asked for nothing; that one may be lost is made good by
    the link that the asker then gets.
    """

    def __init__(self, runner: WorkRunner, outside: Outside, clock: Callable[[], datetime]) -> None:
        self._runner = runner
        self._outside = outside
        self._clock = clock

    async def __call__(self, about: str) -> None:
        """Do what can be done for this request."""
        request_id = RequestId(about)
        state = await self._runner.run(to_reach, request_id, self._clock())
        if state is None:
            return
        found = await self._outside.directory.find(state.request.peer)
        if found is None:
            await self._runner.run(peer_not_there, request_id, self._clock())
            return
        peer = await self._runner.run(peer_found, request_id, found, self._clock())
        if peer is None:
            return
        if await self._is_installed(peer):
            way = Way.INSTALL
        else:
            way = Way.MAIL if await self._is_mailed(state.request, state.asker, peer, found) else Way.LINK
        await self._runner.run(reached, request_id, way, self._outside.link, self._clock())

    async def give_up(self, about: str) -> None:
        """It was tried often enough: the asker gets the link."""
        await self._runner.run(not_reached, RequestId(about), self._outside.link, self._clock())

    async def _is_installed(self, peer: Person) -> bool:
        """Add the app, but never for somebody who took it away themselves."""
        if self._outside.installer is None or peer.away in (Away.REMOVED, Away.BLOCKED):
            return False
        try:
            await self._outside.installer.install(peer.id)
        except OutsideFailure as failure:
            if not _is_final(failure):
                raise
            log.warning("the app could not be added for somebody: %s", failure)
            return False
        return True

    async def _is_mailed(self, request: FeedbackRequest, asker: Person, peer: Person, found: DirectoryPerson) -> bool:
        """Write to them, but never to somebody who blocked the app."""
        outside = self._outside
        if outside.mail is None or found.mail is None or peer.away is Away.BLOCKED:
            return False
        if not await self._runner.run(begin_mail, request.id, outside.link, self._clock()):
            return False
        try:
            await outside.mail.send(peer.id, found.mail, outside.letter_for(asker, found))
        except MaybeDone as unclear:
            log.warning("whether a mail went is not known: %s", unclear)
            return False
        except OutsideFailure as failure:
            await self._runner.run(mail_not_taken, request.id, outside.link, self._clock())
            if not _is_final(failure):
                raise
            log.warning("a mail could not be sent: %s", failure)
            return False
        return True


def _is_final(failure: OutsideFailure) -> bool:
    return failure.permanent or failure.needs_consent
