"""How views get into people's chats."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.cards.draw import draw
from bot.messenger import ChatMessenger
from learning.errors import OutsideFailure
from tests.bot.card_views import SHOWN
from tests.bot.plain_views import SPEAKER, reader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.turn import CardJson
    from learning.ports import Messenger


class Chat:
    """A chat that keeps what was sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str | None, CardJson, str]] = []

    async def post(self, address: str, card: CardJson, summary: str) -> str:
        self.sent.append((address, None, card, summary))
        return "message-1"

    async def ask_to_sign_in(self, address: str, content: Mapping[str, Any], summary: str) -> str:
        self.sent.append((address, None, content, summary))
        return "message-1"

    async def replace(self, address: str, message: str, card: CardJson, summary: str) -> None:
        self.sent.append((address, message, card, summary))


async def test_a_view_arrives_as_a_card_with_a_line_for_the_notification() -> None:
    chat = Chat()
    messenger: Messenger = ChatMessenger(chat, lambda _: SPEAKER)
    assert await messenger.post(reader(), SHOWN["request_open"]) == "message-1"
    card = draw(SHOWN["request_open"], SPEAKER)
    assert chat.sent == [(reader().chat, None, card, "Ana de Wit asks for your advice")]


async def test_a_message_shows_the_new_state_in_its_place() -> None:
    chat = Chat()
    await ChatMessenger(chat, lambda _: SPEAKER).replace(reader(), "message-1", SHOWN["contract_started"])
    assert chat.sent[0][:2] == (reader().chat, "message-1")


async def test_a_person_without_the_app_cannot_be_reached_for_good() -> None:
    gone = replace(reader(), chat=None)
    messenger = ChatMessenger(Chat(), lambda _: SPEAKER)
    for sending in (messenger.post(gone, SHOWN["welcome"]), messenger.replace(gone, "1", SHOWN["welcome"])):
        with pytest.raises(OutsideFailure) as failure:
            await sending
        assert failure.value.permanent
