"""The verbs of peers, and those with which a learner deals with whom they asked."""

from __future__ import annotations

from bot import forms, forms_of_asking
from bot.buttons import Verb
from bot.handlers.pressed import Pressing
from learning.actions.answer_suggestion import answer_suggestion
from learning.actions.call_talk_off import call_talk_off
from learning.actions.correct_feedback import correct_feedback, take_feedback_back
from learning.actions.give_feedback import give_feedback
from learning.actions.leave_unfinished import leave_unfinished
from learning.actions.rather_talk import rather_talk
from learning.actions.suggest_peer import suggest_peer, turn_to_suggesting
from learning.actions.withdraw_request import show_requests, withdraw_request
from learning.messages import MessageKind

ASKING: dict[str, Pressing] = {
    Verb.GIVE_FEEDBACK: Pressing(
        fields=forms.FEEDBACK_FIELDS,
        form=forms_of_asking.give_feedback,
        action=give_feedback,
        shows=MessageKind.REQUEST,
    ),
    Verb.SAVE_UNFINISHED: Pressing(
        fields=forms.FEEDBACK_FIELDS,
        form=forms_of_asking.save_unfinished,
        action=leave_unfinished,
        shows=MessageKind.REQUEST,
    ),
    Verb.NOT_NOW: Pressing(
        fields=forms.FEEDBACK_FIELDS,
        form=forms_of_asking.not_now,
        action=leave_unfinished,
        shows=MessageKind.REQUEST,
    ),
    Verb.RATHER_TALK: Pressing(
        fields=forms.FEEDBACK_FIELDS,
        form=forms_of_asking.rather_talk,
        action=rather_talk,
        shows=MessageKind.REQUEST,
    ),
    Verb.NO_TALK_AFTER_ALL: Pressing(
        fields=forms.FEEDBACK_FIELDS,
        form=forms_of_asking.no_talk_after_all,
        action=rather_talk,
        shows=MessageKind.REQUEST,
    ),
    Verb.CALL_TALK_OFF: Pressing(
        fields=forms.PARK_FIELDS,
        reads=(),
        form=forms_of_asking.call_talk_off,
        action=call_talk_off,
        shows=MessageKind.ADVICE,
    ),
    Verb.BEGIN_SUGGESTING: Pressing(
        fields=forms.FEEDBACK_FIELDS,
        form=forms_of_asking.begin_suggesting,
        action=turn_to_suggesting,
        shows=MessageKind.REQUEST,
    ),
    Verb.STOP_SUGGESTING: Pressing(
        fields=forms_of_asking.SUGGESTION_FIELDS,
        reads=(),
        form=forms_of_asking.stop_suggesting,
        action=turn_to_suggesting,
        shows=MessageKind.REQUEST,
    ),
    Verb.SUGGEST_PEER: Pressing(
        fields=forms_of_asking.SUGGESTION_FIELDS,
        form=forms_of_asking.suggest_peer,
        action=suggest_peer,
        shows=MessageKind.REQUEST,
    ),
    Verb.CORRECT_FEEDBACK: Pressing(
        form=forms_of_asking.correct_feedback, action=correct_feedback, shows=MessageKind.REQUEST
    ),
    Verb.LEAVE_FEEDBACK: Pressing(
        fields=forms.FEEDBACK_FIELDS,
        form=forms_of_asking.leave_feedback,
        action=correct_feedback,
        shows=MessageKind.REQUEST,
    ),
    Verb.TAKE_FEEDBACK_BACK: Pressing(
        form=forms_of_asking.take_feedback_back, action=take_feedback_back, shows=MessageKind.REQUEST
    ),
    Verb.ASK_SUGGESTED: Pressing(
        form=forms_of_asking.ask_suggested, action=answer_suggestion, shows=MessageKind.SUGGESTION
    ),
    Verb.LEAVE_SUGGESTION: Pressing(
        form=forms_of_asking.leave_suggestion, action=answer_suggestion, shows=MessageKind.SUGGESTION
    ),
    Verb.SHOW_REQUESTS: Pressing(
        fields=forms.CONTRACT_FIELDS,
        reads=(),
        form=forms_of_asking.show_requests,
        action=show_requests,
        shows=MessageKind.CONTRACT,
        note="contract.requests_are_below",
    ),
    Verb.WITHDRAW_REQUEST: Pressing(
        fields=forms_of_asking.WITHDRAWAL_FIELDS,
        form=forms_of_asking.withdraw_request,
        action=withdraw_request,
        shows=MessageKind.REQUESTS,
    ),
}
