"""What every handler works with: the turn, the person as we know them, and the way to run an action."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.cards.draw import Overlay, draw
from bot.cards.unsaved import Inputs, inputs_of
from bot.turn import CardAnswer, TextAnswer, Turn
from learning.actions.see import see
from learning.errors import NotHere
from learning.messages import MessageKind
from learning.people import Person
from learning.ports import SignIns
from learning.views import WithInputs
from learning.work import Runner, Work
from wording.speaker import Speaker


@dataclass(frozen=True, kw_only=True)
class OwnCalendars:
    """That people connect their calendars themselves: through whom, and where their browsers reach our pages."""

    sign_ins: SignIns
    public_url: str


@dataclass(frozen=True, kw_only=True)
class Handling:
    """One turn being handled. `own_calendars` is None where the app may use all calendars anyway."""

    turn: Turn
    reader: Person
    runner: Runner
    speaker: Speaker
    now: datetime
    own_calendars: OwnCalendars | None = None

    async def show(self, kind: MessageKind, about: str, over: Overlay) -> CardAnswer | TextAnswer:
        """The card of this thing as it stands now; a sentence when it is not for this reader."""
        try:
            view = await self.runner.run(see, kind, about, self.turn.actor, self.now)
        except NotHere as refusal:
            return TextAnswer(text=self.speaker.refusal(refusal))
        public_url = self.own_calendars.public_url if self.own_calendars else ""
        return CardAnswer(card=draw(view, self.speaker, over, public_url=public_url))

    def inputs(self, work: Work, kind: MessageKind, about: str) -> Inputs | None:
        """The inputs of this card as they stand without what its reader began; None when it never has any."""
        view = see(work, kind, about, self.turn.actor, self.now)
        if not isinstance(view, WithInputs):
            return None
        return inputs_of(draw(replace(view, unfinished={}), self.speaker))
