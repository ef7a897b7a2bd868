"""Asking a peer for advice on a draft, the peer's answer, and what the learner does with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NewType

from learning.contract import ContractId
from learning.errors import Refusal
from learning.people import PersonId
from learning.terms import check_length

RequestId = NewType("RequestId", str)

LONGEST_BECAUSE = 300
REMIND_AFTER = timedelta(days=7)
END_AFTER = timedelta(days=14)


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


class RequestEnded(Refusal):
    """The request has ended quietly; nothing more is expected."""


class RequestWithdrawn(Refusal):
    """The learner no longer needs an answer."""


class AdviceTakenBack(Refusal):
    """The peer took their advice back."""


class PeerAnswered(Refusal):
    """The peer has answered, so there is no request left to withdraw."""


class WithdrawalMissing(Refusal):
    """The learner chose no request to withdraw."""


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
    """One question to one peer about one revision of a contract: what both of them may know of it.

    `taken_back_at` says that the peer took the advice back: the words are gone, the date of the answer stays.
    `undeliverable_at` is about the app, never about the person's will. `outcome` is what the learner tells at the end.
    `talk_wished_at` says since when the peer would rather talk than write, `talk_by_hand_at` that the app could not put
    the talk into their calendars, `talk_off_at` that the learner called it off. What only the peer sees stands in
    PeerSide.
    """

    id: RequestId
    contract: ContractId
    revision: int
    learner: PersonId
    peer: PersonId
    question: str
    asked_at: datetime
    feedback: Feedback | None = None
    answered_at: datetime | None = None
    corrected_at: datetime | None = None
    taken_back_at: datetime | None = None
    taken_at: datetime | None = None
    parked_at: datetime | None = None
    parked_because: str = ""
    withdrawn_at: datetime | None = None
    ended_at: datetime | None = None
    undeliverable_at: datetime | None = None
    talk_wished_at: datetime | None = None
    talk_by_hand_at: datetime | None = None
    talk_off_at: datetime | None = None
    outcome: str = ""
    outcome_at: datetime | None = None
    version: int = 1

    @property
    def is_decided(self) -> bool:
        """Whether the learner said what becomes of the advice."""
        return self.taken_at is not None or self.parked_at is not None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer. Whoever chose "not now" looks like whoever has not got to it."""
        return self.answered_at is None and self.withdrawn_at is None and self.ended_at is None

    @property
    def wants_talk(self) -> bool:
        """Whether the peer would rather talk, and nobody has called that off. They may write all the same."""
        return self.talk_wished_at is not None and self.talk_off_at is None and self.withdrawn_at is None

    @property
    def ends_at(self) -> datetime:
        """When it ends quietly unless it is answered."""
        return self.asked_at + END_AFTER

    @property
    def has_advice(self) -> bool:
        """Whether there is advice that was not taken back."""
        return self.feedback is not None


def may_answer(request: FeedbackRequest, person: PersonId) -> bool:
    """Whether this person can still answer the request."""
    return request.peer == person and request.is_open


def answer(request: FeedbackRequest, feedback: Feedback, *, now: datetime) -> FeedbackRequest:
    """The request with the peer's advice."""
    check_open(request)
    _check_words(feedback)
    return replace(request, feedback=feedback, answered_at=now)


def correct(request: FeedbackRequest, feedback: Feedback, *, now: datetime) -> FeedbackRequest:
    """The request with newer words of the peer. What the learner has decided stays decided."""
    check_standing(request)
    _check_words(feedback)
    return replace(request, feedback=feedback, corrected_at=now)


def take_back(request: FeedbackRequest, *, now: datetime) -> FeedbackRequest:
    """The request without the peer's words."""
    check_standing(request)
    return replace(request, feedback=None, taken_back_at=now)


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


def withdraw(request: FeedbackRequest, *, now: datetime) -> FeedbackRequest:
    """The learner no longer needs an answer."""
    if request.answered_at is not None:
        raise PeerAnswered
    check_open(request)
    return replace(request, withdrawn_at=now)


def end(request: FeedbackRequest, *, now: datetime) -> FeedbackRequest:
    """The request ends without an answer; nobody is told why there is none."""
    check_open(request)
    return replace(request, ended_at=now)


def could_not_reach(request: FeedbackRequest, *, now: datetime) -> FeedbackRequest:
    """The request, which the app could not bring to its peer."""
    check_open(request)
    return replace(request, undeliverable_at=request.undeliverable_at or now)


def told_outcome(request: FeedbackRequest, words: str, *, now: datetime) -> FeedbackRequest:
    """The request with what the learner tells its peer at the end."""
    check_standing(request)
    return replace(request, outcome=words, outcome_at=now)


def visible_changes(requests: Iterable[FeedbackRequest]) -> int:
    """Counts what the learner can see happen to these requests. It only grows.

    It stands in for a version on cards that list requests: the row version also changes when a peer is reminded.
    """
    return sum(1 + sum(fact is not None for fact in _visible_facts(request)) for request in requests)


def check_not_over(request: FeedbackRequest) -> None:
    """Raise the Refusal that says why nothing more can be said to this request."""
    if request.withdrawn_at is not None:
        raise RequestWithdrawn
    if request.ended_at is not None:
        raise RequestEnded
    if request.taken_back_at is not None:
        raise AdviceTakenBack


def check_open(request: FeedbackRequest) -> None:
    """Raise the Refusal that says why this request waits for no answer."""
    check_not_over(request)
    if request.answered_at is not None:
        raise AlreadyAnswered


def check_standing(request: FeedbackRequest) -> None:
    """Raise the Refusal that says why there is no advice."""
    check_not_over(request)
    if request.answered_at is None:
        raise NotAnsweredYet


def check_lengths(feedback: Feedback) -> None:
    """Raise TooLong when an answer has more characters than the card carries."""
    for name in ("try_or_drop", "meet", "convince", "answer"):
        check_length(name, getattr(feedback, name))


def _check_words(feedback: Feedback) -> None:
    if feedback.is_empty:
        raise AdviceEmpty("try_or_drop")
    check_lengths(feedback)


def _check_may_decide(request: FeedbackRequest) -> None:
    check_standing(request)
    if request.is_decided:
        raise AlreadyDecided


def _visible_facts(request: FeedbackRequest) -> tuple[datetime | None, ...]:
    return (
        request.answered_at,
        request.taken_back_at,
        request.taken_at,
        request.parked_at,
        request.withdrawn_at,
        request.ended_at,
        request.undeliverable_at,
    )
