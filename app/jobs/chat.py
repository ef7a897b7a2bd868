"""Job `chat`: make a person's chat show what it should, one message after the other."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from learning.actions.lose_chat import chat_refused
from learning.actions.lost_message import lost_message
from learning.actions.show_messages import ToShow, message_refused, message_shown, next_message
from learning.errors import ChatClosed, OutsideFailure
from learning.people import PersonId
from learning.ports import Messenger
from storage.runner import WorkRunner

log = logging.getLogger(__name__)


class ChatJob:
    """Sends what is due. A message may be repeated once after a crash; none is lost.

    A chat that is closed is left alone until its person arrives again.
    """

    def __init__(self, runner: WorkRunner, messenger: Messenger, clock: Callable[[], datetime]) -> None:
        self._runner = runner
        self._messenger = messenger
        self._clock = clock

    async def __call__(self, about: str) -> None:
        """Show everything that is due in this person's chat."""
        person = PersonId(about)
        while (due := await self._runner.run(next_message, person, self._clock())) is not None:
            try:
                sent = await self._show(due)
            except ChatClosed as closed:
                log.info("a chat is closed: %s", closed)
                await self._runner.run(chat_refused, due, closed.away, self._clock())
            except OutsideFailure as failure:
                if not failure.permanent:
                    raise
                await self._refused(due, failure)
            else:
                await self._runner.run(message_shown, due.message.id, sent, due.message.wanted)

    async def _refused(self, due: ToShow, failure: OutsideFailure) -> None:
        """What cannot take the place of a message is said anew; what cannot be said at all is left out."""
        log.warning("a message was refused for good: %s (%s)", due.message.kind, failure)
        refused = message_refused if due.message.sent is None else lost_message
        await self._runner.run(refused, due.message.id, self._clock())

    async def _show(self, due: ToShow) -> str:
        if due.message.sent is None:
            return await self._messenger.post(due.reader, due.view)
        await self._messenger.replace(due.reader, due.message.sent, due.view)
        return due.message.sent
