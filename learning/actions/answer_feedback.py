"""The learner says what becomes of a peer's advice: taken, or parked because."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.pressing import Press, check_press
from learning.actions.tell_outcome import refresh_outcome
from learning.actions.telling import refresh, refresh_asking
from learning.feedback import FeedbackRequest, RequestId, park, take
from learning.messages import MessageKind
from learning.people import PersonId
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class TakeAdvice:
    """The learner takes the advice."""

    request: RequestId
    press: Press


@dataclass(frozen=True, kw_only=True)
class ParkAdvice:
    """The learner parks the advice, and why."""

    request: RequestId
    because: str
    press: Press


def answer_feedback(work: Work, command: TakeAdvice | ParkAdvice, actor: PersonId, now: datetime) -> FeedbackRequest:
    """Keep the answer; the peer's card shows it."""
    request = work.requests.for_learner(command.request, learner=actor)
    check_press(work, actor, command.press, version=request.version, now=now)
    match command:
        case TakeAdvice():
            decided = take(request, now=now)
        case ParkAdvice(because=because):
            decided = park(request, because=because, now=now)
    decided = work.requests.put(decided)
    for kind in (MessageKind.ADVICE, MessageKind.REQUEST):
        refresh(work, kind, decided.id, now=now)
    refresh_outcome(work, decided, now)
    refresh_asking(work, decided.contract, now=now)
    return decided
