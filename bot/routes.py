"""Finds the handler of a turn, and the action of a verb."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot import forms
from bot.buttons import Verb
from bot.cycle_routes import CYCLE_PRESSINGS
from bot.handlers.handling import Handling, Runner
from bot.handlers.pressed import Pressing, press
from bot.handlers.said import say
from bot.routes_of_asking import ASKING
from bot.turn import Answer, Arrived, Left, Pressed, Said, Turn
from learning.actions.answer_feedback import answer_feedback
from learning.actions.answer_gone_review import answer_gone_review
from learning.actions.ask_for_advice import ask_for_advice
from learning.actions.calendar_unreachable import try_calendar_again
from learning.actions.draft_contract import draft_contract
from learning.actions.hold_review import hold_review
from learning.actions.leave import leave
from learning.actions.meet import Meet, meet
from learning.actions.revise_draft import revise_draft
from learning.actions.save_draft import save_draft
from learning.actions.start_cycle import start_cycle
from learning.messages import MessageKind
from learning.people import Person
from wording.speaker import Speaker

PRESSINGS: dict[str, Pressing] = {
    **CYCLE_PRESSINGS,
    Verb.NEW_CONTRACT: Pressing(
        form=forms.new_contract, action=draft_contract, shows=MessageKind.WELCOME, note="welcome.card_is_below"
    ),
    Verb.SAVE_DRAFT: Pressing(
        fields=forms.CONTRACT_FIELDS,
        form=forms.save_draft,
        action=save_draft,
        shows=MessageKind.CONTRACT,
    ),
    Verb.ASK_FOR_ADVICE: Pressing(
        fields=forms.CONTRACT_FIELDS,
        form=forms.save_draft,
        action=ask_for_advice,
        shows=MessageKind.CONTRACT,
    ),
    Verb.START_CYCLE: Pressing(
        fields=forms.CONTRACT_FIELDS,
        form=forms.save_draft,
        action=start_cycle,
        shows=MessageKind.CONTRACT,
    ),
    **ASKING,
    Verb.TAKE_ADVICE: Pressing(form=forms.take_advice, action=answer_feedback, shows=MessageKind.ADVICE),
    Verb.PARK_ADVICE: Pressing(
        fields=forms.PARK_FIELDS, form=forms.park_advice, action=answer_feedback, shows=MessageKind.ADVICE
    ),
    Verb.REVISE_DRAFT: Pressing(
        form=forms.revise_draft, action=revise_draft, shows=MessageKind.ADVICE, note="advice.card_is_below"
    ),
    Verb.PUT_REVIEW_BACK: Pressing(
        form=forms.put_review_back, action=answer_gone_review, shows=MessageKind.REVIEW_GONE
    ),
    Verb.LEAVE_REVIEW_OUT: Pressing(
        form=forms.leave_review_out, action=answer_gone_review, shows=MessageKind.REVIEW_GONE
    ),
    Verb.HOLD_CHECK_IN: Pressing(
        fields=forms.CHECK_IN_FIELDS, form=forms.hold_check_in, action=hold_review, shows=MessageKind.REVIEW
    ),
    Verb.HOLD_CLOSING: Pressing(
        fields=forms.CLOSING_FIELDS, form=forms.hold_closing, action=hold_review, shows=MessageKind.REVIEW
    ),
    Verb.TRY_CALENDAR_AGAIN: Pressing(
        form=forms.try_calendar_again, action=try_calendar_again, shows=MessageKind.CALENDAR_UNREACHABLE
    ),
}


class Routes:
    """Handles the turns of all chats."""

    def __init__(self, runner: Runner, speaker_for: Callable[[Person], Speaker], clock: Callable[[], datetime]) -> None:
        self._runner = runner
        self._speaker_for = speaker_for
        self._clock = clock

    async def on_turn(self, turn: Turn) -> Answer:
        """What we answer at once; whatever else follows arrives as a message."""
        now = self._clock()
        if isinstance(turn.happening, Left):
            await self._runner.run(leave, turn.actor, now)
            return None
        meeting = Meet(
            name=turn.name,
            locale=turn.locale,
            zone=turn.zone,
            chat=turn.chat,
            has_arrived=isinstance(turn.happening, Arrived),
        )
        reader = await self._runner.run(meet, meeting, turn.actor, now)
        handling = Handling(turn=turn, reader=reader, runner=self._runner, speaker=self._speaker_for(reader), now=now)
        match turn.happening:
            case Said() as said:
                return await say(handling, said)
            case Pressed() as pressed:
                return await press(handling, pressed, PRESSINGS)
            case Arrived():
                return None
