"""A peer opens the advice they sent to correct it, leaves it as it was, or takes it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.peer_pressing import pressed_request
from learning.actions.pressing import Press
from learning.actions.tell_outcome import refresh_outcome
from learning.actions.telling import refresh, refresh_asking
from learning.feedback import Feedback, FeedbackRequest, RequestId, take_back
from learning.messages import MessageKind
from learning.peer_side import PeerSide, begin_correcting, done, keep_unfinished, leave_as_it_was
from learning.people import PersonId
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class CorrectFeedback:
    """The peer wants to change what they sent."""

    request: RequestId
    press: Press


@dataclass(frozen=True, kw_only=True)
class LeaveFeedback:
    """The peer leaves what they sent as it was; `words` had been typed and stay theirs."""

    request: RequestId
    words: Feedback
    press: Press


@dataclass(frozen=True, kw_only=True)
class TakeFeedbackBack:
    """The peer takes back what they sent."""

    request: RequestId
    press: Press


def correct_feedback(work: Work, command: CorrectFeedback | LeaveFeedback, actor: PersonId, now: datetime) -> PeerSide:
    """Open the peer's inputs again, or close them. The learner sees a correction when it is sent, not before."""
    request, side = pressed_request(work, command.request, actor, command.press, now)
    match command:
        case CorrectFeedback():
            side = begin_correcting(side, request, now=now)
        case LeaveFeedback(words=words) if words.is_empty or words == request.feedback:
            side = leave_as_it_was(side)
        case LeaveFeedback(words=words):
            side = leave_as_it_was(keep_unfinished(side, request, words, now=now))
    side = work.peer_sides.put(side)
    refresh(work, MessageKind.REQUEST, request.id, now=now)
    return side


def take_feedback_back(work: Work, command: TakeFeedbackBack, actor: PersonId, now: datetime) -> FeedbackRequest:
    """The words are gone for the learner, who sees that they were taken back; the peer can still read them."""
    request, side = pressed_request(work, command.request, actor, command.press, now)
    taken_back = work.requests.put(take_back(request, now=now))
    work.peer_sides.put(done(side, words=request.feedback))
    for kind in (MessageKind.ADVICE, MessageKind.REQUEST):
        refresh(work, kind, request.id, now=now)
    refresh_outcome(work, taken_back, now)
    refresh_asking(work, request.contract, now=now)
    return taken_back
