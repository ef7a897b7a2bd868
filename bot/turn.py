"""One turn in a chat, free of the Bot Framework: what happened, by whom, and what we answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from learning.people import PersonId

CardJson = Mapping[str, Any]
"""An Adaptive Card as it goes over the wire."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """The person typed something."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """The person pressed a button of a card. `data` holds what the button carries and what was typed: untrusted.

    `message` is the id that Teams gave the message with the card, when it says so.
    """

    verb: str
    data: Mapping[str, Any]
    message: str | None


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """The app was added for this person (told more than once)."""


@dataclass(frozen=True, kw_only=True)
class Left:
    """The app was removed for this person."""


@dataclass(frozen=True, kw_only=True)
class TokenOffered:
    """Teams hands over the token of single sign-on with which this sign-in is to be fulfilled: both untrusted."""

    sign_in: str
    token: str = field(repr=False)


Happening = Said | Pressed | Arrived | Left | TokenOffered


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What happened in one person's chat with the app.

    `actor` comes from the verified activity and nothing else. `chat` is the plain JSON by which the chat is reached
    later. `zone` is None when Teams did not say.
    """

    activity: str
    actor: PersonId
    name: str
    locale: str
    zone: str | None
    chat: str
    happening: Happening


@dataclass(frozen=True, kw_only=True)
class CardAnswer:
    """Answer with a card: in place of the pressed one, or as a new message when something was said."""

    card: CardJson


@dataclass(frozen=True, kw_only=True)
class TextAnswer:
    """Answer with a plain sentence."""

    text: str


class Exchanged(StrEnum):
    """What became of a token that was offered."""

    DONE = "done"
    PERSON_MUST_ACT = "interaction_required"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class TokenAnswer:
    """Answer to a token that was offered."""

    outcome: Exchanged


Answer = CardAnswer | TextAnswer | TokenAnswer | None
"""What goes back at once; None says nothing."""

TurnHandler = Callable[[Turn], Awaitable[Answer]]
"""What the channel calls for each turn."""
