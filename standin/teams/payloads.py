"""Reads what the app sends to the connector, and refuses what Teams refuses."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
SIGN_IN_TYPE = "application/vnd.microsoft.card.oauth"
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
    """What an activity shows in a chat; `is_quiet` marks one that shows nothing, such as typing.

    `sign_in` is an OAuthCard: `{text, title, link, exchangeId, connectionName}`, where exchangeId is null when Teams is
    not to sign in silently.
    """

    text: str = ""
    card: dict[str, Any] | None = None
    sign_in: dict[str, Any] | None = None
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
    if not text.strip() and not attachments:
        raise ConnectorError(400, "BadSyntax", "Activity must include non empty 'text' field or at least 1 attachment.")
    return replace(_only_attachment(attachments), text=text)


def _only_attachment(attachments: list[Any]) -> Content:
    if len(attachments) > 1:
        raise ConnectorError(400, "BadArgument", "The local Teams draws one card a message.")
    if not attachments:
        return Content()
    attachment = attachments[0]
    kind = attachment.get("contentType") if isinstance(attachment, dict) else None
    if kind == CARD_TYPE:
        return Content(card=_card(attachment.get("content")))
    if kind == SIGN_IN_TYPE:
        return Content(sign_in=_sign_in(attachment.get("content")))
    raise ConnectorError(400, "BadArgument", f"The local Teams draws {CARD_TYPE} and {SIGN_IN_TYPE} only.")


def _card(content: Any) -> dict[str, Any]:
    if not isinstance(content, dict) or content.get("type") != "AdaptiveCard":
        raise ConnectorError(400, "BadArgument", "The attachment's content is not an Adaptive Card.")
    return content


def _sign_in(content: Any) -> dict[str, Any]:
    buttons = content.get("buttons") if isinstance(content, dict) else None
    button = buttons[0] if isinstance(buttons, list) and len(buttons) == 1 else None
    if not isinstance(button, dict) or button.get("type") != "signin" or not str(button.get("value", "")).strip():
        raise ConnectorError(400, "BadArgument", "An OAuthCard has exactly one button of type signin with a value.")
    resource = content.get("tokenExchangeResource")
    return {
        "text": str(content.get("text") or ""),
        "title": str(button.get("title") or "Sign in"),
        "link": str(button["value"]),
        "exchangeId": str(resource["id"]) if isinstance(resource, dict) and resource.get("id") else None,
        "connectionName": str(content.get("connectionName") or ""),
    }


def _too_big() -> ConnectorError:
    return ConnectorError(413, "MessageSizeTooBig", "Message size too large.")
