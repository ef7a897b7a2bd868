"""A peer answers a feedback request, or corrects the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.peer_pressing import clear, pressed_request
from learning.actions.pressing import Press
from learning.actions.telling import bring, refresh, refresh_asking, tell
from learning.feedback import Feedback, FeedbackRequest, RequestId, answer, correct
from learning.messages import MessageKind
from learning.peer_side import check_may_send
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
    request, side = pressed_request(work, command.request, actor, command.press, now)
    check_may_send(side, request)
    if side.reopened_at is None:
        request = work.requests.put(answer(request, command.feedback, now=now))
        tell(work, request.learner, MessageKind.ADVICE, request.id, now=now)
    else:
        request = work.requests.put(correct(request, command.feedback, now=now))
        _show_correction(work, request, now)
    clear(work, side)
    refresh(work, MessageKind.REQUEST, request.id, now=now)
    refresh_asking(work, request.contract, now=now)
    return request


def _show_correction(work: Work, request: FeedbackRequest, now: datetime) -> None:
    """The learner's card holds the newer words; where it had been decided on, it is brought, so that it is noticed."""
    if request.is_decided:
        bring(work, request.learner, MessageKind.ADVICE, request.id, now=now)
    else:
        refresh(work, MessageKind.ADVICE, request.id, now=now)
