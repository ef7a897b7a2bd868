"""A peer suggests somebody else whom the learner could ask. The suggested person sees nothing of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NewType

from learning.contract import ContractId
from learning.errors import Refusal
from learning.feedback import FeedbackRequest, RequestId, check_open
from learning.people import PersonId
from learning.terms import check_length

SuggestionId = NewType("SuggestionId", str)

LONGEST_REASON = 300


class SuggestionMissing(Refusal):
    """Nobody was picked to suggest."""


class OneSuggestion(Refusal):
    """More than one person was picked; the learner answers about one at a time."""


class SuggestionNotOther(Refusal):
    """The suggested person is the learner or the peer."""


class SuggestionAnswered(Refusal):
    """The learner has said already what becomes of the suggestion."""


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """One person whom a peer suggested, and why. What the learner does with it is told to nobody."""

    id: SuggestionId
    request: RequestId
    contract: ContractId
    learner: PersonId
    peer: PersonId
    suggested: PersonId
    reason: str
    suggested_at: datetime
    asked_at: datetime | None = None
    passed_at: datetime | None = None
    version: int = 1

    @property
    def is_answered(self) -> bool:
        """Whether the learner said what becomes of it."""
        return self.asked_at is not None or self.passed_at is not None


def suggest(
    request: FeedbackRequest, suggestion: SuggestionId, suggested: PersonId, reason: str, *, now: datetime
) -> Suggestion:
    """The peer's suggestion to the learner. Whether that person was asked already is not the peer's to know."""
    check_open(request)
    if suggested in (request.learner, request.peer):
        raise SuggestionNotOther("suggested")
    check_length("reason", reason, LONGEST_REASON)
    return Suggestion(
        id=suggestion,
        request=request.id,
        contract=request.contract,
        learner=request.learner,
        peer=request.peer,
        suggested=suggested,
        reason=reason,
        suggested_at=now,
    )


def ask_suggested(suggestion: Suggestion, *, now: datetime) -> Suggestion:
    """The learner asks the suggested person."""
    _check_unanswered(suggestion)
    return replace(suggestion, asked_at=now)


def let_pass(suggestion: Suggestion, *, now: datetime) -> Suggestion:
    """The learner lets the suggestion pass."""
    _check_unanswered(suggestion)
    return replace(suggestion, passed_at=now)


def _check_unanswered(suggestion: Suggestion) -> None:
    if suggestion.is_answered:
        raise SuggestionAnswered
