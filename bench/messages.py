"""What is sent in `bench send`, the same by both: a card of the usual size, to as many chats as there are messages."""

from __future__ import annotations

from typing import Any

APP_ID = "5d1b5f3a-0001-4000-8000-000000000001"
APP_SECRET = "a secret that opens nothing"  # noqa: S105  the bench's own issuer asks nobody for it
BOT = f"28:{APP_ID}"
_LINE = "You said that you wanted to listen before you answer. How did that go this week, and what would help?"
CARD: dict[str, Any] = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [{"type": "TextBlock", "text": f"{number}. {_LINE}", "wrap": True} for number in range(8)],
    "actions": [{"type": "Action.Execute", "title": "Answer", "verb": "answer", "data": {"id": "1"}}],
}


def chat(message: str) -> str:
    """The conversation into which this message goes: its own."""
    return f"a:chat-of-{message}"


def person(message: str) -> str:
    """Who reads it."""
    return f"29:{message}"
