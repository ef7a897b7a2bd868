"""What every handler works with: the turn, the person as we know them, and the way to run an action."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from bot.cards.draw import Overlay, draw
from bot.turn import CardAnswer, TextAnswer, Turn
from learning.actions.see import see
from learning.errors import NotHere
from learning.messages import MessageKind
from learning.people import Person
from learning.work import Work
from wording.speaker import Speaker

P = ParamSpec("P")
T = TypeVar("T")


class Runner(Protocol):
    """Carries an action out in one unit of work and commits it."""

    def run(self, action: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """What the action returned, after the commit."""


@dataclass(frozen=True, kw_only=True)
class Handling:
    """One turn being handled."""

    turn: Turn
    reader: Person
    runner: Runner
    speaker: Speaker
    now: datetime

    async def show(self, kind: MessageKind, about: str, over: Overlay) -> CardAnswer | TextAnswer:
        """The card of this thing as it stands now; a sentence when it is not for this reader."""
        try:
            view = await self.runner.run(see, kind, about, self.turn.actor, self.now)
        except NotHere as refusal:
            return TextAnswer(text=self.speaker.refusal(refusal))
        return CardAnswer(card=draw(view, self.speaker, over))
