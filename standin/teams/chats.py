"""The personal chats, kept over restarts: one file a person, read and written whole."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from standin.clock import Clock
    from standin.feed import Feed
    from standin.people import Person
    from standin.store import Store

Message = dict[str, Any]
"""`{id, from: "app" or "person", text, card, signIn, at, updatedAt}` as the page reads it.

`signIn` is None or `{text, title, link, exchangeId, connectionName, isDone}`.
"""


class Chats:
    """What stands in each person's chat with the app. Every change wakes that person's windows.

    It holds nothing in memory, so that several may look at the same store.
    """

    def __init__(self, store: Store, feed: Feed, clock: Clock) -> None:
        self._store = store
        self._feed = feed
        self._clock = clock

    def messages(self, person: Person) -> list[Message]:
        """All messages, the oldest first."""
        messages: list[Message] = self._load(person)["messages"]
        return messages

    def find(self, person: Person, message_id: str) -> Message | None:
        """One message, or None when it is not there (any more)."""
        return next((m for m in self.messages(person) if m["id"] == message_id), None)

    def add(
        self,
        person: Person,
        *,
        by: str,
        text: str,
        card: dict[str, Any] | None = None,
        sign_in: dict[str, Any] | None = None,
    ) -> str:
        """Add a message by the `app` or the `person`, and return its id."""
        chat = self._load(person)
        message_id = self._new_id(message["id"] for message in chat["messages"])
        shown = {"text": text, "card": card, "signIn": _begun(sign_in)}
        chat["messages"].append({"id": message_id, "from": by, **shown, "at": self._now(), "updatedAt": None})
        self._save(person, chat)
        return message_id

    def change(
        self,
        person: Person,
        message_id: str,
        *,
        text: str,
        card: dict[str, Any] | None,
        sign_in: dict[str, Any] | None = None,
    ) -> bool:
        """Put something else in the place of a message of the app; False when there is no such message."""
        chat = self._load(person)
        for message in chat["messages"]:
            if message["id"] == message_id and message["from"] == "app":
                message.update(text=text, card=card, signIn=_begun(sign_in), updatedAt=self._now())
                self._save(person, chat)
                return True
        return False

    def end_sign_in(self, person: Person, message_id: str) -> None:
        """The silent exchange went well: the card with its button is not needed any more."""
        chat = self._load(person)
        for message in chat["messages"]:
            if message["id"] == message_id and message["signIn"] is not None:
                message["signIn"]["isDone"] = True
                self._save(person, chat)

    def remove(self, person: Person, message_id: str) -> bool:
        """Take a message away; False when there is no such message."""
        chat = self._load(person)
        left = [message for message in chat["messages"] if message["id"] != message_id]
        if len(left) == len(chat["messages"]):
            return False
        self._save(person, chat | {"messages": left})
        return True

    def _new_id(self, taken: Iterable[str]) -> str:
        """Teams numbers messages by the millisecond; two in one millisecond get different numbers."""
        now = int(self._clock.now().timestamp() * 1000)
        return str(max([now, *(int(other) + 1 for other in taken)]))

    def _now(self) -> str:
        return f"{self._clock.now().astimezone(UTC).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"

    def _load(self, person: Person) -> dict[str, Any]:
        chat: dict[str, Any] = self._store.load(f"chat-{person.key}", {"messages": []})
        for message in chat["messages"]:
            message.setdefault("signIn", None)  # what was written before there were sign-ins has none
        return chat

    def _save(self, person: Person, chat: dict[str, Any]) -> None:
        self._store.save(f"chat-{person.key}", chat)
        self._feed.publish(person.key, "chat")


def _begun(sign_in: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if sign_in is None else {**sign_in, "isDone": False}
