"""Everybody's mailbox as far as the stand-in plays it: what arrived, and whether it was read."""

from __future__ import annotations

import uuid
from datetime import UTC
from typing import Any

from standin.clock import Clock
from standin.feed import Feed
from standin.people import Person
from standin.store import Store

Mail = dict[str, Any]
"""`{id, from: {name, mail}, to: [{name, mail}], subject, body: {contentType, content}, at, read}`."""


class Mailboxes:
    """The messages of each person, kept over restarts. What changes wakes that person's windows."""

    def __init__(self, store: Store, feed: Feed, clock: Clock) -> None:
        self._store = store
        self._feed = feed
        self._clock = clock

    def messages(self, person: Person) -> list[Mail]:
        """All messages, the newest first."""
        return list(reversed(self._load(person)))

    def deliver(
        self, person: Person, *, sender: dict[str, str], to: list[dict[str, str]], subject: str, body: dict[str, str]
    ) -> None:
        """A message arrives, unread, stamped with local time."""
        at = self._clock.now().astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
        mail = {"id": uuid.uuid4().hex, "from": sender, "to": to, "subject": subject, "body": body}
        self._save(person, [*self._load(person), mail | {"at": f"{at}Z", "read": False}])

    def mark(self, person: Person, mail_id: str, *, read: bool) -> bool:
        """Mark a message as read or unread; False when there is no such message."""
        mails = self._load(person)
        found = next((mail for mail in mails if mail["id"] == mail_id), None)
        if found is None:
            return False
        found["read"] = read
        self._save(person, mails)
        return True

    def _load(self, person: Person) -> list[Mail]:
        mails: list[Mail] = self._store.load(f"mail-{person.key}", [])
        return mails

    def _save(self, person: Person, mails: list[Mail]) -> None:
        self._store.save(f"mail-{person.key}", mails)
        self._feed.publish(person.key, "mailbox")
