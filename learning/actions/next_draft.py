"""The draft that grows from a closed cycle: at its closing review, after a rest, or when the learner asks sooner."""

from __future__ import annotations

from datetime import datetime

from learning.contract import Contract, ContractId, contract_after
from learning.cycle import Cycle, wake
from learning.people import today_of
from learning.review import ClosingAnswers, GoingOn
from learning.work import Work


def write_next_draft(work: Work, cycle: Cycle, answers: ClosingAnswers, now: datetime) -> Contract:
    """Write the draft that these answers lead to."""
    contract = work.contracts.for_learner(cycle.contract, learner=cycle.learner)
    following = contract_after(
        contract,
        ContractId(work.new_id()),
        goal=contract.terms.goal if answers.going_on is GoingOn.KEEP else answers.next_goal or contract.terms.goal,
        keeps_terms=answers.going_on is not GoingOn.NEW,
        now=now,
        today=today_of(work.people.get(cycle.learner), now),
    )
    work.contracts.add(following)
    return following


def end_rest(work: Work, cycle: Cycle, now: datetime) -> Contract | None:
    """Write the draft that waited for the end of the rest; None when the closing review is not there any more."""
    work.cycles.put(wake(cycle, now=now))
    reviews = work.reviews.of_cycle(cycle.id, learner=cycle.learner)
    answers = next((review.answers for review in reviews if isinstance(review.answers, ClosingAnswers)), None)
    return write_next_draft(work, cycle, answers, now) if answers else None
