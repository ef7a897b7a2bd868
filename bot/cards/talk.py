"""What the cards of both say about a talk in place of written advice."""

from __future__ import annotations

from typing import Literal

from bot.cards.page import Page
from bot.cards.parts import Elements, line, said
from learning.entries import Reply
from learning.talk import Talk, TalkState


def talk_lines(talk: Talk, other: str, page: Page, whose: Literal["request", "advice"]) -> Elements:
    """How it stands with the talk with this other person, on the peer's card of the request or the learner's advice."""
    if talk.state is TalkState.NONE:
        return []
    has_declined = whose == "request" and talk.reply is Reply.DECLINED
    state = "declined" if has_declined else talk.state.name.lower()
    words = page.say(
        f"{whose}.talk.{state}",
        other=other,
        moment=talk.slot.starts_at if talk.slot else None,
        minutes=round(talk.slot.length.total_seconds() / 60) if talk.slot else None,
    )
    lines: Elements = [said(words)]
    if talk.proposes is not None:
        lines.append(line(page.say(f"{whose}.talk.proposes", other=other, moment=talk.proposes.starts_at)))
    elif whose == "advice" and talk.reply is not Reply.NONE:
        lines.append(line(page.say(f"advice.talk.{talk.reply}", other=other)))
    return lines
