"""Asking a peer for advice on a draft, the peer's answer, and what the learner does with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NewType

from learning.contract import ContractId, check_length
from learning.errors import Refusal
from learning.people import PersonId

RequestId = NewType("RequestId", str)

LONGEST_BECAUSE = 300


class AdviceEmpty(Refusal):
    """The peer sent an answer without a word in it."""


class AlreadyAnswered(Refusal):
    """The peer has answered this request before."""


class NotAnsweredYet(Refusal):
    """There is no advice yet that the learner could answer."""


class AlreadyDecided(Refusal):
    """The learner has already said what becomes of this advice."""


class BecauseMissing(Refusal):
    """Parking advice says why, so that the peer learns from it too."""


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """What a peer gave: an answer to each of the three prompts and to the learner's own question. It is signed."""

    try_or_drop: str = ""
    meet: str = ""
    convince: str = ""
    answer: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written."""
        return not (self.try_or_drop or self.meet or self.convince or self.answer)


@dataclass(frozen=True, kw_only=True)
class FeedbackRequest:
    """One question to one peer about one revision of a contract."""

    id: RequestId
    contract: ContractId
    revision: int
    learner: PersonId
    peer: PersonId
    question: str
    asked_at: datetime
    feedback: Feedback | None = None
    answered_at: datetime | None = None
    taken_at: datetime | None = None
    parked_at: datetime | None = None
    parked_because: str = ""
    version: int = 1

    @property
    def is_decided(self) -> bool:
        """Whether the learner said what becomes of the advice."""
        return self.taken_at is not None or self.parked_at is not None


def may_answer(request: FeedbackRequest, person: PersonId) -> bool:
    """Whether this person can still answer the request."""
    return request.peer == person and request.answered_at is None


def answer(request: FeedbackRequest, feedback: Feedback, *, now: datetime) -> FeedbackRequest:
    """The request with the peer's advice."""
    if request.answered_at is not None:
        raise AlreadyAnswered
    if feedback.is_empty:
        raise AdviceEmpty("try_or_drop")
    for name in ("try_or_drop", "meet", "convince", "answer"):
        check_length(name, getattr(feedback, name))
    return replace(request, feedback=feedback, answered_at=now)


def take(request: FeedbackRequest, *, now: datetime) -> FeedbackRequest:
    """The learner takes the advice."""
    _check_may_decide(request)
    return replace(request, taken_at=now)


def park(request: FeedbackRequest, *, because: str, now: datetime) -> FeedbackRequest:
    """The learner parks the advice and says why."""
    _check_may_decide(request)
    if not because:
        raise BecauseMissing("because")
    check_length("because", because, LONGEST_BECAUSE)
    return replace(request, parked_at=now, parked_because=because)


def _check_may_decide(request: FeedbackRequest) -> None:
    if request.answered_at is None:
        raise NotAnsweredYet
    if request.is_decided:
        raise AlreadyDecided
