"""What the cards of both say about a talk in place of written advice."""

from __future__ import annotations

from typing import Literal

from bot.cards.page import Page
from bot.cards.parts import Elements, said
from learning.talk import Talk, TalkState


def talk_lines(talk: Talk, other: str, page: Page, whose: Literal["request", "advice"]) -> Elements:
    """How it stands with the talk with this other person, on the peer's card of the request or the learner's advice."""
    if talk.state is TalkState.NONE:
        return []
    moment = talk.slot.starts_at if talk.slot else None
    return [said(page.say(f"{whose}.talk.{talk.state.name.lower()}", other=other, moment=moment))]
