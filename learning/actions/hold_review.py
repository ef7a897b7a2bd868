"""The learner fills in a review. A closing review closes the cycle and writes the next draft."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from learning.actions.appointments import end_appointments
from learning.actions.next_draft import write_next_draft
from learning.actions.pressing import Press, check_press
from learning.actions.tell_outcome import tell_outcome
from learning.actions.telling import defer_calendar, refresh, tell
from learning.contract import Contract, change_goals, end_revising
from learning.cycle import close, rest
from learning.errors import NotHere
from learning.goal import check_outcomes, decide
from learning.messages import MessageKind
from learning.people import PersonId, today_of
from learning.review import CheckInAnswers, ClosingAnswers, GoingOn, Review, ReviewId, ReviewKind, drop, hold
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
    # Wherever the calendar has it by now, what was typed counts as long as the review is open: no version is compared.
    check_press(work, actor, command.press, version=command.press.version, now=now)
    if (review.kind is ReviewKind.CLOSING) != isinstance(command.answers, ClosingAnswers):
        raise NotHere
    cycle = work.cycles.for_learner(review.cycle, learner=actor)
    contract = work.contracts.for_learner(cycle.contract, learner=actor)
    if isinstance(command.answers, ClosingAnswers):
        check_outcomes(contract.terms.goals, command.answers.outcomes)
        review = work.reviews.put(hold(review, command.answers, now=now))
        _close(work, review, contract, command.answers, now)
    else:
        answers = _decide(work, contract, command.answers, now)
        review = work.reviews.put(hold(review, answers, now=now))
    if review.unwanted_at is not None:
        defer_calendar(work, actor, now=now)
    refresh(work, MessageKind.REVIEW, review.id, now=now)
    refresh(work, MessageKind.REVIEW_GONE, review.id, now=now)
    refresh(work, MessageKind.CYCLE, review.cycle, now=now)
    return review


def _decide(work: Work, contract: Contract, answers: CheckInAnswers, now: datetime) -> CheckInAnswers:
    """What the learner decided about goals revises the contract; the answers say what the goals were before."""
    goals, noted = decide(contract.terms.goals, answers.goals)
    if noted:
        work.contracts.put(change_goals(contract, goals))
        refresh(work, MessageKind.CONTRACT, contract.id, now=now)
    return replace(answers, goals=noted)


def _close(work: Work, closing: Review, contract: Contract, answers: ClosingAnswers, now: datetime) -> None:
    learner = closing.learner
    cycle = close(work.cycles.for_learner(closing.cycle, learner=learner), now=now)
    if answers.going_on is GoingOn.REST and answers.rest_until is not None:
        cycle = rest(cycle, answers.rest_until, today=today_of(work.people.get(learner), now))
    cycle = work.cycles.put(cycle)
    end_appointments(work, cycle, now)
    _drop_the_others(work, closing, now)
    work.contracts.put(end_revising(contract))
    tell_outcome(work, contract, answers.outcome_words, now)
    if cycle.rest_ends_on is None:
        following = write_next_draft(work, cycle, answers, now)
        tell(work, learner, MessageKind.CONTRACT, following.id, now=now)
    refresh(work, MessageKind.CONTRACT, contract.id, now=now)


def _drop_the_others(work: Work, closing: Review, now: datetime) -> None:
    """Check-ins that were not held are not held any more; what lies ahead leaves the calendar."""
    for review in work.reviews.of_cycle(closing.cycle, learner=closing.learner):
        if review.is_open:
            work.reviews.put(drop(review, now=now))
            for kind in (MessageKind.REVIEW, MessageKind.REVIEW_GONE):
                refresh(work, kind, review.id, now=now)
    defer_calendar(work, closing.learner, now=now)
