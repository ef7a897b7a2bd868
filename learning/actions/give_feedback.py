"""A peer answers a feedback request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.pressing import Press, check_press
from learning.actions.telling import refresh, tell
from learning.feedback import Feedback, FeedbackRequest, RequestId, answer
from learning.messages import MessageKind
from learning.people import PersonId
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class GiveFeedback:
    """What the peer wrote."""

    request: RequestId
    feedback: Feedback
    press: Press


def give_feedback(work: Work, command: GiveFeedback, actor: PersonId, now: datetime) -> FeedbackRequest:
    """Keep the advice and bring it to the learner, who alone reads it."""
    request = work.requests.for_peer(command.request, peer=actor)
    check_press(work, actor, command.press, version=request.version, now=now)
    request = work.requests.put(answer(request, command.feedback, now=now))
    tell(work, request.learner, MessageKind.ADVICE, request.id, now=now)
    refresh(work, MessageKind.REQUEST, request.id, now=now)
    refresh(work, MessageKind.CONTRACT, request.contract, now=now)
    return request
