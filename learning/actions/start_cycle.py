"""The learner starts the cycle: their own act, for which nobody is asked."""

from __future__ import annotations

from datetime import datetime

from learning.actions.change_end import follow_until_end
from learning.actions.save_draft import SaveDraft, rewrite_draft
from learning.actions.telling import refresh
from learning.contract import Contract, start
from learning.cycle import Cycle, CycleId, review_days
from learning.errors import NotHere
from learning.messages import MessageKind
from learning.people import PersonId, today_of
from learning.review import Review, ReviewId
from learning.work import Work


def start_cycle(work: Work, command: SaveDraft, actor: PersonId, now: datetime) -> Contract:
    """Keep the answers, open the cycle with its reviews, and have them written into the learner's calendar."""
    contract = rewrite_draft(work, command, actor, now)
    today = today_of(work.people.get(actor), now)
    contract = work.contracts.put(start(contract, now=now, today=today))
    if contract.terms.ends_on is None:
        raise NotHere  # start() has refused this before; said for the type checker and for whoever changes start()
    cycle = Cycle(
        id=CycleId(work.new_id()),
        contract=contract.id,
        learner=actor,
        opened_at=now,
        ends_on=contract.terms.ends_on,
    )
    work.cycles.add(cycle)
    for day in review_days(today, cycle.ends_on):
        work.reviews.add(
            Review(id=ReviewId(work.new_id()), cycle=cycle.id, learner=actor, kind=day.kind, ideal_on=day.ideal_on)
        )
    follow_until_end(work, cycle, now)
    refresh(work, MessageKind.CONTRACT, contract.id, now=now)
    for request in work.requests.of_contract(contract.id, learner=actor):
        refresh(work, MessageKind.ADVICE, request.id, now=now)  # there is no draft left to go back to
    return contract
