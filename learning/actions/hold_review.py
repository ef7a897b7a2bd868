"""The learner fills in a review. A closing review closes the cycle and writes the next draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.pressing import Press, check_press
from learning.actions.telling import refresh, tell
from learning.contract import Contract, ContractId, contract_after
from learning.cycle import close
from learning.errors import NotHere
from learning.messages import MessageKind
from learning.people import PersonId, today_of
from learning.review import CheckInAnswers, ClosingAnswers, GoingOn, Review, ReviewId, ReviewKind, hold
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class HoldReview:
    """What the learner wrote at the review."""

    review: ReviewId
    answers: CheckInAnswers | ClosingAnswers
    press: Press


def hold_review(work: Work, command: HoldReview, actor: PersonId, now: datetime) -> Review:
    """Keep the answers; after a closing review the cycle is closed and the next draft stands in the chat."""
    review = work.reviews.for_learner(command.review, learner=actor)
    check_press(work, actor, command.press, version=review.version, now=now)
    if (review.kind is ReviewKind.CLOSING) != isinstance(command.answers, ClosingAnswers):
        raise NotHere
    review = work.reviews.put(hold(review, command.answers, now=now))
    if isinstance(command.answers, ClosingAnswers):
        _close(work, review, command.answers, now)
    refresh(work, MessageKind.REVIEW, review.id, now=now)
    refresh(work, MessageKind.REVIEW_GONE, review.id, now=now)
    refresh(work, MessageKind.CYCLE, review.cycle, now=now)
    return review


def _close(work: Work, review: Review, answers: ClosingAnswers, now: datetime) -> None:
    cycle = work.cycles.put(close(work.cycles.for_learner(review.cycle, learner=review.learner), now=now))
    contract = work.contracts.for_learner(cycle.contract, learner=review.learner)
    following = _next_draft(work, contract, answers, now)
    work.contracts.add(following)
    tell(work, review.learner, MessageKind.CONTRACT, following.id, now=now)
    refresh(work, MessageKind.CONTRACT, contract.id, now=now)


def _next_draft(work: Work, contract: Contract, answers: ClosingAnswers, now: datetime) -> Contract:
    today = today_of(work.people.get(contract.learner), now)
    goal = contract.terms.goal if answers.going_on is GoingOn.KEEP else answers.next_goal
    return contract_after(
        contract,
        ContractId(work.new_id()),
        goal=goal,
        keeps_terms=answers.going_on is not GoingOn.NEW,
        now=now,
        today=today,
    )
