"""Finds the handler of a turn, and the action of a verb."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot import forms
from bot.buttons import Verb
from bot.companion_routes import COMPANION_PRESSINGS
from bot.cycle_routes import CYCLE_PRESSINGS
from bot.handlers.handling import Handling, OwnCalendars
from bot.handlers.pressed import Pressing, press
from bot.handlers.said import say
from bot.handlers.signing_in import exchange
from bot.own_calendar_routes import OWN_CALENDAR_PRESSINGS
from bot.routes_of_asking import ASKING
from bot.turn import Answer, Arrived, Left, Pressed, Said, TokenOffered, Turn
from learning.actions.another_goal import another_goal
from learning.actions.answer_clash import answer_clash
from learning.actions.answer_feedback import answer_feedback
from learning.actions.answer_gone_review import answer_gone_review
from learning.actions.ask_for_advice import ask_for_advice
from learning.actions.ask_to_connect import ask_to_connect
from learning.actions.calendar_looks_empty import removed_by_hand
from learning.actions.calendar_unreachable import try_calendar_again
from learning.actions.disconnect import disconnect
from learning.actions.draft_contract import draft_contract
from learning.actions.hold_review import hold_review
from learning.actions.keep_feed import end_feed, make_feed, renew_feed
from learning.actions.leave import leave
from learning.actions.meet import Meet, meet
from learning.actions.revise_draft import revise_draft
from learning.actions.save_draft import save_draft
from learning.actions.start_cycle import start_cycle
from learning.messages import MessageKind
from learning.people import Person
from learning.work import Runner
from wording.speaker import Speaker

PRESSINGS: dict[str, Pressing] = {
    **CYCLE_PRESSINGS,
    **OWN_CALENDAR_PRESSINGS,
    **COMPANION_PRESSINGS,
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
    Verb.ADD_GOAL: Pressing(
        fields=forms.CONTRACT_FIELDS,
        form=forms.save_draft,
        action=another_goal,
        shows=MessageKind.CONTRACT,
    ),
    Verb.START_CYCLE: Pressing(
        fields=forms.CONTRACT_FIELDS,
        form=forms.save_draft,
        action=start_cycle,
        shows=MessageKind.CONTRACT,
    ),
    **ASKING,
    Verb.TAKE_ADVICE: Pressing(
        fields=forms.PARK_FIELDS, reads=(), form=forms.take_advice, action=answer_feedback, shows=MessageKind.ADVICE
    ),
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
    Verb.FIND_ANOTHER_MOMENT: Pressing(
        form=forms.find_another_moment, action=answer_clash, shows=MessageKind.REVIEW_CLASH
    ),
    Verb.LEAVE_REVIEW_THERE: Pressing(
        form=forms.leave_review_there, action=answer_clash, shows=MessageKind.REVIEW_CLASH
    ),
    Verb.HOLD_CHECK_IN: Pressing(
        fields=forms.CHECK_IN_FIELDS, form=forms.hold_check_in, action=hold_review, shows=MessageKind.REVIEW
    ),
    Verb.HOLD_CLOSING: Pressing(
        fields=forms.CLOSING_FIELDS, form=forms.hold_closing, action=hold_review, shows=MessageKind.REVIEW
    ),
    Verb.TRY_CALENDAR_AGAIN: Pressing(
        form=forms.try_calendar_again, action=try_calendar_again, shows=MessageKind.CONNECTION
    ),
    Verb.REMOVED_BY_HAND: Pressing(form=forms.try_calendar_again, action=removed_by_hand, shows=MessageKind.CONNECTION),
    Verb.CONNECT_CALENDAR: Pressing(form=forms.own_calendar, action=ask_to_connect, shows=MessageKind.CONNECTION),
    Verb.DISCONNECT_CALENDAR: Pressing(form=forms.own_calendar, action=disconnect, shows=MessageKind.CONNECTION),
    Verb.MAKE_FEED: Pressing(form=forms.own_calendar, action=make_feed, shows=MessageKind.CONNECTION),
    Verb.RENEW_FEED: Pressing(form=forms.own_calendar, action=renew_feed, shows=MessageKind.CONNECTION),
    Verb.END_FEED: Pressing(form=forms.own_calendar, action=end_feed, shows=MessageKind.CONNECTION),
}

_OF_OWN_CALENDARS = frozenset(
    {Verb.CONNECT_CALENDAR, Verb.DISCONNECT_CALENDAR, Verb.MAKE_FEED, Verb.RENEW_FEED, Verb.END_FEED}
)


class Routes:
    """Handles the turns of all chats. `own_calendars` is None where the app may use all calendars anyway."""

    def __init__(
        self,
        runner: Runner,
        speaker_for: Callable[[Person], Speaker],
        clock: Callable[[], datetime],
        own_calendars: OwnCalendars | None = None,
    ) -> None:
        self._runner = runner
        self._speaker_for = speaker_for
        self._clock = clock
        self._own_calendars = own_calendars
        closed = () if own_calendars else _OF_OWN_CALENDARS
        self._pressings = {verb: pressing for verb, pressing in PRESSINGS.items() if verb not in closed}

    async def on_turn(self, turn: Turn) -> Answer:
        """What we answer at once; whatever else follows arrives as a message."""
        now = self._clock()
        if isinstance(turn.happening, Left):
            await self._runner.run(leave, turn.actor, now)
            return None
        if isinstance(turn.happening, TokenOffered):
            return await exchange(self._runner, self._own_calendars, turn, turn.happening, now)
        meeting = Meet(
            name=turn.name,
            locale=turn.locale,
            zone=turn.zone,
            chat=turn.chat,
            has_arrived=isinstance(turn.happening, Arrived),
        )
        reader = await self._runner.run(meet, meeting, turn.actor, now)
        handling = Handling(
            turn=turn,
            reader=reader,
            runner=self._runner,
            speaker=self._speaker_for(reader),
            now=now,
            own_calendars=self._own_calendars,
        )
        match turn.happening:
            case Said() as said:
                return await say(handling, said)
            case Pressed() as pressed:
                return await press(handling, pressed, self._pressings)
            case Arrived():
                return None
