"""Reads what the app sends to the connector, and refuses what Teams refuses."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Iterable

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
LARGEST_MESSAGE_BYTES = 100 * 1024
_QUIET_KINDS = frozenset({"typing", "trace", "endOfConversation", "event"})


class ConnectorError(Exception):
    """A refusal by Teams: HTTP status, code and message, and after how many seconds to come again when it says so."""

    def __init__(self, status: int, code: str, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.retry_after = retry_after


@dataclass(frozen=True, kw_only=True)
class Content:
    """What an activity shows in a chat; `is_quiet` marks one that shows nothing, such as typing."""

    text: str = ""
    card: dict[str, Any] | None = None
    is_quiet: bool = False


async def read(request: web.Request) -> dict[str, Any]:
    """The JSON object in the request's body; 413 when it is larger than Teams allows, measured in UTF-16."""
    try:
        payload = json.loads(await request.text())
    except web.HTTPRequestEntityTooLarge as error:
        raise _too_big() from error
    except ValueError as error:
        raise ConnectorError(400, "BadSyntax", "The request body is not valid JSON.") from error
    if len(json.dumps(payload, ensure_ascii=False).encode("utf-16-le", "surrogatepass")) > LARGEST_MESSAGE_BYTES:
        raise _too_big()
    if not isinstance(payload, dict):
        raise ConnectorError(400, "BadSyntax", "The request body is not a JSON object.")
    return payload


def parse_activity(activity: Any) -> Content:
    """What is to be shown. Text with nothing in it and attachments that cannot be drawn are refused with 400."""
    if not isinstance(activity, dict):
        raise ConnectorError(400, "BadSyntax", "The activity is not an object.")
    kind = activity.get("type")
    if kind in _QUIET_KINDS:
        return Content(is_quiet=True)
    if kind != "message":
        raise ConnectorError(400, "BadArgument", f"Unknown activity type: {kind!r}.")
    text, attachments = activity.get("text") or "", activity.get("attachments") or []
    if not isinstance(text, str) or not isinstance(attachments, list):
        raise ConnectorError(400, "BadSyntax", "Text must be a string and attachments a list.")
    card = _only_card(attachments)
    if not text.strip() and card is None:
        raise ConnectorError(400, "BadSyntax", "Activity must include non empty 'text' field or at least 1 attachment.")
    return Content(text=text, card=card)


def _only_card(attachments: Iterable[Any]) -> dict[str, Any] | None:
    cards = [_card(attachment) for attachment in attachments]
    if len(cards) > 1:
        raise ConnectorError(400, "BadArgument", "The local Teams draws one card a message.")
    return cards[0] if cards else None


def _card(attachment: Any) -> dict[str, Any]:
    if not isinstance(attachment, dict) or attachment.get("contentType") != CARD_TYPE:
        raise ConnectorError(400, "BadArgument", f"The local Teams draws attachments of type {CARD_TYPE} only.")
    content = attachment.get("content")
    if not isinstance(content, dict) or content.get("type") != "AdaptiveCard":
        raise ConnectorError(400, "BadArgument", "The attachment's content is not an Adaptive Card.")
    return content


def _too_big() -> ConnectorError:
    return ConnectorError(413, "MessageSizeTooBig", "Message size too large.")
