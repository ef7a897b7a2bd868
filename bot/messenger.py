"""Brings views into people's chats: draws the card, sums it up, and hands both to the channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.cards.draw import draw, summary
from learning.errors import OutsideFailure

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.turn import CardJson
    from learning.people import Person
    from learning.views import View
    from wording.speaker import Speaker


class Sending(Protocol):
    """What sends into chats. `address` is the plain JSON kept as a person's chat. May raise OutsideFailure."""

    async def post(self, address: str, card: CardJson, summary: str) -> str:
        """Send the card as a new message; the id of the message comes back."""

    async def replace(self, address: str, message: str, card: CardJson, summary: str) -> None:
        """Show the card in place of what this message showed."""


class NoChat(OutsideFailure):
    """The person has no chat with the app: it was never added for them, or it was removed."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__ or "", permanent=True)


class ChatMessenger:
    """The messenger of the method, over a chat channel; each person is spoken to by their own speaker."""

    def __init__(self, sending: Sending, speaker_for: Callable[[Person], Speaker]) -> None:
        self._sending = sending
        self._speaker_for = speaker_for

    async def post(self, reader: Person, view: View) -> str:
        """Put this into the person's chat; the id of the message comes back. May raise OutsideFailure."""
        speaker = self._speaker_for(reader)
        return await self._sending.post(_address(reader), draw(view, speaker), summary(view, speaker))

    async def replace(self, reader: Person, message: str, view: View) -> None:
        """Show this in place of what the message showed. May raise OutsideFailure."""
        speaker = self._speaker_for(reader)
        await self._sending.replace(_address(reader), message, draw(view, speaker), summary(view, speaker))


def _address(reader: Person) -> str:
    if reader.chat is None:
        raise NoChat
    return reader.chat
