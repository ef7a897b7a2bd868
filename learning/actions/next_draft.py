"""The draft that grows from a closed cycle: at its closing review, after a rest, or when the learner asks sooner."""

from __future__ import annotations

from datetime import datetime

from learning.contract import Contract, ContractId, contract_after
from learning.cycle import Cycle, wake
from learning.goal import MOST_GOALS, Goal, carried_on, numbered
from learning.people import today_of
from learning.review import ClosingAnswers, GoingOn
from learning.work import Work


def write_next_draft(work: Work, cycle: Cycle, answers: ClosingAnswers, now: datetime) -> Contract:
    """Write the draft that these answers lead to."""
    contract = work.contracts.for_learner(cycle.contract, learner=cycle.learner)
    following = contract_after(
        contract,
        ContractId(work.new_id()),
        goals=_next_goals(contract, answers),
        keeps_terms=answers.going_on is not GoingOn.NEW,
        now=now,
        today=today_of(work.people.get(cycle.learner), now),
    )
    work.contracts.add(following)
    return following


def _next_goals(contract: Contract, answers: ClosingAnswers) -> tuple[Goal, ...]:
    """Those that go on, or what was typed instead; and those that were put off, unless it is something new."""
    before = [goal.words for goal in contract.terms.goals]
    typed = [words for words in answers.next_goals if words]
    if answers.going_on is GoingOn.NEW:
        return numbered(*([words for words in typed if words not in before] or typed))
    if answers.going_on is GoingOn.KEEP or not typed or (answers.going_on is GoingOn.REST and typed == before):
        typed = [goal.words for goal in carried_on(contract.terms.goals, answers.outcomes)]
    return numbered(*[*typed, *(goal.words for goal in contract.put_off)][:MOST_GOALS])


def end_rest(work: Work, cycle: Cycle, now: datetime) -> Contract | None:
    """Write the draft that waited for the end of the rest; None when the closing review is not there any more."""
    work.cycles.put(wake(cycle, now=now))
    reviews = work.reviews.of_cycle(cycle.id, learner=cycle.learner)
    answers = next((review.answers for review in reviews if isinstance(review.answers, ClosingAnswers)), None)
    return write_next_draft(work, cycle, answers, now) if answers else None
