"""A peer suggests whom else the learner could ask. That person sees nothing of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.peer_pressing import pressed_request
from learning.actions.pressing import Press
from learning.actions.telling import defer_name, refresh, tell
from learning.feedback import Feedback, RequestId
from learning.messages import MessageKind
from learning.peer_side import PeerSide, begin_suggesting, stop_suggesting
from learning.people import PersonId
from learning.suggestion import OneSuggestion, Suggestion, SuggestionId, SuggestionMissing, suggest
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class BeginSuggesting:
    """The peer wants to suggest somebody. `words` had been typed into the advice and stay theirs."""

    request: RequestId
    words: Feedback
    press: Press


@dataclass(frozen=True, kw_only=True)
class StopSuggesting:
    """The peer goes back to the advice."""

    request: RequestId
    press: Press


@dataclass(frozen=True, kw_only=True)
class SuggestPeer:
    """Whom the peer picked, and why."""

    request: RequestId
    suggested: tuple[PersonId, ...]
    reason: str
    press: Press


def turn_to_suggesting(
    work: Work, command: BeginSuggesting | StopSuggesting, actor: PersonId, now: datetime
) -> PeerSide:
    """Show the peer the questions of a suggestion, or the advice again. Only their own card changes."""
    request, side = pressed_request(work, command.request, actor, command.press, now)
    match command:
        case BeginSuggesting(words=words):
            side = begin_suggesting(side, request, words, now=now)
        case StopSuggesting():
            side = stop_suggesting(side)
    side = work.peer_sides.put(side)
    refresh(work, MessageKind.REQUEST, request.id, now=now)
    return side


def suggest_peer(work: Work, command: SuggestPeer, actor: PersonId, now: datetime) -> Suggestion:
    """Bring the suggestion to the learner, who alone decides what becomes of it."""
    request, side = pressed_request(work, command.request, actor, command.press, now)
    if not command.suggested:
        raise SuggestionMissing("suggested")
    if len(command.suggested) > 1:
        raise OneSuggestion("suggested")
    new = SuggestionId(work.new_id())
    suggestion = suggest(request, new, command.suggested[0], command.reason, now=now)
    work.suggestions.add(suggestion)
    work.peer_sides.put(stop_suggesting(side))
    tell(work, request.learner, MessageKind.SUGGESTION, suggestion.id, now=now)
    if work.people.find(suggestion.suggested) is None:
        defer_name(work, suggestion.id, now)
    refresh(work, MessageKind.REQUEST, request.id, now=now)
    return suggestion
