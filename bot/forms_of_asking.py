"""Reads the pressed cards of peers, and those on which a learner deals with whom they asked."""

from __future__ import annotations

from bot.buttons import Button
from bot.forms import FEEDBACK_FIELDS, Typed, picked_people
from learning.actions.answer_suggestion import AskSuggested, LetSuggestionPass
from learning.actions.call_talk_off import CallTalkOff
from learning.actions.correct_feedback import CorrectFeedback, LeaveFeedback, TakeFeedbackBack
from learning.actions.give_feedback import GiveFeedback
from learning.actions.leave_unfinished import PassRequest, SaveUnfinished
from learning.actions.pressing import Press
from learning.actions.rather_talk import NoTalkAfterAll, RatherTalk
from learning.actions.suggest_peer import BeginSuggesting, StopSuggesting, SuggestPeer
from learning.actions.withdraw_request import WithdrawRequest
from learning.contract import ContractId
from learning.feedback import Feedback, RequestId
from learning.people import PersonId
from learning.suggestion import SuggestionId

SUGGESTION_FIELDS = ("suggested", "reason")
WITHDRAWAL_FIELDS = ("withdrawn",)


def give_feedback(button: Button, typed: Typed, _actor: PersonId) -> GiveFeedback:
    """A peer's advice, or its correction."""
    return GiveFeedback(request=RequestId(button.about), feedback=_words(typed), press=_press(button))


def save_unfinished(button: Button, typed: Typed, _actor: PersonId) -> SaveUnfinished:
    """What a peer wrote and does not send yet."""
    return SaveUnfinished(request=RequestId(button.about), words=_words(typed), press=_press(button))


def not_now(button: Button, typed: Typed, _actor: PersonId) -> PassRequest:
    """A peer says "not now"."""
    return PassRequest(request=RequestId(button.about), words=_words(typed), press=_press(button))


def rather_talk(button: Button, typed: Typed, _actor: PersonId) -> RatherTalk:
    """A peer would rather talk."""
    return RatherTalk(request=RequestId(button.about), words=_words(typed), press=_press(button))


def no_talk_after_all(button: Button, typed: Typed, _actor: PersonId) -> NoTalkAfterAll:
    """A peer would not talk after all."""
    return NoTalkAfterAll(request=RequestId(button.about), words=_words(typed), press=_press(button))


def call_talk_off(button: Button, _typed: Typed, _actor: PersonId) -> CallTalkOff:
    """The learner calls a talk off."""
    return CallTalkOff(request=RequestId(button.about), press=_press(button))


def begin_suggesting(button: Button, typed: Typed, _actor: PersonId) -> BeginSuggesting:
    """A peer wants to suggest somebody."""
    return BeginSuggesting(request=RequestId(button.about), words=_words(typed), press=_press(button))


def stop_suggesting(button: Button, _typed: Typed, _actor: PersonId) -> StopSuggesting:
    """A peer goes back to their advice."""
    return StopSuggesting(request=RequestId(button.about), press=_press(button))


def suggest_peer(button: Button, typed: Typed, actor: PersonId) -> SuggestPeer:
    """Whom a peer suggests, and why."""
    return SuggestPeer(
        request=RequestId(button.about),
        suggested=picked_people(typed.get("suggested", ""), actor, "suggested"),
        reason=typed.get("reason", ""),
        press=_press(button),
    )


def correct_feedback(button: Button, _typed: Typed, _actor: PersonId) -> CorrectFeedback:
    """A peer wants to change what they sent."""
    return CorrectFeedback(request=RequestId(button.about), press=_press(button))


def leave_feedback(button: Button, typed: Typed, _actor: PersonId) -> LeaveFeedback:
    """A peer leaves what they sent as it was."""
    return LeaveFeedback(request=RequestId(button.about), words=_words(typed), press=_press(button))


def take_feedback_back(button: Button, _typed: Typed, _actor: PersonId) -> TakeFeedbackBack:
    """A peer takes back what they sent."""
    return TakeFeedbackBack(request=RequestId(button.about), press=_press(button))


def ask_suggested(button: Button, _typed: Typed, _actor: PersonId) -> AskSuggested:
    """The learner asks whom a peer suggested."""
    return AskSuggested(suggestion=SuggestionId(button.about), press=_press(button))


def leave_suggestion(button: Button, _typed: Typed, _actor: PersonId) -> LetSuggestionPass:
    """The learner lets a suggestion pass."""
    return LetSuggestionPass(suggestion=SuggestionId(button.about), press=_press(button))


def show_requests(button: Button, _typed: Typed, _actor: PersonId) -> ContractId:
    """The contract about which the learner asked. What was typed on its card stays there."""
    return ContractId(button.about)


def withdraw_request(button: Button, typed: Typed, _actor: PersonId) -> WithdrawRequest:
    """The request that the learner no longer needs."""
    chosen = typed.get("withdrawn", "")
    return WithdrawRequest(
        contract=ContractId(button.about), request=RequestId(chosen) if chosen else None, press=_press(button)
    )


def _words(typed: Typed) -> Feedback:
    return Feedback(**{name: typed.get(name, "") for name in FEEDBACK_FIELDS})


def _press(button: Button) -> Press:
    return Press(key=button.key, version=button.version)
