"""Brings views into people's chats: draws the card, sums it up, and hands both to the channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from bot.cards.draw import draw, summary
from bot.cards.page import Page
from bot.cards.sign_in import sign_in_content
from learning.errors import OutsideFailure
from learning.views import SignInView

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.turn import CardJson
    from learning.people import Person
    from learning.views import View
    from wording.speaker import Speaker


class Sending(Protocol):
    """What sends into chats. `address` is the plain JSON kept as a person's chat. May raise OutsideFailure."""

    async def post(self, address: str, card: CardJson, summary: str) -> str:
        """Send the card as a new message; the id of the message comes back."""

    async def ask_to_sign_in(self, address: str, content: Mapping[str, Any], summary: str) -> str:
        """Send a message from which the chat signs its reader in; the id of the message comes back."""

    async def replace(self, address: str, message: str, card: CardJson, summary: str) -> None:
        """Show the card in place of what this message showed."""


class NoChat(OutsideFailure):
    """The person has no chat with the app: it was never added for them, or it was removed."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__ or "", permanent=True)


class ChatMessenger:
    """The messenger of the method, over a chat channel; each person is spoken to by their own speaker.

    `public_url` is where people's browsers reach our pages.
    """

    def __init__(self, sending: Sending, speaker_for: Callable[[Person], Speaker], public_url: str = "") -> None:
        self._sending = sending
        self._speaker_for = speaker_for
        self._public_url = public_url

    async def post(self, reader: Person, view: View) -> str:
        """Put this into the person's chat; the id of the message comes back. May raise OutsideFailure."""
        speaker, address = self._speaker_for(reader), _address(reader)
        if isinstance(view, SignInView) and view.is_open:
            content = sign_in_content(view, Page(speaker=speaker, public_url=self._public_url))
            return await self._sending.ask_to_sign_in(address, content, summary(view, speaker))
        card = draw(view, speaker, public_url=self._public_url)
        return await self._sending.post(address, card, summary(view, speaker))

    async def replace(self, reader: Person, message: str, view: View) -> None:
        """Show this in place of what the message showed. May raise OutsideFailure."""
        speaker = self._speaker_for(reader)
        card = draw(view, speaker, public_url=self._public_url)
        await self._sending.replace(_address(reader), message, card, summary(view, speaker))


def _address(reader: Person) -> str:
    if reader.chat is None:
        raise NoChat
    return reader.chat
