"""The learner asks the person whom a peer suggested, or lets the suggestion pass. Nobody is told of the latter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from learning.actions.ask_for_advice import AskedAlready, asked_about, send_request
from learning.actions.pressing import Press, check_press
from learning.actions.telling import refresh, refresh_asking
from learning.messages import MessageKind
from learning.people import PersonId
from learning.suggestion import Suggestion, SuggestionId, ask_suggested, let_pass
from learning.terms import MOST_PEERS, TooManyPeers
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class AskSuggested:
    """The learner asks the suggested person."""

    suggestion: SuggestionId
    press: Press


@dataclass(frozen=True, kw_only=True)
class LetSuggestionPass:
    """The learner lets the suggestion pass."""

    suggestion: SuggestionId
    press: Press


def answer_suggestion(
    work: Work, command: AskSuggested | LetSuggestionPass, actor: PersonId, now: datetime
) -> Suggestion:
    """Keep the answer. Who is asked gets the revision that was shown last, with the question to everybody."""
    suggestion = work.suggestions.for_learner(command.suggestion, learner=actor)
    check_press(work, actor, command.press, version=suggestion.version, now=now)
    match command:
        case AskSuggested():
            suggestion = work.suggestions.put(ask_suggested(suggestion, now=now))
            _ask(work, suggestion, now)
        case LetSuggestionPass():
            suggestion = work.suggestions.put(let_pass(suggestion, now=now))
    refresh(work, MessageKind.SUGGESTION, suggestion.id, now=now)
    return suggestion


def _ask(work: Work, suggestion: Suggestion, now: datetime) -> None:
    contract = work.contracts.for_learner(suggestion.contract, learner=suggestion.learner)
    peer = suggestion.suggested
    if peer in asked_about(work, contract, contract.shown_revision):
        raise AskedAlready
    if peer not in contract.peers:
        if len(contract.peers) >= MOST_PEERS:
            raise TooManyPeers(most=MOST_PEERS)
        contract = work.contracts.put(replace(contract, peers=(*contract.peers, peer)))
    send_request(work, contract, peer, contract.shown_revision, contract.question, now)
    refresh_asking(work, contract.id, now=now)
