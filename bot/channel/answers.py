"""Cards and sentences in the shapes in which Teams takes them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from bot.turn import CardAnswer, Exchanged, TextAnswer, TokenAnswer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.channel.address import Address
    from bot.turn import Answer, CardJson

CARD = "application/vnd.microsoft.card.adaptive"
_MESSAGE = "application/vnd.microsoft.activity.message"
_SIGN_IN = "application/vnd.microsoft.card.oauth"
_ERROR = "application/vnd.microsoft.error"


def to_press(answer: Answer) -> dict[str, Any]:
    """Answer a pressed button with a card in its place, or a sentence. None is a sentence without words."""
    if isinstance(answer, CardAnswer):
        return {"statusCode": 200, "type": CARD, "value": dict(answer.card)}
    return {"statusCode": 200, "type": _MESSAGE, "value": answer.text if isinstance(answer, TextAnswer) else ""}


def to_malformed_press() -> dict[str, Any]:
    """Answer a pressed button that does not say which."""
    value = {"code": "BadRequest", "message": "The action is not properly formed."}
    return {"statusCode": 400, "type": _ERROR, "value": value}


def to_token(sign_in: str, answer: Answer) -> tuple[int, dict[str, Any]]:
    """Answer an offered token: status and body. With 412 Teams shows the button, also after a bug of ours."""
    outcome = answer.outcome if isinstance(answer, TokenAnswer) else Exchanged.PERSON_MUST_ACT
    body = {"id": sign_in, "connectionName": ""}
    if outcome is Exchanged.DONE:
        return HTTPStatus.OK, body
    status = HTTPStatus.BAD_REQUEST if outcome is Exchanged.REFUSED else HTTPStatus.PRECONDITION_FAILED
    return status, {**body, "failureDetail": str(outcome)}


def sign_in_message(address: Address, content: Mapping[str, Any], summary: str) -> dict[str, Any]:
    """Write a message from which Teams signs its reader in."""
    message = card_message(address, {}, summary)
    return {**message, "attachments": [{"contentType": _SIGN_IN, "content": dict(content)}]}


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
