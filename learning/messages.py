"""What the app has put, or will put, into a person's chat. A message stands for a thing and shows its current state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from learning.people import PersonId

MessageId = NewType("MessageId", str)


class MessageKind(StrEnum):
    """What a message is about, and for whom."""

    WELCOME = "welcome"
    CONTRACT = "contract"
    REQUEST = "request"
    REQUESTS = "requests"
    SUGGESTION = "suggestion"
    UNDELIVERED = "undelivered"
    INVITED = "invited"
    OUTCOME = "outcome"
    ADVICE = "advice"
    CYCLE = "cycle"
    OWN_CALENDAR = "own_calendar"
    REVIEW_MOVED = "review_moved"
    REVIEW_GONE = "review_gone"
    PROPOSAL = "proposal"
    REVIEW_CLASH = "review_clash"
    REVIEW = "review"
    CONNECTION = "connection"
    SIGN_IN = "sign_in"


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message in one person's chat.

    `about` is the id of the thing it stands for. `wanted` counts how often its current state was asked for, `shown` the
    wish that was last fulfilled: the message is due while the two differ. `sent` is what the chat calls it.
    `failed_at` says that the chat refused it for good.
    """

    id: MessageId
    person: PersonId
    kind: MessageKind
    about: str
    created_at: datetime
    wanted: int = 1
    shown: int = 0
    sent: str | None = None
    failed_at: datetime | None = None
    version: int = 1

    @property
    def is_due(self) -> bool:
        """Whether the chat shows something older than what is wanted."""
        return self.failed_at is None and self.shown < self.wanted


def want(message: Message) -> Message:
    """The message, due again."""
    return replace(message, wanted=message.wanted + 1)


def shown(message: Message, *, sent: str, wish: int) -> Message:
    """The message as the chat shows it; a wish that came meanwhile stays due."""
    return replace(message, sent=sent, shown=wish)


def gone(message: Message) -> Message:
    """The chat no longer has what was sent: the message is to be sent anew."""
    return replace(message, sent=None)


def refused(message: Message, *, now: datetime) -> Message:
    """The chat will never show this message."""
    return replace(message, failed_at=now)
