"""Draws what a person gets to see as a card, and sums it up in a line for notifications."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.cards.advice import advice_card
from bot.cards.companions import proposal_card
from bot.cards.connection import connection_card
from bot.cards.contract import contract_card
from bot.cards.cycle import cycle_card
from bot.cards.invited import invited_card
from bot.cards.limits import MOST_BYTES, check, size_of, to_json
from bot.cards.moved_down import moved_down_card
from bot.cards.outcome import outcome_card
from bot.cards.own_calendar import own_calendar_card
from bot.cards.page import PLAIN, Overlay, Page
from bot.cards.request import request_card
from bot.cards.requests import requests_card
from bot.cards.review import review_card
from bot.cards.review_changes import (
    moved_sentence,
    review_clash_card,
    review_gone_card,
    review_moved_card,
    settled_sentence,
)
from bot.cards.sign_in import sign_in_card
from bot.cards.suggestion import suggestion_card
from bot.cards.undelivered import undelivered_card
from bot.cards.unsaved import words_missing_in
from bot.cards.welcome import welcome_card
from learning.entries import Reply
from learning.talk import Talk, TalkState
from learning.views import (
    AdviceView,
    ConnectionView,
    ContractView,
    CycleView,
    InvitedView,
    MovedDownView,
    OutcomeView,
    OwnCalendarView,
    ProposalView,
    RequestsView,
    RequestView,
    ReviewClashView,
    ReviewGoneView,
    ReviewMovedView,
    ReviewView,
    SignInView,
    SuggestionView,
    UndeliveredView,
    View,
    WelcomeView,
    WithInputs,
)

if TYPE_CHECKING:
    from microsoft_teams.cards.core import AdaptiveCard

    from bot.turn import CardJson
    from wording.speaker import Speaker

__all__ = ["PLAIN", "Overlay", "draw", "summary"]

_QUOTES = (None, 600, 300, 120, 60)
"""How long words that are only read may be: tried in this order until the card is small enough."""


def draw(view: View, speaker: Speaker, over: Overlay = PLAIN, *, public_url: str = "") -> CardJson:
    """The card of this view for this person. Raises BrokenCard, which is a bug.

    What the reader began to type stands in its inputs, or below where there is none for it. `public_url` is where
    people's browsers reach our pages: the calendar's card leads to them.
    """
    unfinished = view.unfinished if isinstance(view, WithInputs) else {}
    over = replace(over, typed={**unfinished, **over.typed})
    card = _small_enough(view, Page(speaker=speaker, over=over, public_url=public_url))
    if begun := words_missing_in(card, unfinished):
        over = replace(over, begun=begun)
        card = _small_enough(view, Page(speaker=speaker, over=over, public_url=public_url))
    check(card)
    return card


def _small_enough(view: View, page: Page) -> CardJson:
    for longest in _QUOTES:
        card = to_json(_card(view, replace(page, longest_quote=longest)))
        if size_of(card) <= MOST_BYTES:
            break
    return card


def summary(view: View, speaker: Speaker) -> str:  # noqa: C901, PLR0911, PLR0912 - one line a view
    """One plain line for the notification, which others may see on a screen: no words of anybody, only names."""
    match view:
        case WelcomeView():
            return speaker.say("summary.welcome")
        case ContractView():
            return speaker.say("summary.contract")
        case RequestView():
            key = "summary.reminder" if view.side.reminded_at else "summary.request"
            return speaker.say(key, learner=speaker.name(view.learner))
        case AdviceView():
            return speaker.say(_advice_key(view), peer=speaker.name(view.peer))
        case RequestsView():
            return speaker.say("summary.requests")
        case SuggestionView():
            return speaker.say("summary.suggestion", peer=speaker.name(view.peer))
        case UndeliveredView():
            return speaker.say("summary.undelivered", peer=speaker.name(view.peer))
        case OutcomeView():
            return speaker.say("summary.outcome", learner=speaker.name(view.learner))
        case CycleView():
            return speaker.say("summary.cycle")
        case OwnCalendarView():
            return speaker.say("summary.own_calendar")
        case InvitedView():
            return speaker.say("summary.invited", peer=speaker.name(view.peer))
        case ReviewMovedView() | ReviewGoneView() | ReviewClashView() | ReviewView() | ProposalView():
            return _of_review(view, speaker)
        case ConnectionView():
            return speaker.say("summary.connection")
        case SignInView():
            return speaker.say("summary.sign_in")
        case MovedDownView():
            return speaker.say(f"moved_down.{view.kind}")


def _of_review(
    view: ReviewMovedView | ReviewGoneView | ReviewClashView | ReviewView | ProposalView, speaker: Speaker
) -> str:
    match view:
        case ReviewMovedView():
            return moved_sentence(view.review, Page(speaker=speaker))
        case ReviewGoneView() if view.review.gone_at is None:
            return settled_sentence(view.review, Page(speaker=speaker))
        case ReviewClashView():
            return speaker.say(f"summary.review_clash.{view.review.kind}")
        case ReviewGoneView():
            return speaker.say(f"summary.review_gone.{view.review.kind}")
        case ReviewView():
            return speaker.say(f"summary.review.{view.review.kind}")
        case ProposalView():
            return speaker.say(f"proposal.title.{view.kind}")


def _advice_key(view: AdviceView) -> str:
    if view.request.answered_at is None:
        return _talk_key(view.talk)
    if view.request.taken_back_at:
        return "summary.advice_taken_back"
    return "summary.advice_corrected" if view.request.corrected_at else "summary.advice"


def _talk_key(talk: Talk) -> str:
    if talk.state is TalkState.PASSED:
        return "summary.talk_passed"
    if talk.reply is Reply.DECLINED:
        return "summary.talk_declined"
    return "summary.talk" if talk.is_on else "summary.advice_not_written"


def _card(view: View, page: Page) -> AdaptiveCard:  # noqa: C901, PLR0911, PLR0912 - one line a view
    match view:
        case WelcomeView():
            return welcome_card(view, page)
        case ContractView():
            return contract_card(view, page)
        case RequestView():
            return request_card(view, page)
        case AdviceView():
            return advice_card(view, page)
        case RequestsView():
            return requests_card(view, page)
        case SuggestionView():
            return suggestion_card(view, page)
        case UndeliveredView():
            return undelivered_card(view, page)
        case OutcomeView():
            return outcome_card(view, page)
        case CycleView():
            return cycle_card(view, page)
        case OwnCalendarView():
            return own_calendar_card(view, page)
        case ProposalView():
            return proposal_card(view, page)
        case InvitedView():
            return invited_card(view, page)
        case ReviewMovedView():
            return review_moved_card(view, page)
        case ReviewGoneView():
            return review_gone_card(view, page)
        case ReviewClashView():
            return review_clash_card(view, page)
        case ReviewView():
            return review_card(view, page)
        case ConnectionView():
            return connection_card(view, page)
        case SignInView():
            return sign_in_card(view, page)
        case MovedDownView():
            return moved_down_card(view, page)
