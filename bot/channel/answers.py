"""Cards and sentences in the shapes in which Teams takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.turn import CardAnswer

if TYPE_CHECKING:
    from bot.channel.address import Address
    from bot.turn import Answer, CardJson

CARD = "application/vnd.microsoft.card.adaptive"
_MESSAGE = "application/vnd.microsoft.activity.message"
_ERROR = "application/vnd.microsoft.error"


def to_press(answer: Answer) -> dict[str, Any]:
    """Answer a pressed button with a card in its place, or a sentence. None is a sentence without words."""
    if isinstance(answer, CardAnswer):
        return {"statusCode": 200, "type": CARD, "value": dict(answer.card)}
    return {"statusCode": 200, "type": _MESSAGE, "value": answer.text if answer else ""}


def to_malformed_press() -> dict[str, Any]:
    """Answer a pressed button that does not say which."""
    value = {"code": "BadRequest", "message": "The action is not properly formed."}
    return {"statusCode": 400, "type": _ERROR, "value": value}


def card_message(address: Address, card: CardJson, summary: str) -> dict[str, Any]:
    """Write a message with a card. `summary` is what notifications show."""
    return {
        "type": "message",
        "from": {"id": address.bot_id, "name": address.bot_name},
        "recipient": {"id": address.person},
        "conversation": {"id": address.conversation, "tenantId": address.tenant},
        "summary": summary,
        "attachments": [{"contentType": CARD, "content": dict(card)}],
    }
